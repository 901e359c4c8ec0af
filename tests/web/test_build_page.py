"""The page on which a case is built: what is asked for is written, checked before, and undone."""

import re

import pytest

from tracktwo.building.asked import OPERATIONS
from tracktwo.case import load
from tracktwo.web.app import make_app
from tracktwo.web.case_to_be import CaseToBe
from tracktwo.web.remarks import NAME, remarks_of


@pytest.fixture
def ask(client, secret):
    def post(op, address="/build", **fields):
        return client.post(address, data={"secret": secret, "back": "/build", "op": op, **fields})

    return post


def files(folder):
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file() and p.name != NAME}


ASKED = {
    "actor": {"name": "Fishers' Guild", "kind": "group", "part": "party", "short": "Fishers",
              "capability_low": "1", "capability_mode": "2,5", "capability_high": "4"},
    "issue": {"name": "Tolls", "low": "None", "high": "High", "today_mode": "50",
              "to.office_mode": "20"},
    "stage": {"name": "A bridge", "step": "monitoring", "before": "office", "to.water_mode": "60"},
    "milestone": {"stage": "office", "name": "A ferry runs", "how": "at_least", "count": "2",
                  "who": ["upper", "lower", "abbey"], "after": ["signed"]},
    "consent": {"path": "roadmap.stages.office.milestones.signed", "how": "share", "count": "70 %",
                "who": ["upper", "lower"]},
    "stance": {"actor": "lower", "on": ["office"], "stance": "refuses", "note": "It said so"},
    "lever": {"name": "Free grain", "kind": "inducement", "by": "upper", "targets": "lower",
              "cost_mode": "5", "harm_mode": "0", "intensity_mode": "0.5"},
    "alternative": {"name": "Without the Abbey",
                    "drop": ["roadmap.stages.talks.milestones.host"]},
    "position": {"actor": "abbey", "issue": "water", "position_low": "40", "position_mode": "50",
                 "position_high": "60", "salience_mode": "30", "why": "It told us"},
    "number": {"path": "actors.abbey.capability", "number_mode": "7"},
    "rename": {"path": "actors.abbey", "name": "Priory", "short": "the Priory"},
    "id": {"path": "actors.abbey", "id": "priory"},
    "text": {"path": "question", "text": "Will they?"},
    "move": {"path": "actors.abbey", "to": "up"},
    "remove": {"path": "actors.bray"},
}  # fmt: skip


def test_every_operation_is_asked_for_here():
    assert ASKED.keys() == OPERATIONS.keys()


@pytest.mark.parametrize("op", ASKED)
def test_it_is_checked_done_shown_and_undone(op, ask, client, served):
    before = files(served.path)
    assert ask(op, "/build/check", **ASKED[op]).json() == {"problems": []}
    assert files(served.path) == before
    assert ask(op, **ASKED[op]).status_code == 303
    assert files(served.path) != before
    shown = client.get("/build")
    assert shown.status_code == 200
    assert "Last done" in shown.text
    load(served.path)
    assert ask("", "/build/undo").status_code == 303
    assert files(served.path) == before


