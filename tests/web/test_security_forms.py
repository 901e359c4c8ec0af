"""Forms: the secret each wants, what is no form, and that the way back leads nowhere else."""

import json
import re

import pytest
from workbench import GRAIN, parsed

FORMS = (
    "/scenarios/keep",
    "/scenarios/forget",
    "/scenarios/try",
    "/case/write",
    "/case/edit",
    "/jobs",
    "/jobs/cancel",
)


def posts(app):
    """Return the path of every route that takes a form."""
    return sorted(
        route.path for route in app.routes if "POST" in (getattr(route, "methods", None) or ())
    )


def test_the_list_of_forms_is_whole(app):
    assert set(FORMS) <= set(posts(app))


def test_every_form_wants_the_secret(app, client, secret, small):
    before = {p: p.read_bytes() for p in small.rglob("*") if p.is_file()}
    form = {
        "query": f"set={GRAIN}%3D0.4",
        "name": "x",
        "question": "who",
        "path": "horizon",
        "value": "12",
        "was": "horizon=36",
    }
    for path in posts(app):
        for wrong in (
            {},
            {"secret": ""},
            {"secret": secret[:-1]},
            {"secret": secret + "x"},
            {"secret": [secret, "x"]},
            {"secret": "é"},
            {"secret": "\udcff"},
        ):
            body = form | wrong
            if wrong.get("secret") == "\udcff":
                answer = client.post(
                    path,
                    content=b"secret=%ff%fe",
                    headers={"content-type": "application/x-www-form-urlencoded"},
                )
            else:
                answer = client.post(path, data=body)
            assert answer.status_code == 403, (path, wrong)
            assert "too old" in answer.text
    assert {p: p.read_bytes() for p in small.rglob("*") if p.is_file()} == before
    assert client.app.state.served.jobs._jobs == {}


@pytest.mark.parametrize("charset", ["unicode_escape", "utf-7", "nonsense", "raw_unicode_escape"])
def test_a_secret_in_an_odd_coding_is_wrong_and_nothing_breaks(reader, charset):
    body = b'--b\r\ncontent-disposition: form-data; name="secret"\r\n\r\n\\ud800\r\n--b--\r\n'
    kind = f"multipart/form-data; boundary=b; charset={charset}"
    answer = reader.post("/jobs", content=body, headers={"content-type": kind})
    assert answer.status_code in {400, 403}


@pytest.mark.parametrize(
    "kind",
    ["application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary="],
)
def test_a_body_of_another_kind_is_no_form(client, secret, kind):
    body = json.dumps({"secret": secret, "question": "who"})
    answer = client.post("/jobs", content=body, headers={"content-type": kind})
    assert answer.status_code in {400, 403}


def test_a_question_changes_nothing(client, small, secret):
    before = {p: p.read_bytes() for p in small.rglob("*") if p.is_file()}
    for path in FORMS:
        assert client.get(
            f"{path}?secret={secret}&question=who&path=horizon&value=3"
        ).status_code in {404, 405}
    client.get(f"/levers?path={GRAIN}&value=0.4")
    assert {p: p.read_bytes() for p in small.rglob("*") if p.is_file()} == before


@pytest.mark.parametrize(
    "back",
    [
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "http://evil.example/",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\n/evil.example",
        "/ /evil.example",
        "//[",
        "/\t/[",
        "evil.example",
        "",
        " /",
        "/?x=1",
        "/x\r\nset-cookie: a=b",
        "/%2f/evil.example",
        "/x:y",
        "///",
        "/levers//",
        "/é",
    ],
)
def test_the_way_back_never_leads_elsewhere(client, secret, back):
    form = {"secret": secret, "job": "1", "back": back}
    answer = client.post("/jobs/cancel", data=form)
    assert answer.status_code == 303
    place = answer.headers["location"]
    assert re.match(r"/(?![/\\])", place), place
    assert "evil" not in place
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "back", ["//evil.example", "javascript:alert(1)", "x//evil.example//evil.example"]
)
def test_nor_does_the_page_of_a_conflict(client, secret, back):
    form = {"secret": secret, "query": "set=horizon%3D12", "was": "horizon=1", "back": back}
    answer = client.post("/case/write", data=form)
    assert answer.status_code == 409
    for link in parsed(answer.text).find("a"):
        assert re.match(r"/(?![/\\])", link["href"])
