"""What the scores of a casebook say, as blocks: calibration first, then scores, then power."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import (
    Column,
    Note,
    Paragraph,
    Row,
    Section,
    Strong,
    Table,
    numeric,
    phrase,
    words,
)
from tracktwo.casebook.starts import ROADS
from tracktwo.scoring.casebook import ENOUGH
from tracktwo.scoring.past_odds import MONTHS

if TYPE_CHECKING:
    from tracktwo.blocks import Block, Text
    from tracktwo.scoring.casebook import CasebookScores, StageScore
    from tracktwo.scoring.proper import Estimate

STAGES = {
    "first-agreement": "First agreement",
    "partial": "Partial agreement",
    "comprehensive": "Comprehensive",
    "interim-text": "Interim agreed",
    "interim": "Interim in office",
    "elected": "Elected under it",
    "vote": "Vote held",
    "all stages": "All stages",
}
HALVES = {"all": "all", "fitted": "fitted on", "apart": "kept apart"}


def casebook_section(found: CasebookScores) -> Section:
    """Say what the odds of drafts have been worth on past processes."""
    return Section("track-record", "What the odds have been worth", tuple(_blocks(found)))


def _blocks(found: CasebookScores) -> list[Block]:
    main = [row for row in found.rows if row.half == "all"]
    together = [row for row in found.pooled if row.half == "all"]
    halves = [row for row in (*found.rows, *found.pooled) if row.months == MONTHS[-1]]
    return [
        Paragraph(_counted(found)),
        Note((Paragraph((Strong(verdict(found)),)),)),
        _calibration([*main, *together]),
        _scores([*main, *together]),
        _by_half([row for row in halves if row.half != "all"]),
        Paragraph(_power(found)),
        Paragraph(_slope(found)),
        Paragraph(_how(found), "how"),
    ]


def verdict(found: CasebookScores) -> str:
    """Say in one or two sentences whether the odds were any better than the base rate."""
    last = next(r for r in found.pooled if r.half == "all" and r.months == MONTHS[-1])
    apart = next((r for r in found.pooled if r.half == "apart" and r.months == MONTHS[-1]), None)
    worse = [f"{STAGES[r.stage].lower()} within {r.months} months" for r in found.worse]
    if worse:
        told = f"The odds of drafts were worse than the base rate: {words.join(worse)}."
    else:
        told = (
            "At no stage and horizon were the odds of drafts clearly worse than the base rate of "
            "other countries."
        )
    better = [r for r in found.rows if r.half == "all" and r.better]
    if better:
        names = [f"{STAGES[r.stage].lower()} within {r.months} months" for r in better]
        told += f" They were clearly better for: {words.join(names)}."
    else:
        told += " Nowhere were they clearly better."
    if last.over_base.value is not None:
        told += f" Over all stages they brought {_nats(last.over_base)} an outcome"
        if apart is not None and apart.over_base.value is not None:
            told += f"; in the countries that nothing was fitted on, {_nats(apart.over_base)}"
        told += "."
    return told


def _counted(found: CasebookScores) -> Text:
    roads = [f"{count} {ROADS[road]}" for road, count in found.cases.items()]  # type: ignore[index]
    return (
        f"{sum(found.cases.values()):,} past cases in {found.countries} countries, chosen by rule "
        f"and drafted from what was known on their day: {words.join(roads)}. What became of them "
        f"was sealed before odds were run (SHA-256 {found.sealed[:12]})."
    )


def _calibration(rows: list[StageScore]) -> Table:
    return Table(
        label="Calibration by stage and horizon",
        caption="Calibration first. To add: what log-odds would have to move by so that as many "
        "are expected as happened (below 0, odds were too high). Slope: 1 is right, below 1 odds "
        "were too extreme, at 0 they told nothing. In brackets 95 % over countries, dots where the "
        "cases set no bound",
        columns=(
            Column("Stage"),
            *numeric("Months", "n", "Odds", "Happened", "To add", "Slope"),
        ),
        rows=tuple(
            Row(
                STAGES[r.stage],
                (
                    str(r.months),
                    f"{r.calibration.n:,}",
                    words.percent(r.calibration.mean_odds),
                    words.percent(r.calibration.share),
                    _span(r.calibration.in_the_large),
                    _span(r.calibration.slope),
                ),
            )
            for r in rows
        ),
    )


def _scores(rows: list[StageScore]) -> Table:
    return Table(
        label="Scores by stage and horizon",
        caption="Then scores. Log score in nats (0 is best, -0.69 is 50 %), Brier (0 is best). "
        "Over the base rate of other countries, over 50 %, and, of first agreements, over the rate "
        "given mediation and a recent agreement: above 0 the odds were better",
        columns=(
            Column("Stage"),
            *numeric("Months", "Log", "Brier", "Over base", "Over 50 %", "Over given"),
        ),
        rows=tuple(
            Row(
                STAGES[r.stage],
                (
                    str(r.months),
                    _number(r.log),
                    _number(r.brier),
                    _span(r.over_base, 2),
                    _number(r.over_even),
                    _span(r.over_condition, 2) if r.over_condition else "",
                ),
            )
            for r in rows
        ),
    )


def _by_half(rows: list[StageScore]) -> Table:
    return Table(
        label="Countries that constants were fitted on, and those kept apart",
        caption=f"Within {MONTHS[-1]} months, in the countries on which constants of drafting were "
        "fitted and in those kept apart from it",
        columns=(
            Column("Stage"),
            Column("Countries"),
            *numeric("n", "Odds", "Happened", "To add", "Over base"),
        ),
        rows=tuple(
            Row(
                STAGES[r.stage],
                (
                    HALVES[r.half],
                    f"{r.calibration.n:,}",
                    words.percent(r.calibration.mean_odds),
                    words.percent(r.calibration.share),
                    _span(r.calibration.in_the_large),
                    _span(r.over_base, 2),
                ),
            )
            for r in rows
        ),
    )


def _power(found: CasebookScores) -> Text:
    last = [r for r in found.rows if r.half == "all" and r.months == MONTHS[-1]]
    few = [STAGES[r.stage].lower() for r in last if r.calibration.n < ENOUGH]
    told = (
        "What so many cases could have shown: odds spread like these, were they right, would be "
        "found better than their own mean in "
    )
    told += words.join(
        [
            f"{words.percent(r.to_find)} of trials ({STAGES[r.stage].lower()}, {r.calibration.n})"
            for r in last
        ]
    )
    told += "."
    if few:
        told += f" Fewer than {ENOUGH} outcomes, from which nothing is claimed: {words.join(few)}."
    return told


def _slope(found: CasebookScores) -> Text:
    if found.slope is None or found.slope_gain.value is None:
        return "No pooled slope can be estimated."
    intercept, slope = found.slope
    gain = found.slope_gain
    said = (
        "which is a gain"
        if gain.low is not None and gain.low > 0
        else "which is no gain: no odds are recalibrated"
    )
    return (
        f"One slope and intercept over all stages, on log-odds within {MONTHS[-1]} months: "
        f"{slope:.2f} and {words.signed(intercept, 2)}. Fitted on other countries it brings "
        f"{_nats(gain)} an outcome, {said}."
    )


def _how(found: CasebookScores) -> Text:
    open_ = sum(r.unknown for r in found.rows if r.half == "all" and r.months == MONTHS[-1])
    return phrase(
        "Left out are {count} outcomes that no source covers for {months} months. The base rate is "
        "that of all other countries; intervals resample countries. Where none or all happened, an "
        "interval says little. How cases are chosen and judged: docs/track-record.md.",
        count=str(open_),
        months=str(MONTHS[-1]),
    )


def _number(one: Estimate) -> str:
    return "" if one.value is None else words.signed(one.value, 2).lstrip("+")


def _span(one: Estimate, digits: int = 1) -> str:
    """Write an estimate with its interval; dots where the data set no bound."""
    if one.value is None:
        return "none"
    low, high = (".." if x is None else words.signed(x, digits) for x in (one.low, one.high))
    return f"{words.signed(one.value, digits)} [{low},{words.NBSP}{high}]".replace(" ", words.NBSP)


def _nats(one: Estimate) -> str:
    return f"{_span(one, 3)} nats"
