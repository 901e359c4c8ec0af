"""Vectors of `LANES` numbers for compiled kernels: one draw in each lane.

Loops over a short innermost axis are either unrolled by the compiler before it could vectorise
them or wrapped in checks that cost as much as the work. This type says it outright: `load` a
row of an array, compute with whole vectors, `store` it. The compiler maps a vector onto the
registers at hand. Vectors are of single or double precision, as the array is that they come from:
of single ones twice as many fit a register, and fewer terms of a series do.

exp and log follow W. J. Cody and W. Waite (1980): reduce the argument by a multiple of log 2,
evaluate a polynomial (for log the ones of FreeBSD's e_log.c and e_logf.c), set the exponent by
adding to the bits. They agree with the library's to 4e-16 in relative terms, in single precision to
2e-7, exp besides to a rounding of x.

Needs numba; only the compiled engines import this.
"""
# numba is typed in part:
# mypy: disable-error-code="no-untyped-call"

from __future__ import annotations

import math
import operator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.typing.templates import AbstractTemplate, infer_global
from numba.extending import intrinsic as _intrinsic
from numba.extending import lower_builtin, models, register_model

from tracktwo.roadmap.answers import STEEPEST, SURE
from tracktwo.roadmap.layout import LANES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_CONTRACT = ("contract",)  # let a * b + c round once where the processor can


@dataclass(frozen=True)
class _Precision:
    """What the formulas need to know of a kind of numbers.

    Attributes
    ----------
    name : of the type that kernels see
    real, whole : the types of a number, and of an integer of as many bits
    fraction : bits of the fraction
    shifter : adding it to a number moves its integer part to the lowest bits: rounding, and the way
        to and from integers, without leaving the vector registers
    shifter_bits, root_half_bits : the bits of it and of the root of 1/2
    ln2_high, ln2_low : log 2 in two parts
    exp_series : the polynomial through Chebyshev's nodes on +-log(2)/2, highest power first
    log_series : highest power first
    steepest : the largest x whose exp(-x) is worked out; beyond it is taken for it
    smallest : the smallest number whose logarithm is worked out; below, it is that of `SURE`
    """

    name: str
    real: Any
    whole: Any
    fraction: int
    shifter: float
    shifter_bits: int
    root_half_bits: int
    ln2_high: float
    ln2_low: float
    exp_series: tuple[float, ...]
    log_series: tuple[float, ...]
    steepest: float
    smallest: float

    @property
    def vector(self) -> Any:
        """The type of a vector."""
        return ir.VectorType(self.real, LANES)

    @property
    def bits(self) -> Any:
        """The type of a vector's bits."""
        return ir.VectorType(self.whole, LANES)


_DOUBLE = _Precision(
    name=f"lanes{LANES}",
    real=ir.DoubleType(),
    whole=ir.IntType(64),
    fraction=52,
    shifter=6755399441055744.0,
    shifter_bits=0x4338000000000000,
    root_half_bits=0x3FE6A09E667F3BCD,
    ln2_high=6.93147180369123816490e-01,
    ln2_low=1.90821492927058770002e-10,
    exp_series=(
        2.7626357241447223e-07,
        2.764018079620985e-06,
        2.4801504346997686e-05,
        0.00019841170270440067,
        0.0013888888932488599,
        0.008333333385667782,
        0.04166666666657314,
        0.16666666666554406,
        0.5000000000000006,
        1.0000000000000067,
        1.0,
    ),
    log_series=(
        1.479819860511658591e-01,
        1.531383769920937332e-01,
        1.818357216161805012e-01,
        2.222219843214978396e-01,
        2.857142874366239149e-01,
        3.999999999940941908e-01,
        6.666666666666735130e-01,
    ),
    steepest=STEEPEST,
    smallest=SURE,
)
"""Relative error of the series of exp: 3e-16."""

