"""How it was computed, what it does not claim, and what is needed to compute it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import (
    Code,
    Column,
    Emphasis,
    Heading,
    Listing,
    Name,
    Pairs,
    Paragraph,
    Row,
    Section,
    Table,
    ToSection,
    phrase,
    words,
)
from tracktwo.game.draw_counts import FEW
from tracktwo.report.kind_words import ENGINES
from tracktwo.scoring.casebook_said import verdict
from tracktwo.scoring.published import published_scores

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracktwo.blocks import Block, Text
    from tracktwo.game.calibration import BaseRate
    from tracktwo.report.page import Page
    from tracktwo.results.odds import Result


def section(page: Page) -> Section:
    """Say how the odds were computed."""
    more = phrase(
        "More: {model} (the model with its formulas and sources), {folder} (how a case is "
        "written), {report} (this page).",
        model=Emphasis("docs/roadmap-model.md"),
        folder=Emphasis("docs/case-folder.md"),
        report=Emphasis("docs/report.md"),
    )
    return Section(
        "method",
        "How it was computed, and limits",
        (
            Paragraph(_method(page.result)),
            Paragraph(more),
            *_rates(page),
            Heading("What this page does not claim", at=ToSection("limits")),
            Listing(_limits(len(page.sources))),
            Heading("To compute it again"),
            Pairs(tuple(_again(page.result))),
        ),
    )


def _method(result: Result) -> str:
    sight = "" if result.foresight is None else f", looking {result.foresight} months ahead"
    return (
        f"The roadmap is a game, reported over {result.horizon} months. In each month, every "
        "step that is next needs the consent of those its rule names. An actor weighs its "
        "prospects with the step against those without it: how near the policies in force "
        "come to its positions, weighted by what matters to it; what conflict and pressure "
        f"cost it; and what later stages would bring{sight}. The better the step looks, the "
        "likelier its consent, never surely (logit quantal response, McKelvey and Palfrey "
        "1995). A declared stance shifts that likelihood. Actors may also disrupt the process "
        "in proportion to their capability (spoilers, Stedman 1997), and any process may be "
        "given up. For each draw of what is not known, the chances of all paths are added up "
        "exactly; nothing is left to the luck of a simulation."
    )


# --- the outside view --------------------------------------------------------------------------


def _rates(page: Page) -> tuple[Block, ...]:
    if not page.rates:
        return (Paragraph("No published rate is used for the pace of a stage of this case."),)
    what = (
        "The usual pace of a stage is set so that parties who are indifferent pass it as often as "
        "processes did in published records. What is special about this case then makes it "
        "likelier or less likely."
    )
    heads = ("From", "To", "Processes", "Within", "Source")
    return (
        Heading("The outside view", at=ToSection("rates")),
        Paragraph(what),
        Table(
            label="Published rates used",
            caption="Published rates used: share of processes that had passed by then",
            columns=tuple(Column(head) for head in heads),
            rows=tuple(_rate(rate) for rate in page.rates.values()),
        ),
    )


def _rate(rate: BaseRate) -> Row:
    within = "; ".join(
        f"{years}{words.NBSP}y: {words.percent(share)}"
        for years, share in sorted(rate.within.items())
    )
    processes = f"{rate.n or 'number not given'}, {rate.population}"
    return Row(rate.from_state, (rate.to_state, processes, within, rate.source))


# --- limits ------------------------------------------------------------------------------------


_LIMITS = """
It does not foretell what will happen. It says what follows from the quotes and the assumptions
above; other assumptions give other odds.

It rests on {sources} and knows nothing that {they} not say. Whether a source is right is not
examined.

Positions, capabilities, costs and harm as numbers are an analyst's reading. Harm is a relative
scale, not a count of people.

Uncertain numbers are drawn independently of one another, within their ranges. If two of them move
together, or the truth lies outside a range, the bands are too narrow.

Actors, issues and steps stay as listed. Splits within an actor, new actors, changes of leadership,
and events elsewhere are not in it, except as a base rate at which processes are given up.

{track} Those were first drafts, in which nobody had set a number; of cases that a person worked on
nothing is known yet.

Published rates come from processes that had begun, and are thus kinder than all attempts would be.

The numbers cannot weigh what is just or lawful. The page takes no side and recommends nothing.
"""


def _limits(sources: int) -> tuple[str, ...]:
    """Say what the odds do not claim."""
    text = _LIMITS.format(
        sources="1 source" if sources == 1 else f"{sources} sources",
        they="it does" if sources == 1 else "they do",
        track=verdict(published_scores()),
    )
    return tuple(" ".join(part.split()) for part in text.split("\n\n"))


def _again(result: Result) -> Iterator[tuple[Text, Text]]:
    yield "Case", (Name(result.case_id), ", digest ", Code(result.case_digest))
    yield "Version", f"tracktwo {result.version}, engine {ENGINES[result.engine]}"
    yield "Seed", str(result.seed)
    few = f"{min(FEW, result.draws):,}"
    draws = f"{result.draws:,}; for settlements, votes and coalitions, the first {few} of them"
    yield "Draws", draws
    sight = result.foresight
    yield "Foresight", "as far as the game is solved" if sight is None else f"{sight} months"
