"""The roadmap page: its numbers are the library's, its reasons lead to quotes."""

from __future__ import annotations

import re
import warnings
from html import unescape
from urllib.parse import urlencode

import pytest

from tracktwo.blocks.words import brief, chance, log_odds, percent
from tracktwo.case import copy_shipped, load
from tracktwo.case.consent import actors_of
from tracktwo.game.draw_counts import DRAWS
from tracktwo.game.setting import settle
from tracktwo.questions.odds.records import milestone_odds
from tracktwo.questions.odds.solving import Solved
from tracktwo.questions.what_if.effects import what_if
from tracktwo.questions.what_if.scenarios import Scenario
from tracktwo.roadmap.exact import solve
from tracktwo.web.app import make_app
from tracktwo.web.security import Access
from tracktwo.web.served_case import ServedCase

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

LIVE = {"X-Tracktwo-Part": "live"}
SOFTER = {"stances.taliban.acceptance.stance": "doubts"}
NEW = {"stances.un.opening.stance": "refuses"}


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    path = tmp_path_factory.mktemp("roadmap") / "case"
    copy_shipped("afghanistan-2023", path)
    return ServedCase(path)


@pytest.fixture(scope="module")
def client(served):
    return TestClient(make_app(served), base_url="http://localhost")


def query(changes):
    return urlencode([("set", f"{path}={value}") for path, value in changes.items()])


def chances(text):
    found = re.findall(
        r'data-actor="([^"]+)" data-milestone="([^"]+)" data-chance="([^"]+)"', text
    )  # fmt: skip
    return {(step, actor): float(value) for actor, step, value in found}


def of_the_library(folder, changes):
    """The consents by another way: the changed case settled beside the base and solved."""
    _, other = settle([folder.case, folder.overlay(changes)], draws=DRAWS, seed=1)
    solution = solve(other.lowered.roadmap, other.inputs)
    steps = milestone_odds(Solved(other, solution))
    return {(step.id, c.actor): c.chance.mean for step in steps for c in step.consents}


@pytest.mark.parametrize("changes", [{}, SOFTER, NEW])
def test_each_party_has_its_monthly_chance(client, served, changes):
    shown = chances(client.get(f"/roadmap?{query(changes)}").text)
    assert shown == pytest.approx(of_the_library(served.state.folder, changes), rel=1e-9)
    steps = [m for s in served.state.folder.case.roadmap.stages for m in s.milestones]
    assert set(shown) == {(step.id, actor) for step in steps for actor in actors_of(step.consent)}


def test_a_live_answer_holds_the_same_numbers_and_only_what_changes(client):
    whole = client.get(f"/roadmap?{query(SOFTER)}").text
    path, value = next(iter(SOFTER.items()))
    part = client.get("/roadmap", params={"path": path, "value": value}, headers=LIVE).text
    assert chances(part) == chances(whole)
    assert "<select" in whole
    assert "<select" not in part
    ids = re.findall(r'id="([^"]+)" data-live', whole)
    assert len(ids) == len(set(ids))
    assert set(ids) == set(re.findall(r'id="([^"]+)" data-live', part))


def test_what_each_chance_was_stays_in_view(client, served):
    text = unescape(client.get(f"/roadmap?{query(SOFTER)}").text)
    was = of_the_library(served.state.folder, {})["acceptance", "taliban"]
    cell = text[text.index('id="says-acceptance-taliban"') :]
    assert f"a month, was {percent(was)}" in cell[: cell.index("</summary>")]
    assert "a month, was" not in client.get("/roadmap").text


def test_a_stance_changes_the_odds_as_in_the_library(client, served):
    text = client.get(f"/roadmap?{query(SOFTER)}", headers=LIVE).text
    found = re.findall(
        r'data-stage="(\w+)" data-mean="([^"]+)" data-difference="([^"]+)"', text
    )  # fmt: skip
    (effect,) = what_if(served.state.folder, [Scenario("softer", SOFTER)]).scenarios
    assert [stage for stage, *_ in found] == list(effect.stages)
    assert [float(m) for _, m, _ in found] == pytest.approx([b.mean for b in effect.reached])
    assert [float(d) for *_, d in found] == pytest.approx([b.mean for b in effect.difference])
    assert effect.difference[0].mean > 0.1