_SINGLE = _Precision(
    name=f"single_lanes{LANES}",
    real=ir.FloatType(),
    whole=ir.IntType(32),
    fraction=23,
    shifter=12582912.0,
    shifter_bits=0x4B400000,
    root_half_bits=0x3F3504F3,
    ln2_high=6.9313812256e-01,
    ln2_low=9.0580006145e-06,
    exp_series=(
        0.001394110842106181,
        0.008375126397750055,
        0.041666352897019546,
        0.16666415514659763,
        0.500000004711765,
        1.0000000377162113,
        1.0,
    ),
    log_series=(
        2.4279078841e-01,
        2.8498786688e-01,
        4.0000972152e-01,
        6.6666662693e-01,
    ),
    steepest=85.0,
    smallest=1e-36,
)
"""Relative error of the series of exp: 2e-9, where a number is held to 6e-8."""

_PER_LN2 = 1 / math.log(2)


class _LanesType(types.Type):
    def __init__(self, precision: _Precision) -> None:
        self.precision = precision
        super().__init__(name=precision.name)


_KINDS = {types.float64: _LanesType(_DOUBLE), types.float32: _LanesType(_SINGLE)}


@register_model(_LanesType)
class _LanesModel(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, kind.precision.vector)


def intrinsic(function: Callable[..., Any]) -> Any:
    """Make a function that writes instructions callable from kernels."""
    return _intrinsic(function)


class _Writer:
    """Writes the instructions of formulas over vectors of a kind."""

    def __init__(self, builder: Any, kind: _LanesType) -> None:
        self.builder, self.precision = builder, kind.precision

    def all(self, value: float) -> Any:
        """Return the constant with the same number in every lane."""
        return ir.Constant(self.precision.vector, [value] * LANES)

    def all_bits(self, value: int) -> Any:
        return ir.Constant(self.precision.bits, [value] * LANES)

    def as_bits(self, x: Any) -> Any:
        return self.builder.bitcast(x, self.precision.bits)

    def as_number(self, bits: Any) -> Any:
        return self.builder.bitcast(bits, self.precision.vector)

    def spread(self, number: Any) -> Any:
        """Return a vector with a double in every lane."""
        if isinstance(self.precision.real, ir.FloatType):
            number = self.builder.fptrunc(number, self.precision.real)
        blank = ir.Constant(self.precision.vector, ir.Undefined)
        one = self.builder.insert_element(blank, number, ir.Constant(ir.IntType(32), 0))
        mask = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
        return self.builder.shuffle_vector(one, blank, mask)

    def add(self, a: Any, b: Any) -> Any:
        return self.builder.fadd(a, b, flags=_CONTRACT)

    def sub(self, a: Any, b: Any) -> Any:
        return self.builder.fsub(a, b, flags=_CONTRACT)

    def mul(self, a: Any, b: Any) -> Any:
        return self.builder.fmul(a, b, flags=_CONTRACT)

    def div(self, a: Any, b: Any) -> Any:
        return self.builder.fdiv(a, b)

    def horner(self, x: Any, coefficients: tuple[float, ...]) -> Any:
        out = self.all(coefficients[0])
        for coefficient in coefficients[1:]:
            out = self.add(self.mul(out, x), self.all(coefficient))
        return out

    def exp(self, x: Any) -> Any:
        """For magnitudes that can be held: x = k log 2 + r, the series in r, k to the exponent."""
        build, its = self.builder, self.precision
        shifted = self.add(self.mul(x, self.all(_PER_LN2)), self.all(its.shifter))
        k = build.fsub(shifted, self.all(its.shifter))
        r = self.sub(x, self.mul(k, self.all(math.log(2))))
        # Even and odd powers apart: one chain of products as long would be waited for.
        square = self.mul(r, r)
        even = self.horner(square, its.exp_series[::2])
        odd = self.horner(square, its.exp_series[1::2])
        series = self.as_bits(self.add(self.mul(odd, r), even))
        power = build.shl(self.as_bits(shifted), self.all_bits(its.fraction))
        return self.as_number(build.add(series, power))

    def log(self, x: Any) -> Any:
        """For normal x > 0: x = 2^k m, m in [sqrt(1/2), sqrt 2), the series in s = f / (2 + f)."""
        build, its = self.builder, self.precision
        raw = self.as_bits(x)
        # The bits of sqrt(1/2) carry a power of -1; numbers from there on have k = 0.
        above = build.sub(raw, self.all_bits(its.root_half_bits))
        power = build.ashr(above, self.all_bits(its.fraction))
        mantissa = build.sub(raw, build.shl(power, self.all_bits(its.fraction)))
        k = build.fsub(
            self.as_number(build.add(power, self.all_bits(its.shifter_bits))),
            self.all(its.shifter),
        )
        f = build.fsub(self.as_number(mantissa), self.all(1.0))
        s = build.fdiv(f, build.fadd(f, self.all(2.0)))
        z = build.fmul(s, s)
        series = self.mul(self.horner(z, its.log_series), z)
        half = build.fmul(build.fmul(f, self.all(0.5)), f)
        low = self.mul(k, self.all(its.ln2_low))
        inner = self.add(self.mul(s, self.add(half, series)), low)
        return self.sub(self.mul(k, self.all(its.ln2_high)), build.fsub(build.fsub(half, inner), f))

    def decay(self, x: Any) -> Any:
        build, its = self.builder, self.precision
        sign = self.all_bits(-(1 << (its.whole.width - 1)))
        minus = self.as_number(build.or_(self.as_bits(x), sign))
        return self.exp(self.larger(minus, self.all(-its.steepest)))

    def rate(self, missed: Any) -> Any:
        """Return minus the logarithm; that of `SURE` for what is as good as 0."""
        its = self.precision
        logarithm = self.log(self.larger(missed, self.all(its.smallest)))
        held = self.sub(self.all(0.0), logarithm)
        if its.smallest == SURE:
            return held
        sure = self.builder.fcmp_ordered("<=", missed, self.all(its.smallest))
        return self.builder.select(sure, self.all(-math.log(SURE)), held)

    def larger(self, a: Any, b: Any) -> Any:
        return self.builder.select(self.builder.fcmp_ordered(">", a, b), a, b)

    def choose(self, z: Any, a: Any, b: Any) -> Any:
        negative = self.builder.icmp_signed("<", self.as_bits(z), self.all_bits(0))
        return self.builder.select(negative, b, a)


