"""What is marked as happened: where a case then stands, and what cannot have been."""

import json
import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import tracktwo.case as tc
from tracktwo.case.document import parse
from tracktwo.case.happened import happened_on, stage_happened, standing
from tracktwo.case.jsonschema import json_schema

STAGES = "roadmap.stages"
HOST, MEETING = f"{STAGES}.talks.milestones.host", f"{STAGES}.talks.milestones.meeting"
MARK = {"date": "2031-05-01", "evidence": ["offers-talks"]}


def said(folder, marks):
    with pytest.raises(tc.CaseError) as caught:
        folder.overlay({f"{path}.happened": mark for path, mark in marks.items()})
    return [str(one) for one in caught.value.problems if one.severity == "error"]


def test_a_stage_takes_its_milestones_along_and_milestones_their_stage(smallest):
    whole = smallest.overlay({f"{STAGES}.talks.happened": MARK})
    assert standing(whole) == (1, ())
    assert happened_on(whole) == dict.fromkeys(("talks", "host", "meeting"), "2031-05-01")
    each = smallest.overlay({f"{HOST}.happened": {"date": "2031-04"}, f"{MEETING}.happened": MARK})
    assert standing(each) == (1, ())
    assert stage_happened(each.roadmap.stages[0]).date == "2031-05-01"
    part = smallest.overlay({f"{HOST}.happened": MARK})
    assert standing(part) == (0, ("host",))
    assert stage_happened(part.roadmap.stages[0]) is None


@pytest.mark.parametrize(
    ("marks", "told"),
    [
        ({HOST: {"date": "2031-05-05"}}, "2031-05-05 is after the as-of date 2031-05-04"),
        ({HOST: {"date": "2031-06"}}, "2031-06 is after the as-of date 2031-05-04"),
        ({HOST: {"date": "2031-02-30"}}, "is no day of the calendar (got '2031-02-30')"),
        ({HOST: {"date": "soon"}}, "should be a month, YYYY-MM (got 'soon')"),
        ({HOST: {"evidence": []}}, "date: is missing"),
        ({HOST: {**MARK, "evidence": ["none"]}}, "unknown quote 'none'"),
        ({MEETING: MARK}, "meeting cannot have happened: host, which it is after, has not"),
        (
            {HOST: MARK, MEETING: {"date": "2031-04-30"}},
            "2031-04-30 is before host, which it is after (2031-05-01)",
        ),
        (
            {f"{STAGES}.office": MARK},
            "office cannot have been passed: the stage talks before it has not",
        ),
        (
            {f"{STAGES}.office.milestones.signed": MARK},
            "office cannot have been passed: the stage talks before it has not",
        ),
        (
            {f"{STAGES}.talks": MARK, f"{STAGES}.office": {"date": "2031-04-01"}},
            "2031-04-01 is before talks was passed (2031-05-01)",
        ),
        (
            {f"{STAGES}.talks": {"date": "2031-04-01"}, HOST: MARK},
            "2031-05-01 is after its stage was passed (2031-04-01)",
        ),
    ],
)  # fmt: skip
def test_what_cannot_have_been_is_refused(smallest, marks, told):
    assert any(told in line for line in said(smallest, marks)), said(smallest, marks)


def test_every_wrong_mark_is_told_at_once_with_its_line(tmp_path):
    folder = shutil.copytree(tc.shipped_case("two-valleys"), tmp_path / "case")
    text = (folder / "case.yaml").read_text("utf-8")
    text = text.replace("as_of: 2031-05-04", "as_of: 2031-05-04\nuntil: 2031-01-01")
    for id_ in ("meeting", "signed"):
        assert text.count(f"- id: {id_}\n") == 1
        at = f"- id: {id_}\n          happened: {{date: 2032-01-01}}\n"
        text = text.replace(f"- id: {id_}\n", at)
    (folder / "case.yaml").write_text(text, "utf-8")
    with pytest.raises(tc.CaseError) as caught:
        tc.load(folder)
    errors = [one for one in caught.value.problems if one.severity == "error"]
    assert len(errors) >= 6
    assert all(one.line for one in errors)


def test_months_of_the_same_year_need_not_be_in_order_where_no_day_is_known(smallest):
    case = smallest.overlay(
        {f"{HOST}.happened": {"date": "2031-05-02"}, f"{MEETING}.happened": {"date": "2031-05"}}
    )
    assert standing(case) == (1, ())


