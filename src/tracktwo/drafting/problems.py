"""What a draft cannot be made without: errors that say what to give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.errors import Error

if TYPE_CHECKING:
    from collections.abc import Iterable


class DraftError(Error):
    """No playable case can be drafted from the facts; the message says what is missing."""


class NoPlanError(DraftError):
    """The facts hold no plan, and none was named.

    Attributes
    ----------
    kinds : dict of str to str
        The known kinds of step and how each is asked for.
    """

    def __init__(self, kinds: dict[str, str]) -> None:
        self.kinds = kinds
        listed = "; ".join(f"{kind} ({ask})" for kind, ask in kinds.items())
        super().__init__(
            "no plan was found in what was accepted: say which of these steps are proposed, and in "
            f"what order. There are: {listed}"
        )


class NoDateError(DraftError):
    """The day of the article is not known; a case is never dated by the day it is drafted."""

    def __init__(self) -> None:
        super().__init__(
            "the article's date is not known, and a case has to say as of when it is: give the day "
            "of publication (YYYY-MM-DD)"
        )


def unknown_kinds(wrong: Iterable[str], kinds: Iterable[str]) -> DraftError:
    """Return the error about steps that are not of a known kind."""
    return DraftError(
        f"no kind of step is called {', '.join(wrong)}; there are: {', '.join(kinds)}"
    )
