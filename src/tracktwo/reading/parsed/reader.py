"""From a parse to proposals: actors and statements, in the format that review takes."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tracktwo.reading.parsed.grammar import Say, Word, Words, find, words
from tracktwo.reading.proposals.proposal import Proposal, annotation, identify, slug
from tracktwo.reading.proposals.score import overlap
from tracktwo.reading.text.lexicon import key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracktwo.reading.text.article import Article

_INSIDE = frozenset(
    {"amod", "case", "compound", "det", "fixed", "flat", "flat:foreign", "flat:name", "nmod",
     "nummod", "obl:arg"}
)  # fmt: skip
_MARKS = {"«": "»", "“": "”", '"': '"'}
_NAMED = {"PER": "person", "ORG": "organisation", "LOC": "state"}

Known = tuple[str, str, str, tuple[str, ...]]
"""Id, name, kind and other names of an actor that a case has."""


@dataclass
class _Actor:
    name: str
    kind: str
    id: str | None = None
    named: bool = False
    spans: list[tuple[int, int]] = field(default_factory=list)
    acts: bool = False


class ParsedReader:
    """Reads articles in a language that has no lexicon, from the parse of a model.

    Parameters
    ----------
    model : callable
        A spaCy pipeline.
    language : str
    """

    def __init__(self, model: Any, language: str) -> None:
        self.model = model
        self.known = words(language)
        self.language = language

    def rows(self, article: Article, known: Iterable[Known] = ()) -> list[dict[str, Any]]:
        """Return proposals for an article."""
        return _Text(self.model(article.text), article, self.known, known).rows()


class _Text:
    """One article being read."""

    def __init__(
        self, document: Any, article: Article, known: Words, cast: Iterable[Known]
    ) -> None:
        self.article, self.words = article, known
        self.document = document
        self.actors: list[_Actor] = []
        self.by_key: dict[str, _Actor] = {}
        for id_, name, kind, others in cast:
            actor = _Actor(name, kind, id_, named=True)
            self.actors.append(actor)
            for other in (name, *others):
                self.by_key.setdefault(key(other), actor)
        self.says: list[tuple[Say, list[_Actor], list[_Actor]]] = []

    def rows(self) -> list[dict[str, Any]]:
        entities = [e for e in self.document.ents if e.label_ in _NAMED]
        for entity in entities:
            self._entity(entity)
        last: list[_Actor] = []
        for sentence in _sentences(self.document.sents):
            for say in find(sentence, _quotes(sentence), self.words):
                by = [self._actor(w) for w in say.by] or last
                if not by:
                    continue
                to = [a for a in (self._actor(w) for w in say.to) if a not in by]
                for actor in (*by, *to):
                    actor.acts = True
                self.says.append((say, by, to))
                last = by
        return self._proposals()

    # --- actors --------------------------------------------------------------------------------

    def _entity(self, entity: Any) -> None:
        first = 0  # after "l'" and "Según", and after "colonel" of "colonel Ousmane Baldé"
        while first < len(entity) and (
            entity[first].pos_ in {"DET", "ADP", "PUNCT"} or not entity[first].text[0].isupper()
        ):
            first += 1
        if first == len(entity) or any(w.pos_ in {"VERB", "AUX"} for w in entity):
            return
        name = self.article.text[entity[first].idx : entity.end_char]
        kind = _NAMED[entity.label_]
        head = entity[first].lemma_.lower()
        self._take(name, self.words.kinds.get(head, kind), (entity[first].idx, entity.end_char))

    def _take(self, name: str, kind: str, span: tuple[int, int]) -> _Actor:
        actor = self.by_key.get(key(name))
        if actor is None and kind == "person" and " " not in name:
            same = [a for a in self.actors if a.kind == "person" and a.name.endswith(f" {name}")]
            actor = same[0] if len(same) == 1 else None
        if actor is None:
            actor = _Actor(name, kind, named=name[:1].isupper())
            self.actors.append(actor)
        self.by_key.setdefault(key(name), actor)
        if span not in actor.spans:
            actor.spans.append(span)
        return actor

    def _actor(self, head: Word) -> _Actor:
        """Return the actor that a phrase names: the person who holds an office, else the phrase."""
        phrase = _phrase(head)
        start, end = phrase[0].idx, phrase[-1].idx + len(phrase[-1])
        named = [
            (a, s)
            for a in self.actors
            for s in a.spans
            if start <= s[0] and s[1] <= max(end, _end(head)) and a.named
        ]
        people = [a for a, s in named if a.kind == "person" and self._apposed(s)]
        if people:
            return people[0]
        whole = [(a, s) for a, s in named if overlap((head.idx, head.idx + len(head)), s) > 0]
        name = self.article.text[start:end]
        if whole:
            actor, span = whole[0]
            if span[1] < end and actor.kind not in {"person", "state"} and actor.name in name:
                self.by_key.setdefault(key(name), actor)  # "Coordination" of "des mouvements"
                actor.name = name
                actor.spans[actor.spans.index(span)] = (start, end)
            return actor
        kind = self.words.kinds.get(head.text.lower()) or self.words.kinds.get(head.lemma_.lower())
        return self._take(name, kind or "organisation", (start, end))

    def _apposed(self, span: tuple[int, int]) -> bool:
        """Tell whether a name stands beside an office, and not as its owner after "of"."""
        found = self.document.char_span(*span)
        return found is None or not any(c.dep_ == "case" for c in found.root.children)

    # --- proposals -----------------------------------------------------------------------------

    def _proposals(self) -> list[dict[str, Any]]:
        taken = {a.id for a in self.actors if a.id}
        made: list[Proposal] = []
        for actor in self.actors:
            if not actor.spans or not (actor.acts or (actor.named and actor.kind != "state")):
                continue
            if actor.id is None:
                person = actor.kind == "person"
                actor.id = slug(actor.name.split()[-1] if person else actor.name, taken)
                taken.add(actor.id)
            made.append(self._row_of_actor(actor))
        made += [self._row(*told) for told in self.says]
        unique: dict[str, Proposal] = {}
        for row in made:
            unique.setdefault(row.id, row)
        return [row.as_json() for row in unique.values()]

    def _quote(self, start: int, end: int) -> dict[str, Any]:
        source = self.article.source
        id_ = identify(self.article.sha256, "q", start, end)
        return annotation(id_, source, self.article.text, start, end)

    def _row_of_actor(self, actor: _Actor) -> Proposal:
        quote = self._quote(*actor.spans[0])
        item = {
            "id": actor.id,
            "name": actor.name[:1].upper() + actor.name[1:],
            "kind": actor.kind,
            "evidence": [quote["id"]],
        }
        sha, source = self.article.sha256, self.article.source
        id_ = identify(sha, "actor", actor.spans[0][0])
        tier = "B" if actor.named else "C"
        return Proposal(id_, "actor", source, sha, item, [quote], sorted(actor.spans), tier,
                        method="parse")  # fmt: skip

    def _row(self, say: Say, by: list[_Actor], to: list[_Actor]) -> Proposal:
        start = say.content[0].idx
        end = say.content[-1].idx + len(say.content[-1])
        quote = self._quote(min(say.verb.idx, start), max(say.verb.idx + len(say.verb), end))
        text = self.article.text[start:end]
        item: dict[str, Any] = {
            "id": slug(f"{say.kind}-{text}", longest=32),
            "by": by[0].id,
            "kind": say.kind,
            "text": text[:1500],
            "evidence": [quote["id"]],
        }
        if len(by) > 1:
            item["with"] = [a.id for a in by[1:]]
        if to:
            item["to"] = [a.id for a in to]
        sha, source = self.article.sha256, self.article.source
        id_ = identify(sha, "statement", start, say.kind)
        tier = "C" if say.flags else "B"
        return Proposal(id_, "statement", source, sha, item, [quote], [(start, end)], tier,
                        sorted(say.flags), method="parse")  # fmt: skip


def _phrase(head: Word) -> list[Word]:
    """Return the words of a noun phrase, without its determiner and without clauses."""
    found = [head]
    for child in head.children:
        if child.dep_ in _INSIDE and child.dep_ not in {"det", "case"}:
            found += [w for w in child.subtree if w.dep_ in _INSIDE or w.i == child.i]
    found.sort(key=lambda w: w.i)
    at = next(n for n, w in enumerate(found) if w.i == head.i)
    last = at
    for a, b in itertools.pairwise(found[at:]):
        if b.i - a.i > 1:
            break
        last += 1
    first = at
    while first > 0 and found[first].i - found[first - 1].i == 1:
        first -= 1
    return found[first : last + 1]


def _end(head: Word) -> int:
    """Return where names in apposition to a noun end: "Son président, Abdou Sarr"."""
    ends = [head.idx + len(head)]
    for child in head.children:
        if child.dep_ in {"appos", "flat:name", "flat", "nmod"} and child.i > head.i:
            ends += [w.idx + len(w) for w in child.subtree]
    return max(ends)


def _sentences(found: Iterable[Iterable[Word]]) -> Iterable[list[Word]]:
    """Join sentences that a parser split inside or right after a quotation."""
    current: list[Word] = []
    for sentence in found:
        words = list(sentence)
        texts = [w.text for w in current]
        opened = texts.count("«") + texts.count("“") > texts.count("»") + texts.count("”")
        if current and not opened and not (words[0].text == "," or words[0].text[0].islower()):
            yield current
            current = []
        current += words
    if current:
        yield current


def _quotes(sentence: Sequence[Word]) -> list[tuple[int, int]]:
    """Return the stretches of words between quotation marks."""
    found, begin, closing = [], -1, ""
    for word in sentence:
        if begin < 0 and word.text in _MARKS:
            begin, closing = word.i + 1, _MARKS[word.text]
        elif begin >= 0 and word.text == closing:
            found.append((begin, word.i))
            begin = -1
    return found
