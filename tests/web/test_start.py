"""From an article to a first draft on the page: where it lies, what it asks, what it refuses."""

from __future__ import annotations

import json
import re
import time
import warnings

import pytest
from workbench import harmless, parsed, strict

from tracktwo.case import copy_shipped, load
from tracktwo.case.marks import drafted
from tracktwo.reading.proposals.store import Store
from tracktwo.web.app import make_app
from tracktwo.web.case_to_be import CaseToBe, is_new
from tracktwo.web.pages import start as starting
from tracktwo.web.security import Access
from tracktwo.web.served_case import ServedCase

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it would like another client than the one at hand
    from starlette.testclient import TestClient

TITLE = "Halvan government offers truce to hill rebels"
PLAN = f"""{TITLE}

SORAND - President Ana Bell of Halvan on Tuesday proposed a three-step plan to end the war with the
Hill Front. First, a ceasefire in the hill districts. Second, direct talks in Sorand. Third,
elections to a regional council.

The Hill Front rejected the ceasefire. "We will not stop fighting before our prisoners are free,"
said Tom Reed, the leader of the Hill Front. Reed demanded that the government free all prisoners.
"""
NO_PLAN = """Hill Front rejects talks with Halvan government

Tom Reed, the leader of the Hill Front, said on Monday that the Hill Front rejects talks with the
government of Halvan. The government of Halvan demanded that the Hill Front lay down its arms.
"""
FOLDER = "halvan-government-offers-truce-to-hill-rebels"
NO_FILE = {"file": ("", b"")}


class Begun:
    """A workbench without a case, and its client."""

    def __init__(self, folder, within):
        self.access = Access()
        self.app = make_app(CaseToBe(folder, within=within), self.access)
        self.client = TestClient(self.app, base_url="http://localhost", follow_redirects=False)

    @property
    def served(self):
        return self.app.state.served

    def get(self, to):
        return self.client.get(to)

    def post(self, to, **fields):
        return self.client.post(to, data={"secret": self.access.form, **fields})

    def read(self, text=PLAN, files=NO_FILE, **fields):
        """Send an article and wait until it is read; return the page after."""
        data = {"secret": self.access.form, "text": text, **fields}
        answer = self.client.post("/start", data=data, files=files)
        assert answer.status_code == 303, answer.text
        place, until = answer.headers["location"], time.monotonic() + 300
        while time.monotonic() < until:
            answer = self.get(place)
            if answer.status_code == 303:
                place = answer.headers["location"]
            elif 'data-job="/jobs' not in answer.text:
                return answer.text
            time.sleep(0.05)
        raise AssertionError("it was not read in a minute")

    def accept(self, page, verdict="all"):
        (form,) = re.findall(r'id="accept-all">(.*?)</form>', page, re.DOTALL)
        ids = re.findall(r'name="id" value="([^"]+)"', form)
        assert self.post("/evidence/decide", verdict=verdict, id=ids).status_code == 303
        return ids


@pytest.fixture
def start(tmp_path):
    """Return a function that starts a workbench without a case."""
    made = []

    def begin(folder=None):
        made.append(Begun(folder, tmp_path))
        return made[-1]

    yield begin
    for one in made:
        one.served.jobs.stop()


def test_everything_leads_to_the_start_where_there_is_no_case(start):
    web = start()
    for to in ("/", "/roadmap", "/interview", "/evidence", "/evidence/review", "/report/x", "/no"):
        answer = web.get(to)
        assert (answer.status_code, answer.headers["location"]) == (303, "/start"), to
        strict(answer)
    for to in ("/case/write", "/scenarios/forget", "/evidence/write", "/interview", "/jobs"):
        assert web.post(to, name="x").headers["location"] == "/start", to
    page = web.get("/start")
    strict(page)
    harmless(page.text)


def test_from_a_pasted_article_to_a_draft_in_a_new_folder(start, tmp_path):
    web = start()
    assert str(tmp_path) in web.get("/start").text
    found = web.read(published="2031-04-02")
    harmless(found)
    folder = tmp_path / FOLDER
    assert str(folder) in found
    assert sorted(p.name for p in tmp_path.iterdir()) == [FOLDER]
    assert not (folder / "case.yaml").exists()
    ids = web.accept(found)
    assert {d["id"] for d in Store(folder).standing()} == set(ids)
    ask = web.get("/start/draft").text
    assert "2 April 2031" in ask.replace("\xa0", " ")
    assert [s in ask for s in ("a ceasefire in the hill districts", "direct talks")] == [True] * 2
    assert not parsed(ask).find("input", name="published")
    answer = web.post("/start/draft")
    assert (answer.status_code, answer.headers["location"]) == (303, "/interview")
    case = load(folder)
    assert [stage.step for stage in case.case.roadmap.stages] == ["ceasefire", "talks", "elections"]
    assert str(case.case.as_of) == "2031-04-02"
    assert not drafted(case.case).finished
    assert isinstance(web.served, ServedCase)
    assert web.get("/start").headers["location"] == "/"
    assert web.get("/start/draft").headers["location"] == "/"


