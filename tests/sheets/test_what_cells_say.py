"""What is set in a workbook drops a rule's reason; rules of consent as typed; problems by row."""

import pytest
from test_workbook import Filled, valleys  # noqa: F401  (a fixture)

from tracktwo.case.problems import Problem
from tracktwo.sheets.cells import ReadCell
from tracktwo.sheets.consent import rule_of_words
from tracktwo.sheets.read import WorkbookChanges
from tracktwo.sheets.values import quantity_in
from tracktwo.typed import TypedError
from tracktwo.typed.naming import NameIndex

ACTORS = NameIndex("actor", [{"id": id_, "name": id_.upper()} for id_ in "abc"])
DRAFTED = {
    "range": [5, 20, 60],
    "why": "How strong it is has not been entered.",
    "rule": "strength",
}


def cells(low, mode, high, why):
    values = {"n.low": low, "n.mode": mode, "n.high": high, "n.why": why}
    return {at: ReadCell(value, "x") for at, value in values.items()}


@pytest.mark.parametrize(
    ("typed", "was", "made"),
    [
        ((10, 30, 50, DRAFTED["why"]), DRAFTED, {"range": [10, 30, 50]}),
        ((10, 30, 50, "I asked."), DRAFTED, {"range": [10, 30, 50], "why": "I asked."}),
        ((5, 20, 60, "I asked."), DRAFTED, {"range": [5, 20, 60], "why": "I asked."}),
        ((None, 20, None, "I asked."), {"value": 10, "why": "I asked."},
         {"value": 20, "why": "I asked."}),
    ],
)  # fmt: skip
def test_a_changed_number_drops_the_reason_of_a_rule(typed, was, made):
    assert quantity_in(cells(*typed), "n", was, (0, 100)) == made


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("all of: A, B", {"all": ["a", "b"]}), ("All of : A, B", {"all": ["a", "b"]}),
        ("any of: A, B", {"any": ["a", "b"]}), ("each of: A, B", {"all": ["a", "b"]}),
        ("both: A, B", {"all": ["a", "b"]}), ("one of: A, B", {"at_least": 1, "of": ["a", "b"]}),
        ("at least two of: A, B, C", {"at_least": 2, "of": ["a", "b", "c"]}),
        ("half of: A, B", {"share": 0.5, "of": ["a", "b"]}),
        ("all of: A, (any of: B, C)", {"all": ["a", {"any": ["b", "c"]}]}),
    ],
)  # fmt: skip
def test_rules_of_consent_are_read_as_people_write_them(text, rule):
    assert rule_of_words(text, ACTORS) == rule


@pytest.mark.parametrize("text", ["most of: A, B", "none of: A, B"])
def test_a_rule_that_names_no_number_is_told_how(text):
    with pytest.raises(TypedError, match=r"does not say how many must agree; write it as all: A"):
        rule_of_words(text, ACTORS)


def test_what_follows_from_an_emptied_cell_names_sheet_and_row(valleys):  # noqa: F811
    filled = Filled(valleys)
    filled.put("Actors", "abbey", capability__low=None, capability__mode=None,
               capability__high=None, capability__why=None)  # fmt: skip
    found = filled.wrong()
    assert found
    assert all(problem.startswith("book.xlsx ") for problem in found), found


def test_what_follows_from_a_row_taken_out_names_sheet_and_row(valleys):  # noqa: F811
    filled = Filled(valleys)
    filled.empty("Actors", "upper")
    found = filled.wrong()
    assert found
    assert not any("case.yaml" in problem for problem in found), found
    assert any("!A" in problem for problem in found)


def test_a_stage_that_changes_nothing_is_sent_to_the_page():
    row = "book.xlsx Roadmap!A9"
    read = WorkbookChanges({}, (), (), (), {"roadmap.stages.fair": row}, {})
    message = "nothing changes in stage fair: to nobody is it worth anything"
    placed = read._placed(Problem("case.yaml", 3, 1, "roadmap.stages.fair", message, "say"))
    assert str(placed).startswith(
        f"{row} roadmap.stages.fair: {message}; add the stage on the page"
    )
