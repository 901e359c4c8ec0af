"""`bargain` on tables as they come: capability by issue or not at all, very many actors."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracktwo.bargaining import MODELS, BargainingTable, predict
from tracktwo.blocks.words import DASH
from tracktwo.case import copy_shipped
from tracktwo.errors import UnanswerableError
from tracktwo.questions.bargain import points
from tracktwo.questions.bargain.section import section
from tracktwo.questions.bargain.settling import settling
from tracktwo.results.plain import as_json, plain

BY_ISSUE = "actor,issue,position,salience,capability\nA,x,10,50,30\nB,x,90,50,30\nA,y,10,50,60\n"
LONG = BY_ISSUE + "B,y,90,50,30\n"
DECIDE = "#A;A\n#A;B\n#P;x\n#P;y\n" + "".join(
    f"#M;{issue};{end}\n#D;{actor};{issue};{at};0,5;{power}\n"
    for issue, end, actor, at, power in (
        ("x", 0, "A", 10, 30), ("x", 100, "B", 90, 30), ("y", 0, "A", 10, 60),
        ("y", 100, "B", 90, 3),
    )
)  # fmt: skip


def written(tmp_path, text):
    file = tmp_path / "t.csv"
    file.write_text(text)
    return file


def texts(found):
    return [str(block) for block in section(found).blocks]


@pytest.mark.parametrize("text", [LONG, DECIDE], ids=["long", "decide"])
def test_a_model_of_one_capability_says_so_beside_the_others(tmp_path, text):
    found = settling(written(tmp_path, text))
    assert "one capability per actor" in found.silent["spatial"]
    for issue in found.issues:
        assert issue.points["spatial"] is None
        assert issue.points["weighted-mean"] is not None
        assert issue.points["exchange"] is not None
    assert any("Spatial has nothing to say: it needs one capability" in t for t in texts(found))
    assert DASH in str(section(found).blocks[0])
    assert plain(found.to_json())["silent"]["spatial"]


def test_a_forecast_around_a_silent_model_is_refused(tmp_path):
    with pytest.raises(UnanswerableError, match="needs one capability per actor"):
        settling(written(tmp_path, LONG), model="spatial")
    with pytest.raises(UnanswerableError, match="needs the status quo of every issue"):
        settling(written(tmp_path, LONG), model="nash-status-quo")


def test_a_table_without_capability_says_that_all_weigh_the_same(tmp_path):
    copy_shipped("two-valleys", tmp_path / "case")
    found = settling(tmp_path / "case" / "positions.csv")
    (note,) = found.notes
    assert "every actor weighs the same" in note
    assert f"tracktwo bargain {tmp_path / 'case'}" in note
    assert any("every actor weighs the same" in text for text in texts(found))
    (note,) = settling(written(tmp_path, "actor,position,salience\nA,1,50\nB,2,50\n")).notes
    assert "case" not in note
    assert settling(written(tmp_path, LONG)).notes == ()


def many(actors, issues=2):
    draw = np.random.default_rng(3)
    shape = (actors, issues)
    return BargainingTable.of(
        100 * draw.random(shape), draw.random(shape), np.repeat(draw.random((actors, 1)), issues, 1)
    )


def test_many_actors_are_told_how_long_it_takes_and_get_the_same_answer(monkeypatch):
    monkeypatch.setattr(points, "LARGE", 30)
    monkeypatch.setattr(points, "PILOT", 10)
    table, told = many(40), []
    found = points.ask_models(table, tuple(MODELS), lambda *how: told.append(how))
    assert list(found) == list(MODELS)
    for name, at in found.items():
        np.testing.assert_array_equal(at, predict(table, name), err_msg=name)
    task, done, total = told[-1]
    assert task.startswith("models, ")
    assert done == total
    assert [t[1] for t in told] == sorted(t[1] for t in told)


def test_the_estimate_grows_with_the_actors(monkeypatch):
    monkeypatch.setattr(points, "PILOT", 10)
    names = ("weighted-mean", "spatial")
    few, more = (sum(points.estimated(many(n), names).values()) for n in (10, 1000))
    assert more > 1000 * few
    assert points.said(4) == "a few seconds"
    assert points.said(200) == "about 3 minutes"
    assert points.said(9000) == "about 2.5 hours"


def test_models_that_would_take_days_are_silent_and_the_others_are_not():
    one, two = many(3001, 1), many(3001)
    for name in ("spatial", "challenge-2011-text", "condorcet-quadratic"):
        assert "too long" in MODELS[name].lacks(one)
        assert np.isnan(predict(one, name)).all()
    assert "too long" in MODELS["exchange-10"].lacks(two)
    assert np.isnan(predict(two, "exchange-10")).all()
    for name in ("weighted-mean", "exchange-10"):  # on one issue nothing can be exchanged
        assert np.isfinite(predict(one, name)).all()


numbers = st.sampled_from([0.0, 1e-9, 1.0, 10.0, 50.0, 99.9, 100.0])


@settings(max_examples=60)
@given(st.data())
def test_any_table_is_answered(data):
    """No warning, nothing that is no number in JSON, whatever is missing or zero."""
    actors, issues = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 3))

    def array(of, rows=actors):
        return np.array([[data.draw(of) for _ in range(issues)] for _ in range(rows)])

    position = array(st.one_of(numbers, st.just(np.nan)))
    alike = data.draw(st.booleans())
    capability = array(numbers)
    table = BargainingTable.of(
        position,
        array(st.sampled_from([0.0, 1e-12, 0.5, 1.0])),
        np.repeat(capability[:, :1], issues, 1) if alike else capability,
        status_quo=array(st.one_of(numbers, st.just(np.nan)), 1)[0],
    )
    found = settling(table, coercive=data.draw(st.booleans()))
    as_json(plain(found.to_json()))
    for one in found.issues:
        for name, at in one.points.items():
            assert at is None or one.low - 1e-6 <= at <= one.high + 1e-6, name
