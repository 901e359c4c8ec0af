"""The token that lets in where others could reach the port: asked for, never told, never logged."""

import re
from urllib.parse import unquote

import pytest
from starlette.testclient import TestClient
from workbench import GRAIN, Server, awaited

from tracktwo.web.app import make_app
from tracktwo.web.security import Access


@pytest.fixture
def shared(served):
    return TestClient(
        make_app(served, Access.at("192.0.2.7")),
        base_url="http://192.0.2.7:8765",
        follow_redirects=False,
    )


@pytest.fixture
def token(shared):
    return shared.app.state.access.token


def test_without_the_token_nothing_is_told(shared, token):
    for path in (
        "/",
        "/levers",
        "/static/workbench.js",
        "/nowhere",
        f"/?token={token[:-1]}",
        "/?token=",
        f"/?token={token}&token={token}",
        f"/?Token={token}",
        "/?token=%ff",
    ):
        answer = shared.get(path)
        assert answer.status_code == 403, path
        assert "set-cookie" not in answer.headers
        assert "Two valleys" not in answer.text
        assert token not in answer.text
    assert (
        shared.post("/case/write", data={"secret": shared.app.state.access.form}).status_code == 403
    )


@pytest.mark.parametrize(
    "jar",
    ["tracktwo=x", "tracktwo-8765=", "tracktwo-8765=x; a", ";;==", '"', "a=é", "tracktwo-8765=é"],
)
def test_a_wrong_or_broken_cookie_lets_nobody_in(shared, jar):
    assert shared.get("/", headers=[(b"cookie", jar.encode())]).status_code == 403


def test_the_token_becomes_a_cookie_and_leaves_the_address(shared, token):
    answer = shared.get(f"/levers?set={GRAIN}%3D0.4&token={token}")
    assert answer.status_code == 303
    assert token not in answer.headers["location"]
    assert answer.headers["location"] == f"/levers?set={GRAIN}%3D0.4"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "domain" not in cookie
    assert cookie.startswith("tracktwo-8765=")
    page = shared.get(answer.headers["location"])
    assert page.status_code == 200
    assert token not in page.text


def test_two_workbenches_on_one_machine_keep_their_cookies_apart(served):
    found = set()
    for port in (8765, 8766):
        client = TestClient(
            make_app(served, Access.at("192.0.2.7")),
            base_url=f"http://192.0.2.7:{port}",
            follow_redirects=False,
        )
        answer = client.get(f"/?token={client.app.state.access.token}")
        found.add(answer.headers["set-cookie"].partition("=")[0])
    assert len(found) == 2


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "///evil.example/",
        "/\\evil.example",
        "/%5Cevil.example",
        "/%5C%5Cevil.example",
        "/%2F%2Fevil.example",
        "/%09/evil.example",
        "/%0d%0aset-cookie:x=y",
        "//evil.example/%2e%2e",
    ],
)
def test_the_way_to_the_page_never_leads_elsewhere(served, path):
    found = []

    async def send(message):
        found.append(message)

    app = make_app(served, Access.at("192.0.2.7"))
    scope = {
        "type": "http",
        "method": "GET",
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": f"token={app.state.access.token}".encode(),
        "headers": [(b"host", b"192.0.2.7:8765")],
        "server": ("192.0.2.7", 8765),
    }
    awaited(app, scope, None, send)
    headers = dict(found[0]["headers"])
    assert found[0]["status"] == 303
    place = headers[b"location"].decode()
    assert re.match(r"/(?![/\\])", place), place
    assert not set("\r\n\t\\") & set(place)
    assert set(headers) >= {b"set-cookie", b"content-security-policy"}


@pytest.mark.slow
def test_the_token_is_in_no_log(small):
    server = Server(small, "--host", "0.0.0.0", "--allow-host", "localhost").wait()
    token = server.printed.partition("token=")[2]
    assert len(token) > 20
    assert server.printed.startswith("http://localhost:")
    host = f"127.0.0.1:{server.port}"
    try:
        for path in (
            f"/?token={token}",
            "/?token=wrong",
            f"/nowhere?token={token}",
            f"//x?token={token}",
        ):
            _, body = server.raw(f"GET {path} HTTP/1.0\r\nHost: {host}\r\n\r\n".encode())
            assert token.encode() not in body
        assert server.raw(f"GET / HTTP/1.0\r\nHost: {host}\r\n\r\n".encode())[0] == 403
        assert server.raw(b"GET / HTTP/1.0\r\nHost: evil.example\r\n\r\n")[0] == 421
    finally:
        said = server.stop()
    assert token not in said
    assert "Others can reach it" in said
