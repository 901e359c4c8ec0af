"""How sure a statement is: tier B where such ones were right often enough, else C."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.reading.statements.told import direct
from tracktwo.reading.text.lexicon import lexicon

if TYPE_CHECKING:
    from tracktwo.reading.pipeline import Reading
    from tracktwo.reading.statements.clause import Fact

_DOUBTFUL = frozenset(
    [
        "passive",
        "far-subject",
        "no-speaker",
        "continued",
        "issuer",
        "reported",
        "owned",
        "unnamed",
    ]
)
"""Flags of statements that were wrong too often to be proposed as sure."""
_CRY = 4
"""Words of a call rather than a statement: "Guns before government"."""
_TIES = frozenset(["unless", "only", "provided", "condition"])
"""Words that tie one thing to another, and do not only date it."""


def sure(reading: Reading, fact: Fact) -> bool:
    """Tell whether a statement rests on what was right in five of six texts of another hand.

    A stance that a verb of its own tells ("rejected", "called for") of a named actor, or of a
    pronoun for one; a demand in the reported words; and direct speech that can be no stance
    in words that no rule knows. See "How sure a proposal is" in docs/reading.md.
    """
    subject = fact.subject
    if fact.flags & _DOUBTFUL or subject is None or not fact.by:
        return False
    entities = [reading.entities[i] for i in fact.by]
    if any(e.sort == "common" for e in entities):  # "the rebels", "a council", "mediators"
        return False
    lex = lexicon(reading.language)
    foreseen, unsure = (set(lex.raw["frames"][x].split()) for x in ("foreseen", "unsure"))
    t = reading.sentences[fact.sentence].tokens
    to = t[fact.content[0] - 1].low == "to"  # "offered to host", and no "offered comfort"
    if fact.cue in foreseen or (fact.cue in unsure and not to) or _far(reading, fact):
        return False
    low = [t.low for t in reading.sentences[fact.sentence].tokens[slice(*fact.content)]]
    if fact.kind == "states":
        said = direct(fact, reading.sentences[fact.sentence])
        turns = lex.words["modals"] | lex.words["must"] | lex.words["negations"] | {"'ll"}
        return said and len(low) > _CRY and turns.isdisjoint(low)
    if fact.cue == "sign":  # officers sign for others
        return not any(e.person for e in entities)
    own = {"refuses", "conditions", *(f.kind for f in lex.frames.get(fact.cue, ()))}
    outspoken = fact.cue in lex.outspoken and fact.kind in own
    if fact.cue in lex.reporting and not outspoken:
        if fact.kind == "demands":
            words = " ".join(low)
            asks = (" has to ", " needs to ", " need to be ", *lex.raw["content"]["asks"])
            return not lex.words["must"].isdisjoint(low) or any(p in words for p in asks)
        return fact.kind == "conditions" and _tied(reading, low)
    return True


def _tied(reading: Reading, low: list[str]) -> bool:
    """Tell whether words tie a deed to another outright: "will not ... until", "only if"."""
    lex = lexicon(reading.language)
    if not _TIES.isdisjoint(low):
        return True
    open_ = not {"if", "until", "before"}.isdisjoint(low)
    return open_ and not (lex.words["negations"] | {"no", "cannot"}).isdisjoint(low)


def _far(reading: Reading, fact: Fact) -> bool:
    """Tell whether a pronoun at the head of a paragraph speaks: whose, is not in sight."""
    m = fact.subject
    lex = lexicon(reading.language)
    if m is None or m.sort != "pronoun" or m.head in lex.words["first_person"]:
        return False
    here, n = reading.sentences[fact.sentence], fact.sentence
    opens = n == 0 or reading.sentences[n - 1].paragraph != here.paragraph
    named = any(
        x.sentence == n and x.start < m.start
        for i in fact.by for x in reading.entities[i].mentions if x.sort != "pronoun"
    )  # fmt: skip
    return opens and not named
