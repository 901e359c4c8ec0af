"""A case in the hands of someone who writes Python: load it, ask it, change it, save it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from tracktwo.case.format.numbers import in_mapping
from tracktwo.errors import Error
from tracktwo.files import write_file
from tracktwo.library.asking import ask

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracktwo.case import CaseFolder
    from tracktwo.library.answers import Answer


def load(path: Path | str, *, sources: Sequence[Path | str] = ()) -> Case:
    """Load a case folder.

    Parameters
    ----------
    path : path
        Of the folder, or the name of a shipped case.
    sources : sequence of path
        Folders that may hold the texts of sources which the case does not carry; quotes are then
        checked against them word by word.

    Returns
    -------
    Case

    Raises
    ------
    CaseError
        With every problem at once: file, line, what is wrong, what would be right.
    """
    from tracktwo.case import load as load_folder  # noqa: PLC0415  (as late as needed)
    from tracktwo.case.shipped import shipped, shipped_case  # noqa: PLC0415

    if not isinstance(path, str | Path):
        raise Error(
            f"a case is loaded by its folder or the name of a shipped one (got {path!r:.40}); "
            f"shipped are: {', '.join(shipped())}"
        )
    folder = Path(path)
    if not folder.exists() and str(path) in shipped():
        folder = shipped_case(str(path))
    return Case(load_folder(folder, sources=[Path(one) for one in sources]))


def new(path: Path | str, *, example: str = "two-valleys") -> Case:
    """Begin a case from a copy of a shipped one, with its comments, to be changed.

    Parameters
    ----------
    path : path
        Where it is to lie; must not exist yet.
    example : str
        Name of the shipped case.

    Raises
    ------
    Error
        If there is something at the path, or no such example.
    """
    from tracktwo.case.shipped import copy_shipped  # noqa: PLC0415  (as late as needed)

    copy_shipped(example, Path(path))
    return load(path)


@dataclass(frozen=True)
class Case:
    """A case: who wants what, who must agree to what, and where each fact comes from.

    It never changes: `set` returns another with the change in it, and nothing is written before
    `save`.

    Attributes
    ----------
    folder : CaseFolder
        As loaded: the case, its quotes and its sources.
    changes : mapping
        Dotted path to new value, of what was set since.
    """

    folder: CaseFolder = field(repr=False)
    changes: Mapping[str, Any] = field(default_factory=dict, repr=False)
    _written: CaseFolder | None = field(default=None, repr=False, compare=False)
    """The folder without the changes."""

    @property
    def id(self) -> str:
        """Its id."""
        return self.folder.case.id

    @property
    def title(self) -> str:
        """Its title."""
        return self.folder.case.title

    @property
    def actors(self) -> dict[str, str]:
        """Names of its actors by id."""
        return {actor.id: actor.name for actor in self.folder.case.actors}

    @property
    def issues(self) -> dict[str, str]:
        """Names of its issues by id."""
        return {issue.id: issue.name for issue in self.folder.case.issues}

    @property
    def stages(self) -> dict[str, str]:
        """Names of its stages by id, in order."""
        return {stage.id: stage.name for stage in self.folder.case.roadmap.stages}

    @property
    def numbers(self) -> dict[str, tuple[float, float, float]]:
        """Every number of the case by its path: low, most likely, high."""
        from tracktwo.case.quantities import quantities  # noqa: PLC0415  (as late as needed)

        found = quantities(self.folder.case)
        return {n.path: (n.quantity.low, n.quantity.mode, n.quantity.high) for n in found}

    def __repr__(self) -> str:
        """Say in three lines what it is about."""
        case = self.folder.case
        changed = f", {len(self.changes)} changed" if self.changes else ""
        return (
            f"Case {case.id}: {case.title}\n"
            f"as of {case.as_of}, {case.horizon} months ahead; {len(case.actors)} actors, "
            f"{len(case.issues)} issues{changed}\n"
            f"stages: {' > '.join(self.stages)}"
        )

    # --- asking ------------------------------------------------------------------------------

    def run(self, **options: Any) -> Answer:
        """Compute the odds: how far the roadmap gets, what blocks it, what would move it.

        Parameters
        ----------
        **options
            `draws`, `seed`, `threads` and the others of the question `odds`.

        Returns
        -------
        Answer
            `stages` of its record hold the chance (0-1) of each stage by month, with bands.

        Raises
        ------
        Error
            If the case cannot be run as it stands, or an option is out of its limits.
        """
        return self.ask("odds", **options)

    def ask(self, question: str, **options: Any) -> Answer:
        """Ask one of `tracktwo.questions()`.

        Parameters
        ----------
        question : str
            Its name.
        **options
            Its options, as its command has them.

        Raises
        ------
        Error
            If there is no such question or option, or the case cannot answer it.
        """
        return ask(self.folder, question, options)

    def what_if(
        self,
        set: Mapping[str, Any] | None = None,  # noqa: A002  (the word of the format)
        drop: Sequence[str] = (),
        **options: Any,
    ) -> Answer:
        """Say what a change would do to the odds, on common random numbers.

        Parameters
        ----------
        set : mapping
            Dotted path to the value tried, as ``{"levers.pressure.schedule.intensity": 0.8}``.
        drop : sequence of str
            Dotted paths of what is left out.
        **options
            Those of the question `what-if`.

        Returns
        -------
        Answer
            `difference` of it is the change of each stage's odds, with its band.
        """
        from tracktwo.library.asking import answered  # noqa: PLC0415  (as late as needed)
        from tracktwo.questions.what_if.effects import what_if  # noqa: PLC0415
        from tracktwo.questions.what_if.scenarios import Scenario, path_of  # noqa: PLC0415

        values = {_whole(path_of(path)): _plain(value) for path, value in (set or {}).items()}
        scenario = Scenario("change", values, tuple(drop))
        return answered(
            self.folder,
            "what-if",
            lambda **known: what_if(self.folder, [scenario], **known),
            options,
        )

    # --- changing ----------------------------------------------------------------------------

    def set(self, path: str, value: Any, *, why: str | None = None) -> Case:
        """Return the case with another value at a path; nothing is written.

        Parameters
        ----------
        path : str
            Dotted path, ids select list items: ``levers.aid.schedule.intensity``. A position may
            be named by its actor and issue alone: ``positions.upper.water``.
        value : number, (low, mode, high), text or plain value
            In the units of the case format; three numbers are a range.
        why : str, optional
            The reason, kept beside a number. The old reason and quotes go with the old number.

        Raises
        ------
        CaseError
            If the path leads nowhere or the result is no valid case.
        """
        path = _whole(path)
        written = _plain(value)
        if why is not None:
            if isinstance(written, dict):
                written = {**written, "why": why}
            else:
                written = in_mapping(written) | {"why": why}
        elif isinstance(written, int | float | list) and self._is_number(path):
            # The old reason and the old quotes were for the old number.
            written = in_mapping(written)
        changed = self.folder.changed({path: written})
        before = self._written or self.folder
        return replace(
            self, folder=changed, changes={**self.changes, path: written}, _written=before
        )

    def _is_number(self, path: str) -> bool:
        """Tell whether a path is that of a number which may have a reason beside it."""
        from tracktwo.case.quantities import quantities  # noqa: PLC0415  (as late as needed)

        return any(one.path == path for one in quantities(self.folder.case))

    def save(self, path: Path | str | None = None) -> Case:
        """Write the changes: into a copy of the folder at a path, or into its own files.

        Not a byte changes but those of the values set; comments stay.

        Parameters
        ----------
        path : path, optional
            Where the copy is to lie; must not exist yet.

        Returns
        -------
        Case
            As loaded from there.

        Raises
        ------
        CaseError
            If the files have changed since they were loaded. Nothing is written then.
        Error
            If there is something at the path.
        """
        from tracktwo.case import load as load_folder  # noqa: PLC0415  (as late as needed)
        from tracktwo.case import save  # noqa: PLC0415

        before = self._written or self.folder
        if path is None:
            return Case(save(before, self.changes) if self.changes else before)
        goal = Path(path)
        if goal.exists():
            raise Error(f"{goal} exists already; name a folder that does not")
        shutil.copytree(before.path, goal)
        try:
            copied = load_folder(goal, sources=before.searched)
            return Case(save(copied, self.changes) if self.changes else copied)
        except BaseException:
            shutil.rmtree(goal)
            raise

    def report(
        self,
        path: Path | str,
        *,
        annex: bool | None = None,
        paper: Literal["a4", "letter"] = "a4",
        **options: Any,
    ) -> Path:
        """Write the report of the case: a brief of two pages, and its annex.

        Parameters
        ----------
        path : path
            The ending says the format: .html, .pdf, .docx, .pptx or .md.
        annex : bool, optional
            Whether the annex is in it, and printed. Unless given, it stands folded in HTML and is
            left out elsewhere.
        paper : "a4" or "letter"
        **options
            Those of the question `odds`.

        Raises
        ------
        Error
            If the ending is another.
        MissingExtraError
            If the format needs something that is not installed.
        """
        from tracktwo.report.office.kinds import KINDS, Wanted, ending_of  # noqa: PLC0415

        goal = Path(path)
        kind = KINDS[ending_of(goal)]
        kind.need()
        found = self.run(**options).record
        write_file(goal, kind.write(Wanted(self.folder, found, None, annex, paper)))
        return goal


def _whole(path: str) -> str:
    """Return a path as the case has it; of an actor and an issue, that of the position."""
    parts = path.split(".")
    return f"{path}.position" if parts[0] == "positions" and len(parts) == 3 else path


def _plain(value: Any) -> Any:
    """Return a value as case.yaml would hold it: a tuple of three is a range."""
    return list(value) if isinstance(value, tuple) else value
