"""The game of `roadmap.py`, simulated as users of other tools would write it.

Run by `roadmap.py`, in an environment of its own: it needs numpy and the peer only. Reads the
game (tables and the strategies, which the peers get for free) and prints seconds, paths, odds.
"""

import logging
import math
import sys
import time

import numpy as np

SURE = 1e-300


class Game:
    """Tables of one draw: T months, S states, N actors, M milestones."""

    def __init__(self, path):
        with np.load(path) as file:
            self.__dict__.update({name: file[name] for name in file.files})
        self.months, self.states, self.actors = self.ahead.shape
        self.milestones = self.target.shape[1]
        self.rules = [np.flatnonzero(row).tolist() for row in self.named]


def logistic(x):
    return 1 / (1 + np.exp(-x))


def vectorised(game, paths, rng):
    """Plain NumPy over all paths at once."""
    at = np.full(paths, game.start)
    for month in range(game.months):
        ahead = game.ahead[month]
        best, to = np.full(paths, np.inf), at.copy()

        def enter(miss, came, where, best=best, to=to):
            rate = -np.log(np.maximum(miss, SURE))
            clock = -np.log1p(-rng.random(paths) * (1 - miss)) / np.maximum(rate, SURE)
            first = came & (clock < best)
            best[first], to[first] = clock[first], where[first]

        for m in range(game.milestones):
            there = game.target[at, m]
            open_ = there >= 0
            who = game.rules[m]
            gain = ahead[there][:, who] - ahead[at][:, who]
            p = logistic(game.theta[m] + game.stance[m, who] + game.precision[who] * gain)
            agreed = (rng.random(p.shape) < p).all(axis=1)
            enter(np.where(open_, 1 - p.prod(axis=1), 1.0), agreed & open_, there)
        back = game.fallback[at]
        q = game.kappa * logistic(game.phi + game.precision * (ahead[back] - ahead[at]))
        enter((1 - q).prod(axis=1), (rng.random(q.shape) < q).any(axis=1) & (back != at), back)
        chance = game.abandon[at]
        enter(1 - chance, rng.random(paths) < chance, np.full(paths, game.abandoned))
        broken = (at == game.completed) & (rng.random(paths) < game.relapse)
        at = np.where(broken, game.relapsed, to)
    return (at == game.completed).mean()


def one_path(game, rng):
    """One path in plain Python, for tools that call a function per experiment."""
    at = int(game.start)
    for month in range(game.months):
        ahead = game.ahead[month]
        if at == game.completed:
            if rng.random() < game.relapse:
                return 0
            continue
        if at >= game.completed:
            return 0
        best, to = np.inf, at
        for m in range(game.milestones):
            there = int(game.target[at, m])
            if there < 0:
                continue
            who = game.rules[m]
            z = game.theta[m] + game.stance[m, who]
            p = logistic(z + game.precision[who] * (ahead[there, who] - ahead[at, who]))
            if (rng.random(len(who)) < p).all():
                g = p.prod()
                clock = np.log1p(-rng.random() * g) / np.log1p(-g)
                if clock < best:
                    best, to = clock, there
        back = int(game.fallback[at])
        if back != at:
            q = game.kappa * logistic(game.phi + game.precision * (ahead[back] - ahead[at]))
            if (rng.random(q.size) < q).any():
                g = 1 - (1 - q).prod()
                clock = np.log1p(-rng.random() * g) / np.log1p(-g)
                if clock < best:
                    best, to = clock, back
        g = game.abandon[at]
        if rng.random() < g and np.log1p(-rng.random() * g) / np.log1p(-g) < best:
            to = int(game.abandoned)
        at = to
    return int(at == game.completed)


def mesa_paths(game, paths, seed):
    """Parties as agents, the talks as a model: a step is a month."""
    import mesa  # noqa: PLC0415  (one peer at a time)

    class Party(mesa.Agent):
        def __init__(self, model, number):
            super().__init__(model)
            self.number = number
            self.beta = float(game.precision[number])
            self.kappa = float(game.kappa[number])

        def gain(self, there):
            ahead = self.model.ahead
            return self.beta * float(ahead[there, self.number] - ahead[self.model.at, self.number])

        def consent(self, m, there):
            z = float(game.theta[m] + game.stance[m, self.number]) + self.gain(there)
            return 1 / (1 + math.exp(-z))

        def disrupt(self, back):
            return self.kappa / (1 + math.exp(-(float(game.phi) + self.gain(back))))

    class Talks(mesa.Model):
        def __init__(self, rng=None):
            super().__init__(rng=rng)
            self.parties = [Party(self, i) for i in range(game.actors)]
            self.at, self.month = int(game.start), 0

        def clock(self, chance):
            u = self.random.random() * chance
            return math.log1p(-u) / math.log1p(-chance) if chance < 1 else u

        def step(self):
            self.ahead = game.ahead[self.month]
            self.month += 1
            draw = self.random.random
            if self.at == game.completed:
                if draw() < game.relapse:
                    self.at = int(game.relapsed)
                return
            if self.at > game.completed:
                return
            events = []
            for m in range(game.milestones):
                there = int(game.target[self.at, m])
                if there >= 0:
                    odds = [self.parties[i].consent(m, there) for i in game.rules[m]]
                    if all(draw() < p for p in odds):
                        events.append((self.clock(math.prod(odds)), there))
            back = int(game.fallback[self.at])
            if back != self.at:
                odds = [party.disrupt(back) for party in self.parties]
                if any(draw() < q for q in odds):
                    events.append((self.clock(1 - math.prod(1 - q for q in odds)), back))
            chance = float(game.abandon[self.at])
            if draw() < chance:
                events.append((self.clock(chance), int(game.abandoned)))
            if events:
                self.at = min(events)[1]

    done = 0
    for path in range(paths):
        model = Talks(rng=seed + path)
        for _ in range(game.months):
            model.step()
        done += model.at == game.completed
    return done / paths


def ema_paths(game, paths, seed):
    """The EMA Workbench calling the model once per experiment."""
    from ema_workbench import (  # noqa: PLC0415
        Model,
        RealParameter,
        ScalarOutcome,
        SequentialEvaluator,
        ema_logging,
    )

    ema_logging.log_to_stderr(logging.ERROR)

    def run(number=0.0):
        return {"completed": one_path(game, np.random.default_rng(int(number * 1e9) + seed))}

    model = Model("talks", function=run)
    model.uncertainties = [RealParameter("number", 0, 1)]
    model.outcomes = [ScalarOutcome("completed")]
    with SequentialEvaluator(model) as evaluator:
        _, outcomes = evaluator.perform_experiments(paths)
    return float(np.mean(outcomes["completed"]))


def main():
    peer, path, paths, seed = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    game = Game(path)
    work = {
        "numpy": lambda n: vectorised(game, n, np.random.default_rng(seed)),
        "mesa": lambda n: mesa_paths(game, n, seed),
        "ema": lambda n: ema_paths(game, n, seed),
    }[peer]
    work(10)  # imports and first calls are not counted
    start = time.process_time()
    odds = work(paths)
    print(time.process_time() - start, paths, odds)


if __name__ == "__main__":
    main()
