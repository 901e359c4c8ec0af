"""The list of questions: whole, the same on every face, with limits that hold everywhere."""

import dataclasses
import importlib.util
import inspect
import json
import subprocess
import sys
from pathlib import Path
from typing import Literal, get_args

import pytest

import tracktwo
from tracktwo.cli.app import commands, explain, make_app
from tracktwo.cli.asking import command_of
from tracktwo.errors import MissingExtraError, UnanswerableError
from tracktwo.questions import FOLDERS, question, questions
from tracktwo.questions import definition as module
from tracktwo.questions.definition import load_name
from tracktwo.questions.odds import Engine
from tracktwo.questions.options import Options, option, options_of, within
from tracktwo.roadmap.engines import EngineChoice

ALL = questions()
NAMES = [one.name for one in ALL]
ROOT = Path(__file__).parent.parent.parent
SHARED = {"sources", "json"}


def test_every_folder_is_registered_once():
    package = Path(module.__file__).parent
    folders = {path.parent.name for path in package.glob("*/__init__.py")}
    assert sorted(folders) == sorted(FOLDERS)
    assert len(set(NAMES)) == len(NAMES)
    assert tracktwo.questions() == ALL


@pytest.mark.parametrize("one", ALL, ids=NAMES)
def test_what_a_question_names_is_there_and_fits(one):
    function = load_name(one.function)
    known = inspect.signature(function).parameters
    for field in one.fields:
        if field.said.part not in {"shown", "kept"}:
            assert field.name in known, field.name
            if not field.required:
                assert known[field.name].default == field.default, field.name
    extra = {
        name
        for name, parameter in known.items()
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY
    }
    taken = {f.name for f in one.fields if f.said.part not in {"shown", "kept"}}
    assert extra == taken | {"progress"}
    for path in one.record.split("|"):
        assert dataclasses.is_dataclass(load_name(path))
    assert dataclasses.is_dataclass(one.options)
    assert one.options.__dataclass_params__.frozen
    assert all(field.said.help.endswith(".") for field in one.fields)
    assert one.summary.endswith(".")
    assert one.takes
    assert bool(one.page) == bool(one.about and one.button)
    assert bool(one.needs) == bool(one.extra)


@pytest.mark.parametrize("one", ALL, ids=NAMES)
def test_a_command_is_made_of_a_question(one, capsys):
    assert (one.verb, one.summary) in {(name, text) for name, _, _, text in commands()}
    flags = set(inspect.signature(command_of(one)).parameters)
    assert flags >= SHARED | {f.name for f in one.fields if f.said.part != "inner"}
    assert not flags & {f.name for f in one.fields if f.said.part == "inner"}
    make_app(one.verb)([one.verb, "--help"], result_action="return_value")
    said = " ".join(capsys.readouterr().out.replace("│", " ").split())
    for field in one.fields:
        if field.said.part != "inner":
            assert field.said.help.split(".")[0].replace("`", "") in said, field.name
            assert field.said.positional or f"--{field.name.replace('_', '-')} " in said


@pytest.mark.parametrize("one", ALL, ids=NAMES)
def test_what_says_an_answer_takes_the_options_that_are_shown(one):
    first, second, *rest = inspect.signature(load_name(one.section)).parameters.values()
    assert {first.name, second.name.lstrip("_")} == {"found", "names"}
    assert [place.name for place in rest] == [f.name for f in one.fields if f.said.part == "shown"]
    assert all(place.default is not place.empty for place in rest)


LIMITED = [
    (one, field, value)
    for one in ALL
    if one.subject == "case"
    for field in one.fields
    for bound, value in (
        (field.said.gte, (field.said.gte or 0) - 1),
        (field.said.gt, field.said.gt),
        (field.said.lte, (field.said.lte or 0) + 1),
        (field.said.lt, field.said.lt),
    )
    if bound is not None
]


@pytest.mark.parametrize(("one", "field", "value"), LIMITED)
def test_limits_hold_in_the_library(one, field, value, smallest):
    match = f"{field.name} should be"
    given = {f.name: "upper" for f in one.fields if f.required}
    with pytest.raises(UnanswerableError, match=match):
        one.values({**given, field.name: value})
    if field.said.part != "shown":
        with pytest.raises(UnanswerableError, match=match):
            load_name(one.function)(smallest, **{**given, field.name: value})


@pytest.mark.parametrize(("one", "field", "value"), LIMITED)
def test_limits_hold_on_the_command_line(one, field, value, smallest, capsys):
    if field.said.part == "inner":
        return
    more = ["upper"] if any(f.required for f in one.fields) else []
    flag = f"--{field.name.replace('_', '-')}={value}"
    with pytest.raises(SystemExit) as ended:
        make_app(one.verb)([one.verb, str(smallest.path), *more, flag])
    assert ended.value.code != 0
    out = capsys.readouterr()
    assert flag.split("=", maxsplit=1)[0] in out.out + out.err


