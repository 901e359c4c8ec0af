"""What the library says of slips, and that an old reason goes with its number."""

import pytest

import tracktwo as tt


def test_what_is_no_folder_and_no_reading_is_said():
    with pytest.raises(tt.Error, match=r"shipped are: .*two-valleys"):
        tt.load(None)
    with pytest.raises(tt.Error, match="drafted from a reading"):
        tt.draft([], "new-case")


def test_a_new_number_leaves_the_old_reason_and_quotes_behind():
    case = tt.load("two-valleys")

    told = next(a for a in case.folder.case.actors if a.capability and a.capability.why)
    path = f"actors.{told.id}.capability"
    changed = case.set(path, 3)
    now = next(a for a in changed.folder.case.actors if a.id == told.id).capability
    assert (now.low, now.high, now.why, now.evidence) == (3, 3, None, [])
    reasoned = case.set(path, 3, why="Counted anew")
    assert (
        next(a for a in reasoned.folder.case.actors if a.id == told.id).capability.why
        == "Counted anew"
    )
    assert case.set("title", "Another").title == "Another"
