"""Any edits of any text: it says what was meant, and what nobody touched is the same."""

import copy
import string

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tracktwo.case.document import parse
from tracktwo.case.paths import PathError
from tracktwo.case.yaml.text import YamlText
from tracktwo.case.yaml.value import same

LAYOUT = """\
# top
title: 'x''y'   # quoted
actors:
  - id: one
    name: First   # of all
    roles: [a, b]
    evidence: []   # none yet
  # About the second.
  -   id: two
      name: >-
        folded

        twice
  - {id: three, roles: [ c ], last: }

# What about.
issues: []   # none
flow: {q: , r: [1, 2 ], s: {}}
empty:
deep:
- - 1
  - 2
-
  - 3
text: |
  kept


# The last word.
"""
words = st.sampled_from(["id", "name", "no", "12:30", "~", "a: b", "#", "é", "1.5", "two", "x"])
scalars = st.one_of(
    st.integers(-99, 99), st.floats(-5, 5), st.booleans(), st.none(), words,
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=140),
    st.text(string.printable, max_size=30),
)  # fmt: skip
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)
LISTS = [("actors",), ("issues",), ("deep",), ("new",), ("empty",), ("flow", "r"), ("flow", "new"),
         ("actors", 0, "roles"), ("actors", 0, "evidence"), ("actors", 1, "roles"),
         ("actors", 2, "roles"), ("actors", 2, "new"), ("deep", 0), ("deep", 1)]  # fmt: skip
edits = st.one_of(
    st.tuples(st.just("add"), st.sampled_from(LISTS), st.lists(values, min_size=1, max_size=3)),
    st.tuples(st.just("put_entry"), st.sampled_from(
        ["title", "actors", "issues", "flow", "empty", "text", "fresh", "a: b", "NO", "1.5"]
    ), values),
    st.tuples(st.just("drop_entry"), st.sampled_from(
        ["title", "actors", "issues", "flow", "empty", "deep", "text", "fresh"]
    ), st.none()),
    st.tuples(st.just("set"), st.sampled_from(
        ["title", "actors.one.name", "actors.two.name", "actors.three.last", "flow.q", "flow.r.0",
         "flow.s.x", "actors.one", "actors.four", "issues", "empty.a.b", "deep.0.1"]
    ), values),
)  # fmt: skip


def plain(text):
    root, problems = parse(text, "t")
    assert problems == [], text
    return root.plain()


def meant(data, what, where, value):
    """Do the same to plain values; False where it cannot be done."""
    if what == "add":
        at = data
        for part in where[:-1]:
            if not (isinstance(at, dict) and part in at) and not (
                isinstance(at, list) and isinstance(part, int) and part < len(at)
            ):
                return False
            at = at[part]
        last = where[-1]
        if isinstance(at, list):
            if not isinstance(last, int) or last >= len(at) or not isinstance(at[last], list):
                return False
        elif not isinstance(at, dict) or not isinstance(at.get(last), list | type(None)):
            return False
        if value:
            at[last] = [*((at[last] if isinstance(at, list) else at.get(last)) or []), *value]
    elif what == "put_entry":
        key = next((key for key in data if str(key) == where), where)
        data[key] = value
    elif what == "drop_entry":
        if where not in data:
            return False
        del data[where]
    return True


@settings(max_examples=200)
@given(st.lists(edits, min_size=1, max_size=4), st.sampled_from(["\n", "\r\n"]), st.booleans())
@example(
    made=[("add", ("issues",), [{"id": "a"}]), ("add", ("issues",), ["b"])], newline="\n", cut=False
)
@example(
    made=[("add", ("actors",), ["x"]), ("add", ("actors", 2, "roles"), ["d"])],
    newline="\n",
    cut=False,
)
def test_the_text_says_what_was_meant_after_any_edits(made, newline, cut):
    text = LAYOUT.rstrip("\n") if cut else LAYOUT
    text = text.replace("\n", newline)
    yaml = YamlText(text)
    before = copy.deepcopy(yaml.data)
    data = plain(text)
    for what, where, value in made:
        if what == "set":
            try:
                yaml.set(where, value)
            except PathError:
                return  # it leads nowhere, or holds nothing to change: refused, nothing done
            data = copy.deepcopy(yaml.data)
            continue
        if not meant(data, what, where, value):
            with pytest.raises(PathError):
                getattr(yaml, what)(*((where,) if what == "drop_entry" else (where, value)))
            return
        getattr(yaml, what)(*((where,) if what == "drop_entry" else (where, value)))
        assert_same(yaml.data, data)
    after = yaml.result()
    if data:
        assert_same(plain(after), data)
    untouched = {str(key) for key in before if key in data and data[key] == before[key]}
    for key in untouched - {str(where[0] if what == "add" else where.split(".")[0])
                            for what, where, _ in made}:  # fmt: skip
        assert lines_of(text, key, newline) in after


