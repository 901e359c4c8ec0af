"""`tracktwo run`: from a case to its odds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter
from cyclopts.validators import Number

from tracktwo.cli.console import as_json, load_case, progress, say, show
from tracktwo.files import write_file


def run(
    case: Path,
    /,
    *,
    draws: Annotated[int, Parameter(validator=Number(gte=1, lte=100_000))] = 2000,
    seed: Annotated[int, Parameter(validator=Number(gte=0))] = 1,
    json: Annotated[bool, Parameter(negative=())] = False,
    out: Path | None = None,
    sources: Annotated[list[Path] | None, Parameter(negative=())] = None,
    foresight: Annotated[int | None, Parameter(validator=Number(gte=0))] = None,
    threads: Annotated[int | None, Parameter(validator=Number(gte=1))] = None,
    engine: Literal["auto", "compiled", "numpy"] = "auto",
) -> None:
    """Compute how far the roadmap of a case is likely to get, what blocks it, what would move it.

    Each draw is one joint sample of everything uncertain in the case; within a draw, chance is
    worked out exactly. The bands say how much what we do not know moves the odds.

    Parameters
    ----------
    case
        Folder of the case.
    draws
        How many joint samples to take.
    seed
        The same seed gives the same result, on one core or many.
    json
        Print the whole result as JSON instead of a summary.
    out
        Also write the whole result as JSON to this file.
    sources
        Folder that holds the texts of sources which the case does not carry.
    foresight
        Months that actors look ahead; all of them unless given, 0 for none.
    threads
        Cores to use; all of them unless given.
    engine
        How to solve: compiled needs the extra "fast"; auto takes what pays.
    """
    from tracktwo.questions.odds.run import run as explore

    folder = load_case(case, sources)
    with progress() as tell:
        result = explore(
            folder,
            draws=draws,
            seed=seed,
            foresight=foresight,
            threads=threads,
            engine=engine,
            progress=tell,
        )
    text = as_json(result.to_json()) if json or out else ""
    if out:
        write_file(out, text)
    if json:
        say(text.rstrip("\n"))
        return
    from tracktwo.report import terminal_summary

    show(terminal_summary(folder, result))
    if out:
        say(f"Result written to {out}")
