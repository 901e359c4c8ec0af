"""Objects: what stands behind a verb decides whether it takes a stance at all.

"Concluded a visit", "welcomed his counterpart", "stood against the army": no stance to a text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.reading.statements.cues import Cues

if TYPE_CHECKING:
    from tracktwo.reading.statements.clause import Cue


_OFFICE = frozenset({"government", "coalition", "alliance", "ministry"})
"""Who leaves these leaves office, and no talks."""
_TALKED = frozenset(
    ["talks", "talk", "negotiations", "dialogue", "meeting", "session", "sessions", "summit",
     "consultations", "conference", "ceremony", "exercise", "round"]
)  # fmt: skip
"""Who concludes these has done with them, and accepts nothing."""
_NAUGHT = frozenset({"nothing", "none", "neither", "nobody"})
"""Who accepts or promises this does not."""


class Objects(Cues):
    """Judges what follows a cue."""

    def _undertakes(self, at: int) -> bool:
        """Tell whether those who agree say what they will do: "agreed that they would leave"."""
        ahead = self.lex.words["modals"] | {"'ll"}
        low = [x.low for x in self.t[at : at + 3]]
        own = low[:1] and low[0] in self.lex.words["subject_pronouns"] - {"you"}
        return bool(own) and any(x in ahead for x in low[1:])

    def _foe(self, at: int) -> bool:
        """Tell whether somebody stands here, and nothing of theirs: "the army", "the rebels"."""
        mention = self.at.get(at)
        if mention is not None:
            return self._alone(mention)
        near = [x.low for x in self.t[at : at + 4]]
        return not self.lex.who["fighters"].isdisjoint(near)

    def _obstacle(self, start: int, end: int) -> bool:
        """Tell whether words name what stood in the way: "dropped its objections"."""
        return not self.sets["obstacles"].isdisjoint(x.low for x in self.t[start:end])

    def _naught(self, at: int) -> bool:
        """Tell whether it is nothing that somebody takes: "agreed to nothing of the kind"."""
        return at < len(self.t) and self.t[at].low in _NAUGHT

    def _refusing(self, at: int) -> bool:
        """Tell whether a verb that refuses stands at a place: what it refuses is not refused."""
        form = self.lex.forms.get(self.t[at].low) if at < len(self.t) else None
        if form is None or not (form.base or form.ing):
            return False
        return any(
            f.kind == "refuses" and f.parts == ("*",) for f in self.lex.frames.get(form.lemma, ())
        )

    def _about_process(self, lemma: str, kind: str, content: int) -> bool:
        """Tell whether "concluded", "pulled out of" have a deal or talks for their object."""
        if lemma == "drop" and self._obstacle(content, content + 6) == (kind == "refuses"):
            return False
        if lemma == "drop" and kind == "accepts":
            return True
        dealing = kind == "accepts" and lemma in self.sets["dealing"]
        if kind == "accepts" and lemma in self.sets["praising"] and content in self.at:
            return False  # "commended the government for its patience"
        leaving = kind in {"accepts", "refuses"} and lemma in self.sets["leaving"]
        if not dealing and not leaving:
            return True
        near: list[str] = []
        for token in self.t[content : content + 8]:
            if near and (not token.word or token.low in self.lex.words["prepositions"] - {"of"}):
                break
            near.append(token.low)
        about = (self.sets["process"] | self.documents) - (
            _TALKED if lemma == "conclude" else frozenset()
        )
        if leaving and kind == "refuses":
            about = about - _OFFICE  # "walked out of the government", "quit the coalition"
        return not about.isdisjoint(near)

    def _day(self, i: int) -> bool:
        """Tell whether a time stands here, and no event: "until Monday", "until 5 May"."""
        dates, low = self.lex.raw["dates"], self.t[i].low
        named = {*dates["weekdays"], *dates["months"], *dates["next"].split(), "then", "further"}
        return low[0].isdecimal() or low in named | self.lex.words["numbers"]

    def _guest(self, i: int) -> bool:
        """Tell whether a person stands here, and nothing of hers: "his counterpart"."""
        mention, t = self.at.get(i), self.t
        end = max(mention.end, mention.extent) if mention is not None else i + 1
        guests = self.lex.who["roles"] | self.lex.who["passive_groups"] | self.sets["guests"]
        while mention is None and end < len(t) and end < i + 4 and t[end - 1].low not in guests:
            end += 1
        after = t[end].low if end < len(t) else ""
        person = mention is not None and mention.kind == "person"
        return (person or t[end - 1].low in guests) and after not in {"'s", "'", "of"}

    def _of_actor(self, cue: Cue) -> bool:
        """Tell whether what is backed is an actor: "supports the M30" is a relation.

        Nor is a guest who is welcomed a plan: "welcomed his counterpart at the airport".
        """
        mention = self.at.get(cue.content[0])
        greeting = {"welcome", "dismiss"} | self.sets["praising"]
        if cue.lemma in greeting and self._guest(cue.content[0]):
            return True
        if mention is None:
            return False
        end = max(mention.end, mention.extent)
        return (
            cue.lemma in {"support", "back"}
            and mention.entity >= 0
            and (mention.sort == "name" or mention.definite or mention.plural)
            and end >= cue.content[1]
        )

    def _does(self, i: int) -> bool:
        """Tell whether something to do follows "agreed to", and no thing: "to stop"."""
        token = self.t[i] if i < len(self.t) else None
        return (
            token is not None
            and token.text.islower()
            and token.low not in self.lex.words["determiners"] | self.lex.words["numbers"]
            and not self._thing(i)
        )

    def _thing(self, i: int) -> bool:
        """Tell whether a noun phrase without a determiner begins: "to talks", "to peace"."""
        low = self.t[i].low
        after = self.t[i + 1].low if i + 1 < len(self.t) else ""
        if after in self.lex.words["determiners"]:
            return False
        return (
            low.endswith(("s", "ed", "al", "ing", "ion", "fire", "ic", "ment", "ence"))
            or low in {"peace", "truce"}
            or (not after.isalnum() and low.endswith("e"))
        )
