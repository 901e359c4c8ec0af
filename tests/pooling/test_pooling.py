"""Several people's judgements: asked for, read back, compared and pooled."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tracktwo.case as tc
from tracktwo.case.save import rewrite
from tracktwo.cli.app import explain, make_app
from tracktwo.errors import Error
from tracktwo.pooling import PoolError, elicited, pool, read_answers
from tracktwo.pooling.agreement import alpha, distances
from tracktwo.pooling.answers import ExpertForm, Judgement
from tracktwo.pooling.asked import STANCES, Elicited
from tracktwo.pooling.form import html_form, told_before
from tracktwo.pooling.mixture import pooled_span, quantiles
from tracktwo.pooling.pool import judged
from tracktwo.pooling.sheet import read_sheet, sheet_form

CASES = Path(tc.__file__).parent.parent / "cases"
UPPER, LOWER = "positions.upper.water.position", "positions.lower.water.position"
OFFICE = "stances.lower.office.stance"


@pytest.fixture
def valleys(tmp_path):
    return tc.load(shutil.copytree(CASES / "two-valleys", tmp_path / "case"))


def said(expert, round_=1, **by_path):
    return ExpertForm(expert, round_, by_path, f"{expert}-{round_}.json")


def number(low, mode, high):
    return Judgement(low, mode, high)


def word(choice):
    return Judgement(choice=choice)


ANN = said("Ann", **{UPPER: number(30, 40, 50), LOWER: number(90, 90, 90), OFFICE: word("refuses")})
BO = said("Bo", **{UPPER: number(45, 60, 70), LOWER: number(50, 60, 70), OFFICE: word("supports")})


# --- what is asked ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["two-valleys", "afghanistan-2023"])
def test_every_question_leads_somewhere(name):
    folder = tc.load(CASES / name)
    asked = elicited(folder.case)
    assert len({one.path for one in asked}) == len(asked)
    for one in asked:
        if not one.choices:
            assert folder.value(one.path) is not None
    kinds = {one.path.split(".")[0] for one in asked}
    assert {"positions", "stances", "actors"} <= kinds


def test_a_form_shows_nobodys_numbers(valleys):
    form = html_form(valleys.case, elicited(valleys.case), expert="<b>Ann</b>")
    assert "<b>Ann" not in form
    assert "It keeps most of the water today" not in form
    assert "http" not in form.replace("http-equiv", "")


def test_the_second_round_shows_the_first_without_names(valleys):
    asked = elicited(valleys.case)
    told = told_before([ANN, BO], asked)
    assert told[UPPER] == "2 answers, the middle one 50, from 40 to 60"
    form = html_form(valleys.case, asked, round_=2, told=told)
    assert told[UPPER] in form
    assert "Ann" not in form


# --- read back -------------------------------------------------------------------------------


def test_a_workbook_goes_out_and_comes_back(valleys, tmp_path):
    import io  # noqa: PLC0415

    from openpyxl import load_workbook  # noqa: PLC0415

    asked = elicited(valleys.case)
    book = load_workbook(io.BytesIO(sheet_form(
        "two-valleys", "T", asked, expert="Ann", round_=2, told={UPPER: "before"}
    )))  # fmt: skip
    for row in book["Numbers"].iter_rows(min_row=2):
        if row[0].value == UPPER:
            row[3].value, row[4].value, row[5].value = 30, "40,5", 50
    for row in book["Stances"].iter_rows(min_row=2):
        if row[0].value == OFFICE:
            row[3].value = "refuses"
    book.save(tmp_path / "ann.xlsx")
    (one,) = read_answers([tmp_path / "ann.xlsx"], valleys)
    assert (one.expert, one.round) == ("Ann", 2)
    assert one.by_path == {UPPER: number(30, 40.5, 50), OFFICE: word("refuses")}


def test_another_coding_is_a_person_too(valleys, tmp_path):
    shutil.copytree(CASES / "two-valleys", tmp_path / "mine")
    (one,) = read_answers([tmp_path / "mine"], valleys)
    assert one.expert == "mine"
    assert one.by_path[UPPER] == replace(number(40, 50, 60), why=one.by_path[UPPER].why)


def test_all_that_is_wrong_is_said_file_by_file(valleys, tmp_path):
    bad = {"form": "tracktwo-answers", "case": "other", "round": 0, "answers": {
        "nothing": {"mode": 1}, "gone": {"mode": None, "why": " "}, UPPER: {"mode": 400},
        LOWER: {"low": 3, "mode": 2},
        OFFICE: {"choice": "dances"}, "actors.upper.capability": {"low": 1},
        "actors.lower.capability": {"mode": "nan"},
    }}  # fmt: skip
    (tmp_path / "bad.json").write_text(json.dumps(bad))
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "broken.xlsx").write_bytes(b"PK")
    with pytest.raises(PoolError) as caught:
        read_answers([tmp_path / n for n in ("bad.json", "broken.json", "broken.xlsx", "no")],
                     valleys)  # fmt: skip
    text = str(caught.value)
    assert "gone" not in text
    for part in ("the case other", "names no expert", "round should", "no question of this",
                 "outside 0-100", "should rise", "one of: refuses", "most likely value is",
                 "no number", "broken.json: holds", "broken.xlsx: is no workbook",
                 "No such file"):  # fmt: skip
        assert part in text, part


def test_one_person_answers_a_round_once(valleys, tmp_path):
    good = {"form": "tracktwo-answers", "case": "two-valleys", "expert": "Ann",
            "answers": {UPPER: {"mode": 4}}}  # fmt: skip
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(json.dumps(good))
    with pytest.raises(PoolError, match="keep one"):
        read_answers([tmp_path / "a.json", tmp_path / "b.json"], valleys)


def test_a_sheet_of_another_kind_is_none():
    with pytest.raises(tc.CaseError, match="workbook"):
        read_sheet(b"x")


# --- agreement -------------------------------------------------------------------------------


def units(table):
    """Make experts and questions of a table of values, None where one is missing."""
    asked = [Elicited(f"q{n}", f"Q{n}", "", 0, 10) for n in range(len(table[0]))]
    answers = [
        said(f"E{k}", **{f"q{n}": number(v, v, v) for n, v in enumerate(row) if v is not None})
        for k, row in enumerate(table)
    ]
    return answers, asked


def test_alpha_of_a_published_table():
    # Krippendorff (2011), Computing Krippendorff's alpha-reliability, section C: four observers,
    # twelve units, interval data: 0.849.
    table = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
        [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
    ]
    answers, asked = units(table)
    assert alpha(answers, asked, words=False) == pytest.approx(0.849, abs=0.0005)


def test_alpha_needs_something_to_tell():
    assert alpha(*units([[1, None], [None, 2]]), words=False) is None
    assert alpha(*units([[5, 5], [5, 5]]), words=False) is None
    assert alpha(*units([[1, 9], [1, 9]]), words=False) == 1


def test_distance_is_a_mean_over_what_both_answered():
    found = distances(*units([[0, 4, None], [10, 4, 1], [None, None, None]]))
    assert found[0, 1] == pytest.approx(0.5)
    assert np.isnan(found[0, 2])


# --- the pool --------------------------------------------------------------------------------

SPAN = st.tuples(*[st.integers(0, 100)] * 3).map(lambda x: tuple(map(float, sorted(x))))


@settings(max_examples=40)
@given(st.lists(SPAN, min_size=1, max_size=5), st.integers(0, 1000))
def test_quantiles_of_a_mixture_are_those_of_its_draws(spans, seed):
    rng = np.random.default_rng(seed)
    weights = rng.uniform(0.2, 1, len(spans))
    weights /= weights.sum()
    drawn = [
        np.full(20_000, low) if low == high else rng.triangular(low, mode, high, 20_000)
        for low, mode, high in spans
    ]
    which = rng.choice(len(spans), 20_000, p=weights)
    mixed = np.stack(drawn)[which, np.arange(20_000)]
    points = quantiles(spans, weights)
    for p, x in zip((0.05, 0.5, 0.95), points, strict=True):
        # Compared as probabilities: between two lumps a quantile may lie anywhere.
        assert (mixed < x - 0.5).mean() <= p + 0.02
        assert (mixed <= x + 0.5).mean() >= p - 0.02


@settings(max_examples=40)
@given(st.lists(SPAN, min_size=1, max_size=5))
def test_the_pooled_range_lies_within_the_experts(spans):
    low, mode, high = pooled_span(spans, np.full(len(spans), 1 / len(spans)))
    assert min(s[0] for s in spans) <= low <= mode <= high <= max(s[2] for s in spans)


def test_of_one_mind_is_that_mind():
    assert pooled_span([(1.0, 2.0, 4.0)] * 3, np.full(3, 1 / 3)) == (1.0, 2.0, 4.0)


def test_a_pool_is_as_unsure_as_people_are_together():
    low, _, high = pooled_span([(0.0, 10.0, 20.0), (80.0, 90.0, 100.0)], np.array([0.5, 0.5]))
    assert low < 20
    assert high > 80


def test_odds_under_each_judgement_and_pooled(valleys):
    found = pool(valleys, [ANN, BO], draws=64)
    ann, bo = (one.reached[1] for one in found.judged)
    assert ann.mean < bo.mean
    assert found.pooled[1].mean == pytest.approx((ann.mean + bo.mean) / 2)
    assert found.pooled[1].p05 <= ann.p50
    assert found.pooled[1].p95 >= bo.p50
    assert {one.path: one.choice for one in found.numbers}[OFFICE] == ""  # one each
    assert found.spreads[0].path == OFFICE
    assert found.matters[0].path == OFFICE
    assert found.distances[0][1] > 0


def test_weights_count(valleys):
    found = pool(valleys, [ANN, BO], weights={"bo": 3}, draws=64)
    ann, bo = (one.reached[1].mean for one in found.judged)
    assert found.pooled[1].mean == pytest.approx(0.25 * ann + 0.75 * bo)
    assert {one.path: one.choice for one in found.numbers}[OFFICE] == "supports"


def test_who_answers_as_the_case_says_changes_nothing(valleys):
    (same,) = read_answers([valleys.path], valleys)
    found = pool(valleys, [replace(same, expert="A"), replace(same, expert="B")], draws=64)
    assert found.judged[0].reached == found.base == found.written
    assert found.pooled[0].mean == pytest.approx(found.base[0].mean)
    assert found.matters == ()
    assert found.alpha == 1


@pytest.mark.parametrize(
    ("answers", "weights"), [([ANN], {}), ([ANN, BO], {"Cy": 2}), ([ANN, BO], {"Bo": 0})]
)
def test_what_cannot_be_pooled(valleys, answers, weights):
    with pytest.raises(PoolError):
        pool(valleys, answers, weights=weights, draws=16)


def test_a_second_round_is_held_against_the_first(valleys):
    nearer = replace(BO, round=2, by_path={**BO.by_path, UPPER: number(40, 45, 50)})
    found = pool(valleys, [ANN, BO, replace(ANN, round=2), nearer], draws=32)
    assert len(found.judged) == 2
    assert found.before.apart_now < found.before.apart
    assert dict(found.before.moved)["Ann"] == 0
    assert dict(found.before.moved)["Bo"] > 0


def test_stances_are_in_an_order():
    assert STANCES[0] == "refuses"
    assert STANCES[-1] == "demands"


# --- the commands ----------------------------------------------------------------------------


def run(_, *args):
    try:
        make_app()(list(map(str, args)))
    except SystemExit as end:
        return end.code or 0
    except Error as error:
        return explain(error)
    return 0


def test_from_forms_to_a_pooled_case(valleys, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run(monkeypatch, "elicit", "case", "--expert", "Ann", "--expert", "Bo") == 0
    assert sorted(p.name for p in Path("forms").iterdir()) == [
        "two-valleys-ann-1.html", "two-valleys-bo-1.html",
    ]  # fmt: skip
    assert run(monkeypatch, "elicit", "case", "--expert", "Ann") == 2  # nothing is overwritten
    for one in (ANN, BO):
        told = {
            path: {"choice": a.choice}
            if a.choice
            else {"low": a.low, "mode": a.mode, "high": a.high}
            for path, a in one.by_path.items()
        }
        text = json.dumps({"form": "tracktwo-answers", "case": "two-valleys", "round": 1,
                           "expert": one.expert, "answers": told})  # fmt: skip
        Path(f"{one.expert}.json").write_text(text)
    capsys.readouterr()
    assert run(monkeypatch, "pool", "case", "Ann.json", "Bo.json", "--draws", "32", "--json") == 0
    out = json.loads(capsys.readouterr().out)
    assert [one["expert"] for one in out["judged"]] == ["Ann", "Bo"]
    assert run(monkeypatch, "pool", "case", "Ann.json", "Bo.json", "--draws", "32", "--write") == 0
    assert "Krippendorff" in capsys.readouterr().out
    row = next(p for p in tc.load("case").case.positions if p.actor == "upper")
    assert "(Ann, Bo)" in row.position.why
    assert run(monkeypatch, "pool", "case", "Ann.json", "--draws", "32") == 2
    assert run(monkeypatch, "pool", "case", "Ann.json", "Bo.json", "--weight", "Bo") == 2


def test_another_word_takes_along_what_was_said_before(valleys):
    data = valleys.plain()
    data["stances"].append(
        {"actor": "lower", "on": ["office"], "stance": "supports", "strength": 3, "note": "x"}
    )
    folder = rewrite(valleys, data)
    for word_, kept in (("refuses", False), ("supports", True)):
        made = judged(folder, {OFFICE: word_})
        (one,) = [s for s in made["stances"] if s["actor"] == "lower" and s["on"] == ["office"]]
        assert one["stance"] == word_
        assert ("strength" in one) is ("note" in one) is kept
