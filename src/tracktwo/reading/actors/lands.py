"""Lands: names that a text itself tells to be those of a state or a region.

"The government of Nova Carina", "Qadar" where "Qadari" stands too, "in Port Clare, Anselm": such a
name is no person, and a body that has it in its name is not meant by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracktwo.reading.text.lexicon import key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracktwo.reading.text.article import Sentence, Token
    from tracktwo.reading.text.lexicon import Lexicon

_LONGEST = 3
"""Words of such a name."""
_SHORT = 4
"""Letters that a name and the adjective of its people share at least."""


@dataclass(frozen=True)
class Told:
    """What a text tells of its names, in lower case.

    Attributes
    ----------
    lands : frozenset of str
        Names of states and regions.
    surnames : frozenset of str
        Words that end a name of several words: "Sand" of "Ana Sand".
    towns : frozenset of str
        Names of places that are no lands: where a report was written, capitals.
    real : bool
        Whether the text names states that exist; then a word that CLDR does not know is hardly one.
    """

    lands: frozenset[str] = frozenset()
    surnames: frozenset[str] = frozenset()
    towns: frozenset[str] = frozenset()
    real: bool = False


_REAL = 2
"""States that exist, of which a text names as many that is about the world as it is."""


def told(sentences: Sequence[Sentence], lexicon: Lexicon, places: Iterable[str] = ()) -> Told:
    """Find the names that the words around them tell to be of lands, and surnames.

    Parameters
    ----------
    sentences : sequence of Sentence
    lexicon : Lexicon
    places : iterable of str
        Where the text was written, in lower case.

    Returns
    -------
    Told
    """
    ruled = lexicon.who["ruled"]
    common = lexicon.words["not_names"] | lexicon.who["ruled"] | lexicon.who["directions"]
    owned, titles = lexicon.who["owned"], lexicon.who["titles"]
    dates = {*lexicon.raw["dates"]["weekdays"], *lexicon.raw["dates"]["months"]}
    found: set[str] = set()
    single: set[str] = set()
    adjectives: set[str] = set()
    surnames: set[str] = set()
    first: set[str] = set()
    states = {lexicon.states[t.low] for s in sentences for t in s.tokens
              if t.capital and t.low in lexicon.states}  # fmt: skip
    real = len(states) >= _REAL
    for sentence in sentences:
        t = sentence.tokens
        if sentence.heading:
            continue
        for i, token in enumerate(t):
            if not token.capital or len(token.text) < _SHORT or token.text.isupper():
                continue
            adjectives.add(token.low)
            before = t[i - 1] if i else None
            if before is not None and before.capital and before.low not in dates:
                ends = i + 1 >= len(t) or not (t[i + 1].capital or t[i + 1].low == "'s")
                if before.low not in common and ends:
                    surnames |= {token.low, token.low.partition("al-")[2]} - {""}
                continue
            if before is None:
                if i + 2 < len(t) and t[i + 1].low == "'s" and _ruled_by(t, i + 2, owned):
                    found.add(token.low)  # "Mahar's embassy"
                continue
            end = i + 1
            while end < len(t) and end - i < _LONGEST and t[end].capital and t[end].word:
                end += 1
            if end - i == 1:
                single.add(token.low)
            else:
                first.add(token.low)
            far = t[i - 2] if i > 1 else None
            whose = [x.low for x in t[end : end + 2]] == [",", "whose"]
            if whose and _ruled_by(t, end + 2, owned) and before.low not in titles:
                found.add(key(" ".join(x.text for x in t[i:end])))
            of = before.low == "of" and far is not None and far.low in ruled
            of = of or (end + 1 < len(t) and t[end].low == "'s" and _ruled_by(t, end + 1, owned))
            town = before.text == "," and far is not None and far.capital and _in_town(t, i - 2)
            town = town and (end >= len(t) or not t[end].word)  # not "In Orla, Sand said"
            town = town and not real
            if (of or town) and not any(x.low in lexicon.heads for x in t[i:end]):
                found.add(key(" ".join(x.text for x in t[i:end])))
                if of and before.low == "of" and far is not None and far.low.endswith("s"):
                    found |= _listed(t, end)
    if not real:
        found |= {word for word in single - first if ends_as_land(word, lexicon)}
        found |= {
            word for word in single if any(of_people(a, word, lexicon) for a in adjectives - {word})
        }
    towns = {*places, *(town for s in sentences for town in _towns(s))} - found
    return Told(frozenset(found - surnames), frozenset(surnames), frozenset(towns), real)


def ends_as_land(word: str, lexicon: Lexicon) -> bool:
    """Tell whether a word, in lower case, ends as names of lands do: "Norvia"."""
    return len(word) > _SHORT + 1 and word.endswith(tuple(lexicon.who["lands"]))


def _towns(sentence: Sentence) -> set[str]:
    """Return the places that a sentence names: "the capital, Garo", "along the Osk"."""
    t, found = sentence.tokens, set[str]()
    for i, token in enumerate(t):
        line = token.low == "along" and [x.low for x in t[i + 1 : i + 2]] == ["the"]
        if line and t[i + 2 : i + 3] and t[i + 2].capital and not any(
            x.capital for x in t[i + 3 : i + 4]
        ):  # fmt: skip
            found.add(key(t[i + 2].text))
        if token.low not in {"capital", "capitals"}:
            continue
        first = i + 1 + (i + 1 < len(t) and t[i + 1].text == ",")
        end = first
        while end < len(t) and t[end].capital and t[end].word:
            end += 1
        found.add(key(" ".join(x.text for x in t[first:end])))
        last = i - 1
        while last > 0 and t[last].text != "," and i - last < _LONGEST:
            last -= 1
        begin = last
        while begin > 0 and t[begin - 1].capital:
            begin -= 1
        if last > 0 and t[last].text == ",":
            found.add(key(" ".join(x.text for x in t[begin:last])))
    return found - {""}


def _ruled_by(tokens: tuple[Token, ...], i: int, owned: frozenset[str]) -> bool:
    """Tell whether what a state alone has follows: "'s foreign minister", "'s embassy"."""
    near = [t.low for t in tokens[i : i + 3]]
    return any(w in owned for w in near[:1]) or (near[1:2] == ["minister"])


def _listed(tokens: tuple[Token, ...], i: int) -> set[str]:
    """Return the names that go on a list: "the ministers of A, B and C"."""
    found: set[str] = set()
    while i + 1 < len(tokens) and tokens[i].low in {",", "and"} and len(found) < _LONGEST * 2:
        i += 1 + (tokens[i + 1].low == "and")
        end = i
        while end < len(tokens) and tokens[end].capital and tokens[end].word:
            end += 1
        if not 0 < end - i <= _LONGEST:
            break
        found.add(key(" ".join(x.text for x in tokens[i:end])))
        i = end
    return found


def of_people(word: str, land: str, lexicon: Lexicon) -> bool:
    """Tell whether a word is the adjective of a land's people: "qadari" of "qadar"."""
    stem = land[:-1] if land[-1:] in "aeoy" else land
    return word.startswith(stem) and word[len(stem) :] in lexicon.who["gentile"]


def _in_town(tokens: tuple[Token, ...], last: int) -> bool:
    """Tell whether capitalised words that end here follow "in" or "at": "in Port Clare"."""
    while last > 0 and tokens[last].capital:
        last -= 1
    return tokens[last].low in {"in", "at"}
