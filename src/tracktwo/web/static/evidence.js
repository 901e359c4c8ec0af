// The pages on evidence: a quote and what rests on it light up together, and keys for the review.
// Without it the links from one to the other do the same.
"use strict";

function light(name, from) {
  for (const lit of document.querySelectorAll(".lit")) lit.classList.remove("lit");
  const key = CSS.escape(name);
  const marks = document.querySelectorAll(`mark[data-quote="${key}"]`);
  const card = document.querySelector(`[data-on="${key}"]`);
  for (const mark of marks) mark.classList.add("lit");
  card?.classList.add("lit");
  const other = from === "text" ? card : marks[0];
  other?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("click", (event) => {
  if (event.target.closest("a, button, input, select, textarea, summary, label")) return;
  const mark = event.target.closest("mark[data-quote]");
  const card = mark ? null : event.target.closest("[data-on]");
  if (mark) light(mark.dataset.quote, "text");
  else if (card) {
    light(card.dataset.on, "card");
    if (card.matches(".proposal")) choose(card, false);
  }
});

function lightTarget() {
  const id = decodeURIComponent(location.hash.slice(1));
  const place = id ? document.getElementById(id) : null;
  const name = place?.dataset.quote ?? place?.closest("[data-on]")?.dataset.on;
  if (name) light(name, place.dataset.quote ? "text" : "card");
}

addEventListener("hashchange", lightTarget);

// --- review ------------------------------------------------------------------------------------

function cards() {
  return [...document.querySelectorAll(".proposal")];
}

function chosen() {
  return document.querySelector(".proposal.chosen") ?? cards()[0];
}

function choose(card, move = true) {
  if (!card) return;
  for (const other of document.querySelectorAll(".proposal.chosen")) other.classList.remove("chosen");
  card.classList.add("chosen");
  light(card.dataset.on, "card");
  if (move) {
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  }
}

const KEYS = {
  a: (card) => card.querySelector("button[value=accept]")?.click(),
  e: (card) => card.querySelector("a.edit")?.click(),
  x: (card) => card.querySelector("button[value=reject]")?.click(),
  m: (card) => {
    const more = card.querySelector("details.merging");
    if (!more) return;
    more.open = true;
    more.querySelector("select").focus();
  },
  s: (card) => card.querySelector("a.later")?.click(),
  u: () => document.querySelector("#undo-decision button")?.click(),
  w: () => document.querySelector("#write-case button")?.click(),
  j: (card) => choose(cards()[Math.min(cards().indexOf(card) + 1, cards().length - 1)]),
  k: (card) => choose(cards()[Math.max(cards().indexOf(card) - 1, 0)]),
};

// A decision is sent once, however often its button or key is pressed before the next page is there.
let sent = false;
addEventListener("pageshow", () => {
  sent = false;
});
document.addEventListener("submit", (event) => {
  if (event.target.method !== "post" || !event.target.closest(".review, .fields")) return;
  if (sent) event.preventDefault();
  sent = true;
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.closest("input, select, textarea, [contenteditable]")) return;
  if (!document.querySelector(".review")) return;
  const act = KEYS[event.key];
  const card = chosen();
  if (!act || (!card && !"uw".includes(event.key))) return;
  event.preventDefault();
  act(card);
});

document.addEventListener("tracktwo:ready", () => {
  lightTarget();
  if (document.querySelector(".review")) choose(chosen(), false);
});
lightTarget();
if (document.querySelector(".review")) choose(chosen(), false);

// An article may be dropped anywhere on the form that asks for it: a file, or a text.
document.addEventListener("dragover", (event) => {
  if (event.target.closest?.("form.drop")) event.preventDefault();
});

document.addEventListener("drop", (event) => {
  const form = event.target.closest?.("form.drop");
  if (!form || event.target.matches("input")) return;
  const { files } = event.dataTransfer;
  if (files.length) {
    event.preventDefault();
    form.querySelector("input[type=file]").files = files;
    form.querySelector("button").focus();
  } else if (!event.target.matches("textarea")) {
    event.preventDefault();
    form.querySelector("textarea").value = event.dataTransfer.getData("text/plain");
  }
});
