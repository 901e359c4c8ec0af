"""Stances by form: the word, its reason, and one of several steps."""

import pytest

from tracktwo.building.adding import set_stance
from tracktwo.case import copy_shipped, load
from tracktwo.case.save import rewrite

QUOTED = ["wont-talk"]


@pytest.fixture
def valleys(tmp_path):
    copy_shipped("two-valleys", tmp_path / "case")
    return load(tmp_path / "case")


@pytest.fixture
def said(valleys):
    """Values in which the lower valley's stance has a strength, as the interview writes one."""
    data = valleys.plain()
    stance(data)["strength"] = {"range": [-2, -1, 0], "why": "As answered (Ann)."}
    return data


def stance(data, actor="lower", on=("meeting",)):
    return next(s for s in data["stances"] if s["actor"] == actor and s["on"] == list(on))


def test_the_same_word_with_a_new_note_keeps_the_strength(said):
    was = dict(stance(said))
    set_stance(said, "lower", ["meeting"], "conditional", note="Once more.")
    assert stance(said) == was | {"note": "Once more."}


def test_another_word_drops_the_strength_even_where_quotes_are_kept(said, valleys):
    set_stance(said, "lower", ["meeting"], "refuses", keep=True)
    assert "strength" not in stance(said)
    assert stance(said)["evidence"] == QUOTED
    set_stance(said, "lower", ["meeting"], "doubts", note="Softer.")
    expected = {"actor": "lower", "on": ["meeting"], "stance": "doubts", "note": "Softer."}
    assert stance(said) == expected
    rewrite(valleys, said)


@pytest.mark.parametrize("step", ["meeting", "office"])
def test_one_of_several_steps_parts_from_the_others(valleys, step):
    data = valleys.plain()
    was = dict(stance(data, "upper", ["meeting", "office"]))
    set_stance(data, "upper", [step], "doubts", note="Not this one.")
    other = "office" if step == "meeting" else "meeting"
    assert stance(data, "upper", [other]) == was | {"on": [other]}
    assert stance(data, "upper", [step]) == {
        "actor": "upper", "on": [step], "stance": "doubts", "note": "Not this one.",
    }  # fmt: skip
    rewrite(valleys, data)


def test_the_same_word_on_one_of_several_steps(valleys):
    data = valleys.plain()
    set_stance(data, "upper", ["office"], "demands")
    assert data == valleys.plain()
    set_stance(data, "upper", ["office"], "demands", note="This above all.")
    assert "note" not in stance(data, "upper", ["meeting"])
    assert stance(data, "upper", ["office"])["note"] == "This above all."
    assert stance(data, "upper", ["office"])["evidence"] == ["ready-to-sit", "joint-office"]
    rewrite(valleys, data)


def test_steps_said_apart_can_be_said_together(valleys):
    data = valleys.plain()
    set_stance(data, "lower", ["meeting", "signed"], "supports")
    assert [s["on"] for s in data["stances"] if s["actor"] == "lower"] == [["meeting", "signed"]]
    set_stance(data, "lower", ["signed", "host"], "supports")
    rewrite(valleys, data)
    assert sorted(one for s in data["stances"] if s["actor"] == "lower" for one in s["on"]) == [
        "host", "meeting", "signed",
    ]  # fmt: skip
