"""Whose consent decides, who could block, who could break the process, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.cli.console import show
from tracktwo.cli.tables import fmt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.table import Table

    from tracktwo.case import CaseFolder
    from tracktwo.questions.who import WhoOptions
    from tracktwo.questions.who.power import Coalition, WhoMatters

MOST = 6
"""Coalitions listed per stage."""


def show_answer(found: WhoMatters, folder: CaseFolder, _options: WhoOptions) -> None:
    """Print whose consent decides, who could block and who could break the process."""
    result = found
    label = {a.id: a.label for a in folder.case.actors}
    label |= {m.id: m.name for s in folder.case.roadmap.stages for m in s.milestones}
    where = result.stages.index(result.focus)
    for part in (
        _consent(result, label, where),
        _rules(result, label),
        _indices(result, label),
        _spoilers(result, label, where),
        _supports(result, label, where),
        _factions(result, label, where),
    ):
        if part is not None:
            show(part)
    for meeting in result.attendance:
        present, absent = meeting.weight_present, meeting.weight_absent
        text = (
            f"{meeting.name}: {100 * present.mean:.0f} % of the weight of the members named took "
            f"part ({100 * present.p05:.0f}-{100 * present.p95:.0f} %), "
            f"{100 * absent.mean:.0f} % was absent ({_list(meeting.absent, label)})"
        )
        rest = f"; nothing is said of {_list(meeting.unknown, label)}." if meeting.unknown else "."
        show(fmt.literal(text + rest))
    how = "all coalitions solved" if result.exact else "orders of joining drawn at random"
    show(f"{result.draws:,} common draws, seed {result.seed}; {how}.")


def _list(ids: tuple[str, ...], label: Mapping[str, str]) -> str:
    return ", ".join(label.get(name, name) for name in ids) or "nobody"


def _consent(result: WhoMatters, label: Mapping[str, str], where: int) -> Table:
    base, most = result.base[where].mean, result.everyone[where].mean
    table = fmt.table(
        f"Consent to every step and the odds of “{result.focus}”, in points against "
        f"{100 * base:.1f} %",
        "Party",
        "if it consented",
        "if it refused",
        "Shapley value",
        "Banzhaf value",
        "steps it can veto",
    )
    for row in result.influence:
        table.add_row(
            label[row.actor],
            fmt.points(row.if_consents[where]),
            fmt.points(row.if_refuses[where]),
            fmt.points(row.shapley[where]),
            fmt.points(row.banzhaf[where]),
            f"{len(row.vetoes)} of {len(row.milestones)}",
        )
    table.add_section()
    summed = sum(row.shapley[where].mean for row in result.influence)
    table.add_row("all together", fmt.signed(100 * most), "", fmt.signed(100 * summed), "", "")
    return table


def _rules(result: WhoMatters, label: Mapping[str, str]) -> Table:
    table = fmt.table("Who could pass or block each stage, by its rules", "Stage", "Pass", "Block")
    for column in table.columns[1:]:
        column.justify = "left"

    def text(coalitions: tuple[Coalition, ...]) -> str:
        lines = []
        for coalition in coalitions[:MOST]:
            line = " + ".join(label[m] for m in coalition.members)
            if coalition.share < 1:
                line += f" (in {100 * coalition.share:.0f} % of draws)"
            lines.append(line)
        if len(coalitions) > MOST:
            lines.append(f"and {len(coalitions) - MOST} more")
        return "\n".join(lines) or "nobody"

    for rules in result.rules:
        table.add_row(rules.stage, text(rules.passing), text(rules.blocking))
        table.add_section()
    return table


def _indices(result: WhoMatters, label: Mapping[str, str]) -> Table:
    stages = (rules.stage for rules in result.rules)
    table = fmt.table(
        "Power by the rules alone: Shapley-Shubik (and Banzhaf) index, each adds up to 100 %",
        "Party",
        *stages,
    )
    for i, party in enumerate(result.asked):
        table.add_row(
            label[party],
            *(f"{100 * r.shapley[i]:.0f} ({100 * r.banzhaf[i]:.0f})" for r in result.rules),
        )
    return table


def _spoilers(result: WhoMatters, label: Mapping[str, str], where: int) -> Table:
    table = fmt.table(
        f"Who could break it: odds of “{result.focus}” if it never disrupted, in points",
        "Party",
        "if it never disrupted",
        "capability it could turn to it",
        "gains from failure, points of payoff",
    )
    for row in result.spoilers:
        gain, capacity = row.gain_from_failure, row.capacity
        table.add_row(
            label[row.actor],
            f"{fmt.signed(100 * row.if_quiet[where].mean, 2)}\n"
            f"{fmt.signed(100 * row.if_quiet[where].p05, 2)} to "
            f"{fmt.signed(100 * row.if_quiet[where].p95, 2)}",
            f"{100 * capacity.mean:.1f} %",
            f"{fmt.signed(gain.mean)}\n{fmt.signed(gain.p05)} to {fmt.signed(gain.p95)}",
        )
    return table


def _supports(result: WhoMatters, label: Mapping[str, str], where: int) -> Table | None:
    if not result.supports:
        return None
    table = fmt.table(
        "Hosts, mediators, and those who can take back consent",
        "Party",
        "role",
        "stages lost without it",
        f"odds of “{result.focus}” if it refused",
    )
    table.columns[1].justify = table.columns[2].justify = "left"
    for row in result.supports:
        table.add_row(
            label[row.actor],
            "\n".join(row.roles),
            ", ".join(row.stages_lost)
            or ("none: others can stand in" if row.asked else "not known: no step asks it"),
            fmt.points(row.if_refuses[where]) if row.asked else "",
        )
    return table


def _factions(result: WhoMatters, label: Mapping[str, str], where: int) -> Table | None:
    if not result.factions:
        return None
    table = fmt.table(
        f"If a member left its body: odds of “{result.focus}”, in points",
        "Member",
        "share of its body",
        "stands aside",
        "must be asked too",
        "and opposes",
    )
    for row in result.factions:
        share = row.share
        table.add_row(
            f"{label[row.member]}\n(of {label[row.body]})",
            f"{100 * share.mean:.0f} %\n{100 * share.p05:.0f}-{100 * share.p95:.0f}",
            *(fmt.points(part[where]) for part in (row.aside, row.asked, row.opposed)),
        )
    return table
