"""What comes in and where it may lead: uploads, methods, paths, links, and odd bytes."""

import socket

import pytest
from starlette.websockets import WebSocketDisconnect
from workbench import Server, strict

from tracktwo.case import CaseError, copy_shipped
from tracktwo.web import security
from tracktwo.web.security import MOST_BYTES
from tracktwo.web.served_case import ServedCase


def test_more_than_the_limit_is_refused_by_its_announced_length(reader):
    answer = reader.post("/jobs", content=b"x", headers={"content-length": str(MOST_BYTES + 1)})
    assert answer.status_code == 413
    for length in ("-1", "x", "²", "1" * 5000, "1.5", ""):
        odd = [(b"content-length", length.encode()), (b"content-type", b"text/plain")]
        assert reader.post("/jobs", content=b"", headers=odd).status_code == 413, length


@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=b"]
)
def test_more_than_the_limit_is_refused_as_it_comes(client, kind, monkeypatch):
    monkeypatch.setattr(security, "MOST_BYTES", 100_000)
    seen = 0

    def pieces():
        nonlocal seen
        yield b'--b\r\ncontent-disposition: form-data; name="f"; filename="x"\r\n\r\n'
        for _ in range(100):
            seen += 10_000
            yield b"a" * 10_000

    answer = client.post("/jobs", content=pieces(), headers={"content-type": kind})
    assert answer.status_code == 413
    strict(answer)


def test_very_many_fields_are_refused(client, secret):
    fields = {f"f{n}": "x" for n in range(3000)} | {"secret": secret}
    assert client.post("/jobs", data=fields).status_code == 400
    files = [(f"f{n}", (f"n{n}", b"x")) for n in range(30)]
    assert client.post("/jobs", data={"secret": secret}, files=files).status_code == 400


@pytest.mark.parametrize(
    "method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "FOO"]
)
def test_other_methods_are_refused(reader, method):
    for path in ("/", "/levers", "/case/write", "/static/workbench.js"):
        answer = reader.request(method, path)
        assert answer.status_code in {403, 405}, path
        strict(answer)


def test_there_are_no_web_sockets(reader):
    with pytest.raises(WebSocketDisconnect), reader.websocket_connect("/"):
        pass


OUTSIDE = [
    "/static/../security.py",
    "/static/..%2fsecurity.py",
    "/static/%2e%2e/security.py",
    "/static/..%5csecurity.py",
    "/static//etc/passwd",
    "/static/%2fetc/passwd",
    "/static/....//security.py",
    "/static/%00",
    "/static/",
    "/static",
    "/static/workbench.js/../../security.py",
    "/../security.py",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/case.yaml",
    "/static/../../../../../../../etc/passwd",
    "/static/%c0%ae%c0%ae/security.py",
    "/static/CON",
    "/static/" + "a" * 5000,
]


@pytest.mark.parametrize("path", OUTSIDE, ids=lambda p: p[:40])
def test_no_file_but_our_own_is_served(reader, path):
    answer = reader.get(path)
    assert answer.status_code in {307, 400, 404, 405}, answer.text[:200]
    assert "root:" not in answer.text
    assert "import" not in answer.text
    assert "format: 1" not in answer.text


def test_links_out_of_the_case_are_not_read(small, tmp_path):
    outside = tmp_path / "secret.txt"
    outside.write_text("The Abbey hosts a meeting. A SECRET of this machine.")
    (text,) = (small / "sources").glob("*.txt")
    text.unlink()
    text.symlink_to(outside)
    with pytest.raises(CaseError, match="outside"):
        ServedCase(small)


def test_links_out_of_the_case_are_not_written(client, served, secret, small, tmp_path):
    outside = tmp_path / "outside.yaml"
    (small / "case.yaml").rename(outside)
    (small / "case.yaml").symlink_to(outside)
    before = outside.read_bytes()
    form = {"secret": secret, "query": "set=horizon%3D12", "was": "horizon=36"}
    answer = client.post("/case/write", data=form)
    assert answer.status_code == 400
    assert "outside" in answer.text
    assert outside.read_bytes() == before
    (small / "scenarios.yaml").symlink_to(tmp_path / "new.yaml")
    answer = client.post("/scenarios/keep", data=form | {"name": "x"})
    assert answer.status_code == 400
    assert not (tmp_path / "new.yaml").exists()


@pytest.fixture(scope="module")
def wire(tmp_path_factory):
    copy_shipped("two-valleys", tmp_path_factory.mktemp("wire") / "case")
    server = Server(tmp_path_factory.getbasetemp() / "wire0" / "case").wait()
    yield server
    said = server.stop()
    assert "Traceback" not in said, said


