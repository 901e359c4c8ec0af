"""What lies in `CASE/reading/`: the texts read, what was proposed, and what was decided.

    sources/<id>.json, <id>.txt   the record and the text of every article read
    proposals/<id>.jsonl          one proposal a line, rewritten whole when the article is read
    decisions.jsonl               one decision a line, only ever added to

The case itself is not touched from here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tracktwo.case.files import leaves
from tracktwo.files import locked, make_folder, write_file, write_files
from tracktwo.reading.problems import ReadingError
from tracktwo.reading.proposals.gold import read_proposals
from tracktwo.reading.proposals.proposal import slug
from tracktwo.reading.proposals.score import union

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from pathlib import Path

    from tracktwo.reading.text.article import Article

FOLDER = "reading"
VERDICTS = ("accept", "reject", "merge", "undo", "written", "joined")


def lines(rows: Iterable[dict[str, Any]]) -> str:
    """Return rows as JSON Lines."""
    return "".join(json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n" for row in rows)


_WORDS = {
    "actor": "actor",
    "roadmap": "plan",
    "statement": "statement",
    "meeting": "meeting",
    "relation": "relation",
    "alternative": "earlier proposal",
}
"""Kinds of proposal as a person calls them, in the order in which they are told."""


@dataclass(frozen=True)
class Added:
    """What one reading of an article came to.

    Attributes
    ----------
    source : str
    new, known, decided, in_case : int
        Proposals that are new, wait already, were decided before, stand in the case.
    found : dict of str to int
        How many of each kind the article holds, whatever of them is new.
    unsure : int
        How many of them are of tier C.
    """

    source: str
    new: int
    known: int
    decided: int
    in_case: int
    found: dict[str, int] = field(default_factory=dict)
    unsure: int = 0

    @property
    def told(self) -> str:
        """What was found, in words: "9 actors, 1 plan and 7 statements; 4 of them less sure"."""
        counts = [
            f"{self.found[kind]} {word if self.found[kind] == 1 else f'{word}s'}"
            for kind, word in _WORDS.items()
            if self.found.get(kind)
        ]
        if not counts:
            return "nothing"
        listed = " and ".join([", ".join(counts[:-1]), counts[-1]] if counts[1:] else counts)
        return f"{listed}; {self.unsure} of them less sure" if self.unsure else listed


class Store:
    """The folder `reading/` of a case folder.

    Parameters
    ----------
    case : Path
        The case folder; it need not exist yet.
    """

    def __init__(self, case: Path) -> None:
        self.case = case
        self.folder = case / FOLDER
        self.proposals_folder = self.folder / "proposals"
        self.decisions_file = self.folder / "decisions.jsonl"
        self._texts: dict[str, str] | None = None

    def _check(self) -> None:
        """See that the folder is the case's own.

        Raises
        ------
        ReadingError
            If a link leads out of the case folder.
        """
        places = (self.texts, self.proposals_folder, self.decisions_file)
        if any(leaves(self.case, place) for place in places):
            raise ReadingError(
                f"{self.folder}: leads outside the case folder; put the folder itself there"
            )

    # --- sources -----------------------------------------------------------------------------

    @property
    def texts(self) -> Path:
        """The folder of the texts."""
        return self.folder / "sources"

    def sources(self) -> dict[str, dict[str, Any]]:
        """Return the records of the articles read, by id."""
        self._check()
        found = {}
        for path in sorted(self.texts.glob("*.json")) if self.texts.is_dir() else []:
            try:
                found[path.stem] = json.loads(path.read_text(encoding="utf-8"))
            except (ValueError, OSError) as error:
                raise ReadingError(f"{path}: is no source record ({error})") from None
        return found

    def source_id(self, wish: str, sha256: str, taken: Iterable[str] = ()) -> str:
        """Return the id under which a text is known, or a new one."""
        if sha256 in self._known_texts():
            return self._known_texts()[sha256]
        return slug(wish, {*self._known_texts().values(), *taken}, 60)

    def _known_texts(self) -> dict[str, str]:
        """Return the ids of the texts by their sha256; the folder is looked through once."""
        if self._texts is None:
            records = self.sources().items()
            self._texts = {r.get("custom", {}).get("sha256", ""): id_ for id_, r in records}
        return self._texts

    def keep_source(self, article: Article, origin: str) -> None:
        """Write an article's record and text, or its day into a record that has none."""
        record = self.texts / f"{article.source}.json"
        if record.exists():
            self._date(record, article)
            return
        item: dict[str, Any] = {
            "id": article.source,
            "type": "article-newspaper",
            "title": article.title or article.source,
        }
        if article.published:
            item["issued"] = _issued(article.published)
        item["custom"] = {"sha256": article.sha256, "file": origin}
        text = self.texts / f"{article.source}.txt"
        files = {text: article.text, record: json.dumps(item, ensure_ascii=False, indent=2) + "\n"}
        write_files(files, within=self.case, lasting=False)
        self._known_texts()[article.sha256] = article.source

    def _date(self, record: Path, article: Article) -> None:
        """Put the day of publication into a record that has none."""
        item = json.loads(record.read_text(encoding="utf-8"))
        if article.published and "issued" not in item:
            custom = item.pop("custom", {})
            item |= {"issued": _issued(article.published), "custom": custom}
            text = json.dumps(item, ensure_ascii=False, indent=2) + "\n"
            write_files({record: text}, within=self.case, lasting=False)

    def text(self, source: str) -> str | None:
        """Return the text of an article read, or None."""
        self._check()
        path = self.texts / f"{source}.txt"
        return path.read_text(encoding="utf-8") if path.is_file() else None

    # --- proposals ---------------------------------------------------------------------------

    def proposals(self) -> list[dict[str, Any]]:
        """Return all proposals, article by article."""
        self._check()
        files = (
            sorted(self.proposals_folder.glob("*.jsonl")) if self.proposals_folder.is_dir() else []
        )
        return [row for path in files for rows in read_proposals(path).values() for row in rows]

    def put(
        self, source: str, rows: list[dict[str, Any]], decided: set[str]
    ) -> tuple[int, int, int]:
        """Replace the proposals of an article; what was decided stays.

        Parameters
        ----------
        source : str
            Id of the article.
        rows : list of dict
            Its proposals as read now.
        decided : set of str
            Ids of the proposals that are decided.

        Returns
        -------
        tuple of int
            How many are new, were there already, were decided before.
        """
        path = self.proposals_folder / f"{source}.jsonl"
        old = [r for rows_ in read_proposals(path).values() for r in rows_] if path.exists() else []
        kept = [row for row in old if row["id"] in decided]
        before = {row["id"] for row in old}
        settled = list(kept)
        fresh = again = done = 0
        for row in rows:
            if row["id"] in decided or any(same(row, other) for other in settled):
                done += 1
                continue
            kept.append(row)
            again += row["id"] in before
            fresh += row["id"] not in before
        write_file(path, lines(kept), within=self.case, lasting=False)
        return fresh, again, done

    # --- decisions ---------------------------------------------------------------------------

    def decisions(self) -> list[dict[str, Any]]:
        """Return the decisions, oldest first.

        Raises
        ------
        ReadingError
            If a line is no decision; a last line cut short by a crash is left out.
        """
        self._check()
        if not self.decisions_file.is_file():
            return []
        text = self.decisions_file.read_text(encoding="utf-8")
        found = []
        for number, line in enumerate(text.split("\n"), start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                VERDICTS.index(row["decision"])
            except (ValueError, KeyError, TypeError):
                if not text.endswith("\n") and number == text.count("\n") + 1:
                    break
                raise ReadingError(f"{self.decisions_file}:{number}: is no decision") from None
            found.append(row)
        return found

    def decide(self, row: dict[str, Any]) -> None:
        """Add a decision to the end of the file."""
        make_folder(self.case)
        with locked(self.case):  # two who decide at once both do
            before = self.decisions()  # without a last line that was cut short
            whole = self.decisions_file.is_file() and self.decisions_file.read_bytes()
            old = whole.decode("utf-8") if whole and whole.endswith(b"\n") else lines(before)
            write_file(self.decisions_file, old + lines([row]), within=self.case)

    def decided_size(self) -> int:
        """Return how long the file of decisions is: it grows with every decision."""
        try:
            return self.decisions_file.stat().st_size
        except FileNotFoundError:
            return 0

    def standing(self) -> list[dict[str, Any]]:
        """Return the decisions that stand, oldest first: of each proposal the last not undone."""
        made: dict[str, list[tuple[int, dict[str, Any]]]] = {}
        for number, row in enumerate(self.decisions()):
            if row["decision"] == "undo":
                if made.get(row["id"]):
                    made[row["id"]].pop()
            elif row["decision"] not in {"written", "joined"}:
                made.setdefault(row["id"], []).append((number, row))
        return [row for _, row in sorted((d[-1] for d in made.values() if d), key=lambda x: x[0])]

    def decided(self) -> set[str]:
        """Return the ids of the proposals that are decided."""
        return {row["id"] for row in self.standing()}

    def joined(self) -> dict[str, str]:
        """Return the ids of actors of the case that were merged there, and with which."""
        return {row["from"]: row["as"] for row in self.decisions() if row["decision"] == "joined"}

    def written(self) -> set[str]:
        """Return the ids of the proposals that are in the case by a merge."""
        return {
            id_ for row in self.decisions() if row["decision"] == "written" for id_ in row["ids"]
        }


def same(a: dict[str, Any], b: dict[str, Any]) -> bool:
    """Tell whether two proposals of one article are the same but for the rules that made them."""
    if a["kind"] != b["kind"]:
        return False
    if a["kind"] == "relation":
        return all(a["item"].get(k) == b["item"].get(k) for k in ("kind", "from", "to"))
    if a["kind"] == "actor" and a["item"]["id"] == b["item"]["id"]:
        return True
    close = max((union(tuple(x), tuple(y)) for x in a["spans"] for y in b["spans"]), default=0.0)
    if a["kind"] == "statement":
        return close >= 0.5 and a["item"].get("by") == b["item"].get("by")
    return close >= 0.9


def _issued(day: dt.date) -> dict[str, Any]:
    """Return a day as records of sources hold it (CSL-JSON)."""
    return {"date-parts": [[day.year, day.month, day.day]]}
