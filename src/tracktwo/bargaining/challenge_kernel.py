"""The rounds of the challenge model, compiled: see `challenge` for the formulas and their source.

Problems (one draw of one issue each) go side by side in lanes, the innermost axis of every array,
and each step is on whole vectors of `LANES` numbers: one instruction where the processor has it.
Loops over so short an axis would be unrolled by the compiler or wrapped in checks that cost as
much as the work, so with numba the vectors are a type of their own; without it they are rows of
NumPy arrays. Powers d^r are taken as exp(r log d), written out for the same reason, with one
logarithm for both sides of a pair; they lie within 2e-16 of the library's. Sums may be rounded
differently on processors with and without fused multiplication, never between runs on one.
"""
# numba is typed in part:
# mypy: disable-error-code="no-untyped-call"
# ruff: noqa: PLR0917  (compiled functions take arrays by position)

import operator
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from tracktwo.bargaining.table import BoolArray, FloatArray
from tracktwo.compiled import COMPILED, njit

__all__ = ["LANES", "run_rounds"]

LANES = 8
_HAIR = 1e-12  # expected utilities closer than this are equal: rounding must not start a fight
_TINY = 1e-150  # has a logarithm, and so has its square
_LOG_HALF = float(np.log(0.5))
_MANY = 64  # actors from which on votes are counted along the scale
_VOTERS = 32  # whose stakes are looked at together, to stay in the cache if actors are many

# What kernels do with vectors, and with masks (from >, <, == and so on, joined by & and |). In
# compiled code these are replaced below. No += : NumPy would write into a vector of another name.


def _load(array: FloatArray, index: tuple[int, ...]) -> Any:
    return array[index].copy()


def _store(array: FloatArray, index: tuple[int, ...], value: Any) -> None:
    array[index] = value


def _splat(number: float) -> Any:
    return np.full(LANES, number)


load: Any = _load
store: Any = _store
splat: Any = _splat
log: Any = np.log
exp: Any = np.exp
magnitude: Any = np.abs
smaller: Any = np.minimum
larger: Any = np.maximum
pick: Any = np.where

