"""Numbers, rules and dates in words that a reader outside the field understands.

Chances are given as "about 1 in 20": people read frequencies better than small percentages
(Gigerenzer and Hoffrage 1995). No function here computes a result; each only says one.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from typing import TYPE_CHECKING

from tracktwo.case.schema import AllOf, AnyOf, AtLeast, ShareOf

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tracktwo.case.schema import Consent, Issue
    from tracktwo.results.bands import Band

NBSP, MINUS, DASH = "\u00a0", "\u2212", "\u2013"
SCALE = f"0{DASH}100"
"""The scale of positions, saliences, costs and harm."""

_ONE_IN = (
    1_000, 500, 300, 200, 150, 100, 80, 60, 50, 40, 30, 25, 20, 15, 12, 10, 9, 8, 7, 6, 5, 4, 3,
)  # fmt: skip
_SPOKEN = sorted(
    [(1, n) for n in _ONE_IN]
    + [(n - 1, n) for n in _ONE_IN]
    + [(3, 10), (4, 10), (1, 2), (6, 10), (7, 10)],
    key=lambda pair: pair[0] / pair[1],
)
"""The fractions that chances are rounded to, lowest first."""


def plain(text: str) -> str:
    """Return a text with ASCII spaces, dashes and quotation marks, for terminals and pipes."""
    for fancy, simple in ((NBSP, " "), (MINUS, "-"), (DASH, "-"), ("“", '"'), ("”", '"')):
        text = text.replace(fancy, simple)
    return text


def clean(text: str) -> str:
    """Replace characters that no page or terminal should be given: controls, bidi overrides."""
    return STEERING.sub("\ufffd", text.replace("\r\n", "\n"))


# Controls (but tab and line feed), lone surrogates, marks and overrides of direction, line and
# paragraph separators, and what is no character at all.
STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200e\u200f\u2028\u2029"
    "\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)


# --- chances -------------------------------------------------------------------------------


def chance(probability: float) -> str:
    """Say a chance as a frequency, with no more precision than people can use."""
    if probability <= 0:
        return "never"
    if probability >= 1:
        return "always"
    if probability < 0.00095:
        return "less than 1 in 1,000"
    if probability > 0.99905:
        return "more than 999 in 1,000"

    # Nearest in log-odds: 1 in 200 and 1 in 100 are as far apart as 199 and 99 in their hundreds.
    def distance(pair: tuple[int, int]) -> float:
        return abs(_logit(pair[0] / pair[1]) - _logit(probability))

    top, bottom = min(_SPOKEN, key=distance)
    return f"about {top:,} in {bottom:,}"


def _logit(probability: float) -> float:
    return math.log(probability / (1 - probability))


def percent(probability: float) -> str:
    """Write a chance as a percentage, with a decimal only where it says something."""
    return f"{_percent_number(probability)}{NBSP}%"


def _percent_number(probability: float) -> str:
    if probability in {0.0, 1.0}:
        return f"{probability * 100:.0f}"
    rarer = min(probability, 1 - probability)
    if rarer < 0.00005:
        return "<0.01" if probability < 0.5 else ">99.99"
    digits = 0 if rarer >= 0.0095 else 1 if rarer >= 0.00095 else 2
    return f"{probability * 100:.{digits}f}"


def finely(probability: float) -> str:
    """Write a chance as a percentage with two decimals, to hold two ways of finding it together."""
    return f"{100 * probability:.2f}{NBSP}%"


def between(low: float, high: float) -> str:
    """Say a range of chances."""
    if percent(low) == percent(high):
        return f"at {_spoken(low)}"
    return f"between {_spoken(low)} and {_spoken(high)}"


def _spoken(probability: float) -> str:
    return percent(probability).replace("<", "under ").replace(">", "over ")


def odds(band: Band) -> str:
    """Say odds in full: words, then the number with its band."""
    return f"{chance(band.mean)} {odds_tail(band)}"


def odds_tail(band: Band) -> str:
    """Say what follows a chance in words: the number and its band."""
    spread = f"90{NBSP}% of draws {between(band.p05, band.p95)}"
    if band.mean in {0.0, 1.0}:
        return f"({spread})"
    return f"({_spoken(band.mean)}; {spread})"


def brief(band: Band) -> str:
    """Write odds in the least space, as ``5 % (1-12 %)``; the brackets hold 90 % of draws."""
    spread = percent_range(band)
    if spread == percent(band.mean):
        return spread
    return f"{percent(band.mean)} ({spread})"


def percent_range(band: Band) -> str:
    """Write where nine draws in ten of a chance lie, as ``1-12 %``."""
    low, high = _percent_number(band.p05), _percent_number(band.p95)
    return f"{low if low == high else f'{low}{DASH}{high}'}{NBSP}%"


def percent_band(band: Band) -> str:
    """Say a share of something with its band."""
    low, high = percent(band.p05), percent(band.p95)
    if low == high:
        return percent(band.mean)
    return f"{percent(band.mean)} (90{NBSP}% of draws {low} to {high})"


def in_draws(part: float) -> str:
    """Say in how many draws something holds."""
    if part <= 0:
        return "in no draw"
    return "in every draw" if part >= 1 else f"in {percent(part)} of draws"


# --- differences ---------------------------------------------------------------------------


def signed(value: float, digits: int = 1) -> str:
    """Write a number with its sign; what rounds to nothing has none."""
    text = f"{abs(value):.{digits}f}"
    if not text.strip("0."):
        return "0"
    return ("+" if value > 0 else MINUS) + text


def _points_number(difference: float) -> str:
    size = abs(difference) * 100
    digits = 0 if size >= 9.5 else 1 if size >= 0.095 else 2
    return signed(difference * 100, digits)


def points(difference: float) -> str:
    """Write a difference of chances in percentage points."""
    if difference == 0:
        return "no change"
    number = _points_number(difference)
    return "next to nothing" if number == "0" else f"{number}{NBSP}points"


def points_band(band: Band) -> str:
    """Say a difference of chances with its band."""
    low, high = _points_number(band.p05), _points_number(band.p95)
    if low == high == "0":
        return points(band.mean)
    spread = f"all at {low}" if low == high else f"{low} to {high}"
    return f"{points(band.mean)} (90{NBSP}% of draws: {spread})"


def move(band: Band) -> str:
    """Write the mean of a difference of chances in points, without the word."""
    return _points_number(band.mean)


def move_range(band: Band) -> str:
    """Write where nine draws in ten of a difference of chances lie, in points."""
    low, high = _points_number(band.p05), _points_number(band.p95)
    return low if low == high else f"{low} to {high}"


def draws_raised(share: float) -> str:
    """Say in what share of draws a change raises the odds."""
    if share <= 0:
        return "raises them in no draw"
    if share >= 1:
        return "raises them in every draw"
    return f"raises them in {percent(share)} of draws"


# --- plain numbers -------------------------------------------------------------------------


def number(value: float) -> str:
    """Write a number with at most three significant digits."""
    text = f"{value:.3g}" if abs(value) < 1_000 else f"{value:,.0f}"
    return text.replace("-", MINUS) if "e" not in text else f"{value:g}"


def span(low: float, mode: float, high: float) -> str:
    """Say a quantity: a point, or a range with its most likely value."""
    if low == high:
        return number(mode)
    return f"{number(low)} to {number(high)}, most likely {number(mode)}"


def short_span(low: float, mode: float, high: float) -> str:
    """Write a quantity in the least space: ``40 (20-70)``."""
    if low == high:
        return number(mode)
    return f"{number(mode)} ({reach(low, high)})"


def reach(low: float, high: float) -> str:
    """Write a range in the least space: ``20-70``; ``-20 to 70``."""
    link = " to " if low < 0 else DASH
    return f"{number(low)}{link}{number(high)}"


def measure(band: Band) -> str:
    """Write a number other than a chance with its band."""
    low, high = number(_tidy(band.p05)), number(_tidy(band.p95))
    if low == high:
        return number(_tidy(band.mean))
    return f"{number(_tidy(band.mean))} (90{NBSP}% of draws {low} to {high})"


def expected(band: Band) -> str:
    """Say a forecast number: its mean and where it lies with nine chances in ten."""
    mean, low, high = (number(_tidy(x)) for x in (band.mean, band.p05, band.p95))
    return f"{mean} on average, with nine chances in ten between {low} and {high}"


def measure_short(band: Band) -> str:
    """Write a number other than a chance in the least space: ``40 (20-70)``."""
    return short_span(*(_tidy(x) for x in (band.p05, band.mean, band.p95)))


def _tidy(value: float) -> float:
    return round(value, 1) if abs(value) >= 0.1 else round(value, 2)


def small(band: Band) -> str:
    """Write a small difference with its band."""
    mean, low, high = (signed(x, 2) for x in (band.mean, band.p05, band.p95))
    return mean if mean == low == high else f"{mean} ({low} to {high})"


def share(value: float) -> str:
    """Write a share of a variance, or the error of one, to two decimals."""
    return f"{value:.2f}"


def whole(value: float) -> str:
    """Write a number without decimals."""
    return f"{round(value):,}".replace("-", MINUS)


def intensity(value: float) -> str:
    """Write how far a lever is applied, 0 to 1."""
    return f"{value:.2f}"


def number_tidy(value: float) -> str:
    """Write a computed number with a decimal, or two where it is small."""
    return number(_tidy(value))


def off(value: float) -> str:
    """Write how much a part takes off; what adds something takes off nothing."""
    if 0 < -value < 0.005:
        return "next to nothing"
    return f"{max(0.0, -value):.2f}".rstrip("0").rstrip(".")


def log_odds(band: Band) -> str:
    """Write a part of log-odds with its band."""
    return f"{signed(band.mean)} ({signed(band.p05)} to {signed(band.p95)})"


def join(items: Iterable[str], last: str = "and") -> str:
    """Join items as a sentence does."""
    listed = list(items)
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} {last} {listed[-1]}"


def heading(text: str) -> str:
    """Begin a text with a capital."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """Begin a text with a capital and end it with a full stop."""
    text = heading(text)
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


# --- months --------------------------------------------------------------------------------


def month_date(as_of: dt.date, months: float) -> dt.date:
    """Return the first day of the month that lies some months after a date."""
    whole = as_of.year * 12 + as_of.month - 1 + round(months)
    year = min(max(whole // 12, dt.MINYEAR), dt.MAXYEAR)
    return dt.date(year, whole % 12 + 1, 1)


def month(as_of: dt.date, months: float) -> str:
    """Name a month: ``March 2025``."""
    when = month_date(as_of, months)
    return f"{_MONTHS[when.month - 1]}{NBSP}{when.year}"


def day(when: dt.date) -> str:
    """Name a day: ``19 March 2023``."""
    return f"{when.day}{NBSP}{_MONTHS[when.month - 1]}{NBSP}{when.year}"


def moment(when: str) -> str:
    """Name a day, YYYY-MM-DD, or a month, YYYY-MM, where no day is known."""
    if len(when) > len("YYYY-MM"):
        return day(dt.date.fromisoformat(when))
    return month(dt.date.fromisoformat(f"{when}-01"), 0)


def on(when: str) -> str:
    """Say when something was: ``on 1 March 2024``, or ``in March 2024``."""
    return f"{'on' if len(when) > len('YYYY-MM') else 'in'} {moment(when)}"


def happened(when: str) -> str:
    """Say that something has come about: ``happened on 1 March 2024``."""
    return f"happened {on(when)}"


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def duration(months: float) -> str:
    """Say a length of time: months up to a year, then years and months."""
    whole = round(months)
    if whole == 0:
        return "under a month" if months > 0 else "no time"
    years, rest = divmod(whole, 12)
    parts = []
    if years:
        parts.append(f"{years}{NBSP}{'year' if years == 1 else 'years'}")
    if rest:
        parts.append(f"{rest}{NBSP}{'month' if rest == 1 else 'months'}")
    return join(parts)


# --- rules and scales ----------------------------------------------------------------------


def consent(rule: Consent, names: Mapping[str, str]) -> str:
    """Say a consent rule as a sentence."""
    if isinstance(rule, AllOf) and len(rule.all) > 1:
        simple = all(isinstance(part, str) for part in rule.all)
        parts = [_who(part, names, nested=False) for part in rule.all]
        both = "both" if len(parts) == 2 else "all"
        if simple:
            return sentence(f"{join(parts)} must {both} agree")
        return sentence(f"{', '.join(parts[:-1])}, and {parts[-1]} must {both} agree")
    return sentence(f"{_who(rule, names, nested=False)} must agree")


def _who(rule: Consent, names: Mapping[str, str], *, nested: bool = True) -> str:
    if isinstance(rule, str):
        return names.get(rule, rule)
    parts: Sequence[Consent]
    parts = (
        rule.all if isinstance(rule, AllOf) else rule.any if isinstance(rule, AnyOf) else rule.of
    )
    listed = [_who(part, names) for part in parts]
    if len(listed) == 1 and not isinstance(rule, ShareOf):
        return listed[0]
    if isinstance(rule, AllOf):
        text = join(listed)
    elif isinstance(rule, AnyOf):
        text = f"at least one of {join(listed, 'or')}"
    elif isinstance(rule, AtLeast):
        every, many = rule.at_least == len(listed), rule.at_least if rule.at_least > 1 else "one"
        text = join(listed) if every else f"at least {many} of {join(listed, 'or')}"
    elif len(listed) == 1:
        text = listed[0]
    else:
        text = f"holders of at least {percent(rule.share)} of the capability of {join(listed)}"
    return f"({text})" if nested else text


def on_scale(issue: Issue, value: float) -> str:
    """Say what a point of an issue's scale means, from the points that are described."""
    marks = sorted(issue.scale)
    nearest = min(marks, key=lambda mark: abs(mark - value))
    if abs(nearest - value) <= 5:
        return issue.scale[nearest]
    below = max(mark for mark in marks if mark <= value)
    above = min(mark for mark in marks if mark >= value)
    return f"between “{_open(issue.scale[below])}” and “{_open(issue.scale[above])}”"


def _open(text: str) -> str:
    return text.rstrip(".")
