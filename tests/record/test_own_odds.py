"""Own odds that cannot be are refused with what would be right."""

import pytest

from tracktwo.errors import UnanswerableError
from tracktwo.record.keeping import forecast_of


def test_a_later_stage_is_no_likelier_than_an_earlier_one(smallest):
    with pytest.raises(UnanswerableError, match=r"office comes after talks and cannot be likelier"):
        forecast_of(smallest, own={"office": 0.9, "talks": 0.2}, draws=4)
    kept = forecast_of(smallest, own={"office": 0.2, "talks": 0.2}, draws=4)
    assert [stage.own for stage in kept.stages] == [0.2, 0.2]
