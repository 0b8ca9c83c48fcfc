// Shows what the latest build found, and shows the page anew when it is not what it was. Only in a preview.
"use strict";

(() => {
  const SOURCE = document.currentScript.dataset.source;
  const MOST = 100;
  const LEVELS = { error: "错误", warning: "警告" };
  const CHOICE = "gongkai-preview";

  // The digest of what the reader sees, by address.
  const seen = new Map();

  const host = document.createElement("gongkai-preview");
  const root = host.attachShadow({ mode: "open" });
  const status = element("p", { class: "status", role: "status" });
  const toggle = element("button", { class: "toggle", type: "button", "aria-controls": "findings" });
  const list = element("ol", { class: "findings", id: "findings", tabindex: 0, "aria-label": "检查结果" });
  const panel = element("section", { class: "panel", "aria-label": "预览" }, [
    element("div", { class: "bar" }, [element("strong", { class: "name" }, ["预览"]), status, toggle]),
    list,
  ]);
  const style = element("link", { rel: "stylesheet", href: "/.gongkai/preview.css" });
  let events = null;

  toggle.addEventListener("click", () => unfold(list.hidden, true));
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      unfold(false, true);
      toggle.focus();
    }
  });
  style.addEventListener("load", () => (host.hidden = false));
  new ResizeObserver(() => (document.documentElement.style.scrollPaddingBottom = `${host.offsetHeight}px`)).observe(host);
  document.addEventListener("visibilitychange", listen);
  host.hidden = true;
  list.hidden = toggle.hidden = true;
  root.append(style, panel);
  document.body.append(host);
  listen();

  // A browser keeps few connections to one server: only pages that are looked at hold one.
  function listen() {
    events?.close();
    if (document.hidden) return;
    events = new EventSource("/.gongkai/events");
    events.addEventListener("message", (event) => {
      show(JSON.parse(event.data));
      renew();
    });
    events.addEventListener("error", () => say("与预览失去联系，正在重新连接……"));
  }

  function show(state) {
    const own = state.findings.filter((finding) => SOURCE && finding.source === SOURCE);
    const others = state.findings.filter((finding) => !own.includes(finding));
    const shown = [...own, ...others].slice(0, MOST).map((finding) => item(finding, own.includes(finding)));
    const rest = state.findings.length - shown.length;
    if (rest > 0) shown.push(element("li", { class: "finding" }, [`还有 ${rest} 条，请看终端。`]));
    list.replaceChildren(...shown);
    panel.classList.toggle("panel--failed", state.failed);
    say(state.status);
    toggle.hidden = shown.length === 0;
    const choice = sessionStorage.getItem(CHOICE);
    unfold(shown.length > 0 && (choice ? choice === "open" : state.failed || own.length > 0), false);
  }

  function item(finding, own) {
    const level = element("span", { class: `mark mark--${finding.level}` }, [LEVELS[finding.level]]);
    const marks = own ? [element("span", { class: "mark" }, ["本页"]), level] : [level];
    return element("li", { class: "finding" }, [
      element("p", { class: "message" }, [...marks, element("code", {}, [finding.code]), " ", finding.message]),
      element("p", { class: "hint" }, finding.hint ? [`提示：${finding.hint}`] : []),
      element("p", { class: "place" }, [finding.place]),
    ]);
  }

  function unfold(wanted, chosen) {
    list.hidden = !wanted;
    toggle.textContent = wanted ? "收起" : "展开";
    toggle.setAttribute("aria-expanded", String(wanted));
    if (chosen) sessionStorage.setItem(CHOICE, wanted ? "open" : "closed");
  }

  function say(text) {
    if (status.textContent !== text) status.textContent = text;
  }

  async function renew() {
    try {
      if (await isNew(location.href, performance.getEntriesByType("navigation")[0])) {
        location.reload();
        return;
      }
      for (const link of document.querySelectorAll('link[rel="stylesheet"]')) {
        if (await isNew(link.href, performance.getEntriesByName(link.href)[0])) restyle(link);
      }
    } catch {
      // The server went away in between; when it is back, it says so.
    }
  }

  // Whether what lies at an address differs from what the reader sees, which its `Server-Timing` tells.
  async function isNew(url, entry) {
    const address = url.split(/[?#]/)[0];
    const arrived = entry?.serverTiming?.find(({ name }) => name === "digest")?.description;
    const before = seen.get(address) ?? arrived;
    const response = await fetch(address, { method: "HEAD", cache: "no-store" });
    const now = response.headers.get("ETag").replaceAll('"', "");
    seen.set(address, now);
    return before !== undefined && before !== now;
  }

  function restyle(link) {
    const fresh = link.cloneNode();
    fresh.href = `${link.href.split("?")[0]}?${seen.get(link.href.split("?")[0])}`;
    fresh.addEventListener("load", () => link.remove());
    link.after(fresh);
  }

  function element(tag, attributes, children = []) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }
})();
