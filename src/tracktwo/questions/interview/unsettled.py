"""Everything in a case that only a drafting rule has set, each put as a question."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tracktwo.case.consent import actors_of
from tracktwo.case.happened import happened_on
from tracktwo.case.marks import drafted, stopping_alone
from tracktwo.case.quantities import quantities, stance_key
from tracktwo.drafting.words import table
from tracktwo.game.factors import ASSUMED
from tracktwo.questions.interview.choices import joined, kept, of_stance
from tracktwo.questions.interview.groups import grouped
from tracktwo.questions.interview.records import AS_DRAFTED, Choice, Unsettled
from tracktwo.questions.interview.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracktwo.case.schema import Case, Consent, Milestone, Quantity

MOST = 0.7
"""Share of the strength that one of the answers on who must agree offers."""
FEW = 4
"""Most answers on who must agree to one step."""


def unsettled(case: Case) -> list[Unsettled]:
    """Return what a person could settle in a case, in the order of the case.

    Numbers and rules that carry the mark of a drafting rule; and how firm a refusal or a condition
    is that a source reports, since the word alone does not say. What belongs together is asked
    together first (see `groups`). Nothing is asked of the way to what has happened.
    """
    words = Wording(case)
    asked = (*_numbers(case, words), *_stances(case, words), *_rules(case, words))
    done = _way_to(case)
    single = [one for one in asked if one.id not in done]
    groups = list(grouped(case, words, single))
    within = {part: group.id for group in groups for part in group.parts}
    decisive = {one.path for one in drafted(case).decisive if one.rule is not None}
    return [
        replace(
            one,
            within=within.get(one.id),
            decides=not decisive.isdisjoint({one.id, f"{one.id}.strength"}),
        )
        for one in (*groups, *single)
    ]


def _way_to(case: Case) -> set[str]:
    """Return what only led to what has happened already: paces, rules, stances on it."""
    done, found = happened_on(case), set()
    for stage in case.roadmap.stages:
        at = f"roadmap.stages.{stage.id}"
        if stage.id in done:
            found |= {f"{at}.pace", f"{at}.base_rate"}
        for step in stage.milestones:
            if step.id in done:
                place = f"{at}.milestones.{step.id}"
                found |= {f"{place}.{part}" for part in ("consent", "ease", "lapses")}
    for stance in case.stances:
        if done.keys() >= set(stance.on):
            path = f"stances.{stance_key(stance.actor, stance.on)}"
            found |= {path, f"{path}.strength"}
    return found


def _numbers(case: Case, words: Wording) -> Iterator[Unsettled]:
    for item in quantities(case):
        q = item.quantity
        put = words.put(item.path) if q.rule is not None else None
        if put is not None and q.rule is not None:
            now = f"{_span(q, put.kind)} {q.why or ''}".strip()
            ways = (kept(item.path, q), *put.choices)
            yield Unsettled(item.path, put.kind, put.text, ways, now, q.rule, item.path)
    for stage in case.roadmap.stages:
        path = f"roadmap.stages.{stage.id}.base_rate"
        put = words.put(path)
        if stage.rule is not None and stage.base_rate is not None and put is not None:
            factor = f"model.pace.{stage.id}"
            now = f"as published ({stage.base_rate})"
            yield Unsettled(path, put.kind, put.text, put.choices, now, stage.rule, factor)


def _span(q: Quantity, kind: str) -> str:
    """Say a range; a pace, which is a chance per month, as the months that it usually takes."""
    if kind == "pace" and q.low > 0:
        return f"{1 / q.high:.0f} to {1 / q.low:.0f} months, most likely {1 / q.mode:.0f}."
    return f"{q.low:g} to {q.high:g}, most likely {q.mode:g}."


def _stances(case: Case, words: Wording) -> Iterator[Unsettled]:
    known = {item.path: item.quantity for item in quantities(case)}
    for stance in case.stances:
        path = f"stances.{stance_key(stance.actor, stance.on)}"
        if stance.strength is not None and stance.strength.rule is not None:
            rule, factor = stance.strength.rule, f"{path}.strength"
        elif stance.strength is None and stance.stance in {"refuses", "conditional"}:
            # What such a word is worth is a constant; of this refusal an expert knows more.
            rule, factor = "stance-by-word", f"model.stances.{stance.stance}"
        else:
            continue
        told = stance.note
        if stance.stance == "silent" and not told:
            told = words.beside(stance.actor, stance.on)
        now = f"{stance.stance}. {told or ''}".strip()
        if rule == "something-else" and stance.strength is not None:
            now = f"{str(stance.strength.why).rstrip('.')}: “{stance.note}”."
        text = words.stance(stance.actor, stance.on)
        ways = (kept(f"{path}.strength", known.get(factor) or ASSUMED[factor][0]), *of_stance(path))
        yield Unsettled(path, "stance", text, ways, now, rule, factor)


def _rules(case: Case, words: Wording) -> Iterator[Unsettled]:
    for stage in case.roadmap.stages:
        for step in stage.milestones:
            if step.rule is not None:
                path = f"roadmap.stages.{stage.id}.milestones.{step.id}.consent"
                text = f"Who has to agree before this can happen: “{step.name}”?"
                now = f"{_label(_plain(step.consent), words)}. {step.description or ''}".strip()
                ways = _ways(case, step, path, words)
                yield Unsettled(path, "consent", text, ways, now, step.rule, None)


def _ways(case: Case, step: Milestone, path: str, words: Wording) -> tuple[Choice, ...]:
    """Return the ways in which a step could be agreed that differ from each other."""
    parties = [a.id for a in case.actors if a.part == "party" and a.capability is not None]
    sides = [a for a in parties if a in stopping_alone(case)] or parties
    named = actors_of(step.consent)
    outside = [a.id for a in case.actors if a.id not in parties and a.capability is not None]
    plain: dict[str, Any] = {AS_DRAFTED: _plain(step.consent)}
    if step.rule == "consent-of-doers":
        plain |= {"doers-and-sides": {"all": list(dict.fromkeys([*named, *sides]))}}
        plain |= {"sides": {"all": sides}} if len(sides) > 1 else {}
    elif len(sides) > 1:
        if _is_done_by_some(case, step):
            plain |= {f"only-{side}": side for side in sides[: FEW - 2]}
        plain |= {"sides": {"all": sides}, "most": {"share": MOST, "of": sides[:12]}}
        if outside:
            one = outside[0] if len(outside) == 1 else {"any": outside}
            plain["sides-and-outside"] = {"all": [*sides, one]}
    made: list[Choice] = []
    for key, rule in plain.items():
        if len(made) < FEW and all(rule != other.changes[path] for other in made):
            label = _label(rule, words)
            if key.startswith("only-"):
                label = f"only {label}, who does it"
            made.append(Choice(key, label, {path: rule}, f"To agree: {label}"))
    return tuple(made)


def _is_done_by_some(case: Case, step: Milestone) -> bool:
    """Tell whether a step is of a kind that some do, rather than one the sides agree on."""
    stage = next(s for s in case.roadmap.stages if step in s.milestones)
    row = table("steps").get(step.step or stage.step or "")
    return row is not None and row["milestones"][0]["who"] == "doers"


def _plain(rule: Consent) -> Any:
    return rule if isinstance(rule, str) else rule.model_dump(mode="json")


def _label(rule: Any, words: Wording) -> str:
    """Say a rule in words."""
    if isinstance(rule, str):
        return words.who(rule)
    if "all" in rule:
        return joined([_label(part, words) for part in rule["all"]], "and")
    if "any" in rule:
        return f"one of {joined([_label(part, words) for part in rule['any']], 'or')}"
    listed = joined([_label(part, words) for part in rule["of"]], "and")
    if "share" in rule:
        return f"of {listed}, those who together hold {100 * rule['share']:g} % of the strength"
    return f"at least {rule['at_least']} of {listed}"
