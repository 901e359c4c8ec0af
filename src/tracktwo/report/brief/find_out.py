"""What is worth finding out: what people could know, ordered by what it does to the odds.

A constant of the model is never among them: nobody outside the model could know it. What a word of
refusal is worth in this case somebody does know, so it is asked as the stance that it is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracktwo.blocks import Harm, Listing, Name, Paragraph, Section, Small, words
from tracktwo.case.quantities import uncapitalised
from tracktwo.questions.interview.choices import STANCES
from tracktwo.questions.interview.unsettled import unsettled
from tracktwo.questions.interview.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracktwo.blocks import Block, Text
    from tracktwo.report.numbers import Number
    from tracktwo.report.page import Page
    from tracktwo.results.odds import Input

MOST = 5


@dataclass(frozen=True)
class ToFindOut:
    """Something that a person could know, and what it could do to the odds of the focus."""

    question: str
    path: str
    assumed: str
    swing: float


def section(page: Page) -> Section:
    """Say what is worth finding out."""
    found = list(to_find_out(page))[:MOST]
    blocks: tuple[Block, ...] = (Listing(tuple(_said(one, page) for one in found), ordered=True),)
    if not found:
        blocks = (Paragraph("Nothing that people could find out moves the odds noticeably."),)
    count = {1: "One thing", 2: "Two things", 3: "Three things", 4: "Four things"}
    first = count.get(len(found), "Five things" if found else "What is")
    return Section("brief-find-out", f"{first} worth finding out", blocks)


def _said(one: ToFindOut, page: Page) -> Text:
    reach = f"{words.points(abs(one.swing)).lstrip('+')} between its low and high answers"
    said = Small(f"{words.heading(reach)}; assumed: {one.assumed}.")
    return (Name(one.question), " ", said, _harm(one, page))


def _harm(one: ToFindOut, page: Page) -> Text:
    """Say the harm of a lever wherever its effect is said."""
    head, _, rest = one.path.partition(".")
    ids = [lever.lever.id for lever in page.levers] if head == "levers" else []
    lever = rest.split(".")[0]
    if lever not in ids:
        return ""
    harm = page.levers[ids.index(lever)].effect.harm_at_full
    return (" ", Harm(f"harm at full intensity {words.number_tidy(harm.mean)} a month"))


def to_find_out(page: Page) -> Iterator[ToFindOut]:
    """Yield what people could find out, what moves the odds most first."""
    words_of = Wording(page.case)
    asked: dict[str, str] = {}
    for one in unsettled(page.case):
        if one.factor is not None:
            asked.setdefault(one.factor, one.text)
    taken: set[str] = set()
    measured = [number for number in page.numbers.values() if number.is_clear]
    for number in sorted(measured, key=lambda one: -abs(one.swing or 0.0)):
        put = words_of.put(number.path)
        text = put.text if put is not None else asked.get(number.path)
        if text is None and number.origin == "the case":
            text = _in_words(number, page)
        if text is None or text in taken:
            continue
        taken.add(text)
        yield ToFindOut(text, number.path, _assumed(number, page), number.swing or 0.0)


def _in_words(number: Number, page: Page) -> str | None:
    """Ask for a number of the case that the interview has no question for; None: nobody knows."""
    match number.path.split("."):
        case ["roadmap", "stages", _, "milestones", step, "ease"]:
            name = page.names.milestones[step]
            return f"Is “{name}” easier or harder than such steps usually are?"
        case ["levers", lever, "harm"]:
            return f"How much would “{page.names.levers[lever]}” harm civilians?"
        case [*_, "decisiveness"]:
            return None
        case _:
            return f"What is known of this: {uncapitalised(number.label)}?"


def _assumed(number: Number, page: Page) -> str:
    """Say what is assumed, in units that one can picture."""
    given = {item.path: item for item in page.result.inputs}.get(number.path)
    if given is None:
        return number.text
    match number.path.split("."):
        case [*_, "pace"] if given.low > 0:
            low, high = (words.duration(1 / rate) for rate in (given.high, given.low))
            return f"{low} to {high}" if low != high else low
        case [*_, "ease"]:
            if abs(given.mode) < _EASY:
                return "about as usual"
            return "harder than usual" if given.mode < 0 else "easier than usual"
        case ["model", "stances", word]:
            return _DECLARED.get(word, f"it {word}")
        case ["model", "pace", _]:
            return f"as in published records, within a factor of {math.exp(given.high):.1f}"
        case [*_, "disruption" | "lapses"]:
            low, high = (words.percent(end) for end in (given.low, given.high))
            return f"{low} to {high}" if low != high else low
        case [*_, "strength"]:
            return _stance(given)
        case [*_, "position" | "salience" | "capability" | "harm"] | [
            *_,
            "conflict" | "cost" | "policy",
            _,
        ]:
            return f"{number.text}, of 100"
        case _:
            return number.text


def _stance(given: Input) -> str:
    """Say how ready an actor is taken to be, in the words that an expert is asked in."""
    if given.low < 0 < given.high and abs(given.mode) < _EVEN:
        return "it could go either way"
    label, *_ = min(
        ((label, at) for _, label, _, at in STANCES), key=lambda one: abs(one[1][1] - given.mode)
    )
    return label


_DECLARED = {"conditional": "it agrees on conditions only", "silent": "it has declared nothing"}
_EASY, _EVEN = 0.25, 0.5
"""Log-odds of ease that are about as usual; of a stance that is neither for nor against."""
