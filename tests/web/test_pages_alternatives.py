"""Alternatives: side by side, the numbers are those of `what_if` on as many draws."""

from __future__ import annotations

import re
import warnings
from html import unescape

import pytest

from tracktwo.blocks.words import draws_raised, measure, points_band
from tracktwo.case import copy_shipped
from tracktwo.questions.what_if.effects import what_if
from tracktwo.questions.what_if.scenarios import Scenario
from tracktwo.web.app import make_app
from tracktwo.web.security import Access
from tracktwo.web.served_case import ServedCase

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

PIECE = {"X-Tracktwo-Part": "piece"}
PRESSURE = {"levers.pressure.schedule.intensity": 0.9}


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    path = tmp_path_factory.mktemp("alternatives") / "case"
    copy_shipped("afghanistan-2023", path)
    return ServedCase(path)


@pytest.fixture(scope="module")
def access():
    return Access()


@pytest.fixture(scope="module")
def client(served, access):
    return TestClient(make_app(served, access), base_url="http://localhost")


def row(text, option):
    found = re.search(f'<tr[^>]*data-option="{option}">.*?</tr>', text, re.DOTALL)
    assert found, option
    return unescape(found[0])


def test_every_alternative_says_what_the_library_says(client, served):
    text = client.get("/alternatives/table", headers=PIECE).text
    folder = served.state.folder
    for one in folder.case.alternatives:
        scenario = Scenario(one.name, one.set, tuple(one.drop))
        (effect,) = what_if(folder, [scenario]).scenarios
        shown = row(text, f"alternative-{one.id}")
        means = re.findall(r'data-mean="([^"]+)"', shown)
        assert [float(x) for x in means] == pytest.approx([b.mean for b in effect.reached])
        for difference, sure in zip(effect.difference, effect.sure, strict=True):
            assert points_band(difference) in shown
            assert draws_raised(sure) in shown
        assert measure(effect.harm) in shown


def test_what_is_tried_has_a_row_of_its_own(client, served):
    asked = {"set": "levers.pressure.schedule.intensity=0.9"}
    text = client.get("/alternatives/table", params=asked).text
    found = what_if(served.state.folder, [Scenario("tried", PRESSURE)])
    (effect,) = found.scenarios
    shown = row(text, "tried")
    assert [float(x) for x in re.findall(r'data-difference="([^"]+)"', shown)] == pytest.approx(
        [b.mean for b in effect.difference]
    )
    assert measure(effect.harm) in shown
    as_is = row(text, "case")
    assert [float(x) for x in re.findall(r'data-mean="([^"]+)"', as_is)] == pytest.approx(
        [b.mean for b in found.base]
    )
    assert 'data-option="tried"' not in client.get("/alternatives/table").text


def test_an_alternative_is_shown_to_the_letter_and_can_be_tried(client):
    text = unescape(client.get("/alternatives/table").text)
    assert "roadmap.stages.paving.milestones.delegation" in text
    assert "left out" in text
    to = re.search(r'<a class="button" href="([^"]+)" aria-label="Try it: The January', text)
    answer = client.get(unescape(to[1]))
    assert answer.status_code == 200
    tried = row(client.get(unescape(to[1]).replace("?", "/table?")).text, "tried")
    january = row(text, "alternative-january")
    assert re.findall(r'data-mean="([^"]+)"', tried) == re.findall(r'data-mean="([^"]+)"', january)


def test_the_page_comes_at_once_and_its_table_later(client):
    text = client.get("/alternatives?set=levers.pressure.schedule.intensity%3D0.9").text
    assert 'data-load="/alternatives/table?set=levers.pressure.schedule.intensity%3D0.9"' in text
    assert "<table" not in text


def test_saved_scenarios_can_be_tried_and_forgotten(access, client, served):
    served.keep(Scenario("More <pressure>", PRESSURE))
    served.keep(Scenario("No longer there", {"levers.gone.harm": 3}))
    try:
        text = client.get("/alternatives/table").text
        assert "More &lt;pressure&gt;" in text
        assert "More <pressure>" not in text
        (effect,) = what_if(served.state.folder, [Scenario("", PRESSURE)]).scenarios
        means = re.findall(r'data-mean="([^"]+)"', row(text, "scenario-1"))
        assert [float(x) for x in means] == pytest.approx([b.mean for b in effect.reached])
        assert "makes no valid case" in row(text, "scenario-2")
        assert "unknown item" in unescape(text)
        fields = {"secret": access.form, "name": "More <pressure>",
                  "back": "/alternatives", "query": ""}  # fmt: skip
        head = {"Origin": "http://localhost"}
        answer = client.post("/scenarios/try", data=fields, headers=head, follow_redirects=False)
        assert answer.headers["location"].startswith("/alternatives?set=levers.pressure")
        answer = client.post("/scenarios/forget", data=fields, headers=head, follow_redirects=False)
        assert answer.headers["location"] == "/alternatives"
        assert "More &lt;pressure&gt;" not in client.get("/alternatives/table").text
    finally:
        (served.path / "scenarios.yaml").unlink()


def test_a_broken_file_of_scenarios_is_said_and_the_rest_is_shown(client, served):
    file = served.path / "scenarios.yaml"
    file.write_text("one: [set\n")
    try:
        answer = client.get("/alternatives/table")
        assert answer.status_code == 200
        assert "The saved scenarios cannot be read" in answer.text
        assert "scenarios.yaml:" in answer.text
        assert 'data-option="alternative-january"' in answer.text
    finally:
        file.unlink()


def test_with_nothing_to_compare_the_page_says_how_to_make_something(tmp_path):
    copy_shipped("two-valleys", tmp_path / "case")
    file = tmp_path / "case" / "case.yaml"
    text = file.read_text()
    start = text.find("\nalternatives:")
    if start >= 0:
        file.write_text(text[: start + 1])
    client = TestClient(make_app(ServedCase(tmp_path / "case")), base_url="http://localhost")
    text = client.get("/alternatives/table").text
    assert "There is nothing to put beside the case yet" in text
    assert "<table" not in text
    stage = re.search(r"set: \{roadmap\.stages\.(\S+)\.deadline: (\S+)\}", text)
    tried = client.get(f"/alternatives/table?set=roadmap.stages.{stage[1]}.deadline%3D{stage[2]}")
    assert 'data-option="tried"' in tried.text
