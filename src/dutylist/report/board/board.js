"use strict";
// Sorting and filtering of the one table. Without this script the page shows every row; the form
// and the buttons that need it come with it. Printing shows every row as well, by the styles.
(() => {
  const form = document.getElementById("filters");
  const count = document.getElementById("count");
  const noneFit = document.getElementById("none-fit");
  const table = document.getElementById("duty-table");
  const heads = [...table.tHead.rows[0].cells];
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const keys = ["list", "leader", "department", "class", "status", "lamp", "bucket"];
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const sorting = { column: -1, falls: false };

  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/gu, " ");
  const texts = new Map(rows.map((row) => [row, fold(row.textContent)]));
  const fill = (sentence, facts) =>
    sentence.replace(/\{(\w+)\}/gu, (whole, name) => facts[name] ?? whole);

  const fits = (row, wanted, words) =>
    wanted.every(([key, value]) => row.dataset[key].split(" ").includes(value)) &&
    words.every((word) => texts.get(row).includes(word));

  const filter = () => {
    const wanted = keys
      .map((key) => [key, form.elements[key]?.value ?? ""])
      .filter(([, value]) => value !== "");
    const words = fold(form.elements.words.value).split(" ").filter(Boolean);
    for (const row of rows) row.hidden = !fits(row, wanted, words);
    tell();
  };

  const tell = () => {
    const shown = rows.filter((row) => !row.hidden).length;
    const facts = { shown, all: rows.length, hidden: rows.length - shown };
    const column = heads[sorting.column]?.dataset.name;
    const order = sorting.falls ? form.dataset.down : form.dataset.up;
    count.textContent = fill(form.dataset.counts, facts) + (column ? fill(order, { column }) : "");
    noneFit.hidden = shown > 0;
  };

  const readKey = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.key ?? cell.textContent;
  };

  // What has no value comes last, whichever way round the others are; equals stay as printed.
  const compare = (one, other) => {
    const [a, b] = [readKey(one, sorting.column), readKey(other, sorting.column)];
    if (a === "" || b === "") return (a === "") - (b === "");
    return collator.compare(a, b) * (sorting.falls ? -1 : 1);
  };

  const sort = (column) => {
    sorting.falls = sorting.column === column && !sorting.falls;
    sorting.column = column;
    body.append(...[...rows].sort(compare));
    heads.forEach((head, at) => {
      if (at !== column) head.removeAttribute("aria-sort");
      else head.setAttribute("aria-sort", sorting.falls ? "descending" : "ascending");
    });
    tell();
  };

  const show = (choices) => {
    form.reset();
    for (const [key, value] of Object.entries(choices)) {
      if (form.elements[key]) form.elements[key].value = value;
    }
    filter();
  };

  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    head.dataset.name = head.textContent.trim();
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(column));
    head.append(button);
  });
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link) return;
    if (link.getAttribute("href") === "#duties" && Object.keys(link.dataset).length > 0) {
      show({ ...link.dataset });
    }
    const target = document.getElementById(link.hash.slice(1));
    if (target?.hidden) show({});
  });
  form.hidden = false;
  tell();
})();
