"""Actors and issues: the settlement, the weights and the rooms are the library's."""

from __future__ import annotations

import re
import warnings
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest

from tracktwo.blocks import Naming, plain_text
from tracktwo.blocks.words import percent
from tracktwo.case import copy_shipped
from tracktwo.game.councils import attendance
from tracktwo.game.draw_counts import DRAWS, FEW
from tracktwo.game.setting import settle
from tracktwo.questions.bargain.issues import (
    issue_forecasts,
    one_issue,
    settlements,
)
from tracktwo.questions.government.meetings_said import meeting_lines
from tracktwo.questions.what_if.effects import what_if
from tracktwo.questions.what_if.scenarios import Scenario
from tracktwo.web.app import make_app
from tracktwo.web.served_case import ServedCase

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

LIVE = {"X-Tracktwo-Part": "live"}
MOVED = {"positions.taliban.rule.position": [37, 40, 49]}


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    path = tmp_path_factory.mktemp("stakes") / "case"
    copy_shipped("afghanistan-2023", path)
    return ServedCase(path)


@pytest.fixture(scope="module")
def client(served):
    return TestClient(make_app(served), base_url="http://localhost")


def means(text):
    return {
        issue: float(mean)
        for issue, mean in re.findall(r'data-issue="([^"]+)" data-mean="([^"]+)"', text)
    }


@pytest.mark.parametrize(
    "changes",
    [{}, MOVED, {"actors.taliban.capability": 20}, {"positions.council.office.salience": 5}],
)
def test_the_settlement_is_the_forecast_of_all_issues_together(client, served, changes):
    folder = served.state.folder
    _, other = settle([folder.case, folder.overlay(changes)], draws=FEW, seed=1)
    asked = [("set", f"{path}={value}") for path, value in changes.items()]
    text = unescape(client.get("/stakes", params=asked).text)
    forecasts = issue_forecasts(other.lowered, other.values, other.draws)
    assert means(text) == pytest.approx({one.issue: one.ensemble.mean for one in forecasts})
    for one in forecasts:
        for stand in one.standings:
            place = text.index(f'id="weight-{one.issue}-{stand.actor}"')
            assert f"weight {percent(stand.weight)}" in text[place : place + 200]


def test_an_issue_alone_is_forecast_as_beside_the_others(worked):
    (setting,) = settle([worked.case], draws=64, seed=3)
    table = setting.lowered.table(setting.values, setting.draws)
    alone = [settlements(one_issue(table, place))[0] for place in range(len(table.issues))]
    for one, other in zip(alone, settlements(table), strict=True):
        assert one.issue == other.issue
        assert one.ensemble == other.ensemble
        assert one.histogram == pytest.approx(other.histogram)
        assert one.weights == pytest.approx(other.weights)
        assert sum(one.weights.values()) == pytest.approx(1)
        assert sum(one.histogram) == pytest.approx(1)


def test_moving_one_marker_leaves_the_other_issues_as_they_were(client):
    before = means(client.get("/stakes").text)
    asked = {"path": "positions.taliban.rule.position", "value": "40", "how": "shift"}
    after = means(client.get("/stakes", params=asked, headers=LIVE).text)
    assert after["rule"] > before["rule"] + 1
    assert {k: v for k, v in after.items() if k != "rule"} == {
        k: v for k, v in before.items() if k != "rule"
    }


def test_a_marker_moves_its_whole_range_and_the_odds_are_the_librarys(client, served):
    asked = {"path": "positions.taliban.rule.position", "value": "40", "how": "shift"}
    answer = client.get("/stakes", params=asked, follow_redirects=False)
    assert answer.status_code == 303
    to = answer.headers["location"]
    assert dict(parse_qsl(urlsplit(to).query)) == {
        "set": "positions.taliban.rule.position=[37, 40, 49]"
    }
    (effect,) = what_if(served.state.folder, [Scenario("moved", MOVED)]).scenarios
    found = re.findall(r'data-difference="([^"]+)"', client.get(to).text)
    assert [float(x) for x in found] == pytest.approx([b.mean for b in effect.difference])


def test_a_live_answer_holds_what_changes_and_no_slider(client):
    whole = client.get("/stakes").text
    part = client.get("/stakes", headers=LIVE).text
    assert 'type="range"' in whole
    assert 'type="range"' not in part
    ids = re.findall(r'id="([^"]+)" data-live', whole)
    assert len(ids) == len(set(ids))
    assert set(ids) == set(re.findall(r'id="([^"]+)" data-live', part))


def test_every_actor_of_an_issue_has_a_marker_with_its_source(client, served):
    text = client.get("/stakes").text
    case = served.state.folder.case
    for row in case.positions:
        assert f'id="position-{row.issue}-{row.actor}"' in text
        place = text.index(f'id="weight-{row.issue}-{row.actor}"')
        cell = text[place : text.index("</div>", place)]
        for quote in row.position.evidence:
            assert f'href="/evidence#quote-{quote}"' in cell
        if not row.position.evidence:
            assert "assumption" in cell
        assert f'id="salience-{row.issue}-{row.actor}"' in text
    for actor in case.actors:
        assert text.count(f'id="actor-{actor.id}"') == 1
        assert (f'id="capability-{actor.id}"' in text) is (actor.capability is not None)


def test_who_was_in_the_room_and_with_what_weight(client, served):
    (setting,) = settle([served.state.folder.case], draws=DRAWS, seed=1)
    case = setting.lowered.case
    (room,) = attendance(case, setting.lowered.players, setting.values)
    text = unescape(client.get("/stakes").text)
    for line in meeting_lines(room, Naming(served.state.folder)):
        assert plain_text(line) in text
    assert "Mohammad Karim Khalili and Ahmad Masoud" in text


def test_an_issue_without_positions_says_what_to_add(tmp_path):
    copy_shipped("two-valleys", tmp_path / "case")
    file = tmp_path / "case" / "positions.csv"
    head, first, *rest = file.read_text().splitlines()
    gone = first.split(",")[1]
    file.write_text("\n".join([head, *(r for r in (first, *rest) if r.split(",")[1] != gone)]))
    client = TestClient(make_app(ServedCase(tmp_path / "case")), base_url="http://localhost")
    answer = client.get("/stakes")
    assert answer.status_code == 200
    assert "Add rows for it to positions.csv" in answer.text
