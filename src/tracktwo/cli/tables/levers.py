"""Mixes of levers, their odds, and their harm to civilians, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.cli.console import show
from tracktwo.cli.tables import fmt

if TYPE_CHECKING:
    from rich.table import Table

    from tracktwo.case import CaseFolder
    from tracktwo.questions.levers import LeversOptions
    from tracktwo.questions.levers.search import Levers, MixResult


def show_answer(found: Levers, folder: CaseFolder, options: LeversOptions) -> None:
    """Print mixes of levers, what each lever adds, and which work together."""
    result, rows = found, options.rows
    name = {lever.id: lever.name for lever in folder.case.levers}
    show(_mixes(result, rows), *_notes(result), _worth(result))
    pairs = [p for p in result.pairings if abs(p.interaction.mean) >= 0.0005][:6]
    if pairs:
        show("\nBeyond what each does alone, at full intensity, in points of odds:")
    for pair in pairs:
        word = "work together" if pair.interaction.mean > 0 else "work against each other"
        value = fmt.signed(100 * pair.interaction.mean, 2)
        show(fmt.literal(f"  {value}  “{name[pair.first]}” and “{name[pair.second]}” {word}"))


def _mixes(result: Levers, rows: int) -> Table:
    where = result.stages.index(result.focus)
    table = fmt.table(
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
        fmt.literal("\n".join(part for part in (mark, used) if part)),
        f"{fmt.percent(odds.mean)} %\n{fmt.percent(odds.p05)}-{fmt.percent(odds.p95)}",
        f"{fmt.percent(mix.odds_p10)} %",
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
    table = fmt.table(
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
            fmt.literal(f"{row.name} ({row.id})"),
            fmt.points(row.adds[where]),
            f"{row.harm.mean:.1f}",
            fmt.points(row.adds_at_full[where]),
            f"{row.harm_at_full.mean:.1f}",
        )
    return table
