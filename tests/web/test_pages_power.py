"""Who would hold power: what is tried from the comparison is what the comparison compared."""

from __future__ import annotations

import re
import warnings
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest

from tracktwo.case import copy_shipped
from tracktwo.game.setting import settle
from tracktwo.questions.government.formulas import variants_of
from tracktwo.questions.government.holding_power import examine
from tracktwo.questions.odds.live import LiveCase
from tracktwo.questions.what_if.variants import changes_of
from tracktwo.web.app import make_app
from tracktwo.web.overlay import Overlay
from tracktwo.web.pages.power import in_place
from tracktwo.web.served_case import ServedCase

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it would like another client than the one at hand
    from starlette.testclient import TestClient

DRAWS = 64
PIECE = {"X-Tracktwo-Part": "piece"}
LIVE = {"X-Tracktwo-Part": "live"}


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    path = tmp_path_factory.mktemp("power") / "case"
    copy_shipped("afghanistan-2023", path)
    found = ServedCase(path)
    yield found
    found.jobs.stop()


@pytest.fixture(scope="module")
def client(served):
    return TestClient(make_app(served), base_url="http://localhost")


@pytest.fixture(scope="module")
def piece(client):
    return client.get("/alternatives/power", headers=PIECE).text


def ways(text):
    """Return stage, id and address of each row."""
    found = re.findall(r'<tr data-stage="([^"]+)" data-way="([^"]+)".*?</tr>', text, re.DOTALL)
    to = [
        re.search(r'href="([^"]+)" data-visit', row)
        for row in re.findall(r"<tr data-stage=.*?</tr>", text, re.DOTALL)
    ]  # fmt: skip
    return [
        (*one, unescape(link[1]) if link else None) for one, link in zip(found, to, strict=True)
    ]


def written(case):
    return {stage.id: stage.power for stage in case.roadmap.stages}


def test_a_row_that_is_tried_is_the_case_that_was_compared(served):
    folder = served.state.folder
    for stage, name, _, power, case in variants_of(folder.case):
        changes, dropped = changes_of(stage, written(folder.case)[stage], power)
        assert folder.overlay(changes, dropped) == case, name


def test_tried_it_gives_the_odds_and_shares_of_the_comparison(served):
    """Alone with the case, so that both are on the same draws: to the last digit."""
    folder = served.state.folder
    live = LiveCase(folder, draws=DRAWS)
    for tried in variants_of(folder.case):
        stage, name, _, power, case = tried
        base, other = settle([folder.case, case], draws=DRAWS, seed=1)
        found = examine(folder, base, [(tried, other)])
        variant = next(one for one in found.variants if one.id == name)
        answer = live.answer(*changes_of(stage, written(folder.case)[stage], power))
        months = folder.case.horizon
        assert [s.reached.at(months).mean for s in answer.stages] == pytest.approx(
            [band.mean for band in variant.odds], abs=1e-12
        )
        assert [band.p95 for band in answer.difference] == pytest.approx(
            [band.p95 for band in variant.difference], abs=1e-12
        )
        held = live.power(answer.case)[f"roadmap.stages.{stage}"]
        assert [b.p05 for b in held.shares] == pytest.approx(
            [b.p05 for b in variant.shares], abs=1e-12
        )


def test_every_row_leads_to_the_case_that_it_is_about(served, piece):
    folder = served.state.folder
    rows = ways(piece)
    made = {(stage, name): case for stage, name, _, _, case in variants_of(folder.case)}
    assert {(stage, name) for stage, name, _ in rows if name != "written"} == set(made)
    for stage, name, to in rows:
        if name == "written":
            assert to is None
            assert ">stands now<" in piece
        else:
            overlay = Overlay.of(parse_qsl(urlsplit(to).query))
            assert folder.overlay(overlay.set, overlay.drop) == made[stage, name]


def test_a_row_takes_the_place_of_another_and_leaves_other_changes(served, client, piece):
    first = next(to for _, name, to in ways(piece) if name == "portfolios-sainte-lague")
    there = f"{first}&set=horizon%3D48".replace("/alternatives", "/alternatives/power")
    text = client.get(there, headers=PIECE).text
    assert text.count(">what you are trying<") == 1
    to = {name: link for stage, name, link in ways(text) if stage == "interim"}
    assert to["portfolios-sainte-lague"] is None
    equal = Overlay.of(parse_qsl(urlsplit(to["equal"]).query))
    at = "roadmap.stages.interim.power"
    assert (equal.set, equal.drop) == ({f"{at}.formula": "equal", "horizon": 48}, (f"{at}.shares",))
    assert Overlay.of(parse_qsl(urlsplit(to["written"]).query)).set == {"horizon": 48}


def test_each_undo_on_the_way_back_is_a_case(served):
    folder = served.state.folder
    for stage, _, _, power, _ in variants_of(folder.case):
        overlay = in_place(Overlay(), stage, written(folder.case)[stage], power)
        while overlay.steps:
            overlay = overlay.undo()
            folder.overlay(overlay.set, overlay.drop)
        while overlay.undone:
            overlay = overlay.redo()
            folder.overlay(overlay.set, overlay.drop)


def test_the_roadmap_shows_who_holds_power_as_the_library_computes(served, client):
    change = (
        "?drop=roadmap.stages.interim.power.shares&set=roadmap.stages.interim.power.formula%3Dequal"
    )
    for query, headers in (("", {}), (change, {}), (change, LIVE)):
        text = client.get(f"/roadmap{query}", headers=headers).text
        overlay = Overlay.of(parse_qsl(query.lstrip("?")))
        case = served.state.live.answer(overlay.set, overlay.drop).case
        for path, held in served.state.live.power(case).items():
            start = text.index(f'id="power-{path.replace(".", "-")}" data-live')
            place = text[start : text.index("</dl>", start)]
            shown = [float(x) for x in re.findall(r'data-mean="([^"]+)"', place)]
            assert shown == [band.mean for band in held.shares]
            assert sum(shown) == pytest.approx(1)
    assert "equal shares" in client.get(f"/roadmap{change}").text


def test_the_issue_about_power_has_the_share_of_the_side_in_force(served, client):
    text = client.get("/stakes").text
    card = text[text.index('id="issue-inclusion"') :]
    card = card[: card.index("</section>")]
    live = served.state.live
    side = live.power(served.state.folder.case)["roadmap.stages.interim"].side
    shown = re.search(r'title="An interim administration: ([\d.]+)', unescape(card))
    assert float(shown[1]) == pytest.approx(100 * side.mean, abs=0.5)
    assert "looks to its own share alone" in card


def test_a_case_without_power_says_how_to_compare(tmp_path):
    copy_shipped("two-valleys", tmp_path / "case")
    served = ServedCase(tmp_path / "case")
    client = TestClient(make_app(served), base_url="http://localhost")
    if served.state.folder.case.power is None:
        assert "says nothing of who holds power" in client.get("/alternatives/power").text
    for page in ("/roadmap", "/stakes"):
        assert client.get(page).status_code == 200
    assert served.state.live.power(served.state.folder.case) == {} or served.state.folder.case.power
