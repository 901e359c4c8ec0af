"""Review of proposals through forms: decided once, by whom, and written into the case."""

from __future__ import annotations

import json
import re
import tempfile
import time
import warnings
from concurrent.futures import ThreadPoolExecutor

import pytest

from tracktwo.case import copy_shipped, load
from tracktwo.reading.proposals.intake import Desk
from tracktwo.reading.proposals.store import Store
from tracktwo.reading.review.decisions import Session
from tracktwo.reading.text.article import Article

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it would like another client than the one at hand

ARTICLE = """Envoy meets the hill council

SORAND, 2 April 2031. Ana Bell, who leads the Hill Council, met the mayor Tom Reed on Sunday.
Bell demanded that the River Party release all prisoners. Reed rejected the demand.
The Valley Union called on the parties to open a joint office.
"""


@pytest.fixture
def case(tmp_path):
    copy_shipped("two-valleys", tmp_path / "case")
    return tmp_path / "case"


def post(web, path, **fields):
    return web.post(path, data={"secret": web.secret, **fields}, follow_redirects=False)


def read(web, text=ARTICLE, **files):
    """Read a pasted text, or a file, and wait for it; return the page after."""
    data = {"secret": web.secret} if files else {"secret": web.secret, "text": text}
    files = files or {"other": ("", b"")}
    answer = web.post("/evidence/read", data=data, files=files, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    place = answer.headers["location"]
    until = time.monotonic() + 300
    while time.monotonic() < until:
        page = web.get(place).text
        if 'data-job="/jobs' not in page:
            return page
        time.sleep(0.1)
    raise AssertionError("it was not read in a minute")


@pytest.fixture
def rows(web, case):
    """Proposals put down as reading would, without its process."""
    desk = Desk.at(case)
    desk.take(Article("envoy", ARTICLE, "Envoy meets the hill council", None), "envoy.txt")
    found = {}
    for row in Store(case).proposals():
        found.setdefault(row["kind"], []).append(row)
    assert found["actor"]
    assert found["statement"]
    return found


def test_an_article_is_read_in_a_process_of_its_own_and_proposed(web, case):
    page = read(web)
    store = Store(case)
    assert store.proposals()
    assert "new proposal" in page
    assert not store.decisions()
    assert load(case).digest == web.served.state.folder.digest  # nothing came into the case


def test_accept_write_and_undo(web, case, rows):
    before = load(case)
    row = rows["actor"][0]
    answer = post(web, "/evidence/decide", id=row["id"], verdict="accept", who="Ana")
    assert answer.status_code == 303
    (made,) = Store(case).standing()
    assert (made["id"], made["decision"], made["decided_by"]) == (row["id"], "accept", "Ana")
    page = web.get("/evidence/review?who=Ana").text
    assert f'id="card-{row["id"]}"' not in page
    answer = post(web, "/evidence/undo", id=row["id"], at=made["at"], who="Ana")
    assert answer.status_code == 303
    assert not Store(case).standing()
    post(web, "/evidence/decide", id=row["id"], verdict="accept", who="Ana")
    answer = post(web, "/evidence/write", who="Ana")
    assert "written=1" in answer.headers["location"]
    after = load(case, sources=[case / "reading" / "sources"])
    new = {a.id for a in after.case.actors} - {a.id for a in before.case.actors}
    assert new == {row["item"]["id"]}
    # The server sees the case as it is now, and the text that the new quotes stand in.
    assert web.served.state.folder.digest == after.digest
    page = web.get("/evidence").text
    assert f'id="quote-{row["quotes"][0]["id"]}"' in page


def test_edit_changes_what_is_accepted(web, case, rows):
    row = rows["actor"][0]
    page = web.get(f"/evidence/edit?id={row['id']}").text
    assert 'name="f-name"' in page
    fields = {"f-name": "The <b>Hill</b> Council", "f-kind": "party", "f-aliases": "HC, Hills",
              "f-id": "hill"}  # fmt: skip
    answer = post(web, "/evidence/decide", id=row["id"], verdict="edit", **fields)
    assert answer.status_code == 303
    (made,) = Store(case).standing()
    assert made["item"]["id"] == "hill"
    assert made["item"]["kind"] == "party"
    assert made["item"]["aliases"] == ["HC", "Hills"]
    assert made["item"]["evidence"] == row["item"]["evidence"]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("f-kind", "dragon", "no dragon"),
        ("f-name", " ", "is empty"),
        ("f-id", "../x", "lower-case"),
    ],
)
def test_an_edit_that_makes_no_sense_is_refused(web, case, rows, field, value, said):
    row = rows["actor"][0]
    fields = {"f-name": "A", "f-kind": "party", "f-aliases": "", "f-id": "a"} | {field: value}
    answer = post(web, "/evidence/decide", id=row["id"], verdict="edit", **fields)
    assert answer.status_code == 400
    assert said in answer.text
    assert not Store(case).decisions()


