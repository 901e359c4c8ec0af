"""`tracktwo record`: keep one's own forecasts, settle them, and see what they have been worth."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import App, Parameter
from cyclopts.validators import Number

from tracktwo.cli.console import UsageError, load_case, say, show_section, status
from tracktwo.game.draw_counts import DRAWS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.record.ledger import Ledger

app = App(
    name="record",
    help="Keep one's own forecasts, settle what became of them, and score them.",
)

LEDGER = Parameter(help="Where forecasts are kept: a file, or a folder for record.jsonl in it.")
JSON = Parameter(negative=(), help="Print as JSON.")
PLACES = Parameter(
    help="Folders of cases, folders that hold such folders, or ledger files; this one if none."
)


@app.command
def add(
    case: Path,
    /,
    *,
    author: str | None = None,
    note: str | None = None,
    odds: list[str] | None = None,
    ledger: Annotated[Path | None, LEDGER] = None,
    draws: Annotated[int, Parameter(validator=Number(gte=1, lte=1_000_000))] = DRAWS,
    seed: Annotated[int, Parameter(validator=Number(gte=0, lte=2**32 - 1))] = 1,
    sources: list[Path] | None = None,
    json: Annotated[bool, JSON] = False,
) -> None:
    """Keep today's odds of a case.

    Written to record.jsonl in the folder of the case, one line a forecast: the version of the case,
    its as-of date and end, the odds of each stage with their bands, the outside view (published
    base rates alone) and who kept them. Lines are only ever added.

    Parameters
    ----------
    case
        Folder of the case.
    author
        Who keeps the forecast; scores are told apart by it.
    note
        Why now, or what is new.
    odds
        The author's own odds of a stage where they differ from the case's, as STAGE=0.2 or
        STAGE=20%. May be given several times.
    draws, seed
        As in tracktwo run.
    sources
        Folder that holds the texts of sources which the case does not carry.
    """
    from tracktwo.record.entries import written
    from tracktwo.record.keeping import forecast_of, keep
    from tracktwo.record.ledger import place_of_ledger
    from tracktwo.record.section import added_section

    own = dict(map(_own, odds or []))
    folder = load_case(case, sources)
    with status("Computing the odds"):
        forecast = forecast_of(folder, author=author, note=note, own=own, draws=draws, seed=seed)
    path = place_of_ledger(folder.path, ledger)
    kept = keep(path, forecast)
    if json:
        say(written(kept))
        return
    show_section(added_section(kept))
    say(f"Kept in {path}")


@app.command
def resolve(
    case: Path,
    stage: str | None = None,
    /,
    *,
    passed: str | None = None,
    not_passed: Annotated[bool, Parameter(negative=())] = False,
    by: str | None = None,
    void: Annotated[bool, Parameter(negative=())] = False,
    source: str | None = None,
    happened: Annotated[bool, Parameter(negative=())] = False,
    author: str | None = None,
    note: str | None = None,
    ledger: Annotated[Path | None, LEDGER] = None,
    sources: list[Path] | None = None,
    json: Annotated[bool, JSON] = False,
) -> None:
    """Settle how a stage came out: passed on a day, not passed in time, or void.

    Nothing is written over. Settling a stage again takes the place of what was said before, which
    stays in the ledger. A day of passage settles every forecast of the stage: one that ended
    before it came out as not passed.

    Parameters
    ----------
    case
        Folder of the case.
    stage
        Id of the stage.
    passed
        The day on which it was passed, YYYY-MM-DD, or YYYY-MM where no day is known.
    not_passed
        It was not passed by the end of its forecasts, or by the day that --by names.
    by
        With --not-passed: the day until which it had not been passed.
    void
        It cannot be judged, and does not count.
    source
        Address or citation of what says so; required.
    happened
        Instead of a stage: settle every stage that the case marks as happened, by its date and
        quote.
    author
        Who settles it.
    note
        What else is to be said.
    sources
        Folder that holds the texts of sources which the case does not carry.
    """
    from tracktwo.record.entries import written
    from tracktwo.record.ledger import place_of_ledger, read_ledger
    from tracktwo.record.resolving import marked
    from tracktwo.record.resolving import resolve as settle
    from tracktwo.record.section import resolved_section

    folder = load_case(case, sources)
    path = place_of_ledger(folder.path, ledger)
    if happened:
        if stage or passed or not_passed or void or source or by:
            raise UsageError("--happened takes stages, dates and sources from the case")
        found = list(marked(folder, read_ledger(path)))
        if not found:
            raise UsageError("the case marks no stage as happened that a forecast here leaves open")
        made = [
            settle(
                path, folder.case.id, one, "passed", on=on, source=told, author=author, note=note
            )
            for one, on, told in found
        ]
    else:
        if stage is None:
            stages = ", ".join(one.id for one in folder.case.roadmap.stages)
            raise UsageError(f"name a stage: {stages}")
        outcome = _outcome(passed, not_passed=not_passed, void=void, by=by)
        if source is None:
            raise UsageError("name the source with --source: an address, or a citation")
        on = passed if outcome == "passed" else by
        made = [
            settle(
                path, folder.case.id, stage, outcome, on=on, source=source, author=author, note=note
            )
        ]
    if json:
        say("\n".join(map(written, made)))
        return
    show_section(resolved_section(made, read_ledger(path).of(folder.case.id)))
    say(f"Kept in {path}")


@app.command
def score(
    *places: Annotated[Path, PLACES],
    casebook: Annotated[bool, Parameter(negative=())] = False,
    hindsight: Annotated[bool, Parameter(negative=())] = False,
    ledger: Annotated[list[Path] | None, LEDGER] = None,
    json: Annotated[bool, JSON] = False,
) -> None:
    """Say what kept odds have been worth: calibration, scores, and whose were better.

    Over all ledgers named: calibration in the large and by odds, Brier and log score of the case's
    odds, of the outside view (base rates alone) and of every author, on the outcomes that they
    share, with intervals over resampled cases. Below about 150 outcomes nothing is claimed.

    Parameters
    ----------
    casebook
        Instead: score drafts of past processes, made by rule from what was known on their day; of
        the casebook in the package, or in a folder that tracktwo casebook build wrote.
    hindsight
        Count also forecasts that were kept when the outcome was known.
    """
    if casebook:
        from tracktwo.cli.casebook import score_casebook

        if len(places) > 1 or ledger or hindsight:
            raise UsageError("--casebook takes one folder of a casebook at most, and no ledger")
        score_casebook(places[0] if places else None, json=json)
        return
    from tracktwo.record.scores import score as scored
    from tracktwo.record.scores_section import scores_section
    from tracktwo.results.plain import as_json, plain

    found = scored(_ledgers(places, ledger), hindsight=hindsight)
    if json:
        say(as_json(plain(found)).rstrip("\n"))
        return
    show_section(scores_section(found))


@app.command(name="list")
def list_(
    *places: Annotated[Path, PLACES],
    ledger: Annotated[list[Path] | None, LEDGER] = None,
    json: Annotated[bool, JSON] = False,
) -> None:
    """List the forecasts that were kept, and how each came out."""
    from tracktwo.record.section import kept_section
    from tracktwo.results.plain import as_json

    found = _ledgers(places, ledger)
    if json:
        rows = [
            one.model_dump(mode="json", exclude_none=True)
            for each in found
            for one in (*each.forecasts, *each.resolutions)
        ]
        say(as_json(rows).rstrip("\n"))
        return
    for each in found:
        for case in dict.fromkeys(one.case for one in each.forecasts):
            say(f"{each.path}: {case}")
            show_section(kept_section(each.of(case)))
        if not each.forecasts:
            say(f"{each.path} holds no forecast")


def _ledgers(places: Sequence[Path], ledger: Sequence[Path] | None) -> list[Ledger]:
    from tracktwo.record.ledger import ledgers_in, read_ledger

    return [read_ledger(path) for path in ledgers_in([*places, *(ledger or ())] or [Path()])]


def _own(text: str) -> tuple[str, float]:
    stage, _, value = text.partition("=")
    number, percent = value.strip().removesuffix("%"), value.strip().endswith("%")
    try:
        chance = float(number) / (100 if percent else 1)
    except ValueError:
        raise UsageError(f"write own odds as STAGE=0.2 or STAGE=20% (got {text!r})") from None
    return stage.strip(), chance


def _outcome(
    passed: str | None, *, not_passed: bool, void: bool, by: str | None
) -> Literal["passed", "not-passed", "void"]:
    if (passed is not None) + not_passed + void != 1:
        raise UsageError("say one of --passed DAY, --not-passed and --void")
    if by is not None and not not_passed:
        raise UsageError("--by goes with --not-passed")
    return "passed" if passed is not None else "not-passed" if not_passed else "void"
