"""Cues: the verbs of a sentence that may report a statement, and their subjects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.reading.statements.clause import Clause, Cue

if TYPE_CHECKING:
    from tracktwo.reading.actors.mentions import Mention


_ASIDE = 8
"""Tokens of an aside between "has not" and its verb, commas and the word before them counted."""
_ENDS = frozenset({",", "far", "yet", "date", "all"})
"""How such an aside ends: ", however,", "so far", "as yet", "to date", "at all"."""
_NOT_QUITE = frozenset({"almost", "nearly", "hardly", "scarcely"})
"""Before a verb: it was not done."""
_WHEN = frozenset({"before", "after", "since"})
"""What leads a noun, or a clause whose subject it is: "before the junta at last agreed"."""
_ANYBODY = frozenset(
    {"nobody", "everybody", "everyone", "somebody", "someone", "anybody", "anyone"}
)
"""Who takes a stance where nobody is told."""
_SELVES = frozenset({"themselves", "itself", "himself", "herself"})
"""After who acts: "the rebels themselves have not signed"."""


_CAMPS = frozenset({"camps", "sides", "forces", "factions", "parties", "views", "armies"})
"""What opposes each other: "opposing camps"."""
_SUPPORTING = frozenset({"mission", "office", "group", "team", "unit", "base", "operation"})
_DESCRIBE = ("al", "ive", "ous", "ist", "ic", "able", "ible")
"""Endings of adjectives that are hardly ever those of whoever does something."""


class Cues(Clause):
    """Finds cues and who is their grammatical subject."""

    def _cues(self) -> list[Cue]:
        found: list[Cue] = []
        words, lex = self.lex.words, self.lex
        for i, token in enumerate(self.t):
            if token.low in lex.minds and not self.s.quoted(i):
                mind = self._mind(i)
                if mind is not None:
                    found.append(mind)
                    continue
            form = lex.forms.get(token.low)
            known = form is not None and (form.lemma in lex.frames or form.lemma in lex.carriers)
            opens = self._opens_quote(i)
            if form is None or not known or (self.s.quoted(i) and not opens):
                continue
            if any(m.start <= i < m.end for m in self.top):
                continue
            left, passive, negated, modal, auxiliary = i, False, False, False, False
            left -= opens
            ended = form.ing and i > 0 and self.t[i - 1].low in lex.ending
            if ended:  # "will stop supporting"
                left = i - 1
            while left > 0:
                left = self._before_aside(left)
                before = self.t[left - 1].low
                if self._verbal(before) or before in _NOT_QUITE:
                    passive |= before in words["be"]
                    negated |= before in words["negations"] or before in _NOT_QUITE
                    modal |= before in words["modals"] or before in words["must"]
                    auxiliary |= before in words["auxiliaries"] or before == "cannot"
                elif not (
                    before in words["adverbs"]
                    or (before.endswith("ly") and len(before) > 4)
                    or (
                        before in self.lex.who["both"] | _SELVES
                        and left > 1
                        and (self._ending(left - 1) or self.t[left - 2].low in words["have"])
                    )
                ):
                    break
                left -= 1
            if ended and left == i - 1 and not self._finite(left):
                continue
            negated ^= ended
            left = self._before_time(left)
            before = self.t[left - 1].low if left else ""
            omitted = self._omitted(left) if before == "to" and form.base else -1
            if omitted >= 0 and form.lemma in self.sets["signing"]:
                left, negated, auxiliary = omitted, True, True  # "has yet to sign"
                before = self.t[left - 1].low if left else ""
            elif before == "to" and form.base:
                chained = self._chained(left, form.lemma)
                if chained < 0:
                    continue
                while found and found[-1].at >= chained:
                    found.pop()  # "decided to": what was decided is what counts
                left, auxiliary = self._before_time(chained), True
                before = self.t[left - 1].low if left else ""
            if found and found[-1].negated and left > 1 and found[-1].at == left - 2:
                negated |= before in {"or", "nor"}  # "did not sign or ratify"
            will = {"will", "'ll"} & {x.low for x in self.t[left:i]}
            said_no = negated and any(f.kind == "accepts" for f in lex.frames.get(form.lemma, ()))
            stands = said_no or (will and form.lemma in lex.outright)
            if modal and form.base and not stands:
                continue
            if passive and (form.base or not (form.participle or form.ing)):
                continue
            if passive and form.ing:
                passive = False
            if not auxiliary:
                done = form.lemma in self.sets["questioned"] and form.participle and before == ","
                if done and any(x.text == "," for x in self.t[i + 1 : i + 9]):
                    continue  # "Ana Orlo, asked for a comment, said nothing"
                if self.t[i - 1].low in words["numbers"] and not form.participle:
                    continue  # "the three demands it made"
                if (
                    before in words["determiners"]
                    or (before in {"'s", "'"} and not self._closes(left - 1))
                    or self.t[i - 1].low in words["determiners"] - self.lex.who["both"]
                ):
                    continue
                if before in words["prepositions"] - {"on"} and not (left < i):
                    continue
                if not (form.participle or form.ing) and self._described_noun(i):
                    continue  # "dropped their long-held demands"
                if [x.low for x in self.t[i : i + 2]] == ["given", "that"]:
                    continue
                if (
                    form.lemma == "support"
                    and i + 1 < len(self.t)
                    and (self.t[i + 1].low in _SUPPORTING)
                ):
                    continue  # "the United Nations support mission"
                if self._by_the_way(i, form.lemma):
                    continue
                plain = not (form.participle or form.ing)
                named = any(m.sort == "name" and m.start < i == m.end for m in self.top)
                if plain and i and self.t[i - 1].low in lex.forms and not named:
                    continue  # "rejected calls for a vote": a noun
                if form.base and not form.participle and not self._plural_before(left):
                    continue
                joined = before in words["conjunctions"] and any(c.by or not c.ing for c in found)
                if form.participle and not form.base and not joined and self._agent_near(i):
                    passive = True  # "a plan, floated in March by X": a reduced relative clause
            ing = form.ing and not ended
            found.append(Cue(i, left, form.lemma, passive and not ing, negated, ing, modal))
        return found

    def _by_the_way(self, i: int, lemma: str) -> bool:
        """Tell whether no verb stands here: "the pact signed in 2015", "air strikes on"."""
        after = self.t[i + 1].low if i + 1 < len(self.t) else ""
        if lemma == "strike" and self.t[i].low != "struck":
            return after not in self.lex.words["determiners"]
        if lemma == "oppose" and self.t[i].low == "opposing":
            return after in _CAMPS
        dealt = lemma in self.sets["signing"] | self.sets["dealing"]
        close = after in self.lex.words["prepositions"]
        return dealt and close and i > 0 and self.t[i - 1].low in self.documents

    def _described_noun(self, i: int) -> bool:
        """Tell whether a noun stands here behind its adjective: "their long-held demands"."""
        if i + 1 < len(self.t) and self.t[i + 1].low == "of" and self.t[i].low.endswith("s"):
            return True  # "the main demands of the army"
        if i < 2 or any(i in {m.end, m.extent} for m in self.top):
            return False
        adjective = "-" in self.t[i - 1].text or self.t[i - 1].low.endswith(_DESCRIBE)
        words = self.lex.words["possessives"] | {"the", "these", "those"}
        return adjective and not self.t[i - 1].capital and self.t[i - 2].low in words

    def _opens_quote(self, i: int) -> bool:
        """Tell whether a verb opens a quotation, behind its subject: 'Peru "welcomes the text"'."""
        if i < 2 or self.t[i - 1].text not in {'"', "“"} or not self.s.quoted(i):
            return False
        return self._ending(i - 1) is not None and not self.s.quoted(i - 2)

    def _before_aside(self, left: int) -> int:
        """Return where what stands between "has not" and its verb begins: ", as of Monday,"."""
        if self.t[left - 1].low not in _ENDS:
            return left
        low = [x.low for x in self.t[max(left - _ASIDE, 0) : left]]
        if low[-2:] in (["so", "far"], ["as", "yet"], ["to", "date"], ["at", "all"]):
            return left - 2 if low[-3:-2] and self._verbal(low[-3]) else left
        if low[-1] != "," or "," not in low[:-1]:
            return left
        comma = len(low) - 2 - low[-2::-1].index(",")
        return left - len(low) + comma if comma and self._verbal(low[comma - 1]) else left

    def _verbal(self, word: str) -> bool:
        """Tell whether a verb is to come after a word: "has", "not"."""
        return word in self.lex.words["auxiliaries"] or word in self.lex.words["negations"]

    def _omitted(self, left: int) -> int:
        """Return where "has yet to", "failed to" begins that ends before a verb, or -1."""
        words, k = self.lex.words, left - 2
        if k < 1 or self.t[k].low not in self.sets["omitting"]:
            return -1
        while k > 0 and self.t[k - 1].low in words["auxiliaries"] | words["adverbs"]:
            k -= 1
        bare = self.t[k].low in words["adverbs"]  # "yet to": nothing before it says of whom
        return -1 if bare else k

    def _chained(self, left: int, lemma: str) -> int:
        """Return where "voted to", "was quick to" begins that tells the deed of a verb, or -1."""
        words, k = self.lex.words, left - 2
        stances = {f.kind for f in self.lex.frames.get(lemma, ())}
        loose = self.lex.reporting | self.sets["leaving"] | self.sets["dealing"]
        if lemma in loose or not stances & {"accepts", "refuses", "demands"}:
            return -1
        while k > 0 and (
            self.t[k].low in words["adverbs"]
            or (self.t[k].low.endswith("ly") and len(self.t[k].low) > 4)
        ):
            k -= 1
        if k < 1 or self.t[k].low not in self.sets["chaining"] or self.s.quoted(k):
            return -1
        while k > 0 and self.t[k - 1].low in words["auxiliaries"] | words["adverbs"]:
            k -= 1
        group = {x.low for x in self.t[k:left]}
        open_ = words["modals"] | words["must"] | words["negations"] | {"do", "does", "did"}
        before = self.t[k - 1].low if k else ""
        if group & open_ or before in words["negations"] | {"to"} | words["determiners"]:
            return -1  # "did not rush to", "the right to reject"
        return k

    def _after_noun(self, i: int) -> Mention | None:
        """Find the name after a trade that no list holds: "said trader Omo Bale"."""
        for j in range(i, min(i + 3, len(self.t) - 1)):
            if not self.t[j].text.isalpha() or not self.t[j].text.islower():
                return None
            if self.t[j].low in self.lex.words["prepositions"] | self.lex.words["subordinators"]:
                return None  # "Jano Teff said in Sarn", "announced that Jano Teff"
            mention = self.at.get(j + 1)
            if mention is not None:
                return mention if mention.sort == "name" else None
        return None

    def _opening(self, left: int) -> Mention | None:
        """Return the first noun phrase of the clause that can be its subject."""
        start = max((i for i in range(left) if self.t[i].text in ";:"), default=-1) + 1
        found = [
            m for m in self.top
            if start <= m.start and max(m.end, m.extent) < left - 1 and not m.governed
            and not self.s.quoted(m.start) and (m.sort != "pronoun" or m.start == start)
        ]  # fmt: skip
        return min(found, key=lambda m: m.start, default=None)

    def _sources(self, left: int) -> bool:
        """Tell whether those speak who are not named: "..., sources privy to the talks told"."""
        comma = next((i for i in range(left - 1, -1, -1) if self.t[i].text == ","), -1)
        first = (
            comma + 1 + (self.t[comma + 1].low in self.lex.words["determiners"] | {"and", "but"})
        )
        return comma >= 0 and first < left and self.t[first].low in {"sources", "insiders"}

    def _finite(self, i: int) -> bool:
        """Tell whether a verb of ending says so itself: "stopped supporting"."""
        return self.t[i].low.endswith(("ed", "s")) or self._plural_before(i)

    def _mind(self, i: int) -> Cue | None:
        """Find "is ready to", "stands prepared to", "has never been willing to"."""
        words, left, negated, being = self.lex.words, i, False, False
        after = [x.low for x in self.t[i + 1 : i + 3]]
        low = self.t[i].low
        if low == "in" and after not in (["favour", "of"], ["favor", "of"]):
            return None
        if not after or (low not in {"in", "against"} and after[0] not in {"to", "for"}):
            return None
        while left > 0:
            before = self.t[left - 1].low
            if before in self.lex.being:
                being = True
            elif before in words["negations"]:
                negated = True
            elif not (
                before in words["adverbs"]
                or before in words["auxiliaries"]
                or (before.endswith("ly") and len(before) > 4)
            ):
                break
            left -= 1
        if not being:
            return None
        left = self._before_time(left)
        return Cue(i, left, self.t[i].low, passive=False, negated=negated, ing=False, modal=False)

    def _agent_near(self, i: int) -> bool:
        """Tell whether "by" and somebody follow a participle closely."""
        words = self.lex.words
        first = self.t[i + 1].low if i + 1 < len(self.t) else ""
        if not (first in words["prepositions"] | words["adverbs"] or first.endswith("ly")):
            return False  # "rejected a demand by X"
        for j in range(i + 1, min(i + 5, len(self.t) - 1)):
            if self.t[j].low == "by":
                return j + 1 in self.at
            if not self.t[j].word or self.t[j].low == "to":
                return False
        return False

    def _before_brackets(self, left: int) -> int:
        """Step back over brackets between a subject and its verb: "the Troika (A, B) welcome"."""
        if left > 2 and self.t[left - 1].text == ")":
            for k in range(left - 2, max(0, left - 24), -1):
                if self.t[k].text == "(":
                    return k
        return left

    def _plural_before(self, left: int) -> bool:
        """Tell whether a base form can be a verb here: after a plural or after I, we, they."""
        bare = self._before_brackets(left)
        for m in self.top:
            if {left, bare} & {m.end, m.extent}:
                return (
                    m.plural
                    or (m.sort == "name" and m.kind != "person" and m.head.endswith("s"))
                    or (m.start > 0 and self.t[m.start - 1].low == "and")
                    or m.kind in {"group", "community"}
                    or m.head in {"i", "we", "they", "you"}
                )
        return left > 0 and self.t[left - 1].low in {"who", "which"}

    def _reporter_aside(self, comma: int) -> Mention | None:
        """Return who stands before ", she conceded," that ends at a comma."""
        for k in range(comma - 2, max(comma - _ASIDE, 0), -1):
            if self.t[k].text == ",":
                forms = (self.lex.forms.get(x.low) for x in self.t[k + 1 : comma])
                lemmas = {f.lemma for f in forms if f is not None}
                frames = (f for x in lemmas for f in self.lex.frames.get(x, ()))
                said = bool(lemmas & self.lex.reporting) or any(f.kind == "states" for f in frames)
                return self._ending(k) if said else None
        return None

    def _subject(self, cue: Cue, cues: list[Cue]) -> None:
        """Find the grammatical subject of a cue."""
        t, left = self.t, cue.left
        words = self.lex.words
        before = t[left - 1].low if left else ""
        after = t[cue.at + 1] if cue.at + 1 < len(t) else None
        # Inverted: '... ," said X'.
        if (
            cue.lemma in self.lex.reporting
            and cue.lemma != "tell"
            and (cue.lemma != "ask" or before != ",")  # "the clergy, through Orlo, asked both"
            and after is not None
            and left == cue.at
            and left
            and (before in {",", "?", "!"} or self._closes(left - 1))
        ):
            mention = self.at.get(cue.at + 1) or self._after_noun(cue.at + 1)
            if (
                mention is not None
                and not self._predicate(max(mention.end, mention.extent))
                and t[min(max(mention.end, mention.extent), len(t) - 1)].low != "'"
                and (not cue.ing or self._alone(mention))  # ", reaffirming Norvia's unity"
                and (mention.sort != "pronoun" or before != ",")
            ):
                cue.by, cue.inverted = (mention,), True
                return
        if cue.ing and not (left < cue.at and t[cue.at - 1].low in words["be"]):
            earlier = [c for c in cues if c.at < cue.at and c.by]
            if cue.lemma in self.lex.reporting:  # "said ..., adding that"
                earlier = [c for c in earlier if c.lemma in self.lex.reporting] or earlier
            if before in {",", "and"} or self._ending(left) is None:
                if earlier and not earlier[-1].passive:
                    cue.by = earlier[-1].by
                else:
                    # Not who stands behind the verb: "Groups demanded that Orr resign, calling".
                    main = next((c for c in cues if c.at < cue.at and not c.ing), None)
                    end = main.left if main is not None and not main.passive else left
                    own = (m for m in self.top if not m.governed and m.end <= end)
                    first = next((m for m in own if self._alone(m)), None)
                    cue.by = (first,) if first else ()
                return
            if earlier:
                cue.by = earlier[-1].by
                return
            beside = self._ending(left)  # "held talks near Rabat, the capital, agreeing to"
            if beside is not None and (beside.governed or self._prepositional(beside.start)):
                first = next((m for m in self.top if not m.governed and m.end <= left), None)
                if first is not None and first is not beside:
                    cue.by = self._joint(first)
                    return
        if before in _ANYBODY or self._sources(left):
            return  # "an assembly that nobody voted for", "sources privy to the talks said"
        if before == "for" and t[left].low == "having" and (done := self._ending(left - 1)):
            cue.by = (done,)  # "commended Norvia for having offered to host"
            return
        explicit = self._ending(self._before_brackets(left))
        if explicit is not None:
            clause = explicit.start > 0 and t[explicit.start - 1].low in _WHEN and not cue.passive
            if clause or not explicit.governed:
                cue.by = self._joint(explicit)
                return
        if before in words["relatives"] and left > 1:
            end = left - 1
            if t[end - 1].text == ",":
                end -= 1
            antecedent = self._ending(end)
            if antecedent is not None:
                cue.by = (
                    self._joint(antecedent)
                    if before == "which" and antecedent.governed is False
                    else (antecedent,)
                )
                return
            if not t[end - 1].capital and not any(m.start < end <= m.extent for m in self.all):
                return  # "anyone who rejects it", "those who sign"
        if before == "," and (aside := self._reporter_aside(left - 1)) is not None:
            cue.by = self._joint(aside)
            cue.flags.add("far-subject")
            return
        if before == ",":
            found = self._across(left - 1)
            if found is not None:
                cue.by = (*self._joint(found), *self._along(found, left))
                return
        if before in words["conjunctions"] or (before == "," and cues):
            earlier = [c for c in cues if c.at < cue.at and c.by and not c.ing]
            near = self._nearest(left)
            if near is not None and near.sort == "pronoun" and not self._predicate(near.end):
                near = None  # an object: "to respect it, and rejected"
            joined = bool(before in {"and", "but"} and earlier and not earlier[-1].passive)
            if earlier and (joined or near is None or near.start < earlier[-1].at):
                cue.by = tuple(earlier[-1].by)
                cue.flags |= earlier[-1].flags & {"owned"}
                if earlier[-1].passive and not cue.passive and earlier[-1].agent:
                    cue.by = earlier[-1].agent
                return
            first = self._opening(left) if joined is False and before in {"and", "but"} else None
            if first is not None:  # "briefed the Council and urged": whose clause it is
                cue.by = self._joint(first)
                cue.flags.add("far-subject")
            elif near is not None:
                cue.by = (near,)
                cue.flags.add("far-subject")
            return
        near = self._nearest(left)
        if near is not None:
            cue.by = self._joint(near)
            end = min(max(near.end, near.extent), left)
            if t[end].low == "'s" and self.lex.who["theirs"].isdisjoint(x.low for x in t[end:left]):
                cue.flags.add("owned")  # "the Alliance's eastern command rejected it"
            if any(tok.low in self.lex.forms for tok in t[near.end : left]):
                cue.flags.add("far-subject")
