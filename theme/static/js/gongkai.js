// Remembers how a reader wants pages shown; copies, prints, reads aloud, looks numbers up.
// Runs before the page is painted. Everything can be read and reached without it.
(() => {
  "use strict";
  const root = document.documentElement;
  const WANTED = { size: "large", contrast: "high" };
  const stored = (mode) => { try { return localStorage.getItem("gk-" + mode); } catch { return null; } };
  const store = (mode, value) => { try { localStorage.setItem("gk-" + mode, value); } catch { /* not remembered */ } };
  const isDark = () => (root.dataset.scheme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const isOn = (mode) => (mode === "scheme" ? isDark() : root.dataset[mode] === WANTED[mode]);

  root.dataset.script = "";
  for (const mode of ["size", "contrast", "scheme"]) if (stored(mode)) root.dataset[mode] = stored(mode);

  const show = () => {
    for (const button of document.querySelectorAll("[data-gk-mode]")) button.setAttribute("aria-pressed", isOn(button.dataset.gkMode));
  };
  const turn = (mode) => {
    root.dataset[mode] = mode === "scheme" ? (isDark() ? "light" : "dark") : isOn(mode) ? "" : WANTED[mode];
    store(mode, root.dataset[mode]);
    show();
  };
  const say = (text) => { for (const place of document.querySelectorAll(".gk-document-tools__said")) place.textContent = text; };
  const copy = (text) => navigator.clipboard.writeText(text).then(() => say("网址已复制"), () => say("没有复制成功，请在地址栏里复制"));

  const readAloud = (button) => {
    const reading = button.getAttribute("aria-pressed") === "true";
    const stop = () => { button.setAttribute("aria-pressed", "false"); button.textContent = "朗读"; };
    speechSynthesis.cancel();
    if (reading) return stop();
    const words = new SpeechSynthesisUtterance(document.querySelector(".gk-body").innerText);
    words.lang = root.lang;
    words.onend = stop;
    speechSynthesis.speak(words);
    button.setAttribute("aria-pressed", "true");
    button.textContent = "停止朗读";
  };
  const offerReading = () => {
    const speaks = "speechSynthesis" in window && speechSynthesis.getVoices().some((voice) => voice.lang.startsWith("zh"));
    for (const button of document.querySelectorAll("[data-gk-read]")) button.hidden = !speaks;
  };

  // A number as it was meant: look-alike brackets, full-width digits, 號, a missing 号, the whole address of a look-up.
  const meant = (text) => {
    const plain = text.normalize("NFKC").replace(/\s+/g, "").replace(/^.*\/number\//, "").replace(/\/+$/, "").replace(/號/g, "号").toUpperCase()
      .replace(/[[({【﹝〖「]/g, "〔").replace(/[\])}】﹞〗」]/g, "〕");
    return plain.replace(/^(\p{Script=Han}+)〔?(\d{4})〕?第?0*(\d+)号?$/u, "$1〔$2〕$3号").replace(/第0+(\d+号)$/, "第$1");
  };
  const isSound = (number) => !/(^|\/)\.*(\/|$)/.test(number);
  const addressOf = (number) => "/number/" + number.split("/").map(encodeURIComponent).join("/") + "/";
  const look = (form) => {
    const number = meant(form.elements.number.value);
    if (isSound(number)) location.assign(addressOf(number));
  };
  // On the error page of a look-up: try the number as it was meant, else say what was not found.
  const asked = () => { try { return decodeURIComponent(location.pathname).match(/^\/number\/(.+?)\/?$/)?.[1]; } catch { return ""; } };
  const missed = () => {
    const written = asked(), form = document.querySelector("[data-gk-missing] [data-gk-number]");
    if (!written || !form) return;
    const number = meant(written);
    if (number !== written && isSound(number)) return location.replace(addressOf(number));
    form.elements.number.value = number;
    form.querySelector("[role=status]").textContent = "没有文号或索引号是“" + number + "”的文件，请核对后再查。";
    document.title = document.querySelector("h1").textContent = "没有找到这个号码";
    document.querySelector("[data-gk-missing] > p").hidden = true;
  };

  addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if ("gkMode" in button.dataset) turn(button.dataset.gkMode);
    if ("gkCopy" in button.dataset) copy(button.dataset.gkCopy);
    if ("gkPrint" in button.dataset) print();
    if ("gkRead" in button.dataset) readAloud(button);
  });
  addEventListener("submit", (event) => {
    if (!event.target.matches("[data-gk-number]")) return;
    event.preventDefault();
    look(event.target);
  });
  addEventListener("DOMContentLoaded", () => {
    show();
    missed();
    if (!navigator.clipboard) for (const button of document.querySelectorAll("[data-gk-copy]")) button.hidden = true;
    if ("speechSynthesis" in window) {
      offerReading();
      speechSynthesis.addEventListener("voiceschanged", offerReading);
    }
  });
})();
