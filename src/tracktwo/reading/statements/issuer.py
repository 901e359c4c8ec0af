"""Who issues a statement, and what it says of itself there: "The Union will not sign"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracktwo.reading.actors.entity import bare
from tracktwo.reading.actors.phrases import written
from tracktwo.reading.statements.clause import Fact
from tracktwo.reading.text.lexicon import key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.reading.actors.entities import Register
    from tracktwo.reading.actors.mentions import Finder, Mention
    from tracktwo.reading.statements.frames import Frames
    from tracktwo.reading.text.article import Sentence, Token

_LETTERHEAD = 14
"""Words of a line that is the name of a body."""
_LEAD = 6
"""Tokens before who speaks."""
_OFTEN = 3
"""Sentences that say "we" in a statement of a body's own."""
_BODIES = frozenset({"party", "coalition", "organisation", "armed-group", "government"})
_MEETINGS = frozenset({"summit", "conference", "session", "meeting", "congress"})
_REACH = 4
"""Tokens from who speaks to what they will do: "The Union will therefore not sign"."""


class Issuer:
    """Finds whose statement a text is, by its headings."""

    def __init__(
        self, register: Register, finder: Finder, sentences: Sequence[Sentence] = ()
    ) -> None:
        self.lex, self.register, self.finder = register.lex, register, finder
        layout = register.lex.raw["layout"]
        self.titles = set(layout["statements"].split())
        self.links = set(layout["issuers"].split())
        self.titled = False
        self.ours = sum(map(self._ours, sentences)) >= _OFTEN
        self.often = self.ours
        self.office: list[str] = []  # of who issues it
        self.head: tuple[Sentence, Mention] | None = None  # the body that a heading names
        self.meeting = ""  # of that body, which speaks in its name
        self.named = ""  # whose statement a heading says it is, before the text names them

    def heading(self, sentence: Sentence, number: int) -> None:
        """Take "Statement by the Congress of ...", or a body's name over "PRESS RELEASE"."""
        t = sentence.tokens
        low = [x.low for x in t]
        said = next((i for i, w in enumerate(low) if w in self.titles), -1)
        self.titled |= said >= 0 or low[:1] == ["press"]
        link = next((i for i, w in enumerate(low) if i > said >= 0 and w in self.links), -1)
        near = 0 <= link - said <= 4 if said >= 0 and link >= 0 else False
        if near:
            mentions = [m for m in self.finder.find(sentence, number) if m.sort == "name"]
            mentions = [m for m in mentions if m.start > link]
            close = bool(mentions) and mentions[0].start - link <= 2
            own = mentions[:1] if close else [m for m in mentions if self._apposed(t, m)][:1]
            if own and not (close and low[own[0].end : own[0].end + 1] == ["'s"]):
                self.register.resolve(sentence, own)
                self.register.issuer = own[0].entity
                self.office = low[link + 1 : own[0].start]
            else:
                first = self._met(low, link + 1)
                self.named = key(bare(written(t, first, len(t)), self.lex))
                self._keep(sentence, mentions, first)
        elif said < 0 and len(t) <= _LETTERHEAD and not self.named and self._body(low):
            self.named = key(bare(written(t, 0, len(t)), self.lex))
            self._keep(sentence, self.finder.find(sentence, number), 0)

    def _met(self, low: Sequence[str], start: int) -> int:
        """Return where the body begins that met: "Communiqué of the 9th Summit of the (Union)"."""
        for i in range(start, min(start + _LEAD, len(low) - 2)):
            if low[i] in _MEETINGS and low[i + 1] == "of":
                self.meeting = low[i]
                return i + 2 + (low[i + 2] == "the")
        return start

    def _keep(self, sentence: Sentence, mentions: Sequence[Mention], start: int) -> None:
        """Remember the body that a heading names, from a token on."""
        found = next((m for m in mentions if m.sort == "name" and m.end > start), None)
        if found is not None and found.kind != "person":
            start = max(start, found.start)
            self.head = sentence, replace(found, start=start, core=(start, found.core[1]))

    def _apposed(self, tokens: Sequence[Token], mention: Mention) -> bool:
        """Tell whether a person stands behind an office: "by the Special Envoy, Ana Orlo"."""
        start = (mention.title_span or (mention.start,))[0]
        return mention.kind == "person" and start > 0 and tokens[start - 1].text == ","

    def _body(self, low: Sequence[str]) -> bool:
        """Tell whether a line holds a noun for a body."""
        return any(map(self.lex.heads_body, low))

    def _ours(self, sentence: Sentence) -> bool:
        """Tell whether a sentence says "we" in the text's own words."""
        words = {"we", "our"}
        return not sentence.heading and any(
            t.low in words and not sentence.quoted(i) for i, t in enumerate(sentence.tokens)
        )

    def settle(self, mentions: Sequence[Mention] = ()) -> None:
        """Take who was named in a heading, once the text has named them.

        Or, where the text goes on to say "we" again and again, the body that it begins with.
        """
        first = next((m for m in mentions if not m.within), None)
        if (
            self.ours
            and self.register.issuer < 0
            and first is not None
            and not (self.titled and self.named)
        ):
            body = first.sort == "name" and first.entity >= 0 and first.start < 2
            self.ours = False
            if body and self.register.entities[first.entity].kind in _BODIES:
                self.register.issuer = first.entity
                return
        headed = self.titled or (self.often and self.head is not None)
        if not (headed and self.named) or self.register.issuer >= 0:
            return
        words = self.named.split()
        for end in range(len(words), 1, -1):  # "the Coalition of Unions (of Merrin)"
            found = self.register.by_key.get(" ".join(words[:end]))
            if found is not None:
                self._issue(found)
                return
        if self.head is not None and (self.often or self.meeting):
            sentence, mention = self.head  # it says "we", and its name is in the heading alone
            self.register.resolve(sentence, [mention])
            entity = self.register.entities[mention.entity]
            if entity.name.isupper() and " " in entity.name:
                entity.name = _cased(entity.name)
            self._issue(mention.entity)

    def _issue(self, body: int) -> None:
        """Let a body be whose statement the text is, also as "the Summit"."""
        self.register.issuer = body
        if self.meeting:
            for name in (self.meeting, "heads of state", "heads of state and government"):
                self.register.by_key[name] = body

    def own(
        self, frames: Frames, sentence: Sentence, mentions: Sequence[Mention], number: int
    ) -> list[Fact]:
        """Return what who issues a statement says of itself: "The Union will not sign"."""
        t, words = sentence.tokens, self.lex.words
        if sentence.quotes or t[-1].text == "?":
            return []
        subject = next((m for m in mentions if not m.within and not m.governed), None)
        if subject is None or not self._itself(subject):
            return []
        led = t[sentence.mark : subject.start]  # "At the same time it will not ..."
        if len(led) > _LEAD or any(x.low in self.lex.forms for x in led):
            return []
        at = max(subject.end, subject.extent)
        low = [x.low for x in t]
        end = len(t)
        while end and not t[end - 1].word:
            end -= 1
        kinds = frames.content.kinds(t, subject.start, end, "states")
        if any(kind == "conditions" for kind, *_ in kinds):
            return []
        modal = next((i for i in range(at, min(at + 2, end)) if low[i] in words["modals"]), -1)
        if modal < 0 or low[modal] not in {"will", "shall", "cannot", "can"}:
            return []
        verb = modal + 1
        said_no = low[modal] == "cannot"
        while verb < min(modal + _REACH, end) and (
            low[verb] in words["adverbs"] | words["negations"]
        ):
            said_no |= low[verb] in words["negations"]
            verb += 1
        if verb >= end or (low[modal] == "can" and not said_no) or low[verb] in {"be", "have"}:
            return []
        if said_no:
            return [self._fact("refuses", subject, number, (verb, end))]
        kind = "warns" if low[verb] in frames.content.hostile else "commits"
        return [self._fact(kind, subject, number, (verb, end), {"issuer"})]

    def _fact(
        self, kind: str, subject: Mention, number: int, span: tuple[int, int],
        flags: set[str] | None = None,
    ) -> Fact:  # fmt: skip
        whole = (subject.start, span[1])
        return Fact(kind, (self.register.issuer,), (), number, span, whole, "statement",
                    subject, flags or set())  # fmt: skip

    def _itself(self, subject: Mention) -> bool:
        """Tell whether a subject is who issues the statement, or the land that it speaks for."""
        issuer = self.register.issuer
        if issuer < 0 or subject.entity < 0:
            return False
        name = self.register.entities[subject.entity].name
        land = key(self.register.entities[issuer].name).endswith(f" {key(name)}")
        return subject.entity == issuer or land


def _cased(name: str) -> str:
    """Write a heading's name as names are written: "Front for the Liberation of Norland"."""
    small = {"of", "the", "and", "for", "on", "in"}
    words = name.lower().split()
    return " ".join(w if w in small and n else w.capitalize() for n, w in enumerate(words))
