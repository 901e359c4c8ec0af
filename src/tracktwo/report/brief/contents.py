"""What stands on the two pages, in which order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracktwo.blocks import Section, Strong, phrase, words
from tracktwo.report.brief import (
    alternatives,
    changed,
    ending,
    find_out,
    moves,
    odds,
    signs,
    steps,
    tied,
)
from tracktwo.report.sections.alternatives import by_proposal
from tracktwo.report.sections.holds_said import holds_said
from tracktwo.report.sections.moves import figure as of_levers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tracktwo.blocks import Figure, Text
    from tracktwo.report.page import Page
    from tracktwo.results.first_draft import FirstDraft


@dataclass(frozen=True)
class Brief:
    """Two pages, ready for every renderer."""

    title: str
    question: str
    when: Text
    """Of which time it is."""
    draft: str
    """That the odds are a first draft's, in large letters; else empty."""
    first: tuple[tuple[Section, ...], ...]
    """Of page one: rows of one section, or of two side by side."""
    second: tuple[tuple[Section, ...], ...]
    pictures: Mapping[str, Figure]
    """Charts for slides, which have more room than pages, by the section they belong to."""
    source: str
    """In the foot of each printed page: of what day, from which case and program."""

    @property
    def sections(self) -> tuple[Section, ...]:
        """All sections in order."""
        return tuple(one for row in (*self.first, *self.second) for one in row)

    def section(self, name: str) -> Section | None:
        """Return a section by its id without ``brief-``; None where the case has none."""
        return next((one for one in self.sections if one.id == f"brief-{name}"), None)


def brief(page: Page) -> Brief:
    """Return the brief of a case and its run."""
    case, result = page.case, page.result
    others = alternatives.section(page)
    since, drawn = changed.section(page), tied.figure(page)
    first = (
        (odds.section(page),),
        (_blockers(page),),
        (moves.section(page),),
        *(((since,),) if since is not None else ()),
        *(((tied.section(drawn),),) if drawn is not None else ()),
    )
    second = (
        (steps.section(page),),
        *(((others,),) if others is not None else ()),
        (find_out.section(page), signs.section(page)),
        (ending.limits(page), ending.sources(page)),
    )
    return Brief(
        title=case.title,
        question=case.question,
        when=phrase(
            "As of {day}, looking {time} ahead, to {until}.",
            day=Strong(words.day(case.as_of)),
            time=words.duration(page.horizon),
            until=page.until,
        ),
        draft=_draft(result.first_draft) if result.first_draft is not None else "",
        first=first,
        second=second,
        pictures=dict(_pictures(page, drawn)),
        source=(
            f"tracktwo {result.version} · case {case.id}, {result.case_digest[:12]} · as of "
            f"{words.day(case.as_of)} · seed {result.seed}, {result.draws:,} draws"
        ),
    )


def _draft(found: FirstDraft) -> str:
    """Say what a first draft is, to who reads and does not work on it."""
    are = "is" if found.yours == 1 else "are"
    return (
        f"{found.yours} of {found.decisive} decisive numbers {are} reported or set by the analyst; "
        "for the others stand general rules, which know nothing of this case."
    )


def _blockers(page: Page) -> Section:
    return Section(
        "brief-blockers",
        "Who blocks it, on which step, and why",
        holds_said(page, "Blockers, their steps and their reasons"),
    )


def _pictures(page: Page, drawn: Figure | None) -> Iterator[tuple[str, Figure]]:
    if drawn is not None:
        yield "blockers", drawn
    shown, _ = moves.chosen(page)
    if shown:
        yield "moves", of_levers(page, shown)
    if page.options:
        yield "alternatives", by_proposal(page.focus_stage, page)
