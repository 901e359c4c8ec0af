"""Sweep: thousands of scenarios, here or on a cluster."""

from dataclasses import dataclass
from pathlib import Path

from tracktwo.questions.definition import Question
from tracktwo.questions.odds import Engine
from tracktwo.questions.options import Options, draws_option, option, seed_option, threads_option


@dataclass(frozen=True)
class SweepOptions(Options):
    """Options of `sweep`."""

    out: Path = option(help="Folder of the sweep.")
    vary: tuple[str, ...] = option(
        (),
        "PATH=[VALUE, VALUE], as levers.pressure.intensity=[0, 0.5, 1]. Given more than once, all "
        "combinations are solved.",
        of="changes",
    )
    scenarios: Path | None = option(
        None, "YAML file of named scenarios, each {set: {PATH: VALUE}, drop: [PATH]}."
    )
    draws: int = draws_option("Joint samples per scenario; all scenarios share them.")
    chunk: int = option(4096, "Most draws solved and written together.", gte=1, lte=100_000)
    seed: int = seed_option("The same seed gives the same bytes.")
    workers: int | None = threads_option("Processes on this machine; one per core unless given.")
    scheduler: str | None = option(
        None, "Address of a Dask scheduler to use instead, as tcp://host:8786."
    )
    engine: Engine = option(
        "auto", 'How to solve; all but numpy need the extra "fast", on every worker.'
    )
    query: str | None = option(
        None,
        "SQL to ask of the view `results` (case, scenario, draw, stage, odds, harm) at the end; "
        "mean odds and harm per scenario and stage unless given.",
    )


QUESTION = Question(
    name="sweep",
    title="Many scenarios",
    summary="Solve thousands of scenarios, here or on a cluster.",
    help="""\
Solve every combination of variations of one case or many, into a folder of Parquet files.

A sweep that was stopped goes on where it stood when the same command is given again. With no case,
only asks a sweep that is there.""",
    options=SweepOptions,
    function="tracktwo.questions.sweep.asked:swept",
    record="tracktwo.questions.sweep.asked:SweptOdds",
    section="tracktwo.questions.sweep.section:section",
    takes="As long as there are scenarios.",
    subject="cases",
    needs=("duckdb",),
    extra="cluster",
)
