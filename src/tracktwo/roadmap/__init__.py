"""The roadmap engine: a finite-horizon stochastic game, solved exactly."""

from tracktwo.roadmap.accounting import Visits, visits
from tracktwo.roadmap.coarse import Outcome, coarse_values, solve_or_simulate
from tracktwo.roadmap.engines import chosen_engine, engines, kernel_is_ready
from tracktwo.roadmap.exact import final_odds, solve
from tracktwo.roadmap.gradient import Gradients, gradients
from tracktwo.roadmap.inputs import Inputs, make_inputs, policy_utility
from tracktwo.roadmap.plan import Plan, plan_for
from tracktwo.roadmap.rules import Actor, AtLeast, Rule, Share, all_of, any_of
from tracktwo.roadmap.simulate import Simulation, Values, exact_values, simulate
from tracktwo.roadmap.solution import Solution
from tracktwo.roadmap.stream import Summary, bytes_per_draw, solve_stream
from tracktwo.roadmap.structure import (
    EventKind,
    Lever,
    Milestone,
    Roadmap,
    Stage,
    TooManyStatesError,
)

__all__ = [
    "Actor",
    "AtLeast",
    "EventKind",
    "Gradients",
    "Inputs",
    "Lever",
    "Milestone",
    "Outcome",
    "Plan",
    "Roadmap",
    "Rule",
    "Share",
    "Simulation",
    "Solution",
    "Stage",
    "Summary",
    "TooManyStatesError",
    "Values",
    "Visits",
    "all_of",
    "any_of",
    "bytes_per_draw",
    "chosen_engine",
    "coarse_values",
    "engines",
    "exact_values",
    "final_odds",
    "gradients",
    "kernel_is_ready",
    "make_inputs",
    "plan_for",
    "policy_utility",
    "simulate",
    "solve",
    "solve_or_simulate",
    "solve_stream",
    "visits",
]
