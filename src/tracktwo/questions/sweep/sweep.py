"""Sweeps: thousands of scenarios of one case or many, on this machine or on a Dask cluster.

A sweep is a folder: `sweep.json` says what is asked, `chunks/` holds one Parquet file per chunk,
each written whole or not at all. A sweep that was killed is begun again with the same words; the
chunks that are there are not redone.
"""

from __future__ import annotations

import itertools
import json
import os
import pickle
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast, get_args

from tracktwo.errors import UnanswerableError
from tracktwo.files import clear, make_folder, write_file
from tracktwo.game.draw_counts import DRAWS
from tracktwo.game.lower import lower
from tracktwo.questions.sweep.chunks import Chunk, Writer
from tracktwo.questions.sweep.workers import on_cluster, on_this_machine
from tracktwo.questions.what_if.scenarios import Scenario, change_of, in_short
from tracktwo.results.plain import plain
from tracktwo.roadmap.engines import EngineChoice, chosen_engine
from tracktwo.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tracktwo.case import CaseFolder
    from tracktwo.results.progress import Progress

CHUNK = 5_000
"""Draws per chunk: a few tens of megabytes and a fraction of a second of work."""


class OtherSweepError(UnanswerableError):
    """The folder holds a sweep of something else."""


@dataclass(frozen=True)
class Swept:
    """A finished sweep.

    Attributes
    ----------
    folder : Path
    scenarios, chunks, solutions : int
        In all; a solution is one scenario in one draw.
    solved : int
        Chunks solved now; the others were there already.
    """

    folder: Path
    scenarios: int
    chunks: int
    solutions: int
    solved: int


def grid(variations: Sequence[str]) -> list[Scenario]:
    """Return every combination of variations, each ``PATH=[VALUE, VALUE, ...]``.

    Raises
    ------
    CaseError
        If one is no such list.
    """
    sides = []
    for text in variations:
        path, values = change_of(text)
        typed = text.partition("=")[0].strip()
        each = values if isinstance(values, list) else [values]
        sides.append([(f"{typed}={in_short(value)}", path, value) for value in each])
    return [
        Scenario("; ".join(name for name, _, _ in point), {path: value for _, path, value in point})
        for point in itertools.product(*sides)
        if point
    ]


