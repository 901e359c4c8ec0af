"""Of every table of every answer of both shipped cases: columns with names, numbers with units."""

import importlib
import inspect
import pkgutil
from dataclasses import fields, is_dataclass

import pytest

import tracktwo as tt
import tracktwo.questions
import tracktwo.results
from tracktwo.case import shipped_case
from tracktwo.errors import UnanswerableError
from tracktwo.questions import questions
from tracktwo.results import tables as making
from tracktwo.results import units
from tracktwo.results.tables import tables

FEW = {"draws": 4, "search_draws": 4, "paths": 20, "samples": 8}
MORE = {"withdraw": {"actor": {"two-valleys": "bray", "afghanistan-2023": "turkiye"}}}
APART = {"interview", "sweep", "diff"}
"""Those that ask for another case, or write files as they go."""
NO_UNIT = {"mix", "order", "coalition", "level", "best", "surest", "least_regret", "corner", "step"}
"""Places in a list: numbers without a dimension."""


def asked(name, case_id):
    known = {one.name for one in fields(next(q for q in questions() if q.name == name).options)}
    given = {key: value for key, value in FEW.items() if key in known}
    return given | {key: by[case_id] for key, by in MORE.get(name, {}).items()}


@pytest.mark.slow
@pytest.mark.parametrize("case_id", ["two-valleys", "afghanistan-2023"])
@pytest.mark.parametrize("name", [q.name for q in questions() if q.name not in APART])
def test_every_column_has_a_name_and_every_number_a_unit(case_id, name):
    case = tt.load(shipped_case(case_id))
    try:
        found = tables(case.ask(name, **asked(name, case_id)).record)
    except UnanswerableError:
        pytest.skip(f"{case_id} has nothing to answer {name} with")
    wrong = []
    for table in found.values():
        columns = table.as_columns()
        for column in table.columns:
            cells = [c for c in columns[column.name] if c is not None]
            number = any(isinstance(c, int | float) and not isinstance(c, bool) for c in cells)
            if number and column.name in {"place", "second", "value"} and not column.unit:
                wrong.append(f"{table.name}: {column.name} says nothing")
            if number and not column.unit and column.name not in NO_UNIT:
                wrong.append(f"{table.name}: {column.name} has no unit")
    assert not wrong


def records():
    """Return all records of answers by the name of their class."""
    found = {}
    for package in (tracktwo.results, tracktwo.questions):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.endswith("__main__"):
                continue
            made = importlib.import_module(module.name)
            for name, one in inspect.getmembers(made, inspect.isclass):
                if is_dataclass(one) and one.__module__ == made.__name__:
                    found.setdefault(name, []).append(one)
    return found


def test_a_unit_of_its_own_is_of_one_class_and_of_a_field_that_it_has():
    # `Rate` lies in the casebook, below the questions; none of theirs has its name.
    known = records()
    for kind, field in {**units.OWN_UNITS, **making._OVER, **making._PLACES}:
        if kind == "Rate":
            assert "Rate" not in known
            continue
        assert len(known[kind]) == 1, kind
        assert field in {one.name for one in fields(known[kind][0])}, (kind, field)


def test_what_is_simulated_is_by_stage_whatever_their_number():
    case = tt.load(shipped_case("two-valleys"))
    found = case.ask("simulate", draws=4, paths=20).table("answer by stage").as_columns()
    assert len(found["stage"]) == len(set(found["stage"])) == len(case.folder.case.roadmap.stages)
    assert {"exact", "simulated", "error"} <= set(found)


def test_odds_that_are_compared_say_of_which_stage():
    case = tt.load(shipped_case("two-valleys"))
    answer = case.ask("compare", draws=4)
    assert "stage" in answer.table().as_columns()
    assert answer.units()
