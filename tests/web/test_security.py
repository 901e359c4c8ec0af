"""The workbench as an attacker would try it: other sites and people, hostile cases and values."""

import json
import re
import socket
from urllib.parse import unquote

import anyio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from workbench import Server, parsed

from tracktwo.case import CaseError, copy_shipped
from tracktwo.case.document import parse
from tracktwo.web import security
from tracktwo.web.app import make_app
from tracktwo.web.bench import Bench
from tracktwo.web.render import PAGES
from tracktwo.web.security import MOST_BYTES, Access

GRAIN = "levers.grain.schedule.intensity"
FORMS = (
    "/scenarios/keep",
    "/scenarios/forget",
    "/scenarios/try",
    "/case/write",
    "/case/edit",
    "/jobs",
    "/jobs/cancel",
)


def addresses(client):
    """Return the pages that there are."""
    return [to for to, _, _ in PAGES if client.get(to).status_code != 404]


def posts(app):
    """Return the path of every route that takes a form."""
    return sorted(
        route.path for route in app.routes if "POST" in (getattr(route, "methods", None) or ())
    )


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    """A client of the smallest case that tests which change nothing share."""
    case = tmp_path_factory.mktemp("read") / "case"
    copy_shipped("two-valleys", case)
    return TestClient(make_app(Bench(case)), base_url="http://localhost", follow_redirects=False)


# --- names that a request is addressed to -------------------------------------------------------


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "[::1]", "LocalHost", "localhost:8765", "127.0.0.1:1"]
)
def test_this_machine_is_answered(reader, host):
    assert reader.get("/static/bench.js", headers={"host": host}).status_code == 200


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


def test_where_others_come_in_addresses_in_digits_are_taken_and_names_are_not(bench):
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


# --- other sites --------------------------------------------------------------------------------

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
    assert client.app.state.bench.jobs._jobs == {}


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
    for path in ("/", "/static/bench.js", "/overview/matters-most"):
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


def test_a_question_changes_nothing(client, small, secret):
    before = {p: p.read_bytes() for p in small.rglob("*") if p.is_file()}
    for path in FORMS:
        assert client.get(
            f"{path}?secret={secret}&question=who&path=horizon&value=3"
        ).status_code in {404, 405}
    client.get(f"/levers?path={GRAIN}&value=0.4")
    assert {p: p.read_bytes() for p in small.rglob("*") if p.is_file()} == before


# --- a token where others could reach the port --------------------------------------------------


