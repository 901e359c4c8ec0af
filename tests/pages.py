"""Reading a page back: a strict little tree of its elements."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "br", "link", "img", "input", "hr", "wbr", "line", "rect", "circle"}

ELEMENTS = {
    "#root", "html", "head", "meta", "title", "style", "body", "header", "nav", "main", "section",
    "footer", "article", "h1", "h2", "h3", "h4", "p", "a", "ol", "ul", "li", "dl", "dt", "dd",
    "div", "span", "strong", "em", "bdi", "q", "blockquote", "cite", "code", "br", "table",
    "caption", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "svg", "g", "path",
    "line", "rect", "text", "tspan", "defs", "clippath", "desc", "details", "summary",
    "label", "input", "output",
}  # fmt: skip
"""All that a page may be made of."""


@dataclass(eq=False, repr=False)
class Element:
    tag: str
    attrs: dict
    parent: object = None
    children: list = field(default_factory=list)
    texts: list = field(default_factory=list)

    def walk(self):
        yield self
        for child in self.children:
            yield from child.walk()

    def find(self, tag, **attrs):
        return [
            e
            for e in self.walk()
            if e.tag == tag and all(e.attrs.get(k.rstrip("_")) == v for k, v in attrs.items())
        ]

    def with_class(self, name):
        return [e for e in self.walk() if name in (e.attrs.get("class") or "").split()]

    @property
    def text(self):
        """All text in reading order, spaces folded; style sheets and scripts are not text."""
        return " ".join("".join(self._pieces()).split())

    def _pieces(self):
        for piece in self.texts:
            if isinstance(piece, str):
                yield piece
            elif piece.tag not in {"style", "script"}:
                yield from piece._pieces()
                yield " " if piece.tag in {"td", "th", "li", "p", "dd", "dt", "text", "h2"} else ""


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = Element("#root", {})
        self.here = self.root

    def handle_starttag(self, tag, attrs):
        assert len(dict(attrs)) == len(attrs), f"an attribute twice in <{tag}>"
        element = Element(tag, dict(attrs), self.here)
        self.here.children.append(element)
        self.here.texts.append(element)
        if tag not in VOID:
            self.here = element

    def handle_startendtag(self, tag, attrs):
        element = Element(tag, dict(attrs), self.here)
        self.here.children.append(element)
        self.here.texts.append(element)

    def handle_endtag(self, tag):
        assert self.here.tag == tag, f"</{tag}> closes <{self.here.tag}>"
        self.here = self.here.parent

    def handle_data(self, data):
        self.here.texts.append(data)


def read(page):
    """Return the tree of a page; whatever is not closed in order fails."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    assert reader.here is reader.root, f"<{reader.here.tag}> is never closed"
    return reader.root


def by_id(root):
    found = {}
    for element in root.walk():
        id_ = element.attrs.get("id")
        if id_ is not None:
            assert id_ not in found, f"id {id_} twice"
            found[id_] = element
    return found
