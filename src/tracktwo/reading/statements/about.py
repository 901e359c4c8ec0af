"""About: which steps of the plan a statement speaks of, or that it speaks of the plan as such."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.reading.plans.kinds import Kinds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracktwo.reading.statements.clause import Fact
    from tracktwo.reading.text.article import Sentence
    from tracktwo.reading.text.lexicon import Lexicon

PLAN = "plan"
"""Said of the plan as a whole."""


def mark_about(facts: Iterable[Fact], sentences: Sequence[Sentence], lex: Lexicon) -> None:
    """Say of every statement which kinds of step it names, or that it is about the plan.

    A statement names a kind of step in its own words; where it names none, words such as "the
    plan" or "it" after an accepting or refusing verb speak of the plan, if the text has one.
    """
    kinds = Kinds(lex)
    table = lex.raw["plans"]
    whole = set(table["documents"].split()) | set(lex.raw["stages"]["plans"].split())
    for fact in facts:
        tokens = sentences[fact.sentence].tokens
        a = min(fact.content[0], fact.evidence[0])
        named = kinds.find(tokens, a, fact.content[1])
        low = [t.low for t in tokens[a : fact.content[1]]]
        plan = bool(set(low) & whole)
        short = len(low) <= 4 and bool(set(low) & lex.words["it"])
        signed = fact.cue in {"sign", "agree", "accept"} and len(low) <= 4
        if plan or short or signed:
            fact.about = (PLAN, *(h.kind for h in named))
        else:
            fact.about = tuple(dict.fromkeys(h.kind for h in named))