def test_every_page_says_that_the_odds_are_a_first_drafts(start):
    web = start()
    web.accept(web.read(published="2031-04-02"))
    web.post("/start/draft")
    said = str(drafted(web.served.state.folder.case)).replace("'", "&#39;")[1:]
    for to, _, name in [("/interview", "", "Interview"), *PAGES_BESIDES]:
        page = web.get(to)
        assert page.status_code == 200, to
        assert said in page.text, to
        pages = re.findall(r'<nav[^>]*id="pages".*?</nav>', page.text, re.DOTALL)[0]
        assert re.findall(r"<a [^>]*>([^<]+)</a>", pages)[0] == "Interview"
        assert f">{name}</a>" in pages


PAGES_BESIDES = [("/", "", "Overview"), ("/roadmap", "", "Roadmap"), ("/report", "", "Report")]


def test_a_finished_case_says_nothing_of_a_draft(reader):
    page = reader.get("/").text
    assert "first draft" not in page
    assert ">Interview</a>" not in page


def test_what_is_there_is_never_overwritten(start, tmp_path):
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "mine.txt").write_text("mine")
    web = start()
    assert f"{FOLDER}-2" in web.read()
    assert [p.name for p in (tmp_path / FOLDER).iterdir()] == ["mine.txt"]
    assert f"{FOLDER}-3" in web.read(PLAN + "Bell rejected the demand.\n")
    assert Store(tmp_path / f"{FOLDER}-2").proposals()


def test_a_folder_that_was_named_takes_the_case_and_the_way_goes_on_later(start, tmp_path):
    folder = tmp_path / "mine"
    found = start(folder).read(published="2031-04-02")
    assert is_new(folder)
    again = start(folder)  # the server was stopped meanwhile
    assert "go on with what was found" in again.get("/start").text
    again.accept(found)
    assert again.post("/start/draft").headers["location"] == "/interview"
    assert load(folder).case.id == "mine"
    assert not is_new(folder)


def test_a_case_made_by_another_hand_is_taken_up(start, tmp_path):
    web = start(tmp_path / "mine")
    assert web.get("/").status_code == 303
    copy_shipped("two-valleys", tmp_path / "mine")
    assert web.get("/").status_code == 200
    assert isinstance(web.served, ServedCase)


def test_a_file_that_drops_in_is_read_and_a_broken_case_beside_it_serves_nothing(start, tmp_path):
    web = start()
    html = f"<html><head><title>{TITLE}</title></head><body><p>{PLAN}</p></body></html>"
    files = {"file": ("../../x.html", html.encode(), "text/html")}
    page = web.read("", files)
    assert "What was found" in page, page
    (tmp_path / FOLDER / "case.yaml").write_text("format: 1\n")
    assert web.get("/roadmap").headers["location"] == "/start"
    assert not list(tmp_path.parent.rglob("x.html*"))


def test_a_reading_that_ends_while_its_page_is_drawn_is_waited_for(start, monkeypatch):
    web = start()
    web.read()
    (job,) = web.served.jobs.about("read")
    draw = starting._start_page

    def ended(*given):
        job.state = "done"
        return draw(*given)

    job.state = "running"
    monkeypatch.setattr(starting, "_start_page", ended)
    page = web.get(f"/start?job={job.id}").text
    assert f'data-job="/jobs/{job.id}"' in page
    assert "could not be read" not in page


# --- what the text does not say ---------------------------------------------------------------


def test_without_a_plan_and_a_day_both_are_asked_for(start, tmp_path):
    web = start()
    web.accept(web.read(NO_PLAN))
    page = parsed(web.get("/start/draft").text)
    assert page.find("input", name="published", type="date")
    assert len(page.find("select", name="step")) == 8
    (folder,) = tmp_path.iterdir()
    for fields, said in (
        ({}, "date is not known"),
        ({"published": "2031-04-02"}, "which of these steps are proposed"),
        ({"published": "2031-04-02", "step": ["ceasefire", "a-picnic"]}, "a-picnic"),
        ({"published": "soon"}, "write it as 2023-03-19"),
    ):
        answer = web.post("/start/draft", **fields)
        assert (answer.status_code, said in answer.text) == (400, True), said
        assert sorted(p.name for p in folder.iterdir() if p.name[0] != ".") == ["reading"]
    assert web.get("/").headers["location"] == "/start"
    # What was given stands in the form again.
    again = web.post("/start/draft", step=["", "talks", "ceasefire"]).text
    assert [o["value"] for o in parsed(again).find("option") if "selected" in o] == [
        "talks", "ceasefire",
    ]  # fmt: skip
    web.post("/start/draft", published="2031-04-02", step=["", "talks", "ceasefire"])
    case = load(folder).case
    assert [stage.step for stage in case.roadmap.stages] == ["talks", "ceasefire"]
    assert str(case.as_of) == "2031-04-02"


