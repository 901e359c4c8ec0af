"""Every question has an answer, or says why not, on any case that the format allows.

Warnings are errors here as in all tests, so that none of a library's reaches a user.
"""

import pytest
from any_case import ask_everything, folder_of, made, write_reports

LACKING = {
    "nobody has a position": {"positions": 0.0},
    "one actor": {"actors": 1},
    "one actor without a position": {"actors": 1, "positions": 0.0},
    "nobody has any capability": {"capability": 0},
    "no capability, no position": {"capability": 0, "positions": 0.0, "levers": 1},
    "one stage, no lever": {"stages": 1, "levers": 0},
    "no month ahead": {"horizon": 0, "levers": 1},
    "one month ahead": {"horizon": 1, "levers": 2},
    "all at once": {"actors": 1, "issues": 1, "stages": 1, "levers": 0, "positions": 0.0,
                    "capability": 0, "horizon": 0},
}  # fmt: skip


def first(home, **forced):
    """Return the first random case of the kind that the format allows."""
    for seed in range(20):
        folder = made(seed, home, **forced)
        if folder is not None:
            return folder
    raise AssertionError(f"no such case is allowed: {forced}")


@pytest.mark.parametrize("lacking", LACKING.values(), ids=LACKING)
def test_a_case_that_lacks_something_is_answered(tmp_path, lacking):
    folder = first(tmp_path, **lacking)
    said = ask_everything(folder)
    assert said["odds"] is not None
    assert said["who"] is not None
    assert said["bargain"] is not None
    write_reports(folder)


@pytest.mark.parametrize("seed", [1001, 1002, 1003, 1004])
def test_a_case_at_random_is_answered(tmp_path, seed):
    folder = made(seed, tmp_path)
    assert folder is not None
    assert ask_everything(folder)["odds"] is not None


@pytest.mark.slow
def test_many_cases_at_random_are_answered(tmp_path):
    answered = 0
    for seed in range(2000, 2020):
        folder = made(seed, tmp_path)
        if folder is not None:
            ask_everything(folder)
            write_reports(folder)
            answered += 1
    assert answered > 12


def test_a_case_that_is_none_is_told_from_one(tmp_path):
    assert folder_of(tmp_path, {"format": 1}, []) is None
