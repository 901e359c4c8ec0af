"""Units of what records hold, by the name of the field."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

CHANCE, CHANGE, POINTS, SCALE = "chance 0-1", "difference of chances", "points 0-100", "0-100"
INDEX, AS_NUMBER = "index 0-1", "as the number at its path"
MONTHS, COUNT, LOG_ODDS, SHARE = "months", "number", "log-odds", "share 0-1"

UNITS: Mapping[str, str] = {
    "reached": CHANCE, "in_force": CHANCE, "odds": CHANCE, "base": CHANCE, "chance": CHANCE,
    "monthly": CHANCE, "before": CHANCE, "after": CHANCE, "odds_p10": CHANCE, "given": CHANCE,
    "overall": CHANCE, "accepted": SHARE, "sure": SHARE, "harm_over_limit": SHARE,
    "reaching": SHARE, "threshold": CHANCE, "everyone": CHANGE, "pivotal": CHANGE,
    "if_consents": CHANGE, "if_refuses": CHANGE, "if_quiet": CHANGE, "difference": CHANGE,
    "adds": CHANGE, "adds_at_full": CHANGE, "interaction": CHANGE, "total": CHANGE,
    "at_low": CHANGE, "at_high": CHANGE, "regret": CHANGE, "swing": CHANGE, "swing_error": CHANGE,
    "harm": SCALE, "harm_at_full": SCALE, "harm_worst": SCALE, "harm_peak": SCALE,
    "harm_limit": SCALE, "harm_difference": "points 0-100", "cost": SCALE, "position": SCALE,
    "salience": SCALE, "distance": POINTS, "ensemble": SCALE, "margin": "points of payoff a month",
    "gains": "points of payoff", "shares": SHARE, "weight": SHARE, "capacity": CHANCE,
    "gain_from_failure": "points of payoff", "median_months": MONTHS, "quartile_months": MONTHS,
    "month": MONTHS, "horizon": MONTHS, "duration": MONTHS, "with_extension": MONTHS,
    "wait": MONTHS, "votes": SHARE, "value": LOG_ODDS, "draws": COUNT, "seed": COUNT,
    "first": "share of variance 0-1", "first_error": "share of variance 0-1",
    "exact": CHANCE, "counted_odds": CHANCE, "simulated": CHANCE, "coarseness": CHANGE,
    "paths": COUNT, "counted": COUNT, "coalition": COUNT, "number": COUNT, "part": COUNT,
    "turn": COUNT, "bin": COUNT, "given_up": CHANCE, "broken_down": CHANCE, "stands": CHANCE,
    "lost": CHANCE, "onward": CHANCE, "extension": CHANCE, "in_time": CHANCE,
    "in_extended_time": CHANCE, "coup_attempt": CHANCE, "no_government": CHANCE, "nobody": CHANCE,
    "boycott": CHANCE, "government": CHANCE, "left_out": CHANCE, "turnout": SHARE,
    "power": SHARE, "today": SHARE, "due": SHARE, "efficiency": SHARE, "proportional": CHANCE,
    "envy_free": CHANCE, "envy_free_up_to_one": CHANCE, "holder": CHANCE, "congruence": INDEX,
    "weight_present": SHARE, "weight_absent": SHARE, "able": SHARE, "index": INDEX,
    "force": SHARE, "needed": SHARE, "present": SHARE, "disagreement": SCALE, "models": SCALE,
    "histogram": SHARE, "shortest": SCALE, "policy": SCALE, "bound": "points of payoff a month",
    "points": "points of payoff a month", "shortfall": "points of payoff a month",
    "readiness": LOG_ODDS, "readier": SHARE, "less_ready": SHARE, "hangs_on_it": CHANGE,
    "certainty": SHARE, "solved": COUNT, "samples": COUNT,
    "density": SHARE, "coverage": SHARE, "share": SHARE, "n": COUNT, "shapley": "index",
    "banzhaf": "index", "intensity": SHARE, "delay": MONTHS, "years": "years",
}  # fmt: skip
"""Unit of a field by its name, the same wherever the name is used."""

OWN_UNITS: Mapping[tuple[str, str], str] = {
    **{("IssueSettlement", name): "on the scale of the issue"
       for name in ("low", "high", "points", "mean", "quantiles", "central", "shortest")},
    ("Returned", "cases"): COUNT,
    ("Analogue", "distance"): INDEX, ("Rate", "low"): SHARE, ("Rate", "high"): SHARE,
    ("Rate", "passed"): COUNT, ("SimulatedOdds", "error"): CHANGE,
    ("Fear", "share"): LOG_ODDS, ("Fear", "ballot"): LOG_ODDS, ("Fear", "never"): LOG_ODDS,
    ("Door", "low"): "capability", ("Door", "high"): "capability", ("Door", "all"): CHANGE,
    ("Door", "disruption"): CHANGE, ("Door", "rules"): CHANGE, ("Door", "shares"): CHANGE,
    ("Guarantee", "short"): "points of payoff a month", ("Guarantee", "now"): SCALE,
    ("Guarantee", "most"): "points of payoff a month", ("Promise", "level"): SCALE,
    ("Terms", "change"): POINTS, ("PickResult", "order"): CHANCE,
    ("Zone", "coalitions"): COUNT, ("Zone", "shortfall"): "points of payoff a month",
    ("Weight", "inputs"): COUNT, ("Weight", "sd_if_known"): "on the scale asked for",
    ("Verdict", "widest"): "share of variance 0-1", ("Verdict", "runs"): COUNT,
    ("Matters", "mean"): "on the scale asked for", ("Matters", "sd"): "on the scale asked for",
    ("Condition", "low"): AS_NUMBER, ("Condition", "high"): AS_NUMBER,
    **{("Faction", name): CHANGE for name in ("aside", "asked", "opposed")},
    **{("Input", end): AS_NUMBER for end in ("low", "mode", "high")},
    **{("TornadoBar", end): AS_NUMBER for end in ("low", "high")},
    ("Weight", "total"): "share of variance 0-1",
    ("Weight", "total_error"): "share of variance 0-1",
    ("Reasons", "total"): LOG_ODDS, ("Worth", "value"): "points of odds",
    ("Influence", "shapley"): CHANGE, ("Influence", "banzhaf"): CHANGE,
    ("PickResult", "value"): SHARE, ("VoteResult", "seats"): "seats or chance of the office",
    ("Coalition", "share"): SHARE, ("FactChange", "before"): "", ("FactChange", "after"): "",
    ("QuoteChange", "before"): "", ("QuoteChange", "after"): "", ("LeverSetting", "start"): "",
}  # fmt: skip
"""Where a record uses a name for something of its own."""


def unit_of(kind: str, field: str) -> str:
    """Return the unit of a field of a record; empty where it has none.

    Parameters
    ----------
    kind : name of the record's class
    field : name of the field
    """
    return OWN_UNITS.get((kind, field), UNITS.get(field, ""))