def test_reject_with_a_note_and_merge_with_an_actor_of_the_case(web, case, rows):
    first, second = rows["actor"][:2]
    post(web, "/evidence/decide", id=first["id"], verdict="reject", note="a town")
    known = load(case).case.actors[0].id
    post(web, "/evidence/decide", **{"id": second["id"], "verdict": "merge", "as": known})
    made = {d["id"]: d for d in Store(case).standing()}
    assert made[first["id"]]["note"] == "a town"
    assert made[second["id"]]["as"] == known
    answer = post(
        web, "/evidence/decide", **{"id": rows["actor"][2]["id"], "verdict": "merge", "as": "x"}
    )
    assert answer.status_code == 400


def test_a_proposal_decided_meanwhile_is_neither_lost_nor_doubled(web, case, rows):
    row = rows["actor"][0]
    post(web, "/evidence/decide", id=row["id"], verdict="reject", note="no", who="Ben")
    answer = post(web, "/evidence/decide", id=row["id"], verdict="accept", who="Ana")
    assert answer.status_code == 409
    assert "decided meanwhile by Ben: rejected (no)" in answer.text
    assert [d["decision"] for d in Store(case).decisions()] == ["reject"]
    # An undo of what is no longer the last decision takes nothing back.
    last = Store(case).standing()[-1]
    post(web, "/evidence/decide", id=rows["actor"][1]["id"], verdict="accept", who="Ben")
    answer = post(web, "/evidence/undo", id=row["id"], at=last["at"], who="Ana")
    assert answer.status_code == 409
    assert len(Store(case).standing()) == 2


def test_many_at_once_are_decided_once(web, case, rows):
    row = rows["actor"][0]

    def one(n):
        fields = {"id": row["id"], "verdict": "accept", "who": f"r{n}"}
        return post(web, "/evidence/decide", **fields).status_code

    with ThreadPoolExecutor(8) as pool:
        codes = sorted(pool.map(one, range(8)))
    assert codes == [303] + [409] * 7
    assert len(Store(case).decisions()) == 1


def test_alike_are_accepted_but_only_those_shown_and_of_tier_b(web, case, rows):
    shown = [r["id"] for r in rows["actor"] if r["tier"] != "C"][:2]
    doubtful = [r["id"] for r in rows["actor"] if r["tier"] == "C"][:1]
    post(web, "/evidence/decide", verdict="alike", id=[*shown, *doubtful, "actor-of-nobody"])
    assert {d["id"] for d in Store(case).standing()} == set(shown)


def test_a_case_that_would_not_load_is_not_written(web, case, rows):
    row = rows["statement"][0]
    by = load(case).case.actors[0].id
    fields = {"f-by": by, "f-kind": "demands", "f-text": "x", "f-date": "2031-04-02"}
    assert post(web, "/evidence/decide", id=row["id"], verdict="edit", **fields).status_code == 303
    broken = (case / "case.yaml").read_text() + "\nnonsense: 1\n"
    (case / "case.yaml").write_text(broken)
    answer = post(web, "/evidence/write")
    assert answer.status_code == 400
    assert "nonsense" in answer.text
    assert (case / "case.yaml").read_text() == broken
    assert not Store(case).written()


