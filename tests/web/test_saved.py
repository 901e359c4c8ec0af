"""Named scenarios in scenarios.yaml: names of any kind, and nothing else in the file touched."""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracktwo.case import CaseError
from tracktwo.questions.what_if.saved import (
    SCENARIOS,
    forget_scenario,
    keep_scenario,
    saved_scenarios,
)
from tracktwo.questions.what_if.scenarios import Scenario

PATH = "levers.grain.schedule.intensity"
NAMES = st.text(
    st.characters(exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"]), max_size=40
) | st.sampled_from(
    ["NO", "null", "1.5", "true", "~", "a: b", "- x", "#", "'", '"', "{", "[a]", "&a", "*a", "!!x",
     "فشار بیشتر", "عقوبات: أشد", "می\u200cشود", "压力", "%", "@", "`", "|", ">", "? x",
     "a #b", "\\n"]
)  # fmt: skip

WRITTEN = """\
# Written by hand.
first:  # of all
  set: {levers.grain.schedule.intensity: 0.1}

# About the second.
second: {set: {levers.grain.schedule.intensity: 0.2}}
"third: with a colon":
  drop:
    - levers.grain
# The end.
"""


def some(name, value=0.4):
    return Scenario(name, {PATH: value})


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("scenarios")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture],
          max_examples=60)  # fmt: skip
@given(st.lists(NAMES, min_size=1, max_size=4), st.data())
def test_what_is_kept_is_read_back_and_goes_again(folder, names, data):
    (folder / SCENARIOS).unlink(missing_ok=True)
    clean = list(dict.fromkeys(" ".join(name.split()) for name in names))
    kept = []
    for number, name in enumerate(clean):
        if not name:
            with pytest.raises(CaseError):
                keep_scenario(folder, some(name))
            continue
        keep_scenario(folder, some(name, number / 10))
        kept.append(name)
        assert [one.name for one in saved_scenarios(folder)] == kept
    assert [one.set[PATH] for one in saved_scenarios(folder)] == [
        clean.index(name) / 10 for name in kept
    ]
    while kept:
        name = data.draw(st.sampled_from(kept))
        forget_scenario(folder, name)
        kept.remove(name)
        assert [one.name for one in saved_scenarios(folder)] == kept


@pytest.mark.parametrize(
    ("gone", "left"),
    [
        ("first", ["second", "third: with a colon"]),
        ("second", ["first", "third: with a colon"]),
        ("third: with a colon", ["first", "second"]),
    ],
)
def test_one_taken_out_leaves_the_others_as_they_are(tmp_path, gone, left):
    (tmp_path / SCENARIOS).write_text(WRITTEN)
    before = {one.name: one for one in saved_scenarios(tmp_path)}
    forget_scenario(tmp_path, gone)
    after = saved_scenarios(tmp_path)
    assert [one.name for one in after] == left
    assert all(one == before[one.name] for one in after)
    text = (tmp_path / SCENARIOS).read_text()
    assert "# Written by hand." in text
    assert set(text.splitlines()) <= set(WRITTEN.splitlines())


def test_comments_stay_where_one_is_added_or_replaced(tmp_path):
    (tmp_path / SCENARIOS).write_text(WRITTEN.rstrip("\n"))
    keep_scenario(tmp_path, some("fourth"))
    keep_scenario(tmp_path, some("second", 0.9), replace=True)
    text = (tmp_path / SCENARIOS).read_text()
    assert all(line in text for line in WRITTEN.splitlines() if line.startswith("#"))
    found = {one.name: one.set.get(PATH) for one in saved_scenarios(tmp_path)}
    assert found == {"first": 0.1, "third: with a colon": None, "fourth": 0.4, "second": 0.9}


def test_the_last_one_may_go_and_one_may_come_again(tmp_path):
    keep_scenario(tmp_path, some("only"))
    forget_scenario(tmp_path, "only")
    assert saved_scenarios(tmp_path) == []
    keep_scenario(tmp_path, some("again"))
    assert [one.name for one in saved_scenarios(tmp_path)] == ["again"]


def test_a_name_that_is_taken_is_not_overwritten_unasked(tmp_path):
    keep_scenario(tmp_path, some("a", 0.1))
    with pytest.raises(CaseError, match="already"):
        keep_scenario(tmp_path, some("a", 0.2))
    assert saved_scenarios(tmp_path)[0].set[PATH] == 0.1


@pytest.mark.parametrize(
    "name", ["", "  ", "x" * 121, "a\u202eb", "a\x00b", "a\x1bb", "\u2066a", "\ufeff"]
)
def test_names_that_would_mislead_or_break_are_refused(tmp_path, name):
    with pytest.raises(CaseError):
        keep_scenario(tmp_path, some(name))
    assert not (tmp_path / SCENARIOS).exists()


def test_spaces_in_a_name_are_folded(tmp_path):
    keep_scenario(tmp_path, some("  more \n pressure "))
    assert saved_scenarios(tmp_path)[0].name == "more pressure"


def test_a_scenario_that_changes_nothing_is_refused(tmp_path):
    with pytest.raises(CaseError, match="changes nothing"):
        keep_scenario(tmp_path, Scenario("empty"))


@pytest.mark.parametrize(
    "text", ["a: [", "- a\n- b\n", "a: 1\n", "a: {set: [1]}\n", "a: &x {set: {b: 1}}\n", "\xff"]
)
def test_a_broken_file_is_reported_and_left_alone(tmp_path, text):
    (tmp_path / SCENARIOS).write_bytes(text.encode("latin-1"))
    with pytest.raises(CaseError) as caught:
        saved_scenarios(tmp_path)
    assert caught.value.problems[0].file == SCENARIOS
    for change in (
        lambda: keep_scenario(tmp_path, some("b")),
        lambda: forget_scenario(tmp_path, "a"),
    ):
        with pytest.raises(CaseError):
            change()
    assert (tmp_path / SCENARIOS).read_bytes() == text.encode("latin-1")


def test_a_file_on_one_line_is_not_edited(tmp_path):
    text = "{a: {set: {b: 1}}, c: {set: {b: 2}}}\n"
    (tmp_path / SCENARIOS).write_text(text)
    for change in (
        lambda: keep_scenario(tmp_path, some("b")),
        lambda: forget_scenario(tmp_path, "a"),
    ):
        with pytest.raises(CaseError, match="by hand"):
            change()
    assert (tmp_path / SCENARIOS).read_text() == text


def test_a_link_out_of_the_folder_is_neither_read_nor_written(tmp_path):
    outside = tmp_path / "outside.yaml"
    outside.write_text("a: {set: {b: 1}}\n")
    case = tmp_path / "case"
    case.mkdir()
    (case / SCENARIOS).symlink_to(outside)
    for change in (
        lambda: saved_scenarios(case),
        lambda: keep_scenario(case, some("b")),
        lambda: forget_scenario(case, "a"),
    ):
        with pytest.raises(CaseError, match="outside the case folder"):
            change()
    assert outside.read_text() == "a: {set: {b: 1}}\n"
    outside.unlink()
    with pytest.raises(CaseError, match="outside"):
        keep_scenario(case, some("b"))
    assert not outside.exists()


def test_windows_line_ends_are_taken(tmp_path):
    (tmp_path / SCENARIOS).write_bytes(WRITTEN.replace("\n", "\r\n").encode())
    forget_scenario(tmp_path, "second")
    keep_scenario(tmp_path, some("new"))
    assert [one.name for one in saved_scenarios(tmp_path)] == [
        "first",
        "third: with a colon",
        "new",
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_says_so(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(CaseError, match="cannot be written"):
        keep_scenario(tmp_path, some("a"))
