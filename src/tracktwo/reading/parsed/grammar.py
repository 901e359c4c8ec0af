"""What the reader of parses finds in a sentence: who says what kind of thing, and what.

Works on dependencies in the labels of Universal Dependencies, which the pretrained models for
French and Spanish give. `Word` names the few parts of a spaCy token that are used, so that
nothing here needs spaCy itself.
"""

from __future__ import annotations

import itertools
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Word(Protocol):
    """A token of a parse."""

    i: int
    idx: int
    text: str
    lemma_: str
    pos_: str
    dep_: str

    @property
    def head(self) -> Word:
        """The word that it depends on."""

    @property
    def children(self) -> Iterable[Word]:
        """Words that depend on it."""

    @property
    def subtree(self) -> Iterable[Word]:
        """The word, and all below it, in order."""

    def __len__(self) -> int:
        """Return its length in characters."""


@dataclass(frozen=True)
class Words:
    """What is known of a language.

    Attributes
    ----------
    name : str
    verbs, adjectives : mapping of str to str
        Lemma: kind of statement.
    kinds : mapping of str to str
        Noun: kind of actor.
    """

    name: str
    verbs: dict[str, str]
    adjectives: dict[str, str]
    kinds: dict[str, str]
    negations: frozenset[str]
    agent: frozenset[str]
    according: frozenset[str]
    ready: frozenset[str]
    passive: frozenset[str]
    pronouns: frozenset[str]
    first: frozenset[str]
    nobody: frozenset[str]


@cache
def words(language: str) -> Words:
    """Return what is known of a language."""
    file = resources.files("tracktwo.reading.parsed").joinpath(f"{language}.toml")
    raw = tomllib.loads(file.read_text(encoding="utf-8"))
    adjectives = raw["verbs"].pop("adjectives")
    return Words(
        raw["name"],
        _by_word(raw["verbs"]),
        _by_word(adjectives),
        _by_word(raw["kinds"]),
        **{name: frozenset(text.split()) for name, text in raw["words"].items()},
    )


def _by_word(table: dict[str, str]) -> dict[str, str]:
    return {word: kind for kind, text in table.items() for word in text.split()}


@dataclass
class Say:
    """A statement found in a parse, in words of its sentence.

    Attributes
    ----------
    kind : str
    by, to : list of Word
        Heads of the phrases for who speaks and who is addressed; `by` is empty where the
        subject is a pronoun or is left out.
    content : list of Word
        What is said.
    verb : Word
    flags : set of str
    """

    kind: str
    by: list[Word]
    to: list[Word]
    content: list[Word]
    verb: Word
    flags: set[str] = field(default_factory=set)


_CLAUSES = ("ccomp", "xcomp")
_OBJECTS = ("obj", "obl:arg", "obl", "iobj", "advcl")


def find(sentence: Sequence[Word], quotes: Sequence[tuple[int, int]], known: Words) -> list[Say]:
    """Return the statements of a sentence.

    Parameters
    ----------
    sentence : sequence of Word
    quotes : sequence of tuple
        Words between quotation marks: first, end.
    known : Words
    """
    found = []
    for word in sentence:
        if any(a <= word.i < b for a, b in quotes):
            continue
        say = _verb(word, quotes, sentence, known) or _ready(word, known)
        if say is not None and say.content:
            found.append(say)
    return found or _according(sentence, known)


def _verb(
    word: Word, quotes: Sequence[tuple[int, int]], sentence: Sequence[Word], known: Words
) -> Say | None:
    kind = known.verbs.get(word.lemma_.lower())
    if kind is None or word.pos_ not in {"VERB", "AUX"} or word.dep_ in {"amod", "acl", "xcomp"}:
        return None
    passive = _passive(word, known)
    subject = None if passive else _subject(word, known)
    if passive:
        subject = next((c for c in word.children if _marked(c, known.agent)), None)
        if subject is None:
            return None
    if subject is not None and subject.lemma_.lower() in known.nobody:
        return None
    say = Say(kind, _joined(subject), [], [], word)
    if subject is not None and not passive and _dropped(word, subject, quotes):
        say.by, say.flags = [], {"pronoun"}
        say.content = _clean(list(subject.subtree))
        _negate(say, word, known)
        return say
    if subject is None or subject.pos_ == "PRON":
        if subject is not None and subject.text.lower() in known.first:
            return None
        say.by, say.flags = [], {"pronoun"}
    _negate(say, word, known)
    _content(say, word, quotes, sentence, passive=passive)
    return say


def _dropped(word: Word, subject: Word, quotes: Sequence[tuple[int, int]]) -> bool:
    """Tell whether what was taken for the subject is the object: "Exige la salida de ..."."""
    others = any(c.dep_ in {*_CLAUSES, "obj"} for c in word.children)
    return subject.head.i == word.i and subject.i > word.i and not others and not quotes


def _passive(word: Word, known: Words) -> bool:
    return any(
        c.dep_ in {"aux:pass", "nsubj:pass"}
        or (c.dep_ in {"aux", "cop"} and c.lemma_.lower() in known.passive)
        for c in word.children
    ) and any(_marked(c, known.agent) for c in word.children)


def _marked(word: Word, by: frozenset[str]) -> bool:
    return word.dep_.startswith(("obl", "obj")) and any(
        c.dep_ == "case" and c.text.lower() in by for c in word.children
    )


