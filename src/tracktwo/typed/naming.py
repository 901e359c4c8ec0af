"""Names as people write them, to ids and back: never to something else than what was named."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from tracktwo.typed.values import TypedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


def folded(text: str) -> str:
    """Return a text without regard to case, accents, spaces and a leading "the"."""
    plain = unicodedata.normalize("NFKD", text.replace("\u0131", "i"))
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(kept.casefold().split()).removeprefix("the ")


class NameIndex:
    """The items of one kind, by every name that they have.

    Parameters
    ----------
    kind : what one is called in messages
    items : mappings with ``id``, ``name`` and perhaps ``short`` and ``aliases``
    """

    def __init__(self, kind: str, items: Iterable[Mapping[str, Any]]) -> None:
        self.kind = kind
        self._ids: dict[str, list[str]] = {}
        self._labels: dict[str, str] = {}
        self._was: dict[str, list[str]] = {}
        for item in items:
            self.add(item)

    def renew(self, items: Iterable[Mapping[str, Any]]) -> None:
        """Know the items by their names as they are now, and by old ones that nobody took over."""
        self._was = {**self._was, **self._ids}
        self._ids, self._labels = {}, {}
        for item in items:
            self.add(item)

    def add(self, item: Mapping[str, Any]) -> None:
        """Know one more."""
        id_, names = str(item["id"]), [item.get("short"), item.get("name"), item["id"]]
        self._labels[id_] = str(names[0] or names[1] or id_)
        for name in (*names, *(item.get("aliases") or [])):
            known = self._ids.setdefault(folded(str(name)), []) if name else []
            if id_ not in known:
                known.append(id_)

    def label(self, id_: str) -> str:
        """Return the name by which a workbook calls one: it leads back to it, and in a list."""
        label = self._labels.get(id_, id_)
        alone = self._ids.get(folded(label)) == [id_]
        return label if alone and not set(label) & set(",;:()") else id_

    def labels(self) -> list[str]:
        """Return what all are called."""
        return [self.label(id_) for id_ in self._labels]

    def find(self, text: str) -> str:
        """Return the id of the one that is named.

        Raises
        ------
        TypedError
            If none is, or more than one.
        """
        found = self._ids.get(folded(text)) or self._was.get(folded(text), [])
        found = [one for one in found if one in self._labels]
        if len(found) > 1 and text.strip() in found:
            return text.strip()
        if len(found) > 1:
            raise TypedError(f"{text.strip()!r} names several", f"write one of {', '.join(found)}")
        if found:
            return found[0]
        listed = ", ".join(self.labels()[:12]) + (", ..." if len(self._labels) > 12 else "")
        raise TypedError(f"unknown {self.kind} {text.strip()[:60]!r}", f"write one of: {listed}")

    def find_all(self, text: str) -> list[str]:
        """Return the ids of those that are named, with commas or semicolons between them."""
        return [self.find(part) for part in self.parts(text)]

    def parts(self, text: str) -> list[str]:
        """Split a list; a name that holds a comma itself stays whole."""
        if folded(text) in self._ids or folded(text) in self._was:
            return [text.strip()]
        return split(text)


def split(text: str) -> list[str]:
    """Split at semicolons, or where there is none at commas, outside brackets."""
    for mark in ";,":
        parts, depth, start = [], 0, 0
        for n, character in enumerate(text):
            depth += (character == "(") - (character == ")")
            if character == mark and depth == 0:
                parts.append(text[start:n])
                start = n + 1
        if parts:
            return [part.strip() for part in (*parts, text[start:]) if part.strip()]
    return [text.strip()] if text.strip() else []


def joined(names: NameIndex, ids: Sequence[str]) -> str:
    """Write several names in one cell."""
    return ", ".join(names.label(id_) for id_ in ids)
