"""What is said of which assumptions the odds depend on, and which are worth finding out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import (
    ASSUMED,
    Code,
    Column,
    Emphasis,
    Figure,
    Figures,
    Heading,
    Listing,
    Name,
    Paragraph,
    Row,
    Section,
    Strong,
    Table,
    listed,
    numeric,
    phrase,
    quoted,
    words,
)
from tracktwo.game.lower import lower
from tracktwo.questions.matters import QUESTION, chart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tracktwo.blocks import Block, Naming, Text
    from tracktwo.game.factors import Factor
    from tracktwo.questions.matters.discovery import Condition, Corner
    from tracktwo.questions.matters.sensitivity import Matters, Verdict, Weight

GROUPS = 12
"""Rows shown of a table of assumptions."""

WORTH = 8
"""Numbers shown that are worth finding out."""

CORNERS = 3
"""Corners of the assumptions shown."""


def section(found: Matters, names: Naming, rows: int = GROUPS) -> Section:
    """Say what carries the uncertainty of the odds, what to find out, and where there is a chance.

    Parameters
    ----------
    found : Matters
    names : Naming
    rows : int
        Rows of each table of assumptions.
    """
    groups = [row for row in found.groups if not row.is_constant][:rows] or found.groups[:rows]
    return Section(
        QUESTION.name,
        QUESTION.title,
        (
            Paragraph(_what(found, names)),
            Figures((_figure(groups),)),
            Paragraph(_verdict(found.groups_verdict)),
            *_apart(found, found.groups, rows, _groups),
            *_inputs(found, rows),
            *_worth(found, names),
            *_corners(found, names),
        ),
    )


def _of(found: Matters) -> str:
    return "odds" if found.scale == "odds" else "log-odds"


def _deviation(found: Matters, sd: float) -> str:
    """Write a standard deviation on the scale of an answer."""
    return f"{words.number(100 * sd)} points" if found.scale == "odds" else words.number(sd)


def _what(found: Matters, names: Naming) -> Text:
    mean = words.percent(found.mean) if found.scale == "odds" else words.signed(found.mean)
    return phrase(
        "How much of the uncertainty of the {of} of {focus} each group of numbers carries: by "
        "actor, issue, stage, lever and constant of the model. {alone} is the share of the "
        "variance that would go if the group were known (Sobol's first-order index); {together} "
        "adds what it does together with other groups (the total index). The {of} deviate by {sd} "
        "(one standard deviation) around {mean}.",
        of=_of(found),
        focus=quoted(names.stage(found.focus)),
        alone=Emphasis("Alone"),
        together=Emphasis("with others"),
        sd=_deviation(found, found.sd),
        mean=mean,
    )


def _figure(groups: Sequence[Weight]) -> Figure:
    said = "; ".join(f"{row.label}: {words.percent(max(row.total, 0))}" for row in groups)
    return Figure(
        spec=chart.weights([(row.label, row.first, row.total, row.total_error) for row in groups]),
        title="Share of the uncertainty of the odds",
        description=f"{said}.",
        heading="Shares of the uncertainty",
        reading="What people can find out. Dark: alone. Light: with others; the thin line is the "
        f"95{words.NBSP}% interval of that. Shares with others may add up to more than all.",
    )


def _verdict(verdict: Verdict) -> Text:
    if verdict.converged:
        return verdict.text
    more = Code("tracktwo matters --samples 4096")
    # A full stop within would keep Markdown from stressing it.
    return (Strong(verdict.text.removesuffix(".")), ". ", more, " takes more.")


def _apart(
    found: Matters, weights: Sequence[Weight], rows: int, table: Callable[..., Table]
) -> Iterator[Block]:
    """Yield what people can find out, then the constants of the model: one list of each."""
    theirs = [row for row in weights if not row.is_constant][:rows]
    constants = [row for row in weights if row.is_constant][:rows]
    if theirs:
        yield table(found, theirs, "What people can find out")
    if constants:
        yield table(found, constants, "Constants of the model, which nobody can ask about")


def _groups(found: Matters, groups: Sequence[Weight], which: str) -> Table:
    return Table(
        label=f"Shares of the uncertainty by group: {which[:1].lower()}{which[1:]}",
        caption=f"{which}: the groups that carry most, with half of the 95{words.NBSP}% interval",
        columns=(
            Column("Group"),
            *numeric("Numbers", "Alone", "With others"),
            *numeric(f"Deviation of the {_of(found)}, were it known"),
        ),
        rows=tuple(
            Row(_named(row), (words.number(row.inputs), *_shares(found, row))) for row in groups
        ),
    )


def _inputs(found: Matters, rows: int) -> tuple[Block, ...]:
    if found.inputs_verdict is None:
        return ()
    return (
        Heading("Number by number"),
        Paragraph(_verdict(found.inputs_verdict)),
        *_apart(found, found.inputs, rows, _singles),
    )


def _singles(found: Matters, inputs: Sequence[Weight], which: str) -> Table:
    return Table(
        label=f"Shares of the uncertainty, number by number: {which[:1].lower()}{which[1:]}",
        caption=f"{which}: the numbers that carry most, with half of the 95{words.NBSP}% interval",
        columns=(
            Column("Number"),
            *numeric("Alone", "With others", f"Deviation of the {_of(found)}, were it known"),
        ),
        rows=tuple(Row(_named(row), _shares(found, row)) for row in inputs),
    )


def _named(row: Weight) -> Text:
    return (Name(row.label), " ", ASSUMED) if row.assumption else Name(row.label)


def _shares(found: Matters, row: Weight) -> tuple[Text, ...]:
    return (
        f"{words.share(max(row.first, 0))} ± {words.share(row.first_error)}",
        f"{words.share(max(row.total, 0))} ± {words.share(row.total_error)}",
        _deviation(found, row.sd_if_known),
    )


def _worth(found: Matters, names: Naming) -> tuple[Block, ...]:
    if len(found.choices) < 2:
        return ()
    learnt = [one for one in found.worth if not one.is_constant]
    adds = (
        "knowing these before choosing would raise the odds, on average, by:"
        if learnt
        else "no single number is clearly worth knowing."
    )
    best: Text = (
        quoted(Name(names.alternatives[found.best_now]))
        if found.best_now in names.alternatives
        else "the roadmap as proposed"
    )
    said = phrase(
        "For the choice between {count} roadmaps, of which {best} has the best odds of this stage, "
        "{adds}",
        count=len(found.choices),
        best=best,
        adds=adds,
    )
    worth = tuple((words.points(one.value / 100), ": ", Name(one.label)) for one in learnt[:WORTH])
    return (
        Heading("What is most worth finding out"),
        Paragraph(said),
        *([Listing(worth)] if worth else []),
    )


def _corners(found: Matters, names: Naming) -> tuple[Block, ...]:
    none = "" if found.corners else " No corner of the assumptions stands out."
    blocks: list[Block] = [
        Heading("In which corner of the assumptions it has a chance"),
        Paragraph(
            f"The odds are {words.percent(found.threshold)} or more in "
            f"{words.percent(found.reaching)} of draws.{none}"
        ),
    ]
    if found.corners:
        factors = {factor.path: factor for factor in lower(names.case).factors}
        said = tuple(_corner(one, factors) for one in found.corners[:CORNERS])
        halves = "Corners are found on one half of the draws and counted on the other."
        blocks += [Listing(said, ordered=True), Paragraph(halves, "how")]
    return tuple(blocks)


def _corner(found: Corner, factors: Mapping[str, Factor]) -> Text:
    return phrase(
        "Where {corner}, they are in {density}. That corner holds {share} of all draws and "
        "{coverage} of those.",
        corner=_conditions(found, factors),
        density=words.percent(found.density),
        share=words.percent(found.share),
        coverage=words.percent(found.coverage),
    )


def _conditions(found: Corner, factors: Mapping[str, Factor]) -> Text:
    sides = [_condition(one, factors[one.path]) for one in found.conditions]
    return listed(sides)


def _condition(found: Condition, factor: Factor) -> Text:
    low, high = found.low, found.high
    if low is not None and high is not None:
        side = f"between {words.number(low)} and {words.number(high)}"
    elif low is not None:
        side = f"above {words.number(low)}"
    else:
        side = f"below {words.number(high or 0)}"
    within = f"{words.number(factor.span.low)} to {words.number(factor.span.high)}"
    return (Name(factor.label[:1].lower() + factor.label[1:]), f" is {side} (of {within})")