def _subject(word: Word, known: Words) -> Word | None:
    """Return the subject of a verb, through "who" and through verbs joined by "and"."""
    for _ in range(4):
        own = [c for c in word.children if c.dep_ in {"nsubj", "nsubj:pass"}]
        if own:
            subject = own[0]
            relative = word.dep_ in {"acl:relcl", "acl"} and subject.pos_ == "PRON"
            return word.head if relative else subject
        # A subject far from its verb is often taken for an adverbial: it has no preposition.
        bare = [
            c for c in word.children
            if c.i < word.i and c.pos_ in {"NOUN", "PROPN"} and c.dep_.startswith("obl")
            and not any(g.dep_ == "case" for g in c.children)
        ]  # fmt: skip
        if bare:
            return bare[0]
        if word.dep_ not in {"conj", "xcomp", "parataxis"} or word.head.i == word.i:
            return None
        word = word.head
        if word.lemma_.lower() in known.according:
            return None
    return None


def _joined(word: Word | None) -> list[Word]:
    if word is None:
        return []
    return [word, *(c for c in word.children if c.dep_ == "conj" and c.pos_ in {"NOUN", "PROPN"})]


def _negate(say: Say, word: Word, known: Words) -> None:
    if any(c.text.lower() in known.negations for c in word.children):
        say.flags.add("negated")
        say.kind = {"refuses": "states", "states": "refuses"}.get(say.kind, "refuses")


def _content(
    say: Say,
    word: Word,
    quotes: Sequence[tuple[int, int]],
    sentence: Sequence[Word],
    *,
    passive: bool,
) -> None:
    """Find what is said: a clause, a quotation, an object, or the verb with what follows it."""
    children = [c for c in word.children if c not in say.by]
    if passive:
        children = [c for c in children if c.dep_.startswith("nsubj")]
        say.content = [w for c in children for w in c.subtree]
        return
    clauses = [c for c in children if c.dep_ in _CLAUSES and c.i > word.i]
    # "called on X to ...": the verb that is asked for may hang on the verb or on a preposition.
    asked = [
        c for c in children
        if c.dep_ in _OBJECTS and c.i > word.i and c.pos_ == "VERB"
    ]  # fmt: skip
    things = [c for c in children if c.dep_ in _OBJECTS and c.i > word.i and c.pos_ != "PRON"]
    outside = [(a, b) for a, b in quotes if not a <= word.i < b]
    if say.kind == "demands" and (clauses or asked):
        people = [c for c in things if c.pos_ in {"NOUN", "PROPN"}]
        say.to = [w for c in people[:1] for w in _joined(c)]
    if outside and not clauses:
        a, b = max(outside, key=lambda q: q[1] - q[0])
        say.content = [w for w in sentence if a <= w.i < b]
        return
    for group in (clauses, asked, things):
        if group:
            say.content = _clean(list(group[0].subtree))
            return
    pronoun = [c for c in children if c.dep_ in _OBJECTS and c.i < word.i]
    tail = [w for w in word.subtree if w.i >= word.i and w.pos_ != "PUNCT"]
    if pronoun:
        say.content = _clean([*pronoun, *tail])
        return
    # Nothing hangs on the verb, yet words follow: the parser cut the sentence short.
    after = list(
        itertools.takewhile(lambda w: w.pos_ != "PUNCT", (w for w in sentence if w.i > word.i))
    )
    say.content = _clean(after) or (tail if len(tail) > 1 else [])


def _clean(found: list[Word]) -> list[Word]:
    """Leave out conjunctions and prepositions at the start, and punctuation at the ends."""
    while found and (found[0].pos_ in {"SCONJ", "ADP", "PUNCT"} or found[0].dep_ == "mark"):
        found = found[1:]
    while found and found[-1].pos_ == "PUNCT":
        found = found[:-1]
    return found


def _ready(word: Word, known: Words) -> Say | None:
    """Find "is ready to", "showed itself willing to"."""
    kind = known.adjectives.get(word.lemma_.lower())
    if kind is None:
        return None
    copula = any(c.dep_ == "cop" for c in word.children)
    governed = word.head.i != word.i and word.head.lemma_.lower() in known.ready
    if not copula and not governed:
        return None
    verb = word if copula else word.head
    subject = _subject(word, known) or _subject(verb, known)
    below = [c for c in word.children if c.i > word.i and c.dep_ in {*_CLAUSES, *_OBJECTS}]
    if not below:
        below = [c for c in verb.children if c.i > word.i and c.dep_ in {*_CLAUSES, *_OBJECTS}]
    if not below:
        return None
    say = Say(kind, _joined(subject), [], _clean(list(below[0].subtree)), word)
    if subject is None or subject.pos_ == "PRON":
        say.by, say.flags = [], {"pronoun"}
    _negate(say, verb, known)
    return say


def _according(sentence: Sequence[Word], known: Words) -> list[Say]:
    for word in sentence:
        if word.text.lower() in known.according and word.head.i != word.i:
            who = word.head
            below = {w.i for w in who.subtree}
            rest = [w for w in sentence if w.i not in below]
            commas = [w.i for w in sentence if w.text == ","]
            if not _clean(rest) and commas:
                rest = [w for w in sentence if w.i > commas[-1]]
            content = _clean(rest)
            return [Say("states", [who], [], content, who)] if content else []
    return []
