"""What if an actor leaves: the case without it against the case itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracktwo.errors import UnanswerableError
from tracktwo.questions.options import within
from tracktwo.questions.what_if.effects import what_if
from tracktwo.questions.what_if.scenarios import Scenario
from tracktwo.questions.withdraw import WithdrawOptions

if TYPE_CHECKING:
    from tracktwo.case import CaseFolder
    from tracktwo.case.leaving import RuleChange
    from tracktwo.results.bands import Band
    from tracktwo.results.progress import Progress


@dataclass(frozen=True)
class Withdrawal:
    """The odds of a case with an actor and without it."""

    case_id: str
    case_digest: str
    draws: int
    seed: int
    horizon: int
    actor: str
    focus: str
    stages: tuple[str, ...]
    base: tuple[Band, ...]
    """Odds of each stage at the horizon, with the actor."""
    reached: tuple[Band, ...]
    """Without it."""
    difference: tuple[Band, ...]
    """Without minus with, draw by draw."""
    sure: tuple[float, ...]
    """Share of draws in which its leaving raises the odds."""
    harm: Band
    """Harm to civilians of the levers that remain, per month averaged over the horizon, 0-100."""
    harm_difference: Band
    rules: tuple[RuleChange, ...]
    """The consent rules that named it, and what they ask without it."""
    gone: tuple[str, ...]
    """Paths of what goes with it."""


@within(WithdrawOptions)
def withdraw(
    folder: CaseFolder,
    *,
    actor: str,
    stage: str | None = WithdrawOptions.stage,
    draws: int = WithdrawOptions.draws,
    seed: int = WithdrawOptions.seed,
    threads: int | None = WithdrawOptions.threads,
    progress: Progress | None = None,
) -> Withdrawal:
    """Say what the odds would be if an actor left.

    What goes with it, and what each consent rule then asks, is said in `case.leaving`. The numbers
    are those of `what_if` with the actor dropped.

    Parameters
    ----------
    folder : a loaded case
    actor : id of the actor that leaves
    stage : id of the stage to rank by; the one on which the odds hinge by default
    draws, seed, threads, progress : as in `run`

    Raises
    ------
    UnanswerableError
        If there is no such actor or stage, or a step would ask nobody.
    CaseError
        If what is left makes no valid case.
    """
    known = [one.id for one in folder.case.actors]
    if actor not in known:
        raise UnanswerableError(f"no actor {actor} in {folder.path}; it has: {', '.join(known)}")
    left = folder.without(actor)
    alone = Scenario(f"without {actor}", drop=(f"actors.{actor}",))
    found = what_if(
        folder, [alone], stage=stage, draws=draws, seed=seed, threads=threads, progress=progress
    )
    (row,) = found.scenarios
    return Withdrawal(
        case_id=found.case_id,
        case_digest=found.case_digest,
        draws=draws,
        seed=seed,
        horizon=found.horizon,
        actor=actor,
        focus=found.focus,
        stages=found.stages,
        base=found.base,
        reached=row.reached,
        difference=row.difference,
        sure=row.sure,
        harm=row.harm,
        harm_difference=row.harm_difference,
        rules=left.rules,
        gone=left.gone,
    )