if COMPILED:
    from llvmlite import ir
    from numba import types
    from numba.core import cgutils
    from numba.core.typing.templates import AbstractTemplate, infer_global
    from numba.extending import intrinsic, lower_builtin, models, register_model

    _CONTRACT = ("contract",)  # let a * b + c round once where the processor can
    # Adding this number to a double moves its integer part to the lowest bits: rounding, and the
    # way to and from integers, without leaving the vector registers.
    _SHIFTER = 6755399441055744.0
    _SHIFTER_BITS = 0x4338000000000000
    _ROOT_HALF_BITS = 0x3FE6A09E667F3BCD
    _LN2_HIGH = 6.93147180369123816490e-01
    _LN2_LOW = 1.90821492927058770002e-10
    # exp: the polynomial of degree 11 through Chebyshev's nodes on +-log(2)/2, to 2e-17. log: the
    # coefficients of FreeBSD's e_log.c. Both reduced as in W. J. Cody and W. Waite (1980).
    _EXP_SERIES = (
        *(2.5100424157005067e-08, 2.7620138719733994e-07, 2.7557268378684192e-06),
        *(2.480152119021773e-05, 0.00019841269863105968, 0.0013888888917281794),
        *(0.008333333333330051, 0.04166666666662399, 0.16666666666666669),
        *(0.5000000000000001, 1.0, 1.0),
    )
    _LOG_SERIES = (
        *(1.479819860511658591e-01, 1.531383769920937332e-01, 1.818357216161805012e-01),
        *(2.222219843214978396e-01, 2.857142874366239149e-01, 3.999999999940941908e-01),
        6.666666666666735130e-01,
    )
    _DOUBLES = ir.VectorType(ir.DoubleType(), LANES)
    _LONGS = ir.VectorType(ir.IntType(64), LANES)
    _BITS = ir.VectorType(ir.IntType(1), LANES)

    class _LanesType(types.Type):
        def __init__(self) -> None:
            super().__init__(name=f"bargaining.lanes{LANES}")

    class _MaskType(types.Type):
        def __init__(self) -> None:
            super().__init__(name=f"bargaining.mask{LANES}")

    _lanes, _mask = _LanesType(), _MaskType()

    @register_model(_LanesType)
    class _LanesModel(models.PrimitiveModel):
        def __init__(self, manager: Any, kind: Any) -> None:
            super().__init__(manager, kind, _DOUBLES)

    @register_model(_MaskType)
    class _MaskModel(models.PrimitiveModel):
        def __init__(self, manager: Any, kind: Any) -> None:
            super().__init__(manager, kind, _BITS)

    def _all(value: float) -> Any:
        return ir.Constant(_DOUBLES, [value] * LANES)

    def _all_bits(value: int) -> Any:
        return ir.Constant(_LONGS, [value] * LANES)

    def _spread(build: Any, number: Any) -> Any:
        blank = ir.Constant(_DOUBLES, ir.Undefined)
        one = build.insert_element(blank, number, ir.Constant(ir.IntType(32), 0))
        places = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
        return build.shuffle_vector(one, blank, places)

    def _add(build: Any, a: Any, b: Any) -> Any:
        return build.fadd(a, b, flags=_CONTRACT)

    def _sub(build: Any, a: Any, b: Any) -> Any:
        return build.fsub(a, b, flags=_CONTRACT)

    def _mul(build: Any, a: Any, b: Any) -> Any:
        return build.fmul(a, b, flags=_CONTRACT)

    def _div(build: Any, a: Any, b: Any) -> Any:
        return build.fdiv(a, b)

    def _horner(build: Any, x: Any, series: tuple[float, ...]) -> Any:
        out = _all(series[0])
        for coefficient in series[1:]:
            out = _add(build, _mul(build, out, x), _all(coefficient))
        return out

    def _exp(build: Any, x: Any) -> Any:
        """For -708 < x < 708: x = k log 2 + r, the series in r, k added to the exponent."""
        # Unflagged: rounding twice is what moves the integer part.
        shifted = build.fadd(build.fmul(x, _all(1.4426950408889634)), _all(_SHIFTER))
        k = build.fsub(shifted, _all(_SHIFTER))
        r = _sub(build, x, _mul(build, k, _all(_LN2_HIGH)))
        r = _sub(build, r, _mul(build, k, _all(_LN2_LOW)))
        series = build.bitcast(_horner(build, r, _EXP_SERIES), _LONGS)
        power = build.shl(build.bitcast(shifted, _LONGS), _all_bits(52))
        return build.bitcast(build.add(series, power), _DOUBLES)

    def _log(build: Any, x: Any) -> Any:
        """For normal x > 0: x = 2^k m, m in [sqrt(1/2), sqrt 2), the series in s = f / (2 + f)."""
        raw = build.bitcast(x, _LONGS)
        power = build.ashr(build.sub(raw, _all_bits(_ROOT_HALF_BITS)), _all_bits(52))
        mantissa = build.sub(raw, build.shl(power, _all_bits(52)))
        k = build.bitcast(build.add(power, _all_bits(_SHIFTER_BITS)), _DOUBLES)
        k = build.fsub(k, _all(_SHIFTER))
        f = build.fsub(build.bitcast(mantissa, _DOUBLES), _all(1.0))
        s = build.fdiv(f, build.fadd(f, _all(2.0)))
        z = build.fmul(s, s)
        series = _mul(build, _horner(build, z, _LOG_SERIES), z)
        half = build.fmul(build.fmul(f, _all(0.5)), f)
        inner = _add(
            build, _mul(build, s, _add(build, half, series)), _mul(build, k, _all(_LN2_LOW))
        )
        rest = build.fsub(build.fsub(half, inner), f)
        return _sub(build, _mul(build, k, _all(_LN2_HIGH)), rest)

    def _magnitude(build: Any, x: Any) -> Any:
        bits = build.and_(build.bitcast(x, _LONGS), _all_bits(0x7FFFFFFFFFFFFFFF))
        return build.bitcast(bits, _DOUBLES)

    def _smaller(build: Any, a: Any, b: Any) -> Any:
        return build.select(build.fcmp_ordered("<", a, b), a, b)

    def _larger(build: Any, a: Any, b: Any) -> Any:
        return build.select(build.fcmp_ordered(">", a, b), a, b)

    def _vectors(build: Any, kinds: Any, values: Any) -> list[Any]:
        return [
            _spread(build, value) if isinstance(kind, types.Float) else value
            for kind, value in zip(kinds, values, strict=True)
        ]

    def _row(context: Any, build: Any, kind: Any, array: Any, index: Any) -> Any:
        """Return the address of a row: an array's last axis at the given leading indices."""
        made = context.make_array(kind)(context, build, array)
        address = build.ptrtoint(made.data, ir.IntType(64))
        strides = cgutils.unpack_tuple(build, made.strides, kind.ndim)
        for stride, at in zip(strides, cgutils.unpack_tuple(build, index), strict=False):
            address = build.add(address, build.mul(stride, at))
        return build.inttoptr(address, _DOUBLES.as_pointer())

    @intrinsic
    def _vector_load(_: Any, array: Any, index: Any) -> Any:
        def write(context: Any, build: Any, _: Any, given: Any) -> Any:
            return build.load(_row(context, build, array, given[0], given[1]), align=8)

        return _lanes(array, index), write

    @intrinsic
    def _vector_store(_: Any, array: Any, index: Any, value: Any) -> Any:
        def write(context: Any, build: Any, _: Any, given: Any) -> Any:
            [vector] = _vectors(build, [value], given[2:])
            build.store(vector, _row(context, build, array, given[0], given[1]), align=8)
            return context.get_dummy_value()

        return types.void(array, index, value), write

    def _declare(formula: Callable[..., Any], *kinds: Any) -> Any:
        def write(_context: Any, build: Any, signature: Any, given: Any) -> Any:
            return formula(build, *_vectors(build, signature.args, given))

        return _lanes(*kinds), write

    def _of_one(formula: Callable[..., Any]) -> Any:
        return intrinsic(lambda _, a: _declare(formula, a))

    def _of_two(formula: Callable[..., Any]) -> Any:
        return intrinsic(lambda _, a, b: _declare(formula, a, b))

    def _of_three(formula: Callable[..., Any]) -> Any:
        return intrinsic(lambda _, a, b, c: _declare(formula, a, b, c))

    load, store = _vector_load, _vector_store
    splat = _of_one(lambda _, number: number)
    log, exp, magnitude = _of_one(_log), _of_one(_exp), _of_one(_magnitude)
    smaller, larger = _of_two(_smaller), _of_two(_larger)
    pick = _of_three(lambda build, mask, a, b: build.select(mask, a, b))

    def _operate(symbol: Any, given: Any, result: Any, formula: Callable[..., Any]) -> None:
        """Let kernels write an operator between two of a kind, or a vector and a number."""

        class Typing(AbstractTemplate):
            def generic(self, kinds: Any, _: Any) -> Any:
                known = [kind is given or isinstance(kind, types.Float) for kind in kinds]
                return result(*kinds) if given in kinds and all(known) else None

        def write(_context: Any, build: Any, signature: Any, values: Any) -> Any:
            return formula(build, *_vectors(build, signature.args, values))

        infer_global(symbol)(Typing)
        of = type(given)
        for kinds in ((of, of), (of, types.Float), (types.Float, of)):
            lower_builtin(symbol, *kinds)(write)

    def _comparing(sign: str) -> Callable[..., Any]:
        return lambda build, a, b: build.fcmp_ordered(sign, a, b)

    for _symbol, _formula in (
        (operator.add, _add),
        (operator.sub, _sub),
        (operator.mul, _mul),
        (operator.truediv, _div),
    ):
        _operate(_symbol, _lanes, _lanes, _formula)
    for _symbol, _sign in (
        (operator.gt, ">"),
        (operator.ge, ">="),
        (operator.lt, "<"),
        (operator.le, "<="),
        (operator.eq, "=="),
        (operator.ne, "!="),
    ):
        _operate(_symbol, _lanes, _mask, _comparing(_sign))
    _operate(operator.and_, _mask, _mask, lambda build, a, b: build.and_(a, b))
    _operate(operator.or_, _mask, _mask, lambda build, a, b: build.or_(a, b))


