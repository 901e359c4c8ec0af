"""From the schema's complaints to problems with a place: which file, line, path, what is right."""

from __future__ import annotations

import typing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from tracktwo.case.document import Node, wrap
from tracktwo.case.parts import Quantity
from tracktwo.case.problems import Problem, shown, unknown
from tracktwo.case.schema import Case

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic_core import ErrorDetails

Loc = tuple[int | str, ...]

_KINDS = {
    "string_type": "text",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "list_type": "a list",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a finite number",
    "date_type": "a date, YYYY-MM-DD",
    "date_parsing": "a date, YYYY-MM-DD",
    "date_from_datetime_parsing": "a date, YYYY-MM-DD",
    "date_from_datetime_inexact": "a date, YYYY-MM-DD",
}
_PATTERNS = {
    r"^[a-z][a-z0-9-]*$": "should be an id: lower-case letters, digits and -, a letter first",
    r"^\d{4}-(0[1-9]|1[0-2])(-\d{2})?$": "should be a month, YYYY-MM",
}
_QUANTITY_FIELDS = ("value", "range", "why", "evidence")
_PLACEHOLDERS = {
    "format": 1, "id": "case", "title": "-", "summary": "-", "question": "-",
    "as_of": "2000-01-01", "horizon": 600,
}  # fmt: skip
"""Stand-ins for required top-level fields, so that the rest can still be cross-checked."""


def validate(root: Node) -> tuple[Case | None, Node, list[Problem]]:
    """Validate a tree of nodes against the format.

    Parameters
    ----------
    root : Node

    Returns
    -------
    Case or None
        The case; with problems, what is left of it once the faulty parts are taken out, for
        further checks; None where too little is left.
    Node
        The tree that the case was made from.
    list of Problem
    """
    problems: list[Problem] = []
    tree = root
    for attempt in range(8):
        try:
            return Case.model_validate(tree.plain()), tree, problems
        except ValidationError as error:
            details = error.errors(include_url=False)
        if not attempt:
            problems = [_problem(root, detail) for detail in details]
        smaller = _without(tree, details)
        if smaller is None:
            break
        tree = smaller
    return None, tree, problems


def place(root: Node, loc: Iterable[int | str]) -> tuple[Node, list[str]]:
    """Follow a location as far as it leads.

    Returns
    -------
    Node
        The deepest node on the way.
    list of str
        The parts that did not lead on.
    """
    node, left, last = root, [], None
    for part in loc:
        if isinstance(node.value, dict) and part in node.value:
            last = node.keys.get(part)
            node = node.value[part]
        elif isinstance(node.value, list) and isinstance(part, int) and part < len(node.value):
            last, node = None, node.value[part]
        elif part == "[key]":
            node = node if last is None else replace(last, path=node.path)
        else:
            left.append(str(part))
    return node, left


def at(
    root: Node, loc: Loc, message: str, hint: str | None = None, severity: Any = "error"
) -> Problem:
    """Make a problem of the place that a location leads to."""
    node, left = place(root, loc)
    path = ".".join(part for part in (node.path, *left) if part)
    return Problem(node.file, node.line, node.column, path, message, hint, severity)


def _problem(root: Node, detail: ErrorDetails) -> Problem:
    loc = detail["loc"]
    node, _ = place(root, loc)
    message, hint = _explain(detail)
    path = node.path
    if detail["type"] == "missing":
        path = ".".join(part for part in (path, str(loc[-1])) if part)
    if detail["type"] == "extra_forbidden":
        parent, _ = place(root, loc[:-1])
        node = parent.keys.get(loc[-1], node)
        path = parent.path if " " in str(loc[-1]) else path
    return Problem(node.file, node.line, node.column, path, message, hint)


