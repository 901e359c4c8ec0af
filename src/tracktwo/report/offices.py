"""Interim terms and elections in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracktwo.blocks import words
from tracktwo.questions.government.formulas import PICKS
from tracktwo.report.bodies import share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.report.bodies import Name
    from tracktwo.results.bands import Band
    from tracktwo.results.government import (
        Fear,
        Government,
        InterimTerm,
        PickResult,
        Published,
        Variant,
        VoteResult,
    )


_SMALL = 0.005
"""Log-odds too small to speak of."""


WHY_APART = (
    "What is computed is one chance of breaking down per month that never eases (where the case "
    "gives none, from published rates: 35 % or 61 % within five years, up to 44 % within the "
    "first), while the published risk falls with time and is that of other settlements, counted "
    "from an agreement and not from the last stage: if risk falls here as it did there, the first "
    "years computed are too hopeful and the fifth too gloomy, so use them to compare systems and "
    "take the span of all rows as what is known."
)
"""Why the chances that a settlement lasts differ from the published ones beside them."""


@dataclass(frozen=True)
class Stage:
    """What one stage puts in force of power, by formula or system."""

    id: str
    name: str
    variants: tuple[Variant, ...]


@dataclass(frozen=True)
class Offices:
    """Who would hold power, arranged for a reader."""

    result: Government
    parties: tuple[str, ...]
    """Names."""
    playing: tuple[tuple[str, int], ...]
    """Parties that play: name, and place among the players."""
    stages: tuple[Stage, ...]
    votes: tuple[VoteResult, ...]
    picks: tuple[tuple[str, PickResult], ...]
    """(name of the method, what comes of it)"""
    lasting: tuple[tuple[str, tuple[Band, ...]], ...]
    """(after what, chance that it still stands), for `years`."""
    years: tuple[int, ...]
    why_apart: str
    """Why what is computed is not what is published."""
    published: tuple[Published, ...]
    fears: tuple[tuple[str, str, Fear], ...]
    """(party, step, what power adds to its consent)"""
    fear_lines: tuple[str, ...]
    lines: tuple[str, ...]
    """Terms and edge cases in sentences."""
    onward: bool
    """Whether the chance of a vote after the stage before it is told."""


def offices(result: Government, actor: Name, step: Name) -> Offices:
    """Arrange who would hold power for a report.

    Parameters
    ----------
    result : Government
    actor, step : names of actors, and of stages and milestones, by id
    """
    order = dict.fromkeys(v.stage for v in result.variants)
    lasting = [v for v in result.variants if v.stands and result.votes and _votes_in(result, v)]
    lines = [line for term in result.terms for line in term_lines(term, actor, step)]
    lines += [line for one in result.votes for line in edge_lines(one)]
    return Offices(
        result=result,
        parties=tuple(actor(name) for name in result.parties),
        playing=tuple(
            (actor(name), result.players.index(name))
            for name in result.parties
            if name in result.players
        ),
        stages=tuple(
            Stage(
                name, step(name).strip("“”"), tuple(v for v in result.variants if v.stage == name)
            )
            for name in order
        ),
        votes=result.votes,
        picks=tuple((PICKS[one.method], one) for one in result.picks),
        lasting=tuple((v.label, tuple(band for _, band in v.stands)) for v in lasting),
        years=tuple(year for year, _ in lasting[0].stands) if lasting else (),
        why_apart=WHY_APART,
        published=result.published,
        fears=tuple(
            (actor(one.actor), step(one.milestone).strip("“”"), one) for one in result.fears
        ),
        fear_lines=fear_lines(result.fears, actor, step),
        lines=tuple(lines),
        onward=any(v.onward is not None for v in result.variants),
    )


def _votes_in(result: Government, variant: Variant) -> bool:
    return any(one.stage == variant.stage for one in result.votes)


def term_lines(term: InterimTerm, actor: Name, step: Name) -> tuple[str, ...]:
    """Say what an interim administration comes to in time.

    Parameters
    ----------
    term : InterimTerm
    actor, step : names of actors, and of stages, by id
    """
    lines = [f"{step(term.stage)} is agreed for {words.measure(term.duration)} months."]
    if term.extension.p95 > 0:
        lines.append(
            f"An extension comes with a chance of {share(term.extension)} and makes it "
            f"{words.measure(term.with_extension)}."
        )
    if term.wait is not None and term.vote is not None:
        months = [words.duration(x) for x in (term.wait.p50, term.wait.p25, term.wait.p75)]
        lines.append(
            f"Elsewhere it took {months[0]} until such a vote as {step(term.vote)}, at the median; "
            f"the middle half after {months[1]} to {months[2]}."
        )
    if term.in_time is not None and term.in_extended_time is not None and term.vote is not None:
        lines.append(
            "At the even pace that the game fits to this it comes within the term with a chance of "
            f"{share(term.in_time)}, and with the extension, where there is one, of "
            f"{share(term.in_extended_time)}."
        )
    text = f"Chance of a coup attempt within the term: {share(term.coup_attempt)}"
    if term.congruence is not None:
        text += (
            ". Shares of power follow those of people to "
            f"{share(term.congruence)}, a stand-in for legitimacy; where they do not, attempts "
            "are taken to be likelier by an assumed factor"
        )
    lines.append(f"{text} (published rates: {'; '.join(term.sources)}).")
    if term.vetoes:
        lines.append(f"{words.join(map(actor, term.vetoes))} can stop any decision.")
    if term.chair:
        lines.append(f"The chair goes round: {words.join(map(actor, term.chair))}.")
    return tuple(lines)


_FEARS = {
    "ballot": "fear of the ballot (less power expected after a vote than before it)",
    "never": "fear that the elections never come (more power expected after a vote)",
}


def fear_lines(fears: Sequence[Fear], actor: Name, step: Name) -> tuple[str, ...]:
    """Say who fears the ballot, and who fears that it never comes, where it weighs most."""
    lines = []
    for party in dict.fromkeys(one.actor for one in fears):
        mine = [one for one in fears if one.actor == party]
        for kind, text in _FEARS.items():
            most = min(mine, key=lambda one: getattr(one, kind).mean)
            weighs, first = getattr(most, kind), getattr(mine[0], kind)
            if weighs.mean > -_SMALL:
                continue
            line = (
                f"{words.heading(actor(party))}: {text} takes {_off(weighs.mean)} off the log-odds "
                f"of consent to {step(most.milestone)}, where it weighs most (90{words.NBSP}% of "
                f"draws: {_off(weighs.p95)} to {_off(weighs.p05)})"
            )
            if mine[0] is not most:
                line += f", and {_off(first.mean)} off that to {step(mine[0].milestone)}"
            lines.append(f"{line}.")
    return tuple(lines)


def _off(value: float) -> str:
    """Write how much a part takes off; what adds something takes off nothing."""
    return (
        "next to nothing"
        if 0 < -value < 0.005
        else f"{max(0.0, -value):.2f}".rstrip("0").rstrip(".")
    )


def edge_lines(one: VoteResult) -> tuple[str, ...]:
    """Say how likely an election is to make no one govern; nothing where it cannot."""
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
    return tuple(lines)
