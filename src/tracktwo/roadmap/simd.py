"""Vectors of `LANES` numbers for compiled kernels: one draw in each lane.

Loops over a short innermost axis are either unrolled by the compiler before it could vectorise
them or wrapped in checks that cost as much as the work. This type says it outright: `load` a
row of an array, compute with whole vectors, `store` it. The compiler maps a vector onto the
registers at hand (two of 512 bits, four of 256, eight of 128).

exp and log follow W. J. Cody and W. Waite (1980): reduce the argument by a multiple of log 2,
evaluate a polynomial (for log the one of FreeBSD's e_log.c), set the exponent by adding to the
bits. They agree with the library's to 4e-16 in relative terms, exp besides to a rounding of x.

Needs numba; only the compiled engine imports this.
"""
# numba is typed in part:
# mypy: disable-error-code="no-untyped-call"

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.typing.templates import AbstractTemplate, infer_global
from numba.extending import intrinsic as _intrinsic
from numba.extending import lower_builtin, models, register_model

if TYPE_CHECKING:
    from collections.abc import Callable

LANES = 16

_DOUBLES = ir.VectorType(ir.DoubleType(), LANES)
_LONGS = ir.VectorType(ir.IntType(64), LANES)
_CONTRACT = ("contract",)  # let a * b + c round once where the processor can

# Adding this number to a double moves its integer part to the lowest bits: rounding, and the
# way to and from integers, without leaving the vector registers.
_SHIFTER = 6755399441055744.0
_SHIFTER_BITS = 0x4338000000000000
_ROOT_HALF_BITS = 0x3FE6A09E667F3BCD
_LN2 = 0.6931471805599453
_LN2_HIGH = 6.93147180369123816490e-01
_LN2_LOW = 1.90821492927058770002e-10
_PER_LN2 = 1.44269504088896338700

# The polynomial of degree 10 through Chebyshev's nodes on +-log(2)/2: relative error 3e-16.
_EXP_SERIES = (
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
)
_LOG_SERIES = (
    1.479819860511658591e-01,
    1.531383769920937332e-01,
    1.818357216161805012e-01,
    2.222219843214978396e-01,
    2.857142874366239149e-01,
    3.999999999940941908e-01,
    6.666666666666735130e-01,
)


class _LanesType(types.Type):
    def __init__(self) -> None:
        super().__init__(name=f"lanes{LANES}")


_lanes = _LanesType()


@register_model(_LanesType)
class _LanesModel(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, _DOUBLES)


def intrinsic(function: Callable[..., Any]) -> Any:
    """Make a function that writes instructions callable from kernels."""
    return _intrinsic(function)


def _all(value: float) -> Any:
    """Return the constant with the same number in every lane."""
    return ir.Constant(_DOUBLES, [value] * LANES)


def _all_bits(value: int) -> Any:
    return ir.Constant(_LONGS, [value] * LANES)


class _Writer:
    """Writes the instructions of formulas over vectors."""

    def __init__(self, builder: Any) -> None:
        self.builder = builder

    def add(self, a: Any, b: Any) -> Any:
        return self.builder.fadd(a, b, flags=_CONTRACT)

    def sub(self, a: Any, b: Any) -> Any:
        return self.builder.fsub(a, b, flags=_CONTRACT)

    def mul(self, a: Any, b: Any) -> Any:
        return self.builder.fmul(a, b, flags=_CONTRACT)

    def div(self, a: Any, b: Any) -> Any:
        return self.builder.fdiv(a, b)

    def horner(self, x: Any, coefficients: tuple[float, ...]) -> Any:
        out = _all(coefficients[0])
        for coefficient in coefficients[1:]:
            out = self.add(self.mul(out, x), _all(coefficient))
        return out

    def exp(self, x: Any) -> Any:
        """For -708 < x < 708: x = k log 2 + r, the series in r, k added to the exponent."""
        build = self.builder
        shifted = self.add(self.mul(x, _all(_PER_LN2)), _all(_SHIFTER))
        k = build.fsub(shifted, _all(_SHIFTER))
        r = self.sub(x, self.mul(k, _all(_LN2)))
        # Even and odd powers apart: one chain of products as long would be waited for.
        square = self.mul(r, r)
        even, odd = self.horner(square, _EXP_SERIES[::2]), self.horner(square, _EXP_SERIES[1::2])
        series = build.bitcast(self.add(self.mul(odd, r), even), _LONGS)
        power = build.shl(build.bitcast(shifted, _LONGS), _all_bits(52))
        return build.bitcast(build.add(series, power), _DOUBLES)

    def log(self, x: Any) -> Any:
        """For normal x > 0: x = 2^k m, m in [sqrt(1/2), sqrt 2), the series in s = f / (2 + f)."""
        build = self.builder
        raw = build.bitcast(x, _LONGS)
        # The bits of sqrt(1/2) carry a power of -1; numbers from there on have k = 0.
        power = build.ashr(build.sub(raw, _all_bits(_ROOT_HALF_BITS)), _all_bits(52))
        mantissa = build.sub(raw, build.shl(power, _all_bits(52)))
        k = build.fsub(
            build.bitcast(build.add(power, _all_bits(_SHIFTER_BITS)), _DOUBLES), _all(_SHIFTER)
        )
        f = build.fsub(build.bitcast(mantissa, _DOUBLES), _all(1.0))
        s = build.fdiv(f, build.fadd(f, _all(2.0)))
        z = build.fmul(s, s)
        series = self.mul(self.horner(z, _LOG_SERIES), z)
        half = build.fmul(build.fmul(f, _all(0.5)), f)
        inner = self.add(self.mul(s, self.add(half, series)), self.mul(k, _all(_LN2_LOW)))
        return self.sub(self.mul(k, _all(_LN2_HIGH)), build.fsub(build.fsub(half, inner), f))

    def minus_magnitude(self, x: Any) -> Any:
        bits = self.builder.or_(self.builder.bitcast(x, _LONGS), _all_bits(-(1 << 63)))
        return self.builder.bitcast(bits, _DOUBLES)

    def smaller(self, a: Any, b: Any) -> Any:
        return self.builder.select(self.builder.fcmp_ordered("<", a, b), a, b)

    def larger(self, a: Any, b: Any) -> Any:
        return self.builder.select(self.builder.fcmp_ordered(">", a, b), a, b)


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
    return builder.gep(builder.bitcast(made.data, _DOUBLES.as_pointer()), [row])


