"""Problems as data: what is wrong in a case folder, where, and what would be right."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tracktwo.errors import Error

if TYPE_CHECKING:
    from collections.abc import Iterable

Severity = Literal["error", "note"]


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong (an error) or worth knowing (a note)."""

    file: str
    line: int | None
    column: int | None
    path: str
    message: str
    hint: str | None = None
    severity: Severity = "error"

    def __str__(self) -> str:
        """Write it as `case.yaml:12:17 actors.taliban.capability: what is wrong; what is right`."""
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        where = f"{place} {self.path}" if self.path else place
        text = f"{where}: {self.message}" + (f"; {self.hint}" if self.hint else "")
        # One line, and nothing that a terminal would obey: names come from the file.
        return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """Sort by file, then by place."""
        return (self.file, self.line or 0, self.column or 0, self.path, self.message)


class CaseError(Error):
    """A case that cannot be used, with everything that is wrong in it.

    Attributes
    ----------
    problems : tuple of Problem
        The errors, by file and line, then the notes.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


MOST = 500
"""Problems listed; a folder with more is no case that someone is about to correct."""


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort problems, errors first, and drop repetitions and what is beyond counting."""
    ordered = sorted(set(problems), key=lambda p: (p.severity != "error", p.order))
    if len(ordered) > MOST:
        more = f"and {len(ordered) - MOST:,} more problems"
        ordered[MOST:] = [Problem("...", None, None, "", more, severity=ordered[MOST].severity)]
    return tuple(ordered)


def unknown(kind: str, name: str, known: Iterable[str]) -> tuple[str, str | None]:
    """Say that `name` is none of the `known`, and which of them may be meant."""
    names = sorted(set(known))
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    if close:
        hint: str | None = f"did you mean {close[0]}?"
    elif names:
        listed = ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")
        hint = f"there are: {listed}"
    else:
        hint = None
    return f"unknown {kind} {shown(name)}", hint


def shown(value: object, longest: int = 60) -> str:
    """Show a value in a message on one line, cut where it is long."""
    text = "nothing" if value is None else repr(value)
    return text if len(text) <= longest else f"{text[: longest - 3]}..."
