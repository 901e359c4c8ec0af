"""How the odds were computed and what they do not claim, in words for a reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracktwo.results.odds import Result


def method(result: Result) -> str:
    """Say how the odds were computed, in one paragraph."""
    sight = "" if result.foresight is None else f", looking {result.foresight} months ahead"
    return (
        f"The roadmap is a game over {result.horizon} months. In each month, every step that is "
        "next needs the consent of those its rule names. An actor weighs its prospects with the "
        "step against those without it: how near the policies in force come to its positions, "
        "weighted by what matters to it; what conflict and pressure cost it; and what later "
        f"stages would bring{sight}. The better the step looks, the likelier its consent, never "
        "surely (logit quantal response, McKelvey and Palfrey 1995). A declared stance shifts "
        "that likelihood. Actors may also disrupt the process in proportion to their capability "
        "(spoilers, Stedman 1997), and any process may be given up. For each draw of what is not "
        "known, the chances of all paths are added up exactly; nothing is left to the luck of a "
        "simulation."
    )


def limits(sources: int) -> tuple[str, ...]:
    """Say what the odds do not claim."""
    count = "1 source" if sources == 1 else f"{sources} sources"
    said = "it does" if sources == 1 else "they do"
    rests = (
        f"It rests on {count} and knows nothing that {said} not say. Whether a source is right is "
        "not examined."
    )
    return (
        _FORETELLS_NOTHING,
        rests,
        *(" ".join(text.split()) for text in _OTHER_LIMITS),
    )


_FORETELLS_NOTHING = (
    "It does not foretell what will happen. It says what follows from the quotes and the "
    "assumptions above; other assumptions give other odds."
)
_OTHER_LIMITS = (
    """Positions, capabilities, costs and harm as numbers are an analyst's reading. Harm is a
    relative scale, not a count of people.""",
    """Uncertain numbers are drawn independently of one another, within their ranges. If two of
    them move together, or the truth lies outside a range, the bands are too narrow.""",
    """Actors, issues and steps stay as listed. Splits within an actor, new actors, changes of
    leadership, and events elsewhere are not in it, except as a base rate at which processes are
    given up.""",
    """Published rates come from processes that had begun, and are thus kinder than all attempts
    would be.""",
    """The numbers cannot weigh what is just or lawful. The page takes no side and recommends
    nothing.""",
)