@njit
def _lines(count: int) -> FloatArray:
    """Room for `count` vectors, none of them across two lines of the cache."""
    room = np.empty((count + 1) * LANES)
    skip = (-room.ctypes.data % 64) // 8
    return room[skip : skip + count * LANES].reshape(count, LANES)


@njit(error_model="numpy")
def _middle(x: FloatArray, w: FloatArray, actors: int) -> Any:
    """Weighted median (halfway between two) and weighted mean."""
    total = splat(0.0)
    moment = splat(0.0)
    for i in range(actors):
        total = total + load(w, (i,))
        moment = moment + load(w, (i,)) * load(x, (i,))
    hair = 1e-12 * total
    enough = 0.5 * total - hair
    more = 0.5 * total + hair
    low = splat(np.inf)
    high = splat(np.inf)
    last = splat(-np.inf)
    for i in range(actors):
        at = load(x, (i,))
        running = splat(0.0)  # the weight up to here
        for j in range(actors):
            running = running + pick(load(x, (j,)) <= at, load(w, (j,)), 0.0)
        counts = load(w, (i,)) > 0.0
        low = pick(counts & (running >= enough), smaller(low, at), low)
        high = pick(counts & (running > more), smaller(high, at), high)
        last = pick(counts, larger(last, at), last)
    high = pick(high < np.inf, high, last)
    return low + (high - low) * 0.5, moment / total


