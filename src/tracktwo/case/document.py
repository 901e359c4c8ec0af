"""A YAML document as plain values that know where they stand in the file.

YAML 1.2 (core schema): ``NO``, ``on`` and ``12:30`` are text. Anchors, aliases and tags are
refused: an alias can explode, a tag can name a type. The tree is built from a parser's events,
which come without recursion, so depth and size are limited before anything grows: ruamel.yaml's,
or those of libyaml where it is installed and reads the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tracktwo.case.problems import Problem, shown
from tracktwo.typed.slips import slip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_DEPTH = 40
MOST_OPEN = 4 * MAX_DEPTH
"""Brackets open at once, where they may be words as well."""
MAX_NODES = 100_000
MAX_NUMBER = 40
"""Characters of a number; a longer one is a slip or an attack on the parser of integers."""

_BRACKET = re.compile(r"[\[\]{}]")
_LONG_TAG = re.compile(r"(?:^|[\s\[{,:])!\S{1000,}")
"""ruamel.yaml takes quadratic time over a long tag."""

_ONLY_IN_ONE = re.compile(r"[\t\x85\u2028\u2029\ufeff]|\r(?!\n)|^%", re.MULTILINE)
"""What YAML 1.1 and 1.2 take for different things."""

_NODES = {"ScalarEvent", "MappingStartEvent", "SequenceStartEvent"}

_NULL = {"", "~", "null", "Null", "NULL"}
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_SPECIAL = re.compile(r"(?P<sign>[-+]?)\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


@dataclass
class Node:
    """A value in the document.

    Attributes
    ----------
    value : dict, list or scalar
        Children of a mapping or a list are nodes.
    line, column : int or None
        Place of the first character, counted from 1.
    start, end : int
        Span in the text.
    style : str or None
        Of a scalar: ``'``, ``"``, ``|``, ``>`` or None (plain). Of a collection: ``{`` for the
        flow style.
    keys : dict
        Of a mapping: the nodes of its keys.
    path : str
        Dotted path, ids for list items that have one.
    file : str
        The file that it stands in.
    """

    value: Any
    line: int | None
    column: int | None
    start: int
    end: int
    style: str | None = None
    keys: dict[Any, Node] = field(default_factory=dict)
    path: str = ""
    file: str = ""

    def plain(self) -> Any:
        """Return the value without positions."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def children(self) -> Iterator[tuple[str, Node]]:
        """Yield (name, node) with the name that selects the child in a path."""
        if isinstance(self.value, dict):
            yield from ((str(key), node) for key, node in self.value.items())
        elif isinstance(self.value, list):
            yield from ((_name_of(node, i), node) for i, node in enumerate(self.value))


_NAMING = ("id", "actor", "issue", "on", "weight")
"""What `item_name` looks at."""


def _name_of(item: Node, index: int) -> str:
    """Return the name of a list item, of which only what tells it is made plain."""
    if not isinstance(item.value, dict):
        return str(index)
    told = {key: item.value[key].plain() for key in _NAMING if key in item.value}
    return item_name(told, index)


def item_name(item: Any, index: int) -> str:
    """Name a list item in a path: by id, by what it is about, or else by its index."""
    if isinstance(item, dict):
        actor = item.get("actor")
        if isinstance(item.get("id"), str):
            return str(item["id"])
        if isinstance(actor, str) and isinstance(item.get("issue"), str):
            return f"{actor}.{item['issue']}"
        on = item.get("on")
        if isinstance(actor, str) and isinstance(on, list) and on:
            return f"{actor}.{'+'.join(map(str, on))}"
        if isinstance(actor, str) and "weight" in item:
            return actor
    return str(index)


class _Stop(Exception):  # noqa: N818  (it ends the reading; the problem is in the list)
    """Nothing after this point can be read."""


def parse(text: str, file: str) -> tuple[Node | None, list[Problem]]:
    """Read a YAML text.

    Parameters
    ----------
    text : str
    file : str
        Name for messages.

    Returns
    -------
    Node or None
        None where the text cannot be read to its end.
    list of Problem
    """
    root = _read_quickly(text, file)
    problems: list[Problem] = []
    if root is None:
        reader = _Reader(text, file)
        problems = reader.problems
        try:
            root = reader.read()
        except _Stop:
            return None, problems
        if root is None:
            reader.refuse("the file is empty", hint="a case starts with `format: 1`")
            return None, problems
    name(root)
    return root, problems


