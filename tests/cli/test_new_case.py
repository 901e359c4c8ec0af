"""`tracktwo new`: each answer is checked as it is typed; days, kinds and scripts of any make."""

import datetime as dt

import pytest

from tracktwo.building import BuildError, NewProcess, begin, process_kinds
from tracktwo.case import load
from tracktwo.cli import asking_new
from tracktwo.cli.app import explain, make_app
from tracktwo.errors import Error

BEGUN = ["--template", "ceasefire", "--title", "The Orr talks"]
SIDES = ["--party", "Government of Orrland=government", "--party", "Beta=Armed group"]


def run(*args):
    try:
        make_app()(list(map(str, args)))
    except SystemExit as end:
        return end.code or 0
    except Error as error:
        return explain(error)
    return 0


@pytest.mark.parametrize(
    "day", ["4 May 2031", "2031-05-04", "May 4, 2031", "04.05.2031", "2031/5/4"]
)
def test_a_day_is_understood_as_people_write_it(tmp_path, day):
    assert run("new", tmp_path / "c", *BEGUN, "--as-of", day, *SIDES) == 0
    case = load(tmp_path / "c").case
    assert case.as_of == dt.date(2031, 5, 4)
    assert [one.kind for one in case.actors][:2] == ["government", "armed-group"]


@pytest.mark.parametrize(
    ("day", "told"),
    [("4/5/2031", "write 2031-05-04 or 2031-04-05"), ("May 2031", "names no day"),
     ("31 February 2031", "no day of the calendar"), ("soon", "is no date")],
)  # fmt: skip
def test_a_day_that_could_be_two_is_asked_about(tmp_path, capsys, day, told):
    assert run("new", tmp_path / "c", *BEGUN, "--as-of", day, *SIDES) == 2
    assert told in " ".join(capsys.readouterr().err.split())
    assert not (tmp_path / "c").exists()


def test_names_in_another_script_get_numbers_and_it_is_said(tmp_path, capsys):
    sides = ["--party", "Правительство=government", "--party", "Фронт=armed_group",
             "--party", "Zürich Front"]  # fmt: skip
    assert run("new", tmp_path / "c", "--template", "ceasefire", "--title", "Переговоры",
                 "--as-of", "2031-05-04", *sides) == 0  # fmt: skip
    case = load(tmp_path / "c").case
    assert case.id == "case"
    assert [one.id for one in case.actors][:3] == ["actor-1", "actor-2", "zurich-front"]
    assert "Правительство (actor-1), Фронт (actor-2)." in " ".join(capsys.readouterr().out.split())


def test_each_answer_is_checked_when_it_is_typed(monkeypatch):
    answers = iter([
        "", "The Orr talks", "4/5/2031", "4 May 2031", "1",
        "Alpha", "", "Government", "ALPHA", "", "Beta", "judge", "party", "armed group", "",
        "7", "1, 2",
    ])  # fmt: skip
    told = []

    def ask(_text, *, default, **_):
        return next(answers) or default

    class Out:
        def print(self, text="", **_):
            told.append(text)

    monkeypatch.setattr(asking_new.Prompt, "ask", ask)
    monkeypatch.setattr(asking_new, "console", Out)
    said = asking_new.asked(NewProcess("", "", [], []))
    assert next(answers, None) is None
    assert (said.title, said.date) == ("The Orr talks", "2031-05-04")
    assert said.actors == [("Alpha", "government", "party"), ("Beta", "armed-group", "party")]
    assert said.proposed_by == ["Alpha", "Beta"]
    for part in ("2031-05-04 or 2031-04-05", "ALPHA is there already", "two parties are needed",
                 "write one of: party", "7 is no number of the list"):  # fmt: skip
        assert any(part in line for line in told), part
    assert begin(said).case_yaml


def test_what_the_form_sends_is_checked_the_same():
    steps = next(iter(process_kinds().values())).steps
    actors = [("A side", "Armed group", "party"), ("B side", "group", "party")]
    assert "as_of: 2031-05-04" in begin(NewProcess("T", "4 May 2031", actors, steps)).case_yaml
    with pytest.raises(BuildError, match="2031-05-04 or 2031-04-05"):
        begin(NewProcess("T", "4/5/2031", actors, steps))
