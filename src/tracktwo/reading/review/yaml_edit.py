"""Adding to case.yaml without touching a byte that need not change.

Only two things are done: an item is put at the end of a list, a key at the end of a mapping.
Comments, order and layout of everything else stay as they are.
"""

from __future__ import annotations

import io
import json
from typing import Any

from tracktwo.case.document import Node, parse
from tracktwo.reading.problems import ReadingError


class YamlText:
    """A YAML text to which parts are added.

    Parameters
    ----------
    text : str

    Raises
    ------
    ReadingError
        If it does not parse.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        root, problems = parse(text, "case.yaml")
        if root is None or problems:
            raise ReadingError(f"{problems[0] if problems else 'case.yaml is empty'}")
        self.root = root
        self.edits: list[tuple[int, int, str]] = []  # where, order, what
        self.gone: dict[int, int] = {}  # where an empty list stood, and where it ended

    def extend(self, key: str, items: list[Any]) -> None:
        """Put items at the end of a list of the top level, which is made if it is missing."""
        if not items:
            return
        node = self.root.value.get(key)
        if node is None or node.value is None:
            if node is not None:
                raise ReadingError(f"case.yaml:{node.line}: {key} is empty; remove the line")
            text = f"\n{key}:\n" + "".join(_item(item, 2) for item in items)
            self._at_end(text)
            return
        if not node.value:  # `actors: []`
            while self.text[node.start - 1] == " ":
                node.start -= 1
            self.gone[node.start] = self._line_end(node.end)
            self._insert(node.start, "\n" + "".join(_item(item, 2) for item in items))
            return
        self._into_list(node, items)

    def add_to(self, node: Node, key: str, items: list[Any]) -> None:
        """Put items at the end of a list within a mapping, which is made if it is missing."""
        if not items:
            return
        child = node.value.get(key)
        if child is not None and isinstance(child.value, list):
            self._into_list(child, items)
        elif child is None:
            if node.style == "{":
                self._before_bracket(node, f"{key}: {_flow(items)}", empty=not node.value)
                return
            column = next(iter(node.keys.values())).column
            at = self._line_end(_last(node))
            indent = " " * ((column or 1) - 1)
            self._insert(at, f"{indent}{key}: {_flow(items)}\n")
        else:
            raise ReadingError(f"case.yaml:{child.line}: {key} should be a list")

    def result(self) -> str:
        """Return the text with everything added."""
        text = self.text
        for at, _, what in sorted(self.edits, key=lambda e: (e[0], e[1]), reverse=True):
            text = text[:at] + what + text[self.gone.get(at, at) :]
        return text

    # --- where -------------------------------------------------------------------------------

    def _into_list(self, node: Node, items: list[Any]) -> None:
        if node.style == "{":
            self._before_bracket(
                node, ", ".join(_flow(item) for item in items), empty=not node.value
            )
            return
        first = node.value[0]
        dash = self.text.rfind("-", 0, first.start)
        column = dash - (self.text.rfind("\n", 0, dash) + 1)
        at = self._line_end(_last(node))
        self._insert(at, "".join(_item(item, column) for item in items))

    def _before_bracket(self, node: Node, what: str, *, empty: bool) -> None:
        at = node.end - 1
        while self.text[at - 1] in " \n":
            at -= 1
        self._insert(at, what if empty else f", {what}")

    def _line_end(self, at: int) -> int:
        end = self.text.find("\n", at)
        if end < 0:
            return len(self.text)
        return end + 1

    def _at_end(self, what: str) -> None:
        self._insert(len(self.text), what)

    def _insert(self, at: int, what: str) -> None:
        if (
            at == len(self.text)
            and at
            and not self.text.endswith("\n")
            and not any(e[0] == at for e in self.edits)
        ):
            what = "\n" + what
        self.edits.append((at, len(self.edits), what))


def _last(node: Node) -> int:
    """Return the offset of the last character of a node's last scalar."""
    if node.style != "{" and isinstance(node.value, dict) and node.value:
        return max(_last(child) for child in node.value.values())
    if node.style != "{" and isinstance(node.value, list) and node.value:
        return max(_last(child) for child in node.value)
    # A block scalar ends after its last line break.
    return max(node.start, node.end - 1)


def _flow(value: Any) -> str:
    """Write a value on one line; JSON is YAML."""
    if isinstance(value, list) and all(isinstance(v, str) and _plain(v) for v in value):
        return f"[{', '.join(value)}]"
    return json.dumps(value, ensure_ascii=False)


def _plain(text: str) -> bool:
    return (
        bool(text)
        and text.replace("-", "").isalnum()
        and text[0].isalpha()
        and text.islower()
        and (text not in {"null", "true", "false", "yes", "no", "on", "off"})
    )


def _item(item: Any, column: int) -> str:
    """Write an item of a block list, indented."""
    from ruamel.yaml import YAML  # noqa: PLC0415  (slow to import)

    yaml = YAML()
    yaml.default_flow_style = None
    yaml.width = 96
    yaml.allow_unicode = True
    out = io.StringIO()
    yaml.dump(item, out)
    body = out.getvalue()
    if not isinstance(item, dict | list):
        body = body.removesuffix("...\n")
    pad = " " * column
    written = [line.rstrip() for line in body.rstrip("\n").split("\n")]
    rest = [f"{pad}  {line}" if line else "" for line in written[1:]]
    return "\n".join([f"{pad}- {written[0]}", *rest]) + "\n"
