"""Models written out in plain NumPy, straight from their formulas and sharing no code with ours.

Tests compare with them; benchmarks time them.
"""

import hypothesis
import numpy as np

from tracktwo.bargaining import BargainingTable


def given(*strategies):
    """`hypothesis.given`, few and the same examples each time: a kernel is slow to compile."""
    few = hypothesis.settings(max_examples=40, derandomize=True, database=None)
    return lambda test: few(hypothesis.given(*strategies)(test))


# Bueno de Mesquita (1994), table 1: introduction of emission standards, years from 4 to 10.
COUNTRIES = [
    *("Netherlands", "Belgium", "Luxembourg", "Germany", "France"),
    *("Italy", "UK", "Ireland", "Denmark", "Greece"),
]
YEARS = [4, 7, 4, 4, 10, 10, 10, 7, 4, 7]
SALIENCE = [0.8, 0.4, 0.2, 0.8, 0.6, 0.6, 0.9, 0.1, 1.0, 0.7]
CAPABILITY = [8, 8, 3, 16, 16, 16, 16, 5, 5, 8]


def emission(repeat=1):
    shape = (repeat, len(YEARS), 1)
    return BargainingTable.of(
        np.broadcast_to(np.array(YEARS, float)[:, None], shape),
        np.array(SALIENCE),
        np.array(CAPABILITY, float),
        low=4,
        high=10,
        actors=COUNTRIES,
        issues=["years"],
    )


def median(x, w):
    order = np.argsort(x, kind="stable")
    running = np.cumsum(w[order])
    half = running[-1] / 2
    low = x[order][np.argmax(running >= half - 1e-12 * running[-1])]
    high = x[order][np.argmax(running > half + 1e-12 * running[-1])]
    return (low + high) / 2


def _chance(d, w, r, pairwise):
    """P_ij from the votes of everyone k, each with its exponent r_k."""
    v = w[:, None, None] * (d[:, None, :] ** r[:, None, None] - d[:, :, None] ** r[:, None, None])
    total = np.abs(v).sum(axis=0) if pairwise else np.abs(v).sum()
    return np.where(d == 0, 0, np.maximum(v, 0).sum(axis=0) / np.where(total > 0, total, 1))


def _expected(d, s, away, quo_weight, r, p):
    """E_i(U_ij) for all i, j with one exponent r."""
    us, uf = 2 - 4 * (0.5 - 0.5 * d) ** r, 2 - 4 * (0.5 + 0.5 * d) ** r
    reach = 0.25 * (away + d)
    better, worse = 2 - 4 * np.maximum(0.5 - reach, 0) ** r, 2 - 4 * (0.5 + reach) ** r
    stay = quo_weight * (2 - 4 * 0.5**r) + (1 - quo_weight) * np.where(away < d, better, worse)
    return s * (p * us + (1 - p) * uf) + (1 - s) * us - stay


def challenge_rounds(
    x,
    s,
    c,
    rounds=10,
    pairwise=False,
    own=False,
    neutral=False,
    by_position=False,
    conflict="concede",
    each_round=False,
    quo_weight=1.0,
    risk=True,
):
    """Positions by round: (rounds + 1, actors)."""
    x = np.array(x, float)
    w = np.array(c, float) * s
    n = len(x)
    span = np.ptp(x)
    path = [x.copy()]
    for _ in range(rounds):
        if each_round:
            span = np.ptp(x)
        if span == 0:
            path.append(x.copy())
            continue
        middle = median(x, w)
        d = np.abs(x[:, None] - x) / span
        same = x[:, None] == x

        r = np.ones(n)
        away = np.abs(x - middle)[:, None] / span
        neutral_chance = _chance(d, w, r, pairwise)
        if risk:
            e = _expected(d, s, away, quo_weight, 1.0, neutral_chance)
            np.fill_diagonal(e, 0)
            secure = e.sum(axis=0)
            if np.ptp(secure) > 1e-12:
                lean = (2 * secure - secure.max() - secure.min()) / np.ptp(secure)
                r = (1 - lean / 3) / (1 + lean / 3)
        p = neutral_chance if neutral else _chance(d, w, r, pairwise)
        mine = np.array(
            [_expected(d, s, away, quo_weight, r[i], p) for i in range(n)]
        )  # [viewer, i, j]
        after = x.copy()
        for i in range(n):
            offers = []
            for j in range(n):
                if same[i, j]:
                    continue
                a = mine[i, i, j]
                b = mine[j, j, i] if own else mine[i, j, i]
                if b > a > 0 and conflict != "ignore":
                    goal = x[j] if conflict == "concede" else x[i]
                    offers.append((1, abs(goal - x[i]), goal))
                elif b > 0 > a and b > -a:
                    goal = x[i] + (x[j] - x[i]) * -a / b
                    rank = (-a * x[i] + b * x[j]) / (b - a) if by_position else abs(goal - x[i])
                    offers.append((2, rank, goal))
                elif b > 0 > a and b < -a:
                    offers.append((3, abs(x[j] - x[i]), x[j]))
            if offers:
                after[i] = min(offers, key=lambda offer: offer[:2])[2]
        x = after
        path.append(x.copy())
    return np.array(path)