def _explain(detail: ErrorDetails) -> tuple[str, str | None]:
    kind, got, context = detail["type"], detail.get("input"), detail.get("ctx", {})
    if kind == "missing":
        return "is missing", None
    if kind == "extra_forbidden":
        if detail["loc"] == ("positions",):
            return "does not belong here", "positions are written in positions.csv"
        name = str(detail["loc"][-1])
        if got is None and " " in name.strip():
            # {why: One thing, another} is two fields to YAML.
            return f"the comma before {shown(name)} starts a new field", "put the text in quotes"
        known = _fields(detail["loc"][:-1])
        if name in known:
            return f"{name!r} does not go together with {detail['loc'][-2]!r}", "keep one of them"
        return unknown("field", name, known)
    if kind == "literal_error":
        if isinstance(got, dict | list):
            got = type(got).__name__
        expected = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
        _, hint = unknown("word", str(got), expected.split(", "))
        if hint and not hint.startswith("did"):
            hint = None
        choice = f"one of {expected}" if "," in expected else expected
        return f"should be {choice} (got {shown(got)})", hint
    if kind == "string_pattern_mismatch":
        wanted = _PATTERNS.get(str(context.get("pattern")), detail["msg"])
        return f"{wanted} (got {shown(got)})", None
    if kind in _KINDS:
        in_quotes = kind == "string_type" and isinstance(got, int | float)
        hint = "put it in quotes" if in_quotes else None
        return f"should be {_KINDS[kind]} (got {shown(got)})", hint
    message = detail["msg"].removeprefix("Value error, ")
    message = message.replace("Input should", "should").replace("String should", "should")
    message = message.replace("List should", "should").replace("Dictionary should", "should")
    before, count, number = message.partition(" after validation, not ")
    message = f"{before} (got {number})" if count else message
    message = message[:1].lower() + message[1:]
    if "got" not in message and not isinstance(got, dict | list):
        message = f"{message} (got {shown(got)})"
    return message, None


def _fields(loc: Loc) -> set[str]:
    """List the fields that may stand at a location of the format."""
    models: set[type[BaseModel]] = {Case}
    for part in loc:
        deeper: set[type[BaseModel]] = set()
        for model in models:
            for name, field in model.model_fields.items():
                if part in {name, field.alias}:
                    deeper |= _models(field.annotation)
        models = deeper or models
    fields = {field.alias or name for model in models for name, field in model.model_fields.items()}
    if Quantity in models:
        fields = (fields - set(Quantity.model_fields)) | set(_QUANTITY_FIELDS)
    return fields - {"positions"}


def _models(annotation: Any) -> set[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {annotation}
    found: set[type[BaseModel]] = set()
    for argument in typing.get_args(annotation):
        found |= _models(argument)
    return found


def _without(root: Node, details: list[ErrorDetails]) -> Node | None:
    """Copy the tree without the parts that the details complain of; None if too little is left."""
    doomed: set[int] = set()
    added: dict[str, Node] = {}
    for detail in details:
        trail = _trail(root, detail["loc"])
        if len(trail) > 1:
            doomed.add(id(trail[-1]))
        elif detail["type"] == "missing" and detail["loc"][0] in _PLACEHOLDERS:
            field = str(detail["loc"][0])
            added[field] = wrap(_PLACEHOLDERS[field], root)
        else:
            return None
    copy = _copy(root, doomed)
    copy.value |= added
    return copy


def _trail(root: Node, loc: Loc) -> list[Node]:
    trail = [root]
    for part in loc:
        value = trail[-1].value
        there = (
            part in value
            if isinstance(value, dict)
            else isinstance(value, list) and isinstance(part, int) and part < len(value)
        )
        if there:
            trail.append(value[part])
    return trail


def _copy(node: Node, doomed: set[int]) -> Node:
    if isinstance(node.value, dict):
        kept = {k: _copy(n, doomed) for k, n in node.value.items() if id(n) not in doomed}
        return replace(node, value=kept)
    if isinstance(node.value, list):
        return replace(node, value=[_copy(n, doomed) for n in node.value if id(n) not in doomed])
    return node