def test_hostile_article_name_and_text_stay_text(web, case):
    evil = "<script>alert(1)</script>"
    html = (
        f"<html><head><title>{evil}</title></head><body><article><p>Tom Reed said the "
        "&lt;script&gt;alert(2)&lt;/script&gt; plan was good. Ana Bell rejected the plan of the "
        "River Party.</p><p>Ana Bell demanded that Tom Reed go.</p></article></body></html>"
    )
    page = read(web, file=(f"../../../etc/x{evil}.html", html.encode(), "text/html"))
    for shown in (page, web.get("/evidence/review").text):
        assert "<script>alert" not in shown
    outside = [p for p in case.parent.rglob("*") if "etc" in p.parts]
    assert not outside
    for path in (case / "reading").rglob("*"):
        assert re.fullmatch(r"[a-z0-9.-]+", path.name)
    for row in Store(case).proposals():
        assert "<script>" not in row["id"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pdf", b"%PDF-1.4 nonsense", "PDF"),
        ("a.txt", b"\x00\x01\x02" * 500, "binary"),
        ("a.txt", "متن فارسی برای آزمایش است".encode() * 20, "Arabic"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(web, case, name, content, said):
    page = read(web, file=(name, content, "application/octet-stream"))
    assert "It could not be read" in page
    assert said in page
    assert "/tmp" not in page
    assert not Store(case).proposals()


def test_nothing_sent_and_a_wrong_day_are_refused_at_once(web):
    empty = web.post("/evidence/read", data={"secret": web.secret, "text": " "})
    assert (empty.status_code, "Nothing was sent" in empty.text) == (400, True)
    answer = web.post(
        "/evidence/read", data={"secret": web.secret, "text": "x", "published": "soon"}
    )
    assert (answer.status_code, "no day" in answer.text) == (400, True)


@pytest.mark.parametrize("path", ["/evidence/decide", "/evidence/undo", "/evidence/write"])
def test_forms_need_the_secret(web, rows, path):
    answer = web.post(path, data={"secret": "guess", "id": rows["actor"][0]["id"]})
    assert answer.status_code == 403


def test_no_path_comes_from_a_request(web, case, rows):
    (case.parent / "secret.txt").write_text("do not show")
    for source in ("../../secret", "..%2F..%2Fsecret", "/etc/passwd"):
        assert "do not show" not in web.get(f"/evidence/review?source={source}").text
        assert web.get(f"/evidence?source={source}").status_code == 404
    assert web.get("/evidence/edit?id=../../secret").status_code == 404


def test_a_reading_leaves_no_file_behind(web, tmp_path, monkeypatch):
    place = tmp_path / "tmp"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    read(web)
    until = time.monotonic() + 60
    while list(place.iterdir()) and time.monotonic() < until:
        time.sleep(0.05)
    assert not list(place.iterdir())


def test_a_cancelled_reading_leaves_nothing(web, case, tmp_path, monkeypatch):
    place = tmp_path / "tmp"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    data = {"secret": web.secret}
    web.post("/evidence/read", data=data, files={"file": ("a.txt", ARTICLE.encode() * 3_000)})
    job = web.served.jobs.get("1")
    assert post(web, "/jobs/cancel", job="1", back="/evidence/review").status_code == 303
    assert job.state == "cancelled"
    until = time.monotonic() + 120
    while list(place.iterdir()) and time.monotonic() < until:
        time.sleep(0.05)
    assert not list(place.iterdir())
    assert not Store(case).proposals()


def test_proposals_file_is_read_as_json_lines_still(case, rows):
    (path,) = (case / "reading" / "proposals").glob("*.jsonl")
    assert all(json.loads(line)["id"] for line in path.read_text().splitlines())


def test_undo_and_merge_are_offered_with_nothing_left(web, case, rows):
    page = web.get("/evidence/review").text
    assert "<button disabled>Undo</button>" in page
    assert "nothing is decided yet" in page
    for row in rows["actor"]:
        post(web, "/evidence/decide", id=row["id"], verdict="accept")
    post(web, "/evidence/write")
    page = web.get("/evidence/review").text
    assert "is written into the case" in page
    assert "(in the case)" in page
    for row in Session(Store(case), {}, "x").queue:
        post(web, "/evidence/decide", id=row["id"], verdict="reject")
    page = web.get("/evidence/review").text
    assert "Everything that was proposed is decided." in page
    assert 'id="undo-decision"' in page
    assert 'id="merge-accepted"' in page
    assert "(in the case)" in page


def test_two_actors_of_the_case_are_merged_and_that_is_undone(web, case, rows):
    row = rows["actor"][0]
    post(web, "/evidence/decide", id=row["id"], verdict="accept")
    post(web, "/evidence/write")
    gone = row["item"]["id"]
    before = (case / "case.yaml").read_bytes()
    answer = post(web, "/evidence/decide", id=f"in-case:{gone}", verdict="join", **{"as": "abbey"})
    assert answer.status_code == 303
    after = load(case, sources=[case / "reading" / "sources"])
    abbey = next(a for a in after.case.actors if a.id == "abbey")
    assert row["item"]["name"] in abbey.aliases
    assert gone not in {a.id for a in after.case.actors}
    assert "merged" in web.get(answer.headers["location"]).text
    assert post(web, "/build/undo").status_code == 303
    assert (case / "case.yaml").read_bytes() == before
    answer = post(web, "/evidence/decide", id="in-case:upper", verdict="join", **{"as": "lower"})
    assert answer.status_code == 400
    assert "both have a position on" in answer.text
    assert (case / "case.yaml").read_bytes() == before
