"""A casebook: cases drafted from what was known on their day, and outcomes sealed apart."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracktwo.casebook.known import facts
from tracktwo.casebook.outcomes import outcomes
from tracktwo.casebook.starts import starts
from tracktwo.drafting import draft

if TYPE_CHECKING:
    from pathlib import Path

    from tracktwo.casebook.outcomes import Outcome
    from tracktwo.casebook.records import Sources
    from tracktwo.casebook.starts import Start
    from tracktwo.drafting import Draft


@dataclass(frozen=True)
class PastCase:
    """A case of the casebook before its outcome is looked at."""

    start: Start
    stages: tuple[str, ...]
    """Stages and milestones that have an outcome, by id."""


def past_cases(sources: Sources) -> tuple[PastCase, ...]:
    """Return the cases of a casebook, by day; those in which nothing is left open are none."""
    found = []
    for start in starts(sources):
        stages = tuple(o.stage for o in outcomes(sources, start))
        if stages:
            found.append(PastCase(start, stages))
    return tuple(found)


def drafted(sources: Sources, start: Start) -> Draft:
    """Draft a case from what was known on its day: nothing dated later is looked at."""
    return draft(facts(sources.known_on(start.day), start_as_known(start)))


def start_as_known(start: Start) -> Start:
    """Return a start whose agreement does not say how it ended."""
    if start.first is None:
        return start
    return replace(start, first=replace(start.first, ended=None))


def sealed(sources: Sources, cases: tuple[PastCase, ...]) -> tuple[Outcome, ...]:
    """Return what became of all cases, in their order."""
    return tuple(o for case in cases for o in outcomes(sources, case.start))


def write_case(made: Draft, folder: Path) -> None:
    """Write a draft as a case folder."""
    (folder / "sources").mkdir(parents=True)
    (folder / "case.yaml").write_text(made.case_yaml, encoding="utf-8")
    (folder / "positions.csv").write_text(made.positions_csv, encoding="utf-8")
    (folder / "evidence.jsonl").write_text("", encoding="utf-8")
