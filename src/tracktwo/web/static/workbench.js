// The workbench's script: sliders that answer while they move, and nothing the pages cannot do
// without it. The server renders; this puts pieces of its answer in their places.
"use strict";

const LIVE = { headers: { "X-Tracktwo-Part": "live" } };
const parser = new DOMParser();
document.documentElement.classList.add("scripted");

function query() {
  return document.body.dataset.query;
}

// This page with changes; what its address says besides them, as a filter, stays.
function addressOf(changes) {
  const place = document.body.dataset.place;
  return changes ? `${place}${place.includes("?") ? "&" : "?"}${changes}` : place;
}

// What the browser's way back leads to, told from another place on the page shown.
let shown = location.pathname + location.search;

function moveTo(address, push) {
  if (push) history.pushState({}, "", address);
  else history.replaceState({}, "", address);
  shown = location.pathname + location.search;
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
    // A marker grows with what its actor weighs; the slider itself stays while it is dragged.
    if (fresh.dataset.thumb) document.getElementById(fresh.dataset.for)?.closest(".rail").style.setProperty("--thumb", fresh.dataset.thumb);
    if (focused) document.getElementById(focused)?.focus();
  }
  showHere();
  reachOdds();
}

// On a narrow screen the list of pages scrolls; the one shown is in view.
function showHere() {
  const nav = document.getElementById("pages");
  const here = nav?.querySelector("[aria-current]");
  if (here) nav.scrollLeft += here.getBoundingClientRect().left - nav.getBoundingClientRect().left - 16;
}

// The strip of odds scrolls there too: what scrolls is reached by keys.
function reachOdds() {
  const odds = document.querySelector("#strip .odds");
  if (!odds) return;
  if (odds.scrollWidth > odds.clientWidth || odds.scrollHeight > odds.clientHeight) odds.tabIndex = 0;
  else odds.removeAttribute("tabindex");
}
addEventListener("resize", reachOdds);

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

// One question at a time. Of each control the last value that was let go waits its turn, in order;
// of values only passed over, the latest one of all.
const kept = new Map();
let passing = null;
let working = null;
let turn = 0; // going elsewhere makes what is still being asked worthless

function ask(question) {
  if (question.keep) {
    kept.delete(question.control);
    kept.set(question.control, question);
    if (passing?.control === question.control) passing = null;
  } else {
    passing = question;
  }
  working ??= askAll();
}

async function askAll() {
  for (;;) {
    const [first] = kept.values();
    const question = first ?? passing;
    if (!question) break;
    if (question === passing) passing = null;
    else kept.delete(question.control);
    await askOne(question);
  }
  working = null;
}

async function askOne({ control, value, keep }) {
  const mine = turn;
  try {
    const step = new URLSearchParams({ path: control.dataset.path, value, how: control.dataset.how ?? "" });
    const address = addressOf([query(), step].filter(String).join("&"));
    const begun = performance.now();
    const { answer, page } = await fetched(address, LIVE);
    if (mine !== turn) return;
    if (!answer.ok) {
      showError(page, control);
      return;
    }
    clearError(control);
    swapLive(page);
    document.body.dataset.took = Math.round(performance.now() - begun);
    if (keep) {
      const text = page.body.dataset.query;
      // A number that is moved on is one step still, for the browser's way back as for undo.
      const further = text.split("&").length !== query().split("&").length || !query();
      document.body.dataset.query = text;
      moveTo(addressOf(text), further);
      carry();
      announce(spokenOdds());
    }
    document.dispatchEvent(new CustomEvent("tracktwo:live", { detail: { keep } }));
  } catch {
    announce("The server does not answer. Is it still running?");
    document.body.classList.add("offline");
  }
}

