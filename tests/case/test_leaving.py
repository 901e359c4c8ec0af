"""An actor leaves: rules ask those that remain, and nothing is left that names it."""

import json

import pytest

from tracktwo.case import CaseError, load, shipped_case
from tracktwo.case.leaving import without
from tracktwo.errors import UnanswerableError


@pytest.mark.parametrize(
    ("rule", "left"),
    [
        ("x", None),
        ("a", "a"),
        ({"all": ["x", "a"]}, "a"),
        ({"any": ["a", "x", "b"]}, {"any": ["a", "b"]}),
        ({"at_least": 2, "of": ["a", "x", "b"]}, {"at_least": 2, "of": ["a", "b"]}),
        ({"at_least": 3, "of": ["a", "x", "b"]}, {"at_least": 2, "of": ["a", "b"]}),
        ({"share": 0.6, "of": ["a", "x", "b"]}, {"share": 0.6, "of": ["a", "b"]}),
        ({"all": ["a", {"any": ["x"]}]}, "a"),
        ({"all": [{"any": ["x"]}, {"all": ["x"]}]}, None),
        ({"any": [{"all": ["x", "a"]}, "a", "b"]}, {"any": ["a", "b"]}),
        ({"all": ["a", {"any": ["b", "c"]}]}, {"all": ["a", {"any": ["b", "c"]}]}),
    ],
)
def test_a_rule_asks_those_that_remain(rule, left):
    before = json.dumps(rule)
    assert without(rule, "x") == left
    assert json.dumps(rule) == before


def named_in(value, name):
    """Whether an id stands anywhere in plain values."""
    if isinstance(value, dict):
        return name in value or any(named_in(v, name) for v in value.values())
    if isinstance(value, list):
        return any(named_in(v, name) for v in value)
    return value == name


ALONE = {"un", "taliban"}
"""Of the worked case: those whom some step asks alone."""

WORKED = load(shipped_case("afghanistan-2023"))


@pytest.mark.parametrize("actor", [one.id for one in WORKED.case.actors])
def test_nothing_is_left_that_names_it(actor):
    if actor in ALONE:
        with pytest.raises(UnanswerableError, match=f"without {actor} nobody is asked"):
            WORKED.without(actor)
        with pytest.raises(CaseError, match=f"without {actor} nobody is asked"):
            WORKED.overlay({}, [f"actors.{actor}"])
        return
    left = WORKED.without(actor)
    case = WORKED.overlay({}, [f"actors.{actor}"])
    data = case.model_dump(mode="json", by_alias=True, exclude={"alternatives"})
    assert not named_in(data, actor)
    assert {one.id for one in WORKED.case.actors} - {one.id for one in case.actors} == {actor}
    gone = {path.split(".")[1] for path in left.gone if path.startswith("levers.")}
    assert {one.id for one in WORKED.case.levers} - {one.id for one in case.levers} == gone
    assert WORKED.overlay({}) == WORKED.case  # which is as it was


def test_a_step_that_would_ask_nobody_is_named():
    with pytest.raises(UnanswerableError, match=r"without un nobody is asked for “.*”; a case"):
        WORKED.without("un")


def test_a_body_that_loses_its_leader_decides_as_one_and_an_emptied_one_is_no_body():
    members = {"members": [{"actor": "masoud"}, {"actor": "noor"}], "decides": {"leader": "noor"}}
    led = WORKED.changed({f"actors.council.{key}": value for key, value in members.items()})

    def council(*gone):
        case = led.overlay({}, [f"actors.{one}" for one in gone])
        return next(one for one in case.actors if one.id == "council")

    assert council().decides is not None
    assert council("noor").decides is None
    assert [one.actor for one in council("noor").members] == ["masoud"]
    assert council("noor", "masoud").members == []
