"""`tracktwo agree`: the zone of agreement, stage by stage."""

from __future__ import annotations

from pathlib import Path

from tracktwo.cli import asking
from tracktwo.cli.asking import Draws, Flag, Folders, Seed, Texts, Threads


def agree(
    case: Path,
    /,
    *,
    stage: str | None = None,
    keep: Texts = None,
    draws: Draws = 128,
    seed: Seed = 1,
    json: Flag = False,
    sources: Folders = None,
    threads: Threads = None,
) -> None:
    """Look for settlement packages that leave every party whose consent is needed better off.

    For each stage: whether any policy does; the fairest (Nash, Kalai-Smorodinsky, max-min) and
    the smallest change to the proposal; who is short by how much, and which side payments or
    guarantees would make up for it. Then the packages' odds, and which order of milestones has
    the best odds.

    Parameters
    ----------
    case
        Folder of the case.
    stage
        Stage whose odds count; the one that the case's question turns on unless given.
    keep
        Issue that is not for negotiation. May be given more than once.
    draws
        How many joint samples to take.
    seed
        The same seed gives the same result.
    json
        Print as JSON.
    sources
        Folder that holds the texts of sources which the case does not carry.
    threads
        Cores to use; all of them unless given.
    """
    from tracktwo.blocks import Naming
    from tracktwo.questions.agree.agreement import agree as explore
    from tracktwo.questions.agree.section import section

    folder = asking.case_with_stage(case, sources, stage)
    result = asking.answer(
        explore,
        folder,
        json=json,
        stage=stage,
        keep=keep or (),
        draws=draws,
        seed=seed,
        threads=threads,
    )
    if result is not None:
        asking.say_section(section(result, Naming(folder)))
