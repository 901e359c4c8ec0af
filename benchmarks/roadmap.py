"""The roadmap engine measured, beside what a user would pick instead. One command, one run:

    python benchmarks/roadmap.py [--quick] [--no-peers] [--peers-python PATH] [--out FILE]

The game: 12 actors, 4 stages, 8 milestones (15 states), 6 levers, 120 months, every number
different in every draw. Peers simulate the game of the first draw, one noisy path at a time, and
get its strategies for free; the exact engines solve for the strategies of every draw. Peers run
in an environment of their own, made in a temporary folder; without a package index they are
skipped, and it says so.
"""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

import numpy as np

from tracktwo.roadmap import (
    Actor,
    EventKind,
    Lever,
    Milestone,
    Roadmap,
    Stage,
    all_of,
    bytes_per_draw,
    engines,
    make_inputs,
    plan_for,
    solve,
)
from tracktwo.roadmap.engines import FASTEST
from tracktwo.roadmap.exact import cores
from tracktwo.roadmap.reference import PlainGame
from tracktwo.roadmap.structure import steps_beyond

ACTORS, STAGES, MONTHS, LEVERS = 12, 4, 120, 6
TARGET = 20_000
PEERS = {"numpy": "numpy", "mesa": "mesa", "ema": "ema_workbench"}
NAMES = {
    "numpy": "plain vectorised NumPy simulation",
    "mesa": "Mesa, agents and a model",
    "ema": "EMA Workbench, one call per experiment",
}


def game(*, further=False):
    """The game; `further` past the months reported, as a case is solved."""
    rng = np.random.default_rng(0)
    steps = [
        Milestone(k, all_of([Actor(int(i)) for i in rng.choice(ACTORS, 3, replace=False)]))
        for k in range(STAGES)
        for _ in range(2)
    ]
    stages = tuple(Stage(0) for _ in range(STAGES))
    levers = tuple(Lever((0, 1, 2)) for _ in range(LEVERS))
    beyond = steps_beyond(MONTHS) if further else ()
    return Roadmap(ACTORS, stages, tuple(steps), MONTHS, levers, beyond=beyond)


def numbers(roadmap, draws):
    rng = np.random.default_rng(1)
    d, n, m, r = draws, ACTORS, len(roadmap.milestones), roadmap.situations
    rising = np.linspace(-0.9, -0.2, STAGES + 1)
    worth = np.concatenate([rising, [-0.9, -0.8]])[None, :, None]
    return make_inputs(
        roadmap,
        d,
        utility=worth + 0.3 * rng.normal(size=(d, r, n)),
        conflict=0.2 * rng.random((d, r, n)),
        growth=0.002 * rng.random(d),
        lever_path=rng.random((d, LEVERS, roadmap.periods)),
        lever_cost=0.05 * rng.random((d, LEVERS, n)),
        theta=rng.normal(size=(d, m)) * 0.3 - 0.8,
        stance=0.5 * rng.normal(size=(d, m, n)),
        precision=3 * rng.random((d, n)),
        discount=rng.uniform(0.95, 0.99, d),
        disruption=rng.random((d, n)) / n,
        phi=-5.0,
        abandonment=0.003,
        relapse=0.002,
    )


def fastest(work, repeat):
    """Return the least (wall, processor) seconds of some runs."""
    best = [np.inf, np.inf]
    for _ in range(repeat):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        best = [
            min(best[0], time.perf_counter() - wall),
            min(best[1], time.process_time() - cpu),
        ]
    return best


def exponentials(roadmap):
    """Exponentials and logarithms per draw: one per answer, and one of each per event or state."""
    plan = plan_for(roadmap)
    disruptions = int((plan.kind == EventKind.DISRUPTION).sum())
    milestones = int((plan.kind == EventKind.MILESTONE).sum())
    answers = plan.consent_event.size + disruptions * roadmap.actors
    return MONTHS * (answers + plan.states), MONTHS * (milestones + disruptions)


