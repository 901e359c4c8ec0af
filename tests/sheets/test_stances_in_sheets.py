"""A stance changed in a workbook: strength and quotes go with the old word, a typed note stays."""

import pytest
from test_workbook import Filled

from tracktwo.case import copy_shipped, load, save


@pytest.fixture
def valleys(tmp_path):
    copy_shipped("two-valleys", tmp_path / "case")
    strength = {"range": [-1.5, -0.25, 1], "why": "Not entered.", "rule": "silence"}
    save(load(tmp_path / "case"), {"stances.lower.meeting.strength": strength})
    return tmp_path / "case"


@pytest.mark.parametrize("note", [None, "It came round."])
def test_another_word(valleys, note):
    filled = Filled(valleys)
    filled.put("Stances", "lower.meeting", stance="refuses", **({"note": note} if note else {}))
    case = filled.read().written(filled.folder).case
    made = next(s for s in case.stances if s.actor == "lower")
    assert (made.stance, made.strength, made.evidence, made.note) == ("refuses", None, [], note)


def test_another_note_alone_keeps_the_strength(valleys):
    filled = Filled(valleys)
    was = next(s for s in filled.folder.case.stances if s.actor == "lower")
    filled.put("Stances", "lower.meeting", note="It said so again.")
    made = next(s for s in filled.read().written(filled.folder).case.stances if s.actor == "lower")
    assert made == was.model_copy(update={"note": "It said so again."})
