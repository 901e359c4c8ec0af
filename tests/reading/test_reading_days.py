"""The day of an article: what its head says, what is asked for, and what is found out later."""

import datetime as dt
import json
import subprocess
import sys

import pytest

from tracktwo.case import load
from tracktwo.reading.text.formats import dated

TEXT = """SELMARA{day} (Wire) - The government of Selmara and the Hill Front agreed to a truce, \
followed by talks and then elections within 18 months.

The Hill Front accepted the plan. The Coast Council rejected it.
"""


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("SELMARA, 14 March 2031 (Wire) - The army said so.", "2031-03-14"),
        ("April 2, 2024 (MARVOK) - The army said so.", "2024-04-02"),
        ("BERLIN, Jan. 5, 2024 (Wire) -- The army said so.", "2024-01-05"),
        ("The talks\n\nBy Petra Hol, 2 June 2029\n\nThe army said so.", "2029-06-02"),
        ("A summit\n\nAdopted at Kest on 9 September 2030\n\nWe, the heads", "2030-09-09"),
        ("Updated 6 May 2024, 10:30 GMT", "2024-05-06"),
        ("Published: 2024-05-06", "2024-05-06"),
        ("The accord of 3 March 1999", None),
        ("Elections were held on 3 March 2020", None),
        ("On 3 March 2020 the army said that it would leave.", None),
        ("Talks began on March 3, 2021 - and ended.", None),
        ("NORVIA - The war since 2 May 2020 is over", None),
        ("By Ana Orlo, 5/6/2024", None),
        ("1 May 2024\n\n2 May 2024", None),
    ],
)
def test_the_head_of_a_text_tells_its_day(head, day):
    assert dated(head) == (dt.date.fromisoformat(day) if day else None)


def tracktwo(*arguments, stdin=""):
    return subprocess.run(
        [sys.executable, "-m", "tracktwo", *map(str, arguments)],
        input=stdin, capture_output=True, text=True, check=False,
    )  # fmt: skip


def opened(tmp_path, day=""):
    article = tmp_path / "wire.txt"
    article.write_text(TEXT.format(day=day), encoding="utf-8")
    case = tmp_path / "case"
    done = tracktwo("read", article, "--case", case)
    assert done.returncode == 0, done.stderr
    rows = json.loads(tracktwo("review", case, "--json").stdout)
    return article, case, "a\n" * len(rows)


def test_the_day_of_the_dateline_is_that_of_the_case(tmp_path):
    _, case, keys = opened(tmp_path, day=", 14 March 2031")
    assert tracktwo("review", case, stdin=f"{keys}w\n").returncode == 0
    assert load(case).case.as_of == dt.date(2031, 3, 14)


def test_a_day_that_no_one_knows_is_asked_for(tmp_path):
    _, case, keys = opened(tmp_path)
    done = tracktwo("review", case, stdin=f"{keys}w\ntomorrow\n14 March 2031\n")
    assert done.returncode == 0, done.stderr
    assert "'tomorrow' is no date" in done.stdout
    assert load(case).case.as_of == dt.date(2031, 3, 14)


def test_where_nobody_answers_the_error_says_what_to_give(tmp_path):
    article, case, keys = opened(tmp_path)
    done = tracktwo("review", case, stdin=f"{keys}w\n")
    assert done.returncode == 2
    assert "with --published" in done.stderr
    assert not (case / "case.yaml").exists()
    # Either of two ways goes on from there, and no decision is lost.
    again = tracktwo("read", article, "--case", case, "--published", "2031-03-14")
    assert again.returncode == 0, again.stderr
    assert tracktwo("review", case, stdin="w\n").returncode == 0
    assert load(case).case.as_of == dt.date(2031, 3, 14)


def test_the_day_may_be_given_as_an_option(tmp_path):
    _, case, keys = opened(tmp_path)
    done = tracktwo("review", case, "--published", "2031-03-14", stdin=f"{keys}w\n")
    assert done.returncode == 0, done.stderr
    assert load(case).case.as_of == dt.date(2031, 3, 14)
