"""Findings on past processes, reproduced: python benchmarks/track_record.py DIR.

DIR holds tables on peace processes (UCDP, PA-X, first mediations, conflict-years with mediation,
REIGN) under their published names. Each finding stands beside what was found on all of them; DIR
may hold a part of them. Out of sample means: fitted on all other countries. Intervals are of 95 %
over resampled countries. docs/track-record.md says what follows from each.
"""

from __future__ import annotations

import csv
import datetime as dt
import itertools
import re
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from tracktwo.casebook import pax, ucdp
from tracktwo.casebook.outcomes import interim_text, months_after, outcomes, vote_after
from tracktwo.casebook.records import Sources
from tracktwo.casebook.starts import starts
from tracktwo.scoring import proper

HORIZONS = (1, 2, 5)
RIDGE = 0.5
"""Weight of squared coefficients, in units of one outcome: few outcomes carry few covariates."""


def main(folder: Path) -> None:
    sources = both(folder)
    war_to_first(folder)
    first_mediation(folder, sources["UCDP"])
    covariates(sources)
    interim_to_vote(sources)
    ended(sources["UCDP"])
    power()
    famous(sources["PA-X"])


def both(folder: Path) -> dict[str, Sources]:
    own = Sources(
        agreements=ucdp.agreements(folder / "ucdp_peace_agreements_22_1.csv"),
        years=ucdp.conflict_years(folder / "ucdp_armed_conflict_25_1.csv"),
        votes=ucdp.votes(folder / "reign_elections.csv"),
        provisional=ucdp.provisional(folder / "reign_regimes.csv"),
    )
    theirs = replace(
        own,
        agreements=pax.agreements(folder / "pax_v9.csv"),
        agreements_end=dt.date(2024, 12, 31),
        ends={"pax": dt.date(2024, 12, 31)},
    )
    return {"UCDP": own, "PA-X": theirs}


def said(label: str, here: str, found: str) -> None:
    print(f"  {label:58} {here:34} all data: {found}")


