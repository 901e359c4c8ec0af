"""Whom the workbench answers: names a request is addressed to, and other sites that ask."""

import pytest
from workbench import GRAIN

from tracktwo.web.security import Access


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "[::1]", "LocalHost", "localhost:8765", "127.0.0.1:1"]
)
def test_this_machine_is_answered(reader, host):
    assert reader.get("/static/workbench.js", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8765",
        "localhost.evil.example",
        "localhost.",
        "127.0.0.1.",
        "localhost@evil.example",
        "user@localhost",
        "localhost:pass@localhost",
        "",
        " ",
        "localhost:99999",
        "localhost:-1",
        "localhost:",
        "127.1",
        "0x7f.0.0.1",
        "2130706433",
        "0.0.0.0",
        "192.168.1.5",
        "[::1",
        "[::2]",
        "[fe80::1%25lo]",
        "localhost, evil.example",
        "localhost/evil",
        "localhost#",
        "local\thost",
        "[::ffff:127.0.0.1]",
        "localh\u043est",
    ],
)
def test_other_names_are_not(reader, host):
    answer = reader.get("/", headers=[(b"host", host.encode())])
    assert answer.status_code == 421, host
    assert "tracktwo" not in answer.text
    assert "content-security-policy" in answer.headers


def test_two_names_or_none_are_refused(reader):
    two = [(b"host", b"localhost"), (b"host", b"evil.example")]
    assert reader.get("/", headers=two).status_code == 421


def test_where_others_come_in_addresses_in_digits_are_taken_and_names_are_not(served):
    access = Access.at("0.0.0.0", ("Desk.Lan",))
    assert access.token
    assert access.names("192.168.1.5:8765")
    assert access.names("[2001:db8::1]:8765")
    assert access.names("desk.lan")
    assert not access.names("evil.example")
    assert not access.names("192.168.1.5.evil.example")
    assert Access.at("127.0.0.1").token is None
    assert Access.at("::1").token is None
    assert Access.at("localhost").token is None
    assert Access.at("desk.lan").token


FOREIGN = [
    {"origin": "http://evil.example"},
    {"origin": "null"},
    {"origin": "http://localhost:3000"},
    {"origin": "https://localhost"},
    {"origin": "http://localhost.evil.example"},
    {"origin": ""},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "same-site", "origin": "http://localhost"},
    {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"},
    {"sec-fetch-site": "nonsense"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_another_site_cannot_send_a_form_even_with_the_secret(client, secret, small, headers):
    form = {"secret": secret, "query": f"set={GRAIN}%3D0.4", "name": "x"}
    assert client.post("/scenarios/keep", data=form, headers=headers).status_code == 403
    assert not (small / "scenarios.yaml").exists()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://localhost"},
        {"sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "none"},
    ],
    ids=str,
)
def test_our_own_page_can(client, secret, small, headers):
    form = {"secret": secret, "query": f"set={GRAIN}%3D0.4", "name": "x"}
    assert client.post("/scenarios/keep", data=form, headers=headers).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "script"},
        {"sec-fetch-site": "same-site", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "object"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "websocket"},
    ],
    ids=str,
)
def test_another_site_cannot_embed_or_fetch(reader, headers):
    for path in ("/", "/static/workbench.js", "/overview/matters-most"):
        assert reader.get(path, headers=headers).status_code == 403


def test_another_site_may_link_here(reader):
    headers = {
        "sec-fetch-site": "cross-site",
        "sec-fetch-mode": "navigate",
        "sec-fetch-dest": "document",
    }
    assert reader.get("/", headers=headers).status_code == 200


def test_nothing_is_shared_with_other_origins(reader):
    for origin in ("http://evil.example", "null"):
        answer = reader.get("/", headers={"origin": origin})
        assert not [name for name in answer.headers if name.startswith("access-control")]
    assert reader.options("/", headers={"origin": "http://evil.example"}).status_code == 403
