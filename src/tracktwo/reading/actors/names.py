"""Names: runs of capitalised words, with their titles, acronyms and nicknames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.reading.actors.phrases import Mention, written
from tracktwo.reading.plans.kinds import Kinds
from tracktwo.reading.text.lexicon import key

if TYPE_CHECKING:
    from tracktwo.reading.text.article import Sentence, Token
    from tracktwo.reading.text.lexicon import Lexicon

LONGEST = 12
"""Words of a name; a longer run is a headline or a list."""


class Names:
    """Finds the names of a sentence.

    Parameters
    ----------
    lexicon : Lexicon
    inside : frozenset of str
        Words that stand capitalised inside sentences of the text.
    """

    def __init__(self, lexicon: Lexicon, inside: frozenset[str]) -> None:
        self.lex = lexicon
        self.inside = inside  # words seen capitalised within sentences
        w = lexicon.words
        self.stops = (
            w["prepositions"] | w["conjunctions"] | w["subordinators"] | w["relatives"]
            | w["auxiliaries"] | w["negations"] | w["adverbs"]
            | (w["pronouns"] - w["possessives"])
        )  # fmt: skip
        self.dates = frozenset(lexicon.raw["dates"]["weekdays"] + lexicon.raw["dates"]["months"])
        self.kinds = Kinds(lexicon)
        nouns = lexicon.raw["parts"]["nouns"]
        self.helpers = {w for part in nouns for w in nouns[part].split()}
        self.nouns = lexicon.who["groups"] | lexicon.who["roles"] | lexicon.common.keys()

    def _names(self, sentence: Sentence, number: int) -> list[Mention]:
        found: list[Mention] = []
        tokens = sentence.tokens
        i = 0
        while i < len(tokens):
            if not self._starts(sentence, i):
                i += 1
                continue
            end = self._run(tokens, i)
            found += self._named(tokens, i, end, number)
            i = max(found[-1].end if found else 0, end, i + 1)
        return found

    def _starts(self, sentence: Sentence, i: int) -> bool:
        """Tell whether a name may begin here."""
        tokens = sentence.tokens
        token = tokens[i]
        if not token.word:
            return False
        if not token.capital:  # al-Saffar
            return token.low[:3] in {"al-", "el-", "ar-", "as-"} and token.text[3:4].isupper()
        if token.low in self.lex.words["not_names"] and not (
            token.text.isupper() and len(token.text) > 1
        ):
            return False
        if len(token.text) == 1 and not (i + 1 < len(tokens) and tokens[i + 1].text == "."):
            return False
        first = (
            i == 0
            or not (tokens[i - 1].word or tokens[i - 1].text in ",'’")
            or (tokens[i - 1].text in '"“‘')
        )
        if first and tokens[i - 1 if i else 0].text != "(":
            if token.text in self.inside or self._famous(token.low) or token.text.isupper():
                return True
            if self.kinds.name(tokens, i, i + 1):
                following = tokens[i + 1] if i + 1 < len(tokens) else None
                return following is not None and following.capital
            following = tokens[i + 1] if i + 1 < len(tokens) else None
            if (
                following is not None
                and following.capital
                and following.low not in self.lex.words["not_names"]
            ):
                return True
            if following is not None and following.low == "'s" and token.low not in self.nouns:
                return True
            known = token.low in self.nouns or token.low in self.lex.forms
            if known or token.low in self.lex.who["titles"]:
                return False
            return following is not None and (
                following.low in self.lex.forms
                or following.low in self.lex.words["auxiliaries"]
                or (
                    following.low in {",", "and"}
                    and i == 0
                    and not token.low.endswith(("ly", "ing", "ed", "s"))
                )
            )
        return True

    def _famous(self, low: str) -> bool:
        k = key(low)
        return k in self.lex.states or k in self.lex.demonyms or k in self.lex.known

    def _run(self, tokens: tuple[Token, ...], start: int) -> int:
        """Return where the run of capitalised words ends."""
        particles = self.lex.words["particles"]
        end = start + 1
        headed = self._heads(tokens[start])
        while end < len(tokens) and end - start < LONGEST:
            token = tokens[end]
            following = tokens[end + 1] if end + 1 < len(tokens) else None
            if token.word and token.capital and token.low not in self.dates:
                headed = headed or self._heads(token)
                end += 1
            elif (
                (
                    token.text == "."
                    and (
                        (
                            len(tokens[end - 1].text) == 1
                            or tokens[end - 1].low in self.lex.words["abbreviations"]
                        )
                        and following is not None
                        and following.capital
                        and following.start > token.end
                    )
                )
                or (token.word and token.low[:3] in {"al-", "el-", "ar-", "as-"})
                or (
                    token.low in particles
                    and following is not None
                    and (
                        following.capital
                        or (
                            following.low in particles
                            and end + 2 < len(tokens)
                            and tokens[end + 2].capital
                        )
                    )
                    and token.low not in {"e", "y"}
                )
                or (
                    token.text in "'’"
                    and tokens[end - 1].low.endswith("s")
                    and self._heads_on(tokens, end + 1)
                )
                or (
                    token.low == "'s"
                    and self._heads_on(tokens, end + 1)
                    and tokens[end + 1].capital
                    and not (key(tokens[start].text) in self.lex.states or headed)
                )
            ):
                end += 1
            elif headed and token.low in {"of", "for", "on"} and self._goes_on(tokens, end + 1):
                end += 2 if tokens[end + 1].low in {"the", "a", "an"} else 1
            elif (
                headed
                and token.low in {"and", "&"}
                and following is not None
                and (token.text == "&" or self._joined(tokens, start, end))
            ):
                end += 1
            elif token.text in '"“' and self._nickname(tokens, end):
                end = self._nickname(tokens, end)
            else:
                break
        while end > start + 1 and not tokens[end - 1].word:
            end -= 1
        return end

    def _heads_on(self, tokens: tuple[Token, ...], i: int) -> bool:
        """Tell whether capitalised words that end in a noun for a body follow."""
        stop = i
        while stop < len(tokens) and tokens[stop].capital and stop - i < 5:
            if tokens[stop].low in self.lex.heads:
                return True
            stop += 1
        return False

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
                and tokens[i + 1].low not in self.lex.who["titles"]
            )
            and tokens[i].low not in self.dates
        )

    def _heads(self, token: Token) -> bool:
        """Tell whether a word heads the name of a body: "Front", and not "People's"."""
        return self.lex.heads.get(token.low, "community") != "community"

    def _joined(self, tokens: tuple[Token, ...], start: int, i: int) -> bool:
        """Tell whether "and" joins parts of one name: the Ministry of Justice and Home Affairs."""
        if i + 1 >= len(tokens) or not tokens[i + 1].capital or i - start < 3:
            return False
        later = tokens[i + 1 : i + 4]
        if key(later[0].text) in self.lex.states or later[0].low in self.lex.who["titles"]:
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

    def _nickname(self, tokens: tuple[Token, ...], i: int) -> int:
        """Return the end of a nickname in quotation marks inside a name, or 0."""
        for j in range(i + 1, min(i + 5, len(tokens) - 1)):
            if tokens[j].text in '"”':
                following = tokens[j + 1]
                return j + 1 if j > i + 1 and following.capital and following.word else 0
            if not tokens[j].capital:
                return 0
        return 0

    def _named(self, tokens: tuple[Token, ...], start: int, end: int, number: int) -> list[Mention]:
        """Make mentions of a run: titles taken off, a state or people in front split off."""
        titles = self.lex.who["titles"]
        whole = key(written(tokens, start, end))
        if whole in self.lex.states or whole in self.lex.known:
            titles = frozenset()  # "Saudi Arabia", "Security Council"
        first, begin = start, start
        last_title = -1
        for i in range(start, end):
            if tokens[i].low in titles or tokens[i].text == ".":
                last_title = i if tokens[i].low in titles else last_title
            elif i > start and last_title == i - 1 and tokens[i].text != ".":
                break
        head_ahead = any(t.low in self.lex.heads for t in tokens[last_title + 1 : end])
        if start <= last_title < end - 1 and not head_ahead:
            begin = last_title + 1
            while begin < end - 1 and tokens[begin].text == ".":
                begin += 1
        elif last_title == end - 1 and all(
            t.low in titles or key(t.text) in self.lex.demonyms for t in tokens[start:end]
        ):
            return []  # "the Prime Minister": a common noun
        if all(t.low in self.nouns and t.low not in self.lex.common for t in tokens[start:end]):
            return []
        if (
            end - start < 3
            and tokens[end - 1].low in self.lex.who["roles"]
            and tokens[start].low in (self.lex.heads)
        ):
            return []  # "the Parliament Speaker"
        end = self._known_first(tokens, begin, end)
        name = written(tokens, begin, end)
        adjective = key(name) in self.lex.demonyms or (
            end - begin == 1
            and name.endswith(tuple(self.lex.who["peoples"]))
            and key(name) not in self.lex.states
            and end < len(tokens)
            and tokens[end].low in self.nouns
        )
        if (
            adjective
            and end < len(tokens)
            and (
                tokens[end].word
                and tokens[end].low not in self.stops
                and (tokens[end].low not in self.lex.forms or tokens[end].low in self.nouns)
            )
        ):
            return []  # "French ambassadors": a modifier
        # An office in small letters before the name: "spokesman Dawit Lemma".
        while begin == start or first < begin:
            before = tokens[first - 1] if first else None
            if before is not None and (
                (before.low in titles and before.word)
                or (before.low in self.lex.who["roles"])
                or (before.text == "." and first > 1 and tokens[first - 2].low in titles)
            ):
                first -= 1
                continue
            break
        if (
            first == start
            and begin == start
            and end - start > 1
            and key(tokens[start].text) in self.lex.demonyms
            and whole not in self.lex.states
        ):
            rest = written(tokens, start + 1, end)
            if (
                not any(t.low in self.lex.heads for t in tokens[start + 1 : end])
                and key(rest) not in self.lex.states
            ):
                begin = start + 1
                name = rest
        title_from = first
        while (
            title_from > 0
            and first < begin
            and (
                key(tokens[title_from - 1].text) in self.lex.demonyms
                or tokens[title_from - 1].low in titles
                or tokens[title_from - 1].text in {"UN", "EU"}
            )
        ):
            title_from -= 1
        title = written(tokens, title_from, begin).rstrip(". ") if title_from < begin else None
        span = (title_from, begin) if title else None
        definite = title_from > 0 and tokens[title_from - 1].low == "the"
        phrase = (
            title_from - 1
            if title_from > 0
            and tokens[title_from - 1].low in self.lex.words["determiners"] - {"that"}
            else title_from
        )
        kind = self._kind(tokens, begin, end, title=bool(title), definite=definite)
        found = self._acronym(tokens, begin, end)
        acronym, stop = found or (None, end)
        acronym_span = (end + 1, stop - (tokens[stop - 1].text == ")")) if found else None
        long = self._spelled_out(tokens, begin, end)
        if long:
            acronym, acronym_span, stop = tokens[begin].text, (begin, end), long + 1
            begin, end = stop - 1 - (long - end - 1), long
            kind = self._kind(tokens, begin, end, title=False, definite=True)
        mention = Mention(
            number, phrase, stop, (begin, end), "name", tokens[end - 1].low, kind,
            plural=kind in {"group", "community"}, definite=definite, title=title,
            outlet=any(t.low in self.lex.who["media"] for t in tokens[begin:end]),
            title_span=span, acronym=acronym,
            acronym_span=acronym_span, extent=stop,
        )  # fmt: skip
        return [mention]

    def _known_first(self, tokens: tuple[Token, ...], start: int, end: int) -> int:
        """Cut "United Nations Jean ARNAULT" after the body that everybody knows."""
        for stop in range(end - 2, start, -1):
            k = key(written(tokens, start, stop))
            if k not in self.lex.known and k not in self.lex.states:
                continue
            rest = tokens[stop:end]
            plain = all(
                t.capital and t.low not in self.lex.heads and t.low not in self.lex.who["titles"]
                and "-" not in t.text for t in rest
            )  # fmt: skip
            return stop if plain and stop - start > 1 else end
        return end

    def _kind(
        self, tokens: tuple[Token, ...], start: int, end: int, *, title: bool, definite: bool
    ) -> str | None:
        name = key(written(tokens, start, end))
        if name in self.lex.known:
            return self.lex.known_kinds.get(self.lex.known[name], "organisation")
        if name in self.lex.states:
            return "state"
        if tokens[start].low in self.lex.who["between"] and end - start > 1:
            return "organisation"
        if name in self.lex.demonyms:
            if end < len(tokens) and tokens[end].text.startswith("-"):
                return "state"  # "Kenyan-mediated"
            return "community"
        plain = next(
            (i for i in range(start + 1, end) if tokens[i].low in {"of", "for", "in"}), end
        )
        for i in range(plain - 1, start - 1, -1):
            if tokens[i].low in self.lex.heads and (i > start or end - start > 1 or definite):
                return self.lex.heads[tokens[i].low]
        if tokens[start].text.isupper() and len(tokens[start].text) > 1 and end - start == 1:
            return "organisation"
        if tokens[start].low in self.lex.who["directions"] and not title:
            return None
        if definite and end < len(tokens) and self._modifier(tokens[end - 1], tokens[end]):
            return None  # "the Abra pits"
        if title or (end - start > 1 and not definite):
            return "person"
        return "organisation" if definite else None

    def _acronym(self, tokens: tuple[Token, ...], start: int, end: int) -> tuple[str, int] | None:
        """Find initials after a name, in brackets or between commas; and where they end."""
        if end + 2 >= len(tokens):
            return None
        if tokens[end].text in "(,":
            closing = {"(": ")", ",": ","}[tokens[end].text]
            stop = end + 2
            while stop < min(end + 6, len(tokens)) and tokens[stop].text != closing:
                stop += 1
            if stop >= len(tokens) or tokens[stop].text not in {closing, "."}:
                return None
            inner = written(tokens, end + 1, stop).strip("\"“”'‘’")
            initials = [c for c in inner if c.isalpha()]
            if not (
                2 <= len(inner) <= 14 and sum(c.isupper() for c in initials) * 2 > len(initials)
            ):
                return None
            if closing == ")":
                return (inner, stop + 1) if " " not in inner else None
            name = "".join(t.text[0] for t in tokens[start:end] if t.capital)
            return (inner, stop) if name.endswith(inner) or inner in name else None
        return None

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
