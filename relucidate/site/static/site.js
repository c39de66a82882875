// Keyboard, filters and search. Every page reads without this script.
"use strict";

(function () {
  // What is wider than its box can be scrolled by keyboard, and only that is a stop for the tab key.
  const reach = () => {
    for (const box of document.querySelectorAll("main p, .domain > span, .formula, .scroll, main pre")) {
      if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  };
  reach();
  window.addEventListener("resize", reach);
  document.addEventListener("toggle", reach, true); // boxes have no width while they are folded

  // Print shows what is folded, answers and notes for the teacher excepted.
  let unfolded = [];
  window.addEventListener("beforeprint", () => {
    unfolded = [...document.querySelectorAll("details:not([open], .answer, .teacher)")];
    for (const one of unfolded) one.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const one of unfolded) one.open = false;
  });

  // Filters: a card is shown while it has all that is chosen. What is behind # in the address chooses:
  // #outcome=corrected&paper=gunn. A place on the page, such as #gunn.eq7, leaves everything shown.
  const form = document.querySelector("form.filters");
  if (form) {
    form.hidden = false;
    const selects = [...form.querySelectorAll("select")];
    const cards = [...document.querySelectorAll(selects.map(({ name }) => `[data-${name}]`).join(""))];
    const count = form.querySelector("output");
    const apply = () => {
      let shown = 0;
      for (const card of cards) {
        card.hidden = !selects.every(({ name, value }) => !value || card.dataset[name] === value);
        shown += !card.hidden;
      }
      count.textContent = `${shown} of ${cards.length} shown`;
    };
    const choose = () => {
      const wanted = new URLSearchParams(location.hash.slice(1));
      for (const select of selects) select.value = wanted.get(select.name) ?? "";
      for (const select of selects) if (select.selectedIndex < 0) select.value = "";
      apply();
    };
    form.addEventListener("change", apply);
    form.addEventListener("reset", () => setTimeout(apply));
    form.addEventListener("submit", (event) => event.preventDefault());
    window.addEventListener("hashchange", choose);
    choose();
  }

  // Search: all words must begin words of an entry; hits in titles come first.
  const box = document.querySelector("#search");
  const list = document.querySelector("#found");
  if (!box || !list || !window.searchIndex) return;
  box.closest("form").hidden = false;
  const root = document.documentElement.dataset.root;
  let at = -1;

  const score = (entry, words) => {
    const title = entry.t.toLowerCase();
    let total = 0;
    for (const word of words) {
      if (title.startsWith(word)) total += 8;
      else if (` ${title.replace(/[._]/g, " ")}`.includes(` ${word}`)) total += 5;
      else if (title.includes(word)) total += 3;
      else if (` ${entry.w}`.includes(` ${word}`)) total += 1;
      else return 0;
    }
    return total;
  };

  const find = () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    at = -1;
    list.replaceChildren();
    if (words.length) {
      const hits = window.searchIndex
        .map((entry) => [score(entry, words), entry])
        .filter(([value]) => value)
        .sort((a, b) => b[0] - a[0])
        .slice(0, 12);
      for (const [, entry] of hits) {
        const link = document.createElement("a");
        link.href = root + entry.u;
        const kind = document.createElement("span");
        kind.textContent = entry.k;
        link.append(entry.t, " ", kind);
        const item = document.createElement("li");
        item.append(link);
        list.append(item);
      }
      if (!hits.length) {
        const item = document.createElement("li");
        item.textContent = "nothing found";
        list.append(item);
      }
    }
    list.hidden = !words.length;
  };

  const links = () => [...list.querySelectorAll("a")];
  box.addEventListener("input", find);
  box.closest("form").addEventListener("submit", (event) => {
    event.preventDefault();
    if (links().length) links()[Math.max(at, 0)].click();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !/^(input|select|textarea)$/i.test(document.activeElement.tagName)) {
      event.preventDefault();
      box.focus();
    } else if (event.key === "Escape" && !list.hidden) {
      list.hidden = true;
      box.focus();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !list.hidden && links().length) {
      event.preventDefault();
      at = Math.min(Math.max(at + (event.key === "ArrowDown" ? 1 : -1), -1), links().length - 1);
      (at < 0 ? box : links()[at]).focus();
    }
  });
})();