def assert_same(one, other):
    assert same(one, other), (one, other)


def lines_of(text, key, newline):
    """Return the lines of one entry of the layout, comments within it included."""
    lines = text.split(newline)
    start = next(n for n, line in enumerate(lines) if line.startswith(f"{key}:"))
    inside = [lines[start]]
    for line in lines[start + 1 :]:
        if line and line[0] not in " -":
            break
        inside.append(line)
    while not inside[-1].strip():
        inside.pop()
    return newline.join(inside)


@settings(max_examples=60)
@given(st.sampled_from(["title", "actors", "issues", "flow", "empty", "deep", "text"]))
def test_what_is_dropped_goes_with_its_lines_and_no_others(name):
    yaml = YamlText(LAYOUT)
    yaml.drop_entry(name)
    gone = lines_of(LAYOUT, name, "\n")
    assert yaml.result() == LAYOUT.replace(f"{gone}\n", "")


@pytest.mark.parametrize(
    ("trail", "items", "before", "after"),
    [
        (("issues",), [{"id": "w", "scale": {0: "none", 100: "all"}}],
         "issues: []   # none\n",
         "issues:   # none\n  - id: w\n    scale: {0: none, 100: all}\n"),
        (("actors",), [{"id": "new", "name": "New"}],
         "last: }\n", "last: }\n  - {id: new, name: New}\n"),
        (("actors", 0, "roles"), ["c"], "[a, b]", "[a, b, c]"),
        (("actors", 2, "roles"), ["d"], "[ c ]", "[ c, d ]"),
        (("actors", 0, "evidence"), ["e"], "evidence: []   # none yet",
         "evidence: [e]   # none yet"),
        (("actors", 0, "aliases"), ["e"], "# none yet\n", "# none yet\n    aliases: [e]\n"),
        (("empty",), ["e"], "empty:\n", "empty:\n  - e\n"),
    ],
)  # fmt: skip
def test_items_are_added_where_one_would_write_them(trail, items, before, after):
    yaml = YamlText(LAYOUT)
    yaml.add(trail, items)
    assert LAYOUT.count(before) == 1
    assert yaml.result() == LAYOUT.replace(before, after)


def test_a_long_item_is_laid_over_lines():
    yaml = YamlText("actors:\n- id: a\n")
    yaml.add(("actors",), [{"id": "b", "description": "word " * 40, "roles": [{"role": "r"}]}])
    text = yaml.result()
    assert max(map(len, text.splitlines())) <= 104
    assert text.startswith("actors:\n- id: a\n- id: b\n  description:")


def test_only_what_differs_in_a_mapping_is_touched():
    text = "a:\n  value: 3  # guess\n  why: old   # who\n  evidence: [x]\n"
    yaml = YamlText(text)
    yaml.set("a", {"range": [1, 2, 3], "why": "old", "evidence": ["x", "y"]})
    assert yaml.result() == text.replace("value: 3", "range: [1, 2, 3]").replace("[x]", "[x, y]")


@pytest.mark.parametrize(
    "text", ["a: [", "", "- a\n", "a\n", "# nothing\n", "a: *b\n", "a: 1\na: 2\n"]
)
def test_a_text_that_does_not_parse_is_not_edited(text):
    with pytest.raises(PathError):
        YamlText(text)


def test_a_byte_order_mark_stays():
    yaml = YamlText("\ufeffa: 1\n")
    yaml.set("a", 2)
    assert yaml.result() == "\ufeffa: 2\n"


@pytest.mark.parametrize("text", ["{a}\n", "? a\n", "{a, b}\n", "a: {b}\n"])
def test_a_key_without_a_colon_is_edited_or_left_to_a_person(text):
    for change in (lambda yaml: yaml.put_entry("a", 1), lambda yaml: yaml.drop_entry("a"),
                   lambda yaml: yaml.set("a.b", 1)):  # fmt: skip
        yaml = YamlText(text)
        try:
            change(yaml)
            after = yaml.result()
        except PathError:
            continue
        assert same(plain(after) if after.strip() else {}, yaml.data)
