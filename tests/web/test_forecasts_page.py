"""The page of forecasts: odds kept, settled and drawn, and what is written into the case."""

import html
import re

import pytest

import tracktwo.case as tc
from tracktwo.record.ledger import read_ledger

TALKS = "roadmap.stages.talks"


@pytest.fixture
def post(client, secret):
    def send(to, **fields):
        data = {"secret": secret, "query": "", "back": "/forecasts", **fields}
        return client.post(f"/forecasts/{to}", data=data)

    return send


def shown(client, path="/forecasts"):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.text


def test_odds_are_kept_settled_scored_and_drawn(client, post, small):
    assert "No forecast of this case has been kept." in shown(client)
    kept = post("keep", author="Ada", note="First", **{"own-talks": "80 %", "own-office": ""})
    assert (kept.status_code, kept.headers["location"]) == (303, "/forecasts")
    (forecast,) = read_ledger(small / "record.jsonl").forecasts
    assert (forecast.author, forecast.note, forecast.stages[0].own) == ("Ada", "First", 0.8)
    page = shown(client)
    assert "One forecast was kept" in page
    assert page.count("<svg") >= 2
    assert "over its forecasts" in page
    done = post("settle", stage="talks", outcome="passed", on="2026-03-01", source="Herald")
    assert done.status_code == 303
    page = shown(client)
    assert re.search(r"Passed on 1.March.2026", page)
    assert "What these odds have been worth" in page


def test_what_cannot_be_settled_is_said_and_not_written(client, post, small):
    post("keep", author="Ada")
    before = (small / "record.jsonl").read_bytes()
    for fields, said in (
        ({"stage": "talks", "outcome": "passed", "on": "", "source": "x"}, "Name the day"),
        ({"stage": "talks", "outcome": "passed", "on": "2999-01-01", "source": "x"}, "to come"),
        ({"stage": "none", "outcome": "void", "source": "x"}, "Unknown stage"),
        ({"stage": "talks", "outcome": "void", "source": " "}, "Name the source"),
        ({"stage": "talks", "outcome": "?", "source": "x"}, "Choose how it came out"),
    ):
        answer = post("settle", **fields)
        assert answer.status_code == 400
        assert said in answer.text
    assert post("keep", **{"own-talks": "much"}).status_code == 400
    assert (small / "record.jsonl").read_bytes() == before


def test_how_a_stage_is_judged_is_written_into_the_case_and_shown(client, post, small):
    sentence = "Both councils say in public that they have met."
    answer = post("judge", stage="talks", resolves=sentence, was=f"{TALKS}.resolves=")
    assert answer.status_code == 303
    assert tc.load(small).case.roadmap.stages[0].resolves == sentence
    for path in ("/", "/roadmap", "/forecasts"):
        assert sentence in shown(client, path)
    assert post("judge", stage="none", resolves=sentence).status_code == 400
    # Somebody else said otherwise meanwhile: both are shown, nothing is overwritten.
    clash = post("judge", stage="talks", resolves="Another.", was=f"{TALKS}.resolves=")
    assert clash.status_code == 409
    assert tc.load(small).case.roadmap.stages[0].resolves == sentence


def test_what_has_happened_is_written_shown_and_settles(client, post, small):
    post("keep", author="Ada")
    place = f"{TALKS}.milestones.host"
    marked = post("happened", place=place, on="2031-05-01", evidence="offers-talks")
    assert marked.status_code == 303
    assert tc.load(small).case.roadmap.stages[0].milestones[0].happened.evidence == ["offers-talks"]
    assert re.search("Happened on 1.May.2031", shown(client, "/roadmap"))
    refused = post("happened", place="roadmap.stages.office", on="2031-05-02")
    assert refused.status_code == 400
    assert "the stage talks before it has not" in refused.text
    assert post("happened", place="roadmap.start", on="2031-05-02").status_code == 400
    assert post("happened", place=TALKS, on="").status_code == 400
    post("happened", place=TALKS, on="2031-05-02", note="Known.")
    for path in ("/", "/roadmap"):
        assert re.search("[Hh]appened on 2.May.2031", shown(client, path))
    assert "Settle by the case's dates and quotes" in shown(client)


def test_the_day_that_the_case_speaks_from_moves_on_with_what_happened(client, post, small):
    fields = {"place": TALKS, "on": "2031-07-01", "note": "Seen."}
    assert post("happened", **fields).status_code == 400  # it knows nothing of that day
    was = html.unescape(re.search(r'name="was" value="(as_of=[^"]*)"', shown(client))[1])
    moved = post("happened", **fields, as_of="2031-07-02", was=was)
    assert moved.status_code == 303
    case = tc.load(small).case
    assert str(case.as_of) == "2031-07-02"
    assert case.roadmap.stages[0].happened.date == "2031-07-01"


def test_a_broken_ledger_is_said(client, small):
    (small / "record.jsonl").write_text("nonsense\n", "utf-8")
    answer = client.get("/forecasts")
    assert answer.status_code == 400
    assert "record.jsonl:1: is no JSON" in answer.text
