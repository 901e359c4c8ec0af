"""Every command, report and page says what it said when it was last recorded.

Where a change is meant: ``python tests/recorded/record.py --renew --only NAME``, and read what
the difference is before it is committed.
"""

from __future__ import annotations

import fnmatch
import json
from importlib.util import find_spec

import making
import pytest
import store
from record import RECORDINGS, begin, workers
from visible import visible_text

pytestmark = pytest.mark.skipif(
    not all(map(find_spec, ("numba", "pymoo", "duckdb", "starlette"))),
    reason="what is recorded was computed with the extras explore, fast, cluster and web",
)
SLOW = (
    "*/web-*", "*/report*", "once/sweep*", "once/demo*", "afghanistan-2023/agree*",
    "afghanistan-2023/bargain*", "afghanistan-2023/positions*",
)  # fmt: skip
"""Recordings that take more than a few seconds."""


def _marked(name):
    slow = any(fnmatch.fnmatchcase(name, pattern) for pattern in SLOW)
    return pytest.param(name, marks=pytest.mark.slow if slow else ())


@pytest.fixture(scope="module")
def made(request):
    """The recordings that were chosen, each being made beside the others."""
    items = [item for item in request.session.items if item.path == request.path]
    names = [item.callspec.params.get("name") for item in items if hasattr(item, "callspec")]
    with workers() as pool:
        yield begin(pool, [name for name in names if name])
        pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize("name", [_marked(name) for name in RECORDINGS])
def test_it_is_as_it_was(name, made):
    files, _ = made[name]()
    said = store.difference(name, files)
    if said:
        pytest.fail(said, pytrace=False)


def test_nothing_else_is_kept():
    wanted = {store.MACHINES} | {p for name in RECORDINGS for p in store._places(name)}
    assert {p for p in store.KEPT.rglob("*") if p.is_file()} == wanted
    assert {n for names in store._machines().values() for n in names} == set(RECORDINGS)


def test_every_page_is_recorded():
    with workers() as pool:
        pages = pool.submit(making.pages).result(timeout=120)
    recorded = {address.partition("?")[0] for address in making.PAGES}
    # Without words of their own, or recorded otherwise.
    others = {
        "/evidence/edit",
        "/jobs/{job}",
        "/report/download/{ending}",
        "/static/charts.js",
        "/static/report.css",
    }
    # Of a case that is still to be made, or is a first draft: see tests/web/test_start.py.
    begins = {"/start", "/start/new", "/start/draft", "/interview"}
    # Held by tests of their own, in tests/web.
    apart = {"/build", "/forecasts", "/remarks", "/state", "/track-record"}
    assert pages - recorded == others | begins | apart


@pytest.fixture
def one(tmp_path, monkeypatch):
    """A recording of our own, kept."""
    monkeypatch.setattr(store, "KEPT", tmp_path)
    monkeypatch.setattr(store, "MACHINES", tmp_path / "machines.json")
    files = {"a/x.json": b'{"odds": [0.25, 1], "of": "talks"}', "a/y.txt": b"25 %\n"}
    store.keep("a", files)
    assert store.kept("a") == files
    assert not store.difference("a", files)
    return files


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("a/x.json", b'{"odds": [0.25000000001, 1], "of": "talks"}'),
        ("a/x.json", b'{"odds": [0.25, 1],  "of": "talks"}'),
        ("a/y.txt", b"25%\n"),
        ("a/z.txt", b"more\n"),
    ],
)
def test_any_byte_that_differs_is_told(one, file, content):
    said = store.difference("a", {**one, file: content})
    assert file in said
    assert "--renew --only a" in said
    assert "is no longer made" in store.difference("a", {"a/y.txt": one["a/y.txt"]})


@pytest.mark.parametrize(
    ("file", "content", "as_before"),
    [
        ("a/x.json", b'{"odds": [0.25000000001, 1], "of": "talks"}', True),
        ("a/x.json", b'{"odds": [0.2501, 1], "of": "talks"}', False),
        ("a/x.json", b'{"odds": [0.25, 2], "of": "talks"}', False),
        ("a/x.json", b'{"odds": [0.25, 1, 1], "of": "talks"}', False),
        ("a/x.json", b'{"of": "talks", "odds": [0.25, 1]}', False),
        ("a/y.txt", b"25.0 %\n", False),
    ],
)
def test_on_another_machine_only_last_digits_may_differ(one, monkeypatch, file, content, as_before):
    monkeypatch.setattr(store, "machine", lambda: "another")
    assert (not store.difference("a", {**one, file: content})) == as_before


def test_a_long_difference_is_cut(one, tmp_path):
    rows = json.dumps({"n": list(range(5000))}, indent=1).encode()
    store.keep("b", {"b": rows})
    said = store.difference("b", {"b": rows.replace(b"1", b"2")})
    assert len(said.splitlines()) <= store.LINES + 2


def test_large_json_is_kept_small_and_the_same_bytes_each_time(one):
    large = json.dumps(list(range(50_000))).encode()
    store.keep("c.json", {"c.json": large})
    (place,) = store._places("c.json")
    first = place.read_bytes()
    store.keep("c.json", {"c.json": large})
    assert (place.suffix, place.read_bytes()) == (".gz", first)
    assert store.kept("c.json") == {"c.json": large}


def test_text_is_what_a_reader_is_told():
    page = """<title>A page</title><style>p {}</style><script>1</script><p>Odds of <b>25</b>
    %</p><table><tr><th>a<td>b<br>c</table><img alt="a chart"><svg aria-label="odds">
    <title>T</title><text>x</text><text>y</text></svg>
    <input type=hidden value=secret><input value=3 disabled>"""
    assert visible_text(page).splitlines() == [
        "A page", "Odds of 25 %", "| a | b c", "[alt: a chart]", "[aria-label: odds]", "T", "x",
        "y", "[value: 3][disabled]",
    ]  # fmt: skip
