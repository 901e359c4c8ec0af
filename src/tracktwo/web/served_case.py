"""The case that is served: its folder as it is on disk, and what was computed of it.

Pages hold no state: what a visitor tries is in the address (`overlay`), what is saved is on disk.
Here are the case as last loaded, its results, its jobs, and the one lock for writing.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracktwo.case import CaseError, CaseFolder, Problem, load, save
from tracktwo.case.document import item_name
from tracktwo.case.files import LIMITS, leaves
from tracktwo.case.marks import drafted
from tracktwo.case.paths import PathError, look
from tracktwo.case.quantities import quantities
from tracktwo.case.save import ChangedError, rewrite
from tracktwo.case.yaml.value import flow
from tracktwo.errors import Error
from tracktwo.files import locked
from tracktwo.questions.odds.live import LiveCase
from tracktwo.questions.odds.run import run
from tracktwo.questions.what_if.saved import forget_scenario, keep_scenario, saved_scenarios
from tracktwo.reading.proposals.store import Store
from tracktwo.report.page import Page
from tracktwo.web.editions import Editions
from tracktwo.web.history import History
from tracktwo.web.jobs import Jobs
from tracktwo.web.remarks import LONGEST, remark

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tracktwo.case import NamedQuantity
    from tracktwo.case.marks import Drafted
    from tracktwo.questions.what_if.scenarios import Scenario
    from tracktwo.results.odds import Result

Stamp = tuple[tuple[str, int, int, int], ...]


class ConflictError(Error):
    """Something else was saved meanwhile at the places that were to be changed."""

    def __init__(self, clashes: Sequence[Clash]) -> None:
        self.clashes = tuple(clashes)
        super().__init__(f"{len(clashes)} of these were changed meanwhile")


@dataclass(frozen=True)
class Clash:
    """One value that two people changed."""

    path: str
    was: str
    """When the page was opened."""
    now: str
    """On disk."""
    mine: str
    """As it was to be saved."""


@dataclass
class CaseState:
    """A case as loaded, and what was computed of it; a change on disk makes a new one."""

    folder: CaseFolder
    stamp: Stamp
    number: int
    problems: tuple[Problem, ...] = ()
    """What is wrong with the files as they are now, where they are no longer a valid case; the
    folder is then the last that was."""
    _live: LiveCase | None = field(default=None, repr=False)
    _result: Future[Result] | None = field(default=None, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    editions: Editions = field(default_factory=Editions, repr=False)
    """Full runs with changes, for the report."""

    @property
    def live(self) -> LiveCase:
        """What answers sliders."""
        with self._lock:
            if self._live is None:
                self._live = LiveCase(self.folder)
            return self._live

    @cached_property
    def quantities(self) -> dict[str, NamedQuantity]:
        """Every number of the case by its path."""
        return {item.path: item for item in quantities(self.folder.case)}

    @cached_property
    def drafted(self) -> Drafted:
        """How much of what decides the odds is still a drafting rule's."""
        return drafted(self.folder.case)

    def compute(self) -> Future[Result]:
        """Begin the full run of the case, once."""
        with self._lock:
            if self._result is None:
                self._result = Future()
                threading.Thread(target=self._run, name="run", daemon=True).start()
            return self._result

    def _run(self) -> None:
        assert self._result is not None  # noqa: S101  (compute made it)
        try:
            self._result.set_result(run(self.folder))
        except BaseException as error:  # noqa: BLE001  (whoever asks for the result gets it)
            self._result.set_exception(error)

    def page(self) -> Page:
        """Return the case with the result of its full run, waiting for it where need be."""
        return Page(self.folder, self.compute().result())


