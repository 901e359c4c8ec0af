"""How signed agreements go on, as competing risks: python benchmarks/abandonment.py.

From each agreement of the shipped tables (UCDP) to the first of: the next agreement of its
process; its end; fighting in its conflict in a later calendar year (known at that year's middle);
or silence, two years with none of these. Cumulative incidence by Aalen and Johansen (1978), with
lifelines.
"""

from __future__ import annotations

import datetime as dt
import warnings

import numpy as np
from lifelines import AalenJohansenFitter

from tracktwo.casebook.shipped import shipped
from tracktwo.casebook.starts import QUIET

NAMES = {1: "next agreement", 2: "ended, or fighting again", 3: "silence"}


def main() -> None:
    sources = shipped()
    active = {(y.conflict, y.year) for y in sources.years}
    times, events = [], []
    for a in sources.agreements:
        after = min(
            (b.date for b in sources.agreements if b.process == a.process and b.date > a.date),
            default=None,
        )
        fought = next(
            (dt.date(y, 7, 1) for y in range(a.date.year + 1, 2025) if (a.process, y) in active),
            None,
        )
        gone = min((d for d in (a.ended, fought) if d and d > a.date), default=None)
        silent = a.date + dt.timedelta(days=QUIET)
        first, event = min((d, n) for n, d in ((1, after), (2, gone), (3, silent)) if d is not None)
        if first > sources.agreements_end:
            first, event = sources.agreements_end, 0
        times.append(max((first - a.date).days / 30.44, 0.03))
        events.append(event)
    print(f"{len(times)} agreements; share by 12 and 25 months, and the rate a month that gives it")
    for number, name in NAMES.items():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # tied times are moved apart by a little
            fit = AalenJohansenFitter(seed=1, calculate_variance=False)
            fit.fit(times, events, event_of_interest=number)
        curve = fit.cumulative_density_.iloc[:, 0]
        shares = [float(curve[curve.index <= month].iloc[-1]) for month in (12, 25)]
        monthly = -np.log1p(-shares[1]) / 25
        print(f"  {name:26} {shares[0]:.2f}  {shares[1]:.2f}  {monthly:.3f}")


if __name__ == "__main__":
    main()
