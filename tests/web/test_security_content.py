"""What goes out: the content policy of every answer, and hostile texts shown as text."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient
from workbench import GRAIN, addresses, every_address, harmless, shown, strict

from tracktwo.case import copy_shipped
from tracktwo.case.document import parse
from tracktwo.web.app import make_app
from tracktwo.web.security import MOST_BYTES
from tracktwo.web.served_case import ServedCase


def test_every_answer_carries_the_policy(client, secret, monkeypatch):
    tried = [
        (200, client.get("/")),
        (200, client.get("/levers")),
        (200, client.get("/static/workbench.css")),
        (200, client.get("/static/workbench.js")),
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


def test_an_error_nobody_foresaw_is_answered_with_the_policy_too(served, monkeypatch):
    def broken(*_args, **_more):
        raise RuntimeError("<script>alert(1)</script>")

    monkeypatch.setattr(type(served), "scenarios", broken)
    app = make_app(served)
    client = TestClient(app, base_url="http://localhost", raise_server_exceptions=False)
    answer = client.post("/scenarios/try", data={"secret": app.state.access.form, "name": "x"})
    assert answer.status_code == 500
    strict(answer)
    assert "<script>alert" not in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("name", ["afghanistan-2023", "two-valleys"])
def test_no_page_holds_a_script_or_an_address_of_elsewhere(tmp_path, name):
    copy_shipped(name, tmp_path / "case")
    client = TestClient(make_app(ServedCase(tmp_path / "case")), base_url="http://localhost")
    for text in every_address(client).values():
        harmless(text)


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
    client = TestClient(make_app(ServedCase(attacked)), base_url="http://localhost")
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
        assert answer.status_code in {200, 400, 414}, answer.text
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


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
        answer = reader.get("/?" + "&".join(f"{name}=a{n}.b=1" for n in range(500)))
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
