"""Numbers by form: only what was touched is written, with what bears it out."""

import pytest

from tracktwo.building import BuildError
from tracktwo.building.asked import perform
from tracktwo.building.numbers import number_of, quantity_of, reason_of, spans
from tracktwo.case import copy_shipped, load
from tracktwo.case.save import rewrite


@pytest.fixture
def valleys(tmp_path):
    copy_shipped("two-valleys", tmp_path / "case")
    return load(tmp_path / "case")


def shown(value, name):
    """Fields as the form shows a number."""
    ends = dict(zip(("low", "mode", "high"), spans(value), strict=True))
    return {f"{name}_{end}": [text] for end, text in ends.items()} | {
        f"{name}_why": [reason_of(value)]
    }


def position(data, actor="upper", issue="water"):
    return next(r for r in data["positions"] if (r["actor"], r["issue"]) == (actor, issue))


def form(data):
    row = position(data)
    fields = {"actor": ["upper"], "issue": ["water"]}
    return fields | shown(row["position"], "position") | shown(row["salience"], "salience")


def test_what_is_saved_as_it_was_shown_changes_nothing(valleys):
    data = valleys.plain()
    perform(data, "position", form(data))
    for actor in data["actors"]:
        if actor.get("capability") is not None:
            fields = {"path": [f"actors.{actor['id']}.capability"]}
            perform(data, "number", fields | shown(actor["capability"], "number"))
    assert data == valleys.plain()


@pytest.mark.parametrize("asks", [True, False])
def test_one_cell_changes_one_number(valleys, asks):
    data = valleys.plain()
    was = position(valleys.plain())
    fields = form(data) | {"position_mode": ["55"]}
    if not asks:  # a form with one reason for all, left empty
        fields = {k: v for k, v in fields.items() if not k.endswith("_why")} | {"why": [""]}
    perform(data, "position", fields)
    assert position(data) == was | {"position": was["position"] | {"range": [40, 55, 60]}}
    assert position(data)["position"]["evidence"] == ["split-evenly"]
    rewrite(valleys, data)


def test_a_reason_for_one_number_is_not_the_other_s(valleys):
    data = valleys.plain()
    was = position(valleys.plain())
    perform(data, "position", form(data) | {"position_mode": ["55"], "position_why": ["It said"]})
    assert position(data)["position"]["why"] == "It said"
    assert position(data)["salience"] == was["salience"]
    del_why = {k: v for k, v in form(data).items() if not k.endswith("_why")}
    perform(data, "position", del_why | {"salience_mode": ["85"], "why": ["Dry again"]})
    assert position(data)["position"]["why"] == "It said"
    assert position(data)["salience"]["why"] == "Dry again"


def test_a_rule_s_mark_stays_until_its_number_is_touched(valleys):
    data = valleys.plain()
    marked = {"range": [10, 20, 30], "why": "Nobody.", "rule": "entered-later"}
    position(data)["salience"] = dict(marked)
    perform(data, "position", form(data) | {"position_mode": ["55"]})
    assert position(data)["salience"] == marked
    perform(data, "position", form(data) | {"salience_why": ["I looked"]})
    assert position(data)["salience"] == {"range": [10, 20, 30], "why": "I looked"}


def test_digits_that_a_field_does_not_show_stay(valleys):
    data = valleys.plain()
    path = "actors.abbey.capability"
    abbey = next(a for a in data["actors"] if a["id"] == "abbey")
    abbey["capability"] = {"value": 7.12345678}
    fields = {"path": [path]} | shown(abbey["capability"], "number")
    perform(data, "number", fields)
    assert abbey["capability"] == {"value": 7.12345678}
    perform(data, "number", fields | {"number_why": ["Measured"]})
    assert abbey["capability"] == {"value": 7.12345678, "why": "Measured"}


@pytest.mark.parametrize(
    ("text", "top", "number"),
    [("45 %", 100, 45), ("50 %", 1, 0.5), ("0,45", 1, 0.45), ("1/4", 1, 0.25), ("33", 100, 33)],
)
def test_shares_are_of_the_scale(text, top, number):
    assert number_of(text, top=top) == number
    assert quantity_of(("", text, ""), top=top) == {"value": number}


@pytest.mark.parametrize(("text", "said"), [("1/3", "33.3"), ("1/4", "0.25 or 25")])
def test_what_could_be_two_numbers_is_refused_with_both(valleys, text, said):
    with pytest.raises(BuildError, match=said):
        perform(valleys.plain(), "number",
                {"path": ["actors.upper.capability"], "number_mode": [text]})  # fmt: skip


def test_percent_in_a_form(valleys):
    data = valleys.plain()
    perform(data, "number", {"path": ["actors.upper.capability"], "number_mode": ["45 %"]})
    assert spans(data["actors"][0]["capability"]) == ("", "45", "")
    perform(data, "lever", {"name": ["Aid"], "kind": ["inducement"], "targets": ["lower"],
                            "cost_mode": ["5 %"], "harm_mode": ["0"],
                            "intensity_mode": ["50 %"]})  # fmt: skip
    assert data["levers"][-1]["schedule"]["intensity"] == {"value": 0.5}
    rewrite(valleys, data)


def test_a_path_that_is_no_number_is_refused(valleys):
    with pytest.raises(BuildError, match="no number"):
        perform(valleys.plain(), "number", {"path": ["title"], "number_mode": ["4"]})
