"""Lists in a YAML text: items moved, dropped, put in and renamed keep their lines and comments."""

import copy
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tracktwo.case as tc
from tracktwo.case.yaml.text import YamlText
from tracktwo.case.yaml.value import same

CASES = Path(tc.__file__).parent.parent / "cases"
TEXTS = [(p / "case.yaml").read_text("utf-8") for p in sorted(CASES.iterdir())]

ACTORS = """\
# head
actors:
  # the first
  - id: one
    name: One   # so called
  - id: two
    name: Two

  # the third
  - id: three
    name: Three
# foot
horizon: 12
"""


def became(text, data):
    edited = YamlText(text)
    edited.become(data)
    new = edited.result()
    assert same(YamlText(new).data, data)
    return new


def data_of(text):
    return copy.deepcopy(YamlText(text).data)


def test_an_item_moves_with_its_comments():
    data = data_of(ACTORS)
    data["actors"].reverse()
    assert became(ACTORS, data) == """\
# head
actors:

  # the third
  - id: three
    name: Three
  - id: two
    name: Two
  # the first
  - id: one
    name: One   # so called
# foot
horizon: 12
"""  # fmt: skip


def test_an_item_goes_and_another_comes():
    data = data_of(ACTORS)
    del data["actors"][1]
    data["actors"].insert(1, {"id": "new", "name": "New", "aliases": ["a", "b"]})
    data["actors"].append({"id": "last", "name": "Last"})
    new = became(ACTORS, data)
    lines = new.splitlines()
    kept = [line for line in ACTORS.splitlines() if "wo" not in line]
    assert [line for line in lines if line in kept] == kept
    assert lines.index("  - id: new") < lines.index("  # the third")


def test_a_renamed_item_stays_where_it_is():
    data = data_of(ACTORS)
    data["actors"][1] |= {"id": "deux"}
    assert became(ACTORS, data) == ACTORS.replace("id: two", "id: deux")


def test_the_last_item_goes_and_the_list_is_empty():
    data = data_of(ACTORS)
    data["actors"] = []
    assert data_of(became(ACTORS, data))["actors"] == []


def test_without_a_line_break_at_the_end():
    text = "list:\n  - id: a\n  - id: b"
    data = {"list": [{"id": "b"}, {"id": "a"}]}
    assert became(text, data) == "list:\n  - id: b\n  - id: a"


def test_with_windows_line_breaks():
    text = ACTORS.replace("\n", "\r\n")
    data = data_of(text)
    data["actors"].insert(0, {"id": "new", "name": "New"})
    new = became(text, data)
    assert new.count("\n") == new.count("\r\n")


def lists_of(data, trail=()):
    if isinstance(data, dict):
        for key, value in data.items():
            yield from lists_of(value, (*trail, key))
    elif isinstance(data, list):
        if data:
            yield trail
        for n, value in enumerate(data):
            yield from lists_of(value, (*trail, n))


@pytest.mark.parametrize("text", TEXTS)
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(drawn=st.data())
def test_any_list_of_a_case_becomes_any_other(text, drawn):
    data = data_of(text)
    trail = drawn.draw(st.sampled_from(list(lists_of(data))))
    at = data
    for part in trail[:-1]:
        at = at[part]
    items = at[trail[-1]]
    new = drawn.draw(st.permutations(items))[: drawn.draw(st.integers(0, len(items)))]
    if isinstance(items[0], dict) and drawn.draw(st.booleans()):
        new.insert(0, {"id": "put-in", "name": "it's: new", "all": [1, {"a": None}]})
    at[trail[-1]] = new
    changed = became(text, data)
    # What stands outside the list is not touched.
    head = text[: YamlText(text)._node(trail).start].rsplit("\n", 1)[0]
    assert changed.startswith(head)
