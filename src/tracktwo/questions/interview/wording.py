"""Questions in plain words: what is asked for each kind of number, rule or stance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracktwo.case.quantities import names, step_names, uncapitalised
from tracktwo.drafting import kinds_to_ask
from tracktwo.questions.interview import choices

if TYPE_CHECKING:
    from tracktwo.case.schema import Case
    from tracktwo.questions.interview.records import Choice, Kind


_REPORTED = {
    "refuses": "refuses", "opposes": "opposes", "conditional": "sets a condition for",
    "supports": "supports", "demands": "asks for",
}  # fmt: skip
"""Stances as they are said of somebody."""


@dataclass(frozen=True)
class Put:
    """How a number is asked for."""

    kind: Kind
    text: str
    choices: tuple[Choice, ...]


class Wording:
    """The words for one case."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.label, self.steps = names(case), step_names(case)
        self.issues = {issue.id: issue for issue in case.issues}
        self.asks = kinds_to_ask()
        self.kinds: dict[str, str] = {}
        for stage in case.roadmap.stages:
            self.kinds |= {stage.id: stage.step} if stage.step else {}
            self.kinds |= {step.id: step.step for step in stage.milestones if step.step}

    def who(self, actor: str) -> str:
        """Return an actor's name as it stands in a sentence."""
        return self.label.get(actor, actor)

    def step(self, on: str) -> str:
        """Return a stage or a step in words: its kind where it is a whole stage, its name."""
        name = f"“{self.steps.get(on, on)}”"
        kind = self.kinds.get(on)
        return f"{self.asks[kind]} ({name})" if kind in self.asks else name

    def stance(self, actor: str, on: list[str]) -> str:
        """Ask whether an actor would agree to something."""
        full = {a.id: a.name for a in self.case.actors}
        for name in (self.who(actor), full.get(actor, "")):
            step = self.steps.get(on[0], "")
            # A step that an actor alone is called on to do has its name in front.
            if (
                len(on) == 1
                and step.casefold().startswith(f"{name.casefold()}: ")
                and on[0] not in self.kinds
            ):
                return f"Would {self.who(actor)} do this: {step[len(name) + 2 :]}?"
        what = ", ".join(self.step(one) for one in on)
        return f"Would {self.who(actor)} agree to {what}?"

    def beside(self, actor: str, on: list[str]) -> str | None:
        """Return what is reported of a stage or step of which an actor said nothing itself.

        What it said of another step of that stage, else that it refused one before.
        """
        stages = self.case.roadmap.stages
        inside = {s.id: [s.id, *(step.id for step in s.milestones)] for s in stages}
        at = next(n for n, ids in enumerate(inside.values()) if on[0] in ids)
        for number, ids in reversed(list(enumerate(inside.values()))[: at + 1]):
            for said in self.case.stances:
                told = said.actor == actor and said.stance in _REPORTED
                where = next((x for x in said.on if x in ids and x not in on), None)
                if told and where and (number == at or said.stance == "refuses"):
                    return f"it {_REPORTED[said.stance]} {self.step(where)}, and nothing else"
        return None

    def put(self, path: str) -> Put | None:
        """Return how the number at a path is asked for; None where nobody could be asked."""
        match path.split("."):
            case ["actors", actor, "capability"]:
                text = f"If it came to a trial of strength, how much could {self.who(actor)} bring?"
                return Put("capability", text, choices.of_range(path, choices.STRENGTH))
            case ["actors", actor, "disruption"]:
                text = f"How much of its strength could {self.who(actor)} turn against the process?"
                return Put("disruption", text, choices.of_range(path, choices.PARTS))
            case ["positions", actor, issue, "position"]:
                about = uncapitalised(self.label.get(issue, issue))
                text = f"What does {self.who(actor)} want on this: {about}?"
                return Put("position", text, choices.of_scale(path, self.issues[issue]))
            case ["positions", actor, issue, "salience"]:
                about = uncapitalised(self.label.get(issue, issue))
                text = f"How much does {self.who(actor)} care about this: {about}?"
                return Put("salience", text, choices.of_range(path, choices.CARE))
            case ["roadmap", "start", "conflict", actor]:
                text = f"How hard does the conflict hit {self.who(actor)} today?"
                return Put("conflict", text, choices.of_range(path, choices.BURDEN))
            case ["roadmap", "abandoned", "conflict", actor]:
                text = f"How hard would it hit {self.who(actor)} if the process were given up?"
                return Put("conflict", text, choices.of_range(path, choices.BURDEN))
            case ["roadmap", "relapse", "conflict", actor]:
                text = f"How hard would a war after a failed settlement hit {self.who(actor)}?"
                return Put("conflict", text, choices.of_range(path, choices.BURDEN))
            case ["roadmap", "stages", stage, "conflict", actor]:
                text = f"How hard would it still hit {self.who(actor)} after {self.step(stage)}?"
                return Put("conflict", text, choices.of_range(path, choices.BURDEN))
            case ["roadmap", "start", "policy", issue]:
                about = uncapitalised(self.label.get(issue, issue))
                text = f"Where does this stand today: {about}?"
                return Put("policy", text, choices.of_scale(path, self.issues[issue]))
            case ["roadmap", "stages", stage, "policy", issue]:
                about = uncapitalised(self.label.get(issue, issue))
                text = f"What would {self.step(stage)} bring on this: {about}?"
                return Put("policy", text, choices.of_scale(path, self.issues[issue]))
            case ["roadmap", "stages", stage, "power", "shares", party]:
                text = f"How much of power would {self.who(party)} hold after {self.step(stage)}?"
                return Put("share", text, choices.of_range(path, choices.HOLDS))
            case ["roadmap", "start", "power", "shares", party]:
                text = f"How much of power does {self.who(party)} hold today?"
                return Put("share", text, choices.of_range(path, choices.HOLDS))
            case ["roadmap", "stages", stage, "pace"]:
                text = f"If nobody minded, how long would {self.step(stage)} take?"
                at = f"roadmap.stages.{stage}"
                return Put("pace", text, choices.of_pace(at, published=False))
            case ["roadmap", "stages", stage, "base_rate"]:
                text = f"If nobody minded, how long would {self.step(stage)} take?"
                at = f"roadmap.stages.{stage}"
                return Put("pace", text, choices.of_pace(at, published=True))
            case ["levers", lever, "schedule", "intensity"]:
                text = f"How far is this under way: {uncapitalised(self.label.get(lever, lever))}?"
                return Put("lever", text, choices.of_range(path, choices.PARTS))
            case ["levers", lever, "cost", actor]:
                name = uncapitalised(self.label.get(lever, lever))
                kinds = {one.id: one.kind for one in self.case.levers}
                inducement = kinds[lever] == "inducement"
                how = "much would this help" if inducement else "hard would this hit"
                text = f"In full, how {how} {self.who(actor)}: {name}?"
                return Put("lever", text, _costs(path, gain=inducement))
            case _:
                return None


def _costs(path: str, *, gain: bool) -> tuple[Choice, ...]:
    """Return choices for the cost of a lever; a gain is a cost below nothing."""
    if not gain:
        return choices.of_range(path, choices.BURDEN, 0.5)
    turned = [
        (key, label, tuple(-x for x in reversed(span))) for key, label, span in choices.BURDEN
    ]
    return choices.of_range(path, turned, 0.5)
