// Every chart of a page as a file of its own, of the report and of the workbench alike: as SVG or PNG,
// in the colours that the page has and as it stands there. Nothing is fetched and nothing is kept.
"use strict";

(() => {
  // What a style sheet may say of a drawing made for the page, such as the map that moves.
  const STYLED = ["fill", "stroke", "stroke-width", "stroke-linejoin", "paint-order", "text-anchor",
    "dominant-baseline", "font-family", "font-weight"];

  function titleOf(svg) {
    return svg.getAttribute("aria-label") ?? svg.querySelector(":scope > title").textContent;
  }

  function alone(svg) {
    const copy = svg.cloneNode(true);
    const style = getComputedStyle(document.documentElement);
    const named = (text) => text.replace(/var\((--[a-z0-9-]+)\)/g, (all, name) => style.getPropertyValue(name).trim() || all);
    const [drawn, copied] = [svg, copy].map((one) => [one, ...one.querySelectorAll("*")]);
    copied.forEach((one, n) => {
      for (const { name, value } of [...one.attributes]) {
        if (value.includes("var(")) one.setAttribute(name, named(value));
      }
      if (!svg.matches(".map") || !one.matches("path, text")) return;
      const looks = getComputedStyle(drawn[n]);
      for (const name of STYLED) one.setAttribute(name, looks.getPropertyValue(name));
    });
    const [x, y, width, height] = copy.getAttribute("viewBox").split(/[\s,]+/).map(Number);
    const paper = document.createElementNS(copy.namespaceURI, "rect");
    for (const [name, value] of Object.entries({ x, y, width, height, fill: style.getPropertyValue("--card").trim() })) {
      paper.setAttribute(name, value);
    }
    const said = copy.querySelector(":scope > desc");
    if (said) said.after(paper);
    else copy.prepend(paper);
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
    const link = event.target instanceof Element && event.target.closest("a[data-saves]");
    if (!link) return;
    event.preventDefault();
    const svg = shown(link.closest("figure"));
    const name = titleOf(svg).toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 60);
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

  function offer() {
    for (const figure of document.querySelectorAll("figure")) {
      if (!figure.querySelector("svg") || figure.querySelector(".saves")) continue;
      const line = document.createElement("p");
      line.className = "saves";
      const title = titleOf(figure.querySelector("svg"));
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
  }

  // The workbench puts pieces with charts of their own in the place of others.
  offer();
  new MutationObserver(offer).observe(document.documentElement, { childList: true, subtree: true });
})();
