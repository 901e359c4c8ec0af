"""About: which steps of the plan a statement speaks of, or that it speaks of the plan as such."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.reading.plans.kinds import Kinds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracktwo.reading.plans.kinds import Hit
    from tracktwo.reading.statements.clause import Fact
    from tracktwo.reading.text.article import Sentence, Token
    from tracktwo.reading.text.lexicon import Lexicon

PLAN = "plan"
"""Said of the plan as a whole."""
_HEADS = ("point", "step", "stage", "phase", "item", "pillar", "part", "paragraph")
_TITLE = 6
"""Words in which a title comes to say what sort of text it is."""


def _of_deal(fact: Fact, sentence: Sentence, whole: set[str]) -> bool:
    """Tell whether it is a line of signatures, or a deal that was "concluded between A and B"."""
    if sentence.heading or sentence.tokens[fact.content[0]].low == "signed":
        return True  # "signed for the League"
    return "reported" in fact.flags and any(t.low in whole for t in sentence.tokens)


def _entitled(
    tokens: Sequence[Token],
    content: tuple[int, int],
    named: Sequence[Hit],
    whole: set[str],
    offers: set[str],
) -> bool:
    """Tell whether a deal is what is taken or refused, by a title that names what is in it.

    "The Framework for a Political Transition", "the accord on a ceasefire and a vote".
    """
    first = next(
        (
            i
            for i in range(content[0], min(content[0] + _TITLE, content[1]))
            if tokens[i].low in whole
        ),
        -1,
    )
    if first < 0 or any(h.start < first for h in named):
        return False
    after = tokens[first + 1].low if first + 1 < content[1] else ""
    if after == "to" and tokens[first].low in offers:
        return False  # "the proposal to disarm": that alone
    return after not in {"'s", "’s", "'", "’"}


def mark_about(facts: Iterable[Fact], sentences: Sequence[Sentence], lex: Lexicon) -> None:
    """Say of every statement which kinds of step it names, or that it is about the plan.

    A statement names a kind of step in its own words; where it names none, words such as "the
    plan" or "it" after an accepting or refusing verb speak of the plan, if the text has one.
    """
    kinds = Kinds(lex)
    table = lex.raw["plans"]
    offers = set(lex.raw["stages"]["plans"].split())
    whole = set(table["documents"].split()) | offers
    for fact in facts:
        tokens = sentences[fact.sentence].tokens
        a = min(fact.content[0], fact.evidence[0])
        named = kinds.find(tokens, a, fact.content[1])
        low = [t.low for t in tokens[a : fact.content[1]]]
        plan = bool(set(low) & whole)
        short = len(low) <= 4 and bool(set(low) & lex.words["it"])
        signed = fact.cue in {"sign", "agree", "accept"} and len(low) <= 4
        signed = signed or (fact.cue == "sign" and _of_deal(fact, sentences[fact.sentence], whole))
        if fact.kind in {"accepts", "refuses"} and _entitled(
            tokens, fact.content, named, whole, offers
        ):
            fact.about = (PLAN,)
        elif plan or short or signed:
            fact.about = (PLAN, *(h.kind for h in named))
        else:
            fact.about = tuple(dict.fromkeys(h.kind for h in named))


def numbered(low: Sequence[str], count: int, lex: Lexicon) -> tuple[int, ...]:
    """Return which of so many steps words speak of by number, from 0; none where they do not.

    "The first two points", "the third phase", "point three", "the fourth was refused", "all four".
    """
    table = lex.raw["stages"]
    ordinals = {w: i for i, w in enumerate(table["ordinals"])}
    cardinals = {w: i for i, w in enumerate(table["cardinals"], start=1)}
    heads = {w for head in _HEADS for w in (head, f"{head}s")}
    words = [*low, "", ""]
    found: tuple[int, ...] = ()
    for i, word in enumerate(low):
        after, then = words[i + 1], words[i + 2]
        many = cardinals.get(after, 0)
        if word == "all" and (after in heads or (many == count and (then in heads or not then))):
            found = tuple(range(count))
        elif word in {"first", "last"} and many and (then in heads or not then.isalpha()):
            found = tuple(range(many)) if word == "first" else tuple(range(count - many, count))
        elif word in heads and (many or after in ordinals):
            found = (many - 1 if many else ordinals[after],)
        elif word in ordinals and (after in heads or (i and low[i - 1] == "the" and _alone(after))):
            found = (*found, ordinals[word])
    return tuple(n for n in dict.fromkeys(found) if 0 <= n < count)


def _alone(after: str) -> bool:
    """Tell whether an ordinal stands for a step by itself: "the third is out of the question"."""
    return not after.isalpha() or after in {"is", "was", "are", "were", "but", "and"}