def exp_seconds(kind=np.float64):
    """Return the seconds that one exponential and one logarithm take, on vectors in the cache.

    And one exponential of NumPy's; of doubles or of single floats.
    """
    from tracktwo.compiled import njit  # noqa: PLC0415  (needs numba)
    from tracktwo.roadmap.simd import LANES, exp, load, log, store  # noqa: PLC0415

    @njit
    def fill_exp(x, y):
        for row in range(x.shape[0]):
            store(y, (row,), exp(load(x, (row,))))

    @njit
    def fill_log(x, y):
        for row in range(x.shape[0]):
            store(y, (row,), log(load(x, (row,))))

    x = (-10 * np.random.default_rng(0).random((64, LANES))).astype(kind)
    y, z = np.empty_like(x), np.empty_like(x)

    def each(fill, a, b):
        fill(a, b)

        def many():
            for _ in range(2000):
                fill(a, b)

        # Calling from Python costs as much as a few rows: subtract a call on no rows.
        empty = a[:0], b[:0]

        def none():
            for _ in range(2000):
                fill(*empty)

        return (fastest(many, 7)[1] - fastest(none, 7)[1]) / 2000 / a.size

    library = fastest(lambda: [np.exp(x, out=y) for _ in range(2000)], 7)[1] / 2000 / x.size
    return each(fill_exp, x, y), each(fill_log, y, z), library


def tables(roadmap, inputs, path):
    """Write the first draw's game for the peers; return its exact final odds of completion."""
    plan, space = plan_for(roadmap), roadmap.space
    solved = PlainGame(roadmap, inputs, 0).solve()
    target = np.full((plan.states, len(roadmap.milestones)), -1)
    fallback = np.arange(plan.states)
    for e in range(plan.kind.size):
        if plan.kind[e] == EventKind.MILESTONE:
            target[plan.source[e], plan.milestone[e]] = plan.target[e]
        elif plan.kind[e] == EventKind.DISRUPTION:
            fallback[plan.source[e]] = plan.target[e]
    abandon = np.zeros(plan.states)
    going_on = plan.situation < STAGES
    abandon[going_on] = inputs.abandonment[0][plan.situation[going_on]]
    named = np.zeros((len(roadmap.milestones), ACTORS), dtype=bool)
    for m, diagram in enumerate(roadmap.diagrams):
        named[m, list(diagram.actors)] = True
    np.savez(
        path,
        ahead=solved.ahead,
        target=target,
        fallback=fallback,
        abandon=abandon,
        named=named,
        theta=inputs.theta[0],
        stance=inputs.stance[0],
        precision=inputs.precision[0],
        kappa=inputs.disruption[0],
        phi=inputs.phi[0],
        relapse=inputs.relapse[0],
        start=space.start,
        completed=space.completed,
        abandoned=space.abandoned,
        relapsed=space.relapsed,
    )
    return float(solved.in_force[-1, STAGES])


