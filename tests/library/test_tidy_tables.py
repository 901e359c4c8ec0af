"""Tables of an answer hold what its record holds, once, with units."""

import dataclasses
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracktwo.library.asking import ask
from tracktwo.questions import question
from tracktwo.results.bands import Band, BandSeries
from tracktwo.results.tables import tables

SMALL = {
    "odds": {"draws": 16},
    "who": {"draws": 4},
    "agree": {"draws": 4, "search_draws": 4},
    "what-if": {"draws": 4},
    "compare": {"draws": 4},
    "withdraw": {"draws": 4, "actor": "bray"},
    "map": {"draws": 4},
    "process": {"draws": 4},
    "timeline": {},
    "relapse": {"draws": 4},
}


@pytest.fixture(scope="module")
def answers(smallest):
    found = {}
    for name, options in SMALL.items():
        asked = question(name)
        known = {one.name for one in asked.fields}
        values = asked.values({k: v for k, v in options.items() if k in known})
        found[name] = asked.ask(smallest, values)
    return found


@pytest.mark.parametrize("name", SMALL)
def test_every_table_is_tidy(answers, name):
    found = tables(answers[name])
    assert found
    for table in found.values():
        names = [column.name for column in table.columns]
        assert len(set(names)) == len(names)
        assert table.rows
        for row in table.rows:
            assert len(row) == len(names)
            for cell in row:
                assert cell is None or isinstance(cell, str | bool | int | float)


@pytest.mark.parametrize("name", SMALL)
def test_no_number_of_a_band_is_lost(answers, name):
    cells = {
        round(cell, 12)
        for table in tables(answers[name]).values()
        for row in table.rows
        for cell in row
        if isinstance(cell, float) and not math.isnan(cell)
    }
    for band in bands_of(answers[name]):
        assert round(band.mean, 12) in cells
        assert round(band.p95, 12) in cells


def bands_of(value):
    if isinstance(value, Band):
        yield value
    elif isinstance(value, BandSeries):
        yield from (value.at(month) for month in range(len(value.mean)))
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from bands_of(getattr(value, field.name))
    elif isinstance(value, tuple):
        for one in value:
            yield from bands_of(one)


def test_a_stage_has_its_odds_at_the_horizon_and_by_month(answers):
    found, record = tables(answers["odds"]), answers["odds"]
    last = record.horizon
    stages = found["stages"].as_columns()
    assert stages["id"] == [one.id for one in record.stages]
    assert stages["reached_mean"] == [one.reached.mean[last] for one in record.stages]
    months = found["stages by month"].as_columns()
    assert len(months["month"]) == len(record.stages) * (last + 1)
    assert found["stages"].units["reached_mean"] == "chance 0-1"
    assert found["stages"].units["median_months"] == "months"


def test_what_is_by_stage_has_a_row_for_each(answers):
    record = answers["who"]
    found = tables(record)["influence"].as_columns()
    place = found["stage"].index(record.stages[-1])
    assert found["pivotal_mean"][place] == record.influence[0].pivotal[-1].mean


@dataclasses.dataclass(frozen=True)
class Part:
    id: str
    odds: tuple[Band, ...]
    sure: tuple[float, ...]


@dataclasses.dataclass(frozen=True)
class Whole:
    stages: tuple[str, ...]
    parts: tuple[Part, ...]


@given(st.integers(1, 4), st.integers(0, 3), st.data())
def test_any_record_comes_apart_into_rows_of_its_axis(stages, parts, data):
    number = st.sampled_from([0.0, 0.1, 0.5, 1.0])
    band = st.builds(Band, *[number] * 6)
    whole = Whole(
        tuple(f"s{i}" for i in range(stages)),
        tuple(
            Part(
                f"p{i}",
                tuple(data.draw(band) for _ in range(stages)),
                tuple(data.draw(number) for _ in range(stages)),
            )
            for i in range(parts)
        ),
    )
    found = tables(whole)
    if not parts:
        assert "parts" not in found
        return
    rows = found["parts"].as_columns()
    assert rows["id"] == [f"p{i}" for i in range(parts) for _ in range(stages)]
    assert rows["stage"] == [f"s{i}" for i in range(stages)] * parts
    assert rows["odds_mean"] == [one.mean for part in whole.parts for one in part.odds]
    assert rows["sure"] == [one for part in whole.parts for one in part.sure]


def test_a_comparison_is_a_table_of_the_alternatives(smallest):
    found = ask(smallest, "compare", {"draws": 4}).table().columns
    assert {"id", "stage", "reached_mean", "difference_mean"} <= {one.name for one in found}
    none = smallest.case.model_copy(update={"alternatives": []})
    without = dataclasses.replace(smallest, case=none)
    alone = ask(without, "compare", {"draws": 4}).table().columns
    assert {"stage", "base_mean"} <= {one.name for one in alone}