def _read_quickly(text: str, file: str) -> Node | None:
    """Read a text without fault through libyaml, where it is installed; None where it cannot be.

    It takes a tenth of the time. It knows YAML 1.1 alone, which differs from 1.2 in what ends a
    line and in tabs, beside the meaning of scalars, which is ours; and it says otherwise where an
    empty value stands. Whatever it does not take, every fault, and what is no mapping is left to
    ruamel.yaml.
    """
    if _ONLY_IN_ONE.search(text):
        return None
    try:
        import yaml  # noqa: PLC0415  (of an extra, and slow to import)
        from yaml import CSafeLoader  # noqa: PLC0415  (libyaml is not everywhere)
    except ImportError:
        return None
    reader = _Reader(text, file)
    try:
        root = reader.built(_filled(yaml.parse(text, Loader=CSafeLoader)))
    except (_Stop, yaml.YAMLError, ValueError):
        return None
    whole = root is not None and isinstance(root.value, dict)
    return root if whole and not reader.problems else None


def _filled(events: Iterable[Any]) -> Iterator[Any]:
    """Yield events up to a value of which nothing is written."""
    for event in events:
        if type(event).__name__ == "ScalarEvent" and not event.value and not event.style:
            raise _Stop
        yield event


def name(node: Node, path: str = "") -> None:
    """Give a tree of nodes their paths."""
    node.path = path
    if not isinstance(node.value, dict | list):
        return
    for part, child in node.children():
        name(child, f"{path}.{part}" if path else part)


def wrap(value: Any, place: Node) -> Node:
    """Make a tree of nodes of plain values that all stand at one place."""
    node = Node(value, place.line, place.column, place.start, place.end, file=place.file)
    if isinstance(value, dict):
        node.value = {key: wrap(item, place) for key, item in value.items()}
    elif isinstance(value, list):
        node.value = [wrap(item, place) for item in value]
    return node


@dataclass(frozen=True)
class _Place:
    line: int
    column: int


def _opened(text: str) -> _Place | None:
    """Return where too many brackets are open, quoted ones counted too.

    ruamel.yaml takes time by the square of them, before it says how deep they are.
    """
    depth = at = 0
    for found in _BRACKET.finditer(text):
        depth = depth + 1 if found[0] in "[{" else max(depth - 1, 0)
        if depth == MAX_DEPTH:
            at = found.start()
        if depth > MOST_OPEN:
            return _Place(text.count("\n", 0, at), at - text.rfind("\n", 0, at) - 1)
    return None


