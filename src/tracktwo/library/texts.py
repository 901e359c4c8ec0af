"""From an article to a case: read it, accept what is right, draft a case of that."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracktwo.errors import Error
from tracktwo.library.case import Case, load

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence


def read(
    *articles: Path | str, published: dt.date | str | None = None, language: str = "en"
) -> Reading:
    """Read articles; propose facts, each tied to its exact words. Nothing is written.

    Parameters
    ----------
    *articles : path
        Plain text, HTML, PDF or Word; the last three need their extras.
    published : date or YYYY-MM-DD, optional
        The day from which "on Sunday" is counted, where the article does not say.
    language : str
        Of the lexicon.

    Returns
    -------
    Reading

    Raises
    ------
    Error
        If an article cannot be read; the message names the file and says why.
    """
    from tracktwo.reading.proposals.intake import Desk  # noqa: PLC0415  (as late as needed)

    if not articles:
        raise Error("name at least one article")
    day = dt.date.fromisoformat(published) if isinstance(published, str) else published
    with tempfile.TemporaryDirectory() as folder:
        intake = Desk.at(Path(folder), language=language)
        intake.read([Path(one) for one in articles], published=day)
        if intake.refused:
            raise Error("; ".join(intake.refused))
        rows = tuple(intake.store.proposals())
    return Reading(
        rows, frozenset(), tuple(Path(one) for one in articles), published=day, language=language
    )


@dataclass(frozen=True)
class Reading:
    """What was found in articles, and what of it was accepted.

    Attributes
    ----------
    proposals : tuple of dict
        Each with its id, kind, tier, item (as case.yaml would hold it) and quotes.
    accepted : frozenset of str
        Ids of those accepted.
    """

    proposals: tuple[Mapping[str, Any], ...] = field(repr=False)
    accepted: frozenset[str]
    articles: tuple[Path, ...]
    published: dt.date | None = None
    language: str = "en"

    def __repr__(self) -> str:
        """Say how many were found, by kind."""
        kinds: dict[str, int] = {}
        for row in self.proposals:
            kinds[row["kind"]] = kinds.get(row["kind"], 0) + 1
        counted = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
        return f"Reading of {len(self.articles)} articles: {counted}; {len(self.accepted)} accepted"

    def to_frame(self, backend: Any = None) -> Any:
        """Return the proposals as a frame: id, kind, tier, what is proposed, its first quote."""
        from tracktwo.library.frames import frame  # noqa: PLC0415  (as late as needed)
        from tracktwo.results.tables import Column, Table  # noqa: PLC0415

        names = ("id", "kind", "tier", "proposed", "quote", "accepted")
        rows = tuple(
            (row["id"], row["kind"], row["tier"], _said(row["item"]), _words(row),
             row["id"] in self.accepted)
            for row in self.proposals
        )  # fmt: skip
        table = Table("proposals", tuple(Column(name, "") for name in names), rows)
        return frame(table, backend)

    def accept(
        self, ids: Collection[str] | None = None, *, without: Collection[str] = ()
    ) -> Reading:
        """Return the reading with proposals accepted: all of them, or those named.

        Parameters
        ----------
        ids : collection of str, optional
            All but `without` unless given.
        without : collection of str

        Raises
        ------
        Error
            If there is no such proposal.
        """
        known = {row["id"] for row in self.proposals}
        wanted = known if ids is None else set(ids)
        unknown = sorted((wanted | set(without)) - known)
        if unknown:
            raise Error(f"no proposal {', '.join(unknown)}; to_frame() lists them")
        return replace(self, accepted=self.accepted | wanted - set(without))

    def draft(self, path: Path | str, *, plan: Sequence[str] | None = None) -> Case:
        """Make a case of what was accepted, by the drafting rules, in a new folder.

        Parameters
        ----------
        path : path
            Of the folder; must not exist yet.
        plan : sequence of str, optional
            Kinds of step, in order, where no plan was found or another is meant.

        Returns
        -------
        Case
            A first draft: what the text cannot say is a default with its reason.

        Raises
        ------
        Error
            If there is something at the path, or what was accepted makes no case.
        """
        from tracktwo.drafting.accepted import first_draft  # noqa: PLC0415
        from tracktwo.reading.proposals.intake import Desk  # noqa: PLC0415
        from tracktwo.reading.review.decisions import Session  # noqa: PLC0415
        from tracktwo.reading.review.merge import merge  # noqa: PLC0415

        goal = Path(path)
        if goal.exists():
            raise Error(f"{goal} exists already; name a folder that does not")
        try:
            intake = Desk.at(goal, language=self.language)
            intake.read(list(self.articles), published=self.published)
            session = Session(intake.store, {}, "library")
            for row in list(session.rows.values()):
                if row["id"] in self.accepted and not session.unknown(row):
                    session.accept(row)
            merge(session, first=partial(first_draft, plan=plan))
            return load(goal, sources=[intake.store.texts])
        except BaseException:
            shutil.rmtree(goal, ignore_errors=True)
            raise


def draft(reading: Reading, path: Path | str) -> Case:
    """Make a case of what was accepted of a reading; see `Reading.draft`.

    Raises
    ------
    Error
        If it is no reading, or as `Reading.draft`.
    """
    if not isinstance(reading, Reading):
        raise Error(
            f"a case is drafted from a reading (got {type(reading).__name__}): "
            "tt.draft(tt.read('article.txt').accept(), 'new-case')"
        )
    return reading.draft(path)


def _said(item: Mapping[str, Any]) -> str:
    """Return what a part says in one line."""
    if "from" in item:
        return f"{item['from']} {item['kind']} {item['to']}"
    return str(item.get("text") or item.get("name") or item.get("id"))


def _words(row: Mapping[str, Any]) -> str:
    quotes = row["quotes"]
    return str(quotes[0]["target"]["selector"][0]["exact"]) if quotes else ""