@njit(error_model="numpy")
def _count_votes(stake: FloatArray, column: FloatArray, support: FloatArray, actors: int) -> None:
    """Add all votes: support[i, j] = sum over k of max(stake[j, k] - stake[i, k], 0) for i < j."""
    for first in range(0, actors, _VOTERS):
        last = min(first + _VOTERS, actors)
        for i in range(actors):
            total = load(column, (i,)) if first > 0 else splat(0.0)
            for k in range(first, last):
                total = total + load(stake, (i, k))
            store(column, (i,), total)
            for j in range(i + 1, actors):
                votes = load(support, (i, j)) if first > 0 else splat(0.0)
                for k in range(first, last):
                    votes = votes + larger(load(stake, (j, k)) - load(stake, (i, k)), 0.0)
                store(support, (i, j), votes)


@njit(error_model="numpy")
def _count_votes_in_order(
    stake: FloatArray,
    x: FloatArray,
    column: FloatArray,
    support: FloatArray,
    actors: int,
    lanes: int,
) -> None:
    """Do as `_count_votes` does, by sums along the scale: with many actors far quicker.

    Whoever stands on i's side of the middle between i and j votes for i, whatever its exponent,
    so the votes are a difference of running sums over voters by position: a step for each pair
    where `_count_votes` takes one for each pair and voter.
    """
    running = np.empty((actors + 1, actors))  # [voters so far, place]
    at = np.empty(actors)
    for lane in range(lanes):
        order = np.argsort(x[:actors, lane], kind="mergesort")
        for i in range(actors):
            at[i] = x[order[i], lane]
        for place in range(actors):
            running[0, place] = 0.0
        for k in range(actors):
            voter = order[k]
            for place in range(actors):
                running[k + 1, place] = running[k, place] + stake[place, voter, lane]
        for i in range(actors):
            column[i, lane] = running[actors, i]
        for low in range(actors):
            i = order[low]
            nearer = low
            for high in range(low + 1, actors):
                j = order[high]
                while nearer < actors and 2.0 * at[nearer] < at[low] + at[high]:
                    nearer += 1
                for_i = running[nearer, j] - running[nearer, i]
                if i < j:
                    support[i, j, lane] = max(for_i, 0.0)
                else:
                    rest_i = running[actors, i] - running[nearer, i]
                    rest_j = running[actors, j] - running[nearer, j]
                    support[j, i, lane] = max(rest_i - rest_j, 0.0)


