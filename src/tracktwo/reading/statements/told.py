"""What a cue tells: no fact where it is open, denied or only passed on, or nobody is told of.

Plain talk that is only reported, of somebody without a name or of a pronoun, and talk that only
wraps what somebody else is said to have done, was wrong in more than two of three, in texts that
people write. It still tells who takes part, but is idle: it is not proposed. See "How sure a
proposal is" in docs/reading.md.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from tracktwo.reading.statements.quotations import Quotations

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from tracktwo.reading.actors.entity import Entity
    from tracktwo.reading.actors.mentions import Mention
    from tracktwo.reading.statements.clause import Cue, Fact
    from tracktwo.reading.text.article import Sentence

_SUFFERED = frozenset({"killed", "died", "dead", "displaced", "wounded", "injured", "fled"})
"""What is told of people in numbers beside any report, and says nothing of its subject."""
_FINITE = frozenset({"was", "were", "signed"})
"""Words by which a clause tells that an agreement was made."""
_OUTER = 2
"""Tokens by which what is done within a clause may reach beyond it."""
_CROWDS = {"parties", "sides"}  # whom everybody addresses: "called on all parties"


_WANTED = frozenset(
    {"demand", "demands", "claim", "claims", "insistence", "quest", "call", "calls"}
)


class Told(Quotations):
    """Weighs whether a cue tells what somebody did or said, and of whom.

    Attributes
    ----------
    subject_at : int
        Where who speaks stands.
    """

    subject_at = 0

    def _not_yet(self, cue: Cue) -> bool:
        """Tell whether a deed is only not done so far: "has not yet signed", "has yet to sign"."""
        near = [x.low for x in self.t[cue.left : cue.at]]
        after = [x.low for x in self.t[cue.content[0] : cue.content[1]]][-1:]
        return not {"yet", "still"}.isdisjoint(near) or after == ["yet"] or "far" in near

    def _presses(self, start: int, end: int) -> bool:
        """Tell whether sanctions are what somebody is ready for, or weighs."""
        low = [x.low for x in self.t[start : min(end, start + 9)]]
        at = next((i for i, w in enumerate(low) if w in self.sets["weighing"]), -1)
        return at >= 0 and not self.sets["penalties"].isdisjoint(low[at : at + 5])

    def _past(self, cue: Cue) -> bool:
        """Tell whether a verb is in the past, and not of what may come: "walked", "rejected"."""
        form = self.lex.forms.get(self.t[cue.at].low)
        third = self.t[cue.at].low.endswith("s")
        return form is not None and not (form.base or form.ing or third or cue.modal)

    def _silent(self, cue: Cue, start: int) -> bool:
        """Tell whether nothing but words is refused: "declined to comment".

        To refuse to discuss what the process is about is a stance: "refused to discuss a truce".
        """
        low = [x.low for x in self.t[start : start + 6]]
        if cue.lemma not in {"decline", "refuse"} or low[0] not in self.lex.silent:
            return False
        ends = self.lex.words["prepositions"] | {",", ".", "that", "who", "which"}
        thing = set(itertools.takewhile(lambda w: w not in ends, low[1:]))
        matter = low[0] == "discuss" and not self.sets["process"].isdisjoint(thing)
        return cue.lemma == "decline" or not matter

    def _insisted(self, cue: Cue, kind: str) -> str:
        """Return "states" for "insisted that it was over": what is so is no demand."""
        if cue.lemma == "insist" and kind == "states" and self._to_be(cue):
            return "demands"  # "insisted all its men be freed"
        if cue.lemma != "insist" or self.t[cue.content[0] - 1].low != "that":
            return kind
        said = self.t[slice(*cue.content)]
        verb = next((x.low for x in said if x.low in self.lex.words["auxiliaries"]), "be")
        wanted = verb in self.lex.words["must"] or verb in {"be", "not", "have"}
        return kind if wanted else "states"

    def _to_be(self, cue: Cue) -> bool:
        """Tell whether what is said is asked for: "(that) all its men be freed"."""
        low = [x.low for x in self.t[slice(*cue.content)]]
        at = low.index("be") if "be" in low else 0
        before = set(low[max(0, at - 2) : at])
        helping = self.lex.words["modals"] | self.lex.words["must"] | {"to"}
        return at > 0 and before.isdisjoint(helping)

    def _open(self, cue: Cue, cues: list[Cue]) -> bool:
        """Tell whether a clause leaves open or denies what its verb says.

        "Denied that it had signed", "neither accepted nor rejected", "hopes that the Front will
        sign".
        """
        if any(
            c.lemma in self.lex.denying and c is not cue and c.content[0] <= cue.at < c.content[1]
            for c in cues
        ):
            return True
        # "ruled out signing it": what is ruled out, not what is done
        if cue.ing and any(c is not cue and c.content[0] in (cue.left, cue.at) for c in cues):
            return True
        for other in cues:
            first, second = sorted((cue, other), key=lambda c: c.at)
            joint = {x.low for x in self.t[first.at + 1 : second.at]}
            if first.negated and joint and joint <= {"or", "nor"} and first.frame and second.frame:
                return {first.frame.kind, second.frame.kind} == {"accepts", "refuses"}
        begin = cue.by[0].start if cue.by else 0
        for token in reversed(self.t[max(0, begin - 6) : begin]):
            if not token.word or token.low in {"and", "but"}:
                return False
            if token.low in self.sets["expecting"]:
                return True
        return False

    def _promised(self, start: int, end: int) -> bool:
        """Tell whether a clause with "when" ties somebody's deed, and does not date an event."""
        low = [x.low for x in self.t[start:end]]
        tied = set(low) & {"if", "unless", "until", "only", "provided", "not"}
        if tied or not set(low) & {"when", "once"}:
            return True
        done = any(a in self.lex.words["modals"] and b == "be" for a, b in itertools.pairwise(low))
        return not done  # "would be released when the deal is signed"

    def _crowd(self, mention: Mention, cue: Cue) -> bool:
        """Tell whether those addressed are everybody, or only listen: "told his troops"."""
        if mention.sort != "common":
            return False
        owner = mention.owner
        if owner is not None and not (
            owner.place and mention.head in self.lex.who["passive_groups"]
        ):
            return False
        bare = mention.plural and mention.extent - mention.start == 1
        if mention.head in _CROWDS or bare:
            return True  # "called on all parties", "urged leaders"
        hearing = cue.lemma == "tell" and cue.frame is not None and cue.frame.kind == "states"
        return hearing and mention.plural and mention.head not in self.lex.who["institutions"]

    def _of_others(self, start: int, by: tuple[int, ...]) -> bool:
        """Tell whether a reported clause speaks of what another actor does."""
        first = start + (start < len(self.t) and self.t[start].low == "that")
        mention = self.at.get(first)
        if mention is None or mention.sort == "pronoun" or not mention.stands_for:
            return False
        if not self._predicate(max(mention.end, mention.extent)):
            return False
        begin = self.subject_at
        theirs = begin > first and self.t[begin].low in {"its", "their"}  # "..., its leader said"
        if (
            theirs
            or self.t[first].low in self.lex.words["possessives"]
            or set(mention.stands_for) & set(by)
        ):
            return False
        for i in by:
            entity = self.register.entities[i]
            if set(mention.stands_for) & entity.parents.keys():
                return False
            ours = {"state", "government"}
            kinds = {self.register.entities[m].kind for m in mention.stands_for}
            if entity.person and kinds <= ours and entity.heads & self.lex.who["governing"]:
                return False  # "the minister said Maresh would not sign"
        return True

    def _happened(self, cue: Cue, start: int, end: int) -> bool:
        """Tell whether what was not done came about: "did not sign until 2019"."""
        past = {"did", "had"} & {x.low for x in self.t[cue.left : cue.at]}
        return cue.negated and bool(past) and any(x.low == "until" for x in self.t[start:end])

    def _led_by(self, cue: Cue) -> bool:
        """Tell whether a participle tells who is behind an actor: "the rebels, backed by X"."""
        end = cue.left - (self.t[cue.left - 1].text == ",")
        whose = self._ending(end) if cue.lemma in {"support", "back"} else None
        return whose is not None and bool(whose.stands_for)

    def _gives_up(self, cue: Cue, start: int) -> bool:
        """Tell whether somebody gives up what he wanted: "dropped its demands"."""
        nouns = {x.low for x in self.t[start : start + 5]}
        return cue.lemma in {"drop", "abandon"} and not nouns.isdisjoint(_WANTED)

    def _nobody(self, cue: Cue) -> bool:
        """Tell whether those who report do not say who they are: "officials said"."""
        bare = cue.lemma in self.lex.reporting  # "mediators said", "ministers announced"
        return bool(cue.by) and all(
            m.sort == "common"
            and (
                m.head in self.lex.who["nobody"]
                or (m.head in self.lex.who["unnamed"] and m.owner is not None)
                or (bare and m.plural and m.end - m.start == 1 and m.extent == m.end)
            )
            and (
                m.owner is None
                or m.head in _CROWDS
                or m.owner.head in self.lex.who["sides"]
                or self.t[m.start].low in ({"a", "an"} if m.plural else {"a", "an", m.head})
            )
            and not m.joint
            for m in cue.by
        )


