"""Scenarios: named overlays on a case, as code, from the command line or from a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tracktwo.case import CaseError, Problem
from tracktwo.case.document import parse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SCHEDULE = ("start", "end", "intensity", "ramp", "half_life")


@dataclass(frozen=True)
class Scenario:
    """Changes to a case that go together.

    Attributes
    ----------
    name : str
    set : mapping of str to anything
        Dotted path to a value in the form of case.yaml.
    drop : tuple of str
        Dotted paths of items to leave out.
    """

    name: str
    set: Mapping[str, Any] = field(default_factory=dict)
    drop: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The changes as they would be typed."""
        changes = [f"{path}={in_short(value)}" for path, value in self.set.items()]
        return "; ".join([*changes, *(f"without {path}" for path in self.drop)])


LONGEST_VALUE = 2_000
"""Characters: a consent rule that names a hundred actors."""


def in_short(value: Any) -> str:
    """Write a value on one line: a range as [low, mode, high], a rule as YAML would."""
    if isinstance(value, dict):
        if {"low", "mode", "high"} <= value.keys():
            low, mode, high = (value[key] for key in ("low", "mode", "high"))
            return in_short(mode) if low == high else f"[{low:g}, {mode:g}, {high:g}]"
        if "range" in value or "value" in value:
            return in_short(value["range"] if "range" in value else value["value"])
        return "{" + ", ".join(f"{k}: {in_short(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(in_short(v) for v in value) + "]"
    return f"{value:g}" if isinstance(value, float) else str(value)


def path_of(text: str) -> str:
    """Return a path as the case has it; ``levers.aid.start`` is short for that of its schedule."""
    parts = text.strip().split(".")
    if len(parts) == 3 and parts[0] == "levers" and parts[2] in SCHEDULE:
        return f"levers.{parts[1]}.schedule.{parts[2]}"
    return ".".join(parts)


def value_of(text: str, where: str) -> Any:
    """Read a value as case.yaml would: ``2023-06``, ``0.5``, ``[0, 0.2, 0.5]``, ``{all: [a, b]}``.

    Raises
    ------
    CaseError
        If it is no YAML, or longer than a value can be.
    """
    if len(text) > LONGEST_VALUE:
        message = f"is a value of {len(text):,} characters"
        hint = f"at most {LONGEST_VALUE:,} are read; write longer ones into case.yaml"
        raise CaseError([Problem(where[:100], None, None, "", message, hint)])
    root, problems = parse(f"value: {text}\n", where)
    if problems or root is None:
        first = problems[0] if problems else None
        message = first.message if first else "is empty"
        raise CaseError([Problem(where, None, None, "", message, first.hint if first else None)])
    plain = root.plain()
    if not isinstance(plain, dict) or plain.keys() != {"value"}:
        raise CaseError([Problem(where, None, None, "", "is more than one value")])
    return plain["value"]


def change_of(text: str) -> tuple[str, Any]:
    """Split ``PATH=VALUE``.

    Raises
    ------
    CaseError
        If there is no equals sign, or the value is no YAML.
    """
    path, sign, value = text.partition("=")
    if not sign or not path.strip() or not value.strip():
        hint = "write it as PATH=VALUE, as levers.aid.start=2023-06"
        raise CaseError([Problem(f"--set {text}", None, None, "", "is no change", hint)])
    found, meant = path_of(path), value_of(value, f"--set {text}")
    if found.startswith("positions.") and found.count(".") == 2 and not isinstance(meant, dict):
        found += ".position"  # the number that a row is about
    return found, meant


def scenarios_of(changes: Sequence[str], drops: Sequence[str]) -> list[Scenario]:
    """Return each change alone, then, where there are several, all of them together."""
    pairs = [change_of(text) for text in changes]
    gone = [path_of(text) for text in drops]
    alone = [
        Scenario(f"{text.partition('=')[0].strip()}={in_short(value)}", {path: value})
        for text, (path, value) in zip(changes, pairs, strict=True)
    ]
    alone += [Scenario(f"without {path}", {}, (path,)) for path in gone]
    if len(alone) < 2:
        return alone
    return [*alone, Scenario("all of these together", dict(pairs), tuple(gone))]


def read_scenarios(text: str, file: str) -> list[Scenario]:
    """Read scenarios from YAML: a mapping of names to ``{set: {PATH: VALUE}, drop: [PATH]}``.

    Raises
    ------
    CaseError
        With every problem of the file.
    """
    root, problems = parse(text, file)
    found: list[Scenario] = []
    data = root.plain() if root is not None else None
    if not problems and not (isinstance(data, dict) and data):
        hint = "write NAME: {set: {PATH: VALUE}, drop: [PATH]} for each scenario"
        problems = [Problem(file, 1, None, "", "should be a mapping of scenarios", hint)]
    for name, entry in (data or {}).items() if isinstance(data, dict) else ():
        node = root.value[name] if root is not None else None
        line = node.line if node is not None else None

        def refuse(message: str, hint: str, name: str = name, line: int | None = line) -> None:
            problems.append(Problem(file, line, None, str(name), message, hint))

        if not isinstance(entry, dict) or not entry.keys() <= {"set", "drop"} or not entry:
            refuse("should have set, drop or both", "as {set: {PATH: VALUE}, drop: [PATH]}")
            continue
        changes, gone = entry.get("set") or {}, entry.get("drop") or []
        if not isinstance(changes, dict):
            refuse("set should be a mapping", "as {PATH: VALUE}")
        elif not isinstance(gone, list) or not all(isinstance(path, str) for path in gone):
            refuse("drop should be a list of paths", "as [levers.aid]")
        else:
            new = {path_of(str(path)): value for path, value in changes.items()}
            found.append(Scenario(str(name), new, tuple(path_of(path) for path in gone)))
    if problems:
        raise CaseError(problems)
    return found
