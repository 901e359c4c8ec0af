"""The case with or without the changes tried, run in full, and what is exported of it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING

from tracktwo.blocks.words import join
from tracktwo.case.yaml.value import flow
from tracktwo.errors import uninstalled
from tracktwo.questions.odds.run import run
from tracktwo.questions.what_if.saved import HEADER
from tracktwo.report import write_html, write_markdown
from tracktwo.report.office.kinds import KINDS, Wanted
from tracktwo.report.tables import odds_csv, odds_parquet
from tracktwo.results.plain import as_json, plain_value

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracktwo.case import CaseFolder
    from tracktwo.questions.ask import Answers
    from tracktwo.results.odds import Result
    from tracktwo.web.overlay import Overlay

KEPT = 4
"""Editions remembered of one state of a case, each with its report of half a megabyte."""


_TURN = threading.Lock()
"""One changed case is run at a time, so that sliders keep a core."""


@dataclass(frozen=True)
class Edition:
    """A case as run in full."""

    folder: CaseFolder
    result: Result
    overlay: Overlay
    """The changes in it; none for the case as it is on disk."""
    questions: Answers | None = None
    """What else was worked out of it, for the report."""
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    @property
    def is_changed(self) -> bool:
        """Whether changes are in it."""
        return bool(self.overlay.steps)

    @cached_property
    def _html(self) -> str:
        return write_html(self.folder, self.result, self.questions)

    @property
    def html(self) -> str:
        """The report."""
        with self._lock:  # written once, whoever asks
            return self._html

    @property
    def is_written(self) -> bool:
        """Whether the report is there already."""
        return "_html" in self.__dict__

    @property
    def markdown(self) -> str:
        """The report as Markdown."""
        return write_markdown(self.folder, self.result, self.questions)

    @property
    def csv(self) -> str:
        """The odds of each stage by month."""
        return odds_csv(self.result)

    @property
    def json(self) -> str:
        """The whole result, with the changes where there are any."""
        value = self.result.to_json()
        if self.is_changed:
            value["changes"] = plain_value(self._changes, None)
        return as_json(value)

    @property
    def parquet(self) -> bytes:
        """The odds of each stage by month, with what they are of as metadata."""
        changes = {"changes": flow(self._changes)} if self.is_changed else {}
        return odds_parquet(self.result, changes)

    @property
    def _changes(self) -> dict[str, object]:
        parts = {"set": self.overlay.set, "drop": list(self.overlay.drop)}
        return {name: part for name, part in parts.items() if part}

    @property
    def scenario(self) -> str:
        """The changes as a file of scenarios."""
        return f"{HEADER}{flow('Changes tried')}: {flow(self._changes)}\n"


@dataclass(frozen=True)
class Format:
    """One way of downloading an edition."""

    ending: str
    name: str
    says: str
    media_type: str
    write: Callable[[Edition], str | bytes]
    missing: tuple[str, ...] = ()
    """What it needs and is not installed; the extra "office" brings it."""


def _office(ending: str, edition: Edition) -> str | bytes:
    wanted = Wanted(edition.folder, edition.result, edition.questions)
    return KINDS[ending].write(wanted)


FORMATS = {
    one.ending: one
    for one in (
        Format("html", "HTML", "the brief and its annex, one file that needs no network",
               "text/html", lambda e: e.html),
        *(
            Format(ending[1:], ending[1:].upper(), kind.says, kind.media_type,
                   partial(_office, ending), kind.missing)
            for ending, kind in KINDS.items() if ending not in {".html", ".md"}
        ),
        Format("md", "Markdown", "the brief in text and tables", "text/markdown",
               lambda e: e.markdown),
        Format("csv", "CSV", "the odds of each stage by month: mean and quantiles over draws",
               "text/csv", lambda e: e.csv),
        Format("json", "JSON", "everything that the run says", "application/json",
               lambda e: e.json),
        Format("parquet", "Parquet", "the table of the CSV, with what it is of as metadata",
               "application/vnd.apache.parquet", lambda e: e.parquet,
               uninstalled(("duckdb",))),
        Format("yaml", "Scenario", "the changes tried, for tracktwo what-if --scenarios",
               "application/yaml", lambda e: e.scenario),
    )
}  # fmt: skip


class Editions:
    """The editions of one state of a case that were asked for last."""

    def __init__(self) -> None:
        self._made: OrderedDict[str, Future[Edition]] = OrderedDict()
        self._lock = threading.Lock()

    def of(
        self,
        folder: CaseFolder,
        result: Future[Result],
        overlay: Overlay,
        questions: Answers | None = None,
    ) -> Future[Edition]:
        """Begin to make an edition, once.

        Parameters
        ----------
        folder : the case as it is on disk
        result : the full run of it, which may still be on
        overlay : the changes to it
        questions : what was worked out of it besides, where there are no changes

        Raises
        ------
        CaseError
            If the changes make no valid case.
        """
        # Answers are told apart by who they are: an edition keeps its own alive.
        asked = [(name, id(value)) for name, value in questions.found.items()] if questions else []
        changes = sorted(overlay.set.items(), key=str), sorted(overlay.drop)
        key = repr((*changes, asked))
        with self._lock:
            found = self._made.get(key)
            if found is None or (found.done() and found.exception() is not None):
                other = changed(folder, overlay) if overlay.steps else None
                found = self._made[key] = Future()
                make = partial(_run, other) if other else partial(_take, folder, result, questions)
                threading.Thread(
                    target=_make,
                    args=(found, make, overlay),
                    name="edition",
                    daemon=True,
                ).start()
            self._made.move_to_end(key)
            while len(self._made) > KEPT:
                self._made.popitem(last=False)
            return found


def changed(folder: CaseFolder, overlay: Overlay) -> CaseFolder:
    """Return a case with changes, which says in its title and summary that it is one."""
    case = folder.case
    changes = [f"{step.path}: {step.short}" for step in overlay.standing]
    noted = f"Changes that are tried and not part of the case: {join(changes)}."
    words = {
        "title": f"{case.title[:1_900]} (with changes that are tried)",
        "summary": f"{case.summary[: max(0, 1_990 - len(noted[:1_000]))]} {noted[:1_000]}",
    }
    return folder.changed({**words, **overlay.set}, overlay.drop)


def _take(
    folder: CaseFolder, result: Future[Result], questions: Answers | None, overlay: Overlay
) -> Edition:
    """Make the edition of the case as it is, of the run that is made of it anyway."""
    return Edition(folder, result.result(), overlay, questions)


def _run(folder: CaseFolder, overlay: Overlay) -> Edition:
    """Make the edition of a changed case."""
    with _TURN:
        return Edition(folder, run(folder), overlay)


def _make(out: Future[Edition], make: Callable[[Overlay], Edition], overlay: Overlay) -> None:
    try:
        out.set_result(make(overlay))
    except BaseException as error:  # noqa: BLE001  (whoever asks for it gets it)
        out.set_exception(error)
