"""Problems as data: what is wrong in a case folder, where, and what would be right."""

from __future__ import annotations

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
    """Say that `name` is none of the `known`, and which of them may be meant.

    Of actors only a slip of the hand is taken for another's name: one that differs by a letter may
    well be an opponent's.
    """
    names = sorted(set(known))
    people = any(word in kind for word in ("actor", "member", "party"))
    close = meant(name, names, people=people)
    if close is not None:
        hint: str | None = f"did you mean {close}?"
    elif names:
        listed = ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")
        hint = f"there are: {listed}"
    else:
        hint = None
    return f"unknown {kind} {shown(name)}", hint


def meant(name: str, known: Iterable[str], *, people: bool = False) -> str | None:
    """Return the one of the `known` that a misspelt name stands for, if that is plain.

    Parameters
    ----------
    name : str
    known : iterable of str
    people : bool
        They name actors: only a letter left out, one too many, or two that changed places are
        slips then, and no digit is.
    """
    if people:
        slips = [one for one in known if _slip(name, one)]
        return slips[0] if len(slips) == 1 else None
    most = max(1, len(name) // 4) if len(name) > 2 else 0
    near = sorted((_distance(name, one, most), one) for one in known)
    return near[0][1] if near and near[0][0] <= most else None


def _slip(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) < 4:
        return False
    if len(short) + 1 == len(long):
        places = (n for n in range(len(long)) if long[:n] + long[n + 1 :] == short)
        return any(not long[n].isdigit() for n in places)
    differ = [n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b]
    return (
        len(short) == len(long)
        and len(differ) == 2
        and differ[0] + 1 == differ[1]
        and one[differ[0]] == other[differ[1]]
        and one[differ[1]] == other[differ[0]]
        and not (one[differ[0]].isdigit() or one[differ[1]].isdigit())
    )


def _distance(one: str, other: str, most: int) -> int:
    """Count the letters to add, leave out, change or swap with a neighbour; `most` + 1 if more.

    Source: optimal string alignment (Damerau 1964, doi:10.1145/363958.363994).
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, start=1):
        row = [i]
        for j, b in enumerate(other, start=1):
            least = min(rows[-1][j] + 1, row[j - 1] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                least = min(least, rows[-2][j - 2] + 1)
            row.append(least)
        rows.append(row)
    return min(rows[-1][-1], most + 1)


def shown(value: object, longest: int = 60) -> str:
    """Show a value in a message on one line, cut where it is long."""
    text = "nothing" if value is None else repr(value)
    return text if len(text) <= longest else f"{text[: longest - 3]}..."