@pytest.mark.parametrize(
    ("op", "fields", "said"),
    [
        ("actor", {"name": "", "kind": "group"}, "needs a name"),
        ("actor", {"name": "X", "kind": "tribe"}, "Choose a kind"),
        ("issue", {"name": "Tolls", "low": "a", "high": "b", "today_mode": "5"}, "which stage"),
        ("issue", {"name": "Tolls", "low": "a", "high": "b"}, "stands today"),
        ("stage", {"name": "More", "to.water_mode": "300"}, "100"),
        ("milestone", {"stage": "nowhere", "name": "X"}, "no stage"),
        ("consent", {"path": "roadmap.stages.office.milestones.signed", "how": "all"}, "at least"),
        ("stance", {"actor": "bray", "on": "office", "stance": "refuses"}, "capability"),
        ("lever", {"name": "X", "kind": "pressure", "targets": "lower", "cost_mode": "3"}, "harm"),
        ("alternative", {"name": "X"}, "different"),
        ("number", {"path": "actors.abbey.capability", "number_mode": "many"}, "no number"),
        ("rename", {"path": "actors.nobody", "name": "X"}, "load the page again"),
        ("move", {"path": "title", "to": "up"}, "cannot be changed"),
        ("remove", {"path": "roadmap.stages.office.milestones.signed"}, "only one"),
        ("text", {"path": "format", "text": "2"}, "no text"),
        ("fly", {}, "nothing called"),
        ("actor", {"name": "x" * 5000, "kind": "group"}, "characters"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(op, fields, said, ask, served):
    before = files(served.path)
    checked = ask(op, "/build/check", **fields).json()["problems"]
    assert any(said in line for line in checked), checked
    answer = ask(op, **fields)
    assert answer.status_code == 400
    assert said in re.sub(r"&#39;", "'", answer.text)
    assert files(served.path) == before


def test_an_undo_does_not_take_back_what_another_did(ask, served):
    ask("move", path="actors.abbey", to="up")
    place = served.path / "case.yaml"
    place.write_text(place.read_text() + "# mine\n")
    answer = ask("", "/build/undo")
    assert answer.status_code == 409
    assert place.read_text().endswith("# mine\n")


def test_who_did_what_is_kept(ask, client, secret, served):
    client.post("/remarks/name", data={"secret": secret, "name": "Ann Lee", "back": "/build"})
    ask("move", path="actors.abbey", to="up")
    ask("", "/build/undo")
    assert [(one.author, one.text) for one in remarks_of(served.path)] == [
        ("Ann Lee", "undid: moved Abbey of Saint Orr up"),
        ("Ann Lee", "moved Abbey of Saint Orr up"),
    ]
    assert "Ann Lee" in client.get("/remarks").text


def test_a_comment_on_a_number(client, secret, served):
    told = {"secret": secret, "path": "actors.abbey.capability", "back": "/"}
    said = told | {"text": "<b>Too much</b>, I think.", "author": "Bo"}
    assert client.post("/remarks/comment", data=said).status_code == 303
    for page in ("/remarks", "/assumptions/edit?number=actors.abbey.capability"):
        shown = client.get(page).text
        assert "&lt;b&gt;Too much" in shown
        assert "Bo" in shown
    assert client.post("/remarks/comment", data=told | {"text": " "}).status_code == 400
    nowhere = told | {"text": "x", "path": "actors.nobody.capability"}
    assert client.post("/remarks/comment", data=nowhere).status_code == 404
    assert len(remarks_of(served.path)) == 1


def test_remarks_that_are_none_are_left_out(client, served, tmp_path):
    (served.path / NAME).write_text('{"kind": "comment"}\nnot json\n[1]\n')
    assert client.get("/remarks").status_code == 200
    (served.path / NAME).unlink()
    (tmp_path / "elsewhere").write_text("secret")
    (served.path / NAME).symlink_to(tmp_path / "elsewhere")
    assert remarks_of(served.path) == []


def test_a_page_learns_of_a_change_elsewhere(client, served):
    before = client.get("/state").json()["case"]
    place = served.path / "case.yaml"
    place.write_text(place.read_text().replace("horizon: 36", "horizon: 30"))
    assert client.get("/state").json()["case"] == before + 1


def test_names_are_text_on_the_page(ask, client):
    ask("actor", name="<img src=x onerror=alert(1)>", kind="group")
    assert "<img src=x" not in client.get("/build").text


# --- begun by form ---------------------------------------------------------------------------

SAID = {
    "title": "The Orr talks", "date": "2031-05-04", "process": "transition",
    "name": ["Government of Orrland", "Northern Front", "Union of Lakes", ""],
    "kind": ["government", "armed-group", "organisation", "group"],
    "part": ["party", "party", "mediator", "party"], "proposer": ["1"],
}  # fmt: skip


@pytest.fixture
def beginning(tmp_path):
    import warnings  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from starlette.testclient import TestClient  # noqa: PLC0415
    app = make_app(CaseToBe(within=tmp_path))
    client = TestClient(app, base_url="http://localhost", follow_redirects=False)
    client.secret, client.place = app.state.access.form, tmp_path
    yield client
    app.state.served.jobs.stop()


def test_a_case_is_begun_by_form(beginning):
    assert beginning.get("/start/new").status_code == 200
    answer = beginning.post("/start/new", data={"secret": beginning.secret, **SAID})
    assert (answer.status_code, answer.headers["location"]) == (303, "/interview")
    case = load(beginning.place / "the-orr-talks").case
    assert case.roadmap.proposed_by == ["northern-front"]
    assert beginning.get("/interview").status_code == 200
    assert beginning.get("/start/new").headers["location"] == "/"  # there is a case now


def test_what_is_missing_is_said_and_what_was_typed_stays(beginning):
    said = SAID | {"date": "soon", "part": ["party", "host", "mediator", "party"]}
    answer = beginning.post("/start/new", data={"secret": beginning.secret, **said})
    assert answer.status_code == 400
    assert "soon is no day" in answer.text
    assert "two parties" in answer.text
    assert 'value="Northern Front"' in answer.text
    assert list(beginning.place.iterdir()) == []
