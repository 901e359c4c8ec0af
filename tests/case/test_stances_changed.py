"""Another word for a stance takes along what bore out the old one, on every face alike."""

import pytest

import tracktwo.case as tc
from tracktwo.building.begin import NewProcess, begin, write_new
from tracktwo.case import copy_shipped, load, save
from tracktwo.case.format.stances import another_word
from tracktwo.case.paths import put
from tracktwo.case.yaml.text import edit_yaml
from tracktwo.questions.what_if.effects import what_if
from tracktwo.questions.what_if.scenarios import Scenario

SAID = {
    "actor": "x", "on": ["y"], "stance": "refuses", "strength": {"range": [-2, -1, 0]},
    "at": "meeting", "note": "Never.", "evidence": ["never"],
}  # fmt: skip
TEXT = """\
stances:
  - actor: x  # who
    on: [y]
    stance: refuses  # flatly
    strength: {range: [-2, -1, 0], rule: silence}
    note: Never.
    evidence: [never]
  - {actor: z, on: [y], stance: supports, strength: 2}
b: 2
"""


def plain(text):
    root, problems = tc.document.parse(text, "t")
    assert problems == []
    return root.plain()


@pytest.fixture
def begun(tmp_path):
    """A case that nobody has said anything in yet: every stance is a rule's, with a strength."""
    actors = (
        ("Government of Orrland", "government", "party"),
        ("Northern Front", "armed-group", "party"),
        ("Civic Party", "party", "party"),
    )
    said = NewProcess(
        title="Orr", date="2031-05-04", actors=actors, steps=("talks", "interim-government"),
        proposed_by=("Northern Front",),
    )  # fmt: skip
    return write_new(tmp_path / "orr", begin(said))


def test_what_bore_out_the_old_word_goes_with_it():
    assert another_word(SAID, "supports") == {"actor": "x", "on": ["y"], "stance": "supports"}
    assert another_word(SAID, "supports", note="It came round.")["note"] == "It came round."


def test_the_same_word_keeps_all_and_takes_a_new_note():
    assert another_word(SAID, "refuses") == SAID
    assert another_word(SAID, "refuses", note="Still.") == SAID | {"note": "Still."}


def test_quotes_that_bear_out_both_words_stay_and_the_strength_does_not():
    made = another_word(SAID, "opposes", keep=True)
    assert made == {k: v for k, v in SAID.items() if k != "strength"} | {"stance": "opposes"}


@pytest.mark.parametrize("path", ["stances.x.y.stance", "stances.0.stance"])
def test_a_path_and_a_file_say_it_alike(path):
    meant = plain(TEXT)
    put(meant, path, "doubts")
    edited = edit_yaml(TEXT, path, "doubts")
    assert meant["stances"][0] == {"actor": "x", "on": ["y"], "stance": "doubts"}
    assert plain(edited) == meant
    assert "# who" in edited
    assert "  - {actor: z, on: [y], stance: supports, strength: 2}\nb: 2\n" in edited


def test_the_same_word_in_a_file_changes_no_byte():
    assert edit_yaml(TEXT, "stances.x.y.stance", "refuses") == TEXT


def test_every_stance_of_a_new_case_can_be_changed(begun):
    assert any(one.strength is not None for one in begun.case.stances)
    for one in begun.case.stances:
        path = f"stances.{one.actor}.{'+'.join(one.on)}.stance"
        tried = begun.overlay({path: "supports" if one.stance != "supports" else "refuses"})
        new = next(s for s in tried.stances if (s.actor, s.on) == (one.actor, one.on))
        assert (new.strength, new.note, new.evidence) == (None, None, [])


def test_the_odds_follow_the_word(begun):
    silent = next(s for s in begun.case.stances if s.actor == "government-of-orrland")
    path = f"stances.{silent.actor}.{'+'.join(silent.on)}.stance"
    found = what_if(begun, [Scenario(w, {path: w}) for w in ("supports", "refuses")], draws=64)
    yes, no = (one.reached[0].mean for one in found.scenarios)
    assert yes > no + 0.05


@pytest.mark.parametrize("turned", [False, True])
def test_what_is_set_with_a_word_is_not_taken_along(begun, turned):
    place, one = next((n, s) for n, s in enumerate(begun.case.stances) if s.strength is not None)
    head = f"stances.{one.actor}.{'+'.join(one.on)}"
    pairs = [(f"{head}.stance", "opposes"), (f"{head}.strength", -2), (f"{head}.note", "It said.")]
    changes = dict(reversed(pairs) if turned else pairs)
    for case in (begun.overlay(changes), begun.changed(changes).case, save(begun, changes).case):
        new = case.stances[place]
        assert (new.stance, new.strength.mode, new.note) == ("opposes", -2, "It said.")


def test_a_saved_word_is_read_back_as_it_was_tried(tmp_path):
    copy_shipped("afghanistan-2023", tmp_path / "case")
    folder = load(tmp_path / "case")
    one = next(s for s in folder.case.stances if s.evidence)
    path = f"stances.{one.actor}.{'+'.join(one.on)}.stance"
    word = "silent" if one.stance != "silent" else "doubts"
    tried = folder.overlay({path: word})
    save(folder, {path: word})
    assert load(tmp_path / "case").case == tried
    assert not next(s for s in tried.stances if (s.actor, s.on) == (one.actor, one.on)).evidence
