"""No address that any site could link to holds the server up: each route, absurd parameters."""

import time

import pytest
from absurd import ABSURD, queries
from starlette.routing import Route
from workbench import strict

from tracktwo.case import CaseError, load
from tracktwo.case.paths import MOST_PARTS, PathError, drop, locate, look, put, steps
from tracktwo.questions.what_if.scenarios import LONGEST_VALUE, change_of
from tracktwo.web.render import LONGEST, MOST_BESIDES
from tracktwo.web.security import MOST_ADDRESS

MOST_SECONDS = 0.3
"""Of work. Less than 0.1 on a machine with nothing else to do (docs/robustness.md); one that is
busy, or slow, is given room."""


def routes(client):
    """Return every page and piece there is to get, absurd where its path has a part of its own."""
    app = client.app
    found = {route.path for route in app.routes
             if isinstance(route, Route) and "GET" in (route.methods or ())}  # fmt: skip
    assert len(found) > 20
    owns = ("x", "x" * 2_000, "..", "%00")
    return sorted({path.format(job=own, ending=own) for path in found for own in owns})


def seconds(client, address):
    """Return the seconds of work that an answer takes, the least of a few: and what it was."""
    least, status = 10.0, 0
    for _ in range(4):
        begin = time.process_time()
        answer = client.get(address)
        least, status = min(least, time.process_time() - begin), answer.status_code
        if least < MOST_SECONDS:
            break
    return least, status


def held(client, some, every=1):
    """Check that none of these addresses takes long or ends in a fault.

    Each page is asked with one in so many, and each of them of one page in so many, in turn.
    """
    for place, path in enumerate(routes(client)):
        client.get(path)
        for query in some[place % every :: every]:
            took, status = seconds(client, f"{path}?{query}")
            assert status < 500, (path, query[:200])
            assert took < MOST_SECONDS, (path, query[:200], took)


def test_no_address_holds_the_server_up(reader):
    held(reader, queries()[::97])


def test_nor_does_a_path_of_thousands_of_parts(reader):
    for count in (2_000, 5_000):
        for name in ("set", "drop", "path"):
            held(reader, [f"{name}={'a.' * count}a=5"])


@pytest.mark.slow
def test_nor_does_one_in_eleven_of_all_on_a_third_of_the_pages_each(reader):
    held(reader, queries()[::11], every=3)


@pytest.mark.parametrize("value", ["[" * 1_000, "[1," * 600, "[" * 600 + "]" * 600, "{" * 1_900])
def test_brackets_are_counted_before_they_are_parsed(value, small):
    begin = time.process_time()
    with pytest.raises(CaseError):
        change_of(f"actors.upper.capability={value}")
    (small / "case.yaml").write_text(f"format: 1\nid: {value * 20}\n", encoding="utf-8")
    with pytest.raises(CaseError, match="nested more than 40 levels deep"):
        load(small)
    assert time.process_time() - begin < MOST_SECONDS


def test_a_value_in_an_address_is_no_longer_than_a_value_can_be():
    change_of("title=" + "x" * (LONGEST_VALUE - 10))
    with pytest.raises(CaseError, match="characters"):
        change_of("title=" + "x" * (LONGEST_VALUE + 1))


def test_an_address_that_is_too_long_is_refused(reader):
    answer = reader.get("/?x=" + "a" * MOST_ADDRESS)
    assert answer.status_code == 414
    strict(answer)
    assert reader.get("/" + "a" * MOST_ADDRESS).status_code == 414
    assert reader.get("/stakes?x=" + "a" * (MOST_ADDRESS - 100)).status_code == 200


def test_pages_carry_no_more_along_than_a_page_could_mean(reader):
    query = "&".join(f"n{n}={'x' * 300}" for n in range(50))
    page = reader.get(f"/assumptions?{query}").text
    assert 'name="n0"' in page or "n0=" in page
    assert f"n{MOST_BESIDES}=" not in page
    assert "x" * (LONGEST + 1) not in page


@pytest.mark.parametrize("walk", [locate, look, steps, drop, lambda d, p: put(d, p, 1)])
def test_a_path_that_no_case_has_is_refused_before_it_is_walked(walk):
    data = {"a": {}}
    for path in ("a" + ".a" * 4_000_000, "a" * 9_000_000, ".".join("a" * (MOST_PARTS + 1))):
        begin = time.process_time()
        with pytest.raises(PathError, match="longer than any path"):
            walk(data, path)
        assert time.process_time() - begin < MOST_SECONDS
    assert data == {"a": {}}


def test_the_library_tells_of_such_a_path_as_of_any_other(small):
    folder = load(small)
    for path in ABSURD:
        if path:
            with pytest.raises(CaseError):
                folder.overlay({path: 1, "horizon": "no number"})


def test_keys_that_hold_dots_are_found_the_longest_first():
    data = {"a": {"b": 1}, "a.b": {"c": 2}, "a.b.c": 3}
    assert look(data, "a.b.c") == 3
    assert look(data, "a.b") == {"c": 2}
    put(data, "a.b.d", 4)
    assert data["a.b"] == {"c": 2, "d": 4}
