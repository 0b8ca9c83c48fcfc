// The address of a document is its path under docs/.
module.exports = {
  layout: "document.njk",
  tags: "documents",
  permalink: (data) => `${data.page.filePathStem.slice("/docs".length)}/index.html`,
};
