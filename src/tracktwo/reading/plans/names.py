"""Names of steps: the words that name a step, without the clause around them.

"Talks on a new charter would begin in the capital within a month" is shown as "Talks on a new
charter"; the quote keeps all the words, and the term is kept beside the name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.reading.plans.steps import trimmed

if TYPE_CHECKING:
    from tracktwo.reading.plans.steps import Step
    from tracktwo.reading.text.article import Sentence
    from tracktwo.reading.text.lexicon import Lexicon

_FEW = 2
"""Words that a name keeps at least."""
_FOLLOWED = 7
"""Words of "This will then be followed by (an amnesty)"."""
_SUBJECT = 4
"""Words before "would" from which on a name goes without who is to do it."""
_BEGINS = frozenset(
    ["begin", "start", "open", "follow", "come", "resume", "convene", "take", "be", "go", "happen"]
)
"""After "would": that the step comes about, and nothing more of what it is."""

_ORDER = frozenset(
    ["first", "then", "next", "later", "also", "afterwards", "thereafter", "finally"]
)
"""Before what is done: when, and not what."""
_AWAY = frozenset(["off", "out", "back", "home", "away", "under", "into"])
"""After "come" or "go": that is the step, "would come off the squares"."""


def shown(step: Step, sentence: Sentence, lexicon: Lexicon) -> tuple[int, int]:
    """Return the tokens that name a step."""
    t = sentence.tokens
    start, end = step.span
    if step.term is not None and step.term.end >= end and step.term.start > start:
        end = step.term.start
        end -= end - start > 1 and t[end - 1].low in lexicon.words["prepositions"]
    lead = step.term
    if lead is not None and start <= lead.start <= start + 1 and end - lead.end > _FEW:
        start = lead.end  # "Within ninety days both sides are to ..."
        start += t[start].text == "," and end - start > _FEW
    modals = lexicon.words["modals"] | lexicon.words["must"]
    low = [x.low for x in t[start : min(start + _FOLLOWED, end)]]
    if low and low[0] in {"this", "that", "it"} and "followed" in low:
        by = low.index("followed") + 2
        start += by if low[by - 1 : by] == ["by"] and start + by < end else 0
    who = {"which", "who", "whose", "whom"}
    for i in range(start + 1, end):
        if i < start + _FEW and t[i].low not in modals:
            continue
        k = i + 1 + (t[i + 1].low == "also" if i + 1 < end else 0)
        after = t[k].low if k < end else ""
        held = after == "be" and k + 1 < end and t[k + 1].low in {"held", "opened", "followed"}
        away = k + 1 < end and t[k + 1].low in _AWAY
        comes = t[i].low in modals and after in _BEGINS and not away and (after != "be" or held)
        if comes and (after != "take" or "place" in [x.low for x in t[k + 1 : k + 2]]):
            end = i
            break
        if t[i].low in who and not sentence.quoted(i):
            main = next(
                (m for m in range(i + 2, end) if t[m].low in modals and t[m - 1].text == ","), -1
            )
            if main > 0:  # "A and B, whom the assembly chose, will (give up their claims)"
                bare = t[main + 1].low in {"be", "have"} if main + 1 < end else True
                return trimmed(t, start if bare else main + 1, end)
            end = i - (t[i - 1].low in lexicon.words["prepositions"])
            break
    # "a truce that both would observe": the words after "that" are said of it, not what is done.
    told = next((i for i in range(start, end) if t[i].low == "that"), end)
    modal = next((i for i in range(start, told) if t[i].low in modals), -1)
    others = [i for i in range(modal + 1, end) if t[i].low in modals or t[i].text == ","]
    passive = modal + 1 < end and t[modal + 1].low == "be"  # of whom it is done must be said
    bare = end - modal - 1 <= _FEW  # "fall silent": nothing of what it is
    joint = next((i for i in range(start, modal) if t[i].low == "and"), -1)
    if joint > 0 and step.kind and "of" in [x.low for x in t[start:joint]]:
        end = joint  # "An end of violence (and all parties shall exercise restraint)"
    elif modal - start >= _SUBJECT and modal + 1 < end and not (others or passive or bare):
        start = modal + 1  # "the army and the Council of Elders would observe a ceasefire"
        while t[start].low in _ORDER and end - start > _FEW:
            start += 1  # "would (then) oversee an exchange": its place in the plan says so
    if t[start].low in {"them", "it", "they"} and end - start > _FEW:
        start += 1  # "(would see) them merge under one command"
    return trimmed(t, start, max(end, start + 1))
