"""`tracktwo levers`: mixes of levers, their odds, and their harm to civilians."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from tracktwo.cli import asking
from tracktwo.cli.asking import Draws, Flag, Folders, Rows, Seed, Threads
from tracktwo.cli.console import show

if TYPE_CHECKING:
    from rich.table import Table

    from tracktwo.questions.levers.search import Levers, MixResult


def levers(
    case: Path,
    /,
    *,
    stage: str | None = None,
    certainty: Annotated[float, Parameter(validator=Number(gt=0, lte=1))] = 1.0,
    generations: Annotated[int, Parameter(validator=Number(gte=1, lte=1000))] = 30,
    population: Annotated[int, Parameter(validator=Number(gte=4, lte=1000))] = 48,
    draws: Draws = 256,
    rows: Rows = 8,
    seed: Seed = 1,
    json: Flag = False,
    sources: Folders = None,
    threads: Threads = None,
) -> None:
    """Search mixes and schedules of levers: best odds, least harm to civilians, least cost.

    No mix over the case's limit on harm is ever returned. Then: what each lever adds, beside its
    harm, and which levers work against each other.

    Parameters
    ----------
    case
        Folder of the case.
    stage
        Stage whose odds count; the one that the case's question turns on unless given.
    certainty
        How sure it must be that a mix keeps to the limit: 1 for every value within the ranges,
        0.9 for 90 % of draws.
    generations
        Rounds of the search.
    population
        Mixes per round.
    draws
        Joint samples for the mixes that the search ends with.
    rows
        Mixes to print.
    seed
        The same seed gives the same result.
    json
        Print as JSON.
    sources
        Folder that holds the texts of sources which the case does not carry.
    threads
        Cores to use; all of them unless given.
    """
    asking.need("explore", "pymoo")
    from tracktwo.questions.levers.search import levers as explore

    folder = asking.case_with_stage(case, sources, stage)
    result = asking.answer(
        explore,
        folder,
        json=json,
        stage=stage,
        certainty=certainty,
        generations=generations,
        population=population,
        draws=draws,
        seed=seed,
        threads=threads,
    )
    if result is None:
        return
    name = {lever.id: lever.name for lever in folder.case.levers}
    show(_mixes(result, rows), *_notes(result), _worth(result))
    pairs = [p for p in result.pairings if abs(p.interaction.mean) >= 0.0005][:6]
    if pairs:
        show("\nBeyond what each does alone, at full intensity, in points of odds:")
    for pair in pairs:
        word = "work together" if pair.interaction.mean > 0 else "work against each other"
        value = asking.signed(100 * pair.interaction.mean, 2)
        show(asking.literal(f"  {value}  “{name[pair.first]}” and “{name[pair.second]}” {word}"))


def _mixes(result: Levers, rows: int) -> Table:
    where = result.stages.index(result.focus)
    table = asking.table(
        f"Odds of “{result.focus}” within {result.horizon} months, harm to civilians and "
        "cost to senders, both 0-100 a month",
        "Mix",
        "odds",
        "lowest tenth",
        "regret",
        "harm",
        "cost",
    )
    marks: dict[int, list[str]] = {}
    for number, mark in (
        (result.best, "best odds"),
        (result.surest, "surest"),
        (result.least_regret, "least regret"),
    ):
        marks.setdefault(number, []).append(mark)
    count = len(result.mixes)
    spread = {round(i * (count - 1) / max(rows - 1, 1)) for i in range(rows)}
    for mix, text in ((result.none, "no lever"), (result.current, "as the case has them")):
        _add(table, mix, where, text)
    table.add_section()
    for number in sorted(spread | set(marks)):
        _add(table, result.mixes[number], where, ", ".join(marks.get(number, [])))
    return table


def _add(table: Table, mix: MixResult, where: int, mark: str) -> None:
    used = "\n".join(
        f"{x.id} {x.intensity:.2f}" + (f" from {x.start}" if x.delay else "") for x in mix.levers
    )
    over = "" if mix.within_limit else "\nOVER LIMIT"
    odds = mix.odds[where]
    table.add_row(
        asking.literal("\n".join(part for part in (mark, used) if part)),
        f"{asking.percent(odds.mean)} %\n{asking.percent(odds.p05)}-{asking.percent(odds.p95)}",
        f"{asking.percent(mix.odds_p10)} %",
        f"{100 * mix.regret.mean:.1f}",
        f"{mix.harm.mean:.1f}\nat worst {mix.harm_worst:.1f}{over}",
        f"{mix.cost.mean:.1f}",
    )


def _notes(result: Levers) -> list[str]:
    if result.harm_limit is None:
        limit = "The case sets no limit on harm."
    else:
        held = (
            "at the bad end of every range at once"
            if result.certainty >= 1
            else f"in {100 * result.certainty:.0f} % of draws"
        )
        limit = (
            f"All mixes below the line keep to the case's limit of {result.harm_limit:g}, {held}."
        )
    text = (
        f"{limit} {len(result.mixes)} mixes that no other beats in odds, harm and cost together; "
        f"{result.solved:,} solutions searched, {result.draws:,} draws each, seed {result.seed}. "
        "No month named: it starts when the case has it. Lowest tenth: the odds are below it in "
        "a tenth of draws. Regret: points of odds lost, on "
        "average, against the best mix of each draw. A lever that starts later than now is lifted "
        "until then.\n"
    )
    return [text]


def _worth(result: Levers) -> Table:
    where = result.stages.index(result.focus)
    table = asking.table(
        f"What each lever adds to the odds of “{result.focus}”, in points, averaged over "
        "all mixes of the others (Shapley), and its harm to civilians",
        "Lever",
        "as it is",
        "harm",
        "at full",
        "harm at full",
    )
    for row in result.worth:
        table.add_row(
            asking.literal(f"{row.name} ({row.id})"),
            asking.points(row.adds[where]),
            f"{row.harm.mean:.1f}",
            asking.points(row.adds_at_full[where]),
            f"{row.harm_at_full.mean:.1f}",
        )
    return table
