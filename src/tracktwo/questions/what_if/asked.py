"""What if: changes as they are typed or coded, or, without any, every range end to end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tracktwo.questions.options import within
from tracktwo.questions.what_if import WhatIfOptions
from tracktwo.questions.what_if.effects import tornado, what_if
from tracktwo.questions.what_if.ranges import move_of
from tracktwo.questions.what_if.scenarios import Scenario, in_short, read_scenarios, scenarios_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tracktwo.case import CaseFolder
    from tracktwo.questions.what_if.effects import Tornado, WhatIf
    from tracktwo.results.progress import Progress


@within(WhatIfOptions)
def changes(
    folder: CaseFolder,
    *,
    set: Sequence[str] | Mapping[str, Any] = (),  # noqa: A002  (the word of the format)
    move: Sequence[str] = (),
    drop: Sequence[str] = (),
    scenarios: Path | None = None,
    stage: str | None = WhatIfOptions.stage,
    draws: int = WhatIfOptions.draws,
    seed: int = WhatIfOptions.seed,
    threads: int | None = WhatIfOptions.threads,
    progress: Progress | None = None,
) -> WhatIf | Tornado:
    """Change a case and see what that does to its odds.

    Parameters
    ----------
    folder : a loaded case
    set : changes, each ``PATH=VALUE``, or paths with their values
    move : ranges to move with their width, each ``PATH=NUMBER``
    drop : paths of items to leave out
    scenarios : a file of further changes by name
    stage : id of the stage to rank by; the one that the question turns on by default
    draws, seed, threads, progress : as in `run`

    Returns
    -------
    WhatIf, or Tornado where nothing is to change

    Raises
    ------
    CaseError
        If a path leads nowhere or a change makes no valid case.
    UnanswerableError
        If there is no such stage.
    """
    if isinstance(set, Mapping):
        set = [f"{path}={in_short(value)}" for path, value in set.items()]  # noqa: A001
    with_width = [move_of(text, folder.case) for text in move]
    asked: list[Scenario] = scenarios_of(
        [*set, *(f"{path}={in_short(value)}" for path, value in with_width)], drop
    )
    if scenarios is not None:
        asked += read_scenarios(scenarios.read_text("utf-8"), str(scenarios))
    if not asked:
        return tornado(
            folder, stage=stage, draws=draws, seed=seed, threads=threads,
            progress=progress,
        )  # fmt: skip
    return what_if(
        folder, asked, stage=stage, draws=draws, seed=seed, threads=threads,
        progress=progress,
    )  # fmt: skip
