"""What a situation says of power: fixed shares, an interim administration, an election.

Shares are parts of a hundred and need not add up: they are made to, draw by draw.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from tracktwo.case.parts import (
    Evidence,
    Id,
    Months,
    Number,
    Part,
    Quantity,
    Score,
    Share,
    Text,
    Whole,
    Within,
    exactly,
    no_truth,
)

Formula = Literal["equal", "capability", "contest", "population", "portfolios", "negotiated"]
System = Literal["list", "districts", "two-round", "mixed"]
Method = Literal["dhondt", "sainte-lague", "hare", "droop"]
Picks = Literal["dhondt", "sainte-lague"]
Size = Annotated[Quantity, Within(0, 1e9, "people or members, 0 or more")]
Points = Annotated[Quantity, Within(0, 50, "percentage points")]

Decisiveness = Annotated[Quantity, Within(0, 10, "m of the contest; 1 as capabilities")]
Spread = Annotated[Quantity, Within(0, 5, "a standard deviation of log strength")]


class PowerTerms(Part):
    """Who may share power, and what it is worth to them."""

    parties: list[Id] = Field(min_length=2, max_length=12)
    issue: Id | None = Field(
        default=None,
        description="the issue that is about shares of power: its policy is then the share of "
        "`side`, and to each party its own share",
    )
    side: list[Id] = Field(
        default_factory=list, description="parties whose share together is the scale of `issue`"
    )
    salience: dict[Id, Score] = Field(
        default_factory=dict,
        description="party: how much it cares for its share of power; by default as for `issue`",
    )
    evidence: Evidence

    @model_validator(mode="after")
    def _side_of_an_issue(self) -> Self:
        if self.issue is not None and not self.side:
            raise ValueError("issue needs side: the parties whose share it is about")
        if self.issue is None and self.side:
            raise ValueError("side needs issue: the one that is about its share of power")
        return self


class Extension(Part):
    """How an interim term may be drawn out."""

    chance: Share
    months: Months


class Chair(Part):
    """A chair that goes round."""

    turn: list[Id] = Field(min_length=1, description="who holds it, in this order, term by term")
    months: Annotated[int, Field(ge=1, le=600), BeforeValidator(no_truth)] = Field(
        default=6, description="of a term"
    )
    weight: Share = Field(description="the share of all power that goes with it")


class Coalitions(Part):
    """Which coalitions of parties may govern."""

    form: Literal["minimal-winning", "connected"] = "minimal-winning"
    refuse: list[Annotated[list[Id], Field(min_length=2, max_length=2)]] = Field(
        default_factory=list, description="pairs of parties that will not govern together"
    )
    majority: Number = Field(
        default=0.5, ge=0.5, lt=1, description="a coalition needs more than this share of seats"
    )


class Election(Part):
    """A vote, and how it is turned into power."""

    votes: dict[Id, Score] = Field(min_length=1, description="party: expected share of the votes")
    error: Points = Field(
        description="standard deviation of each party's own error, in percentage points for a "
        "party with half of the votes"
    )
    swing: Points | None = Field(
        default=None,
        description="the same for the error that all parties of a side have in common; as large "
        "as `error`, where not given",
    )
    turnout: dict[Id, Share] = Field(
        default_factory=dict,
        description="party: share of its followers that vote; all, where not given",
    )
    boycott: dict[Id, Share] = Field(
        default_factory=dict,
        max_length=4,
        description="party: chance that it stays away; none, where not given",
    )
    concentration: dict[Id, Spread] = Field(
        default_factory=dict,
        description="party: how unevenly it is spread over districts, as the standard deviation "
        "of its log strength; evenly, where not given",
    )
    system: System = "list"
    method: Method = "sainte-lague"
    seats: Whole = Field(default=100, ge=1, le=2_000, description="from lists")
    threshold: Number = Field(default=0, ge=0, lt=100, description="percent of the votes")
    districts: Whole = Field(
        default=20, ge=1, le=500, description="with one seat each, in `districts` and `mixed`"
    )
    compensates: bool = Field(
        default=False,
        description="of the mixed system: whether lists make up for what districts distort",
    )
    order: list[Id] = Field(
        default_factory=list,
        description="the parties from one end to the other: for connected coalitions, and for whom "
        "voters turn to in a second round",
    )
    abstain: Share = Field(
        default=exactly(0),
        description="share of voters without a candidate in the second round that stay at home",
    )
    coalition: Coalitions = Coalitions()
    counts: Literal["government", "seats", "voting"] = Field(
        default="government",
        description="what power is then: offices in government (in proportion to seats within it), "
        "seats, or voting power (Shapley-Shubik)",
    )


class Power(Part):
    """Who shares power in a situation: one of shares, formula or election."""

    shares: dict[Id, Score] | None = Field(
        default=None, description="party: its share; a party left out has none"
    )
    formula: Formula | None = None
    among: list[Id] = Field(
        default_factory=list, description="the parties the formula is for; all, where not given"
    )
    decisiveness: Decisiveness | None = Field(
        default=None,
        description="of the formula `contest`: how much strength decides; at 0 nothing, at 1 "
        "shares are as capabilities, far above it the strongest takes all",
    )
    population: dict[Id, Size] = Field(
        default_factory=dict, description="party: its members, or the people it stands for"
    )
    ministries: dict[Id, dict[Id, Score]] = Field(
        default_factory=dict,
        description="ministry: {party: what it is worth to it}, for the formula `portfolios`",
    )
    method: Picks = Field(default="dhondt", description="order in which ministries are picked")
    reserved: dict[Id, Score] = Field(
        default_factory=dict, description="party: percent set aside for it before the formula"
    )
    chair: Chair | None = None
    veto: list[Id] = Field(
        default_factory=list,
        description="who can stop any decision: power is then voting power (Shapley-Shubik) among "
        "the shares",
    )
    duration: Months | None = Field(default=None, description="months for which it is agreed")
    extension: Extension | None = None
    election: Election | None = None
    why: Text | None = None
    evidence: Evidence

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        kinds = [k for k in ("shares", "formula", "election") if getattr(self, k) is not None]
        if len(kinds) != 1:
            got = " and ".join(kinds) if kinds else "none"
            raise ValueError(f"should have one of shares, formula or election (got {got})")
        for field, formula in (("population", "population"), ("ministries", "portfolios")):
            if self.formula == formula and not getattr(self, field):
                raise ValueError(f"formula: {formula} needs {field}")
        return self
