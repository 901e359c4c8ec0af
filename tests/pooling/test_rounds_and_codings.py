"""Rounds that not everybody answers, codings that do not fit, and what writing the pool says."""

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from test_pooling import ANN, BO, LOWER, OFFICE, UPPER, number, run, said, word

import tracktwo.case as tc
from tracktwo.pooling import PoolError, latest_answers, pool, read_answers

CASES = Path(tc.__file__).parent.parent / "cases"
CY = said("Cy", **{UPPER: number(10, 20, 30), OFFICE: word("refuses")})


@pytest.fixture
def valleys(tmp_path):
    return tc.load(shutil.copytree(CASES / "two-valleys", tmp_path / "case"))


def test_who_does_not_answer_again_stays_with_what_was_answered(valleys):
    later = [replace(ANN, round=2), replace(BO, round=2)]
    found = pool(valleys, [ANN, BO, CY, *later], draws=32)
    assert {one.expert for one in found.judged} == {"Ann", "Bo", "Cy"}
    assert found.before.silent == ("Cy",)
    assert {name for name, _ in found.before.moved} == {"Ann", "Bo"}


def test_what_is_left_empty_in_a_later_round_stays():
    second = said("ann", 2, **{UPPER: number(35, 45, 55)})
    (one,) = latest_answers([second, ANN])
    assert one.round == 2
    assert one.by_path == {**ANN.by_path, UPPER: number(35, 45, 55)}


def test_a_folder_of_another_case_is_nobody(valleys):
    with pytest.raises(PoolError, match="is the case afghanistan-2023, which answers 0 of"):
        read_answers([CASES / "afghanistan-2023"], valleys)


def test_another_id_of_a_coding_of_the_same_is_no_fault(valleys, tmp_path):
    other = shutil.copytree(CASES / "two-valleys", tmp_path / "hers")
    text = (other / "case.yaml").read_text()
    (other / "case.yaml").write_text(text.replace("id: two-valleys", "id: hers"))
    (one,) = read_answers([other], valleys)
    assert one.by_path
    assert one.notes == ()


def test_ids_that_differ_are_said(valleys, tmp_path):
    other = shutil.copytree(CASES / "two-valleys", tmp_path / "hers")
    for place in (other / "case.yaml", other / "positions.csv"):
        place.write_text(re.sub(r"\babbey\b(?!-)", "monks", place.read_text()))
    (one,) = read_answers([other], valleys)
    assert len(one.notes) == 1
    assert "lacks abbey, has monks besides" in one.notes[0]
    found = pool(valleys, [one, replace(ANN, by_path=dict(ANN.by_path))], draws=32)
    assert found.notes == one.notes


def test_what_is_written_says_whose_it_is_and_what_is_not_written(valleys, tmp_path, monkeypatch,
                                                                  capsys):  # fmt: skip
    monkeypatch.chdir(tmp_path)
    talks = "stances.lower.talks.stance"
    told = {
        "Ann": {OFFICE: {"choice": "refuses", "why": "She said so."}, talks: {"choice": "demands"},
                LOWER: {"mode": 60, "why": "As in 2020."}},
        "Bo": {OFFICE: {"choice": "refuses"}, talks: {"choice": "refuses"}, LOWER: {"mode": 70}},
    }  # fmt: skip
    for name, answers in told.items():
        Path(f"{name}.json").write_text(json.dumps({
            "form": "tracktwo-answers", "case": "two-valleys", "expert": name, "answers": answers,
        }))  # fmt: skip
    before = {s.on[0]: s.stance for s in valleys.case.stances if s.actor == "lower"}
    args = ("pool", "case", "Ann.json", "Bo.json", "--draws", "32", "--write")
    assert run(monkeypatch, *args) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "1 pooled number and 1 of 2 stances." in out
    assert "no word has more than half: What would Lower Valley say to “Talks”?" in out
    case = tc.load("case").case
    office = next(s for s in case.stances if s.actor == "lower" and s.on == ["office"])
    assert office.stance == "refuses"
    assert "(Ann, Bo); Ann: refuses: She said so.; Bo: refuses" in office.note
    row = next(p for p in case.positions if p.actor == "lower")
    assert "(Ann, Bo); Ann: As in 2020." in row.position.why
    after = {s.on[0]: s.stance for s in case.stances if s.actor == "lower"}
    assert after.get("talks") == before.get("talks")