@pytest.fixture
def shared(bench):
    return TestClient(
        make_app(bench, Access.at("192.0.2.7")),
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
        "/static/bench.js",
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


def test_two_workbenches_on_one_machine_keep_their_cookies_apart(bench):
    found = set()
    for port in (8765, 8766):
        client = TestClient(
            make_app(bench, Access.at("192.0.2.7")),
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
def test_the_way_to_the_page_never_leads_elsewhere(bench, path):
    found = []

    async def send(message):
        found.append(message)

    app = make_app(bench, Access.at("192.0.2.7"))
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
    anyio.run(app, scope, None, send)
    headers = dict(found[0]["headers"])
    assert found[0]["status"] == 303
    place = headers[b"location"].decode()
    assert re.match(r"/(?![/\\])", place), place
    assert not set("\r\n\t\\") & set(place)
    assert set(headers) >= {b"set-cookie", b"content-security-policy"}


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


# --- what goes out ------------------------------------------------------------------------------

RULES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


def strict(answer):
    rules = dict(
        rule.split(" ", 1) for rule in answer.headers["content-security-policy"].split("; ")
    )
    for name, value in RULES.items():
        assert rules[name] == value, name
    assert "unsafe-inline" not in rules["script-src"] + rules["style-src"]
    assert "unsafe-eval" not in str(rules)
    assert answer.headers.get_list("content-security-policy") == [
        answer.headers["content-security-policy"]
    ]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cache-control"] == "no-store"


def test_every_answer_carries_the_policy(client, secret, monkeypatch):
    tried = [
        (200, client.get("/")),
        (200, client.get("/levers")),
        (200, client.get("/static/bench.css")),
        (200, client.get("/static/bench.js")),
        (200, client.get("/static/report.css")),
        (200, client.head("/")),
        (303, client.get(f"/levers?path={GRAIN}&value=0.4")),
        (400, client.get(f"/?set={GRAIN}=7")),
        (404, client.get("/nowhere")),
        (404, client.get("/static/nowhere")),
        (405, client.delete("/")),
        (403, client.post("/jobs")),
        (404, client.post("/jobs", data={"secret": secret, "question": "x"})),
        (421, client.get("/", headers={"host": "evil.example"})),
        (413, client.post("/jobs", headers={"content-length": str(MOST_BYTES + 1)}, content=b"x")),
    ]
    for status, answer in tried:
        assert answer.status_code == status
        strict(answer)


def test_an_error_nobody_foresaw_is_answered_with_the_policy_too(bench, monkeypatch):
    def broken(*_args, **_more):
        raise RuntimeError("<script>alert(1)</script>")

    monkeypatch.setattr(type(bench), "scenarios", broken)
    app = make_app(bench)
    client = TestClient(app, base_url="http://localhost", raise_server_exceptions=False)
    answer = client.post("/scenarios/try", data={"secret": app.state.access.form, "name": "x"})
    assert answer.status_code == 500
    strict(answer)
    assert "<script>alert" not in answer.text
    assert "Traceback" not in answer.text


HANDLERS = re.compile(r"on[a-z]+")
ADDRESSES = {
    "href",
    "src",
    "action",
    "formaction",
    "data-load",
    "data-job",
    "poster",
    "srcset",
    "cite",
    "data",
    "xlink:href",
    "ping",
    "background",
}


def harmless(text, *, files=True):
    """Check that a page holds no script, style or address but our own."""
    page = parsed(text)
    assert "".join(page.scripts).strip() == ""
    for tag, attrs in page.elements:
        assert tag not in {
            "object",
            "embed",
            "base",
            "style",
            "template",
            "math",
            "applet",
            "frame",
        }, tag
        if tag == "script":
            assert attrs["src"].startswith("/static/")
        if tag == "meta":
            assert "http-equiv" not in attrs
        for name, value in attrs.items():
            assert not HANDLERS.fullmatch(name), (tag, name)
            assert name != "srcdoc"
            if name in ADDRESSES:
                place = (value or "").strip()
                assert re.match(r"[/#?](?!/|\\)|$", place), (tag, name, place)
            if name == "style":
                assert "url(" not in value
                assert "expression" not in value
    return page


def shown(text):
    """Return a page without what its forms carry along, which comes back as it was."""
    return re.sub(r'<input type="hidden"[^>]*>', "", text)


def every_address(client):
    """Return every page, and every piece that pages load later."""
    found = {}
    for to in addresses(client):
        answer = client.get(to)
        assert answer.status_code == 200, to
        found[to] = answer.text
        for _, attrs in parsed(answer.text).elements:
            if "data-load" in attrs:
                piece = client.get(attrs["data-load"])
                assert piece.status_code == 200, attrs["data-load"]
                found[attrs["data-load"]] = piece.text
    return found


@pytest.mark.parametrize("name", ["afghanistan-2023", "two-valleys"])
def test_no_page_holds_a_script_or_an_address_of_elsewhere(tmp_path, name):
    copy_shipped(name, tmp_path / "case")
    client = TestClient(make_app(Bench(tmp_path / "case")), base_url="http://localhost")
    for text in every_address(client).values():
        harmless(text)


# --- hostile cases ------------------------------------------------------------------------------

ATTACK = (
    "<script>alert('x')</script>\"'onmouseover=alert(1) x="
    "<img src=//evil.example/x onerror=alert(1)>"
    "{{ 7 * 7 }}{% raw %}]]>--></svg></style></textarea></title>&lt;b&gt; javascript:alert(1) \x07"
    "\u202eright to left\u2066"
)


def hostile(value, key=""):
    """Put the attack into every free text of a record."""
    if isinstance(value, dict):
        return {k: hostile(v, k) for k, v in value.items()}
    if isinstance(value, list):
        return [hostile(item, key) for item in value]
    free = {
        "title",
        "summary",
        "question",
        "name",
        "short",
        "description",
        "why",
        "role",
        "note",
        "text",
        "where",
        "0",
        "50",
        "100",
        "value",
    }
    return f"{value} {ATTACK}" if isinstance(value, str) and str(key) in free else value


@pytest.fixture
def attacked(small):
    root, _ = parse((small / "case.yaml").read_text(), "case.yaml")
    data = hostile(root.plain())
    (small / "case.yaml").write_text(json.dumps(data, default=str))
    (record,) = (small / "sources").glob("*.json")
    source = json.loads(record.read_text())
    record.write_text(json.dumps(hostile(source) | {"URL": "javascript:alert(1)"}))
    lines = [
        json.loads(line)
        for line in (small / "evidence.jsonl").read_text().splitlines()
        if line.strip()
    ]
    for line in lines:
        line["body"] = {"type": "TextualBody", "value": ATTACK}
    (small / "evidence.jsonl").write_text("\n".join(map(json.dumps, lines)))
    name = json.dumps('<script>alert(1)</script> " onfocus=x')
    (small / "scenarios.yaml").write_text(f"{name}: {{set: {{{GRAIN}: 0.4}}}}\n")
    return small


def test_a_hostile_case_is_shown_as_text(attacked):
    client = TestClient(make_app(Bench(attacked)), base_url="http://localhost")
    pages = every_address(client)
    for to in addresses(client):
        for change in (f"?set={GRAIN}=0.4", "?drop=levers.grain"):
            answer = client.get(to + change)
            assert answer.status_code in {200, 400}, (to, change)
            pages[to + change] = answer.text
    for to, text in pages.items():
        harmless(text)
        assert "<script>alert" not in text, to
        assert "\u202e" not in shown(text), to
        assert "\u2066" not in shown(text), to
        assert "\x07" not in text, to
        assert "<img src=//evil" not in text, to
    assert "&lt;script&gt;" in pages["/"]
    assert "{{ 7 * 7 }}" in pages["/"]


HOSTILE_VALUES = [
    "<script>alert(1)</script>",
    '" onmouseover=alert(1) x="',
    "javascript:alert(1)",
    "'><svg/onload=alert(1)>",
    "{{ 7*7 }}",
    "!!python/object/apply:os.system [id]",
    "!!python/name:os.system",
    "!<tag:yaml.org,2002:python/object/new:os.system> [id]",
    "&a [*a, *a]",
    "*a",
    "<<: *a",
    "!!binary aGk=",
    "[" * 200 + "]" * 200,
    "{" * 200,
    "[" + ",".join(["1"] * 5000) + "]",
    "1" * 5000,
    "1e99999",
    ".nan",
    ".inf",
    "-.inf",
    "0x7fffffffffffffffffff",
    "\x00",
    "\u202e1",
    "1\nid: x",
    "1\n---\n2",
    "1 # comment",
    "%TAG ! tag:x:",
    "\ufeff1",
    "\ud7ff\U0010ffff",
    "? x\n: y",
    "| \n  x",
    "- 1",
    "!" + "x" * 3000,
]


@pytest.mark.parametrize("value", HOSTILE_VALUES, ids=lambda v: ascii(v)[:24])
@pytest.mark.parametrize("path", [GRAIN, "title"])
def test_a_hostile_value_is_a_value_or_an_error_with_words(reader, path, value):
    for query in (
        {"set": f"{path}={value}"},
        {"path": path, "value": value, "how": "shift"},
        {"unset": f"{path}={value}"},
    ):
        answer = reader.get("/levers", params=query, follow_redirects=True)
        assert answer.status_code in {200, 400}, answer.text
        harmless(answer.text)
        assert "<script>alert" not in answer.text
        assert "\u202e" not in shown(answer.text)


@pytest.mark.parametrize(
    "path",
    [
        "<script>alert(1)</script>",
        '"onmouseover="x',
        "../../etc/passwd",
        ".",
        "..",
        "",
        "a..b",
        "__class__",
        "levers.grain.__class__.x",
        "levers.0.kind",
        "levers.99999999999999999999.x",
        "roadmap",
        "\u202e.x",
        "x" * 3000,
    ],
)
def test_a_hostile_path_is_an_error_with_words(reader, path):
    for query in (
        {"set": f"{path}=1"},
        {"drop": path},
        {"path": path, "value": "1"},
        {"undrop": path},
    ):
        answer = reader.get("/", params=query, follow_redirects=True)
        assert answer.status_code in {200, 400}, query
        harmless(answer.text)
        assert "<script>alert" not in answer.text


ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["set", "drop", "unset", "undrop", "path", "value", "how"]),
            ANYTHING | ANYTHING.map(lambda t: f"{GRAIN}={t}") | st.just(GRAIN),
        ),
        max_size=5,
    )
)
def test_no_address_breaks_the_server(reader, items):
    answer = reader.get("/levers", params=items, follow_redirects=True)
    assert answer.status_code in {200, 400}
    harmless(answer.text)


