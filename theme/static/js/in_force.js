// Shows what was in force on a day: opens the list of its year, and hides in it what was not. The dates stand there without it.
(() => {
  "use strict";
  const wanted = () => new URLSearchParams(location.search).get("on") ?? "";
  const covers = (row, on) => row.dataset.gkSince && row.dataset.gkSince <= on && (!row.dataset.gkUntil || on <= row.dataset.gkUntil);
  const words = (on) => on.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, "$1年$2月$3日");

  const show = (form, on) => {
    const rows = [...document.querySelectorAll("[data-gk-since]")];
    for (const row of rows) row.hidden = !covers(row, on);
    for (const part of document.querySelectorAll("[data-gk-part]")) part.hidden = !part.querySelector("[data-gk-since]:not([hidden])");
    for (const link of document.querySelectorAll(".gk-pager__link")) link.search = "?on=" + on;
    const here = document.querySelector(".gk-pager") ? "，本页" : "";
    form.querySelector("[role=status]").textContent = words(on) + "有效的" + here + "共 " + rows.filter((row) => !row.hidden).length + " 件，列在下面。";
  };

  addEventListener("submit", (event) => {
    if (!event.target.matches("[data-gk-in-force]")) return;
    event.preventDefault();
    const on = event.target.elements.on.value;
    location.assign("/in-force/" + on.slice(0, 4) + "/?on=" + on);
  });
  addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("[data-gk-in-force]"), on = wanted();
    if (!form || !/^\d{4}-\d\d-\d\d$/.test(on)) return;
    form.elements.on.value = on;
    if (document.querySelector("[data-gk-since]")) show(form, on);
  });
})();
