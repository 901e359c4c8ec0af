"""Marks of drafting rules: they survive loading and saving, and go once a person sets the value."""

import shutil

import pytest

import tracktwo.case as tc
from tracktwo.case.checks.unchanging import check_changes
from tracktwo.case.marks import drafted


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(tc.shipped_case("two-valleys"), tmp_path / "case")


@pytest.fixture
def marked(folder):
    text = (folder / "case.yaml").read_text("utf-8")
    text = text.replace(
        "range: [0.05, 0.1, 0.2]\n", "range: [0.05, 0.1, 0.2]\n        rule: pace-by-kind\n"
    )
    text = text.replace("consent: abbey\n", "consent: abbey\n          rule: consent-of-doers\n")
    (folder / "case.yaml").write_text(text, "utf-8")
    table = (folder / "positions.csv").read_text("utf-8").splitlines()
    head, *rows = table
    rows = [f"{row},position-by-part," for row in rows]
    lines = [f"{head},rule,salience_rule", *rows]
    (folder / "positions.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return tc.load(folder)


def open_in(case):
    return [one.path for one in drafted(case).decisive if one.rule]


def test_a_case_without_marks_is_ones_own(folder):
    standing = drafted(tc.load(folder).case)
    assert standing.finished
    assert standing.yours == standing.total > 0
    assert standing.as_json()["first_draft"] is False


def test_marks_survive_loading_and_are_counted(marked):
    assert open_in(marked.case) == [
        "roadmap.stages.talks.milestones.host.consent",
        "roadmap.stages.talks.pace",
        "positions.lower.water.position",  # whoever proposed the plan has said what it wants
        "positions.abbey.water.position",
    ]
    standing = drafted(marked.case)
    assert str(standing) == (
        f"a first draft's odds: {standing.total - 4} of {standing.total} decisive numbers are "
        "reported or yours"
    )
    assert standing.as_json() == {
        "first_draft": True, "yours": standing.total - 4, "decisive": standing.total,
        "open": open_in(marked.case),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("roadmap.stages.talks.milestones.host.consent", {"all": ["abbey", "upper"]}),
        ("roadmap.stages.talks.milestones.host.consent", "abbey"),
        ("roadmap.stages.talks.pace", [0.1, 0.2, 0.3]),
        ("roadmap.stages.talks.pace", 0.1),
        ("positions.lower.water.position", [30, 40, 50]),
        ("positions.lower.water.position", {"value": 40, "why": "As they say"}),
    ],
)
def test_setting_a_value_takes_its_mark_and_no_other(marked, path, value):
    left = [one for one in open_in(marked.case) if one != path]
    assert open_in(marked.overlay({path: value})) == left
    assert open_in(marked.changed({path: value}).case) == left
    saved = tc.save(marked, {path: value})
    assert open_in(saved.case) == left
    assert open_in(tc.load(marked.path).case) == left


def test_a_mark_can_be_set_by_name(marked):
    path = "roadmap.stages.talks.milestones.host"
    back = tc.save(marked, {f"{path}.consent": "abbey"})
    again = tc.save(back, {f"{path}.consent": "abbey", f"{path}.rule": "consent-of-doers"})
    assert open_in(again.case) == open_in(marked.case)


def test_a_mark_that_is_no_name_is_an_error(folder):
    text = (folder / "case.yaml").read_text("utf-8")
    text = text.replace("consent: abbey\n", 'consent: abbey\n          rule: "No Name"\n')
    (folder / "case.yaml").write_text(text, "utf-8")
    with pytest.raises(tc.CaseError, match=r"milestones\.host\.rule"):
        tc.load(folder)


# --- what nothing changes ---


def problems_of(folder):
    with pytest.raises(tc.CaseError) as caught:
        tc.load(folder)
    return [str(problem) for problem in caught.value.problems]


def changed(folder, old, new):
    text = (folder / "case.yaml").read_text("utf-8")
    assert old in text
    (folder / "case.yaml").write_text(text.replace(old, new), "utf-8")


def test_an_issue_that_no_stage_moves_is_an_error(folder):
    changed(folder, "water: {range: [45, 55, 65]", "water: {range: [70, 80, 90]")
    (problem,) = problems_of(folder)
    assert "issues.water: nothing changes on water" in problem


def test_a_stage_in_which_nothing_changes_is_an_error(folder):
    changed(folder, "until_milestone: meeting", "until_milestone: signed")
    (problem,) = problems_of(folder)
    assert "roadmap.stages.talks: nothing changes in stage talks" in problem
    assert "say in its `policy`, `power` or `conflict`" in problem


@pytest.mark.parametrize("name", ["two-valleys", "afghanistan-2023"])
def test_shipped_cases_change_something_everywhere(name):
    loaded = tc.load(tc.shipped_case(name))
    assert check_changes(loaded.case, None) == []