def _row(context: Any, builder: Any, kind: Any, array: Any, index: Any) -> Any:
    """Return the address of a row: an array's last axis at the given leading indices.

    The array is contiguous and its last axis is `LANES` long, so that the last step is a shift.
    """
    made = context.make_array(kind)(context, builder, array)
    lengths = cgutils.unpack_tuple(builder, made.shape, kind.ndim)[:-1]
    parts = cgutils.unpack_tuple(builder, index) if kind.ndim > 1 else []
    row = ir.Constant(ir.IntType(64), 0)
    for length, at in zip(lengths, parts, strict=True):
        row = builder.add(builder.mul(row, length), at)
    vector = _KINDS[kind.dtype].precision.vector
    return builder.gep(builder.bitcast(made.data, vector.as_pointer()), [row])


def _kind(array: Any) -> _LanesType:
    """Return the kind of vectors that an array holds."""
    if array.layout != "C" or array.dtype not in _KINDS:
        raise TypeError("rows are loaded from and stored to contiguous arrays of floats")
    return _KINDS[array.dtype]


def _align(array: Any) -> int:
    return int(array.dtype.bitwidth) // 8


@intrinsic
def load(typing_context: Any, array: Any, index: Any) -> Any:  # noqa: ARG001
    """``load(array, (i, j))`` is the vector ``array[i, j, :LANES]``; ``()`` for one axis."""

    def write(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kind = signature.args[0]
        row = _row(context, builder, kind, arguments[0], arguments[1])
        return builder.load(row, align=_align(kind))

    return _kind(array)(array, index), write


@intrinsic
def store(typing_context: Any, array: Any, index: Any, value: Any) -> Any:  # noqa: ARG001
    """``store(array, (i, j), vector)`` sets ``array[i, j, :LANES]``."""
    if value is not _kind(array):
        raise TypeError("a vector is stored to an array of its own precision")

    def write(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kind = signature.args[0]
        row = _row(context, builder, kind, arguments[0], arguments[1])
        builder.store(arguments[2], row, align=_align(kind))
        return context.get_dummy_value()

    return types.void(array, index, value), write


@intrinsic
def pick(typing_context: Any, array: Any, index: Any) -> Any:  # noqa: ARG001
    """``pick(array, i)`` is ``array[i]`` for 0 <= i, without the look for indices from the end."""
    if array.layout != "C":
        raise TypeError("numbers are picked from contiguous arrays")

    def write(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:  # noqa: ARG001
        made = context.make_array(array)(context, builder, arguments[0])
        return builder.load(builder.gep(made.data, [arguments[1]]))

    return array.dtype(array, index), write


@intrinsic
def splat(typing_context: Any, number: Any, like: Any) -> Any:  # noqa: ARG001
    """``splat(x, array)`` has the number x in every lane, in the precision of the array."""
    kind = _kind(like)

    def write(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:  # noqa: ARG001
        return _Writer(builder, kind).spread(arguments[0])

    return kind(types.float64, like), write


def _signature(kinds: Sequence[Any]) -> Any:
    """Return the signature of a formula of vectors of one kind and numbers; None of others."""
    found = {kind for kind in kinds if isinstance(kind, _LanesType)}
    numbers = [isinstance(kind, (_LanesType, types.Float)) for kind in kinds]
    if len(found) != 1 or not all(numbers):
        return None
    (kind,) = found
    return kind(*(its if its is kind else types.float64 for its in kinds))


def _written(signature: Any, formula: Any, builder: Any, values: Any) -> Any:
    """Write a formula of vectors; numbers among its arguments are spread first."""
    writer = _Writer(builder, signature.return_type)
    spread = [
        value if isinstance(its, _LanesType) else writer.spread(value)
        for its, value in zip(signature.args, values, strict=True)
    ]
    return formula(writer, *spread)


def _function(count: int, formula: Callable[..., Any]) -> Any:
    """Make a function of `count` vectors, or numbers beside them, out of a formula."""

    def declare(*kinds: Any) -> Any:
        signature = _signature(kinds)
        if signature is None:
            raise TypeError("vectors of one precision are computed with, and numbers beside them")

        def write(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:  # noqa: ARG001
            return _written(signature, formula, builder, arguments)

        return signature, write

    if count == 1:
        return intrinsic(lambda typing_context, a: declare(a))  # noqa: ARG005
    if count == 2:
        return intrinsic(lambda typing_context, a, b: declare(a, b))  # noqa: ARG005
    return intrinsic(lambda typing_context, a, b, c: declare(a, b, c))  # noqa: ARG005


exp = _function(1, _Writer.exp)
log = _function(1, _Writer.log)
decay = _function(1, _Writer.decay)
"""``decay(x)`` is exp(-|x|), of what is too steep for the precision that of its steepest."""

rate = _function(1, _Writer.rate)
"""``rate(x)`` is -log x for x in 0..1, of what is as good as nothing that of `SURE`."""

larger = _function(2, _Writer.larger)
where_positive = _function(3, _Writer.choose)
"""``where_positive(z, a, b)`` is b where the sign of z is set (-0.0 included), else a."""


def _operate(symbol: Any, formula: Callable[..., Any]) -> None:
    """Let kernels write an operator between two vectors, or a vector and a number."""

    class Typing(AbstractTemplate):
        def generic(self, kinds: Any, _: Any) -> Any:
            return _signature(kinds)

    def write(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:  # noqa: ARG001
        return _written(signature, formula, builder, arguments)

    infer_global(symbol)(Typing)
    for kinds in ((_LanesType, _LanesType), (_LanesType, types.Float), (types.Float, _LanesType)):
        lower_builtin(symbol, *kinds)(write)


for _symbol, _formula in (
    (operator.add, _Writer.add),
    (operator.iadd, _Writer.add),
    (operator.sub, _Writer.sub),
    (operator.isub, _Writer.sub),
    (operator.mul, _Writer.mul),
    (operator.imul, _Writer.mul),
    (operator.truediv, _Writer.div),
):
    _operate(_symbol, _formula)
