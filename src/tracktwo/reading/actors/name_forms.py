"""Forms of names: what kind of actor a name suggests, its initials, where it may go on."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from tracktwo.reading.actors.phrases import written
from tracktwo.reading.plans.kinds import Kinds
from tracktwo.reading.text.lexicon import key

if TYPE_CHECKING:
    from tracktwo.reading.actors.lands import Told
    from tracktwo.reading.text.article import Token
    from tracktwo.reading.text.lexicon import Lexicon


def headword(token: Token) -> str:
    """Return the word of a token that may head a name: "army" of "Army-North"."""
    first, _, last = token.text.partition("-")
    return first.lower() if first and last[:1].isupper() else token.low


class NameForms:
    """Looks at the words of a name.

    Parameters
    ----------
    lexicon : Lexicon
    inside : frozenset of str
        Words that stand capitalised inside sentences of the text.
    told : Told
        Lands and surnames, as the text itself tells them.
    """

    def __init__(self, lexicon: Lexicon, inside: frozenset[str], told: Told) -> None:
        self.lex = lexicon
        self.lands, self.surnames = told.lands, told.surnames
        self.inside = inside  # words seen capitalised within sentences
        w = lexicon.words
        self.stops = (
            w["prepositions"] | w["conjunctions"] | w["subordinators"] | w["relatives"]
            | w["auxiliaries"] | w["negations"] | w["adverbs"]
            | (w["pronouns"] - w["possessives"])
        )  # fmt: skip
        self.months = frozenset(lexicon.raw["dates"]["months"])
        self.dates = frozenset(lexicon.raw["dates"]["weekdays"]) | self.months
        self.kinds = Kinds(lexicon)
        self.helpers = lexicon.helpers
        self.offices = frozenset(lexicon.raw["parts"]["offices"].split())
        self.nouns = lexicon.who["groups"] | lexicon.who["roles"] | lexicon.common.keys()

    def _famous(self, low: str) -> bool:
        k = key(low)
        return k in self.lex.states or k in self.lex.demonyms or k in self.lex.known

    def _kind(
        self, tokens: tuple[Token, ...], start: int, end: int, *, title: bool, definite: bool
    ) -> str | None:
        name = key(written(tokens, start, end))
        if name in self.lex.known:
            return self.lex.known_kinds.get(self.lex.known[name], "organisation")
        if name in self.lex.states or (name in self.lands and not title):
            return "state"
        if name.startswith(self.lex.styles) and name.split()[-1] in self.lands:
            return "state"
        if tokens[start].low in self.lex.who["between"] and end - start > 1:
            return "organisation"
        if "heads of state" in name or (tokens[start].low == "office" and end - start > 2):
            return "organisation"
        if name in self.lex.demonyms:
            if end < len(tokens) and tokens[end].text.startswith("-"):
                return "state"  # "Kenyan-mediated"
            return "community"
        plain = next(
            (i for i in range(start + 1, end) if tokens[i].low in {"of", "for", "in"}), end
        )
        for i in range(plain - 1, start - 1, -1):
            head = headword(tokens[i])
            if head in self.lex.heads and (i > start or end - start > 1 or definite):
                wide = self.lex.who["directions"] | self.lex.who["features"]
                if head == "community" and any(t.low in wide for t in tokens[start:i]):
                    return "organisation"  # "Southern Lakes Community"
                return self.lex.heads[head]
        if tokens[start].text.isupper() and len(tokens[start].text) > 1 and end - start == 1:
            return "organisation"
        if tokens[start].low in self.lex.who["directions"] and not title:
            return None
        if definite and end < len(tokens) and self._modifier(tokens[end - 1], tokens[end]):
            return None  # "the Abra pits"
        if plain < end and end - start > 1 and not title:
            return "organisation"  # "Hope of the Nation"
        if tokens[start].low in self.lex.who["fresh"] and end - start > 1 and not title:
            return "organisation"
        if not title and ("/" in name or self._beside_government(tokens, start, end)):
            return "organisation"  # "the RUF/SL", "the government of Norvia and Sarn Allo"
        if title or (end - start > 1 and not definite):
            return "person"
        return "organisation" if definite else None

    def _beside_government(self, tokens: tuple[Token, ...], start: int, end: int) -> bool:
        """Tell whether a name is joined to a government: "with the government of Ruth and Orlo"."""
        low = [t.low for t in tokens[max(0, start - 6) : start]]
        if low[-1:] != ["and"] or end - start != 2:
            return False
        at = next((i for i, w in enumerate(low) if w == "government"), -1)
        after = low[at + 1 : -1]
        land = after[:1] == ["of"] and key(" ".join(after[1:])) in self.lex.states
        return at >= 0 and (land or not after)

    def _known_first(self, tokens: tuple[Token, ...], start: int, end: int) -> int:
        """Cut "United Nations Jean ARNAULT" after the body that everybody knows."""
        for stop in range(end - 2, start, -1):
            k = key(written(tokens, start, stop))
            style = next((s for s in self.lex.styles if k.startswith(s)), "")
            full = k.removeprefix(style).removeprefix("the ")  # "the Republic of Armenia"
            if k not in self.lex.known and full not in self.lex.states:
                continue
            rest = tokens[stop:end]
            plain = all(
                t.capital and t.low not in self.lex.heads and t.low not in self.lex.who["titles"]
                and (t.text.isupper() or "-" not in t.text) for t in rest if t.text != "."
            )  # fmt: skip
            land = stop - start == 1 and k in self.lex.states and len(rest) > 1
            sent = land and start > 1 and tokens[start - 1].low in {"to", "of", "for"}
            return stop if plain and (stop - start > 1 or sent) else end  # "envoy to Mali Jan Orr"
        return end

    def _acronym(self, tokens: tuple[Token, ...], start: int, end: int) -> tuple[str, int] | None:
        """Find initials after a name, in brackets or between commas; and where they end."""
        if end + 2 >= len(tokens):
            return None
        if [t.low for t in tokens[end : end + 2]] == [",", "known"]:
            return self._known_as(tokens, end + 2)
        if tokens[end].text in "(,":
            closing = {"(": ")", ",": ","}[tokens[end].text]
            stop = end + 2
            while stop < min(end + 6, len(tokens)) and tokens[stop].text != closing:
                stop += 1
            if stop >= len(tokens) or tokens[stop].text not in {closing, "."}:
                return None
            said = tokens[end + 1].low == "or"
            begin = end + 1 + said  # "the Dune Alliance, or DA,"
            inner = written(tokens, begin, stop).strip("\"“”'‘’")
            initials = [c for c in inner if c.isalpha()]
            if not (
                2 <= len(inner) <= 14 and sum(c.isupper() for c in initials) * 2 > len(initials)
            ):
                return None
            if closing == ")":
                return (inner, stop + 1) if " " not in inner else None
            name = "".join(t.text[0] for t in tokens[start:end] if t.capital)
            own = name.endswith(inner) or inner in name  # or of another language: "or ELN,"
            return (inner, stop) if own or (said and inner.isupper()) else None
        return None

    def _known_as(self, tokens: tuple[Token, ...], start: int) -> tuple[str, int] | None:
        """Find ", known by its French initials PTLR,": the initials, and where they end."""
        for i in range(start, min(start + 6, len(tokens) - 1)):
            token = tokens[i]
            led = tokens[i - 1].low in {"as", "initials", "acronym", "abbreviation"}
            if led and len(token.text) > 1 and token.text.isupper():
                return token.text, i + 1
            if not token.word:
                return None
        return None

    def _initials_follow(self, tokens: tuple[Token, ...], i: int) -> bool:
        """Tell whether initials in brackets end the name: "Coordination of X Movements (CXM)"."""
        for j in range(i, min(i + 8, len(tokens) - 2)):
            if tokens[j].text == "(":
                return tokens[j + 1].text.isupper() and tokens[j + 2].text == ")"
            if not tokens[j].word:
                return False
        return False

    def _all_initials(self, tokens: tuple[Token, ...], start: int, i: int) -> bool:
        """Tell whether initials in brackets end the name that begins here, and no shorter one.

        "Malik Orr of the Free Karst Movement (FKM)": they are the Movement's.
        """
        if not self._initials_follow(tokens, i):
            return False
        opening = next(j for j in range(i, len(tokens)) if tokens[j].text == "(")
        own = tokens[opening + 1].text[:1] == tokens[start].text[:1]
        after = i + 1 + (i + 1 < len(tokens) and tokens[i + 1].low in {"the", "a", "an"})
        return own or not self._heads_on(tokens, after)

    def _doubled(self, tokens: tuple[Token, ...], i: int) -> bool:
        """Tell whether a stroke joins the initials of one body: "the AFC/M23", "the SPLM/A"."""
        if tokens[i].text != "/" or i + 1 >= len(tokens):
            return False
        both = (tokens[i - 1], tokens[i + 1])
        close = both[0].end == tokens[i].start and tokens[i].end == both[1].start
        return close and all(
            t.text.replace("-", "").isalnum() and t.text.isupper() and not self._famous(t.low)
            for t in both
        )

    def _spelled_out(self, tokens: tuple[Token, ...], start: int, end: int) -> int:
        """Return where the long name in brackets ends: "the ZUG (Zeran Unity Government)"."""
        short = tokens[start].text
        if end - start != 1 or not short.isupper() or len(short) < 2:
            return 0
        if end + 3 >= len(tokens) or tokens[end].text != "(":
            return 0
        stop = end + 1
        while stop < min(end + 12, len(tokens)) and tokens[stop].text != ")":
            stop += 1
        if stop >= len(tokens) or tokens[stop].text != ")":
            return 0
        initials = "".join(t.text[0] for t in tokens[end + 1 : stop] if t.capital)
        return stop if initials[:1] == short[:1] and len(initials) >= 2 else 0

    def _modifier(self, token: Token, following: Token | None) -> bool:
        """Tell whether a noun only describes the next word: "official political office"."""
        if following is None or not following.word or following.text[0].isdecimal():
            return False
        if token.end + 1 != following.start or following.capital:
            return False
        plain = (
            following.low not in self.stops
            and following.low not in self.lex.forms
            and following.low not in self.lex.words["determiners"]
            and following.low not in self.lex.words["times"]
        )
        known = following.low in {
            "secretary",
            "general",
            "loyal",
            "close",
            "based",
            "said",
            "backed",
        }
        return plain and not known and not following.low.endswith(("ly", "ed", "d'affaires"))

    def _describes(self, token: Token) -> bool:
        """Tell whether a word in small letters may describe the name after it."""
        return (
            token.text.replace("-", "").isalpha()
            and token.text.islower()
            and token.low not in self.stops | self.lex.words["determiners"]
            and token.low not in self.lex.forms
        )

    def _heads(self, token: Token) -> bool:
        """Tell whether a word heads the name of a body: "Front", and not "People's"."""
        return self.lex.heads_body(headword(token))

    def _goes_on(self, tokens: tuple[Token, ...], i: int) -> bool:
        if i < len(tokens) and tokens[i].low in {"the", "a", "an"}:
            i += 1
        return (
            i < len(tokens)
            and tokens[i].capital
            and not (
                tokens[i].low in self.lex.who["titles"]
                and i + 1 < len(tokens)
                and tokens[i + 1].capital
                and tokens[i + 1].low not in self.lex.heads
                and tokens[i + 1].low not in self.lex.who["titles"] | self.lex.who["charges"]
            )
            and tokens[i].low not in self.dates
        )

    def _ideal(self, tokens: tuple[Token, ...], i: int) -> bool:
        """Tell whether "of the Nation" goes on the name of a body: "Hope of the Nation"."""
        if not 0 < i < len(tokens) - 1 or tokens[i].low not in {"of", "for"}:
            return False
        last = i + 1 + (tokens[i + 1].low == "the")
        office = tokens[i - 1].low in self.nouns | self.lex.who["titles"]
        # "Dan Ibra of the Justice and Equality Movement" is somebody, and no "Dawn of Justice".
        office |= tokens[i + 1].low == "the" and i > 1 and tokens[i - 2].capital
        goes = last < len(tokens) and tokens[last].capital
        return goes and not office and tokens[last].low in self.lex.who["ideals"]

    def _of_state(self, tokens: tuple[Token, ...], i: int) -> bool:
        """Tell whether "of" stands in "Secretary of State", "Chief of Staff"."""
        near = [t.low for t in tokens[max(0, i - 1) : i + 2]]
        return near in (["secretary", "of", "state"], ["chief", "of", "staff"])

    def _titled(self, tokens: tuple[Token, ...], start: int, end: int) -> bool:
        """Tell whether a person stands before "'s": "Captain Kante's National Committee"."""
        titles = self.lex.who["titles"]
        return tokens[start].low in titles and tokens[end - 1].low not in titles

    def _feature(self, tokens: tuple[Token, ...], i: int) -> bool:
        """Tell whether a sea or a valley begins the name of a body: "Gulf of Arden Forum"."""
        return tokens[i - 1].low in self.lex.who["features"] and self._heads_on(tokens, i + 1)

    def _heads_on(self, tokens: tuple[Token, ...], i: int) -> bool:
        """Tell whether capitalised words that end in a noun for a body follow."""
        stop = i
        while stop < len(tokens) and tokens[stop].capital and stop - i < 5:
            if headword(tokens[stop]) in self.lex.heads:
                return True
            stop += 1
        return False

    def _joined(self, tokens: tuple[Token, ...], start: int, i: int) -> bool:
        """Tell whether "and" joins parts of one name: the Ministry of Justice and Home Affairs."""
        if i + 1 >= len(tokens) or not tokens[i + 1].capital or i - start < 3:
            return False
        later = tokens[i + 1 : i + 4]
        titled = later[0].low in self.lex.who["titles"] and any(t.capital for t in later[1:2])
        if key(later[0].text) in self.lex.states or titled:
            return False
        if any(t.low in self.lex.heads for t in later if t.capital):
            return False
        if tokens[start].low in {"ministry", "department", "committee"}:
            return True
        if self._famous(later[0].low) or self._famous(tokens[i - 1].low):
            return False
        # "Forces of Liberty and Renewal": one word after "of", one after "and".
        linked = tokens[i - 2].low in {"of", "for", "on"} or (
            tokens[i - 2].low in {"the", "a"} and tokens[i - 3].low in {"of", "for", "on"}
        )
        following = tokens[i + 2] if i + 2 < len(tokens) else None
        return linked and (following is None or not following.capital)

    def _one_body(self, tokens: tuple[Token, ...], start: int, i: int) -> bool:
        """Tell whether "and" joins what one body is for: "the Truth and Redress Commission"."""
        if i - start > 1 or not start or tokens[start - 1].low not in {"a", "an", "the"}:
            return False
        later = list(itertools.takewhile(lambda t: t.capital, tokens[i + 1 : i + 4]))
        first = tokens[start].low
        if not 1 < len(later) < 4 or first in self.lex.heads or self._famous(first):
            return False
        known = first in self.lex.demonyms or first in self.lands or tokens[start].text.isupper()
        head = later[-1].low
        return not known and head in self.lex.heads and not head.endswith("s")

    def _nickname(self, tokens: tuple[Token, ...], i: int) -> int:
        """Return the end of a nickname in quotation marks inside a name, or 0."""
        for j in range(i + 1, min(i + 5, len(tokens) - 1)):
            if tokens[j].text in '"”':
                following = tokens[j + 1]
                return j + 1 if j > i + 1 and following.capital and following.word else 0
            if not tokens[j].capital:
                return 0
        return 0
