"""The interview on the page: one question at a time, answers that write, undo, what is refused."""

from __future__ import annotations

import re
import time
import warnings
from html import unescape

import pytest
from workbench import harmless, parsed

from tracktwo.case import load
from tracktwo.case.marks import drafted
from tracktwo.drafting import draft
from tracktwo.questions.interview.answers import kept
from tracktwo.questions.interview.unsettled import unsettled
from tracktwo.web.app import make_app
from tracktwo.web.security import Access
from tracktwo.web.served_case import ServedCase

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it would like another client than the one at hand
    from starlette.testclient import TestClient

FACTS = {
    "id": "halvan",
    "title": "Halvan offers a truce",
    "date": "2031-04-11",
    "actors": [
        {"id": "government", "name": "Government of Halvan", "kind": "government", "part": "party"},
        {"id": "front", "name": "Hill Front", "kind": "armed-group", "part": "party"},
    ],
    "roadmap": {
        "name": "An offer",
        "proposed_by": ["government"],
        "stages": [{"id": "truce", "name": "a truce in the hills", "step": "ceasefire"}],
    },
    "statements": [
        {"id": "no", "by": "front", "kind": "refuses", "text": "the truce", "about": ["truce"]}
    ],
}


@pytest.fixture
def case(tmp_path):
    folder = tmp_path / "draft"
    (folder / "sources").mkdir(parents=True)
    text = draft(FACTS)
    (folder / "case.yaml").write_text(text.case_yaml, "utf-8")
    (folder / "positions.csv").write_text(text.positions_csv, "utf-8")
    (folder / "evidence.jsonl").write_text("", "utf-8")
    return folder


@pytest.fixture
def web(case):
    access, served = Access(), ServedCase(case)
    client = TestClient(
        make_app(served, access), base_url="http://localhost", follow_redirects=False
    )
    client.served, client.secret = served, access.form
    yield client
    served.jobs.stop()


def asked(web, to="/interview"):
    """Return the page once the order of the questions is worked out."""
    until = time.monotonic() + 300
    while time.monotonic() < until:
        page = web.get(to).text
        if 'id="asked"' in page:
            return page
        time.sleep(0.1)
    raise AssertionError("nothing is asked in a minute")


def question(page):
    form = page[page.index('id="asked"') :]
    return unescape(re.findall(r'name="question" value="([^"]+)"', form)[0])


def give(web, path, key, **fields):
    data = {"secret": web.secret, "question": path, "answer": key, **fields}
    return web.post("/interview", data=data)


STANCE = "stances.front.truce"


def stance_of(case):
    """Return the id of a question about a stance of the front."""
    return next(q.id for q in unsettled(load(case).case) if q.id.startswith("stances.front."))


def test_the_first_question_is_the_one_that_could_move_the_odds_most(web, case):
    assert "Weighing the questions" in web.get("/interview").text
    page = asked(web)
    harmless(page)
    record = next(j.value for j in web.served.jobs.about("interview") if j.state == "done")
    assert question(page) == record.questions[0].id
    assert f"by about <strong>{abs(record.questions[0].swing) * 100:.0f}" in page
    listed = re.findall(r"\?ask=([^\"]+)\"", page)
    assert len(listed) == len(record.questions)
    state = drafted(load(case).case)
    bar = parsed(page).find("progress", id="yours")[0]
    assert (bar["value"], bar["max"]) == (str(state.yours), str(state.total))


def test_an_answer_is_written_with_its_reason_and_author_and_the_odds_move(web, case):
    path = stance_of(case)
    before = drafted(load(case).case)
    odds = web.served.state.live.answer({}).reached(0).mean
    answer = give(web, path, "yes", why="They\nsaid so.", by="Ann Lee")
    assert answer.status_code == 303
    folder = load(case)
    assert folder.value(f"{path}.stance") == "demands"
    assert "They said so (Ann Lee)." in str(folder.value(f"{path}.note"))
    assert drafted(folder.case).yours >= before.yours
    after = web.served.state.live.answer({}).reached(0).mean
    assert after > odds
    page = asked(web, answer.headers["location"])
    assert 'value="Ann Lee"' in page
    assert f"went from {100 * odds:.0f}" in page
    assert question(page) != path