def spatial_turns(x, s, c, turns=100, rng_share=1 / 3):
    """Default options of the Spatial Model of Politics, whole arrays at a time: (turns, n, k)."""
    x, s, c = np.array(x, float), np.array(s, float), np.array(c, float)
    n = len(x)
    stake, w = s.sum(axis=1), c * s.sum(axis=1)

    def far(a, b):
        """Distance from each ideal a to each point b: (len(a), len(b))."""
        square = s**2
        gap = (a[:, None] - b[None]) ** 2
        return np.sqrt(np.einsum("ik,ijk->ij", square, gap) / square.sum(axis=1)[:, None])

    def use(d, r):
        return (1 - d) * (1 + np.minimum(d, 1) * r)

    def elect(u, weight):
        edge = weight[:, None, None] * (u[:, :, None] - u[:, None, :])
        strong = 1e-8 + np.maximum(edge, 0).sum(axis=0)
        win = strong / (strong + strong.T)
        np.fill_diagonal(win, 0.5)
        p = win.prod(axis=1)
        return p / p.sum()

    path, first = [x.copy()], None
    for turn in range(1, turns + 1):
        d = far(x, x)
        p = elect(use(d, 0), c)
        spread = p.max() - p.min()
        risk = (3 * p - p.max() - 2 * p.min()) / (2 * spread) if spread > 1e-12 else 0 * p
        bargains = []
        for i in range(n):
            r = (1 - rng_share) * risk[i] + rng_share * risk
            u = use(d, r[:, None])
            best, target, odds = 1e-5, None, 0.0
            for j in range(n):
                if j == i:
                    continue
                v = [w[i] * (u[i, i] - u[i, j]), w[j] * (u[j, i] - u[j, j])]
                ours = 1e-10 + sum(max(e, 0) for e in v)
                theirs = 1e-10 + sum(max(-e, 0) for e in v)
                others = np.array([m for m in range(n) if m not in {i, j}], int)
                ui, uj, own = u[others, i], u[others, j], u[others, others]
                lean = w[others] * (ui - uj)
                q = (ours + np.maximum(lean, 0)) / (ours + theirs + np.abs(lean))
                join = q * (2 * ui + own) + (1 - q) * 3 * uj - q * 3 * ui - (1 - q) * (2 * uj + own)
                votes = w[others] * join
                ours += np.maximum(votes, 0).sum()
                theirs += np.maximum(-votes, 0).sum()
                phi = ours / (ours + theirs)
                fought = phi * 2 * u[i, i] + (1 - phi) * 2 * u[i, j]
                gain = (1 - stake[j]) * 2 * u[i, i] + stake[j] * fought - u[i, i] - u[i, j]
                if gain > best:
                    best, target, odds = gain, j, phi
            if target is not None:
                j = target
                wi, wj = (s[i] * odds) ** 2, (s[j] * (1 - odds)) ** 2
                bi = ((wi + 1e-6) * x[i] + wj * x[j]) / (wi + 1e-6 + wj)
                bj = (wi * x[i] + (wj + 1e-6) * x[j]) / (wi + 1e-6 + wj)
                bargains.append((i, j, *(np.trunc(0.5 + b * 1e4) / 1e4 for b in (bi, bj))))
        after = x.copy()
        for a in range(n):
            queue = [(a, a, x[a], x[a])]
            queue += [b for b in bargains if b[0] == a] + [b for b in bargains if b[1] == a]
            if len(queue) == 1:
                continue
            u = np.empty((n, len(queue)))
            for at, (i, j, bi, bj) in enumerate(queue):
                moved = x.copy()
                moved[i], moved[j] = bi, bj
                u[:, at] = use(far(x, moved), risk[:, None]).mean(axis=1)
            pick = queue[int(np.argmax(elect(u, c)))]
            after[a] = pick[2] if pick[0] == a else pick[3]
        step = np.sqrt(((after - x) ** 2).sum(axis=1)).sum()
        x = after
        path.append(x.copy())
        first = step if first is None else first
        if turn >= 2 and step < 0.02 * (first + 1e-4):
            break
    return np.array(path)
