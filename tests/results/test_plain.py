"""Records that are plain and frozen, and the one way from them to JSON."""

import dataclasses
import datetime as dt
import importlib
import json
import pkgutil
import types
import typing

import numpy as np
import pytest

from tracktwo import results
from tracktwo.results.bands import Band
from tracktwo.results.plain import as_json, plain, plain_value

MODULES = [
    importlib.import_module(found.name)
    for found in pkgutil.iter_modules(results.__path__, "tracktwo.results.")
]
NAMES = {name: thing for module in MODULES for name, thing in vars(module).items()}
ANSWERS = (
    "answer", "attendance", "bands", "changes", "counted", "first_draft", "government", "holds",
    "odds",
)  # fmt: skip
RECORDS = [
    thing
    for module in MODULES
    for thing in vars(module).values()
    if dataclasses.is_dataclass(thing)
    and thing.__module__ == module.__name__
    and module.__name__.rpartition(".")[2] in ANSWERS
]


def kinds(hint):
    """Return the types that a field may hold, those within tuples included."""
    if typing.get_origin(hint) is typing.Literal:
        return {type(word) for word in typing.get_args(hint)}
    if typing.get_origin(hint) in {tuple, types.UnionType, typing.Union}:
        return {kind for part in typing.get_args(hint) for kind in kinds(part)}
    return {hint} - {...}


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_records_are_frozen_and_hold_plain_values(record):
    assert record.__dataclass_params__.frozen
    hints = typing.get_type_hints(record, NAMES)
    for name, hint in hints.items():
        odd = kinds(hint) - {str, int, float, bool, types.NoneType, *RECORDS}
        assert not odd, f"{record.__name__}.{name}"


def test_there_are_records_to_look_at():
    assert {"Attendance", "Band", "Government", "Result"} <= {one.__name__ for one in RECORDS}


def test_what_is_no_number_is_null_at_any_depth():
    band = Band(float("nan"), 0.0, 0.25, float("inf"), 0.75, np.float64("nan"))
    value = {"bands": (band, [band]), "day": dt.date(2023, 3, 18)}
    found = json.loads(as_json(plain(value)))
    one = {"mean": None, "p05": 0.0, "p25": 0.25, "p50": None, "p75": 0.75, "p95": None}
    assert found == {"bands": [one, [one]], "day": "2023-03-18"}


def test_floats_are_cut_to_ten_digits_unless_all_are_asked_for():
    assert plain_value(1 / 3) == 0.3333333333
    assert plain_value([1 / 3, 7, True], None) == [1 / 3, 7, True]
    assert json.dumps(plain_value([True])) == "[true]"