def test_offers_and_deadlines_of_what_has_happened_may_have_gone_by(smallest):
    past = {f"{STAGES}.talks.deadline": "2031-01", f"{HOST}.expires": "2031-01"}
    with pytest.raises(tc.CaseError, match="is before the as-of date"):
        smallest.overlay(past)
    assert smallest.overlay({**past, f"{STAGES}.talks.happened": MARK})


def test_a_mark_without_a_quote_is_an_assumption_and_said_so(tmp_path):
    folder = shutil.copytree(tc.shipped_case("two-valleys"), tmp_path / "case")
    tc.save(tc.load(folder), {f"{HOST}.happened": {"date": "2031-05-01"}})
    notes = [str(note) for note in tc.load(folder).notes]
    assert any("no quote says that it happened" in note for note in notes)
    tc.save(tc.load(folder), {f"{HOST}.happened": MARK})
    loaded = tc.load(folder)
    assert not any("no quote" in str(note) for note in loaded.notes)
    assert any("The Abbey" in label for label in loaded.uses("offers-talks"))


def test_a_fixed_end_gives_the_months_from_the_as_of_date(smallest):
    def months(**values):
        return smallest.overlay(values, drop=["horizon"]).horizon

    assert months(until="2032-05") == months(until="2032-05-31") == 12
    assert months(until="2032-05", as_of="2032-02-29") == 3


@pytest.mark.parametrize(
    ("values", "drop", "told"),
    [
        ({"until": "2033-05"}, [], "horizon and until exclude each other"),
        ({}, ["horizon"], "is missing; give `horizon` (months ahead) or `until` (a date)"),
        ({"until": "2031-04-30"}, ["horizon"], "2031-04-30 is before the as-of date 2031-05-04"),
        ({"until": "2031-05-20"}, ["horizon"], "there is none ahead; write 2031-06 or a day in it"),
        ({"until": "2099-01"}, ["horizon"], "2099-01 is 812 months ahead; 600 are the most"),
        ({"until": "2031-13"}, ["horizon"], "should be a month, YYYY-MM (got '2031-13')"),
        ({"until": "2032-02-30"}, ["horizon"], "is no day of the calendar"),
    ],
)  # fmt: skip
def test_an_end_that_is_none_is_refused(smallest, values, drop, told):
    with pytest.raises(tc.CaseError) as caught:
        smallest.overlay(values, drop)
    assert told in str(caught.value)


def test_a_case_that_uses_none_of_it_has_the_digest_of_one_without(smallest):
    changed = smallest.changed({f"{STAGES}.talks.resolves": "Both say that they have met."})
    assert changed.digest != smallest.digest
    assert changed.changed({}, [f"{STAGES}.talks.resolves"]).digest == smallest.digest


def test_the_schema_wants_one_end():
    text = (tc.shipped_case("two-valleys") / "case.yaml").read_text("utf-8")
    plain = json.loads(json.dumps(parse(text, "case.yaml")[0].plain(), default=str))
    check = Draft202012Validator(json_schema())

    def fine(**values):
        kept = {key: value for key, value in plain.items() if key != "horizon"}
        return check.is_valid({**kept, **values})

    assert fine(horizon=12)
    assert fine(until="2033-01")
    assert not fine()
    assert not fine(horizon=12, until="2033-01")


@settings(max_examples=60)
@given(st.data())
def test_what_is_whole_and_in_order_is_a_case_and_nothing_else(worked, data):
    """Of random sets of milestones, those that could have happened are valid, and stand there."""
    steps = [(stage, step) for stage in worked.case.roadmap.stages for step in stage.milestones]
    done = {step.id for _, step in steps if data.draw(st.booleans(), label=step.id)}
    fine, open_stage = True, False
    for stage in worked.case.roadmap.stages:
        mine = {step.id for step in stage.milestones}
        fine &= not (open_stage and mine & done)
        fine &= all(set(step.after) <= done for step in stage.milestones if step.id in done)
        open_stage |= not mine <= done
    marks = {
        f"{STAGES}.{stage.id}.milestones.{step.id}.happened": {"date": "2023-03-01"}
        for stage, step in steps
        if step.id in done
    }
    try:
        case = worked.overlay(marks)
    except tc.CaseError:
        assert not fine
        return
    assert fine
    place = standing(case)
    passed = worked.case.roadmap.stages[: place.passed]
    assert {m.id for stage in passed for m in stage.milestones} | set(place.milestones) == done