@njit(error_model="numpy")
def _count(
    stake: FloatArray,
    x: FloatArray,
    column: FloatArray,
    support: FloatArray,
    actors: int,
    lanes: int,
) -> None:
    if actors < _MANY:
        _count_votes(stake, column, support, actors)
    else:
        _count_votes_in_order(stake, x, column, support, actors, lanes)


@njit(error_model="numpy")
def _resistance(
    column: FloatArray,
    support: FloatArray,
    resist: FloatArray,
    x: FloatArray,
    care: FloatArray,
    here: FloatArray,
    all_pairs: bool,
    actors: int,
) -> None:
    """Set resist[i, j] = s_j (1 - P_ij); P_ji by support[j, i] = support[i, j] - (c_j - c_i)."""
    total = splat(0.0)
    for i in range(actors):
        for j in range(i + 1, actors):
            forth = load(support, (i, j))
            back = larger(forth - (load(column, (j,)) - load(column, (i,))), 0.0)
            store(support, (j, i), back)
            total = total + (forth + back) * (load(here, (i,)) * load(here, (j,)))
    total = 2.0 * total
    share = pick(total > 0.0, 1.0 / total, 0.0)
    for i in range(actors):
        for j in range(i + 1, actors):
            forth = load(support, (i, j))
            back = load(support, (j, i))
            if not all_pairs:
                share = pick(forth + back > 0.0, 1.0 / (forth + back), 0.0)
            won = pick(load(x, (i,)) == load(x, (j,)), 0.0, share)
            store(resist, (i, j), load(care, (j,)) * (1.0 - forth * won))
            store(resist, (j, i), load(care, (i,)) * (1.0 - back * won))


@njit(error_model="numpy")
def _status_quo_term(
    x_i: Any, x_j: Any, middle: Any, per_span: Any, exponent: Any, quo_weight: float
) -> Any:
    """(1 - Q)(T Ub + (1 - T) Uw): what i expects of j if it does not challenge j."""
    apart = magnitude(x_i - x_j)
    away = magnitude(x_i - middle)
    reach = 0.25 * (away + apart) * per_span
    base = larger(pick(away < apart, 0.5 - reach, 0.5 + reach), 0.0)
    power = pick(base > 0.0, exp(exponent * log(larger(base, _TINY))), 0.0)
    return (1.0 - quo_weight) * (2.0 - 4.0 * power)