def test_a_value_that_is_no_such_value_is_refused():
    for given, match in (
        ({"draws": "many"}, "a whole number, at least 1 and at most 100000"),
        ({"draws": True}, "a whole number"),
        ({"draws": 2.5}, "a whole number"),
        ({"scale": "decibels"}, "one of odds, log-odds"),
        ({"nonsense": 1}, "matters has no option nonsense; it has: stage, samples"),
    ):
        with pytest.raises(UnanswerableError, match=match):
            question("matters").values(given)
    with pytest.raises(UnanswerableError, match="withdraw needs actor"):
        question("withdraw").values({})
    with pytest.raises(UnanswerableError, match=r"no question why; there are: odds, compare"):
        question("why")


def test_a_form_is_read_as_an_option():
    fields = {f.name: f for f in question("matters").fields}
    assert fields["samples"].read(" 64 ") == 64
    assert fields["threshold"].read("0.2") == 0.2
    assert fields["stage"].read("") is None
    with pytest.raises(UnanswerableError, match="samples should be a whole number"):
        fields["samples"].read("6.4")
    keep = next(f for f in question("agree").fields if f.name == "keep")
    assert keep.read("water\n\n rule ") == ("water", "rule")


def test_options_of_any_kind_are_told_apart():
    @dataclasses.dataclass(frozen=True)
    class Some(Options):
        must: float = option(help="It must.", gt=0)
        word: Literal["a", "b"] | None = option(None, "One of two.")

    must, word = options_of(Some)
    assert (must.required, must.is_number, must.limits) == (True, True, "more than 0")
    assert (word.choices, word.optional, word.default) == (("a", "b"), True, None)
    assert Some(must=2).of("asked") == {"must": 2, "word": None}
    with pytest.raises(UnanswerableError, match=r"must should be a number, more than 0 \(got 0\)"):
        Some(must=0)

    @within(Some)
    def takes(*, must: float) -> float:
        return must

    assert takes(must=1.5) == 1.5
    with pytest.raises(UnanswerableError):
        takes(must=-1)


def test_engines_are_those_of_the_engine():
    assert set(get_args(Engine)) == set(get_args(EngineChoice))


def test_what_is_missing_is_said_with_what_to_install(monkeypatch, smallest):
    monkeypatch.setattr("tracktwo.errors.find_spec", lambda _: None)
    levers = question("levers")
    with pytest.raises(MissingExtraError, match=r"needs pymoo.*tracktwo\[explore\]") as caught:
        levers.ask(smallest, levers.values({}))
    assert caught.value.extra == "explore"


def test_a_stage_that_the_case_lacks_is_refused_before_anything_is_computed(smallest):
    for one in ALL:
        if any(f.name == "stage" for f in one.fields):
            given = {f.name: smallest.case.actors[0].id for f in one.fields if f.required}
            with pytest.raises(UnanswerableError, match=r"no stage nowhere in .*; it has: talks"):
                one.ask(smallest, one.values({**given, "stage": "nowhere"}))


def test_a_fault_of_the_program_is_no_polite_sentence(monkeypatch, smallest, capsys):
    def faulty(*_, **__):
        raise ValueError("operands could not be broadcast together")

    monkeypatch.setattr("tracktwo.questions.who.power.who", faulty)
    with pytest.raises(ValueError, match="broadcast") as caught:
        make_app("who")(["who", str(smallest.path)], result_action="return_value")
    assert explain(caught.value) == 1
    assert "should not have happened: ValueError: operands" in capsys.readouterr().err


def test_the_list_brings_nothing_heavy():
    code = (
        "import sys, tracktwo; tracktwo.questions(); "
        "print([m for m in ('numpy', 'scipy', 'pydantic', 'cyclopts', 'rich') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_table_in_the_documentation_is_made_of_the_list():
    spec = importlib.util.spec_from_file_location("refresh", ROOT / "docs" / "refresh.py")
    refresh = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(refresh)
    text = refresh.INDEX.read_text("utf-8")
    assert refresh.index(text) == text, "renew it: make docs"
    for one in ALL:
        assert f"| {one.name} | `tracktwo {one.verb}` | {one.summary} |" in text


def test_plain_values_of_every_kind_of_answer_are_json(smallest):
    for name, options in (("compare", {"draws": 4}), ("simulate", {"draws": 2, "paths": 4}),
                          ("withdraw", {"actor": "upper", "draws": 4}),
                          ("what-if", {"draws": 4}), ("bargain", {})):  # fmt: skip
        one = question(name)
        found = one.plain(one.ask(smallest, one.values(options)))
        assert json.loads(json.dumps(found, allow_nan=False)) is not None
