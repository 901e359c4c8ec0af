"""Numbers, rules and dates in words say what the numbers say."""

import datetime as dt
import math
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tracktwo.blocks import words
from tracktwo.case.schema import AllOf, AnyOf, AtLeast, Issue, ShareOf
from tracktwo.results.bands import Band

chances = st.floats(0, 1)
numbers = st.floats(-1e6, 1e6)


def value(phrase):
    """Read a spoken chance back."""
    special = {
        "never": 0.0, "always": 1.0, "less than 1 in 1,000": 0.0004,
        "more than 999 in 1,000": 0.9996,
    }  # fmt: skip
    if phrase in special:
        return special[phrase]
    top, bottom = re.fullmatch(r"about ([\d,]+) in ([\d,]+)", phrase).groups()
    return int(top.replace(",", "")) / int(bottom.replace(",", ""))


def logit(p):
    return math.log(p / (1 - p))


@pytest.mark.parametrize(
    ("probability", "phrase"),
    [
        (0, "never"), (0.0001, "less than 1 in 1,000"), (0.013, "about 1 in 80"),
        (0.05, "about 1 in 20"), (0.25, "about 1 in 4"), (0.31, "about 3 in 10"),
        (0.5, "about 1 in 2"), (0.66, "about 2 in 3"), (0.9, "about 9 in 10"),
        (0.98, "about 49 in 50"), (0.9999, "more than 999 in 1,000"), (1, "always"),
    ],
)  # fmt: skip
def test_chances_in_words(probability, phrase):
    assert words.chance(probability) == phrase


@given(chances, chances)
def test_a_higher_chance_never_sounds_lower(a, b):
    low, high = sorted((a, b))
    assert value(words.chance(low)) <= value(words.chance(high))


@given(st.floats(0.00095, 0.99905))
def test_a_spoken_chance_is_near_the_chance(p):
    assert abs(logit(value(words.chance(p))) - logit(p)) < 0.36


@given(chances)
def test_percentages_never_claim_certainty_that_is_not_there(p):
    text = words.percent(p)
    number = float(text.replace("\u00a0%", "").lstrip("<>"))
    assert (text == "0\u00a0%") == (p == 0)
    assert (text == "100\u00a0%") == (p == 1)
    assert number == pytest.approx(p * 100, abs=max(0.5 * p * 100, 0.011))


@pytest.mark.parametrize(
    ("p", "text"),
    [(0.00001, "<0.01 %"), (0.0003, "0.03 %"), (0.004, "0.4 %"), (0.0126, "1 %"), (0.28, "28 %"),
     (0.996, "99.6 %"), (0.99999, ">99.99 %")],
)  # fmt: skip
def test_percentages(p, text):
    assert words.percent(p) == text.replace(" ", "\u00a0")


def band(mean, low, high):
    return Band(mean, low, low, mean, high, high)


def test_odds_always_carry_their_band():
    said = words.odds(band(0.05, 0.01, 0.12)).replace("\u00a0", " ")
    assert said == "about 1 in 20 (5 %; 90 % of draws between 1 % and 12 %)"
    tiny = words.odds(band(0.0003, 0.0, 0.001)).replace("\u00a0", " ")
    assert tiny == "less than 1 in 1,000 (0.03 %; 90 % of draws between 0 % and 0.1 %)"
    assert words.odds(band(0, 0, 0)).replace("\u00a0", " ") == "never (90 % of draws at 0 %)"
    assert words.brief(band(0.05, 0.01, 0.12)).replace("\u00a0", " ") == f"5 % (1{words.DASH}12 %)"
    assert words.brief(band(0, 0, 0)).replace("\u00a0", " ") == "0 %"


@given(st.lists(chances, min_size=3, max_size=3))
def test_odds_name_both_ends(three):
    low, mean, high = sorted(three)
    said = words.odds(band(mean, low, high))
    for end in (low, high):
        assert words.percent(end).lstrip("<>") in said


@pytest.mark.parametrize(
    ("difference", "text"),
    [
        (0, "no change"),
        (0.12, "+12 points"),
        (-0.004, f"{words.MINUS}0.4 points"),
        (0.0002, "+0.02 points"),
        (1e-6, "next to nothing"),
        (-1e-6, "next to nothing"),
    ],
)
def test_differences(difference, text):
    assert words.points(difference).replace("\u00a0", " ") == text


def test_a_difference_carries_its_band():
    said = words.points_band(band(0.12, 0.01, 0.3)).replace("\u00a0", " ")
    assert said == "+12 points (90 % of draws: +1.0 to +30)"


@given(numbers, st.integers(0, 3))
def test_signs_are_those_of_the_numbers(x, digits):
    text = words.signed(x, digits)
    if text == "0":
        assert abs(x) <= 0.5 * 10**-digits
    else:
        assert text[0] == ("+" if x > 0 else words.MINUS)
        assert float(text[1:]) == pytest.approx(abs(x), abs=0.5 * 10**-digits + 1e-9)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2900, 1, 1)), st.integers(0, 600))
