"""Changes that are tried and not saved: they live in the address of the page.

An address that holds them can be reloaded, sent on, opened in a second tab and outlives the
server. Steps keep their order, so that the last one can be undone; of two steps on one path the
later counts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from tracktwo.case import CaseError, Problem
from tracktwo.case.yaml.value import flow
from tracktwo.questions.what_if.scenarios import Scenario, change_of, in_short, path_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MOST = 60
"""Steps kept in an address; of more, those that a later step replaced are left out."""
READ = 400
"""Most steps read from an address."""


@dataclass(frozen=True)
class TriedChange:
    """One change: another value at a path, or (`text` is None) an item left out."""

    path: str
    text: str | None
    """The value as case.yaml would have it, on one line."""

    @cached_property
    def value(self) -> Any:
        """The value.

        Raises
        ------
        CaseError
            If the text is no YAML.
        """
        return None if self.text is None else change_of(f"{self.path}={self.text}")[1]

    @property
    def short(self) -> str:
        """The value for people."""
        return "left out" if self.text is None else in_short(self.value)

    def pair(self, *, undone: bool) -> tuple[str, str]:
        """Return the step as a part of an address."""
        prefix = "un" if undone else ""
        if self.text is None:
            return f"{prefix}drop", self.path
        return f"{prefix}set", f"{self.path}={self.text}"


def setting(path: str, value: Any) -> TriedChange:
    """Return the step that sets a value."""
    return TriedChange(path, flow(value))


@dataclass(frozen=True)
class Overlay:
    """The steps taken, and those taken back that could be taken again (last one first)."""

    steps: tuple[TriedChange, ...] = ()
    undone: tuple[TriedChange, ...] = ()

    @classmethod
    def of(cls, items: Iterable[tuple[str, str]]) -> Overlay:
        """Read the parts of an address; what is no step is passed over.

        Raises
        ------
        CaseError
            If there are more steps than anybody takes by hand.
        """
        taken: list[TriedChange] = []
        undone: list[TriedChange] = []
        for name, text in items:
            steps = undone if name.startswith("un") else taken
            match name.removeprefix("un"):
                case "set":
                    path, sign, value = text.partition("=")
                    steps.append(TriedChange(path_of(path), value if sign else ""))
                case "drop":
                    steps.append(TriedChange(path_of(text), None))
            if len(steps) > READ:
                problem = Problem("address", None, None, "", f"holds more than {READ} changes")
                raise CaseError([problem])
        return cls(tuple(taken), tuple(undone))

    @cached_property
    def query(self) -> str:
        """The steps as the query of an address, without a question mark; every link holds it."""
        pairs = [step.pair(undone=False) for step in self.steps]
        return urlencode(pairs + [step.pair(undone=True) for step in self.undone])

    @property
    def standing(self) -> tuple[TriedChange, ...]:
        """The steps that count: the last one on each path, in order."""
        last = {step.path: number for number, step in enumerate(self.steps)}
        return tuple(step for n, step in enumerate(self.steps) if last[step.path] == n)

    @property
    def set(self) -> dict[str, Any]:
        """The changed values by path.

        Raises
        ------
        CaseError
            If a value is no YAML.
        """
        return {step.path: step.value for step in self.standing if step.text is not None}

    def range_at(self, path: str) -> tuple[float, float, float] | None:
        """Return the range that is tried at a path: low, most likely, high; None without one."""
        text = next((step.text for step in reversed(self.steps) if step.path == path), None)
        parts = (text or "").strip().removeprefix("[").removesuffix("]").split(",")
        try:
            low, mode, high = map(float, parts)
        except ValueError:
            return None
        return (low, mode, high) if low <= mode <= high else None

    @property
    def drop(self) -> tuple[str, ...]:
        """The paths of what is left out."""
        return tuple(step.path for step in self.standing if step.text is None)

    def scenario(self, name: str) -> Scenario:
        """Return the changes under a name."""
        return Scenario(name, self.set, self.drop)

    def then(self, step: TriedChange) -> Overlay:
        """Take one more step; what had been undone is forgotten.

        A number that is moved on is one step still: undo goes back to before it was touched.
        """
        steps = self.steps
        if steps and steps[-1].path == step.path and None not in {steps[-1].text, step.text}:
            steps = steps[:-1]
        steps = (*steps, step)
        return Overlay(Overlay(steps).standing if len(steps) > MOST else steps)

    def undo(self) -> Overlay:
        """Take the last step back, with the one that it goes with."""
        if not self.steps:
            return self
        last = len(_joined(self.steps)[-1])
        return Overlay(self.steps[:-last], (*self.steps[-last:], *self.undone))

    def redo(self) -> Overlay:
        """Take the step again that was taken back last, with the one that it goes with."""
        if not self.undone:
            return self
        first = len(_joined(self.undone)[0])
        return Overlay((*self.steps, *self.undone[:first]), self.undone[first:])

    def without(self, *paths: str) -> Overlay:
        """Leave out every step on some paths, with those that they go with."""
        left = [
            step
            for steps in _joined(self.steps)
            if not any(step.path in paths for step in steps)
            for step in steps
        ]
        return replace(self, steps=tuple(left))


def _joined(steps: Sequence[TriedChange]) -> list[tuple[TriedChange, ...]]:
    """Join what makes a case only together: an item left out, and the one set in its place."""
    found: list[tuple[TriedChange, ...]] = []
    for step in steps:
        before = found[-1] if found else ()
        if len(before) == 1 and before[0].text is None and _takes_place(step, before[0].path):
            found[-1] = (*before, step)
        else:
            found.append((step,))
    return found


def _takes_place(step: TriedChange, left_out: str) -> bool:
    """Tell whether a step sets an item of the mapping that another was left out of."""
    return step.text is not None and step.path.rpartition(".")[0] == left_out.rpartition(".")[0]


def of_scenario(set: Mapping[str, Any], drop: Iterable[str]) -> Overlay:  # noqa: A002
    """Return the steps that make a scenario or an alternative.

    An item that is left out comes just before one that is set in its place, so that neither is
    undone alone.
    """
    rest = {path: setting(path, value) for path, value in set.items()}
    steps: list[TriedChange] = []
    for path in drop:
        steps.append(TriedChange(path, None))
        place = next((p for p, step in rest.items() if _takes_place(step, path)), None)
        if place is not None:
            steps.append(rest.pop(place))
    return Overlay((*rest.values(), *steps))
