// Shows what was in force on a day: opens the page that the form names, and hides in it what was not. The dates stand there without it.
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
    const count = rows.filter((row) => !row.hidden).length;
    const told = count ? "有效的" + here + "共 " + count + " " + form.dataset.gkUnit + "，列在下面。" : here + "没有有效的" + form.dataset.gkNothing + "。";
    form.querySelector("[role=status]").textContent = words(on) + told;
  };

  addEventListener("submit", (event) => {
    if (!event.target.matches("[data-gk-on-day]")) return;
    event.preventDefault();
    const on = event.target.elements.on.value;
    location.assign(event.target.dataset.gkOnDay.replace("{year}", on.slice(0, 4)) + "?on=" + on);
  });
  addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("[data-gk-on-day]"), on = wanted();
    if (!form || !/^\d{4}-\d\d-\d\d$/.test(on)) return;
    form.elements.on.value = on;
    if (document.querySelector("[data-gk-since]")) show(form, on);
  });
})();
