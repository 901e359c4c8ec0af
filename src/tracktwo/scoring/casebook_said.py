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
    from collections.abc import Sequence

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
        Paragraph(_fitted()),
        Paragraph(_power(found)),
        Paragraph(_slope(found)),
        *([Paragraph(_left_out(found))] if found.left_out else []),
        Paragraph(_how(found), "how"),
    ]


def verdict(found: CasebookScores) -> str:
    """Say in a few sentences whether the odds were any better than the base rate; worse first."""
    last = next(r for r in found.pooled if r.half == "all" and r.months == MONTHS[-1])
    apart = next((r for r in found.pooled if r.half == "apart" and r.months == MONTHS[-1]), None)
    if found.worse:
        told = f"The odds of drafts were worse than the base rate: {_rows(found.worse)}."
    else:
        told = (
            "At no stage and horizon were the odds of drafts clearly worse than the base rate of "
            "other countries."
        )
    better = [r for r in found.rows if r.half == "all" and r.better]
    if better:
        told += f" They were clearly better, on {ENOUGH} outcomes or more: {_rows(better)}."
    else:
        told += " Nowhere were they clearly better."
    if last.over_base.value is not None:
        told += f" Over all stages they brought {_nats(last.over_base)} an outcome"
        if apart is not None and apart.over_base.value is not None:
            told += (
                ", and in the countries on which the ease of steps was not fitted "
                f"{_nats(apart.over_base)}"
            )
        told += f". {IN_SAMPLE}"
        told += _out_of_sample(found)
    return told


IN_SAMPLE = (
    "None of this is out of sample: the published rates that drafts take, of first agreements too, "
    "were counted on all countries."
)


def _out_of_sample(found: CasebookScores) -> str:
    """Say what was found where nothing was counted on the country that is scored."""
    rows = [r for r in found.rows if r.half == "all" and r.months == MONTHS[-1]]
    one = next((r for r in rows if r.condition_over_base is not None), None)
    if one is None or one.condition_over_base is None or one.condition_over_base.value is None:
        return ""
    return (
        " Counted on other countries alone, the rate of a first agreement given whether something "
        f"was agreed lately brings {_nats(one.condition_over_base)} over the base rate within "
        f"{one.months} months."
    )


def _rows(rows: Sequence[StageScore]) -> str:
    return words.join([_row_in_words(r) for r in rows])


def _row_in_words(row: StageScore) -> str:
    """Name a row with how many outcomes it rests on, and whether all of them came out alike."""
    where = {
        "all": "",
        "fitted": " in the countries that constants were fitted on",
        "apart": " in those kept apart from it",
    }[row.half]
    alike = {0.0: ", none of which happened", 1.0: ", all of which happened"}
    return (
        f"{STAGES[row.stage].lower()} within {row.months} months{where} (on "
        f"{row.calibration.n:,} outcomes{alike.get(row.calibration.share, '')})"
    )


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
        caption=f"Within {MONTHS[-1]} months, in the countries on which the ease of steps was "
        "fitted and in those kept apart from that; published rates were counted on all",
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


def _fitted() -> Text:
    return (
        "Of what drafts take, the ease of steps (to a first and to a comprehensive agreement, to "
        "an interim government) was fitted on one part of the countries. All published rates "
        "(data/base_rates.csv) were counted on all countries: by UCDP war_to_first_agreement, "
        "war_recent_to_next_agreement and, in part, talks_partial_to_comprehensive and "
        "interim_text_to_office; the others on PA-X, whose processes are in good part the same. "
        "So no row here is out of sample, but for the rates that odds are set beside, which are "
        "those of other countries."
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


_MISSING = {
    "pax": ("processes of PA-X, which may not be shipped", "--pax FILE"),
    "mediations": (
        "cases that start from a first mediation, whose data may not be shipped",
        "--mediations FILE",
    ),
}


def _left_out(found: CasebookScores) -> Text:
    what = words.join([_MISSING[name][0] for name in found.left_out])
    options = " ".join(_MISSING[name][1] for name in found.left_out)
    return (
        f"Not in this casebook: {what}. Your own copies add them: tracktwo casebook build FOLDER "
        f"{options}, then tracktwo record score --casebook FOLDER."
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
