"""Questions of which one answer settles several numbers or rules that belong together.

Each stands for one of the decisive groups of `tracktwo.case.marks.drafted` of which more than one
number or rule is open; the questions on its parts stay, for who wants to go into them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracktwo.case.marks import RATES, drafted
from tracktwo.case.quantities import quantities, uncapitalised
from tracktwo.case.schema import Settlement
from tracktwo.questions.interview import choices
from tracktwo.questions.interview.records import AS_DRAFTED, Choice, Unsettled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tracktwo.case.marks import Decisive
    from tracktwo.case.schema import Case, Quantity
    from tracktwo.questions.interview.records import Kind
    from tracktwo.questions.interview.wording import Wording


def grouped(case: Case, words: Wording, single: Sequence[Unsettled]) -> Iterator[Unsettled]:
    """Yield the questions that each settle several of the open ones.

    Parameters
    ----------
    case : Case
    words : its wording
    single : the questions on single numbers and rules
    """
    by_path = {settled: one for one in single for settled in (one.id, f"{one.id}.strength")}
    numbers = {item.path: item.quantity for item in quantities(case)}
    for group in drafted(case).decisive:
        parts = [by_path[path] for path in group.parts if path in by_path]
        if len(parts) < 2 or group.rule is None:
            continue
        if group.path == RATES:
            yield _rates(group, parts, words)
        elif group.path.endswith(".consent"):
            yield _consent(group, parts, words)
        else:
            yield _attitude(case, group, parts, words, numbers)


@dataclass(frozen=True)
class _Group:
    """What is asked together: the decisive group, and the questions on its parts."""

    group: Decisive
    parts: Sequence[Unsettled]

    def asked(self, kind: Kind, text: str, ways: Sequence[Choice], now: str) -> Unsettled:
        """Return it as one question."""
        path, rule = self.group.path, str(self.group.rule)
        ids = tuple(one.id for one in self.parts)
        return Unsettled(path, kind, text, tuple(ways), now, rule, None, parts=ids)


def _together(key: str, label: str, parts: Sequence[Choice | None], reason: str) -> Choice:
    changes = {path: new for one in parts if one is not None for path, new in one.changes.items()}
    return Choice(key, label, changes, reason)


def _rates(group: Decisive, parts: Sequence[Unsettled], words: Wording) -> Unsettled:
    stages = [one.id.split(".")[2] for one in parts]
    what = choices.joined([words.step(stage) for stage in stages], "and")
    text = f"Would these take as long here as such steps have taken elsewhere: {what}?"
    usual = [one.choice("usual") for one in parts]
    ways = [_together("usual", "yes: the published rates fit", usual, "The published rates fit.")]
    for key, label, _ in choices.PACE:
        same = [one.choice(key) for one in parts]
        ways.append(_together(key, f"no: {label} each", same, f"Usually {label}"))
    return _Group(group, parts).asked("pace", text, ways, "yes, as published.")


def _consent(group: Decisive, parts: Sequence[Unsettled], words: Wording) -> Unsettled:
    stage = group.path.split(".")[2]
    text = f"Who has to agree to the steps of {words.step(stage)}?"
    now = " ".join(
        f"“{words.steps.get(one.id.split('.')[4], one.id)}”: {one.choices[0].label}."
        for one in parts
    )
    keys = dict.fromkeys(way.key for one in parts for way in one.choices)
    ways: list[Choice] = []
    for key in keys:
        chosen = [one.choice(key) or one.choices[0] for one in parts]
        labels = list(dict.fromkeys(way.label for way in chosen))
        label = "as just said" if key == AS_DRAFTED else "; ".join(labels)
        made = _together(key, label, chosen, f"To agree: {'; '.join(labels)}")
        if all(made.changes != other.changes for other in ways):
            ways.append(made)
    return _Group(group, parts).asked("consent", text, ways, now)


def _attitude(
    case: Case,
    group: Decisive,
    parts: Sequence[Unsettled],
    words: Wording,
    numbers: Mapping[str, Quantity],
) -> Unsettled:
    """Ask for what an actor wants and would agree to: its stances, and with them its positions."""
    actor = group.path.split(".")[1]
    stances = [one for one in parts if one.kind == "stance"]
    wants = [one for one in parts if one.kind == "position"]
    said = [f"{_steps(one, words)}: {_word(one)}" for one in stances]
    for one in wants:
        issue = words.issues[one.id.split(".")[2]]
        end = _nearest(issue.scale, numbers[one.id].mode)
        said.append(f"{uncapitalised(words.label.get(issue.id, issue.id))}: {end}")
    now = f"{'; '.join(said)}."
    kept = [one.choice(AS_DRAFTED) for one in parts]
    label = "as just said, on what it wants too" if stances and wants else "as just said"
    ways = [_together(AS_DRAFTED, label, kept, "As drafted is right.")]
    if stances:
        what = choices.joined([_steps(one, words) for one in stances], "and")
        text = f"Would {words.who(actor)} agree to {what}?"
        for key, label, *_ in choices.STANCES:
            # What it wants is asked after: it does not follow from what it would agree to.
            same = [one.choice(key) for one in stances]
            ways.append(_together(key, label, same, f"{label[:1].upper()}{label[1:]}"))
        return _Group(group, parts).asked("stance", text, ways, now)
    text = f"Is this what {words.who(actor)} wants?"
    goals = {i: v.mode for i, v in _end(case).items()}
    for key, label, share in (
        ("half-way", "it would settle half-way between this and what the plan brings", 0.5),
        ("the-plan", "it wants what the plan brings", 1.0),
    ):
        moved = {
            one.id: choices.shifted(
                numbers[one.id], share, goals.get(one.id.split(".")[2], numbers[one.id].mode)
            )
            for one in wants
        }
        ways.append(Choice(key, label, moved, f"{label[:1].upper()}{label[1:]}"))
    return _Group(group, parts).asked("position", text, ways, now)


def _word(stance: Unsettled) -> str:
    """Return what is reported of a stance, in words."""
    if stance.rule == "something-else":
        return uncapitalised(stance.now).rstrip(".")
    word, _, rest = stance.now.partition(".")
    return (rest.strip().rstrip(".") or "nothing is reported") if word == "silent" else word


def _steps(stance: Unsettled, words: Wording) -> str:
    on = stance.id.split(".", 2)[2].split("+")
    return choices.joined([words.step(one) for one in on], "and")


def _nearest(scale: Mapping[int, str], at: float) -> str:
    """Return the words of the scale of an issue that stand nearest to a place on it."""
    return scale[min(scale, key=lambda place: abs(place - at))].rstrip(".")


def _end(case: Case) -> dict[str, Quantity]:
    """Return what the plan as a whole puts in force: the last word of its stages on each issue."""
    return {
        issue: term
        for stage in case.roadmap.stages
        for issue, term in stage.policy.items()
        if not isinstance(term, Settlement)
    }
