"""Interim administrations in time, and elections after which nobody governs, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import Heading, Listing, phrase, quoted, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.blocks import Block, Naming, Text
    from tracktwo.results.government import InterimTerm, VoteResult


def terms(
    found: Sequence[InterimTerm], votes: Sequence[VoteResult], names: Naming
) -> tuple[Block, ...]:
    """Say what interim administrations come to in time, and what may go wrong at a vote."""
    lines = [line for term in found for line in _term(term, names)]
    lines += [line for one in votes for line in _nobody(one)]
    if not lines:
        return ()
    return (Heading("Terms, and what may go wrong"), Listing(tuple(lines)))


def _term(term: InterimTerm, names: Naming) -> list[Text]:
    stage = quoted(names.stage(term.stage))
    lines: list[Text] = [(stage, f" is agreed for {words.measure(term.duration)} months.")]
    if term.extension.p95 > 0:
        lines.append(
            f"An extension comes with a chance of {words.percent_band(term.extension)} and makes "
            f"it {words.measure(term.with_extension)}."
        )
    if term.wait is not None and term.vote is not None:
        half, early, late = (
            words.duration(months) for months in (term.wait.p50, term.wait.p25, term.wait.p75)
        )
        lines.append(
            phrase(
                "Elsewhere it took {half} until such a vote as {vote}, at the median; the middle "
                "half after {early} to {late}.",
                half=half,
                vote=quoted(names.stage(term.vote)),
                early=early,
                late=late,
            )
        )
    if term.in_time is not None and term.in_extended_time is not None and term.vote is not None:
        lines.append(
            "At the even pace that the game fits to this it comes within the term with a chance of "
            f"{words.percent_band(term.in_time)}, and with the extension, where there is one, of "
            f"{words.percent_band(term.in_extended_time)}."
        )
    lines.append(_coup(term))
    if term.vetoes:
        lines.append((names.listed_actors(term.vetoes), " can stop any decision."))
    if term.chair:
        lines.append(("The chair goes round: ", names.listed_actors(term.chair), "."))
    return lines


def _coup(term: InterimTerm) -> str:
    text = f"Chance of a coup attempt within the term: {words.percent_band(term.coup_attempt)}"
    if term.congruence is not None:
        text += (
            ". Shares of power follow those of people to "
            f"{words.percent_band(term.congruence)}, a stand-in for legitimacy; where they do not, "
            "attempts are taken to be likelier by an assumed factor"
        )
    return f"{text} (published rates: {'; '.join(term.sources)})."


def _nobody(one: VoteResult) -> list[str]:
    lines = []
    if one.nobody > 0:
        lines.append(
            f"{one.label}: nobody votes, so nobody is elected, with a chance of "
            f"{words.percent(one.nobody)}; power then stays as it was."
        )
    if one.no_government > 0:
        lines.append(
            f"{one.label}: no coalition can govern with a chance of "
            f"{words.percent(one.no_government)}; power then stays as it was."
        )
    return lines
