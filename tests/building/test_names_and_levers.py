"""Renaming by whole words alone; levers that are paid for a step; what sign a gain has."""

import pytest

from tracktwo.building.adding import gain
from tracktwo.building.asked import perform
from tracktwo.building.changing import rename
from tracktwo.case import load, shipped_case
from tracktwo.case.save import rewrite

FOLDER = load(shipped_case("two-valleys"))


def test_another_s_name_stays_and_whole_words_change():
    data = FOLDER.plain()
    data["actors"] += [{"id": "f", "name": "Front"}, {"id": "nf", "name": "Northern Front"}]
    data["actors"][-1]["description"] = "Left the Front, is no Frontier; Northern Front for short"
    data["levers"][0]["name"] = "Aid to the Northern Front and the Front"
    rename(data, "actors.f", "Alpha")
    assert data["actors"][-1]["name"] == "Northern Front"
    described = "Left the Alpha, is no Frontier; Northern Front for short"
    assert data["actors"][-1]["description"] == described
    assert data["levers"][0]["name"] == "Aid to the Northern Front and the Alpha"


def test_the_old_short_name_is_looked_for():
    data = FOLDER.plain()
    data["stances"][0]["note"] = "The Upper Valley asked."
    rename(data, "actors.upper", "Council of the Highland", short="Highland")
    assert data["levers"][0]["name"] == "The Highland stops buying grain"
    assert data["stances"][0]["note"] == "The Highland asked."
    assert rewrite(FOLDER, data, write=False).quotes == FOLDER.quotes


@pytest.mark.parametrize(
    ("typed", "cost"),
    [(5, -5), (-5, -5), ({"value": 5}, {"value": -5}), ([1, 5, 9], [-9, -5, -1]),
     ({"range": [-9, -5, -1], "why": "x"}, {"range": [-9, -5, -1], "why": "x"}),
     ({"range": [1, 5, 9], "why": "x"}, {"range": [-9, -5, -1], "why": "x"})],
)  # fmt: skip
def test_what_an_inducement_brings_is_a_cost_below_zero(typed, cost):
    assert gain(typed) == cost


def test_an_inducement_can_be_paid_for_a_step():
    data = FOLDER.plain()
    fields = {"name": ["Aid"], "kind": ["inducement"], "targets": ["lower"], "cost_mode": ["5"],
              "harm_mode": ["0"], "from_milestone": ["meeting"], "stages": ["talks"]}  # fmt: skip
    perform(data, "lever", fields)
    lever = rewrite(FOLDER, data, write=False).case.levers[-1]
    assert (lever.from_milestone, lever.stages) == ("meeting", ["talks"])
    assert lever.cost["lower"].mode == -5


def test_an_alternative_can_ask_others():
    data = FOLDER.plain()
    at = "roadmap.stages.office.milestones.signed"
    perform(data, "alternative", {"name": ["One"], "instead": [at], f"who.{at}": ["upper"]})
    new = rewrite(FOLDER, data, write=False)
    made = new.alternative(new.case.alternatives[-1].id)
    assert made.roadmap.stages[-1].milestones[0].consent == "upper"
