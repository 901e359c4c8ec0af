"""The visible text of an HTML page, in reading order, a block a line and a table's row a line.

With it goes what is read out or shown on demand: labels, alternative texts, titles, the words in
charts and their descriptions, what fields hold and which choice is made. Where a link leads, how
anything looks and what only scripts read is left out.
"""

from __future__ import annotations

from html.parser import HTMLParser

BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "button", "caption", "dd", "desc",
    "details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "g", "h1",
    "h2", "h3", "h4", "h5", "h6", "head", "header", "html", "label", "legend", "li", "main",
    "nav", "ol", "option", "p", "pre", "section", "select", "summary", "svg", "table", "tbody",
    "text", "tfoot", "thead", "title", "tr", "ul",
})  # fmt: skip
CELLS = frozenset({"td", "th"})
UNSEEN = frozenset({"script", "style", "template"})
SPOKEN = ("aria-label", "alt", "title", "placeholder", "value", "label")
SET = ("checked", "selected", "disabled", "open")


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.lines, self._line, self._unseen = [], [], 0

    def end_line(self):
        text = " ".join("".join(self._line).split())
        if text.strip(" |"):
            self.lines.append(text)
        self._line = []

    def handle_starttag(self, tag, attrs):
        self._unseen += tag in UNSEEN
        if tag in BLOCKS:
            self.end_line()
        self._line.append(" | " if tag in CELLS else " " if tag in {"br", "tspan"} else "")
        found = dict(attrs)
        if found.get("type") == "hidden":
            return
        for name in SPOKEN:
            # The value of other elements than fields is no text.
            if found.get(name) and (name != "value" or tag == "input"):
                self._line.append(f"[{name}: {found[name]}]")
        self._line += [f"[{name}]" for name in SET if name in found]

    def handle_endtag(self, tag):
        self._unseen -= tag in UNSEEN
        if tag in BLOCKS:
            self.end_line()

    def handle_data(self, data):
        if not self._unseen:
            self._line.append(data)


def visible_text(html):
    """Return what a reader of a page is told, without its looks."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_line()
    return "\n".join(reader.lines) + "\n"