// Forms that work without a script carry the changes along as fields; keep those true.
function carry() {
  const pairs = [...new URLSearchParams(query())].filter(([name]) => name === "set" || name === "drop");
  for (const form of document.querySelectorAll("form[method=get].slide, form[method=get].dates, form[method=get].carries, form[method=get].tries, form[method=get].filter")) {
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

// A button that tries one value is answered in place, and its slider follows.
document.addEventListener("submit", (event) => {
  const control = event.submitter;
  if (!event.target.matches("form[method=get].tries") || !control?.dataset.path) return;
  event.preventDefault();
  const slider = document.querySelector(`input[type=range][data-path="${CSS.escape(control.dataset.path)}"]`);
  const value = control.dataset.value ?? control.value;
  if (slider) {
    const width = control.dataset.width ?? slider.dataset.width;
    slider.value = value;
    slider.dataset.width = control.dataset.width ?? "0,0"; // one certain value; moved again, a range
    drawSlider(slider);
    slider.dataset.width = width;
  }
  ask({ control, value, keep: true });
});

// --- going from page to page ---------------------------------------------------------------------

// Undo, redo and discard show the same page with other changes; the place on it is kept.
async function visit(address, push) {
  turn += 1;
  kept.clear();
  passing = null;
  const { answer, page } = await fetched(address);
  if (!answer.ok) {
    location.assign(address);
    return;
  }
  if (answer.redirected) address = new URL(answer.url).pathname + new URL(answer.url).search;
  const place = answer.redirected ? 0 : window.scrollY;
  const focused = document.activeElement?.id;
  const opened = [...document.querySelectorAll("details[id][open]")].map((box) => box.id);
  if (push || answer.redirected) moveTo(address, push);
  shown = location.pathname + location.search;
  document.title = page.title;
  document.body.replaceWith(document.importNode(page.body, true));
  document.documentElement.classList.add("scripted");
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  ready();
  window.scrollTo(0, place);
  (document.getElementById(focused) ?? document.getElementById("pages"))?.focus({ preventScroll: true });
  announce(spokenOdds());
}

// What was let go just before comes first: the link then leads to where it would lead after it.
async function follow(link) {
  while (working) await working;
  const same = link.id || link.getAttribute("aria-label");
  const now = same && [...document.querySelectorAll("a[data-visit]")].find((one) => (one.id || one.getAttribute("aria-label")) === same);
  visit((now || link).getAttribute("href"), true);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-visit]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
    event.preventDefault();
    follow(link);
  }
  if (event.target.closest("a[data-back]") && history.length > 1) {
    event.preventDefault();
    history.back();
  }
});

addEventListener("popstate", () => {
  // Going to another place on the page is no other page.
  if (location.pathname + location.search !== shown) visit(location.pathname + location.search, false);
});

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
    follow(link);
  }
});

// --- pieces that come later ------------------------------------------------------------------------

// Until something is done on the page, it is on its way to the place that its address names.
let heading = true;
for (const what of ["wheel", "pointerdown", "keydown"]) {
  addEventListener(what, () => { heading = false; }, { capture: true, passive: true, once: true });
}

async function load(place) {
  const asked = place.dataset.load;
  try {
    const { answer, page } = await fetched(asked, { headers: { "X-Tracktwo-Part": "piece" } });
    if (place.dataset.load !== asked) return; // asked for something else meanwhile
    delete place.dataset.load;
    place.replaceChildren(...[...page.body.childNodes].map((node) => document.importNode(node, true)));
    if (answer.ok) ready(place);
    if (heading && target()) reveal(); // it was not there before, or has been pushed down
  } catch {
    place.textContent = "The server does not answer. Is it still running?";
  }
}

// What a disclosure shows is fetched when it is opened, and anew after each change.
function fill(disclosure) {
  for (const piece of disclosure.querySelectorAll("[data-later]")) {
    const [path, more] = piece.dataset.later.split("?");
    piece.dataset.load = `${path}?${[more, query()].filter(Boolean).join("&")}`;
    load(piece);
  }
}

document.addEventListener("toggle", (event) => {
  if (event.target.open) fill(event.target);
}, true);

document.addEventListener("tracktwo:live", (event) => {
  if (event.detail.keep) document.querySelectorAll("details[open]").forEach(fill);
});

function target() {
  return location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
}

// A place in the page is opened and brought into view when it is gone to.
function reveal() {
  const place = target();
  if (!place) return;
  place.querySelector(":scope > details")?.setAttribute("open", ""); // of a row, what is folded up in it
  for (let box = place.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  place.style.scrollMarginTop = `${(document.getElementById("strip")?.offsetHeight ?? 0) + 12}px`; // the odds stay above
  place.scrollIntoView();
}
addEventListener("hashchange", reveal);

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
  showHere();
  reachOdds();
  for (const piece of place.querySelectorAll("[data-load]")) load(piece);
  for (const job of place.querySelectorAll("[data-job]")) watch(job);
  document.dispatchEvent(new CustomEvent("tracktwo:ready", { detail: { place } }));
}

// --- others at the same case -------------------------------------------------------------------

// A change made elsewhere is told, and nothing on the page is taken away for it.
async function news() {
  const shownCase = document.body.dataset.case;
  if (shownCase === undefined || document.hidden) return;
  try {
    const answer = await fetch(`/state?case=${shownCase}`);
    if (!answer.ok) return;
    const { case: now, by } = await answer.json();
    document.body.classList.remove("offline");
    if (String(now) === document.body.dataset.case || document.getElementById("news")) return;
    const notice = document.createElement("p");
    notice.id = "news";
    notice.className = "notice";
    notice.setAttribute("role", "status");
    notice.append(`The case was changed ${by ? `by ${by}` : "elsewhere"} since this page was loaded. What you typed is still here. `);
    const link = document.createElement("a");
    link.href = location.pathname + location.search;
    link.textContent = "Show the case as it is now";
    notice.append(link);
    document.getElementById("main")?.prepend(notice);
  } catch {
    // the next question that is asked says so
  }
}
setInterval(news, 4000);

ready();
reveal();
