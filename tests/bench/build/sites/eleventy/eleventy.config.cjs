// Collections in one pass each; Markdown goes past the template engine, which no document needs.
const GROUPS = [["agency", "agencies"], ["theme", "themes"], ["year", "years"]];
const SIZE = 20;

function grouped(documents) {
  const groups = new Map(GROUPS.map(([name]) => [name, new Map()]));
  for (const document of documents) {
    for (const [name, field] of GROUPS) {
      for (const key of document.data[field]) {
        const lists = groups.get(name);
        if (!lists.has(key)) lists.set(key, []);
        lists.get(key).push(document);
      }
    }
  }
  return groups;
}

function pages(groups) {
  const found = [];
  for (const [group, lists] of groups) {
    for (const [key, items] of lists) {
      const total = Math.ceil(items.length / SIZE);
      for (let number = 1; number <= total; number++) {
        found.push({ group, key, number, total, items: items.slice((number - 1) * SIZE, number * SIZE) });
      }
    }
  }
  return found;
}

module.exports = function (config) {
  const newest = (api) => api.getFilteredByTag("documents").slice().reverse();
  config.setQuietMode(true);
  config.addPassthroughCopy("src/theme");
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  config.addCollection("newest", newest);
  config.addCollection("newest20", (api) => newest(api).slice(0, 20));
  config.addCollection("byPath", (api) =>
    Object.fromEntries(api.getFilteredByTag("documents").map((d) => [d.filePathStem.slice("/docs/".length), d])));
  config.addCollection("lists", (api) => pages(grouped(newest(api))));
  config.addCollection("groups", (api) =>
    [...grouped(newest(api))].map(([name, lists]) => ({ name, keys: [...lists.keys()].sort() })));
  return { dir: { input: "src", output: "output" }, markdownTemplateEngine: false };
};
