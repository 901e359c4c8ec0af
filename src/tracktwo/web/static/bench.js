// The workbench's script: sliders that answer while they move, and nothing the pages cannot do
// without it. The server renders; this puts pieces of its answer in their places.
"use strict";

const LIVE = { headers: { "X-Tracktwo-Part": "live" } };
const parser = new DOMParser();
document.documentElement.classList.add("scripted");

function query() {
  return document.body.dataset.query;
}

function addressOf(path, changes) {
  const parts = [];
  if (query()) parts.push(query());
  for (const [name, value] of changes) parts.push(`${name}=${encodeURIComponent(value)}`);
  return parts.length ? `${path}?${parts.join("&")}` : path;
}

async function fetched(address, options) {
  const answer = await fetch(address, options);
  return { answer, page: parser.parseFromString(await answer.text(), "text/html") };
}

// Put every live piece of an answer in the place of the one shown.
function swapLive(page) {
  for (const fresh of page.querySelectorAll("[data-live][id]")) {
    const shown = document.getElementById(fresh.id);
    if (!shown) continue;
    const focused = shown.contains(document.activeElement) ? document.activeElement.id : null;
    shown.replaceWith(document.importNode(fresh, true));
    if (focused) document.getElementById(focused)?.focus();
  }
}

function announce(text) {
  const place = document.getElementById("announce");
  if (place) place.textContent = text;
}

function spokenOdds() {
  const focus = document.querySelector("#strip .focus");
  if (!focus) return "";
  const words = [".stage", ".chance", ".moved"].map((part) => focus.querySelector(part)?.textContent.trim());
  const harm = document.querySelector("#strip .harms .chance")?.textContent.trim();
  return `${words.filter(Boolean).join(": ")}. Harm to civilians ${harm}.`;
}

function showError(page, control) {
  const title = page.querySelector("h1")?.textContent ?? "That cannot be done";
  const lines = [...page.querySelectorAll("main li, main p")].map((line) => line.textContent.trim());
  const place = control.closest("form, .card, main");
  let notice = place.querySelector(":scope > .notice");
  if (!notice) {
    notice = document.createElement("div");
    notice.className = "notice bad";
    notice.setAttribute("role", "alert");
    place.append(notice);
  }
  notice.textContent = `${title}: ${lines.slice(0, 3).join(" ")}`;
}

function clearError(control) {
  control.closest("form, .card, main")?.querySelector(":scope > .notice")?.remove();
}

// --- sliders -----------------------------------------------------------------------------------

// One question at a time: while one is out, only the latest of the further ones is remembered.
let asking = false;
let waiting = null;

async function ask(question) {
  if (asking) {
    // A value that was let go is never dropped for one that was only passed over.
    if (!(waiting?.keep && !question.keep && waiting.control === question.control)) waiting = question;
    return;
  }
  asking = true;
  try {
    const { control, value, keep } = question;
    const address = addressOf(location.pathname, [
      ["path", control.dataset.path], ["value", value], ["how", control.dataset.how ?? ""],
    ]);
    const begun = performance.now();
    const { answer, page } = await fetched(address, LIVE);
    if (!answer.ok) {
      showError(page, control);
      return;
    }
    clearError(control);
    swapLive(page);
    document.body.dataset.took = Math.round(performance.now() - begun);
    if (keep) {
      const text = page.body.dataset.query;
      const place = text ? `${location.pathname}?${text}` : location.pathname;
      // A number that is moved on is one step still, for the browser's way back as for undo.
      const further = text.split("&").length !== query().split("&").length || !query();
      document.body.dataset.query = text;
      if (further) history.pushState({}, "", place);
      else history.replaceState({}, "", place);
      carry();
      announce(spokenOdds());
    }
    document.dispatchEvent(new CustomEvent("tracktwo:live", { detail: { keep } }));
  } catch {
    announce("The server does not answer. Is it still running?");
    document.body.classList.add("offline");
  } finally {
    asking = false;
    if (waiting) {
      const next = waiting;
      waiting = null;
      ask(next);
    }
  }
}

// Forms that work without a script carry the changes along as fields; keep those true.
function carry() {
  const pairs = [...new URLSearchParams(query())].filter(([name]) => name === "set" || name === "drop");
  for (const form of document.querySelectorAll("form[method=get].slide, form[method=get].dates, form[method=get].carries")) {
    for (const field of form.querySelectorAll("input[type=hidden][name=set], input[type=hidden][name=drop]")) field.remove();
    for (const [name, value] of pairs) {
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = name;
      field.value = value;
      form.prepend(field);
    }
  }
  for (const field of document.querySelectorAll("form[method=post] input[name=query]")) field.value = query();
}