def sweep(
    folders: Sequence[CaseFolder],
    scenarios: Sequence[Scenario],
    out: Path,
    *,
    draws: int = DRAWS,
    chunk: int = CHUNK,
    seed: int = 1,
    workers: int | None = None,
    scheduler: str | None = None,
    engine: EngineChoice = "auto",
    retries: int = 3,
    progress: Progress | None = None,
) -> Swept:
    """Solve scenarios of cases for the same draws, chunk by chunk, into a folder.

    Parameters
    ----------
    folders : loaded cases
    scenarios : each is applied to each case; the case as it is where there are none
    out : folder of the sweep; one that was begun with the same words goes on
    draws : joint samples of everything uncertain in any of them
    chunk : most draws solved and written together
    seed : the same seed gives the same bytes
    workers : processes on this machine; one per core by default
    scheduler : address of a Dask scheduler to use instead
    engine : auto, single, compiled or numpy; workers elsewhere need numba for all but the last.
        A sweep that goes on does so with the engine that it was begun with.
    retries : times that a chunk is tried again after a worker died
    progress : told how many chunks are done

    Raises
    ------
    CaseError
        If a scenario makes no valid case of one of the folders; nothing is solved then.
    OtherSweepError
        If the folder holds another sweep.
    """
    asked = list(scenarios) or [Scenario("as it is")]
    names = [s.name for s in asked]
    if len(set(names)) < len(names):
        raise UnanswerableError("scenarios should have different names")
    work = 0
    for folder in folders:
        for scenario in asked:  # all are checked before any is solved, and none is kept
            lowered = lower(folder.overlay(scenario.set, scenario.drop))
            work += draws
    begun = _begun_with(out) if engine == "auto" else None
    chosen = chosen_engine(lowered.roadmap, work, engine=begun or engine)
    plan = {
        "version": __version__,
        "cases": [{"id": folder.case.id, "digest": folder.digest} for folder in folders],
        "scenarios": [{"name": s.name, "set": dict(s.set), "drop": list(s.drop)} for s in asked],
        "draws": draws,
        "chunk": chunk,
        "seed": seed,
        "engine": chosen,
    }
    store = out / "chunks"
    _begin(out, plan)
    clear([store])  # what a run left that was killed while it wrote
    have = {path.name for path in store.glob("*.parquet")}

    def todo() -> Iterator[Chunk]:
        for item in _chunks(folders, asked, plan):
            if _name(item.number) not in have:
                yield item

    total = len(folders) * len(asked) * -(-draws // chunk)
    done = len(have)
    solve_all = (
        on_this_machine(todo(), workers or os.cpu_count() or 1, retries)
        if scheduler is None
        else on_cluster(todo(), scheduler, retries)
    )
    if progress:
        progress("chunks", done, total)
    with Writer() as writer:
        for number, solved in solve_all:
            write_file(store / _name(number), writer.parquet(solved))
            done += 1
            if progress:
                progress("chunks", done, total)
    return Swept(out, len(folders) * len(asked), total, work, total - len(have))


def _chunks(
    folders: Sequence[CaseFolder],
    scenarios: Sequence[Scenario],
    plan: dict[str, Any],
) -> Iterator[Chunk]:
    number = itertools.count()
    for folder in folders:
        case = pickle.dumps(folder)
        for scenario in scenarios:
            for start in range(0, plan["draws"], plan["chunk"]):
                stop = min(start + plan["chunk"], plan["draws"])
                yield Chunk(next(number), case, scenario, plan["seed"], start, stop, plan["engine"])


def _name(number: int) -> str:
    return f"{number:08d}.parquet"


def _begun_with(out: Path) -> EngineChoice | None:
    """Return the engine of the sweep that a folder holds; None of another, or of none."""
    try:
        engine = json.loads((out / "sweep.json").read_text("utf-8"))["engine"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return cast("EngineChoice", engine) if engine in get_args(EngineChoice) else None


def _begin(out: Path, plan: dict[str, Any]) -> None:
    file = out / "sweep.json"
    text = json.dumps(plain(plan, None), indent=1, ensure_ascii=False) + "\n"
    if file.exists():
        if file.read_text("utf-8") != text:
            raise OtherSweepError(
                f"{out} holds another sweep (other cases, scenarios, draws, seed, engine or "
                "version): name another folder"
            )
        return
    if out.exists() and any(out.iterdir()):
        raise OtherSweepError(f"{out} is not empty and holds no sweep: name another folder")
    make_folder(out)
    make_folder(out / "chunks")
    write_file(file, text, within=out)


SUMMARY = """
select "case", scenario, stage, count(*) as draws, avg(odds) as mean,
  quantile_cont(odds, 0.05) as p05, median(odds) as p50, quantile_cont(odds, 0.95) as p95,
  avg(harm) as harm
from results group by all order by "case", min(number), stage
"""


def query(out: Path, sql: str = SUMMARY) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Ask a sweep in SQL (DuckDB's), of the view `results`.

    Its columns are case, scenario, draw, stage, odds, harm and number (of the chunk). A sweep
    that is still running may be asked.

    Returns
    -------
    columns : list of str
    rows : list of tuple

    Raises
    ------
    UnanswerableError
        If the folder holds no chunks, or the SQL is wrong; the message is DuckDB's.
    """
    import duckdb  # noqa: PLC0415  (an extra)

    if not any((out / "chunks").glob("*.parquet")):
        raise UnanswerableError(f"{out} holds no results of a sweep")
    pattern = str(out / "chunks" / "*.parquet").replace("'", "''")
    with duckdb.connect() as connection:
        connection.execute(
            "create view results as select * exclude (filename), "  # noqa: S608
            "parse_filename(filename, true)::integer as number "
            f"from read_parquet('{pattern}', filename = true)"
        )
        try:
            found = connection.execute(sql)
        except duckdb.Error as error:
            raise UnanswerableError(str(error)) from error
        columns = [part[0] for part in found.description or ()]
        return columns, found.fetchall()
