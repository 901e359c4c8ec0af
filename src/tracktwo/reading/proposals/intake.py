"""Reading files into a case folder: every article read, and its proposals kept."""

from __future__ import annotations

import re
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracktwo.case import load
from tracktwo.reading.pipeline import read
from tracktwo.reading.problems import ReadingError
from tracktwo.reading.proposals.propose import Builder
from tracktwo.reading.proposals.score import overlap
from tracktwo.reading.proposals.store import Added, Store
from tracktwo.reading.text.article import Article, dateline, seen, tokens
from tracktwo.reading.text.formats import MAX_BYTES, Extracted, extract, readable
from tracktwo.reading.text.lexicon import lexicon
from tracktwo.reading.text.lines import paragraphs
from tracktwo.reading.text.parsed_languages import parsed_languages
from tracktwo.reading.text.worker import Worker

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Sequence

    from tracktwo.case import CaseFolder

Known = tuple[str, str, str, tuple[str, ...]]
"""Id, name, kind and other names of an actor."""


@dataclass
class Desk:
    """Reads articles for one case.

    Attributes
    ----------
    store : Store
    case : CaseFolder or None
        None where the case is still to be made.
    language : str
        Of the lexicon.
    refused : list of str
        Files that could not be read, and why.
    parsed : callable or None
        Reads in place of the rules, in a language that has no lexicon: given the article and
        the actors known, it returns proposals.
    check : callable or None
        A second reader, given the article and what the rules propose: it marks what it finds
        too, and may add to it.
    """

    store: Store
    case: CaseFolder | None = None
    language: str = "en"
    refused: list[str] = field(default_factory=list)
    _actors: bool | None = None
    _decided: set[str] = field(default_factory=set)
    _rejected: set[str] = field(default_factory=set)
    _merged: dict[str, str] = field(default_factory=dict)
    _by_word: dict[str, dict[tuple[str, str], Known]] = field(default_factory=dict)
    parsed: Callable[[Article, list[Known]], list[dict[str, Any]]] | None = None
    check: Callable[[Article, list[dict[str, Any]]], None] | None = None

    @classmethod
    def at(cls, folder: Path, *, sources: Sequence[Path] = (), language: str = "en") -> Desk:
        """Return the desk of a case folder, which need not hold a case yet."""
        store = Store(folder)
        if not (folder / "case.yaml").exists():
            return cls(store, None, language)
        here = [store.texts] if store.texts.is_dir() else []
        return cls(store, load(folder, sources=[*here, *sources]), language)

    def known(self, article: Article) -> list[Known]:
        """Return the actors that an article may name: of the case, and of other articles.

        Parameters
        ----------
        article : Article
            Its own proposals are left out, and actors of whose names it holds no last word.
        """
        if self._actors is None:
            self._load()
        found: list[Known] = []
        seen: set[str] = set()
        for actor in self.case.case.actors if self.case else []:
            others = tuple(x for x in (actor.short, *actor.aliases) if x)
            found.append((actor.id, actor.name, actor.kind, others))
            seen.add(actor.id)
        words = set(re.findall(r"\w+", article.text.lower()))
        for last in words & self._by_word.keys():
            for source, actor_ in self._by_word[last].items():
                if actor_[0] not in seen and source[0] != article.source:
                    seen.add(actor_[0])
                    found.append(actor_)
        return found

    def _load(self) -> None:
        """Look through what was proposed and decided so far, once."""
        standing = self.store.standing()
        self._decided = {d["id"] for d in standing}
        self._rejected = {d["id"] for d in standing if d["decision"] == "reject"}
        self._merged = {d["id"]: d["as"] for d in standing if d["decision"] == "merge"}
        self._actors = True
        for row in self.store.proposals():
            self._remember(row)

    def _remember(self, row: dict[str, Any]) -> None:
        """Keep the name of a proposed actor, to be recognised in other articles."""
        if row["kind"] != "actor" or row["id"] in self._rejected:
            return
        item = row["item"]
        id_ = self._merged.get(row["id"], item["id"])
        actor: Known = (id_, item["name"], item["kind"], tuple(item.get("aliases", [])))
        for name in (item["name"], *item.get("aliases", [])):
            if name[:1].isupper() and item["kind"] != "group":
                last = re.findall(r"\w+", name.lower())[-1:] or [""]
                self._by_word.setdefault(last[0], {})[row["source"], id_] = actor

    def article(
        self, path: Path, worker: Worker, published: dt.date | None, encoding: str | None
    ) -> Article:
        """Return the article in a file, under the id that its text is known by.

        Raises
        ------
        ReadingError
        """
        found = (
            _standard_input(worker, encoding)
            if str(path) == "-"
            else extract(path, worker, encoding)
        )
        readable(path, found.text, self.language, parsed_languages())
        title = found.title or _title(found.text)
        article = Article("", found.text, title, published or found.published)
        for id_, source in (self.case.sources if self.case else {}).items():
            if source.item.get("custom", {}).get("sha256") == article.sha256:
                return _named(article, id_)
        taken = self.case.sources if self.case else ()
        return _named(article, self.store.source_id(title or path.stem, article.sha256, taken))

    def read(
        self,
        paths: Iterable[Path],
        *,
        published: dt.date | None = None,
        encoding: str | None = None,
        told: Callable[[int], None] = lambda _: None,
    ) -> list[Added]:
        """Read files; those that cannot be read are named in `refused`."""
        found: list[Added] = []
        with Worker() as worker:
            for n, path in enumerate(paths, start=1):
                try:
                    article = self.article(path, worker, published, encoding)
                except ReadingError as error:
                    self.refused.append(str(error))
                else:
                    found.append(self.take(article, path.name))
                told(n)
        return found

    def take(self, article: Article, origin: str, more: Sequence[dict[str, Any]] = ()) -> Added:
        """Read one article and keep its proposals, with those of another reader."""
        known = self.known(article)
        if self.parsed is not None:
            rows = self.parsed(article, known)
        else:
            rows = [p.as_json() for p in Builder(read(article, self.language, known)).build()]
        if self.check is not None:
            self.check(article, rows)
        rows = [*rows, *more]
        fresh = [row for row in rows if not self._in_case(row)]
        self.store.keep_source(article, origin)
        new, again, decided = self.store.put(article.source, fresh, self._decided)
        for row in fresh:
            self._remember(row)
        return Added(
            article.source, new, again, decided, len(rows) - len(fresh),
            found=dict(Counter(row["kind"] for row in rows)),
            unsure=sum(row["tier"] == "C" for row in rows),
        )  # fmt: skip

    # --- what the case has already -----------------------------------------------------------

    def _in_case(self, row: dict[str, Any]) -> bool:
        """Tell whether a proposed part is in the case already."""
        if self.case is None:
            return False
        case, item = self.case.case, row["item"]
        match row["kind"]:
            case "actor":
                actor = next((a for a in case.actors if a.id == item["id"]), None)
                if actor is None:
                    return False
                known = {n.lower() for n in (actor.name, actor.short, *actor.aliases) if n}
                names = {n.lower() for n in item.get("aliases", [])}
                short = {n for n in names if not any(n in k or f"the {n}" == k for k in known)}
                roles = {r["role"].lower() for r in item.get("roles", [])}
                mine = " ".join(r.role.lower() for r in actor.roles)
                return not short and all(role in mine for role in roles)
            case "relation":
                return any(
                    (r.kind, r.source, r.target) == (item["kind"], item["from"], item["to"])
                    for r in case.relations
                ) or (item["kind"] == "member-of" and self._member(item))
            case "statement":
                return any(
                    s.by == item.get("by") and self._shares(row, s.evidence)
                    for s in case.statements
                )
            case "meeting":
                return any(self._shares(row, m.evidence) for m in case.meetings)
            case "roadmap":
                return any(self._shares(row, s.evidence) for s in case.roadmap.stages)
            case _:
                return any(self._shares(row, a.evidence) for a in case.alternatives)

    def _member(self, item: dict[str, Any]) -> bool:
        assert self.case is not None  # noqa: S101  (asked only where there is one)
        return any(
            actor.id == item["to"] and any(m.actor == item["from"] for m in actor.members)
            for actor in self.case.case.actors
        )

    def _shares(self, row: dict[str, Any], evidence: Sequence[str]) -> bool:
        """Tell whether a proposal rests on words that a part of the case rests on too."""
        assert self.case is not None  # noqa: S101
        for id_ in evidence:
            quote = self.case.quotes.get(id_)
            if quote is None or quote.source != row["source"] or quote.start is None:
                continue
            span = (quote.start, quote.end or quote.start)
            if any(overlap(span, tuple(s)) >= 0.5 for s in row["spans"]):
                return True
        return False


def _standard_input(worker: Worker, encoding: str | None) -> Extracted:
    """Return the text that comes in by standard input, of whatever form it is.

    Raises
    ------
    ReadingError
    """
    raw = sys.stdin.buffer.read(max(MAX_BYTES.values()) + 1)
    with tempfile.TemporaryDirectory(prefix="tracktwo-") as folder:
        path = Path(folder) / "article"
        path.write_bytes(raw)
        try:
            return extract(path, worker, encoding)
        except ReadingError as error:
            raise ReadingError(str(error).replace(str(path), "standard input")) from None


def _named(article: Article, source: str) -> Article:
    return Article(source, article.text, article.title, article.published)


def _title(text: str) -> str | None:
    """Return the first line, if it reads like a title: no dateline, no menu, no sentence."""
    first = seen(text[slice(*paragraphs(text)[0])])
    lex = lexicon()
    words = tokens(first, 0, len(first), lex.who["linked"])
    if dateline(words, lex) or first.count("|") > 1:
        return None
    return first if 0 < len(first) <= 200 and not first.endswith(".") else None