def test_months_count_on_one_by_one(as_of, months):
    when, after = words.month_date(as_of, months), words.month_date(as_of, months + 1)
    assert (when.year * 12 + when.month) - (as_of.year * 12 + as_of.month) == months
    assert 28 <= (after - when).days <= 31
    assert str(when.year) in words.month(as_of, months)


def test_dates_in_words():
    assert words.month(dt.date(2023, 3, 19), 24) == "March\u00a02025"
    assert words.day(dt.date(2023, 3, 19)) == "19\u00a0March\u00a02023"
    assert words.month_date(dt.date(9999, 12, 1), 600).year == dt.MAXYEAR


@given(st.integers(1, 2_000))
def test_durations_add_up(months):
    said = words.duration(months).replace("\u00a0", " ")
    years = re.search(r"(\d+) years?", said)
    rest = re.search(r"(\d+) months?", said)
    assert (int(years[1]) * 12 if years else 0) + (int(rest[1]) if rest else 0) == months


ACTORS = {name: f"party {name.upper()}" for name in "abcde"}
RULES = st.recursive(
    st.sampled_from(sorted(ACTORS)),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda x: AllOf(all=x)),
        st.lists(inner, min_size=1, max_size=3).map(lambda x: AnyOf(any=x)),
        st.lists(inner, min_size=1, max_size=3).flatmap(
            lambda x: st.integers(1, len(x)).map(lambda n: AtLeast(at_least=n, of=x))
        ),
        st.lists(st.sampled_from(sorted(ACTORS)), min_size=1, max_size=3).map(
            lambda x: ShareOf(share=0.5, of=x)
        ),
    ),
    max_leaves=8,
)


def named(rule):
    if isinstance(rule, str):
        return {rule}
    parts = getattr(rule, "all", None) or getattr(rule, "any", None) or rule.of
    return set().union(*(named(part) for part in parts))


@given(RULES)
def test_a_rule_in_words_names_whom_the_rule_names(rule):
    said = words.consent(rule, ACTORS)
    assert set(re.findall(r"[Pp]arty ([A-E])", said)) == {name.upper() for name in named(rule)}
    assert said.endswith(" agree.")
    assert said.count("(") == said.count(")")
    depth = 0
    for char in said:
        depth += (char == "(") - (char == ")")
        assert depth >= 0


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("a", "Party A must agree."),
        (AllOf(all=["a", "b"]), "Party A and party B must both agree."),
        (AllOf(all=["a", "b", "c"]), "Party A, party B and party C must all agree."),
        (AnyOf(any=["a", "b"]), "At least one of party A or party B must agree."),
        (
            AllOf(all=["a", "b", AnyOf(any=["c", "d"])]),
            "Party A, party B, and at least one of party C or party D must all agree.",
        ),
        (
            AtLeast(at_least=2, of=["a", "b", "c"]),
            "At least 2 of party A, party B or party C must agree.",
        ),
        (
            ShareOf(share=0.7, of=["a", "b"]),
            "Holders of at least 70\u00a0% of the capability of party A and party B must agree.",
        ),
        (
            AnyOf(any=["a", AllOf(all=["b", "c"])]),
            "At least one of party A or (party B and party C) must agree.",
        ),
    ],
)
def test_rules_in_words(rule, said):
    assert words.consent(rule, ACTORS) == said


SCALE = Issue(id="x", name="X", scale={0: "none.", 50: "half.", 100: "all."}, evidence=[])


@pytest.mark.parametrize(
    ("point", "said"),
    [(0, "none."), (4, "none."), (52, "half."), (30, "between “none” and “half”"), (100, "all.")],
)
def test_points_of_a_scale(point, said):
    assert words.on_scale(SCALE, point) == said


@given(st.floats(0, 100))
def test_every_point_of_a_scale_has_words(point):
    assert any(text.rstrip(".") in words.on_scale(SCALE, point) for text in SCALE.scale.values())


@given(st.lists(numbers, min_size=3, max_size=3))
def test_quantities_name_their_three_numbers(three):
    low, mode, high = sorted(three)
    assume(low < high)
    for text in (words.span(low, mode, high), words.short_span(low, mode, high)):
        for number in (low, mode, high):
            assert words.number(number) in text
    assert words.span(mode, mode, mode) == words.number(mode)


@given(st.text())
def test_cleaned_text_holds_no_controls(text):
    cleaned = words.clean(text)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", cleaned)
    kept = [c for c in text.replace("\r\n", "\n") if c.isalnum()]
    assert [c for c in cleaned if c.isalnum()] == kept


def test_lists_read_as_sentences_do():
    assert words.join([]) == ""
    assert words.join(["a"]) == "a"
    assert words.join(["a", "b", "c"]) == "a, b and c"
    assert words.sentence("it ends") == "It ends."