class _Reader:
    def __init__(self, text: str, file: str) -> None:
        self.text, self.file = text, file
        self.problems: list[Problem] = []

    def refuse(
        self, message: str, mark: Any = None, hint: str | None = None, path: str = ""
    ) -> None:
        line, column = (mark.line + 1, mark.column + 1) if mark is not None else (None, None)
        self.problems.append(Problem(self.file, line, column, path, message, hint))

    def stop(self, message: str, mark: Any, hint: str | None = None) -> _Stop:
        self.refuse(message, mark, hint)
        return _Stop()

    def read(self) -> Node | None:
        """Read the text; whatever is wrong ends it with a problem."""
        from ruamel.yaml import YAML  # noqa: PLC0415  (slow to import, needed only here)
        from ruamel.yaml.error import MarkedYAMLError, YAMLError  # noqa: PLC0415

        deep = _opened(self.text)
        if deep is not None:
            raise self.stop(
                f"nested more than {MAX_DEPTH} levels deep", deep, "a case needs about ten"
            )
        tag = _LONG_TAG.search(self.text)
        if tag is not None:
            self.refuse("a tag of more than 1,000 characters", hint="tags are not allowed")
            raise _Stop
        try:
            return self.built(YAML(typ="safe", pure=True).parse(self.text))
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            what = " ".join(str(error.problem or error.context).split())
            begun = error.context_mark
            said = slip(
                self.text,
                str(error.problem or ""),
                (mark.line, mark.column),
                (begun.line, begun.column) if begun is not None else None,
            )
            if said is not None:
                raise self.stop(said.message, said, said.hint) from None
            context = f" {error.context}" if error.problem and error.context else ""
            raise self.stop(f"YAML does not parse: {what}{context}", mark) from None
        except YAMLError as error:
            what = " ".join(str(error).split())
            raise self.stop(f"YAML does not parse: {what[:200]}", None) from None
        except (RecursionError, ValueError, OverflowError, AttributeError, IndexError) as error:
            # ruamel.yaml lets some malformed input through to plain Python errors
            raise self.stop(f"YAML does not parse: {str(error)[:200]}", None) from None

    def built(self, events: Iterable[Any]) -> Node | None:
        """Build the tree with a stack of open collections, so depth costs no recursion."""
        root: Node | None = None
        documents = count = 0
        stack: list[tuple[Node, list[Node]]] = []  # an open collection and a key that waits
        for event in events:
            mark, kind = event.start_mark, type(event).__name__
            if kind == "DocumentStartEvent":
                documents += 1
                if documents > 1:
                    raise self.stop("a second document starts here", mark, "keep one per file")
                if event.tags:
                    self.refuse("%TAG is not allowed", mark, "remove the directive")
                continue
            if kind == "AliasEvent":
                raise self.stop(
                    f"aliases are not allowed (*{event.anchor})",
                    mark,
                    "write the value out in full",
                )
            if kind in {"MappingEndEvent", "SequenceEndEvent"}:
                node, _ = stack.pop()
                node.end = event.end_mark.index
                continue
            if kind not in _NODES:
                continue
            self._check_plainness(event)
            count += 1
            if count > MAX_NODES:
                raise self.stop(
                    f"more than {MAX_NODES:,} values", mark, "split the case into several"
                )
            if len(stack) >= MAX_DEPTH:
                raise self.stop(
                    f"nested more than {MAX_DEPTH} levels deep", mark, "a case needs about ten"
                )
            node = self._node(event, kind)
            if stack:
                self._put(stack[-1], node)
            else:
                root = node
            if kind != "ScalarEvent":
                stack.append((node, []))
        return root

    def _check_plainness(self, event: Any) -> None:
        if event.anchor is not None:
            raise self.stop(
                f"anchors are not allowed (&{event.anchor})",
                event.start_mark,
                "write the value out where it is used",
            )
        if event.tag is not None:
            tag = str(event.tag)[:60]
            self.refuse(f"tags are not allowed ({tag})", event.start_mark, "remove the tag")

    def _node(self, event: Any, kind: str) -> Node:
        mark, end = event.start_mark, event.end_mark
        place = (mark.line + 1, mark.column + 1, mark.index, end.index)
        if kind != "ScalarEvent":
            value: Any = {} if kind == "MappingStartEvent" else []
            return Node(value, *place, "{" if event.flow_style else None, file=self.file)
        value = event.value if event.style else self._scalar(event.value, mark)
        return Node(value, *place, event.style or None, file=self.file)

    def _scalar(self, text: str, mark: Any) -> Any:
        if text in _NULL:
            return None
        if text in _BOOL:
            return _BOOL[text]
        special = _SPECIAL.fullmatch(text)
        if special:
            return float(f"{special['sign'] or ''}{text.lstrip('+-')[1:4]}")
        number = int if _INT.fullmatch(text) else float if _FLOAT.fullmatch(text) else None
        if number is None:
            return text
        if len(text) > MAX_NUMBER:
            self.refuse(
                f"a number of {len(text)} characters", mark, f"at most {MAX_NUMBER} are read"
            )
            return 0
        return number(text)

    def _put(self, top: tuple[Node, list[Node]], node: Node) -> None:
        parent, waiting = top
        if isinstance(parent.value, list):
            parent.value.append(node)
            return
        if not waiting:
            waiting.append(node)
            return
        key = waiting.pop()
        mark = _Mark(key)
        if isinstance(key.value, dict | list):
            self.refuse("a list or a mapping cannot be a key", mark, "keys are words")
            return
        if key.value in parent.value and key.value in parent.keys:
            first = parent.keys[key.value].line
            self.refuse(
                f"{shown(key.value)} is given twice (first on line {first})",
                mark,
                "keep one of them",
            )
            return
        parent.value[key.value] = node
        parent.keys[key.value] = key


class _Mark:
    """The place of a node in the form of ruamel.yaml's marks."""

    def __init__(self, node: Node) -> None:
        self.line, self.column = (node.line or 1) - 1, (node.column or 1) - 1