def fit(x: np.ndarray, y: np.ndarray, ridge: float = 1e-3) -> np.ndarray:
    shrunken = np.r_[0.0, np.full(x.shape[1] - 1, ridge)]

    def loss(b: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ b
        value = np.sum(np.logaddexp(0, z) - y * z) + shrunken @ b**2
        return float(value), x.T @ (proper.logistic(z) - y) + 2 * shrunken * b

    return np.asarray(minimize(loss, np.zeros(x.shape[1]), jac=True).x)


def gain_out_of_sample(
    x: np.ndarray, y: np.ndarray, group: np.ndarray, ridge: float = 1e-3
) -> proper.Estimate:
    """Mean log score of a fit on other groups minus that of their plain rate."""
    told = np.zeros(len(y))
    for one in np.unique(group):
        here = group == one
        told[here] = proper.logistic(x[here] @ fit(x[~here], y[~here], ridge))
    usual = proper.rate_elsewhere(y, group)
    gain = proper.log_scores(told, y) - proper.log_scores(usual, y)
    return proper.mean_of(gain, proper.resampled(group))


def span(e: proper.Estimate, digits: int = 3) -> str:
    return f"{e.value:+.{digits}f} [{e.low:+.{digits}f}, {e.high:+.{digits}f}]"


def war_to_first(folder: Path) -> None:
    print("\nWar to a first agreement: mediation under way, an agreement in the last two years")
    with (folder / "conflict_years_mediation.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    agreed = {(r["cn"], int(r["year"]) + 1): r["pa1"] == "1" for r in rows}
    group = np.array([r["cn"] for r in rows])
    recent = np.array(
        [any(agreed.get((r["cn"], int(r["year"]) - back)) for back in (0, 1)) for r in rows], float
    )
    x = np.column_stack([np.ones(len(rows)), [float(r["med"]) for r in rows], recent])
    named = np.unique(group)
    rng = np.random.default_rng(1)
    for years, all_ in zip(HORIZONS, ("+.044", "+.058", "+.066"), strict=True):
        y = np.array([float(r[f"pa{years}"]) for r in rows])
        said(
            f"log score a conflict-year, within {years} y (n {len(y)})",
            span(gain_out_of_sample(x, y, group)),
            f"{all_}, clear of zero",
        )
    y = np.array([float(r["pa1"]) for r in rows])
    ratios = np.exp(fit(x, y)[1:])
    spread = []
    for _ in range(300):
        at = np.concatenate([np.flatnonzero(group == g) for g in rng.choice(named, len(named))])
        spread.append(np.exp(fit(x[at], y[at])[1:]))
    low, high = np.quantile(spread, (0.025, 0.975), axis=0)
    for n, (name, found) in enumerate(
        (("mediation", "2.4 [1.3, 4.5]"), ("recent agreement", "3.5 [2.0, 6.0]"))
    ):
        said(f"odds ratio of {name}", f"{ratios[n]:.1f} [{low[n]:.1f}, {high[n]:.1f}]", found)
    for name, at in (
        ("neither", (x[:, 1] == 0) & (recent == 0)),
        ("mediation alone", (x[:, 1] == 1) & (recent == 0)),
        ("recent agreement", recent == 1),
    ):
        shares = [np.mean([float(r[f"pa{h}"]) for r, a in zip(rows, at, strict=True) if a])
                  for h in HORIZONS]  # fmt: skip
        said(f"{name} (n {at.sum()}): share within 1, 2, 5 y",
             " ".join(f"{s:.2f}" for s in shares), "-")  # fmt: skip


def first_mediation(folder: Path, sources: Sources) -> None:
    print("\nAfter a first mediation")
    with (folder / "first_mediations.csv").open(encoding="utf-8", errors="replace") as file:
        rows = list(csv.DictReader(file))

    def within(years: int, *, strict: bool) -> float:
        hits = 0
        for r in rows:
            day = dt.date.fromisoformat(r["med.begins_d"])
            country = r["country"].split("(")[0].strip().lower()
            sides = [s.strip().lower() for s in re.split(r"[,.]", r["sideb"]) if s.strip()]
            hits += any(
                day < a.date <= months_after(day, 12 * years)
                and country in a.parties[0].lower()
                and (
                    not strict
                    or any(s in p.lower() or p.lower() in s for s in sides for p in a.parties[1:])
                )
                for a in sources.agreements
            )
        return hits / len(rows)

    for years, found in ((1, ".25 to .37"), (5, ".41 to .61")):
        by_country = np.mean([float(r[f"any{years}"]) for r in rows])
        said(
            f"within {years} y, by name and by country (n {len(rows)})",
            f"{within(years, strict=True):.2f} to {by_country:.2f}",
            found,
        )


def features(sources: Sources, start) -> list[float]:
    known = sources.known_on(start.day)
    first = start.first
    fought = [y for y in known.years if y.country == start.country and y.year >= start.day.year - 2]
    before = sum(a.country == start.country for a in known.agreements) - 1
    return [
        float(bool(first.third)),
        float(any(y.war for y in fought)),
        np.log1p(before),
        float("United Nations" in first.third),
        float(len(first.parties) > 2),
        float("ceasefire" in first.provides),
        float("autonomy" in first.provides),
        float("elections" in first.provides),
    ]


def covariates(sources: dict[str, Sources]) -> None:
    print("\nFrom an agreement onwards: fits with three to eight covariates against the base rate")
    known = {name: begun(name, mine) for name, mine in sources.items()}
    better, worse, fits = [], [], 0
    for (name, mine), months, count in itertools.product(
        sources.items(), (12, 24, 60), (3, 4, 6, 8)
    ):
        for stage in ("partial", "comprehensive", "interim-text", "survives"):
            if stage == "survives" and name == "PA-X":
                continue  # it does not say when agreements ended
            x, y, group = [], [], []
            for start, told, found in known[name]:
                if start.road != ("transition" if stage == "interim-text" else "settlement"):
                    continue
                if stage == "survives":
                    until = months_after(start.day, months)
                    over = start.first.ended and start.first.ended <= until
                    passed = None if until > mine.agreements_end and not over else not over
                else:
                    passed = told[stage].within(start.day, months) if stage in told else None
                if passed is not None:
                    x.append([1.0, *found[:count]])
                    y.append(float(passed))
                    group.append(start.country)
            if not 3 <= sum(y) <= len(y) - 3:
                continue
            gain = gain_out_of_sample(np.array(x), np.array(y), np.array(group), RIDGE)
            fits += 1
            label = f"{name} {stage} {months} m, {count} covariates: {span(gain)}"
            better += [label] if gain.low > 0 else []
            worse += [label] if gain.high < 0 else []
    said("fits; clearly better; clearly worse", f"{fits}; {len(better)}; {len(worse)}", "47; 0; 8")
    for label in [*(f"better: {b}" for b in better), *(f"worse: {w}" for w in worse)]:
        print(f"    {label}")


def begun(name: str, mine: Sources) -> list[tuple]:
    """Starts from an agreement of one source, with their outcomes by stage and what is known."""
    return [
        (start, {o.stage: o for o in outcomes(mine, start)}, features(mine, start))
        for start in starts(mine)
        if start.first is not None and start.first.source[:4] == name[:4]
    ]


def interim_to_vote(sources: dict[str, Sources]) -> None:
    print("\nInterim agreement to a national vote within five years")
    for name, found in (("PA-X", ".80 (n 47)"), ("UCDP", ".59 (n 32)")):
        mine = sources[name]
        listed = {v.country for v in mine.votes}
        hits = []
        for start in starts(mine):
            if start.road != "vote" or start.country not in listed:
                continue
            held = vote_after(mine, start, start.day)
            until = months_after(start.day, 60)
            if held and held.date <= until:
                hits.append(1)
            elif until <= mine.votes_end:
                hits.append(0)
        low, high = proper.wilson(sum(hits), len(hits))
        said(f"{name}", f"{np.mean(hits):.2f} [{low:.2f}, {high:.2f}] (n {len(hits)})", found)


def ended(sources: Sources) -> None:
    print("\nAgreement ended within five years")
    for kind, found in (("all", ".33 [.28, .38]"), ("full", ".21"), ("partial", "-"),
                        ("process", ".46")):  # fmt: skip
        over, group = [], []
        for a in sources.agreements:
            until = months_after(a.date, 60)
            gone = a.ended is not None and a.ended <= until
            if kind in {"all", a.kind} and (gone or until <= sources.agreements_end):
                over.append(gone)
                group.append(a.country)
        share = proper.mean_of(over, proper.resampled(group))
        text = f"{share.value:.2f} [{share.low:.2f}, {share.high:.2f}] (n {len(over)})"
        said(kind, text, found)


def power() -> None:
    print("\nPower of a casebook")
    # Odds whose truth would be worth .075 nats: beta-distributed about .4.
    odds = next(
        p
        for size in np.linspace(12, 2, 60)
        if proper.most_to_gain(p := np.random.default_rng(1).beta(0.4 * size, 0.6 * size, 4000))
        >= 0.075
    )
    said("perfect odds over the base rate, nats", f"{proper.most_to_gain(odds):.3f}", ".075")
    for n, found in ((24, "23 %"), (150, "72 %"), (300, "95 %")):
        said(f"found with {n} outcomes", f"{proper.chance_to_find(odds, n):.0%}", found)
    for n, found in ((24, "±.27"), (150, "±.11")):
        error = 2 / np.sqrt(n)  # standard error of log-odds in the large where half happen
        said(
            f"bias in log-odds, {n} outcomes: half of cases within; 95 %",
            f"±{0.6745 * error:.2f}; ±{1.96 * error:.2f}",
            found,
        )


def famous(sources: Sources) -> None:
    print("\nChoosing famous cases: the 45 processes with most agreements, against all (PA-X)")
    count: dict[str, int] = {}
    for a in sources.agreements:
        count[a.process] = count.get(a.process, 0) + 1
    known = sorted(count, key=lambda p: -count[p])[:45]
    first = {}
    for start in starts(sources):
        if start.road == "transition" and start.first.source == "PA-X":
            first.setdefault(start.process, start)

    def partial(start) -> bool:
        later = [a for a in sources.agreements if a.process == start.process]
        end = months_after(start.day, 60)
        return any(a.kind in {"partial", "full"} and start.day <= a.date <= end for a in later)

    def interim(start) -> bool:
        text = interim_text(sources, start)
        return text is not None and text.date <= months_after(start.day, 60)

    for name, passed, found in (
        ("partial", partial, "1.00 against .75"),
        ("interim", interim, ".73 against .33"),
    ):
        chosen = [passed(first[p]) for p in known if p in first]
        every = [passed(s) for s in first.values()]
        said(
            f"{name} agreement within five years ({len(chosen)} of {len(every)})",
            f"{np.mean(chosen):.2f} against {np.mean(every):.2f}",
            found,
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
