"""Items: one list in one sentence, taken apart without cutting an item in two.

Semicolons and numbers in brackets are the surest borders; then commas and the last "and". How
many items the text announces decides between readings: "reform of the police and the army" is
one item of three, two of four.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from tracktwo.reading.plans.steps import PAPERS, trimmed
from tracktwo.reading.text.phrases import at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.reading.plans.steps import Words
    from tracktwo.reading.plans.terms import Deadline
    from tracktwo.reading.text.article import Token

Piece = tuple[int, int]
_HANGING = frozenset(
    {"and", "or", "then", "to", "is", "are", "was", "were", "be", "would", "will", "shall"}
)
"""What no item ends in: "the truce is | to be followed by"."""
_DEEDS = ("ion", "ment", "ance", "ence", "ing", "al", "ure", "sal")
"""Endings of nouns for what is done."""
LONGEST = 45
"""Tokens of an item; what is longer is no item of a list."""


def split(
    words: Words, tokens: Sequence[Token], start: int, end: int, announced: int | None = None
) -> list[Piece]:
    """Return the items of a list, marks and joining words taken off."""
    start, end = trimmed(tokens, start, end)
    pieces = _numbered(words, tokens, start, end)
    if not pieces:
        if any(tokens[i].text == ";" for i in range(start, end)):
            pieces = _at(tokens, start, end, ";")
        else:
            pieces = _commas(words, tokens, start, end, announced)
    for n in range(len(pieces) - 2, -1, -1):  # "and, within nine months, elections"
        (a, _), (_, b) = clean(words, tokens, *pieces[n]), pieces[n + 1]
        if _term_alone(words, tokens, *clean(words, tokens, *pieces[n])):
            pieces[n : n + 2] = [(a, b)]
    found = [clean(words, tokens, a, b) for a, b in pieces]
    return [(a, b) for a, b in found if a < b]


def rejoined(words: Words, tokens: Sequence[Token], pieces: Sequence[Piece]) -> list[Piece]:
    """Join what an aside cut: "A council, in which both hold seats, (would be formed)"."""
    found: list[Piece] = []
    for a, b in pieces:
        if found and tokens[a - 1].text == "," and words.modal(tokens[a]):
            found[-1] = (found[-1][0], b)
        else:
            found.append((a, b))
    return found


def _term_alone(words: Words, tokens: Sequence[Token], a: int, b: int) -> bool:
    """Tell whether a piece only says by when: it belongs to what follows."""
    found = words.terms.find(tokens, a, b)
    return found is not None and found.start <= a and found.end >= b


def _numbered(words: Words, tokens: Sequence[Token], start: int, end: int) -> list[Piece]:
    """Split "(1) ..., (2) ..." and "a) ...; b) ..."."""
    marks: list[tuple[int, int]] = []
    for i in range(start, end - 1):
        # "on 1) a truce 2) an amnesty and 3) a vote", but no "(see 1)"
        bare = tokens[i + 1].text == ")" and tokens[i].text.isdecimal()
        bare |= tokens[i + 1].text == ")" and (i == start or tokens[i - 1].text in {",", ";", ":"})
        if tokens[i].text == "(" and i + 2 < end and tokens[i + 2].text == ")":
            value = _value(words, tokens[i + 1].low)
            width = 3
        elif bare:
            value, width = _value(words, tokens[i].low), 2
        else:
            continue
        if value == len(marks) + 1:
            marks.append((i, i + width))
    if len(marks) < 2:
        return []
    stops = [m[0] for m in marks[1:]] + [end]
    return [(m[1], stop) for m, stop in zip(marks, stops, strict=True)]


def _value(words: Words, low: str) -> int:
    if low.isdecimal():
        return int(low)
    if low in words.roman and low != "i" and len(low) > 1:
        return words.roman[low]
    return ord(low) - 96 if len(low) == 1 and "a" <= low <= "z" else 0


def _at(tokens: Sequence[Token], start: int, end: int, mark: str) -> list[Piece]:
    bounds = [start - 1, *(i for i in range(start, end) if tokens[i].text == mark), end]
    return [(a + 1, b) for a, b in itertools.pairwise(bounds)]


def _commas(
    words: Words, tokens: Sequence[Token], start: int, end: int, announced: int | None
) -> list[Piece]:
    depth = 0
    bounds = [start - 1]
    for i in range(start, end):
        depth += (tokens[i].text == "(") - (tokens[i].text == ")")
        if tokens[i].text == "," and depth <= 0 and not _within(words, tokens, i, start, end):
            bounds.append(i)
    bounds.append(end)
    pieces = [(a + 1, b) for a, b in itertools.pairwise(bounds)]
    a, b = pieces[-1]
    oxford = len(pieces) > 1 and tokens[a].low in {"and", "or", "then", "finally"}
    ands = [i for i in _ands(tokens, a, b) if not _one_phrase(words, tokens, i)]
    if not oxford and ands and len(pieces) != announced:
        best = max(ands, key=lambda i: (_weight(words, tokens, a, i, b), -i))
        kinds = {words.kinds.name(tokens, a, best), words.kinds.name(tokens, best + 1, b)}
        one = len(kinds) == 1 and None not in kinds  # "all shelling and drone strikes stop"
        several = len(pieces) > 1 and not one
        if several or announced == 2 or _weight(words, tokens, a, best, b) >= 2:
            pieces[-1:] = [(a, best), (best + 1, b)]
    while announced and len(pieces) < announced:
        options = [
            (_weight(words, tokens, a, i, b), n, i)
            for n, (a, b) in enumerate(pieces)
            for i in _ands(tokens, a, b)
        ]
        weight, n, cut = max(options, key=lambda o: (o[0], -o[1]), default=(0, 0, 0))
        if weight < 1:
            break
        pieces[n : n + 1] = [(pieces[n][0], cut), (cut + 1, pieces[n][1])]
    return pieces


def _ands(tokens: Sequence[Token], a: int, b: int) -> list[int]:
    return [
        i for i in range(a + 1, b - 1)
        if tokens[i].low == "and"
        and not any(tokens[k].low == "between" for k in range(max(a, i - 6), i))
    ]  # fmt: skip


def _one_phrase(words: Words, tokens: Sequence[Token], i: int) -> bool:
    """Tell whether "and" joins two nouns of one phrase: "with power over mining and taxes"."""
    after = tokens[i + 1].low
    plain = tokens[i + 1].text.islower() and after not in words.lex.words["determiners"]
    led = tokens[i - 2].low in {"over", "on", "with", "against", "in"}
    begins = any(h.start == i + 1 for h in words.kinds.find(tokens, i + 1, len(tokens)))
    verb = after in words.lex.forms or after in words.lex.words["prepositions"]
    return plain and led and not begins and not verb and after not in {"to", "that"}


def _weight(words: Words, tokens: Sequence[Token], a: int, cut: int, b: int) -> int:
    """Return how much speaks for two items rather than one joined by "and"."""
    left, right = words.kinds.name(tokens, a, cut), words.kinds.name(tokens, cut + 1, b)
    after = tokens[cut + 1].low
    opens = after in words.lex.words["determiners"] and after not in {"their", "its", "his", "her"}
    first = tokens[a].low in words.lex.words["determiners"]
    of = first and opens and cut + 3 < b and tokens[cut + 3].low == "of"
    done = of and tokens[cut + 2].low.endswith(_DEEDS)  # "a tribunal and the conversion of"
    alike = of and (done or tokens[a + 2].low == "of")
    verb = after in {"to", "that"}
    if verb and after in {tokens[a].low, tokens[a - 1].low if a else ""}:
        return 3  # "provides that the army leave and that the rebels disarm"
    return (
        bool(left and right and left != right) + bool(right) + (opens and first) + alike
        + bool(words.terms.find(tokens, a, cut) and words.terms.find(tokens, cut + 1, b))
    )  # fmt: skip


def _within(words: Words, tokens: Sequence[Token], i: int, start: int, end: int) -> bool:
    """Tell whether a comma stands inside an item: after an ordinal, before "which", in a date."""
    before = tokens[i - 1].low if i > start else ""
    after = tokens[i + 1].low if i + 1 < end else ""
    if before[-1:].isdecimal() and after[:1].isdecimal() and tokens[i].end == tokens[i + 1].start:
        return True  # "its 9,000-member militia"
    if before in words.adverbs or (before in words.ordinals and i - start <= 1):
        return True
    if after in {"including", "especially", "notably"}:
        return True
    if after in words.lex.words["relatives"] and after != "that":
        return True  # "..., that the army withdraw" is one more of what is proposed
    second = tokens[i + 2].low if i + 2 < end else ""
    if after in {"during", "in", "at", "for", "by"} and second in {"which", "whom"}:
        return True
    if after.isdecimal() and len(after) == 4:
        return True
    form = words.lex.forms.get(after)
    joined = i + 2 < end and tokens[i + 2].low in {"by", "in", "to", "under", "with", "from"}
    # "..., chaired by the archbishop": said of the item before.
    return (joined and (after.endswith("ed") or (form is not None and form.participle))) or (
        before in words.last | words.then and i - start <= 1
    )


def clean(words: Words, tokens: Sequence[Token], a: int, b: int) -> Piece:
    """Return an item without what numbers or joins it."""
    a, b = trimmed(tokens, a, b)
    while a < b:
        low = tokens[a].low
        following = tokens[a + 1].text if a + 1 < b else ""
        ordinal = low in words.ordinals and (following in {",", ":", "-", "–", "—"} or a + 1 >= b)
        number = tokens[a].text.isdecimal() and following in {")", ".", ":"}
        if (
            low in {"and", "or", "but", "then", "also", "next", "as"} | words.last
            or (low == "well" and following == "as")
            or low in words.adverbs
            or ordinal
            or number
            or not (tokens[a].word or tokens[a].text in '"“‘(')
        ):
            a += 1
        else:
            break
    while b > a and (
        tokens[b - 1].low in _HANGING or not (tokens[b - 1].word or tokens[b - 1].text in ')%"”’')
    ):
        b -= 1
    return a, b


def bared(words: Words, tokens: Sequence[Token], span: Piece, term: Deadline | None) -> Piece:
    """Return a step without what leads to it, as long as its kind and its term stay in it.

    "To be followed by (a vote)", "leading to (talks)", "(days 1-42)", "the deal foresees (a
    truce)", "it also stipulated (an amnesty)", "under which (fighting would stop)".
    """
    a, b = span
    low = [t.low for t in tokens[:b]]
    hits = [  # and not the text that says so: "the final agreement says (...)"
        h for h in words.kinds.find(tokens, a, b)
        if not (h.kind in PAPERS and h.end < b and low[h.end] in words.tell)
    ]  # fmt: skip
    first = min(hits[0].start if hits else b, term.start if term else b)
    while a < first:
        lead = at(low, a, words.later)
        if tokens[a].text == "(":
            shut = next((i for i in range(a, min(a + 7, first)) if tokens[i].text == ")"), -1)
            lead = shut + 1 - a if shut > 0 else 0
        if not lead and low[a : a + 2][-1] in {"which", "whereby"}:  # "under which (a truce ...)"
            lead = 2
        if not lead and low[a] in {"especially", "particularly"}:
            lead = 1
        said = next((i for i in range(a + 1, min(a + 6, first)) if low[i] == "said"), 0)
        if not lead and said:
            lead = said + 1 + (low[said + 1] == "that") - a  # "a statement said (both will meet)"
        if not lead and low[a] == "once" and "will" in low[a:first]:
            lead = min(low.index("will", a) + 2, first) - a  # "once signed will bring (relief)"
        verb = low[a + 1] in words.tell | words.fillers - {"be"} if a + 1 < first else False
        if not lead and verb and low[a] in {"also", "further", "would", "will"}:
            lead = 1 + (low[a + 1] not in words.tell)
        if not lead:
            told = next((i for i in range(a, min(a + 8, first)) if low[i] in words.tell), -1)
            also = 1 + (told > 0 and low[told - 1] == "also")
            text = low[max(0, told - also) : max(0, told)]
            text_told = told == a or any(x in words.documents or x == "it" for x in text)
            lead = told + 1 - a if told >= 0 and text_told else 0
            while lead and a + lead < first and low[a + lead] in {"for", "that", "also"}:
                lead += 1
        if not lead or a + lead > first or a + lead >= b:
            break
        a += int(lead)
    return trimmed(tokens, a, b)


def unattributed(words: Words, tokens: Sequence[Token], start: int, end: int) -> int:
    """Return where a sentence ends without ", the group's chair, Ruth Okane, told reporters"."""
    commas = [i for i in range(start, end) if tokens[i].text == ","]
    for comma in reversed(commas):
        if tokens[comma + 1 : comma + 3] and [x.low for x in tokens[comma + 1 : comma + 3]] == [
            "according",
            "to",
        ]:
            return comma
    for v in range(end - 1, max(start, end - 10), -1):
        if not words.reports(tokens[v].low):
            continue
        before = [c for c in commas if c < v]
        if not before:
            return end
        cut = before[-1]
        if cut == v - 1:  # "..., the chair, Ruth Okane, told reporters"
            if len(before) < 3:
                return end
            cut = before[-3]
        aside = not words.kinds.find(tokens, cut + 1, v) and not any(
            t.low in words.future for t in tokens[cut:v]
        )
        return cut if aside and v - cut <= 14 else end
    return end