def peer_python(folder):
    """Make an environment with the peers in it, or return None."""
    print("installing the peers in a temporary environment ...", flush=True)
    venv.create(folder, with_pip=True)
    python = Path(folder) / ("Scripts" if os.name == "nt" else "bin") / "python"
    done = subprocess.run(
        [python, "-m", "pip", "install", "--quiet", *PEERS.values()],
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        print("peers skipped: pip could not install them:", done.stderr.strip().splitlines()[-1])
        return None
    return python


def run_peer(python, peer, path, paths):
    script = Path(__file__).with_name("roadmap_peers.py")
    done = subprocess.run(
        [python, "-W", "ignore", script, peer, path, str(paths), "7"],
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        print(f"{NAMES[peer]} skipped: {lines[-1] if lines else 'it failed'}")
        return None
    seconds, count, odds = done.stdout.split()[-3:]
    return float(seconds), int(count), float(odds)


def measure(arguments):
    say = []

    def line(text=""):
        print(text, flush=True)
        say.append(text)

    roadmap = game()
    states, threads = plan_for(roadmap).states, cores()
    size = 4096 if arguments.quick else 16_384
    inputs = numbers(roadmap, size)
    few = inputs[: 512 if arguments.quick else 1024]
    further = game(further=True)
    more = numbers(further, few.draws)
    line(
        f"{ACTORS} actors, {STAGES} stages, {len(roadmap.milestones)} milestones, {states} states, "
        f"{MONTHS} months, {LEVERS} levers; {threads} cores, Python {platform.python_version()}, "
        f"NumPy {np.__version__}"
    )
    line(f"a draw's solution takes {bytes_per_draw(roadmap, milestones=True):,} bytes")
    line()
    rates = {}
    line(f"{'exact engine':40} {'draws/s':>10} {'per CPU-s':>10}")
    for engine in engines():
        batch = few if engine == "numpy" else inputs
        start = time.perf_counter()
        solve(roadmap, batch[:16], engine=engine)
        first = time.perf_counter() - start
        for count in sorted({1, threads}):
            wall, cpu = fastest(
                lambda e=engine, b=batch, c=count: solve(roadmap, b, engine=e, threads=c),
                2 if engine == "numpy" else 9,
            )
            rates[engine, count] = batch.draws / wall
            name = f"{engine}, {count} thread{'s' * (count > 1)}"
            line(f"{name:40} {batch.draws / wall:10,.0f} {batch.draws / cpu:10,.0f}")
        _, ends = fastest(lambda e=engine: solve(roadmap, few, engine=e, threads=1), 3)
        _, goes_on = fastest(lambda e=engine: solve(further, more, engine=e, threads=1), 3)
        line(f"{'':4}solved forty years past the window: {goes_on / ends:.2f} times the time")
        if engine != "numpy":
            line(f"{'':4}first call {first:.1f} s (compiling, unless cached)")
        if engine == FASTEST:
            cpu_each = cpu / batch.draws
            again, _ = fastest(lambda: solve(roadmap, inputs, engine=FASTEST), 9)
            met = min(rates[FASTEST, threads], size / again) >= TARGET
            line(
                f"{'':4}the target of {TARGET:,} draws/s, run twice: "
                f"{rates[FASTEST, threads]:,.0f} and {size / again:,.0f}: "
                f"{'met' if met else 'missed'} (other work on the cores counts against it; by "
                f"processor time {threads * size / cpu:,.0f})"
            )
    if FASTEST in engines():
        exps, logs = exponentials(roadmap)
        one, one_log, library = exp_seconds(np.float32)
        line(
            f"{'':4}{exps:,} exponentials and {logs:,} logarithms a draw: at {1e9 * one:.2f} and "
            f"{1e9 * one_log:.2f} ns on data in the cache (NumPy's exp: {1e9 * library:.2f}) they "
            f"are {exps * one / cpu_each:.0%} and {logs * one_log / cpu_each:.0%} of the time; "
            f"all of it is {cpu_each / (exps * one):.1f} times the machine's time for exp alone"
        )
        for other in ("compiled", "numpy"):
            ratio = rates[FASTEST, threads] / rates[other, threads]
            line(f"{'':4}single / {other} engine: {ratio:.1f}")
    line()

    best = rates.get((FASTEST, threads), rates["numpy", threads])
    final = solve(roadmap, inputs[:4096]).in_force[:, -1, STAGES]
    mean, spread = final.mean(), final.std(ddof=1)
    need = (spread / 0.001) ** 2
    line("time to a standard error of 0.1 points on the final odds (mean over uncertain inputs)")
    line(f"{'':46} {'paths or draws/s':>16} {'needs':>9} {'takes':>10} {'ratio':>8}")
    ours = need / best
    line(f"{'exact, best engine, all cores':46} {best:16,.0f} {need:9,.0f} {ours:8.1f} s {1:8.0f}")
    if arguments.no_peers:
        line("peers skipped: --no-peers")
        return say
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "game.npz"
        odds = tables(roadmap, inputs, path)
        python = arguments.peers_python or peer_python(Path(folder) / "venv")
        if python is None:
            say.append("peers skipped: they could not be installed")
            return say
        for peer in PEERS:
            found = run_peer(python, peer, path, 20_000 if peer == "numpy" else 400)
            if found is None:
                say.append(f"{NAMES[peer]}: skipped")
                continue
            seconds, paths, seen = found
            error = np.sqrt(odds * (1 - odds) / paths)
            agrees = "agrees" if abs(seen - odds) < 4 * error else "DIFFERS"
            rate = threads * paths / seconds  # as if it scaled to all cores
            wanted = mean * (1 - mean) / 0.001**2
            takes = wanted / rate
            line(
                f"{NAMES[peer]:46} {rate:16,.0f} {wanted:9,.0f} {takes:8.1f} s "
                f"{takes / ours:8,.0f}   ({seen:.3f} against {odds:.3f}: {agrees})"
            )
    line("Peers get the strategies for free, for one draw, and are taken to scale to all cores.")
    line("NegMAS does not apply: its mechanisms end in one agreement, with no stages or chance.")
    return say


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a quarter of the draws")
    parser.add_argument("--no-peers", action="store_true", help="measure the engines only")
    parser.add_argument("--peers-python", help="a Python that has the peers installed already")
    parser.add_argument("--out", type=Path, help="also write the figures to this file")
    arguments = parser.parse_args()
    lines = measure(arguments)
    if arguments.out:
        arguments.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
