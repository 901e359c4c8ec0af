"""What a question is: its names and words, its options, and where its function and answer lie."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

from tracktwo.errors import MissingExtraError, UnanswerableError, uninstalled
from tracktwo.questions.options import Options, options_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import ModuleType

    from tracktwo.blocks import Section
    from tracktwo.case import CaseFolder
    from tracktwo.questions.options import Option
    from tracktwo.results.counted import Counted
    from tracktwo.results.first_draft import FirstDraft
    from tracktwo.results.progress import Progress

Group = Literal["case", "ask", "models"]
"""Where the command stands in `tracktwo --help`."""

Subject = Literal["case", "cases", "table"]
"""What is asked: a case, several cases, or a case or a table of positions."""


@dataclass(frozen=True)
class Question:
    """One thing that can be asked of a case, the same on every face.

    What is heavy is named by its import path, ``module:name``, and loaded when it is needed.
    """

    name: str
    title: str
    """Heading of its answer."""
    summary: str
    """One line of help."""
    help: str
    """What it answers and how, in full: its first line alone, then paragraphs."""
    options: type[Options]
    function: str
    """Takes a loaded case (several, or a table: see `subject`), the options by name and
    `progress`; returns `record`."""
    record: str
    """Class of the answer; of several, joined by ``|``."""
    section: str
    """Says the answer as blocks: ``section(found, names)``, and its options that are `shown`."""
    takes: str
    """How long it takes with the defaults, roughly."""
    group: Group = "ask"
    subject: Subject = "case"
    needs: tuple[str, ...] = ()
    """Modules that it cannot do without and the base installation lacks."""
    extra: str | None = None
    """The extra that brings those."""
    loads: str = ""
    """A package that it loads, whose parts import each other: two threads that load it at once may
    find it half loaded, so it is loaded before the question is asked beside another."""
    in_report: bool = False
    """Whether a report asks it, with the options' values for a report."""
    after: str = ""
    """Section of the report that its answer follows there; in none where empty."""
    page: str = ""
    """Where the local page asks it; nowhere where empty."""
    about: str = ""
    """What the page says of it before it is asked."""
    button: str = ""
    """What the page's button says."""
    tells_draft: bool = False
    """Whether its section says by itself that the odds are a first draft's."""
    of_odds: bool = True
    """Whether it is about odds, so that how each stage will be judged is told with it."""
    command: str = ""
    """Its command, where that is another word than its name; and why it is, beside it."""
    writes: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Formats of its own, beside those in which every answer is kept: by the ending of the file,
    the import path of what makes its bytes of the answer and of what was asked."""

    @property
    def verb(self) -> str:
        """Name of its command."""
        return self.command or self.name

    @property
    def fields(self) -> tuple[Option, ...]:
        """Its options, one by one."""
        return options_of(self.options)

    @property
    def missing(self) -> tuple[str, ...]:
        """What it needs and is not installed."""
        return uninstalled(self.needs)

    def need(self) -> None:
        """Make sure that what it needs is installed.

        Raises
        ------
        MissingExtraError
        """
        if self.extra:
            MissingExtraError.check(self.needs, self.extra)

    def values(self, given: Mapping[str, Any]) -> Options:
        """Return its options with some values given.

        Parameters
        ----------
        given : by name

        Raises
        ------
        UnanswerableError
            If there is no such option, one is missing or a value is outside its limits.
        """
        known = {one.name: one for one in self.fields}
        unknown = [name for name in given if name not in known]
        if unknown:
            raise UnanswerableError(
                f"{self.name} has no option {', '.join(unknown)}; it has: {', '.join(known)}"
            )
        lacking = [one.name for one in self.fields if one.required and one.name not in given]
        if lacking:
            raise UnanswerableError(f"{self.name} needs {', '.join(lacking)}")
        return self.options(**given)

    def ask(self, of: Any, options: Options, progress: Progress | None = None) -> Any:
        """Ask a case.

        Parameters
        ----------
        of : the loaded case; several, or a table of positions, where `subject` says so
        options : see `values`
        progress : told how far the work is

        Raises
        ------
        UnanswerableError
            If what is asked cannot answer it as it stands.
        MissingExtraError
            If it needs something that is not installed.
        """
        self.need()
        if self.subject == "case":
            _has_stage(of, getattr(options, "stage", None))
        return load_name(self.function)(of, progress=progress, **options.of("asked", "inner"))

    def plain(self, found: Any, of: Any = None) -> Any:
        """Return an answer as plain values: as its record says itself, or field by field.

        Parameters
        ----------
        found : the answer
        of : what was asked; of a case that is a first draft yet, the answer says so
        """
        from tracktwo.results.plain import plain  # noqa: PLC0415  (it brings NumPy)

        values = found.to_json() if hasattr(found, "to_json") else plain(found)
        drafts = {name: plain(draft) for name, draft in _drafts(of)}
        if drafts and isinstance(values, dict) and "first_draft" not in values:
            values["first_draft"] = drafts if isinstance(of, list) else drafts.popitem()[1]
        if isinstance(values, dict):
            for counted in _counted(of):
                values.setdefault("counted", plain(counted))
        return values

    def said(self, found: Any, of: Any, **shown: Any) -> Section:
        """Say an answer as blocks; of a first draft, with a note that it is one.

        Parameters
        ----------
        found : the answer
        of : what was asked: a case, several, or a table of positions
        **shown : options of the section
        """
        from tracktwo.blocks import Naming, Note, Paragraph, Strong  # noqa: PLC0415  (heavy)

        names = Naming(of) if hasattr(of, "case") else None
        section: Section = load_name(str(self.section))(found, names, **shown)
        if self.tells_draft:
            return section
        together = tuple(Paragraph(str(counted)) for counted in _counted(of))
        section = replace(
            section, blocks=(*((Note(together),) if together else ()), *section.blocks)
        )
        drafts = list(_drafts(of))
        told = tuple(
            Paragraph(Strong(str(draft) if len(drafts) == 1 else f"{name}: {draft}"))
            for name, draft in drafts
        )
        note = (Note(told),) if told else ()
        return replace(section, blocks=(*note, *section.blocks))


def _drafts(of: Any) -> Iterator[tuple[str, FirstDraft]]:
    """Yield the cases among what was asked that are first drafts yet, by their ids."""
    from tracktwo.results.first_draft import first_draft  # noqa: PLC0415  (as late as needed)

    for one in of if isinstance(of, list) else [of]:
        if hasattr(one, "case") and (draft := first_draft(one.case)) is not None:
            yield one.case.id, draft


def _counted(of: Any) -> Iterator[Counted]:
    """Yield which steps of the case that was asked are counted together, if any are."""
    if hasattr(of, "case"):
        from tracktwo.game.counting import counted_in  # noqa: PLC0415  (as late as needed)

        if (counted := counted_in(of.case)) is not None:
            yield counted


def _has_stage(folder: CaseFolder, stage: str | None) -> None:
    known = [one.id for one in folder.case.roadmap.stages]
    if stage is not None and stage not in known:
        raise UnanswerableError(f"no stage {stage} in {folder.path}; it has: {', '.join(known)}")


def load_name(path: str) -> Any:
    """Return what an import path ``module:name`` names."""
    module, _, name = path.partition(":")
    found: ModuleType = import_module(module)
    return getattr(found, name)
