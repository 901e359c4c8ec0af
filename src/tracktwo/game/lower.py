"""Lowering: from a case, in words and ids, to the arrays of the roadmap game.

This room is the only place that knows both. Everything uncertain is a `Factor` with a path, the
case's own quantities and the constants of the model alike; `Lowered.inputs` turns one sample of
them into the engine's arrays. What becomes of actors, issues, stages and levers stands in a
module each.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.bargaining import BargainingTable
from tracktwo.game import actor_arrays, issue_arrays, lever_arrays, stage_arrays
from tracktwo.game.again import Parts
from tracktwo.game.calibration import disruption_log_odds
from tracktwo.game.draw_counts import FEW
from tracktwo.game.draws import Sample
from tracktwo.game.factors import factors_of
from tracktwo.game.power_sharing import PowerSharing
from tracktwo.game.roadmap_structure import roadmap_of
from tracktwo.roadmap.fitting import fitting, too_many
from tracktwo.roadmap.inputs import Inputs, policy_utility
from tracktwo.roadmap.structure import TooManyStatesError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from tracktwo.case.schema import Case, Stance
    from tracktwo.game.draws import ValueRange
    from tracktwo.game.factors import Factor
    from tracktwo.roadmap.structure import Roadmap

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Lowered:
    """A case as a roadmap game: the structure, and the recipe for its numbers.

    `values` are one sample everywhere: (D,) values of every number of the game, by path.
    """

    case: Case
    roadmap: Roadmap
    players: tuple[str, ...]
    issues: tuple[str, ...]
    milestones: tuple[str, ...]
    factors: tuple[Factor, ...]
    sharing: PowerSharing | None = None
    """Who shares power; None where the case says nothing of it."""

    @cached_property
    def spans(self) -> dict[str, ValueRange]:
        """Every factor's range by path."""
        return {f.path: f.span for f in self.factors}

    @property
    def uncertain(self) -> list[str]:
        """Paths of the factors with any width."""
        return [f.path for f in self.factors if f.span.uncertain]

    @cached_property
    def asked(self) -> NDArray[np.bool_]:
        """(N,) whether each player has a say: can sway a rule, or may take consent back."""
        out = np.zeros(len(self.players), dtype=bool)
        for step, diagram in zip(self.roadmap.milestones, self.roadmap.diagrams, strict=True):
            out[list(step.withdrawable_by)] = True
            out[[diagram.actors[place] for place in diagram.asks]] = True
        return out

    def stage_of(self, milestone: int) -> int:
        """Return the index of a milestone's stage."""
        return self.roadmap.milestones[milestone].stage

    def stance_word(self, actor: str, milestone: int) -> str | None:
        """Return the word for what an actor has declared on a milestone, or else on its stage."""
        said = self.stance_of(actor, milestone)
        return None if said is None else said.stance

    def stance_of(self, actor: str, milestone: int) -> Stance | None:
        """Return the stance of an actor on a milestone, or else on its stage."""
        stage = self.case.roadmap.stages[self.stage_of(milestone)].id
        return actor_arrays.stance_of(self.case, actor, self.milestones[milestone], stage)

    def policy(
        self, values: Mapping[str, Floats], draws: int, shares: Floats | None = None
    ) -> Floats:
        """Return (D, R, J): what each situation puts in force, 0-1; `shares` if at hand."""
        fixed: dict[str, Floats] = {}
        if self.sharing is not None and self.sharing.issue is not None:
            if shares is None:
                shares = self.sharing.shares(values, draws, self._table_over_power(values, draws))
            fixed[self.sharing.issue] = shares[:, :, self.sharing.side].sum(axis=2)
        table = cache(lambda: self.table(values, draws))
        return issue_arrays.policy(self.case, self.issues, values, draws, table=table, fixed=fixed)

    def shares(self, values: Mapping[str, Floats], draws: int) -> Floats | None:
        """Return (D, R, P): each party's share of power in each situation; None without any."""
        if self.sharing is None:
            return None
        return self.sharing.shares(values, draws, self._table_over_power(values, draws))

    def utility(
        self,
        values: Mapping[str, Floats],
        draws: int,
        policy: Floats,
        shares: Floats | None = None,
    ) -> Floats:
        """Return (D, R, N): the flow payoff of a policy (D, R, J), shares of power included."""
        exponent = np.repeat(values["model.loss_exponent"][:, None], len(self.players), axis=1)
        return policy_utility(*self.stakes(values, draws, policy, shares), exponent)

    def stakes(
        self,
        values: Mapping[str, Floats],
        draws: int,
        policy: Floats,
        shares: Floats | None = None,
    ) -> tuple[Floats, Floats, Floats]:
        """Return a policy as the players feel it, what they want, and how much they care.

        The arguments of `policy_utility`; with shares of power, (D, R, N, J) and maybe a column
        more than there are issues.
        """
        position, salience = self.positions(values, draws)
        if self.sharing is None:
            return policy, position, salience
        if shares is None:
            shares = self.sharing.shares(values, draws, self._table_over_power(values, draws))
        return self.sharing.stakes(values, policy, shares, (position, salience))

    def table(self, values: Mapping[str, Floats], draws: int) -> BargainingTable:
        """Return the table over which the players bargain: all issues, positions on 0-100."""
        position, salience = self.positions(values, draws)
        capability = np.stack([values[f"actors.{a}.capability"] for a in self.players], axis=1)
        today: dict[str, Floats] = {}
        if self.sharing is not None and self.sharing.issue is not None:
            today[self.sharing.issue] = self.sharing.side_today(values, draws)
        return BargainingTable.of(
            100 * position,
            salience,
            capability[:, :, None],
            status_quo=100 * issue_arrays.status_quo(self.issues, values, draws, today),
            actors=self.players,
            issues=self.issues,
        )

    def _table_over_power(self, values: Mapping[str, Floats], draws: int) -> BargainingTable | None:
        """Return the table where shares of power are to be bargained over, else nothing."""
        bargained = self.sharing is not None and self.sharing.is_negotiated
        return self.table(values, draws) if bargained else None

    def positions(self, values: Mapping[str, Floats], draws: int) -> tuple[Floats, Floats]:
        """Return positions (D, N, J) on 0-1, NaN where an actor has none, and saliences."""
        return actor_arrays.positions(self.players, self.issues, values, draws)

    def lever_path(
        self,
        values: Mapping[str, Floats],
        draws: int,
        *,
        full: bool = False,
        delay: Sequence[int] = (),
    ) -> Floats:
        """Return (D, L, P), intensity with ramp and fatigue; `full` ignores the one set.

        The first T columns are the months reported; see `lever_arrays.lever_path`.
        """
        return lever_arrays.lever_path(
            self.case, values, draws, self.roadmap, full=full, delay=delay
        )

    def harm(
        self,
        values: Mapping[str, Floats],
        draws: int,
        *,
        full: bool = False,
        path: Floats | None = None,
    ) -> Floats:
        """Return (D, L): harm to civilians of each lever per month, as `lever_harm` does.

        With `full`, each at full intensity; `path` is that of `lever_path`, where it is known
        already.
        """
        if path is None:
            path = self.lever_path(values, draws, full=full)
        return lever_arrays.lever_harm(self.case, values, path)

    def inputs_with_power(
        self, like: Inputs, values: Mapping[str, Floats], shares: Floats
    ) -> Inputs:
        """Return the arrays of a case that differs from another in who shares power, and how.

        Parameters
        ----------
        like : of the other, for the same draws
        shares : (D, R, P) as in `shares`
        """
        draws, lost = like.draws, self._lost(values, shares)
        return replace(
            like,
            utility=self.utility(values, draws, self.policy(values, draws, shares), shares),
            relapse=stage_arrays.relapse(self.case, values, draws, lost),
        )

    def _lost(self, values: Mapping[str, Floats], shares: Floats | None) -> Floats | None:
        """Return (D,), what losers of the last stage have lost of power, where it counts."""
        if self.sharing is None or shares is None or self.case.roadmap.relapse is None:
            return None
        return self.sharing.lost_at_the_end(values, shares)

    def kept_shares(
        self, values: Mapping[str, Floats], draws: int, parts: Parts | None
    ) -> Floats | None:
        """Return (D, R, P), as `shares` and as `inputs` takes them."""
        return (parts or Parts()).part("shares", lambda v: self.shares(v, draws), values)

    def inputs(
        self, values: Mapping[str, Floats], draws: int, parts: Parts | None = None
    ) -> Inputs:
        """Return the engine's arrays for one sample of the factors, `(draws,)` values each.

        Parameters
        ----------
        parts : of earlier lowerings of this case with as many draws; what reads only values that
            are the same arrays as then is taken from there
        """
        case, players, spans = self.case, self.players, self.spans
        none, one = np.zeros(draws), np.ones(draws)
        part = (parts or Parts()).part

        def per_actor(values: Mapping[str, Floats], field: str, default: Floats) -> Floats:
            return actor_arrays.per_actor(players, field, values, draws, default)

        def able(values: Mapping[str, Floats]) -> tuple[Floats, Floats]:
            capability = per_actor(values, "capability", none)
            disruption = per_actor(values, "disruption", one)
            share = actor_arrays.share_of_capability(capability, disruption, self.asked)
            return capability, share * disruption

        def utility(values: Mapping[str, Floats], shares: Floats | None) -> Floats:
            return self.utility(values, draws, self.policy(values, draws, shares), shares)

        def lever_paths(values: Mapping[str, Floats]) -> Floats:
            return lever_arrays.lever_path(
                case, values, draws, self.roadmap, part=lambda name, make: part(name, make, values)
            )

        def growth(values: Mapping[str, Floats]) -> Floats:
            yearly = values["roadmap.conflict_growth"]
            return np.asarray(np.expm1(np.log1p(np.maximum(yearly, -0.999999)) / 12))

        def relapse(values: Mapping[str, Floats], shares: Floats | None) -> Floats:
            return stage_arrays.relapse(case, values, draws, self._lost(values, shares))

        shares = self.kept_shares(values, draws, parts)
        capability, disruption = part("capability", able, values)
        theta, abandonment = part(
            "pace",
            lambda v: stage_arrays.pace(
                case, self.roadmap, v, draws, spans["model.abandonment"].mode
            ),
            values,
        )
        return Inputs(
            utility=part("utility", utility, values, shares),
            conflict=part(
                "conflict", lambda v: stage_arrays.conflict(case, players, v, draws), values
            ),
            growth=part("growth", growth, values),
            lever_path=part("lever_path", lever_paths, values),
            lever_cost=part(
                "lever_cost", lambda v: lever_arrays.lever_cost(case, players, v, draws), values
            ),
            theta=theta,
            stance=part(
                "stance",
                lambda v: actor_arrays.stance_strength(case, players, self.milestones, v, draws),
                values,
            ),
            precision=part(
                "precision", lambda v: per_actor(v, "precision", v["model.precision"]), values
            ),
            discount=values["model.discount"],
            disruption=disruption,
            phi=part("phi", lambda v: disruption_log_odds(v["model.disruption"]), values),
            abandonment=abandonment,
            capability=capability,
            lapse=part("lapse", lambda v: stage_arrays.lapse(case, v, draws), values),
            relapse=part("relapse", relapse, values, shares),
        )


