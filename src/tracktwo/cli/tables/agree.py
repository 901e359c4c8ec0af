"""The zone of agreement, stage by stage, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.cli.console import show
from tracktwo.cli.tables import fmt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.table import Table
    from rich.text import Text

    from tracktwo.case import Case, CaseFolder
    from tracktwo.questions.agree import AgreeOptions
    from tracktwo.questions.agree.agreement import Agreement, Zone


def show_answer(found: Agreement, folder: CaseFolder, _options: AgreeOptions) -> None:
    """Print the zone of agreement, stage by stage, and the packages over all of them."""
    from tracktwo.report.asked import ANY_ORDER, whose

    result = found
    label = {a.id: a.label for a in folder.case.actors}
    label |= {m.id: m.name for s in folder.case.roadmap.stages for m in s.milestones}
    label |= {lever.id: lever.name for lever in folder.case.levers}
    for zone in result.zones:
        show(_zone(result, zone, label), *filter(None, [whose(zone)]), *_short(zone, label))
        show(*_guarantees(folder.case, result, zone), "")
    show(*_promises(folder.case, result))
    show(_packages(result), _orders(result, label))
    if result.orders:
        show(ANY_ORDER)
    show(
        fmt.literal(
            "A guarantee counts as believed and kept: how much of one is needed is computed, how "
            "far it would be trusted is not known. "
            "Gains are in points of payoff a month (0-100) against the roadmap abandoned, mean "
            "over draws; levers count as the case applies them, and so does their harm to "
            f"civilians, which no package changes. {result.draws:,} draws, seed {result.seed}."
        )
    )


def _zone(result: Agreement, zone: Zone, label: Mapping[str, str]) -> Table:
    from rich.table import Table

    from tracktwo.report.asked import needed

    state = (
        f"open: all can gain {zone.margin:.1f} or more"
        if zone.is_open
        else f"EMPTY: no policy leaves all better off (at best one has {zone.margin:.1f})"
    )
    table = Table(title=f"{zone.stage}: {state}", title_justify="left")
    table.add_column("", overflow="fold")
    columns = {
        "proposal": zone.proposal,
        "smallest change": zone.smallest_change,
        "Nash": zone.nash,
        "Kalai-Smor.": zone.kalai_smorodinsky,
        "max-min": zone.max_min,
    }
    shown = {name: terms for name, terms in columns.items() if terms is not None}
    for name in shown:
        table.add_column(name, justify="right")
    for j, issue in enumerate(result.issues):
        kept = " (kept)" if issue in result.kept else ""
        cells = (f"{terms.policy[j]:.0f}" for terms in shown.values())
        table.add_row(f"{issue}{kept}", *cells)
    table.add_section()
    for party in needed(zone):
        gains = (terms.gain_of(party) for terms in shown.values())
        cells = ("-" if gain is None else fmt.signed(gain) for gain in gains)
        table.add_row(f"gain of {label[party]}", *cells)
    table.add_section()
    accepted = (f"{100 * terms.accepted:.0f} %" for terms in shown.values())
    table.add_row("accepted in draws", *accepted)
    table.add_row("points of change", *(f"{terms.change:.0f}" for terms in shown.values()))
    return table


def _short(zone: Zone, label: Mapping[str, str]) -> list[str]:
    if zone.is_open:
        return []
    short = [
        f"{label[party]} by {amount:.1f}"
        for party, amount in zip(zone.least_short, zone.shortfall, strict=True)
        if amount > 0
    ]
    lines = [f"Short, at the policy that needs least: {'; '.join(short)} points a month."]
    lines += [
        f"“{label[f.lever]}” at full intensity pays {label[f.party]} {f.points:.1f}; its harm to "
        f"civilians is {f.harm:.1f} a month."
        for f in zone.fillers
    ]
    if not zone.fillers:
        lines.append("No lever of the case pays them while this stage is in force.")
    return lines


def _guarantees(case: Case, result: Agreement, zone: Zone) -> list[Text]:
    from tracktwo.blocks import words
    from tracktwo.report.asked import lack, promise, shorts

    label = {a.id: a.label for a in case.actors}
    issues = {issue.id: issue.name for issue in case.issues}
    where = result.stages.index(result.focus)
    lines = []
    for short in shorts(zone):
        enough = " One of these guarantees would be enough:" if short.enough else ""
        lines.append(f"{words.heading(label[short.party])}: {lack(short, zone)}{enough}")
        for one in short.enough:
            lost = ", ".join(label[actor] for actor in one.loses)
            lines.append(
                f"  - {promise(one, issues)}; odds of “{result.focus}” "
                f"{fmt.signed(100 * one.odds[where].mean, 2)} points"
                f"{f'; {lost} would no longer gain' if lost else ''}"
            )
        if short.not_enough:
            never = "; ".join(promise(one, issues) for one in short.not_enough)
            lines.append(f"  Not enough by itself, even in full: {never}.")
    return [fmt.literal(words.plain(line)) for line in lines]


def _promises(case: Case, result: Agreement) -> list[Text]:
    from tracktwo.blocks import words
    from tracktwo.report.asked import across

    if not result.promises:
        return []
    label = {a.id: words.heading(a.label) for a in case.actors}
    issues = {issue.id: issue.name for issue in case.issues}
    lines = ["One promise for several stages, enough for what the party is short of in them:"]
    lines += [f"  - {label[p.party]}: {across(p, issues, {})}." for p in result.promises]
    return [fmt.literal(words.plain(line)) for line in [*lines, ""]]


def _packages(result: Agreement) -> Table:
    from rich.table import Table

    table = Table(
        title="The packages over all stages (a stage without a zone stays as proposed): odds, "
        "and the difference in points",
        title_justify="left",
    )
    table.add_column("Package")
    for stage in result.stages:
        table.add_column(stage, justify="right")
    table.add_row("as proposed", *(f"{fmt.percent(b.mean)} %" for b in result.base))
    for row in result.packages:
        cells = (
            f"{fmt.percent(b.mean)} %\n{fmt.points(d)}"
            for b, d in zip(row.odds, row.difference, strict=True)
        )
        table.add_row(row.name, *cells)
    return table


def _orders(result: Agreement, label: Mapping[str, str]) -> Table:
    from rich.table import Table

    where = result.stages.index(result.focus)
    table = Table(
        title=f"Order of the milestones within each stage: odds of “{result.focus}”, in points "
        "against the order proposed",
        title_justify="left",
    )
    table.add_column("Stage")
    table.add_column("Order", overflow="fold")
    table.add_column("points", justify="right")
    for stage in result.stages:
        mine = [order for order in result.orders if order.stage == stage]
        for order in dict.fromkeys([*mine[:2], *mine[-1:]]):
            text = ", then ".join(label[m] for m in order.milestones) or "in any order"
            table.add_row(stage, fmt.literal(text), fmt.points(order.difference[where]))
        table.add_section()
    return table
