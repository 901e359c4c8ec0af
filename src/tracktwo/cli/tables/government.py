"""Who would hold power in the last stages, and what that does today, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from tracktwo.cli.console import show
from tracktwo.cli.tables import fmt
from tracktwo.questions.government import Part

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from rich.table import Table

    from tracktwo.case import CaseFolder
    from tracktwo.questions.government import GovernmentOptions
    from tracktwo.questions.government.councils import Holders
    from tracktwo.results.bands import Band
    from tracktwo.results.government import Government, PickResult, Variant, VoteResult


def show_answer(found: Holders, folder: CaseFolder, options: GovernmentOptions) -> None:
    """Print councils, then who would hold power by each formula and system."""
    from tracktwo.blocks.words import plain as ascii_only
    from tracktwo.report.bodies import meeting_lines

    councils, result = found.councils, found.government
    label = {a.id: a.label for a in folder.case.actors}
    steps = {s.id: s.name for s in folder.case.roadmap.stages}
    steps |= {m.id: m.name for s in folder.case.roadmap.stages for m in s.milestones}
    chosen: Collection[str] = options.only or get_args(Part)
    for one in councils if "councils" in chosen else ():
        show(fmt.literal(f"{one.name} ({label[one.body]})"))
        for line in meeting_lines(
            one, lambda name: label.get(name, name), lambda name: f"“{steps.get(name, name)}”"
        ):
            show(fmt.literal(f"  {ascii_only(line)}"))
        show("")
    if result is None:
        show("The case says nothing of power: who would hold it in later stages is not computed.")
        return
    for name, part in _tables(result, label, steps):
        if name in chosen:
            show(part)
    for line in _lines(result, label, steps, chosen):
        show(fmt.literal(line))
    show(f"{result.draws:,} common draws, seed {result.seed}. In each cell the mean, and where 90 "
         "% of draws lie.")  # fmt: skip


def _tables(
    result: Government, label: Mapping[str, str], steps: Mapping[str, str]
) -> Iterator[tuple[str, Table]]:
    names = [label.get(name, name) for name in result.parties]
    yield "shares", _shares(result, names, steps)
    yield "odds", _odds(result, steps)
    if any(name in result.players for name in result.parties):
        yield "gains", _gains(result, label, steps)
    if result.votes:
        yield "vote", _votes(result.votes, names)
        if any(v.stands for v in result.variants):
            yield "lasting", _lasting(result)
    if result.picks:
        yield "ministries", _picks(result.picks, names)


def _table(title: str, first: str, columns: Sequence[str]) -> Table:
    from rich.table import Table

    table = Table(title=title, title_justify="left")
    table.add_column(first, overflow="fold", min_width=14)
    for name in columns:
        table.add_column(fmt.literal(name), justify="right", overflow="fold")
    return table


def _percent(band: Band) -> str:
    low, high = fmt.percent(band.p05), fmt.percent(band.p95)
    return f"{fmt.percent(band.mean)} %\n{low}-{high}"


def _points(band: Band) -> str:
    """Write a difference of odds in points; of a small one, how far from nothing it may be."""
    values = [100 * x for x in (band.mean, band.p05, band.p95)]
    most = max(map(abs, values))
    if most == 0:
        return "0"
    if most < 0.05:
        return f"{fmt.signed(values[0], 2)}\nwithin {max(most, 0.01):.2f}"
    return fmt.points(band)


def _by_stage(
    result: Government,
    steps: Mapping[str, str],
    table: Table,
    cells: Callable[[Variant], list[str]],
) -> Table:
    last = None
    for row in result.variants:
        if row.stage != last:
            table.add_section()
            table.add_row(fmt.literal(steps[row.stage]), style="bold")
            last = row.stage
        name = f"{row.label}\n(as the case has it)" if row.written else row.label
        table.add_row(fmt.literal(name), *cells(row))
    return table


def _shares(result: Government, names: Sequence[str], steps: Mapping[str, str]) -> Table:
    table = _table("Expected share of power, by formula and electoral system", "", names)
    table.add_row("Today", *(_percent(band) for band in result.today))
    return _by_stage(result, steps, table, lambda row: [_percent(band) for band in row.shares])


def _odds(result: Government, steps: Mapping[str, str]) -> Table:
    title = "What it does to the odds of each stage, in points against the case as written"
    table = _table(title, "", result.stages)
    table.add_row("As written", *(fmt.odds(band) for band in result.base))

    def cells(row: Variant) -> list[str]:
        return ["" if row.written else _points(band) for band in row.difference]

    return _by_stage(result, steps, table, cells)


def _gains(result: Government, label: Mapping[str, str], steps: Mapping[str, str]) -> Table:
    playing = [p for p in result.parties if p in result.players]
    title = "Who gains today, in points of payoff against the case as written"
    names = [label.get(name, name) for name in playing]
    onward = any(row.onward is not None for row in result.variants)
    if onward:
        title += "; and the chance of a vote, once the stage before it is passed"
        names.append("vote")
    table = _table(title, "", names)

    def cells(row: Variant) -> list[str]:
        gains = dict(zip(result.players, row.gains, strict=True))
        found = [
            ""
            if row.written
            else f"{fmt.signed(gains[p].mean, 2)}\n{fmt.signed(gains[p].p05, 2)} to "
            f"{fmt.signed(gains[p].p95, 2)}"
            for p in playing
        ]
        return [*found, *([_percent(row.onward)] if row.onward is not None else [])]

    return _by_stage(result, steps, table, cells)


def _votes(votes: Sequence[VoteResult], names: Sequence[str]) -> Table:
    table = _table("The vote: ignorance and chance together", "", names)
    first = votes[0]
    table.add_row("Share of the votes", *(_percent(band) for band in first.votes))
    table.add_row("Stays away", *(f"{100 * part:.0f} %" for part in first.boycott))
    for one in votes:
        table.add_section()
        table.add_row(fmt.literal(one.label), style="bold")
        if one.president:
            table.add_row("wins the office", *(_percent(band) for band in one.seats))
            continue
        table.add_row("seats", *(f"{b.mean:.0f}\n{b.p05:.0f}-{b.p95:.0f}" for b in one.seats))
        table.add_row("stands and gets none", *(f"{fmt.percent(part)} %" for part in one.left_out))
        table.add_row("in government", *(_percent(band) for band in one.government))
        for name, index in (("Shapley-Shubik", one.shapley), ("Banzhaf", one.banzhaf)):
            if index is not None:
                table.add_row(f"{name}, mean", *(f"{band.mean:.2f}" for band in index))
    return table


def _lasting(result: Government) -> Table:
    rows = [v for v in result.variants if v.stands and v.stage == result.votes[0].stage]
    years = [f"{year} year{'s' * (year > 1)}" for year, _ in rows[0].stands]
    table = _table("Chance that it still stands, once the last stage is passed", "After", years)
    for row in rows:
        table.add_row(fmt.literal(row.label), *(_percent(band) for _, band in row.stands))
    for curve in result.published:
        table.add_section()
        table.add_row(fmt.literal(curve.text), *(_percent(band) for _, band in curve.stands))
    return table


def _picks(picks: Sequence[PickResult], names: Sequence[str]) -> Table:
    from tracktwo.questions.government.formulas import PICKS

    table = _table("Ministries picked in turn, each party by its own values", "", names)
    for one in picks:
        table.add_section()
        table.add_row(f"{PICKS[one.method]}", style="bold")
        for ministry in one.ministries:
            shares = (f"{100 * part:.0f} %" for part in ministry.holder)
            table.add_row(fmt.literal(f"holds {ministry.id}"), *shares)
        table.add_row("holds, of all value as it sees it", *(_percent(band) for band in one.value))
        table.add_row("is due", *(_percent(band) for band in one.due))
        for text, parts in (
            ("no less than its due", one.proportional),
            ("envies nobody", one.envy_free),
            ("envies nobody but for one ministry", one.envy_free_up_to_one),
        ):
            table.add_row(text, *(f"{100 * part:.0f} %" for part in parts))
    return table


def _lines(
    result: Government,
    label: Mapping[str, str],
    steps: Mapping[str, str],
    chosen: Collection[str],
) -> Sequence[str]:
    from tracktwo.blocks.words import plain
    from tracktwo.report.offices import edge_lines, fear_lines, term_lines

    def actor(name: str) -> str:
        return label.get(name, name)

    def step(name: str) -> str:
        return f"“{steps.get(name, name)}”"

    lines: list[str] = []
    if "term" in chosen:
        lines += [line for term in result.terms for line in term_lines(term, actor, step)]
    if "vote" in chosen:
        lines += [line for one in result.votes for line in edge_lines(one)]
    if "gains" in chosen:
        lines += fear_lines(result.fears, actor, step)
    return [plain(line) for line in lines]
