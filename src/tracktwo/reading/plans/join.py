"""Joins what a text tells of one plan in several places.

A report names the first step in its first sentence ("lay down arms as the first step of a plan")
and lists the rest further down; or says what was agreed, and then what happens "under the deal".
Two accounts are of one plan where the later speaks of "the plan", no other proposal comes between
them, and both put their steps in an order or neither does.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracktwo.reading.plans.steps import PAPERS, Plan, Step
from tracktwo.reading.plans.terms import days_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.reading.plans.steps import Words
    from tracktwo.reading.text.article import Sentence

NEAR = 3
"""Sentences between two accounts of one plan."""
_OTHER = frozenset(
    ["another", "rival", "alternative", "competing", "counter-proposal", "counterproposal", "own"]
)
"""Of a plan: it is not the one before."""
_LOOSE = frozenset(["running", "provisions", "sequence", "terms", "listed"])
"""Shapes of plans that are told; lines and phases are whole as they stand."""


def first_step(words: Words, sentence: Sentence, number: int) -> Step | None:
    """Return the step of "... to lay down their arms as the first step of a plan"."""
    t = sentence.tokens
    low = [x.low for x in t]
    for i in range(2, len(low) - 2):
        head = low[i + 2] == "first" and i + 3 < len(low) and low[i + 3] in words.heads
        if low[i] != "as" or low[i + 1] not in {"a", "the"} or not head:
            continue
        hits = words.kinds.standing(t, 0, i)
        if not hits:
            return None
        start = hits[-1].start
        while start > 0 and low[start - 1] in words.lex.words["determiners"]:
            start -= 1
        return Step(number, (start, i), hits[-1].kind, words.terms.find(t, start, i))
    return None


def with_first(plans: list[Plan], first: Step) -> list[Plan]:
    """Put the step that a text calls the first before the others of the plan that follows."""
    a, b = first.span
    crossed = [
        p
        for p in plans
        if any(s.sentence == first.sentence and s.span[0] < b and a < s.span[1] for s in p.steps)
    ]
    if any(p.rule not in {"sequence", "provisions"} for p in crossed):
        return plans
    after = [
        p
        for p in plans
        if p not in crossed
        and p.ordered
        and p.rule in _LOOSE
        and 0 <= p.sentence - first.sentence <= NEAR
    ]
    if not after or any(s.kind == first.kind for s in after[0].steps):
        return plans
    after[0].steps.insert(0, first)
    return [p for p in plans if p not in crossed]


def joined(plans: Sequence[Plan], sentences: Sequence[Sentence], words: Words) -> list[Plan]:
    """Return plans in the order of the text, those that are one told twice put together."""
    found: list[Plan] = []
    for plan in sorted(plans, key=lambda p: (p.sentence, p.steps[0].span)):
        before = found[-1] if found else None
        if before is not None and _within(before, plan):
            steps = sorted([*before.steps, *plan.steps], key=lambda s: (s.sentence, s.span))
            found[-1] = replace(plan, steps=steps, by=before.by or plan.by, led=before.led)
        elif before is not None and _one(before, plan, sentences, words):
            found[-1] = _put_together(before, plan)
        else:
            found.append(plan)
    return found


def _within(one: Plan, other: Plan) -> bool:
    """Tell whether what follows on each other stands among the provisions of one text."""
    if one.rule != "provisions" or other.rule != "sequence" or one.announced or other.announced:
        return False
    inside = {s.sentence for s in other.steps}
    return min(s.sentence for s in one.steps) < min(inside) and max(inside) < max(
        s.sentence for s in one.steps
    )


def _one(one: Plan, other: Plan, sentences: Sequence[Sentence], words: Words) -> bool:
    """Tell whether a plan goes on with the one before."""
    if not {one.rule, other.rule} <= _LOOSE or one.announced or other.announced:
        return False
    apart = other.sentence - max(s.sentence for s in one.steps)
    if not 0 <= apart <= NEAR or _another(sentences[other.sentence]):
        return False
    rules = {one.rule, other.rule}
    if rules == {"terms", "provisions"} and _timed(other) and _timed(one):
        return apart <= 1
    if "provisions" in rules and "running" in rules:
        return apart <= 1
    if one.ordered != other.ordered or "provisions" in rules:
        return False
    shared = {s.kind for s in one.steps} & {s.kind for s in other.steps} - {None}
    spoken = _definite(sentences[other.sentence], words)
    return bool(shared) and spoken


def _timed(plan: Plan) -> bool:
    """Tell whether every step of a plan has a term that counts."""
    return all(days_of(s.term) is not None for s in plan.steps)


def _definite(sentence: Sentence, words: Words) -> bool:
    """Tell whether a sentence speaks of "the plan"."""
    low = [t.low for t in sentence.tokens]
    texts = words.documents | words.plans
    return any(
        x in texts and any(y in {"the", "this", "its", "their"} for y in low[max(0, i - 3) : i])
        for i, x in enumerate(low)
    )


def _another(sentence: Sentence) -> bool:
    return bool(_OTHER & {t.low for t in sentence.tokens})


def _put_together(one: Plan, other: Plan) -> Plan:
    """Return the steps of both, each kind once; the later account's follow what they share."""
    steps = list(one.steps)
    place = len(steps)
    for step in other.steps:
        if other.rule == "provisions" and step.kind in PAPERS:
            continue  # "accepted the road map": no step of it
        same = next(
            (i for i, s in enumerate(steps) if step.kind is not None and s.kind == step.kind), -1
        )
        if same >= 0:
            if steps[same].term is None and step.term is not None:
                steps[same] = step
            place = same + 1
        else:
            steps.insert(place, step)
            place += 1
    ordered = one.ordered or other.ordered
    if "terms" in {one.rule, other.rule} and all(days_of(s.term) is not None for s in steps):
        steps.sort(key=lambda s: days_of(s.term) or 0)  # "all fighters leave within 90 days"
    rule = one.rule if one.rule != "provisions" else other.rule
    return Plan(steps, ordered=ordered, rule=rule, by=one.by, flags=one.flags & other.flags)