def test_steps_that_are_named_take_the_place_of_those_found(start, tmp_path):
    web = start()
    web.accept(web.read(published="2031-04-02"))
    web.post("/start/draft", step=["talks"])
    assert [s.step for s in load(tmp_path / FOLDER).case.roadmap.stages] == ["talks"]


def test_nothing_accepted_makes_no_draft(start, tmp_path):
    web = start()
    assert web.get("/start/draft").headers["location"] == "/start"
    web.read(published="2031-04-02")
    assert "Nothing is accepted yet" in web.get("/start/draft").text
    answer = web.post("/start/draft")
    assert (answer.status_code, "Nothing is accepted yet" in answer.text) == (400, True)
    assert not (tmp_path / FOLDER / "case.yaml").exists()


def test_doubtful_ones_can_stay_out(start, tmp_path):
    web = start()
    found = web.read(PLAN + "A council member rejected the elections.\n")
    tiers = {row["id"]: row["tier"] for row in Store(tmp_path / FOLDER).proposals()}
    assert "C" in tiers.values()
    web.accept(found, "alike")
    accepted = {d["id"] for d in Store(tmp_path / FOLDER).standing()}
    assert accepted
    assert {tiers[id_] for id_ in accepted} <= {"A", "B"}


# --- what is refused --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "fields", "said"),
    [
        (NO_FILE, {"text": " "}, "Nothing was sent: choose a file, or paste a text"),
        (NO_FILE, {"text": "x", "published": "soon"}, "write it as 2023-03-19"),
        ({"file": ("a.txt", b"")}, {}, "Nothing was sent"),
    ],
)
def test_what_is_no_article_is_refused_at_once(start, tmp_path, files, fields, said):
    web = start()
    answer = web.client.post("/start", data={"secret": web.access.form, **fields}, files=files)
    assert (answer.status_code, said in answer.text) == (400, True)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pdf", b"%PDF-1.4 nonsense", "PDF"),
        ("a.txt", "متن فارسی برای آزمایش است".encode() * 20, "Arabic"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words_and_leaves_nothing(
    start, tmp_path, name, content, said
):
    web = start()
    page = web.read("", {"file": (name, content)})
    assert "It could not be read" in page
    assert said in page
    assert "/tracktwo-" not in page
    assert parsed(page).find("textarea", name="text")
    assert not list(tmp_path.iterdir())
    web.read()  # another one can be read then
    assert Store(tmp_path / FOLDER).proposals()


def test_a_folder_that_cannot_be_made_is_said(start, tmp_path):
    web = start()
    web.served.within = tmp_path / "gone"
    assert "no folder can be made in" in web.read()


def test_a_cancelled_reading_leaves_no_folder(start, tmp_path):
    web = start()
    data = {"secret": web.access.form, "text": PLAN * 800}
    place = web.client.post("/start", data=data, files=NO_FILE).headers["location"]
    assert web.post("/jobs/cancel", job="1", back=place).status_code == 303
    until = time.monotonic() + 120
    while not web.served.jobs.get("1").over or list(tmp_path.iterdir()):
        assert time.monotonic() < until
        time.sleep(0.05)
    assert web.get("/evidence/review").headers["location"] == "/start"


def test_forms_need_the_secret_and_this_server(start, tmp_path):
    web = start()
    for to in ("/start", "/start/draft"):
        assert web.client.post(to, data={"secret": "guess", "text": PLAN}).status_code == 403
        headers = {"Origin": "http://elsewhere.example"}
        data = {"secret": web.access.form, "text": PLAN}
        assert web.client.post(to, data=data, headers=headers).status_code == 403
    assert web.client.get("/start", headers={"Host": "rebound.example"}).status_code == 421
    assert not list(tmp_path.iterdir())


def test_hostile_titles_and_names_stay_text(start, tmp_path):
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
    web = start()
    page = web.read(PLAN.replace(TITLE, f"../../{evil}"), published="2031-04-02")
    (folder,) = tmp_path.iterdir()
    assert re.fullmatch(r"[a-z0-9-]+", folder.name)
    web.accept(page)
    for text in (page, web.get("/start/draft").text, web.get("/start").text):
        harmless(text)
        assert "<img" not in text
    web.post("/start/draft", who=evil)
    harmless(web.get(f"/interview?by={evil}").text)


def test_which_folders_are_new(tmp_path):
    assert is_new(tmp_path / "none")
    assert is_new(tmp_path)
    (tmp_path / "reading").mkdir()
    assert is_new(tmp_path)
    (tmp_path / "notes.txt").write_text("mine")
    assert not is_new(tmp_path)
    assert not is_new(tmp_path / "notes.txt")


def test_the_record_of_what_was_read_travels_with_the_draft(start, tmp_path):
    web = start()
    web.accept(web.read(published="2031-04-02"))
    web.post("/start/draft")
    (record,) = (tmp_path / FOLDER / "sources").glob("*.json")
    assert json.loads(record.read_text())["title"] == TITLE
    assert all(quote.start is not None for quote in load(tmp_path / FOLDER).quotes.values())
