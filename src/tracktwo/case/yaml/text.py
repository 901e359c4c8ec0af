"""Changing a YAML text in place: what is not meant to change keeps every byte, comments included.

A value replaces the characters of the old one; items and fields are put at the end of what holds
them; what is dropped goes with its lines. Source: ours. A round trip through ruamel.yaml keeps
comments, but lays lines anew that nobody touched: it moves indents, folds long lines and takes
away spaces within brackets.

Whatever is changed, the new text is read and held against what was meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracktwo.case import paths
from tracktwo.case.document import Node, parse
from tracktwo.case.format.stances import with_word
from tracktwo.case.paths import PathError
from tracktwo.case.yaml.matching import sources_of
from tracktwo.case.yaml.places import (
    after_colon,
    break_of,
    by_hand,
    end_of,
    is_empty,
    item_spans,
    line_end,
)
from tracktwo.case.yaml.value import as_read, flow, list_item, same

if TYPE_CHECKING:
    from collections.abc import Sequence

_BOM = "\ufeff"
Trail = tuple[Any, ...]
"""The keys and indices that lead from the root to a value."""


class YamlText:
    """A YAML text and the changes to it.

    Parameters
    ----------
    text : str
        A document that parses.
    file : str
        Its name in messages.

    Raises
    ------
    PathError
        If the text does not parse.
    """

    def __init__(self, text: str, file: str = "case.yaml") -> None:
        self._bom = _BOM if text.startswith(_BOM) else ""
        self.text, self.file = text.removeprefix(_BOM), file
        self.root = self._parsed()
        self.data = self.root.plain()
        """What the text means, with the changes made so far."""
        self._splices: list[tuple[int, int, str]] = []
        self._touched: list[Trail] = []
        self._grown: dict[Trail, int] = {}

    def result(self) -> str:
        """Return the changed text.

        Raises
        ------
        PathError
            If it does not say what was meant.
        """
        self._settle()
        return self._bom + self.text

    # --- what can be done --------------------------------------------------------------------

    def set(self, path: str, value: Any) -> None:
        """Set the value at a dotted path, as `tracktwo.case.paths.put` does.

        Of a mapping that replaces a mapping only what differs is touched.

        Parameters
        ----------
        path : str
            Ids select list items. The last part may be a new field of a mapping, or the id of a
            new item of a list if the value is a mapping.
        value : object
            Numbers, text, dates, lists and mappings.

        Raises
        ------
        PathError
            If the path leads nowhere.
        """
        value = as_read(value)
        stances = with_word(self.data, path, value)
        if stances is not None:
            if "stances" not in self.data:
                self._append((), stances, "stances")
            else:
                self._set(("stances",), stances)
            return
        trail = tuple(paths.steps(self.data, path))
        there, missing = self._split(trail)
        if missing:
            for part in reversed(missing[1:]):
                value = {part: value}
            holder = self._at(there)
            if isinstance(holder, list):
                if not isinstance(value, dict):
                    raise PathError(f"there is no {missing[0]} to change")
                self._append(there, {"id": missing[0], **value})
            elif isinstance(holder, dict):
                self._append(there, value, str(missing[0]))
            else:
                raise PathError(f"there is no {missing[0]} to change")
        else:
            self._set(trail, value)

    def add(self, trail: Sequence[Any], items: Sequence[Any]) -> None:
        """Put items at the end of a list, which is made if it is missing, each on its own lines.

        Parameters
        ----------
        trail : sequence
            Keys and indices; all but the last lead somewhere.
        items : sequence

        Raises
        ------
        PathError
            If there is something else than a list, or nothing leads there.
        """
        trail, items = tuple(trail), [as_read(item) for item in items]
        if not items:
            return
        there, missing = self._split(trail)
        if missing and (len(missing) > 1 or not isinstance(self._at(there), dict)):
            raise PathError(f"there is no {missing[0]} to add to")
        if missing:
            self._append(there, items, str(missing[0]), lines=not there)
            return
        old = self._at(trail)
        if old is not None and not isinstance(old, list):
            raise PathError(f"{'.'.join(map(str, trail))} should be a list")
        if not old:
            self._settle_for(trail)
            self._replace(trail, items, lines=len(trail) == 1)
            return
        for item in items:
            self._append(trail, item, lines=True)

    def put_entry(self, name: str, value: Any) -> None:
        """Give the top level an entry, or replace the one of that name in its place."""
        key = self._named(name)
        if key is None:
            self._append((), as_read(value), name)
        else:
            self._set((key,), as_read(value))

    def drop_entry(self, name: str) -> None:
        """Take an entry out of the top level, with its lines.

        Raises
        ------
        PathError
            If there is none of that name.
        """
        key = self._named(name)
        if key is None:
            raise PathError(f"there is no {name}")
        self._drop((), key)

    def _named(self, name: str) -> Any:
        """Return the key that is written so; a key may read as a number or as nothing."""
        return next((key for key in self.data if str(key) == name), None)

    # --- where -------------------------------------------------------------------------------

    def _parsed(self) -> Node:
        root, problems = parse(self.text, self.file)
        if root is None or problems:
            raise PathError(
                f"{self.file} does not parse" if problems else f"{self.file} is empty",
                str(problems[0]) if problems else None,
            )
        if not isinstance(root.value, dict):
            raise PathError(f"{self.file} should be a mapping", "write it as NAME: VALUE")
        return root

    def _split(self, trail: Trail) -> tuple[Trail, Trail]:
        """Split a trail into what is there and what is not."""
        at = self.data
        for n, part in enumerate(trail):
            there = (
                part in at
                if isinstance(at, dict)
                else isinstance(at, list) and isinstance(part, int) and part < len(at)
            )
            if not there:
                return trail[:n], trail[n:]
            at = at[part]
        return trail, ()

    def _at(self, trail: Trail) -> Any:
        at = self.data
        for part in trail:
            at = at[part]
        return at

    def _node(self, trail: Trail) -> Node:
        node = self.root
        for part in trail:
            node = node.value[part]
        return node

    def _settle_for(self, trail: Trail, *, growing: bool = False) -> None:
        """Read the text anew where a change would meet an earlier one; then note it."""
        for past in self._touched:
            if growing and past == trail and trail in self._grown:
                continue
            if _meet(past, trail):
                self._settle()
                break
        self._touched.append(trail)

    def _settle(self) -> None:
        if not self._splices:
            return
        # Those at one place follow each other in the order in which they were made.
        ordered = sorted(enumerate(self._splices), key=lambda pair: (pair[1][0], pair[0]))
        parts, at = [], 0
        for _, (start, end, new) in ordered:
            parts += [self.text[at:start], new]
            at = max(at, end)
        self.text = "".join(parts) + self.text[at:]
        self._splices, self._touched, self._grown = [], [], {}
        if not self.text.strip() or all(
            not line.strip() or line.lstrip().startswith("#") for line in self.text.splitlines()
        ):
            self.root = Node({}, 1, 1, 0, 0, file=self.file)  # its last entry was dropped
        else:
            try:
                self.root = self._parsed()
            except PathError:
                raise by_hand() from None
        if not same(self.root.plain(), self.data):
            raise by_hand()

    def _splice(self, start: int, end: int, new: str) -> None:
        self._splices.append((start, end, new))

    # --- setting -----------------------------------------------------------------------------

    def _set(self, trail: Trail, value: Any) -> None:
        old = self._at(trail) if trail else self.data
        if same(old, value):
            return
        if isinstance(old, dict) and isinstance(value, dict) and old and value:
            gone = [key for key in old if key not in value]
            new = [key for key in value if key not in old]
            for key in [key for key in old if key in value]:
                self._set((*trail, key), value[key])
            for was, key in zip(gone, new, strict=False):
                self._rename(trail, was, key)
                self._set((*trail, key), value[key])
            for key in gone[len(new) :]:
                self._drop(trail, key)
            for key in new[len(gone) :]:
                self._append(trail, value[key], key)
            return
        if (
            isinstance(old, list)
            and isinstance(value, list)
            and 0 < len(old) < len(value)
            and same(value[: len(old)], old)
        ):
            for item in value[len(old) :]:
                self._append(trail, item)
            return
        if isinstance(old, list) and isinstance(value, list) and old and value:
            if any(_meet(past, trail) for past in self._touched):
                self._settle()
            sources = sources_of(old, value)
            if self._node(trail).style is None and any(n is not None for n in sources):
                for item, n in zip(value, sources, strict=True):
                    if n is not None:
                        self._set((*trail, n), item)
                if sources != list(range(len(old))):
                    self._arrange(trail, value, sources)
                return
        self._settle_for(trail)
        self._replace(trail, value)

    def _arrange(self, trail: Trail, value: list[Any], sources: list[int | None]) -> None:
        """Put the items of a block list in another order, without some and with new ones.

        Parameters
        ----------
        trail : where the list is
        value : the items to be
        sources : of each the number of the item that it is; None for a new one
        """
        self._settle()
        node = self._node(trail)
        spans = item_spans(self.text, node)
        column, brk = (node.column or 1) - 1, break_of(self.text)
        parts = []
        for item, n in zip(value, sources, strict=True):
            if n is None:
                parts.append(" " * column + list_item(item, column, brk) + brk)
            else:
                chunk = self.text[slice(*spans[n])]
                parts.append(chunk if chunk.endswith("\n") else chunk + brk)
        self._assign(trail, value)
        start, stop = spans[0][0], spans[-1][1]
        whole = "".join(parts)
        # Where the file ended without a line break it still does.
        self._splice(start, stop, whole if self.text[:stop].endswith("\n") else whole[: -len(brk)])
        self._settle()

    def become(self, data: dict[str, Any]) -> None:
        """Make the text mean something else, and touch only what differs.

        Items of lists are told apart by their ids: those that stay keep their lines with the
        comments above them, wherever they move.

        Parameters
        ----------
        data : what the whole text is to mean

        Raises
        ------
        PathError
            If that cannot be done without touching what stands around it.
        """
        self._set((), as_read(data))

    def _assign(self, trail: Trail, value: Any) -> None:
        if not trail:
            self.data = value
        else:
            self._at(trail[:-1])[trail[-1]] = value

    def _replace(self, trail: Trail, value: Any, *, lines: bool = False) -> None:
        text, node = self.text, self._node(trail)
        self._assign(trail, value)
        column = (self._node(trail[:-1]).column or 1) - 1 if trail else 0
        block = self._lines(value, column + 2) if lines and isinstance(value, list) else None
        if is_empty(node):
            holder = self._node(trail[:-1]) if trail else node
            key = holder.keys.get(trail[-1]) if trail else None
            if key is None:
                raise PathError("an empty item cannot be changed in place", "write it in the file")
            place = after_colon(text, key)
            self._splice(place, place, f" {flow(value)}" if block is None else block)
            return
        end = end_of(text, node)
        if block is not None and node.style is not None:  # `actors: []`
            start = node.start
            while text[start - 1] in " \t":
                start -= 1
            rest = text[end : line_end(text, end)]
            self._splice(start, end + len(rest), rest + block)
            return
        new = flow(value)
        indent = break_of(text) + " " * ((node.column or 1) - 1)
        if node.style is None and isinstance(node.value, dict | list):
            if value and isinstance(value, dict) and isinstance(node.value, dict):
                new = indent.join(f"{flow(k)}: {flow(v)}" for k, v in value.items())
            elif value and isinstance(value, list) and isinstance(node.value, list):
                new = indent.join(f"- {flow(item)}" for item in value)
            else:
                # A list may stand as far left as its key; a single value has to stand further in.
                new = f"  {new}"
        self._splice(node.start, end, new)

    def _rename(self, trail: Trail, was: Any, key: Any) -> None:
        self._settle_for((*trail, was))
        node = self._node(trail).keys[was]
        self._splice(node.start, node.end, flow(key))
        holder = self._at(trail)
        renamed = {key if k == was else k: v for k, v in holder.items()}
        holder.clear()
        holder.update(renamed)
        self._touched.append((*trail, key))  # the tree knows it by its old name only

    # --- adding ------------------------------------------------------------------------------

    def _append(self, trail: Trail, value: Any, key: Any = None, *, lines: bool = False) -> None:
        """Put a value at the end of a list, or under a new key at the end of a mapping."""
        if not self._at(trail) and trail:
            self._settle_for(trail)
            self._fill(trail, value, key)
            return
        self._settle_for(trail, growing=True)
        text, node, before = self.text, self._node(trail), self._grown.get(trail, 0)
        self._grown[trail] = before + 1
        if key is None:
            self._at(trail).append(value)
        else:
            self._at(trail)[key] = value
        if node.style is not None:
            new = flow(value) if key is None else f"{flow(key)}: {flow(value)}"
            inside = text[node.start + 1 : node.end - 1]
            place = node.start + 1 + len(inside.rstrip())
            comma = "" if not node.value and not before else ", "
            if not before and inside.rstrip().endswith(","):
                comma = " "
            elif not before and node.keys and is_empty(list(node.value.values())[-1]):
                comma = " , "  # {a:, b: 1} is another thing
            self._splice(place, place, comma + new)
            return
        column = (node.column or 1) - 1
        if key is None:
            new = list_item(value, column, break_of(text)) if lines else f"- {flow(value)}"
        elif lines and isinstance(value, list):
            new = f"{flow(key)}:{self._lines(value, column + 2)}"
        else:
            new = f"{flow(key)}: {flow(value)}"
        place = line_end(text, end_of(text, node)) if node.value else len(text)
        start = break_of(text) + " " * column
        if not node.value:  # an emptied document
            self._splice(place, place, ("" if text.endswith("\n") or not text else start) + new)
            return
        self._splice(place, place, start + new)

    def _fill(self, trail: Trail, value: Any, key: Any) -> None:
        """Put the first item into an empty list or the first field into an empty mapping."""
        self._replace(trail, [value] if key is None else {key: value})

    def _lines(self, items: list[Any], column: int) -> str:
        newline = break_of(self.text)
        pad = newline + " " * column
        return "".join(pad + list_item(item, column, newline) for item in items)

    # --- dropping ----------------------------------------------------------------------------

    def _drop(self, trail: Trail, key: Any) -> None:
        self._settle_for(trail)
        text, holder = self.text, self._node(trail)
        del self._at(trail)[key]
        names = list(holder.value)
        place = names.index(key)
        start = holder.keys[key].start
        after = holder.keys[names[place + 1]].start if place + 1 < len(names) else None
        if holder.style is not None:
            if after is not None:
                self._splice(start, after, "")
            elif place:
                before = names[place - 1]
                space = " " if is_empty(holder.value[before]) else ""  # {a:} is another thing
                self._splice(self._field_end(holder, before), self._field_end(holder, key), space)
            else:
                self._splice(start, self._field_end(holder, key), "")
            return
        if len(names) == 1 and trail:
            self._splice(start, end_of(text, holder), "{}")
            return
        line = text.rfind("\n", 0, start) + 1
        if text[line:start].strip():  # the first field of a list item, behind its dash
            if after is None:  # behind a question mark
                raise by_hand()
            self._splice(start, after, "")
            return
        end = line_end(text, self._field_end(holder, key))
        end += len(break_of(text)) if end < len(text) else 0
        self._splice(line, end, "")

    def _field_end(self, holder: Node, key: Any) -> int:
        node = holder.value[key]
        if is_empty(node):
            return after_colon(self.text, holder.keys[key])
        return end_of(self.text, node)


def edit_yaml(text: str, path: str, value: Any) -> str:
    """Return a YAML text with another value at a dotted path; see `YamlText.set`."""
    edited = YamlText(text)
    edited.set(path, value)
    return edited.result()


def _meet(one: Trail, other: Trail) -> bool:
    """Tell whether one of two places lies within the other."""
    return one[: len(other)] == other or other[: len(one)] == one
