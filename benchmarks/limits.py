"""How near a solution of the worked case is to what the machine can do.

python benchmarks/limits.py [--draws 1024]

Two limits, each measured here and now on one core: how many exponentials a second the quickest way
there is works out on data in the cache (ours for vectors, or NumPy's), and how many bytes a second
are copied in memory. The engine has to take at least the exponentials of every consent and
disruption, and to read its arrays and write its solution once.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import fields

import numpy as np
from roadmap import exp_seconds

from tracktwo.case import load, shipped_case
from tracktwo.game.setting import settle
from tracktwo.roadmap.exact import solve
from tracktwo.roadmap.plan import plan_for
from tracktwo.roadmap.structure import EventKind


def least(work, times=7):
    """Return the least processor time of several runs, in seconds."""
    found = []
    for _ in range(times):
        begin = time.thread_time()
        work()
        found.append(time.thread_time() - begin)
    return min(found)


def exps_a_draw(roadmap):
    """Return one for each answer of each period, and one for each state that is left."""
    plan = plan_for(roadmap)
    disruptions = int((plan.kind == EventKind.DISRUPTION).sum())
    answers = plan.consent_event.size + disruptions * roadmap.actors
    return roadmap.periods * (answers + plan.states)


def bytes_a_second():
    a = np.zeros(16_000_000)
    b = np.ones_like(a)
    return 2 * a.nbytes / least(lambda: np.copyto(b, a))  # one read, one written


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--draws", type=int, default=1_024)
    draws = parser.parse_args().draws
    case = load(shipped_case("afghanistan-2023")).case
    (setting,) = settle([case], draws=draws, seed=1, threads=1, work=10**6)
    roadmap, inputs = setting.lowered.roadmap, setting.inputs

    def work():
        return solve(roadmap, inputs, milestones=False, threads=1, engine=setting.engine)

    solution = work()
    rate = draws / least(work)
    exps = exps_a_draw(roadmap)
    arrays = [getattr(inputs, f.name) for f in fields(inputs)]
    arrays += [one for one in vars(solution).values() if isinstance(one, np.ndarray)]
    moved = sum(one.nbytes for one in arrays) / draws
    ours, _, numpys = exp_seconds(np.float32 if setting.engine == "single" else np.float64)
    exp_rate, byte_rate = 1 / min(ours, numpys), bytes_a_second()
    print(f"worked case, {draws:,} draws, engine {setting.engine}, one core: {rate:,.0f} draws/s")
    print(
        f"exponentials: {exps:,} a draw; the machine does {exp_rate / 1e6:,.0f} million a second, "
        f"so {exp_rate / exps:,.0f} draws/s: {exps * rate / exp_rate:.0%} of that limit"
    )
    print(
        f"memory: {moved / 1e3:.0f} kB a draw in and out; the machine copies "
        f"{byte_rate / 1e9:.1f} GB/s, so {byte_rate / moved:,.0f} draws/s: "
        f"{moved * rate / byte_rate:.1%} of that limit"
    )


if __name__ == "__main__":
    main()
