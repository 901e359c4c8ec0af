"""How far a case is from its first draft: what every answer about it has to say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracktwo.case.marks import drafted

if TYPE_CHECKING:
    from tracktwo.case.schema import Case


@dataclass(frozen=True)
class FirstDraft:
    """What a drafting rule has set and nobody since: the odds are a first draft's."""

    yours: int
    """Decisive numbers that no rule stands for."""
    decisive: int
    open: tuple[str, ...]
    """Paths of the others in the case."""

    def __str__(self) -> str:
        """Say it in a sentence."""
        are = "is" if self.yours == 1 else "are"
        return (
            f"A first draft's odds: {self.yours} of {self.decisive} decisive numbers {are} "
            "reported or yours, the others a drafting rule's. tracktwo interview asks for them."
        )


def first_draft(case: Case) -> FirstDraft | None:
    """Return how far a case is from its first draft; None where no drafting rule decides it."""
    standing = drafted(case)
    if standing.finished:
        return None
    left = tuple(one.path for one in standing.decisive if one.rule is not None)
    return FirstDraft(standing.yours, standing.total, left)
