"""What the scores of ledgers say, as blocks: calibration before skill, and nothing from too few."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tracktwo.blocks import (
    Code,
    Column,
    Figure,
    Figures,
    Listing,
    Name,
    Note,
    Paragraph,
    Row,
    Section,
    Small,
    Strong,
    Table,
    numeric,
    phrase,
    words,
)
from tracktwo.record.chart import reliability
from tracktwo.record.scores import CASE, ENOUGH, FEWEST, OUTSIDE

if TYPE_CHECKING:
    from tracktwo.blocks import Block, Text
    from tracktwo.record.scores import Forecaster, Scores
    from tracktwo.scoring.proper import Estimate

ID, TITLE = "scores", "What these odds have been worth"


def scores_section(found: Scores) -> Section:
    """Say how the forecasts of one or more ledgers came out."""
    return Section(ID, TITLE, tuple(_blocks(found)))


def _blocks(found: Scores) -> list[Block]:
    blocks: list[Block] = [Paragraph(_counted(found))]
    if not found.outcomes:
        how = phrase(
            "Nothing is settled yet, so there is nothing to score. {command} settles a stage.",
            command=Code("tracktwo record resolve"),
        )
        return [*blocks, Paragraph(how)]
    blocks.append(Note((Paragraph(_claim(found)),)))
    blocks += [Paragraph(_in_the_large(found)), _curve(found), _curve_table(found)]
    blocks += [_forecasters(found), *_pairs(found), Paragraph(_how(), "how")]
    return blocks


def _counted(found: Scores) -> Text:
    left = [
        f"{count:,} {said}"
        for count, said in (
            (found.open, "not settled"),
            (found.void, "void"),
            (found.known, "kept when the outcome was known"),
        )
        if count
    ]
    told = f"{found.forecasts:,} odds of a stage were kept"
    told += f" ({words.join(left)})" if left else ""
    counted = f"{found.outcomes:,} {_plural('outcome', found.outcomes)}"
    return f"{told}. Scored: {counted} in {found.cases:,} {_plural('case', found.cases)}."


def _plural(word: str, count: int) -> str:
    return word if count == 1 else f"{word}s"


def _claim(found: Scores) -> Text:
    chance = (
        ""
        if found.chance_to_find is None
        else f" Even perfect odds spread like these would be found better than their own mean in "
        f"{words.percent(found.chance_to_find)} of trials with so many outcomes."
    )
    if not found.enough:
        counted = f"{found.outcomes:,} {_plural('outcome', found.outcomes)}"
        told = f"Nothing is claimed from {counted}: that takes about {ENOUGH}."
        more = " The figures describe what happened; they do not say whose odds are better."
        return (Strong(told), more, chance)
    main = found.forecasters[0]
    gain, against = main.against_outside, "the outside view"
    if gain.value is None:
        return (Strong("There is no outside view to hold the case's odds against."), chance)
    if gain.low is not None and gain.low > 0:
        told = f"The case's odds were better than {against}."
    elif gain.high is not None and gain.high < 0:
        told = f"The case's odds were worse than {against}: use that instead."
    else:
        told = f"The case's odds were not shown to be better than {against}."
    return (Strong(told), chance)


def _in_the_large(found: Scores) -> Text:
    said = found.forecasters[0].calibration
    large = said.in_the_large
    told = (
        f"Calibration in the large: odds of {words.percent(said.mean_odds)} on average, and "
        f"{words.percent(said.share)} happened."
    )
    if large.value is not None:
        told += f" To come out right, log-odds would have to move by {_estimate(large)}"
        told += _verdict(large) + "."
    if said.slope.value is not None:
        told += f" Slope: {_estimate(said.slope)} (1 is right; below it, odds were too extreme)."
    return told


def _verdict(large: Estimate) -> str:
    if large.low is None or large.high is None or not large.excludes(0):
        return ""
    return ": the odds were too high" if large.high < 0 else ": the odds were too low"


def _curve(found: Scores) -> Block:
    told = "; ".join(
        f"{words.percent(one.odds)}: {words.percent(one.share)} of {one.n} happened"
        for one in found.curve
    )
    figure = Figure(
        spec=reliability(found.curve),
        title="How often what was forecast happened, by its odds",
        description=f"{told}.",
        heading="Calibration curve",
        caption="On the dashed line odds come true as often as they say; the bars hold 95 % of "
        "what chance would give.",
    )
    return Figures((figure,))


def _curve_table(found: Scores) -> Table:
    return Table(
        label="Calibration by odds",
        caption="Outcomes by the odds they were given, equally many a row",
        columns=(Column("Odds of about"), *numeric("Outcomes", "Happened", "95 % interval")),
        rows=tuple(
            Row(
                words.percent(one.odds),
                (
                    f"{one.n:,}",
                    words.percent(one.share),
                    f"{words.percent(one.low)} to {words.percent(one.high)}",
                ),
            )
            for one in found.curve
        ),
    )


def _forecasters(found: Scores) -> Table:
    return Table(
        label="Scores by who forecast",
        caption="Brier and log score (in brackets 95 % over resampled cases), and the difference "
        "in log score on the outcomes that both have: above 0 is better",
        columns=(
            Column("Odds by"),
            *numeric("Outcomes", "Brier", "Log score", "Against the case", "Against outside"),
        ),
        rows=tuple(_row(one) for one in found.forecasters),
    )


def _row(one: Forecaster) -> Row:
    own = one.name not in {CASE, OUTSIDE}
    return Row(
        Name(one.name) if own else words.heading(one.name),
        (
            f"{one.outcomes:,}",
            _cell(one.brier),
            _cell(one.log),
            _cell(one.against_case, signed=True),
            _cell(one.against_outside, signed=True),
        ),
        "plain" if own else "base",
    )


def _pairs(found: Scores) -> tuple[Block, ...]:
    if not found.pairs:
        return ()
    items = [
        phrase(
            "{first} against {second}, {n} in common: {difference}",
            first=Name(pair.first),
            second=Name(pair.second),
            n=f"{pair.outcomes:,} {_plural('outcome', pair.outcomes)}",
            difference=f"{_estimate(pair.difference)} in log score",
        )
        for pair in found.pairs
    ]
    lead = "Authors on the same outcomes (above 0 the first was better):"
    return (Paragraph(lead, "lead"), Listing(tuple(items)))


def _how() -> str:
    return (
        "One outcome is one stage of one case by one day; forecasts of it on several days count "
        "together, by their mean. An author who gave no own odds is scored by the case's. Log "
        f"score: 0 at best, {words.signed(math.log(0.5), 2)} for 50 % throughout; Brier: 0 at "
        "best, 0.25 for 50 %. The outside view is published base rates from where the process "
        f"stood. No interval is given for fewer than {FEWEST} cases."
    )


def _cell(one: Estimate, *, signed: bool = False) -> Text:
    if one.value is None:
        return ""
    mean = words.signed(one.value, 3) if signed else f"{one.value:.3f}"
    if one.low is None or one.high is None:
        return mean.replace("-", words.MINUS)
    low, high = (words.signed(x, 2) if signed else f"{x:.2f}" for x in (one.low, one.high))
    text = f"({low} to {high})"
    return (mean.replace("-", words.MINUS), " ", Small(text.replace("-", words.MINUS)))


def _estimate(one: Estimate) -> str:
    if one.value is None:
        return "not known"
    if one.low is None or one.high is None:
        return words.signed(one.value, 2)
    low, high = words.signed(one.low, 2), words.signed(one.high, 2)
    return f"{words.signed(one.value, 2)} (95 % {low} to {high})"
