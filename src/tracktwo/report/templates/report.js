// What the report does beyond being read: find rows of a table, save a chart, print the annex.
// Nothing is fetched and nothing is kept; without it the page says the same.
"use strict";

const closest = (event, choice) => event.target instanceof Element && event.target.closest(choice);

// --- rows of a table that hold all words typed -------------------------------------------------
document.addEventListener("input", (event) => {
  const field = closest(event, "input[data-finds]");
  if (!field) return;
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

// --- a chart as a file of its own --------------------------------------------------------------
function alone(svg) {
  const copy = svg.cloneNode(true);
  const style = getComputedStyle(document.documentElement);
  const named = (text) => text.replace(/var\((--[a-z0-9-]+)\)/g, (all, name) => style.getPropertyValue(name).trim() || all);
  for (const one of [copy, ...copy.querySelectorAll("*")]) {
    for (const { name, value } of [...one.attributes]) {
      if (value.includes("var(")) one.setAttribute(name, named(value));
    }
  }
  const [x, y, width, height] = copy.getAttribute("viewBox").split(/[\s,]+/).map(Number);
  const paper = document.createElementNS(copy.namespaceURI, "rect");
  for (const [name, value] of Object.entries({ x, y, width, height, fill: style.getPropertyValue("--card").trim() })) {
    paper.setAttribute(name, value);
  }
  copy.insertBefore(paper, copy.querySelector("g"));
  copy.setAttribute("width", width);
  copy.setAttribute("height", height);
  return { text: new XMLSerializer().serializeToString(copy), width, height };
}

// Of a chart drawn twice, for wide and narrow pages, the one in sight.
function shown(figure) {
  const all = [...figure.querySelectorAll("svg")];
  return all.find((svg) => svg.getClientRects().length) ?? all[0];
}

function save(address, name) {
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
}

document.addEventListener("click", async (event) => {
  const link = closest(event, "a[data-saves]");
  if (!link) return;
  event.preventDefault();
  const svg = shown(link.closest("figure"));
  const title = svg.querySelector("title").textContent;
  const name = title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 60);
  const { text, width, height } = alone(svg);
  const drawn = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  if (link.dataset.saves === "svg") return save(drawn, `${name}.svg`);
  const picture = new Image();
  picture.src = drawn;
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = 3 * width;
  canvas.height = 3 * height;
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  save(canvas.toDataURL("image/png"), `${name}.png`);
});

for (const figure of document.querySelectorAll("figure")) {
  if (!figure.querySelector("svg") || figure.querySelector(".saves")) continue;
  const line = document.createElement("p");
  line.className = "saves";
  const title = figure.querySelector("svg title").textContent;
  for (const kind of ["SVG", "PNG"]) {
    const link = document.createElement("a");
    link.href = "#";
    link.dataset.saves = kind.toLowerCase();
    link.textContent = kind;
    link.setAttribute("aria-label", `Save as ${kind}: ${title}`);
    line.append(line.childElementCount ? " · " : "Save as ", link);
  }
  figure.append(line);
}

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
