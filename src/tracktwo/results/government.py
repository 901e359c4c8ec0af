"""Who would hold power, as plain frozen records; found by `questions.government`.

P parties to power, in the order of `Government.parties`; shares and chances are between 0 and 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracktwo.results.answer import CaseAnswer

if TYPE_CHECKING:
    from tracktwo.results.bands import Band


@dataclass(frozen=True)
class Variant:
    """One way to share power at a stage, all else as the case has it."""

    stage: str
    id: str
    label: str
    written: bool
    """Whether this is what the case says."""
    shares: tuple[Band, ...]
    """Expected share of power of each party, 0-1: what the parties act on."""
    odds: tuple[Band, ...]
    """Of each stage of the roadmap."""
    difference: tuple[Band, ...]
    """Against the case as written."""
    sure: tuple[float, ...]
    """Share of draws in which the odds of each stage are higher than as written."""
    onward: Band | None
    """Chance of passing the stage of the vote, once the stage before it is passed; None where no
    stage has a vote, or it is the first."""
    stands: tuple[tuple[int, Band], ...]
    """(years, chance that a completed roadmap still stands then); none where it cannot relapse."""
    gains: tuple[Band, ...]
    """What each player's prospects today gain on the case as written, in points of payoff."""


@dataclass(frozen=True)
class VoteResult:
    """What an election comes to, ignorance and chance together. P parties."""

    stage: str
    id: str
    label: str
    written: bool
    president: bool
    """Whether a single office is filled; `seats` are then the chances of winning it."""
    boycott: tuple[float, ...]
    """Chance that each party stays away."""
    turnout: Band
    votes: tuple[Band, ...]
    seats: tuple[Band, ...]
    shapley: tuple[Band, ...] | None
    """Shapley-Shubik index in the parliament; None for a president."""
    banzhaf: tuple[Band, ...] | None
    government: tuple[Band, ...]
    """Chance of being in government, over draws."""
    power: tuple[Band, ...]
    """Expected share of power, over draws."""
    left_out: tuple[float, ...]
    """Chance that each party stands and gets no seat (for a president: does not win)."""
    no_government: float
    """Chance that parties are elected and none can govern: power then stays as it was."""
    nobody: float
    """Chance that no one is elected, since no one votes."""


@dataclass(frozen=True)
class Ministry:
    """One ministry: how likely each party is to hold it."""

    id: str
    holder: tuple[float, ...]


@dataclass(frozen=True)
class PickResult:
    """Ministries picked in turn, each party by its own values. P parties."""

    stage: str
    method: str
    order: tuple[tuple[float, ...], ...]
    """By pick: how likely it is to be each party's."""
    ministries: tuple[Ministry, ...]
    value: tuple[Band, ...]
    """Share of what all ministries are worth, as each party sees it, that it holds."""
    due: tuple[Band, ...]
    """What it is entitled to, by the strength that sets the order of picks."""
    proportional: tuple[float, ...]
    """Chance that it holds no less than its due."""
    envy_free: tuple[float, ...]
    """Chance that it would not change with anybody, for their due."""
    envy_free_up_to_one: tuple[float, ...]
    efficiency: Band
    """Value that all hold together, as a share of the most that any allocation would give."""


@dataclass(frozen=True)
class InterimTerm:
    """An interim administration in time."""

    stage: str
    vote: str | None
    """The stage of the vote that would end it."""
    duration: Band
    """Months agreed."""
    with_extension: Band
    """Months with the extension, where it comes."""
    extension: Band
    """Chance of one."""
    wait: Band | None
    """Months until such votes were held elsewhere, by the published curve alone."""
    in_time: Band | None
    """Chance of the vote by the end of the term, by how long such votes take elsewhere."""
    in_extended_time: Band | None
    """The same with an extension where it comes."""
    congruence: Band | None
    """How far shares of power follow those of people, 0-1; None where no following is given. A
    stand-in for legitimacy."""
    coup_attempt: Band
    """Chance of an attempt within the term, at the published yearly rate, higher where power does
    not follow people."""
    sources: tuple[str, ...]
    vetoes: tuple[str, ...]
    chair: tuple[str, ...]


@dataclass(frozen=True)
class Published:
    """How long such things lasted elsewhere, made shorter by what losers have lost."""

    id: str
    text: str
    source: str
    lost: Band
    """Power lost by those whom the last stage leaves with less, by capability, 0-1."""
    stands: tuple[tuple[int, Band], ...]
    """(years, chance that it still stands)"""


@dataclass(frozen=True)
class Fear:
    """What power adds to one party's consent, were the step on the table now, in log-odds."""

    actor: str
    milestone: str
    share: Band
    """What it would hold, against what it holds."""
    ballot: Band
    """Less power after a vote than before one; below 0 where the step brings a vote nearer."""
    never: Band
    """More power after a vote that may not come; below 0 where the step does not hasten it."""


@dataclass(frozen=True)
class Government(CaseAnswer):
    """Who would hold power, by every formula and system, and what that does to the odds."""

    horizon: int
    focus: str
    stages: tuple[str, ...]
    players: tuple[str, ...]
    parties: tuple[str, ...]
    side: tuple[str, ...]
    base: tuple[Band, ...]
    today: tuple[Band, ...]
    """Shares of power before the first stage."""
    variants: tuple[Variant, ...]
    votes: tuple[VoteResult, ...]
    picks: tuple[PickResult, ...]
    terms: tuple[InterimTerm, ...]
    published: tuple[Published, ...]
    fears: tuple[Fear, ...]
    """Of the parties to power, where their consent is asked."""
