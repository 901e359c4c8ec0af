// The map of actors: moved by hand, by pointer or by keys. The server draws it; this moves what it
// drew. What was moved stands in the page's address, in thousandths of the picture either way, so
// that a link shows the map as it was arranged, on a wide page and on a narrow one.
"use strict";

const PINS = "pins";

function pinsOf(address) {
  const pins = new Map();
  for (const one of (new URL(address).searchParams.get(PINS) ?? "").split(",")) {
    const [, actor, x, y] = one.match(/^([a-z0-9-]+):(\d{1,4})\.(\d{1,4})$/) ?? [];
    if (actor) pins.set(actor, { x: Math.min(x, 1000), y: Math.min(y, 1000) });
  }
  return pins;
}

function keep(pins) {
  const address = new URL(location.href);
  const place = new URL(document.body.dataset.place, location.href);
  const text = [...pins].map(([actor, { x, y }]) => `${actor}:${x}.${y}`).join(",");
  for (const one of [address, place]) {
    if (text) one.searchParams.set(PINS, text);
    else one.searchParams.delete(PINS);
  }
  document.body.dataset.place = place.pathname + place.search;
  moveTo(address.pathname + address.search + address.hash, false);
}

function maps() {
  return document.querySelectorAll("svg.map");
}

function spotOf(node) {
  const { e, f } = node.transform.baseVal.consolidate().matrix;
  return { x: e, y: f };
}

// A line bends as it did, from the side of one mark to the side of the other.
function redraw(svg, actor) {
  for (const line of svg.querySelectorAll("path.line")) {
    const { source, target, bend } = line.dataset;
    if (actor !== source && actor !== target) continue;
    const [one, other] = [source, target].map((id) => svg.querySelector(`.node[data-actor="${CSS.escape(id)}"]`));
    const [from, to] = [spotOf(one), spotOf(other)];
    const away = { x: to.x - from.x, y: to.y - from.y };
    const over = {
      x: from.x + away.x / 2 - bend * away.y,
      y: from.y + away.y / 2 + bend * away.x,
    };
    const start = beside(from, over, Number(one.dataset.reach) + 2);
    const end = beside(to, over, Number(other.dataset.reach) + 3);
    const path = `M${start.x} ${start.y}Q${over.x} ${over.y} ${end.x} ${end.y}`;
    for (const each of line.parentNode.querySelectorAll("path")) each.setAttribute("d", path);
  }
}

function beside(from, to, by) {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return { x: from.x + ((to.x - from.x) * by) / length, y: from.y + ((to.y - from.y) * by) / length };
}

function place(node, x, y) {
  const svg = node.ownerSVGElement;
  const reach = Number(node.dataset.reach);
  const within = (value, most) => Math.min(Math.max(value, reach), most - reach);
  const spot = [within(x, svg.dataset.width), within(y, svg.dataset.height)].map((n) => Math.round(n * 10) / 10);
  node.setAttribute("transform", `translate(${spot.join(" ")})`);
  redraw(svg, node.dataset.actor);
}

// Both drawings of an actor, on the wide and on the narrow map, lie where it is pinned.
function show(pins) {
  for (const svg of maps()) {
    for (const node of svg.querySelectorAll(".node")) {
      const pin = pins.get(node.dataset.actor);
      const { x, y } = pin
        ? { x: (pin.x * svg.dataset.width) / 1000, y: (pin.y * svg.dataset.height) / 1000 }
        : { x: Number(node.dataset.x), y: Number(node.dataset.y) };
      if (pin || node.classList.contains("pinned")) place(node, x, y);
      node.classList.toggle("pinned", Boolean(pin));
      node.setAttribute("aria-pressed", String(Boolean(pin)));
    }
  }
  const back = document.querySelector(".map-back");
  if (!back) return;
  back.hidden = !pins.size;
  back.querySelector("[data-map-moved]").textContent = `${pins.size} moved by hand`;
}

function pin(node) {
  const { x, y } = spotOf(node);
  const { width, height } = node.ownerSVGElement.dataset;
  const pins = pinsOf(location.href);
  pins.set(node.dataset.actor, { x: Math.round((1000 * x) / width), y: Math.round((1000 * y) / height) });
  keep(pins);
  show(pins);
}

function unpin(actor) {
  const pins = pinsOf(location.href);
  if (!pins.delete(actor)) return;
  keep(pins);
  show(pins);
}

function inPicture(svg, event) {
  const point = new DOMPoint(event.clientX, event.clientY);
  return point.matrixTransform(svg.getScreenCTM().inverse());
}

let dragged = null;

document.addEventListener("pointerdown", (event) => {
  const node = event.target.closest?.(".map .node");
  if (!node || event.button !== 0) return;
  event.preventDefault();
  node.focus();
  const at = inPicture(node.ownerSVGElement, event);
  const spot = spotOf(node);
  dragged = { node, dx: spot.x - at.x, dy: spot.y - at.y, moved: false };
  node.setPointerCapture(event.pointerId);
});

document.addEventListener("pointermove", (event) => {
  if (!dragged) return;
  const at = inPicture(dragged.node.ownerSVGElement, event);
  dragged.moved = true;
  place(dragged.node, at.x + dragged.dx, at.y + dragged.dy);
});

for (const what of ["pointerup", "pointercancel"]) {
  document.addEventListener(what, () => {
    if (dragged?.moved) pin(dragged.node);
    dragged = null;
  });
}

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

document.addEventListener("keydown", (event) => {
  const node = event.target.closest?.(".map .node");
  if (!node || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = STEPS[event.key];
  const name = node.getAttribute("aria-label").split(":")[0];
  if (step) {
    const by = event.shiftKey ? 40 : 8;
    const { x, y } = spotOf(node);
    place(node, x + by * step[0], y + by * step[1]);
    pin(node);
    announce(`${name} moved.`);
  } else if (event.key === "Delete" || event.key === "Backspace") {
    unpin(node.dataset.actor);
    announce(`${name} put back.`);
  } else return;
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-map-back]")) return;
  keep(new Map());
  show(new Map());
  announce("All put back.");
  document.querySelector(".map .node")?.focus();
});

// Only with a script is there anything to do with an actor of the map.
function wake() {
  for (const node of document.querySelectorAll(".map .node")) {
    node.setAttribute("tabindex", "0");
    node.setAttribute("role", "button");
  }
  for (const said of document.querySelectorAll(".moves")) said.hidden = false;
  if (maps().length) show(pinsOf(location.href));
}

document.addEventListener("tracktwo:ready", wake);
wake();
