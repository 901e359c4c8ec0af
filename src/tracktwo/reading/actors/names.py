"""Names: runs of capitalised words, with their titles, acronyms and nicknames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.reading.actors.lands import ends_as_land
from tracktwo.reading.actors.name_forms import NameForms, headword
from tracktwo.reading.actors.phrases import Mention, written
from tracktwo.reading.text.lexicon import key

if TYPE_CHECKING:
    from tracktwo.reading.text.article import Sentence, Token

_TOWARDS = frozenset({"toward", "towards", "on", "for", "of", "to"})
LONGEST = 12
"""Words of a name; a longer run is a headline or a list."""


_PAST = frozenset({"former", "ex", "late", "ousted", "deposed"})


class Names(NameForms):
    """Finds the names of a sentence."""

    def _names(self, sentence: Sentence, number: int) -> list[Mention]:
        found: list[Mention] = []
        tokens = sentence.tokens
        if tokens[0].text == "(" and sum(t.word for t in tokens) == 1:
            return []  # "(HAN)", under a report
        i = 0
        while i < len(tokens):
            known = self._known_end(tokens, i)
            if known == i and not self._starts(sentence, i):
                i += 1
                continue
            end = max(self._run(tokens, i), known)
            start = self._dated(tokens, i)
            end = self._known_first(tokens, start, end)
            found += self._named(tokens, start, end, number)
            title = found[-1].title_span if found else None
            if title and len(found) > 1 and title[0] <= found[-2].start < title[1]:
                at = found[-2].core[0]
                was = tokens[at - 1].low in _PAST and tokens[at].low not in self.lex.states
                found = [*found[:-2], found[-1]] if was else found  # the land of its premier
            i = max(found[-1].end if found else 0, end, i + 1)
        return found

    def _dated(self, tokens: tuple[Token, ...], start: int) -> int:
        """Return where a name begins that a day leads: "the March 8 Movement"."""
        if start < 2 or not self._heads(tokens[start]):
            return start
        day = [tokens[start - 2].low, tokens[start - 1].low]
        months = [w in self.months for w in day]
        return start - 2 if sum(months) == 1 and any(w.isdecimal() for w in day) else start

    def _partisan(self, tokens: tuple[Token, ...], i: int) -> bool:
        """Tell whether the name of a party goes on here: "Social Democrats"."""
        return i < len(tokens) and tokens[i].capital and tokens[i].low.startswith("democrat")

    def _known_end(self, tokens: tuple[Token, ...], start: int) -> int:
        """Return where a name that everybody knows ends, whatever words are in it."""
        if not tokens[start].capital:
            return start
        for stop in range(min(len(tokens), start + 10), start + 2, -1):
            if not tokens[stop - 1].capital:
                continue
            k = key(written(tokens, start, stop))
            if k in self.lex.known or k in self.lex.states:
                return stop
        return start

    def _starts(self, sentence: Sentence, i: int) -> bool:
        """Tell whether a name may begin here."""
        tokens = sentence.tokens
        token = tokens[i]
        if not token.word:
            return False
        if not token.capital:
            return self._prefixed(token)
        if token.low in self.lex.words["not_names"] and not (
            token.text.isupper() and len(token.text) > 1
        ):
            return token.low == "social" and self._partisan(tokens, i + 1)
        if token.low in self.dates and token.text.isupper():
            return False  # "18 NOVEMBER:"
        sum_ = token.text[-1].isdecimal() and i + 2 < len(tokens) and tokens[i + 1].text in ".,"
        if sum_ and tokens[i + 2].text[0].isdecimal():
            return False  # "N4.5 billion"
        if token.low in self.lex.words["modals"] and tokens[-1].text == "?":
            return False  # "Will Orlo sign?"
        if len(token.text) == 1 and not (i + 1 < len(tokens) and tokens[i + 1].text == "."):
            return False
        first = (
            i == 0
            or not (tokens[i - 1].word or tokens[i - 1].text in ",'’")
            or (tokens[i - 1].text in '"“‘')
        )
        short = i > 1 and tokens[i - 1].text == "." and tokens[i - 2].low in self.lex.who["titles"]
        if first and not short and tokens[i - 1 if i else 0].text != "(":
            if token.text in self.inside or self._famous(token.low) or token.text.isupper():
                return True
            stem, _, tail = token.text.rpartition("-")
            if tail.islower() and stem and not self._famous(stem.lower()):
                return False  # "Security-sector guarantees"
            if self.kinds.name(tokens, i, i + 1):
                following = tokens[i + 1] if i + 1 < len(tokens) else None
                return following is not None and following.capital
            following = tokens[i + 1] if i + 1 < len(tokens) else None
            beyond = tokens[i + 2] if i + 2 < len(tokens) else None
            if self._ideal(tokens, i + 1):
                return True  # "Hope of the Nation"
            if beyond is not None and following is not None and beyond.capital:
                if following.low == "of" and self._heads(token):
                    return True  # "Kingdom of Tashor"
                if following.text in "'’" and token.low.endswith("s"):
                    return self._heads_on(tokens, i + 2)  # "Workers' Party"
            if (
                following is not None
                and (following.capital or self._prefixed(following))
                and following.low not in self.lex.words["not_names"]
            ):
                return True
            if following is not None and following.low == "'s" and token.low not in self.nouns:
                return True
            if following is not None and following.low[1:] in self.lex.who["linked"]:
                return True  # "Norvia-mediated talks"
            known = token.low in self.nouns or token.low in self.lex.forms
            if self._of_state(tokens, i + 1) and tokens[i + 3 : i + 4] and tokens[i + 3].capital:
                return True  # "Secretary of State Ana Orlo"
            if known or token.low in self.lex.who["titles"]:
                return False
            if following is not None and self._acts(token, following, beyond):
                return True
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

    def _prefixed(self, token: Token) -> bool:
        """Tell whether a name begins in small letters: "al-Saffar"."""
        return token.low[:3] in {"al-", "el-", "ar-", "as-"} and token.text[3:4].isupper()

    def _acts(self, token: Token, following: Token, beyond: Token | None) -> bool:
        """Tell whether a land or a person does something: "Norvia sealed", "Orlo closed its"."""
        land = ends_as_land(token.low, self.lex)
        own = beyond is not None and beyond.low in self.lex.words["possessives"]
        past = following.low.endswith("ed") and not following.capital
        return past and (land or own) and not token.low.endswith(("s", "ing"))

    def _run(self, tokens: tuple[Token, ...], start: int) -> int:
        """Return where the run of capitalised words ends."""
        particles = self.lex.words["particles"]
        end = start + 1
        low = [t.low for t in tokens[start : start + 5]]
        if low[:3] == ["heads", "of", "state"]:
            return start + (5 if low[3:] == ["and", "government"] else 3)
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
                    and (
                        not (key(tokens[start].text) in self.lex.states or headed)
                        or tokens[end - 1].low in {"people", "peoples"}
                    )  # "Council of the People's Front"
                    and tokens[end - 1].low not in self.surnames
                    and not self._titled(tokens, start, end)
                )
                or self._of_state(tokens, end)
                or self._doubled(tokens, end)
                or (
                    token.low in {"toward", "towards"}  # "the Joint Plan toward Peace"
                    and tokens[end - 1].low in self.lex.who["papers"]
                    and following is not None
                    and following.capital
                )
            ):
                end += 1
            elif (
                (headed or self._all_initials(tokens, start, end) or self._feature(tokens, end))
                and (
                    token.low in {"of", "for", "on"}
                    or (token.low == "in" and headed and self._initials_follow(tokens, end))
                )
                and self._goes_on(tokens, end + 1)
            ) or self._ideal(tokens, end):
                end += 2 if tokens[end + 1].low in {"the", "a", "an"} else 1
            elif (
                headed
                and token.low in {"and", "&"}
                and following is not None
                and (token.text == "&" or self._joined(tokens, start, end))
            ) or (token.low in {"and", "&"} and self._one_body(tokens, start, end)):
                end += 1
            elif token.text in '"“' and self._nickname(tokens, end):
                end = self._nickname(tokens, end)
            else:
                break
        while end > start + 1 and not tokens[end - 1].word:
            end -= 1
        return end

    def _named(self, tokens: tuple[Token, ...], start: int, end: int, number: int) -> list[Mention]:
        """Make mentions of a run: titles taken off, a state or people in front split off."""
        titles = self.lex.who["titles"]
        if end - start > 2 and any(
            t.low in self.lex.words["auxiliaries"] for t in tokens[start:end]
        ):
            return []  # "CAN THE VOTE BE PUT OFF"
        labelled = start == 0 and end < len(tokens) and tokens[end].text == ":"
        if labelled and tokens[end - 1].low in self.lex.who["labels"]:
            return []  # "Government Stance: ..."
        if (
            start
            and tokens[start - 1].low in {"for", "on"}
            and (tokens[end - 1].low in self.lex.who["charges"])
        ):
            return []  # "the High Representative for Foreign Policy"
        holders = self.lex.who["roles"] | self.lex.helpers
        if start and tokens[start - 1].low == "as" and tokens[end - 1].low in holders:
            return []  # "appoints Ana Orlo as League Mediator"
        called_for = end - start > 1 and tokens[start].low in self.lex.who["imperatives"]
        wanted = called_for and start > 0 and tokens[start - 1].text in '"“‘'
        if wanted or self._only_describes(tokens, start, end):
            start += 1  # "Release Orlo", "Crucial CUP meeting"
        whole = key(written(tokens, start, end))
        if tokens[end - 1].low == "no" and end + 1 < len(tokens) and tokens[end].text == ".":
            return []  # "Executive Order No. 44"
        if whole in self.lex.states or whole in self.lex.known:
            titles = frozenset()  # "Saudi Arabia", "Security Council"
        first, begin = start, start
        last_title = -1
        for i in range(start, end):
            if self._of_state(tokens, i) or self._of_state(tokens, i - 1):
                last_title = i  # "Secretary of State"
            elif tokens[i].low in titles or tokens[i].text == ".":
                last_title = i if tokens[i].low in titles else last_title
            elif tokens[i].low in self.lex.who["ranks"]:
                last_title = i if last_title == i - 1 and i < end - 1 else last_title
            elif i > start and last_title == i - 1 and tokens[i].text != ".":
                break
        if any(
            tokens[i].low in {"of", "for", "on"}
            and self._heads(tokens[i - 1])
            and tokens[i - 1].low not in titles
            for i in range(start + 1, last_title)
        ):
            last_title = -1  # "Council on Trade and Peace"
        head_ahead = any(t.low in self.lex.heads for t in tokens[last_title + 1 : end])
        if start <= last_title < end - 1 and not head_ahead:
            begin = last_title + 1
            while begin < end - 1 and tokens[begin].text == ".":
                begin += 1
            if tokens[begin].low in {"of", "for", "on"}:  # "Special Representative for Maresh"
                if not self._heads(tokens[start]):
                    return []
                begin = start
        elif last_title == end - 1 and all(
            tokens[i].low in titles | self.lex.who["ranks"]
            or key(tokens[i].text) in self.lex.demonyms | self.lex.states
            or self._of_state(tokens, i)
            or self._of_state(tokens, i - 1)
            for i in range(start, end)
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
        if tokens[end - 1].low in self.lex.who["continents"] and key(name) not in self.lex.states:
            parts = {t.low for t in tokens[begin : end - 1]}
            if parts <= self.lex.who["directions"] | self.lex.who["quarters"]:
                return []  # "Latin America"
        joined = end < len(tokens) and tokens[end].low[1:] in self.lex.who["linked"]
        if joined and end - begin == 1 and tokens[begin].low.endswith("ish"):
            return []  # "the Kurdish-led forces": of a people, and of nobody
        if tokens[start].low in self.lex.who["creeds"] and end < len(tokens):
            crowd = self.lex.who["fighters"] | self.lex.who["breakaway"] | self.lex.who["groups"]
            if tokens[end].low in crowd:
                return []  # "Muslim Aceh rebels": which, and not who
        adjective = (
            key(name) in self.lex.demonyms
            or (
                end - begin == 1
                and name.endswith(tuple(self.lex.who["peoples"]))
                and key(name) not in self.lex.states
                and end < len(tokens)
                and tokens[end].low in self.nouns
            )
            or self._of_office(tokens, begin, end)
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
                or tokens[title_from - 1].low in self.lex.who["ranks"]
                # "former Queensmark premier Odo Klar": of whatever land
                or (tokens[title_from - 1].capital and tokens[title_from - 2].low in _PAST)
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
        if phrase == title_from and phrase > 1:
            p = phrase
            while p > 1 and phrase - p < 2 and self._describes(tokens[p - 1]):
                p -= 1
            if tokens[p].text.startswith("-") and tokens[p - 1].capital and p > 1:
                text = end < len(tokens) and tokens[end].low in self.lex.who["papers"]
                p = phrase if text else p - 1  # "the Norvia-mediated Orr talks"; "-led Orr Front"
            if p < phrase and tokens[p - 1].low in {"the", "a", "an", "its", "their"}:
                phrase = p - 1  # "the breakaway Orr Front"
        office = title is not None and not set(title.lower().split()) <= self.lex.who["past"]
        kind = self._kind(tokens, begin, end, title=office, definite=definite)
        called = tokens[begin - 1].low if begin and title is None else ""
        if called in self.lex.who["called"] and not tokens[begin - 1].capital:
            leads = self._left_of(tokens, begin - 1)
            if leads < begin - 1:  # "the civilian alliance Somoud"
                phrase, kind = leads, self.lex.common.get(called, "organisation")
        found = self._acronym(tokens, begin, end)
        acronym, stop = found or (None, end)
        acronym_span = (end + 1, stop - (tokens[stop - 1].text == ")")) if found else None
        if kind == "person" and title is None and acronym and acronym.isupper():
            kind = "organisation"  # nobody has initials in brackets after the name
        long = self._spelled_out(tokens, begin, end)
        if long:
            acronym, acronym_span, stop = tokens[begin].text, (begin, end), long + 1
            begin, end = stop - 1 - (long - end - 1), long
            kind = self._kind(tokens, begin, end, title=False, definite=True)
        head = tokens[end - 1].low
        head = self._paper(tokens, begin, end) or head
        if head in self.lex.who["papers"]:  # "Centre for Quiet Dialogue"
            first_part = [i for i in range(begin + 1, end - 1) if tokens[i].low in {"for", "of"}]
            if first_part and self._heads(tokens[first_part[0] - 1]):
                head = tokens[first_part[0] - 1].low
        bodies = any(headword(x) in self.lex.heads for x in tokens[begin:end])
        unknown = kind in {None, "person", "organisation"} and title is None and not bodies
        place = unknown and end - begin > 1 and head in self.lex.who["landmarks"]
        kind = None if place else kind
        mention = Mention(
            number, phrase, stop, (begin, end), "name", head, kind, place=place,
            plural=kind in {"group", "community"}, definite=definite, title=title,
            outlet=any(t.low in self.lex.who["media"] for t in tokens[begin:end]),
            title_span=span, acronym=acronym,
            acronym_span=acronym_span, extent=stop,
        )  # fmt: skip
        return [mention]

    def _paper(self, tokens: tuple[Token, ...], begin: int, end: int) -> str:
        """Return the noun for a text that a name is about something with: "Plan Towards Peace"."""
        about = (i for i in range(begin + 1, end - 1) if tokens[i].low in _TOWARDS)
        nouns = (tokens[i - 1].low for i in about)
        return next((noun for noun in nouns if noun in self.lex.who["papers"]), "")

    def _of_office(self, tokens: tuple[Token, ...], begin: int, end: int) -> bool:
        """Tell whether one word is the adjective of an office: "the Dunmaran president"."""
        roles = self.lex.who["roles"] | self.lex.who["past"]
        return (
            end - begin == 1
            and tokens[begin].low.endswith(tuple(self.lex.who["adjectives"]))
            and tokens[begin].low not in self.lands
            and key(tokens[begin].text) not in self.lex.states
            and end < len(tokens)
            and tokens[end].low in roles
        )

    def _left_of(self, tokens: tuple[Token, ...], noun: int) -> int:
        """Return where the phrase of a noun begins that has a determiner close by."""
        p = noun
        while p > 0 and noun - p < 3 and self._describes(tokens[p - 1]):
            p -= 1
        return p - 1 if p > 0 and tokens[p - 1].low in {"the", "a", "an", "its", "their"} else noun

    def _only_describes(self, tokens: tuple[Token, ...], start: int, end: int) -> bool:
        """Tell whether a sentence's first word has its capital for that, before initials."""
        first = start == 0 or tokens[start - 1].text == ":"
        short = (
            end - start == 2 and tokens[end - 1].text.isupper() and len(tokens[end - 1].text) > 1
        )
        shouted = tokens[start].text.isupper() or tokens[start].text in self.inside
        return first and short and not shouted and not self._famous(tokens[start].low)