def test_every_stage_and_step_has_its_place_and_its_words(client, served):
    text = unescape(client.get("/roadmap").text)
    for stage in served.state.folder.case.roadmap.stages:
        assert text.count(f'id="stage-{stage.id}"') == 1
        for step in stage.milestones:
            assert text.count(f'id="milestone-{step.id}"') == 1
    assert "The Council, the UN, and at least one of Türkiye, Tajikistan or the regional" in text
    assert "the process falls back to “An interim administration”" in text
    assert "Until the stage is passed, the UN and Türkiye may take back" in text
    dated = client.get("/roadmap?set=roadmap.stages.talks.deadline%3D2026-03").text
    assert "given up if the stage is not passed by 2026-03" in dated


def test_reasons_add_up_and_lead_to_the_quotes(client, served):
    state = served.state
    (why,) = [
        one
        for one in state.live.reasons(state.folder.case)
        if (one.actor, one.milestone) == ("taliban", "acceptance")
    ]
    address = "/roadmap/reasons?actor=taliban&milestone=acceptance"
    text = unescape(client.get(address).text)
    assert why.total.mean == pytest.approx(sum(part.value.mean for part in why.parts))
    shown = chances(client.get("/roadmap").text)["acceptance", "taliban"]
    assert why.chance.mean == pytest.approx(shown)
    assert chance(why.chance.mean) in text
    assert log_odds(why.total) in text
    for part in why.parts:
        assert f"<bdi>{part.label}</bdi>" in text
        assert log_odds(part.value) in text
    assert 'href="/evidence#quote-refusal"' in text
    assert "repeatedly rejected any negotiations with these figures" in text
    assert 'class="assumed"' in text


def test_reasons_come_as_a_piece_or_as_a_page(client):
    address = f"/roadmap/reasons?actor=taliban&milestone=acceptance&{query(SOFTER)}"
    page = client.get(address).text
    piece = client.get(address, headers={"X-Tracktwo-Part": "piece"}).text
    assert "<!DOCTYPE html>" in page
    assert "<!DOCTYPE html>" not in piece
    assert "<nav" not in piece
    for text in (page, piece):
        assert "What is tried" in text
        assert "What the case records" in text
    assert client.get("/roadmap/reasons?actor=donors&milestone=acceptance").status_code == 404
    assert client.get("/roadmap/reasons").status_code == 404


def test_a_stance_tried_can_be_written_into_the_case(tmp_path):
    copy_shipped("afghanistan-2023", tmp_path / "case")
    access = Access()
    app = make_app(ServedCase(tmp_path / "case"), access)
    fields = {
        "secret": access.form, "query": query(NEW), "back": "/roadmap",
        "was": "stances.un.opening.stance=",
    }  # fmt: skip
    answer = TestClient(app, base_url="http://localhost").post(
        "/case/write", data=fields, headers={"Origin": "http://localhost"}, follow_redirects=False
    )
    assert answer.status_code == 303, answer.text
    last = load(tmp_path / "case").case.stances[-1]
    assert (last.actor, last.on, last.stance) == ("un", ["opening"], "refuses")


def test_texts_of_a_case_are_escaped(tmp_path):
    copy_shipped("two-valleys", tmp_path / "case")
    file = tmp_path / "case" / "case.yaml"
    name = load(tmp_path / "case").case.roadmap.stages[0].milestones[0].name
    sly = "<script>alert(1)</script>"
    file.write_text(file.read_text().replace(f"name: {name}", f'name: "{sly}"'))
    client = TestClient(make_app(ServedCase(tmp_path / "case")), base_url="http://localhost")
    for path in ("/roadmap", "/stakes", "/alternatives/table"):
        text = client.get(path).text
        assert sly not in text
    assert "&lt;script&gt;alert(1)" in client.get("/roadmap").text


def test_a_case_with_no_month_ahead_says_so(tmp_path):
    copy_shipped("two-valleys", tmp_path / "case")
    file = tmp_path / "case" / "case.yaml"
    file.write_text(re.sub(r"horizon: \d+", "horizon: 0", file.read_text()))
    client = TestClient(make_app(ServedCase(tmp_path / "case")), base_url="http://localhost")
    text = client.get("/roadmap").text
    assert "With no month ahead there are no odds" in text
    assert chances(text) == {}


def test_the_odds_in_words_are_those_of_the_answer(client, served):
    text = unescape(client.get("/roadmap").text)
    for step in served.state.live.answer({}).milestones:
        assert brief(step.consents[0].chance) in text