def _contiguous(array: Any) -> None:
    if array.layout != "C":
        raise TypeError("rows are loaded from and stored to contiguous arrays")


def _spread(builder: Any, number: Any) -> Any:
    blank = ir.Constant(_DOUBLES, ir.Undefined)
    one = builder.insert_element(blank, number, ir.Constant(ir.IntType(32), 0))
    mask = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
    return builder.shuffle_vector(one, blank, mask)


@intrinsic
def load(typing_context: Any, array: Any, index: Any) -> Any:  # noqa: ARG001
    """``load(array, (i, j))`` is the vector ``array[i, j, :LANES]``; ``()`` for one axis."""
    _contiguous(array)

    def write(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:  # noqa: ARG001
        row = _row(context, builder, array, arguments[0], arguments[1])
        return builder.load(row, align=8)

    return _lanes(array, index), write


@intrinsic
def store(typing_context: Any, array: Any, index: Any, value: Any) -> Any:  # noqa: ARG001
    """``store(array, (i, j), vector)`` sets ``array[i, j, :LANES]``."""
    _contiguous(array)

    def write(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:  # noqa: ARG001
        row = _row(context, builder, array, arguments[0], arguments[1])
        builder.store(arguments[2], row, align=8)
        return context.get_dummy_value()

    return types.void(array, index, value), write


@intrinsic
def pick(typing_context: Any, array: Any, index: Any) -> Any:  # noqa: ARG001
    """``pick(array, i)`` is ``array[i]`` for 0 <= i, without the look for indices from the end."""
    _contiguous(array)

    def write(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:  # noqa: ARG001
        made = context.make_array(array)(context, builder, arguments[0])
        return builder.load(builder.gep(made.data, [arguments[1]]))

    return array.dtype(array, index), write


@intrinsic
def splat(typing_context: Any, number: Any) -> Any:  # noqa: ARG001
    """``splat(x)`` has the number x in every lane."""

    def write(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:  # noqa: ARG001
        return _spread(builder, arguments[0])

    return _lanes(types.float64), write


def _function(count: int, formula: Callable[..., Any]) -> Any:
    """Make a function of `count` vectors from the writer of its formula."""

    def declare(*kinds: Any) -> Any:
        def write(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:  # noqa: ARG001
            return formula(_Writer(builder), *arguments)

        return _lanes(*kinds), write

    if count == 1:
        return intrinsic(lambda typing_context, a: declare(a))  # noqa: ARG005
    if count == 2:
        return intrinsic(lambda typing_context, a, b: declare(a, b))  # noqa: ARG005
    return intrinsic(lambda typing_context, a, b, c: declare(a, b, c))  # noqa: ARG005


def _choose(writer: _Writer, z: Any, a: Any, b: Any) -> Any:
    sign = writer.builder.bitcast(z, _LONGS)
    return writer.builder.select(writer.builder.icmp_signed("<", sign, _all_bits(0)), b, a)


exp = _function(1, _Writer.exp)
log = _function(1, _Writer.log)
minus_magnitude = _function(1, _Writer.minus_magnitude)
smaller = _function(2, _Writer.smaller)
larger = _function(2, _Writer.larger)
where_positive = _function(3, _choose)
"""``where_positive(z, a, b)`` is b where the sign of z is set (-0.0 included), else a."""


def _operate(symbol: Any, formula: Callable[..., Any]) -> None:
    """Let kernels write an operator between two vectors, or a vector and a number."""

    class Typing(AbstractTemplate):
        def generic(self, kinds: Any, _: Any) -> Any:
            known = [kind is _lanes or isinstance(kind, types.Float) for kind in kinds]
            return _lanes(*kinds) if _lanes in kinds and all(known) else None

    def write(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:  # noqa: ARG001
        vectors = [
            value if kind is _lanes else _spread(builder, value)
            for kind, value in zip(signature.args, arguments, strict=True)
        ]
        return formula(_Writer(builder), *vectors)

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