@njit(error_model="numpy")
def run_rounds(
    position: FloatArray,
    weight: FloatArray,
    salience: FloatArray,
    present: BoolArray,
    first_block: int,
    last_block: int,
    rounds: int,
    quo_weight: float,
    all_pairs: bool,
    focal: bool,
    own_votes: bool,
    use_risk: bool,
    by_position: bool,
    conflict: int,
    fixed_span: bool,
    out_position: FloatArray,
    out_median: FloatArray,
    out_mean: FloatArray,
    out_risk: FloatArray,
    out_offer: npt.NDArray[np.int8],
    out_partner: npt.NDArray[np.int16],
) -> None:
    """Run blocks of problems; `position`, `weight`, ... are (problems, actors), see `challenge`."""
    problems, actors = position.shape
    square = actors * actors
    x = _lines(actors)
    care = _lines(actors)  # salience
    here = _lines(actors)  # 1 for an actor that takes part, else 0
    w = _lines(actors)
    column = _lines(actors)
    security = _lines(actors)
    power = _lines(actors)
    keep = _lines(actors)  # Q Usq
    goals = _lines(actors)
    kinds = _lines(actors)
    partners = _lines(actors)
    middles = _lines(2)
    stake = _lines(square).reshape(actors, actors, LANES)  # [place, voter]
    support = _lines(square).reshape(actors, actors, LANES)
    resist = support  # one becomes the other, pair by pair
    prize = _lines(square).reshape(actors, actors, LANES)  # Us - Q Usq
    swing = _lines(square).reshape(actors, actors, LANES)  # Us - Uf
    fight_floor = np.inf if conflict == 2 else _HAIR
    fight_move = 0.0 if conflict == 1 else 1.0
    for block in range(first_block, last_block):
        used = min(LANES, problems - block * LANES)
        for lane in range(LANES):
            problem = block * LANES + min(lane, used - 1)
            somewhere = 0.0
            for i in range(actors):
                if present[problem, i]:
                    somewhere = position[problem, i]
            for i in range(actors):
                here[i, lane] = 1.0 if present[problem, i] else 0.0
                x[i, lane] = position[problem, i] if present[problem, i] else somewhere
                w[i, lane] = weight[problem, i]
                care[i, lane] = salience[problem, i] if present[problem, i] else 0.0
        per_span = splat(0.0)
        for turn in range(rounds + 1):
            median, mean = _middle(x, w, actors)
            store(middles, (0,), median)
            store(middles, (1,), mean)
            for lane in range(used):
                problem = block * LANES + lane
                out_median[problem, turn] = middles[0, lane]
                out_mean[problem, turn] = middles[1, lane]
                for i in range(actors):
                    out_position[problem, turn, i] = x[i, lane] if here[i, lane] > 0.0 else np.nan
            if turn == rounds:
                break
            if turn == 0 or not fixed_span:
                low = splat(np.inf)
                high = splat(-np.inf)
                for i in range(actors):
                    low = smaller(low, load(x, (i,)))
                    high = larger(high, load(x, (i,)))
                per_span = pick(high > low, 1.0 / (high - low), 0.0)
            # Risk neutral first: distances, votes, P and E with r = 1.
            for i in range(actors):
                store(stake, (i, i), 0.0)
                store(power, (i,), 1.0)
                store(keep, (i,), 0.0)
                for j in range(i + 1, actors):
                    d = smaller(magnitude(load(x, (i,)) - load(x, (j,))) * per_span, 1.0)
                    store(stake, (i, j), d * load(w, (j,)))
                    store(stake, (j, i), d * load(w, (i,)))
                    for a, b in ((i, j), (j, i)):
                        store(prize, (a, b), 2.0 * d)
                        store(swing, (a, b), 4.0 * d)
            _count(stake, x, column, support, actors, used)
            _resistance(column, support, resist, x, care, here, all_pairs, actors)
            if use_risk:
                low = splat(np.inf)
                high = splat(-np.inf)
                for i in range(actors):
                    secure = splat(0.0)
                    for j in range(actors):
                        if j != i:
                            # E_j(U_ji) = 2 d - 4 d s_i (1 - P_ji) - ...
                            gain = load(prize, (j, i)) - load(resist, (j, i)) * load(swing, (j, i))
                            if quo_weight < 1.0:
                                gain = gain - _status_quo_term(
                                    load(x, (j,)),
                                    load(x, (i,)),
                                    median,
                                    per_span,
                                    splat(1.0),
                                    quo_weight,
                                )
                            secure = secure + load(here, (j,)) * gain
                    store(security, (i,), secure)
                    takes_part = load(here, (i,)) > 0.0
                    low = pick(takes_part, smaller(low, secure), low)
                    high = pick(takes_part, larger(high, secure), high)
                gap = high - low
                for i in range(actors):
                    lean = (2.0 * load(security, (i,)) - high - low) / gap / 3.0
                    lean = pick((gap > _HAIR) & (load(here, (i,)) > 0.0), lean, 0.0)
                    r = (1.0 - lean) / (1.0 + lean)
                    store(power, (i,), r)
                    store(keep, (i,), quo_weight * (2.0 - 4.0 * exp(r * _LOG_HALF)))
                # The same with each actor's exponent: Us, Uf, votes, P.
                for i in range(actors):
                    for j in range(i + 1, actors):
                        d = smaller(magnitude(load(x, (i,)) - load(x, (j,))) * per_span, 1.0)
                        near = 0.5 - 0.5 * d
                        log_d = log(larger(d, _TINY))
                        log_near = log(larger(near, _TINY))
                        log_far = log(0.5 + 0.5 * d)
                        for a, b in ((i, j), (j, i)):
                            r = load(power, (a,))
                            if own_votes:
                                raised = pick(d > 0.0, exp(r * log_d), 0.0)
                                store(stake, (b, a), load(w, (a,)) * raised)
                            loss = pick(near > 0.0, exp(r * log_near), 0.0)
                            store(prize, (a, b), 2.0 - 4.0 * loss - load(keep, (a,)))
                            store(swing, (a, b), 4.0 * (exp(r * log_far) - loss))
                if own_votes:
                    _count(stake, x, column, support, actors, used)
                    _resistance(column, support, resist, x, care, here, all_pairs, actors)
            # Offers to i: the first kind in the order confrontation, compromise, capitulation.
            for i in range(actors):
                x_i = load(x, (i,))
                best_cost = splat(-np.inf)
                best_kind = splat(4.0)
                best_place = x_i
                best_partner = splat(-1.0)
                for j in range(actors):
                    if j == i:
                        continue
                    x_j = load(x, (j,))
                    # E = Us - Q Usq - s (1 - P) (Us - Uf) - .., s the responder's
                    a = load(prize, (i, j)) - load(resist, (i, j)) * load(swing, (i, j))
                    judge = i if focal else j
                    other = j if focal else i
                    b = load(prize, (judge, other))
                    b = b - load(resist, (j, i)) * load(swing, (judge, other))
                    if quo_weight < 1.0:
                        a = a - _status_quo_term(
                            x_i, x_j, median, per_span, load(power, (i,)), quo_weight
                        )
                        b = b - _status_quo_term(
                            x_j, x_i, median, per_span, load(power, (judge,)), quo_weight
                        )
                    size = magnitude(a)
                    apart = x_j - x_i
                    real = (apart != 0.0) & (b > _HAIR)
                    real = real & (load(here, (i,)) * load(here, (j,)) > 0.0)
                    against = a < -_HAIR
                    kind = pick(against & (b < size - _HAIR), splat(3.0), splat(4.0))
                    kind = pick(against & (b > size + _HAIR), 2.0, kind)
                    kind = pick((a > fight_floor) & (b > a + _HAIR), 1.0, kind)
                    kind = pick(real, kind, 4.0)
                    way = size / larger(b, _HAIR)
                    part = pick(kind == 2.0, way, 1.0)
                    part = pick(kind == 1.0, fight_move, part)
                    cost = magnitude(apart) * part
                    if by_position:
                        cost = pick(kind == 2.0, x_i + apart / (1.0 + way), cost)
                    # Land on the rival itself, not a rounding away from it.
                    place = pick(part == 1.0, x_j, x_i + apart * part)
                    better = (kind < best_kind) | ((kind == best_kind) & (cost < best_cost))
                    best_cost = pick(better, cost, best_cost)
                    best_kind = pick(better, kind, best_kind)
                    best_place = pick(better, place, best_place)
                    best_partner = pick(better, float(j), best_partner)
                store(goals, (i,), best_place)
                store(kinds, (i,), pick(best_kind < 4.0, best_kind, 0.0))
                store(partners, (i,), best_partner)
            for lane in range(used):
                problem = block * LANES + lane
                for i in range(actors):
                    out_offer[problem, turn, i] = int(kinds[i, lane])
                    out_partner[problem, turn, i] = int(partners[i, lane])
                    out_risk[problem, turn, i] = power[i, lane]
            for i in range(actors):
                store(x, (i,), load(goals, (i,)))
