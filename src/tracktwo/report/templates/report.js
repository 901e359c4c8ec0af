// What the report does beyond being read: find rows of a table, print the annex, save a chart
// (charts.js). Nothing is fetched and nothing is kept; without it the page says the same.
"use strict";

// --- rows of a table that hold all words typed -------------------------------------------------
document.addEventListener("input", (event) => {
  const field = event.target;
  if (!(field instanceof Element && field.matches("input[data-finds]"))) return;
  const table = document.getElementById(field.dataset.finds);
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0, all = 0;
  for (const row of table.tBodies[0].rows) {
    const text = row.textContent.toLowerCase();
    row.hidden = !words.every((word) => text.includes(word));
    all += 1;
    shown += row.hidden ? 0 : 1;
  }
  field.closest(".found").querySelector("output").textContent = words.length ? `${shown} of ${all}` : "";
});

for (const one of document.querySelectorAll(".found")) one.hidden = false;

// --- the annex on paper ------------------------------------------------------------------------
const folded = [];
addEventListener("beforeprint", () => {
  if (!document.getElementById("print-annex")?.checked) return;
  for (const part of document.querySelectorAll(".annex details:not([open])")) {
    part.open = true;
    folded.push(part);
  }
});
addEventListener("afterprint", () => {
  for (const part of folded.splice(0)) part.open = false;
});
