"""A number of case.yaml alone, in every form in which it may be written."""

import pytest

from tracktwo.building.adding import gain
from tracktwo.building.numbers import spans
from tracktwo.case.format.numbers import bare, ends
from tracktwo.case.parts import Quantity
from tracktwo.sheets.layout import spread

RANGE = [1, 2, 5]
FORMS = (RANGE, {"range": RANGE, "why": "so"}, {"low": 1, "mode": 2, "high": 5, "why": "so"})
POINTS = (3, {"value": 3}, {"value": 3, "why": "so"})


@pytest.mark.parametrize("form", FORMS)
def test_a_range_is_one_in_every_form(form):
    quantity = Quantity.model_validate(form)
    assert bare(form) == RANGE
    assert ends(form) == [quantity.low, quantity.mode, quantity.high]
    assert spans(form) == ("1", "2", "5")
    assert [spread(form, "x")[f"x.{end}"] for end in ("low", "mode", "high")] == RANGE
    assert ends(gain(form)) == [-5, -2, -1]


@pytest.mark.parametrize("form", POINTS)
def test_a_point_is_one_in_every_form(form):
    assert bare(form) == 3
    assert ends(form) == [3, 3, 3]
    assert spans(form) == ("", "3", "")
    assert ends(gain(form)) == [-3, -3, -3]


def test_nothing_is_nothing():
    assert bare(None) is None
    assert spans(None) == ("", "", "")
    assert spread(None, "x") == {}
