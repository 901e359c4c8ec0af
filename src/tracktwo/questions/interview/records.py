"""What an interview is made of: questions, their answers to choose from, what stands apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal[
    "stance", "consent", "pace", "position", "salience", "capability", "disruption", "conflict",
    "policy", "share", "lever", "other",
]  # fmt: skip
AS_DRAFTED = "as-drafted"
"""Key of the answer that what a rule set is right: it makes it the person's own."""
URGENT = 0.05
"""Swing from which on what is not decisive is asked beside what is."""


@dataclass(frozen=True)
class Choice:
    """An answer to choose.

    Attributes
    ----------
    key : str
        By which an answer names it: never, only-if, ...
    label : str
        As it is put to a person.
    changes : dict
        Dotted path: the value that it writes, without reason and author.
    reason : str
        The reason that is written where the person gives none.
    """

    key: str
    label: str
    changes: dict[str, Any]
    reason: str


@dataclass(frozen=True)
class Unsettled:
    """One question to an expert.

    Attributes
    ----------
    id : str
        The path in the case that it settles.
    kind : str
    text : str
        In words that need no model.
    choices : tuple of Choice
    now : str
        What is assumed until it is answered.
    rule : str
        The drafting rule behind that.
    """

    id: str
    kind: Kind
    text: str
    choices: tuple[Choice, ...]
    now: str
    rule: str
    factor: str | None
    """The number of the game behind it; None for who must agree."""
    swing: float = 0.0
    """What the answer could do to the odds of the focus stage: between its low and high thirds."""
    parts: tuple[str, ...] = ()
    """Ids of the questions that its answer settles too."""
    decides: bool = False
    """Whether the odds are a first draft's until it is answered."""
    within: str | None = None
    """Id of the open question whose answer settles this one too."""

    @property
    def rank(self) -> tuple[int, float, str]:
        """Order in which to ask: what decides or moves the odds much, the rest, parts of others."""
        urgent = self.decides or abs(self.swing) >= URGENT
        block = 2 if self.within else 0 if urgent else 1
        return block, -abs(self.swing), self.id

    def choice(self, key: str) -> Choice | None:
        """Return a choice by its key."""
        return next((one for one in self.choices if one.key == key), None)


@dataclass(frozen=True)
class Constant:
    """A constant of the model: never asked, since nobody outside the model could know it."""

    path: str
    label: str
    low: float
    mode: float
    high: float
    why: str | None
    swing: float


@dataclass(frozen=True)
class Interview:
    """What is worth asking about a case, the most consequential first."""

    case_id: str
    case_digest: str
    draws: int
    seed: int
    focus: str
    odds: float
    """Mean odds of the focus stage as the case stands."""
    questions: tuple[Unsettled, ...]
    constants: tuple[Constant, ...]
    before: float
    """The same before the answers that were given with it."""
    changed: tuple[str, ...]
    """Questions that those answers settled, or that were opened again."""
    first_draft: bool
    yours: int
    decisive: int

    def question(self, id: str) -> Unsettled | None:  # noqa: A002  (the word of the format)
        """Return a question by its id."""
        return next((one for one in self.questions if one.id == id), None)