class ServedCase:
    """One case folder, served.

    Parameters
    ----------
    path : folder of the case
    sources : folders that hold texts of sources

    Raises
    ------
    CaseError
        If the folder is no valid case.
    """

    def __init__(self, path: Path, sources: Sequence[Path] = ()) -> None:
        self.path, self.sources = Path(path), tuple(sources)
        self.jobs = Jobs(self.path, self.sources)
        self.writing = threading.RLock()
        self.history = History(self.path)
        stamp = self._stamp()
        self._state = CaseState(load(self.path, sources=self.searched), stamp, 1)
        self._loading = threading.Lock()
        self.authors: dict[int, str] = {}
        """Who made which version of the case from here; the others were made elsewhere."""

    @property
    def searched(self) -> tuple[Path, ...]:
        """The folders that may hold texts of sources: those named, and of the articles read."""
        read = Store(self.path).texts
        own = read.is_dir() and not leaves(self.path, read)
        return (*self.sources, *([read] if own else []))

    @property
    def state(self) -> CaseState:
        """The case as it is on disk now; the last valid one where it has become invalid."""
        stamp = self._stamp()
        with self._loading:
            state = self._state
            if stamp == state.stamp:
                return state
            try:
                folder = load(self.path, sources=self.searched)
            except CaseError as error:
                self._state = CaseState(
                    state.folder, stamp, state.number, error.problems, state.live, state.compute()
                )
                return self._state
            if folder.digest == state.folder.digest:  # a comment, say: what was computed stands
                self._state = CaseState(
                    folder, stamp, state.number, (), state.live, state.compute()
                )
            else:
                self._state = CaseState(folder, stamp, state.number + 1)
            return self._state

    def _stamp(self) -> Stamp:
        """Return what shows that a file of the case has changed, without reading it."""
        places = [self.path / name for name in LIMITS]
        places += sorted((self.path / "sources").glob("*"))
        places.append(Store(self.path).texts)  # a folder's time tells that a text came
        found = []
        for place in places:
            try:
                itself, stat = place.lstat(), place.stat()
            except OSError:
                continue
            # Of a link that takes a file's place, only the link itself is another.
            found.append((str(place), itself.st_ino, stat.st_mtime_ns, stat.st_size))
        return tuple(found)

    # --- saving ------------------------------------------------------------------------------

    def was(self, paths: Sequence[str]) -> dict[str, str]:
        """Return what the files say at some paths, as text to compare with later."""
        folder = self.state.folder
        return {path: value_text(folder, path) for path in paths}

    def write(self, changes: Mapping[str, Any], was: Mapping[str, str]) -> None:
        """Write values into the files of the case.

        Parameters
        ----------
        changes : dotted path to value
        was : path to the text of `value_text` when the page was made

        Raises
        ------
        ConflictError
            If any of these places says something else by now. Nothing is written.
        CaseError
            If the result is no valid case, or the files are none now. Nothing is written.
        """
        # Other programs wait as well, from here until the files are replaced.
        with self.writing, locked(self.path):
            state = self.state
            if state.problems:
                raise CaseError(state.problems)
            state.folder.overlay(changes)  # says what is wrong with a value before it is written
            clashes = []
            for path, value in changes.items():
                now = value_text(state.folder, path)
                if now not in (was.get(path, ""), flow(value)):
                    clashes.append(Clash(path, was.get(path, ""), now, flow(value)))
            if clashes:
                raise ConflictError(clashes)
            try:
                save(state.folder, changes)
            except ChangedError:  # so quickly that the files' times do not tell
                self._state = replace(state, stamp=())
                self.write(changes, was)

    def rebuild(
        self, change: Callable[[dict[str, Any]], str], was: Mapping[str, str] | None = None
    ) -> str:
        """Change what items the case has, or their order, in its files.

        Parameters
        ----------
        change : changes the plain values of the case in place, and says what it did
        was : path to the text of `value_text` when the page was made, of what the form is about;
            by default nobody is asked whether it is so still

        Returns
        -------
        str
            What was done.

        Raises
        ------
        ConflictError
            If what it changes says something else by now. Nothing is written.
        CaseError
            If the result is no valid case, or the files are none now. Nothing is written.
        """
        with self.writing, locked(self.path):
            state = self.state
            if state.problems:
                raise CaseError(state.problems)
            data = state.folder.plain()
            what = change(data)
            clashes = _overwritten(state.folder.plain(), data, was) if was is not None else []
            if clashes:
                raise ConflictError(clashes)
            before = self.history.files()
            rewrite(state.folder, data)
            self.history.add(what, before)
            return what

    def undo(self) -> str:
        """Undo the latest change of `rebuild`; return what it was.

        Raises
        ------
        NotUndoneError
            If there is none, or the case was changed otherwise since.
        """
        with self.writing, locked(self.path):
            return self.history.undo()

    def tell(self, what: str, author: str, path: str = "") -> None:
        """Keep who has just changed the case, and what."""
        self.authors[self.state.number] = author
        remark(self.path, "change", what[:LONGEST], author=author, path=path)

    # --- scenarios ---------------------------------------------------------------------------

    def scenarios(self) -> list[Scenario]:
        """Return the named scenarios kept beside the case.

        Raises
        ------
        CaseError
            If their file is broken.
        """
        return saved_scenarios(self.path)

    def keep(self, scenario: Scenario, *, replace: bool = False) -> None:
        """Keep a scenario in the case folder's scenarios.yaml."""
        with self.writing:
            keep_scenario(self.path, scenario, replace=replace)

    def forget(self, name: str) -> None:
        """Take a scenario out of the file."""
        with self.writing:
            forget_scenario(self.path, name)


def _overwritten(now: dict[str, Any], mine: dict[str, Any], was: Mapping[str, str]) -> list[Clash]:
    """Return what a change would write over although it has changed since a page was made."""
    # Of an actor's stances others may have come that the page did not know.
    mine_says = mine.get("stances") or []
    altered = (item_name(one, n) for n, one in enumerate(now.get("stances") or [])
               if one not in mine_says)  # fmt: skip
    heads = {*was, *(f"stances.{name}" for name in altered)}
    found = []
    for path in sorted(heads):
        here, there = _text_at(now, path), _text_at(mine, path)
        if here != was.get(path, "") and there != here:
            found.append(Clash(path, was.get(path, ""), here, there or "left out"))
    return found


def _text_at(data: dict[str, Any], path: str) -> str:
    try:
        value = look(data, path)
    except PathError:
        return ""
    return "" if value is None else flow(value)


def value_text(folder: CaseFolder, path: str) -> str:
    """Return what the files say at a path, on one line; nothing where they say nothing."""
    try:
        value = folder.value(path)
    except CaseError:
        return ""
    return "" if value is None else flow(value)