def test_very_many_changes_are_refused_soon(reader):
    for name in ("set", "drop", "undrop"):
        answer = reader.get("/?" + "&".join(f"{name}=a{n}.b=1" for n in range(2500)))
        assert answer.status_code == 400
        assert "more than 400 changes" in answer.text
        assert len(answer.text) < 5_000


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        '" onfocus="alert(1)',
        "javascript:alert(1)",
        "../../x",
        "فشار بیشتر",
        "a/b\\c",
        "{{ 7*7 }}",
        "!!python/x",
        "&a",
        "NO",
    ],
)
def test_a_hostile_name_of_a_scenario_is_kept_as_text(client, secret, small, name):
    before = {p.name for p in small.iterdir()}
    form = {"secret": secret, "query": f"set={GRAIN}%3D0.4", "name": name}
    assert client.post("/scenarios/keep", data=form).status_code == 303
    assert {p.name for p in small.iterdir()} == before | {"scenarios.yaml"}
    for to in ("/", "/alternatives"):
        text = client.get(to).text
        harmless(text)
        assert "<script>alert" not in text
    again = client.post("/scenarios/keep", data=form)
    assert again.status_code == 400
    harmless(again.text)
    tried = client.post("/scenarios/try", data={"secret": secret, "name": name})
    assert tried.headers["location"] == f"/?set={GRAIN}%3D0.4"


# --- size, methods, files -----------------------------------------------------------------------


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
    for path in ("/", "/levers", "/case/write", "/static/bench.js"):
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
    "/static/bench.js/../../security.py",
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
        Bench(small)


def test_links_out_of_the_case_are_not_written(client, bench, secret, small, tmp_path):
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


# --- the server itself, with bytes that no client sends -----------------------------------------


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