RAW = {
    "a whole address": (b"GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n", {400}),
    "a whole address of ours": (b"GET http://localhost/ HTTP/1.1\r\nHost: evil\r\n\r\n", {421}),
    "no path": (b"GET [ HTTP/1.1\r\nHost: localhost\r\n\r\n", {400}),
    "a star": (b"OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n", {400}),
    "no host": (b"GET / HTTP/1.1\r\n\r\n", {400, 421}),
    "no host, older": (b"GET / HTTP/1.0\r\n\r\n", {421}),
    "two hosts": (b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil\r\n\r\n", {400, 421}),
    "a host with a name": (b"GET / HTTP/1.1\r\nHost: x@localhost\r\n\r\n", {400, 421}),
    "two lengths": (
        (
            b"POST /jobs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n"
            b"Content-Length: 9\r\n\r\nx"
        ),
        {400},
    ),
    "a length below 0": (
        b"POST /jobs HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        {400},
    ),
    "a length and pieces": (
        (
            b"POST /jobs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        ),
        {400, 403},
    ),
    "a very long line": (
        b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        {400, None},
    ),
    "very many headers": (
        b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"A: b\r\n" * 50_000 + b"\r\n",
        {400, None},
    ),
    "no HTTP": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", {400, None}),
    "an upgrade": (
        (
            b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
            b"Upgrade: websocket\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: eA==\r\n"
            b"Sec-Fetch-Site: cross-site\r\n"
            b"Sec-Fetch-Mode: websocket\r\n\r\n"
        ),
        {403},
    ),
    "up and out": (
        b"GET /static/../../../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
        {404},
    ),
}


@pytest.mark.parametrize("name", RAW)
def test_bytes_that_no_browser_sends(wire, name):
    data, statuses = RAW[name]
    status, body = wire.raw(data)
    assert status in statuses, body[:300]
    assert b"root:" not in body
    assert wire.raw(b"GET /static/icon.svg HTTP/1.0\r\nHost: localhost\r\n\r\n")[0] == 200


def test_pieces_without_end_are_cut_off(wire):
    head = (
        b"POST /jobs HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    )
    sent = 0
    with socket.create_connection(("127.0.0.1", wire.port), 20) as line:
        line.sendall(head)
        try:
            while sent < 4 * MOST_BYTES:
                line.sendall(b"40000\r\n" + b"a" * 0x40000 + b"\r\n")
                sent += 0x40000
        except OSError:
            pass
        try:
            answer = line.recv(1000)
        except OSError:
            answer = b""
    assert answer == b"" or answer.startswith(b"HTTP/1.1 413")
    assert sent < 4 * MOST_BYTES


@pytest.fixture(scope="module")
def own_server(tmp_path_factory):
    case = tmp_path_factory.mktemp("own") / "case"
    copy_shipped("two-valleys", case)
    server = Server(case).wait()
    yield server
    server.stop()


KINDS = {
    "urlencoded": "application/x-www-form-urlencoded",
    "parts": "multipart/form-data; boundary=b",
}


def test_requests_that_break_off_leave_no_traceback(small):
    server = Server(small).wait()
    head = f"POST /jobs HTTP/1.1\r\nHost: localhost:{server.port}\r\n".encode()
    begun = [b"GET / HT", head, head + b"Content-Length: 1000\r\n\r\n"]
    for kind in KINDS.values():
        typed = head + f"Content-Type: {kind}\r\n".encode()
        begun += [
            typed + b"Content-Length: 1000\r\n\r\nsecret=x&f",
            typed + b'Content-Length: 1000\r\n\r\n--b\r\ncontent-disposition: form-data; name="f"',
            typed + b"Transfer-Encoding: chunked\r\n\r\n5\r\nabc",
        ]
    for data in begun * 6:
        with socket.create_connection(("127.0.0.1", server.port), 10) as line:
            line.sendall(data)
    assert "Two valleys" in server.get("/")
    said = server.stop()
    assert "Traceback" not in said, said
    assert "ClientDisconnect" not in said


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_an_upload_that_is_too_large_is_told_so(own_server, kind):
    """Not cut off while it is sent, which would lose the answer."""
    head = f"POST /jobs HTTP/1.1\r\nHost: localhost:{own_server.port}\r\nContent-Type: {kind}\r\n"
    body = b"a" * (MOST_BYTES + 1_000_000)
    status, text = own_server.raw(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
    assert (status, text) == (413, b"At most 10 MB are taken.\n")
    pieces = b"".join(
        f"{len(part):x}\r\n".encode() + part + b"\r\n"
        for part in (body[at : at + 65_536] for at in range(0, len(body), 65_536))
    )
    start = b'--b\r\ncontent-disposition: form-data; name="f"; filename="x"\r\n\r\n'
    start = f"{len(start):x}\r\n".encode() + start + b"\r\n"
    status, text = own_server.raw(
        f"{head}Transfer-Encoding: chunked\r\n\r\n".encode() + start + pieces + b"0\r\n\r\n"
    )
    assert status == 413
    assert b"At most 10 MB are taken." in text


def test_who_asks_before_sending_is_told_before_sending(own_server):
    status, _ = own_server.raw(
        f"POST /jobs HTTP/1.1\r\nHost: localhost:{own_server.port}\r\nExpect: 100-continue\r\n"
        f"Content-Length: {10 * MOST_BYTES}\r\n\r\n".encode()
    )
    assert status == 413
