"""Scores of a ledger: what is counted, what is left out, and that nothing is claimed too soon."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rendered import printed

from tracktwo.record.entries import Forecast, RecordedBand, Resolution, StageForecast, with_id
from tracktwo.record.ledger import Ledger
from tracktwo.record.scores import CASE, ENOUGH, OUTSIDE, score
from tracktwo.record.scores_section import scores_section

KEPT, END, KNOWN = dt.date(2020, 1, 1), dt.date(2022, 1, 31), dt.date(2023, 1, 1)


def forecast(case, odds, *, own=None, outside=None, author=None, kept=KEPT, seed=1):
    band = RecordedBand(**dict.fromkeys(RecordedBand.model_fields, odds))
    stage = StageForecast(id="talks", name="Talks", odds=band, own=own, outside=outside)
    return with_id(
        Forecast(
            date=kept, case=case, title=case, version="0" * 64, as_of=KEPT, until=END, horizon=24,
            draws=1, seed=seed, program="0", author=author, stages=[stage],
        )
    )  # fmt: skip


def came(case, passed, outcome=None):
    return with_id(
        Resolution(
            date=KNOWN, case=case, stage="talks", outcome=outcome or
            ("passed" if passed else "not-passed"), on="2021-06-01" if passed else str(END),
            source="x",
        )
    )  # fmt: skip


def ledger(forecasts, resolutions, path=None):
    return Ledger(path, tuple(forecasts), tuple(resolutions))


def many(n, odds, seed=1, **given):
    rng = np.random.default_rng(seed)
    chances = [odds(rng) for _ in range(n)]
    return ledger(
        [
            forecast(f"c{k}", p, **{key: value(p) for key, value in given.items()})
            for k, p in enumerate(chances)
        ],
        [came(f"c{k}", bool(rng.random() < p)) for k, p in enumerate(chances)],
    )


def text_of(section):
    return " ".join(printed(section).split())


def of(found, name):
    return next(one for one in found.forecasters if one.name == name)


def test_the_scores_are_those_of_the_rules():
    found = score(
        [
            ledger(
                [forecast("a", 0.8, outside=0.5), forecast("b", 0.3, outside=0.5)],
                [came("a", passed=True), came("b", passed=False)],
            )
        ]
    )
    mine = of(found, CASE)
    assert mine.brier.value == pytest.approx((0.2**2 + 0.3**2) / 2)
    assert mine.log.value == pytest.approx((np.log(0.8) + np.log(0.7)) / 2)
    assert mine.against_outside.value == pytest.approx(mine.log.value - np.log(0.5))
    assert mine.log.low is None  # two cases say nothing of others
    assert of(found, OUTSIDE).brier.value == 0.25


def test_what_is_open_void_or_known_is_told_apart():
    forecasts = [
        forecast("open", 0.5),
        forecast("void", 0.5),
        forecast("late", 0.9, kept=dt.date(2021, 7, 1)),
        forecast("good", 0.7),
    ]
    settled = [came("void", passed=True, outcome="void"), came("late", passed=True),
               came("good", passed=True)]  # fmt: skip
    found = score([ledger(forecasts, settled)])
    assert (found.forecasts, found.open, found.void, found.known) == (4, 1, 1, 1)
    assert found.outcomes == 1
    assert score([ledger(forecasts, settled)], hindsight=True).outcomes == 2


def test_who_updates_often_does_not_count_more():
    once = [forecast("a", 0.4), forecast("b", 0.9)]
    often = [*once, *(forecast("b", 0.9, seed=n) for n in range(2, 12))]
    settled = [came("a", passed=False), came("b", passed=True)]
    one, other = (score([ledger(each, settled)]) for each in (once, often))
    assert of(one, CASE).log == of(other, CASE).log
    assert (other.forecasts, other.outcomes) == (12, 2)


def test_authors_are_compared_on_what_they_share():
    sure = {"author": "Sure", "own": 0.95}
    calm = {"author": "Calm", "own": 0.6}
    forecasts = [
        forecast("a", 0.5, **sure), forecast("a", 0.5, **calm, seed=2),
        forecast("b", 0.5, **sure), forecast("b", 0.5, **calm, seed=2),
        forecast("c", 0.5, **sure),
    ]  # fmt: skip
    settled = [came("a", passed=True), came("b", passed=False), came("c", passed=True)]
    found = score([ledger(forecasts, settled)])
    (pair,) = found.pairs
    assert (pair.first, pair.second, pair.outcomes) == ("Calm", "Sure", 2)
    gain = np.log(0.6) + np.log(0.4) - np.log(0.95) - np.log(0.05)
    assert pair.difference.value == pytest.approx(gain / 2)
    assert of(found, "Sure").outcomes == 3
    assert of(found, "Calm").against_case.value == pytest.approx(
        (np.log(0.6) + np.log(0.4)) / 2 - np.log(0.5)
    )


def test_ledgers_of_several_settle_one_another():
    first = ledger([forecast("a", 0.5, author="A")], [came("a", passed=True)])
    second = ledger([forecast("a", 0.8, author="B")], [])
    found = score([first, second])
    assert {one.name for one in found.forecasters} == {CASE, "A", "B"}
    assert found.outcomes == 1


@settings(max_examples=10)
@given(st.integers(1, 10_000))
def test_the_order_of_ledgers_and_lines_does_not_matter(seed):
    whole = many(12, lambda rng: rng.uniform(0.1, 0.9), seed, outside=lambda _: 0.4)
    halves = [ledger(whole.forecasts[k::2], whole.resolutions) for k in (1, 0)]
    assert score([whole]) == score(halves)


def test_nothing_is_claimed_below_about_150_outcomes():
    few = score([many(ENOUGH - 1, lambda _: 0.99, outside=lambda _: 0.01)])
    assert not few.enough
    told = text_of(scores_section(few))
    assert "Nothing is claimed from 149 outcomes: that takes about 150." in told
    assert "were better than" not in told


@pytest.mark.parametrize(
    ("outside", "told"),
    [
        (lambda _: 0.5, "The case's odds were better than the outside view."),
        (lambda p: p, "were not shown to be better than the outside view"),
        (lambda _: None, "There is no outside view"),
    ],
)
def test_with_enough_the_claim_is_what_the_interval_says(outside, told):
    found = score([many(400, lambda rng: rng.choice([0.05, 0.95]), outside=outside)])
    assert found.enough
    assert told in text_of(scores_section(found))


def test_odds_that_are_worse_are_said_to_be():
    rng = np.random.default_rng(3)
    cases = [f"c{k}" for k in range(200)]
    found = score(
        [
            ledger(
                [forecast(case, 0.9, outside=0.2) for case in cases],
                [came(case, passed=bool(rng.random() < 0.2)) for case in cases],
            )
        ]
    )
    told = text_of(scores_section(found))
    assert "were worse than the outside view: use that instead" in told
    assert "the odds were too high" in told


def test_nothing_settled_is_said():
    assert "nothing to score" in text_of(scores_section(score([ledger([forecast("a", 0.5)], [])])))
