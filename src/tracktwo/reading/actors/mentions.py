"""Mentions: the noun phrases of a sentence that may stand for an actor.

Three sorts: a name (a run of capitalised words with its titles), a common noun for people or
bodies ("two former officials", "the rebels", "the Council's members"), and a pronoun.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from tracktwo.reading.actors.names import Names
from tracktwo.reading.actors.phrases import Mention, Sort, capitalised, written
from tracktwo.reading.text.lexicon import key

if TYPE_CHECKING:
    from tracktwo.reading.text.article import Sentence, Token

__all__ = ["Finder", "Mention", "Sort", "capitalised", "written"]


_STYLES = frozenset({"opponent", "veteran", "rival", "opposition", "strongman", "warlord"})
"""Words that stand before a person's name, beside titles and offices."""

_REALM = 7
"""Words of "and of the breakaway republic"."""


class Finder(Names):
    """Finds the mentions of one sentence after another."""

    def find(self, sentence: Sentence, number: int) -> list[Mention]:
        """Return the mentions of a sentence in order, those within others after them."""
        names = self._names(sentence, number)
        taken = {i: m for m in names for i in range(m.start, m.end)}
        for left, right in itertools.pairwise(names):
            gap = sentence.tokens[left.end : right.start]
            beside = not gap or (len(gap) == 1 and gap[0].low == "'s")
            if beside and right.title and left.title is None:
                left.within, right.start, right.owner = True, left.start, left
        self._bracketed(sentence.tokens, names)
        common = self._common(sentence, number, taken)
        covered = {i for m in [*names, *common] for i in range(m.start, m.end)}
        pronouns = [
            self._pronoun(token.low, i, number)
            for i, token in enumerate(sentence.tokens)
            if (
                token.low in self.lex.words["pronouns"] - self.lex.words["possessives"]
                and i not in covered
                and token.text != "US"
            )
            or (token.low == "both" and self._alone(sentence.tokens, i, covered))
        ]
        names += self._of_peoples(sentence.tokens, common, number)
        names += [inner for m in names for inner in self._inner(sentence.tokens, m)]
        found = sorted([*names, *common, *pronouns], key=lambda m: (m.start, -m.end))
        for mention in found:
            self._place(sentence.tokens, mention, found)
        self._owners(sentence.tokens, [m for m in found if not m.within])
        return found

    def _bracketed(self, tokens: tuple[Token, ...], names: list[Mention]) -> None:
        """Take "Ruth Orr (The Cays) and Ana Dal (Maresh)" for people with their lands."""
        for left, right in itertools.pairwise(names):
            gap = [t.text for t in tokens[left.end : right.start]]
            closed = right.end < len(tokens) and tokens[right.end].text == ")"
            if left.kind == "person" and gap in (["("], ["(", "The"]) and closed:
                right.within, right.governed, right.place = True, True, True
                left.end = left.extent = right.end + 1

    def _of_peoples(
        self, tokens: tuple[Token, ...], common: list[Mention], number: int
    ) -> list[Mention]:
        """Find the state in "the Algerian mediators", "the French ambassador"."""
        found = []
        for mention in common:
            helper = mention.head in self.helpers
            if not helper and mention.head not in self.offices:
                continue
            for i in range(mention.start, mention.end - 1):
                if tokens[i].capital and key(tokens[i].text) in self.lex.demonyms:
                    one = Mention(
                        number, i, i + 1, (i, i + 1), "name", tokens[i].low, "state",
                        within=True, extent=i + 1, inner=not helper,
                    )  # fmt: skip
                    if helper:
                        mention.owner = mention.owner or one
                    found.append(one)
        return found

    def _inner(self, tokens: tuple[Token, ...], mention: Mention) -> list[Mention]:
        """Find the body of states, or the state, that a longer name holds.

        "Commission of the African Union", "Government of the Republic of Mali".
        """
        start, end = mention.core
        if mention.sort != "name" or mention.within or end - start < 2:
            return []
        whole = key(written(tokens, start, end))
        if whole.startswith(self.lex.styles) or whole in self.lex.states | self.lex.known:
            return []  # "Republic of Mali" is the state itself
        official = tokens[start].low in self.offices | {"government", "embassy", "office"}
        for length in range(min(7, end - start - 1), 0, -1):
            for i in range(start, end - length + 1):
                k = key(written(tokens, i, i + length))
                body = self.lex.known.get(k)
                after = i > start and tokens[i - 1].low in {"of", "the"}
                styled = after and i > start + 1 and tokens[i - 2].low in {"republic", "kingdom"}
                leads = i == start and length > 1 and mention.kind in {"person", None}
                state = (official and after) or styled or leads
                if (body and (length > 1 or tokens[i].text.isupper())) or (
                    state and k in self.lex.states
                ):
                    return [
                        Mention(
                            mention.sentence, i, i + length, (i, i + length), "name",
                            tokens[i + length - 1].low, "organisation" if body else "state",
                            within=True, extent=i + length, inner=True, governed=True,
                        )
                    ]  # fmt: skip
        return []

    def _adjective(self, tokens: tuple[Token, ...], i: int) -> bool:
        """Tell whether a word may describe the name after it: "divided Karpathos"."""
        return (
            i < len(tokens)
            and tokens[i].text.islower()
            and tokens[i].text.isalpha()
            and tokens[i].low not in self.stops | self.lex.words["determiners"]
            and tokens[i].low not in self.lex.forms
            and tokens[i].low not in self.nouns
        )

    def _alone(self, tokens: tuple[Token, ...], i: int, covered: set[int]) -> bool:
        """Tell whether "both" stands for two actors, and not before a noun or a verb."""
        if i in covered or i == 0 or i + 1 >= len(tokens):
            return False
        return tokens[i - 1].low in {"by", "from", "with"} and (
            tokens[i + 1].low in self.stops or not tokens[i + 1].word
        )

    def _pronoun(self, low: str, i: int, number: int) -> Mention:
        plural = low in self.lex.words["they"] or low in {"we", "us"}
        return Mention(number, i, i + 1, (i, i + 1), "pronoun", low, plural=plural, extent=i + 1)

    def _common(self, sentence: Sentence, number: int, taken: dict[int, Mention]) -> list[Mention]:
        tokens = sentence.tokens
        found: list[Mention] = []
        done = -1
        for i, token in enumerate(tokens):
            if i <= done or i in taken or not token.word or token.low not in self.nouns:
                continue
            if (
                token.low in self.lex.forms
                and self.lex.forms[token.low].base
                and i
                and (tokens[i - 1].low == "to" or tokens[i - 1].low in self.lex.words["modals"])
            ):
                continue  # "to press", "would head"
            following = tokens[i + 1] if i + 1 < len(tokens) else None
            if (
                following is not None
                and i + 1 not in taken
                and following.low in self.nouns
                and (following.low not in self.lex.forms)
            ):
                continue  # "opposition leaders": the last noun is the head
            if following is not None and i + 1 in taken and token.low in self.lex.who["titles"]:
                continue  # the title of the name that follows
            if self._modifier(token, following):
                continue
            if (
                token.low == "front"
                and following is not None
                and following.low in {"line", "lines"}
            ):
                continue  # "the front line"
            if token.low == "figure" and i and tokens[i - 1].low in {"the", "that", "this"}:
                continue  # "the figure could not be verified"
            if token.low == "conference" and i and tokens[i - 1].low in self.lex.who["occasions"]:
                continue
            if token.low == "regime" and i and tokens[i - 1].low in self.lex.who["regimes"]:
                continue  # "the ceasefire regime"
            if (
                token.low == "authority"
                and following is not None
                and following.low in {"of", "to"}
                and tokens[i - 1].low in {"and", "or", "the", "of", "has", "have", "no"}
            ):
                continue  # "the duties and authority of the government"
            start = self._left(tokens, i, taken)
            end = i + 1
            if token.low == "secretary" and following is not None and following.low == "general":
                end += 1
            if token.low == "chargé" and following is not None and following.low.startswith("d'"):
                end += 1
            owner = next((taken[j] for j in range(start, i) if j in taken), None)
            if owner is not None and tokens[owner.end].text.startswith("-"):
                owner.within, owner = True, None  # "the Saudi-backed government"
            beside = taken.get(i - 1)
            if (
                owner is not None
                and beside is not None
                and beside is not owner
                and (token.low in self.lex.who["generic"])
            ):
                owner.within, owner = True, beside  # "Machar's SPLM group"
            if owner is None:  # "the army's chief", "the army's political chief"
                owners = [m for m in found if start <= m.end < i and tokens[m.end].low == "'s"]
                owner = owners[-1] if owners else None
            if owner is not None:
                owner.within = True
                start = min(start, owner.start)
            core = (
                start + 1
                if tokens[start].low in self.lex.words["determiners"] and start < i
                else start
            )
            if tokens[start].low in self.lex.words["numbers"]:
                core = start
            group = token.low in self.lex.who["groups"]
            kind = self.lex.common.get(token.low) or ("group" if group else "person")
            mention = Mention(
                number, start, end, (core, end), "common", token.low, kind,
                plural=group, definite=tokens[start].low in self.lex.words["definite"],
                owner=owner, extent=end,
            )  # fmt: skip
            found.append(mention)
            done = end - 1
        return found

    def _left(self, tokens: tuple[Token, ...], head: int, taken: dict[int, Mention]) -> int:
        """Return where the phrase of a head noun begins."""
        start = head
        while start > 0 and head - start < 7:
            j = start - 1
            token = tokens[j]
            if token.low in self.lex.words["determiners"] or token.low in self.lex.words["numbers"]:
                start = j
                if token.low in self.lex.words["determiners"] and not (
                    j and tokens[j - 1].low in {"all", "both", "most"}
                ):
                    break
                continue
            if token.low == "'s" or (token.text in "'’" and start < head):
                start = j
                continue
            if j in taken:
                start = taken[j].start
                if tokens[j + 1].low == "'s" or tokens[start].low in self.lex.words["determiners"]:
                    break  # "to seize the Saudi-backed government"
                continue
            if j and tokens[j - 1].text == "," and token.low.endswith("s") and token.text.islower():
                break  # "grants a council, absorbs 4,000 fighters": a verb
            form = self.lex.forms.get(token.low)
            if token.text.startswith("-") and len(token.text) > 2:
                start = j  # "-backed"
                continue
            if (
                not token.word
                or token.low in self.stops
                or (form and not form.ing)
                or token.text[0].isdecimal() is None
            ):
                break
            if (
                form
                and form.ing
                and token.low not in {"leading", "ruling", "opposing", "governing"}
            ):
                break
            start = j
        return start

    # --- where they stand ------------------------------------------------------------------

    def _place(self, tokens: tuple[Token, ...], mention: Mention, found: list[Mention]) -> None:
        before = tokens[mention.start - 1] if mention.start else None
        if before is None:
            return
        first = self._styled(tokens, mention)
        if first < mention.start - 1 and tokens[first].low == "of":
            before = tokens[first]  # "the Union of veteran opponent Ana Orlo": the Union acts
        if mention.sort == "name" and mention.end < len(tokens):  # "open the Elim road"
            mention.place |= tokens[mention.end].low in self.lex.who["ways"]
        if before.low in self.lex.who["directions"] and mention.start > 1:
            before = tokens[mention.start - 2]  # "in eastern Kivara"
        elif (
            mention.sort == "name"
            and mention.start > 1
            and (self._adjective(tokens, mention.start - 1))
        ):
            back = tokens[mention.start - 2]
            before = back if back.low in self.lex.words["prepositions"] else before
        if before.low in {"and", "or"}:
            # What is joined to a governed phrase is governed too: "in X or other countries".
            for other in found:
                if other.end == mention.start - 1 and other.governed and not other.within:
                    body = self._ruling(tokens, mention, other, found)
                    if body is not None and not body.governed:
                        continue
                    mention.governed, mention.place = True, mention.place or other.place
        if before.low in self.lex.words["prepositions"]:
            end = max(mention.end, mention.extent)
            after = tokens[end].low if end < len(tokens) else ""
            if before.low in self.lex.words["clausal"] and (
                after in self.lex.forms or after in self.lex.words["auxiliaries"]
            ):
                return  # "after the junta refused": a subject
            mention.governed = True
            if (
                before.low == "of"
                and mention.start > 1
                and (tokens[mention.start - 2].low in self.lex.who["places"])
            ):
                mention.place = True
                return
            places = {"in", "at", "near", "from", "across", "over", "inside"}
            capital = mention.sort == "name" and key(mention.head) in self.lex.capitals
            towards = {"to", "via", "outside", "around"} if capital else set()
            mention.place |= before.low in places | towards
        elif before.low in self.lex.forms and mention.sort != "pronoun":
            # "said Osso was ready", "said Osso and the League were": the subject of what is said.
            end = max(mention.end, mention.extent)
            following = {m.start: max(m.end, m.extent) for m in found if not m.within}
            while end + 1 < len(tokens) and tokens[end].low == "and" and end + 1 in following:
                end = following[end + 1]
            after = tokens[end].low if end < len(tokens) else ""
            reports = self.lex.forms[before.low].lemma in self.lex.reporting
            verb = after in self.lex.words["auxiliaries"] | self.lex.being or (
                (form := self.lex.forms.get(after)) is not None and not form.ing
            )
            adjective = self._describing(tokens, mention.start - 1)
            acts = verb or (adjective and after in {"of", "for"})
            mention.governed = not (acts and (reports or adjective))

    def _styled(self, tokens: tuple[Token, ...], mention: Mention) -> int:
        """Return which token stands before "veteran opponent" and the name of a person."""
        who = self.lex.who
        words = who["roles"] | who["titles"] | who["past"] | _STYLES
        i = mention.start - 1
        while mention.sort == "name" and i > 0 and tokens[i].low in words:
            i -= 1
        return i

    def _describing(self, tokens: tuple[Token, ...], i: int) -> bool:
        """Tell whether a participle is an adjective: "the exiled council", "Exiled premier"."""
        form = self.lex.forms[tokens[i].low]
        opens = i == 0 or tokens[i - 1].low in self.lex.words["determiners"]
        return opens and form.participle and not form.base

    def _ruling(
        self, tokens: tuple[Token, ...], mention: Mention, state: Mention, found: list[Mention]
    ) -> Mention | None:
        """Return "the government" of "the government of Norvia and the Front": two who act."""
        of = state.start > 1 and tokens[state.start - 1].low == "of"
        if not of or state.kind != "state" or mention.kind in {"state", None}:
            return None
        who = self.lex.who["institutions"]
        rule = (m for m in found if m.end == state.start - 1)
        return next((m for m in rule if m.kind == "government" or m.head in who), None)

    def _owners(self, tokens: tuple[Token, ...], found: list[Mention]) -> None:
        """Join "members of the Council", "Miners in Kofan", "Mediators from Chile and Peru"."""
        by_start = {m.start: m for m in found}
        for mention in found:
            at = mention.end
            if mention.sort == "name":
                inner = by_start.get(at + 1) if at < len(tokens) else None
                state = inner is not None and inner.kind in {"state", "organisation", None}
                if (
                    mention.title
                    and state
                    and inner is not None
                    and tokens[at].low == "of"
                    and (mention.kind == "person")
                ):
                    inner.within, mention.extent = True, max(inner.end, inner.extent)
                    mention.owner = inner  # "President Odo of Gabon"
                continue
            at = mention.end
            if at < len(tokens) and tokens[at].low == "loyal":
                at += 1
            if at + 1 < len(tokens) and tokens[at].low in {"of", "in", "from", "for", "to"}:
                inner = by_start.get(at + 1)
                if inner is None and self._adjective(tokens, at + 1):
                    inner = by_start.get(at + 2)  # "leaders of divided Karpathos"
                if inner is None or inner.sort == "pronoun":
                    continue
                if tokens[at].low == "to" and at == mention.end:
                    continue
                inner.within = True
                if mention.head in self.helpers | {"diplomats", "officials"}:
                    inner.place = False  # "monitors from the League": who sent them
                if (
                    inner.kind == "person"
                    and inner.title is None
                    and tokens[at].low in {"of", "in"}
                ):
                    inner.kind, inner.place = None, True  # "the bishop of Santa Rita"
                mention.extent = max(inner.extent, inner.end)
                beyond = by_start.get(mention.extent + 1)
                possessive = mention.extent < len(tokens) and tokens[mention.extent].low == "'s"
                if possessive and beyond is not None and beyond.sort == "name":
                    beyond.within = True  # "the head of Sudan's Sovereign Council"
                    mention.owner, mention.extent = beyond, beyond.extent
                if (
                    mention.extent < len(tokens)
                    and tokens[mention.extent].low in self.lex.who["places"]
                ):
                    mention.extent += 1
                if mention.owner is None:
                    mention.owner = inner
                mention.owners = self._listed(tokens, by_start, inner) if mention.plural else ()
                if not mention.owners and mention.head in self.lex.who["acting"]:
                    mention.owners = self._two(tokens, by_start, inner)
                if mention.owners:
                    mention.extent = max(mention.owners[-1].end, mention.owners[-1].extent)
                    for owner in mention.owners:
                        owner.within = True
                    continue
                at = mention.extent
                field = by_start.get(at + 1) if mention.head in self.lex.who["roles"] else None
                if field is not None and field.sort == "name" and tokens[at].low == "for":
                    field.within, mention.extent = True, field.extent  # "... for Tessaly"
                    at = mention.extent
                if at + 1 < len(tokens) and tokens[at].low == "and":
                    other = by_start.get(at + 1)
                    bodies = {"state", "organisation"}
                    if (
                        other is not None
                        and other.sort == "name"
                        and ({other.kind, inner.kind} <= bodies)
                        and (mention.plural or other.kind == inner.kind)
                    ):
                        other.within = True
                        mention.extent = other.end

    def _two(
        self, tokens: tuple[Token, ...], by_start: dict[int, Mention], first: Mention
    ) -> tuple[Mention, ...]:
        """Return the two in "elders of A and B", "delegations of A and of B"; none otherwise."""
        at = max(first.end, first.extent)
        if at + 1 >= len(tokens) or tokens[at].low != "and":
            return ()
        second = by_start.get(at + 1 + (tokens[at + 1].low in {"of", "from"}))
        if second is None:  # "the presidents of A and of the breakaway republic of B"
            end = next((i for i in range(at + 1, min(at + _REALM, len(tokens)))
                        if tokens[i].low in self.lex.who["realms"]), len(tokens))  # fmt: skip
            beside = all(t.text.islower() for t in tokens[at + 1 : end])
            of = beside and end + 1 < len(tokens) and tokens[end + 1].low == "of"
            second = by_start.get(end + 2) if of else None
        pair = (first, second) if second is not None else ()
        named = all(m is not None and m.sort == "name" and m.kind != "person" for m in pair)
        return pair if named and second is not None else ()

    def _listed(
        self, tokens: tuple[Token, ...], by_start: dict[int, Mention], first: Mention
    ) -> tuple[Mention, ...]:
        """Return the states in "the ministers of A, B and C"; none if they are no such list."""
        found, outside = [first], {"state", "organisation", None}
        while True:
            at = max(found[-1].end, found[-1].extent)
            last = False
            if at < len(tokens) and tokens[at].text == ",":
                at += 1
            if at < len(tokens) and tokens[at].low == "and":
                at, last = at + 1, True
            following = by_start.get(at)
            if following is None or following.sort != "name" or following.kind not in outside:
                return ()
            found.append(following)
            if last:
                return tuple(found) if len(found) > 2 else ()
