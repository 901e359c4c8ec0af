"""The roadmap engine: a finite-horizon stochastic game, solved exactly."""

from tracktwo.roadmap.accounting import Visits, visits
from tracktwo.roadmap.engines import chosen_engine, engines, kernel_is_ready
from tracktwo.roadmap.exact import solve
from tracktwo.roadmap.inputs import Inputs, make_inputs, policy_utility
from tracktwo.roadmap.plan import Plan, plan_for
from tracktwo.roadmap.rules import Actor, AtLeast, Rule, Share, all_of, any_of
from tracktwo.roadmap.simulate import Simulation, Values, exact_values, simulate
from tracktwo.roadmap.solution import Solution
from tracktwo.roadmap.structure import (
    Kind,
    Lever,
    Milestone,
    Roadmap,
    Stage,
    TooManyStatesError,
)

__all__ = [
    "Actor",
    "AtLeast",
    "Inputs",
    "Kind",
    "Lever",
    "Milestone",
    "Plan",
    "Roadmap",
    "Rule",
    "Share",
    "Simulation",
    "Solution",
    "Stage",
    "TooManyStatesError",
    "Values",
    "Visits",
    "all_of",
    "any_of",
    "chosen_engine",
    "engines",
    "exact_values",
    "kernel_is_ready",
    "make_inputs",
    "plan_for",
    "policy_utility",
    "simulate",
    "solve",
    "visits",
]