function drawSlider(control) {
  const share = (x) => Math.min(Math.max((x - control.min) / (control.max - control.min), 0), 1);
  const value = Number(control.value);
  const rail = control.closest(".rail");
  rail?.style.setProperty("--at", `${100 * share(value)}%`);
  const range = rail?.querySelector(".range");
  if (range && control.dataset.how === "shift") {
    const [low, high] = control.dataset.width.split(",").map(Number);
    range.style.left = `${100 * share(value + low)}%`;
    range.style.right = `${100 - 100 * share(value + high)}%`;
  }
  const output = control.form?.querySelector(`output[for="${control.id}"]`);
  if (output) output.textContent = value.toLocaleString("en", { maximumSignificantDigits: 3 });
}

document.addEventListener("input", (event) => {
  const control = event.target;
  if (control.type !== "range" || !control.dataset.path) return;
  drawSlider(control);
  ask({ control, value: control.value, keep: false });
});

document.addEventListener("change", (event) => {
  const control = event.target;
  if (!control.dataset?.path || control.value === "") return;
  ask({ control, value: control.value, keep: true });
});

// A form of one number is answered in place, as its slider would be.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "get" || !form.matches(".slide, .dates, .carries")) return;
  const controls = [...form.querySelectorAll("[data-path]")].filter((control) => control.value !== "");
  if (controls.length !== 1) return;
  event.preventDefault();
  ask({ control: controls[0], value: controls[0].value, keep: true });
});

// --- going from page to page ---------------------------------------------------------------------

// Undo, redo and discard show the same page with other changes; the place on it is kept.
async function visit(address, push) {
  const { answer, page } = await fetched(address);
  if (!answer.ok) {
    location.assign(address);
    return;
  }
  const place = window.scrollY;
  const focused = document.activeElement?.id;
  if (push) history.pushState({}, "", address);
  document.title = page.title;
  document.body.replaceWith(document.importNode(page.body, true));
  document.documentElement.classList.add("scripted");
  ready();
  window.scrollTo(0, place);
  (document.getElementById(focused) ?? document.getElementById("pages"))?.focus({ preventScroll: true });
  announce(spokenOdds());
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-visit]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
    event.preventDefault();
    visit(link.getAttribute("href"), true);
  }
  if (event.target.closest("a[data-back]") && history.length > 1) {
    event.preventDefault();
    history.back();
  }
});

addEventListener("popstate", () => visit(location.pathname + location.search, false));

document.addEventListener("keydown", (event) => {
  const open = document.querySelector("details.more[open]");
  if (event.key === "Escape" && open) {
    open.open = false;
    open.querySelector("summary").focus();
  }
  if (!(event.ctrlKey || event.metaKey) || event.target.matches("input:not([type=range]), textarea, select")) return;
  const key = event.key.toLowerCase() === "z" && event.shiftKey ? "y" : event.key.toLowerCase();
  const link = document.querySelector(`a[data-key="${CSS.escape(key)}"]`);
  if (link) {
    event.preventDefault();
    visit(link.getAttribute("href"), true);
  }
});

// --- pieces that come later ------------------------------------------------------------------------

async function load(place) {
  try {
    const { answer, page } = await fetched(place.dataset.load);
    delete place.dataset.load;
    place.replaceChildren(...[...page.body.childNodes].map((node) => document.importNode(node, true)));
    if (answer.ok) ready(place);
  } catch {
    place.textContent = "The server does not answer. Is it still running?";
  }
}

// Ask after a job until it is over, then show what came of it.
async function watch(job) {
  if (!job.dataset.job.startsWith("/")) return;
  await new Promise((done) => setTimeout(done, 500));
  if (!job.isConnected) return;
  try {
    const { answer, page } = await fetched(job.dataset.job);
    const fresh = page.querySelector("[data-job]");
    if (!answer.ok || !fresh) return;
    if (fresh.dataset.job === "done") {
      visit(location.pathname + location.search, false);
      return;
    }
    const next = document.importNode(fresh, true);
    const focused = job.contains(document.activeElement);
    job.replaceWith(next);
    if (focused) next.querySelector("button")?.focus();
    watch(next);
  } catch {
    announce("The server does not answer. Is it still running?");
  }
}

function ready(place = document) {
  for (const piece of place.querySelectorAll("[data-load]")) load(piece);
  for (const job of place.querySelectorAll("[data-job]")) watch(job);
  document.dispatchEvent(new CustomEvent("tracktwo:ready", { detail: { place } }));
}

ready();