def direct(fact: Fact, sentence: Sentence) -> bool:
    """Tell whether most of what is said stands in quotation marks."""
    start, end = fact.content
    return any(2 * (min(q.end, end) - max(q.start, start)) > end - start for q in sentence.quotes)


def idle(
    fact: Fact,
    sentence: Sentence,
    entities: Sequence[Entity],
    beside: Sequence[Fact],
    reporting: Container[str],
) -> bool:
    """Tell whether a statement is of a kind that was wrong too often.

    Parameters
    ----------
    fact : Fact
    sentence : Sentence
    entities : sequence of Entity
    beside : sequence of Fact
        The statements of the same sentence.
    reporting : container of str
        Verbs of plain talk: what another verb tells ("denied", "accused") is no plain talk.
    """
    if "reported" in fact.flags and (fact.kind == "refuses" or not _finite(fact, sentence)):
        return True
    unnamed = bool(fact.by) and all(entities[i].sort == "common" for i in fact.by)
    pronoun = "pronoun" in fact.flags
    office = all(entities[i].person or entities[i].kind == "government" for i in fact.by)
    if pronoun and unnamed and not office:
        return True  # "they", of "negotiators": and not "it", of the government
    if fact.kind == "states" and _toll(fact, sentence):
        return True
    if fact.kind != "states" or fact.cue not in reporting:
        return False
    wraps = any(_wraps(fact, other) for other in beside)
    return (unnamed or pronoun or wraps) and not direct(fact, sentence)


def _toll(fact: Fact, sentence: Sentence) -> bool:
    """Tell whether it is only told how many have suffered: "40,000 people have been killed"."""
    low = [t.low for t in sentence.tokens[slice(*fact.content)]]
    return any(w[:1].isdecimal() for w in low[:5]) and not _SUFFERED.isdisjoint(low[:12])


def _finite(fact: Fact, sentence: Sentence) -> bool:
    """Tell whether a clause of its own tells it: no "deal struck between A and B" in passing."""
    low = [t.low for t in sentence.tokens]
    start, end = fact.content
    return any(
        low[i] in _FINITE and low[i - 1 : i] != ["that"] and low[i - 1 : i] != ["which"]
        for i in range(max(0, start - _OUTER), min(end + _OUTER, len(low)))
    )


def _wraps(fact: Fact, other: Fact) -> bool:
    """Tell whether a statement only says what others do: "said that the Front had accepted"."""
    if not other.by or set(other.by) & set(fact.by) or "reported" in other.flags:
        return False
    (a, b), (c, d) = fact.content, other.content
    return a - _OUTER <= c and 2 * (min(b, d) - c) >= d - c