def test_undo_puts_back_what_stood_there_once(web, case):
    before = {file: (case / file).read_bytes() for file in ("positions.csv",)}
    was = load(case).case
    path = stance_of(case)
    give(web, path, "never", by="Ann")
    page = asked(web)
    assert "Undo the last answer" in page
    data = {"secret": web.secret, "question": path}
    assert web.post("/interview/undo", data=data).status_code == 303
    assert load(case).case == was
    assert {file: (case / file).read_bytes() for file in before} == before
    again = web.post("/interview/undo", data=data)
    assert again.status_code == 409
    assert "meanwhile" in again.text


def test_decisive_answers_make_the_odds_ones_own(web, case):
    for _ in range(80):
        folder = load(case)
        state = drafted(folder.case)
        if state.finished:
            break
        one = next(q for q in unsettled(folder.case) if q.decides)
        assert give(web, one.id, one.choices[0].key, by="Ann").status_code == 303
    assert drafted(load(case).case).finished
    assert "first draft's" not in unescape(web.get("/").text)
    assert ">Interview</a>" not in web.get("/").text
    assert "All decisive numbers are yours" in web.get("/interview").text


def test_a_question_is_put_off_or_asked_for(web, case):
    page = asked(web)
    first = question(page)
    (away,) = re.findall(r'href="([^"]+)">I cannot say', page)
    other = asked(web, unescape(away))
    assert question(other) != first
    assert question(asked(web, f"/interview?ask={first}&later={first}")) == first
    assert f'name="later" value="{first}"' in unescape(other)


@pytest.mark.parametrize(
    ("path", "key", "status", "said"),
    [
        ("", "yes", 409, "o open question"),
        ("actors.nobody.capability", "yes", 409, "o open question"),
        ("../../etc/passwd", "yes", 409, "o open question"),
        (None, "perhaps", 409, "there are: "),
        (None, "", 400, "Choose one of the answers"),
    ],
)
def test_what_is_no_answer_is_refused_and_nothing_written(web, case, path, key, status, said):
    before = {p.name: p.read_bytes() for p in case.iterdir() if p.is_file()}
    answer = give(web, stance_of(case) if path is None else path, key)
    assert (answer.status_code, said in unescape(answer.text)) == (status, True)
    assert before == {p.name: p.read_bytes() for p in case.iterdir() if p.is_file()}


def test_the_same_question_is_answered_once(web, case):
    path = stance_of(case)
    assert give(web, path, "yes").status_code == 303
    assert give(web, path, "never").status_code == 409
    assert [one["answer"] for one in kept(load(case))] == ["yes"]


def test_hostile_reasons_and_addresses_stay_text(web, case):
    evil = "<script>alert(1)</script>\u202e: {x: &a"
    answer = give(web, stance_of(case), "yes", why=evil, by='"><img src=x>')
    assert answer.status_code == 303
    load(case)
    for to in (answer.headers["location"], "/roadmap", "/interview?was=truce:nan&ask=<b>&by=<b>"):
        page = web.get(to)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        harmless(page.text)
    for was in ("truce:7", "nowhere:0.5", "truce:", ":", "truce:1e999"):
        assert "The odds of" not in web.get(f"/interview?was={was}").text


def test_forms_need_the_secret(web, case):
    for to in ("/interview", "/interview/undo"):
        assert web.post(to, data={"secret": "guess", "question": STANCE}).status_code == 403
    assert kept(load(case)) == []


def test_an_answer_waits_for_files_that_are_a_case(web, case):
    path = stance_of(case)
    web.get("/interview")
    text = (case / "case.yaml").read_text()
    (case / "case.yaml").write_text(text + "\nnonsense: 1\n")
    assert give(web, path, "yes").status_code == 400
    assert (case / "case.yaml").read_text() == text + "\nnonsense: 1\n"


def test_changes_that_are_tried_go_along_and_settle_nothing(web, case):
    path = stance_of(case)
    page = asked(web, f"/interview?set={path}.stance=demands")
    assert path in re.findall(r"question\" value=\"([^\"]+)", page) + re.findall(
        r"ask=([^\"&]+)", page
    )
    answer = give(web, path, "yes", query="set=model.patience%3D0.9")
    assert "set=model.patience" in answer.headers["location"]