def lower(case: Case, like: Lowered | None = None) -> Lowered:
    """Lower a case to a roadmap game.

    Parameters
    ----------
    case : Case
    like : another, whose roadmap and all that was worked out of it is taken over where it is equal

    Raises
    ------
    CaseError
        If a settlement names a bargaining model that there is not: the case format does not
        know the models.
    ValueError
        If the case names something that it does not define; `tracktwo.case.load` reports these
        with file and line before it comes to this.
    """
    issue_arrays.check_settlements(case)
    players = actor_arrays.players_of(case)
    issues = tuple(i.id for i in case.issues)
    milestones = tuple(m.id for s in case.roadmap.stages for m in s.milestones)
    roadmap = roadmap_of(case, players, milestones)
    if like is not None and like.roadmap == roadmap:
        roadmap = like.roadmap
    found = Lowered(
        case=case,
        roadmap=roadmap,
        players=players,
        issues=issues,
        milestones=milestones,
        factors=factors_of(case),
        sharing=PowerSharing.of(case, players, issues),
    )
    return _counted(found) if too_many(roadmap) else found


def _counted(found: Lowered) -> Lowered:
    """Return a case of too many states with its easier steps counted together, if that can be."""
    sample = Sample(FEW, 0)  # which of them are easy is the case's own, whatever is asked of it
    inputs = found.inputs(sample.values(found.spans), FEW)
    try:
        return replace(found, roadmap=fitting(found.roadmap, inputs))
    except TooManyStatesError:  # told once it is to be solved
        return found
