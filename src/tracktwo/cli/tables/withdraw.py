"""The odds without an actor, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracktwo.cli.console import show
from tracktwo.cli.tables import fmt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracktwo.case import CaseFolder
    from tracktwo.questions.withdraw import WithdrawOptions
    from tracktwo.questions.withdraw.departure import Withdrawal


def show_answer(found: Withdrawal, folder: CaseFolder, _options: WithdrawOptions) -> None:
    """Print the odds with and without the actor, and who is then left to decide."""
    label = {one.id: one.label for one in folder.case.actors}
    steps = {m.id: m.name for s in folder.case.roadmap.stages for m in s.milestones}
    table = fmt.table(
        f"Odds of passing each stage within {found.horizon} months if {label[found.actor]} left, "
        "and the difference in points: mean, and where 90 % of draws lie",
        "Stage", "as it is", "without", "difference", "raised in",
    )  # fmt: skip
    for stage, base, reached, moved, sure in zip(
        found.stages, found.base, found.reached, found.difference, found.sure, strict=True
    ):
        table.add_row(
            stage, fmt.odds(base), fmt.odds(reached), fmt.points(moved), f"{100 * sure:.0f} %"
        )
    show(table)
    for rule in found.rules:
        said = f"{in_words(rule.before, label)}, then {in_words(rule.after, label)}"
        show(fmt.literal(f"“{steps[rule.milestone]}” asks {said}."))
    if not found.rules:
        show(fmt.literal(f"No step asks {label[found.actor]}."))
    if found.gone:
        show(fmt.literal(f"Goes with it: {', '.join(found.gone)}."))
    harm = found.harm_difference.mean
    if harm:
        show(f"Harm to civilians, per month: {fmt.signed(harm)} against {found.harm.mean:.1f} now.")
    show(f"{found.draws:,} common draws, seed {found.seed}.")


def in_words(rule: Any, label: Mapping[str, str]) -> str:
    """Say a consent rule in the form of case.yaml."""
    if isinstance(rule, str):
        return label[rule]
    field = next(name for name in ("all", "any", "of") if name in rule)
    parts = [in_words(part, label) for part in rule[field]]
    names = ", ".join(f"({p})" if not isinstance(r, str) else p
                      for p, r in zip(parts, rule[field], strict=True))  # fmt: skip
    if "at_least" in rule:
        return f"at least {rule['at_least']} of {names}"
    if "share" in rule:
        return f"those with {100 * rule['share']:g} % of the capability of {names}"
    return f"{field} of {names}"
