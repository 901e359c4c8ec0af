"""Saving changes the characters of a value and no other byte."""

import hashlib
import os
import shutil
import string
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import tracktwo.case as tc
from tracktwo.case.document import parse
from tracktwo.case.format.stances import is_word
from tracktwo.case.paths import PathError, put
from tracktwo.case.tables import read_rows, with_cells
from tracktwo.case.yaml.text import edit_yaml
from tracktwo.case.yaml.value import flow

CASES = Path(tc.__file__).parent.parent / "cases"
YAML = (CASES / "two-valleys" / "case.yaml").read_text("utf-8")

words = st.text(string.ascii_lowercase, min_size=1, max_size=6)
texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)
scalars = st.one_of(
    st.integers(-(10**15), 10**15),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.none(),
    texts,
    st.sampled_from(["NO", "1_0", "12:30", "on", "~", "2023-04-01", "0x1", "a: b", "a #b", "- x"]),
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(CASES / "two-valleys", tmp_path / "case")


def bytes_of(folder):
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def plain(text):
    root, problems = parse(text, "t")
    assert problems == []
    return root.plain()


@given(values)
@example("a\x85b")
@example("\u2028")
@example("\ufeff")
@example(1e300)
def test_every_value_reads_back_as_written(value):
    assert plain(f"a: {flow(value)}\nb: [{flow(value)}]") == {"a": value, "b": [value]}


def leaves(node):
    children = list(node.children())
    if not children:
        yield node
    for _, child in children:
        yield from leaves(child)


ROOT, _ = parse(YAML, "case.yaml")
# A stance's word takes along what was said with it: tests/case/test_stances_changed.py.
LEAVES = [leaf for leaf in leaves(ROOT) if not is_word(leaf.path)]


@settings(max_examples=30)
@given(st.sampled_from(LEAVES), scalars.filter(lambda v: v is not None))
def test_setting_one_value_changes_only_its_characters(leaf, value):
    edited = edit_yaml(YAML, leaf.path, value)
    head, tail = YAML[: leaf.start], YAML[leaf.end :]
    if leaf.style in {"|", ">"}:
        tail = tail.lstrip("\n")
    assert edited.startswith(head)
    assert edited.endswith(tail)
    meant = plain(YAML)
    put(meant, leaf.path, value)
    assert plain(edited) == meant


LAYOUT = """\
# top
a:
b:   # c
  - x  # d
  - y

# e
c: >-
  fold me

  para

# f
d: plain
  multi  # g
e: {q: , r: [1, 2 ], s: {}}
f: 'x''y'
g: |
  k


h:
- id: one
  w: 4   # four
-   id: two
    w: 5
i: []   # none
j:
  k: 1
  # the last word
"""
PATHS = ["a", "b", "b.0", "b.1", "c", "d", "e", "e.q", "e.r", "e.r.1", "e.s", "e.new", "f", "g",
         "h", "h.one", "h.one.w", "h.two.w", "h.two.new", "i", "j", "j.k", "j.new", "j.new.deep",
         "e.s.new", "new"]  # fmt: skip


@settings(max_examples=200)
@given(st.sampled_from(PATHS), values, st.booleans())
def test_any_value_anywhere_says_what_was_meant(path, value, windows):
    text = LAYOUT.replace("\n", "\r\n") if windows else LAYOUT
    meant = plain(text)
    put(meant, path, value)
    assert plain(edit_yaml(text, path, value)) == meant


@pytest.mark.parametrize(
    ("path", "value", "before", "after"),
    [
        ("a", 1, "a:\n", "a: 1\n"),
        ("b.0", "z", "  - x  # d\n", "  - z  # d\n"),
        ("e.r", [3], "[1, 2 ]", "[3]"),
        ("e.new", 7, "s: {}}", "s: {}, new: 7}"),
        ("h.one.w", 4.5, "  w: 4   # four\n", "  w: 4.5   # four\n"),
        ("j.new", "on", "  k: 1\n", "  k: 1\n  new: on\n"),
        ("i", ["x"], "i: []   # none", "i: [x]   # none"),
        ("d", "no: yes", "plain\n  multi  # g", '"no: yes"  # g'),
        ("c", "x", ">-\n  fold me\n\n  para\n\n# f", "x\n\n# f"),
        ("h.three", {"w": 6}, "    w: 5\n", "    w: 5\n- {id: three, w: 6}\n"),
    ],
)
def test_layout_and_comments_stay(path, value, before, after):
    assert LAYOUT.count(before) == 1
    assert edit_yaml(LAYOUT, path, value) == LAYOUT.replace(before, after)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("a: 1\n", "a: 1\nstances: [{actor: x, on: [y, z], stance: silent}]\n"),
        ("stances: []  # none\n", "stances: [{actor: x, on: [y, z], stance: silent}]  # none\n"),
        (
            "stances:\n  - actor: x  # first\n    on: [w]\n    stance: doubts\nb: 2\n",
            (
                "stances:\n  - actor: x  # first\n    on: [w]\n    stance: doubts\n"
                "  - {actor: x, on: [y, z], stance: silent}\nb: 2\n"
            ),
        ),
        (
            "stances:\n  - {actor: x, on: [y, z], stance: doubts, note: why}\n",
            "stances:\n  - {actor: x, on: [y, z], stance: silent}\n",
        ),
    ],
)
def test_a_stance_is_added_where_its_actor_has_declared_none(text, after):
    meant = plain(text)
    put(meant, "stances.x.y+z.stance", "silent")
    assert edit_yaml(text, "stances.x.y+z.stance", "silent").rstrip() == after.rstrip()
    assert plain(after) == meant


def test_a_new_stance_is_checked_like_any_other(worked):
    tried = worked.overlay({"stances.un.opening.stance": "supports"})
    assert [s.stance for s in tried.stances if s.actor == "un" and s.on == ["opening"]] == [
        "supports"
    ]
    for path, value, words in (
        ("stances.nobody.opening.stance", "supports", "unknown actor"),
        ("stances.un.nowhere.stance", "supports", "unknown milestone or stage"),
        ("stances.un.opening.stance", "likes", "should be one of"),
    ):
        with pytest.raises(tc.CaseError, match=words):
            worked.overlay({path: value})


def test_a_stance_on_several_steps_changes_for_one_of_them(worked):
    def said(case):
        return {(on, s.stance) for s in case.stances if s.actor == "un" for on in s.on}

    before = said(worked.case)
    assert {("delegation", "silent"), ("office", "silent")} <= before
    tried = worked.overlay({"stances.un.office.stance": "supports"})
    assert said(tried) == before - {("office", "silent")} | {("office", "supports")}
    assert said(worked.overlay({"stances.un.office.stance": "silent"})) == before


def test_such_a_change_is_written_so():
    text = "stances:\n  - actor: x\n    on: [y, z]  # both\n    stance: silent\n"
    after = edit_yaml(text, "stances.x.z.stance", "doubts")
    assert plain(after)["stances"] == [
        {"actor": "x", "on": ["y"], "stance": "silent"},
        {"actor": "x", "on": ["z"], "stance": "doubts"},
    ]
    assert "# both" in after


def test_a_number_at_a_row_is_its_position(worked):
    tried = worked.overlay({"positions.taliban.rule": 30})
    assert tried == worked.overlay({"positions.taliban.rule.position": 30})
    assert tried != worked.case


@pytest.mark.parametrize("path", ["h.three", "h.three.w", "b.x.y", "", ".", "a..b", "f.x.y"])
def test_a_path_that_leads_nowhere_is_refused(path):
    with pytest.raises(PathError):
        edit_yaml(LAYOUT, path, 1)


def test_saving_nothing_touches_nothing(folder):
    before = bytes_of(folder)
    times = {p: p.stat().st_mtime_ns for p in folder.rglob("*")}
    saved = tc.save(tc.load(folder), {})
    assert bytes_of(folder) == before
    assert {p: p.stat().st_mtime_ns for p in folder.rglob("*")} == times
    assert saved.digest == tc.load(folder).digest


def test_saving_a_value_keeps_every_other_byte(folder):
    before = (folder / "case.yaml").read_bytes()
    saved = tc.save(tc.load(folder), {"levers.grain.schedule.ramp": 5, "horizon": 24})
    assert before.count(b"ramp: 3  ") == 1
    after = before.replace(b"ramp: 3  ", b"ramp: 5  ").replace(b"horizon: 36 ", b"horizon: 24 ")
    assert (folder / "case.yaml").read_bytes() == after
    assert saved.case.horizon == 24
    assert saved.case.levers[0].schedule.ramp.mode == 5


def test_positions_are_saved_in_their_cells(folder):
    before = (folder / "positions.csv").read_text("utf-8")
    tc.save(
        tc.load(folder),
        {
            "positions.upper.water.position": [41, 52.5, 60],
            "positions.abbey.water.salience": {"value": 33, "why": "Asked, and said so"},
        },
    )
    after = (folder / "positions.csv").read_text("utf-8")
    assert after == before.replace("upper,water,40,50,60,", "upper,water,41,52.5,60,").replace(
        "neither side,,10,30,50,Assumed", 'neither side,,,33,,"Asked, and said so"'
    )


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_byte_order_marks_stay(folder, ending, bom):
    for name in ("case.yaml", "positions.csv"):
        text = (folder / name).read_text("utf-8").replace("\n", ending)
        (folder / name).write_bytes(bom + text.encode())
    before = {name: (folder / name).read_bytes() for name in ("case.yaml", "positions.csv")}
    tc.save(tc.load(folder), {"horizon": 24, "positions.abbey.water.position": [44, 50, 55]})
    assert (folder / "case.yaml").read_bytes() == before["case.yaml"].replace(
        b"horizon: 36", b"horizon: 24"
    )
    assert (folder / "positions.csv").read_bytes() == before["positions.csv"].replace(
        b"water,45,50,55", b"water,44,50,55"
    )


def test_a_file_that_others_changed_is_not_overwritten(folder):
    loaded = tc.load(folder)
    path = folder / "case.yaml"
    path.write_bytes(path.read_bytes() + b"# mine\n")
    before = bytes_of(folder)
    with pytest.raises(tc.CaseError) as caught:
        tc.save(loaded, {"horizon": 24})
    assert str(caught.value) == (
        "case.yaml: changed on disk since it was loaded; load it again, then save"
    )
    assert bytes_of(folder) == before


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"actors.uper.capability": 3},
            "case.yaml actors.uper.capability: unknown actor 'uper' in actors; did you mean upper?",
        ),
        (
            {"actors.upper.capability": 300},
            "case.yaml actors.upper.capability: should lie between 0 and 100 (got 300)",
        ),
        (
            {"horizon": 24, "levers.grain.targets": ["nobody"]},
            (
                "case.yaml levers.grain.targets.0: unknown actor 'nobody'; "
                "there are: abbey, bray, lower, upper"
            ),
        ),
    ],
)
def test_a_change_that_makes_no_valid_case_writes_nothing(folder, changes, message):
    before = bytes_of(folder)
    with pytest.raises(tc.CaseError) as caught:
        tc.save(tc.load(folder), changes)
    assert str(caught.value).splitlines()[0] == message
    assert bytes_of(folder) == before


def test_nothing_is_left_half_written(folder, monkeypatch):
    loaded = tc.load(folder)
    before = bytes_of(folder)

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(tc.CaseError, match="cannot be written"):
        tc.save(loaded, {"horizon": 24, "positions.abbey.water.position": 51})
    assert bytes_of(folder) == before


@given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=8),
                 min_size=3, max_size=3),
        min_size=1, max_size=4,
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=8),
    st.integers(0, 2),
)  # fmt: skip
def test_a_cell_is_changed_and_the_others_are_not(rows, new, column):
    import csv  # noqa: PLC0415
    import io  # noqa: PLC0415

    rows = [["x", *row] for row in rows]  # no blank records
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    read, problems = read_rows(out.getvalue(), "t.csv")
    assert problems == []
    edited = with_cells(out.getvalue(), read[-1], {column + 1: new})
    rows[-1][column + 1] = new
    assert list(csv.reader(io.StringIO(edited, newline=""))) == rows


def test_the_digest_is_of_content_not_layout(folder):
    first = tc.load(folder).digest
    path = folder / "case.yaml"
    path.write_text(path.read_text("utf-8") + "\n# a remark\n", "utf-8")
    assert tc.load(folder).digest == first
    tc.save(tc.load(folder), {"horizon": 35})
    assert tc.load(folder).digest != first
    assert len(bytes.fromhex(first)) == hashlib.sha256().digest_size


def changed(folder, file, *swaps):
    text = (folder / file).read_bytes()
    for old, new in swaps:
        assert text.count(old) == 1
        text = text.replace(old, new)
    (folder / file).write_bytes(text)
    return text


@pytest.mark.parametrize("why", ["a\0b", "a\ud800b", "x" * 2001, "\0"])
@pytest.mark.parametrize("path", ["positions.upper.water.position", "actors.upper.capability"])
def test_a_refused_save_leaves_every_byte(folder, path, why):
    before = bytes_of(folder)
    with pytest.raises(tc.CaseError):
        tc.save(tc.load(folder), {path: {"value": 41, "why": why}, "horizon": 24})
    assert bytes_of(folder) == before
    assert tc.load(folder).case.horizon == 36


def test_quotes_that_do_not_exist_are_refused_before_anything_is_written(folder):
    before = bytes_of(folder)
    for path in ("positions.upper.water.position", "actors.upper.capability"):
        with pytest.raises(tc.CaseError, match="unknown quote 'nothing'"):
            tc.save(tc.load(folder), {path: {"value": 41, "evidence": ["nothing"]}})
    assert bytes_of(folder) == before


def test_quotes_at_fault_by_now_stop_a_save(folder):
    loaded = tc.load(folder)
    text = changed(folder, "evidence.jsonl", (b"was willing to host", b"was eager to host"))
    with pytest.raises(tc.CaseError, match=r"evidence\.jsonl: changed on disk"):
        tc.save(loaded, {"horizon": 24})
    assert (folder / "evidence.jsonl").read_bytes() == text
    assert b"horizon: 36" in (folder / "case.yaml").read_bytes()


@pytest.mark.parametrize("kind", ["quoted", "blank first", "spaced", "blank within"])
def test_a_table_that_loads_can_be_saved(folder, kind):
    path = folder / "positions.csv"
    header, *rest = path.read_text("utf-8").splitlines(keepends=True)
    if kind == "quoted":
        header = ",".join(f'"{name.strip()}"' for name in header.split(",")) + "\n"
    elif kind == "blank first":
        header = f"\n , ,\n{header}"
    elif kind == "spaced":
        header = header.replace(",", " , ").upper()
    else:
        rest.insert(1, "\n")
    before = header + "".join(rest)
    path.write_text(before, "utf-8")
    saved = tc.save(tc.load(folder), {"positions.lower.water.position": [61, 75, 95]})
    assert path.read_text("utf-8") == before.replace("lower,water,60,75,95", "lower,water,61,75,95")
    assert saved.digest == tc.load(folder).digest


def test_a_full_disk_is_told_by_its_reason(folder, monkeypatch):
    loaded = tc.load(folder)

    def full(_descriptor):
        raise OSError(28, "No space left on device", str(folder / ".tracktwo-0.new"))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(tc.CaseError) as caught:
        tc.save(loaded, {"horizon": 24})
    assert str(caught.value) == "case.yaml: cannot be written (No space left on device)"


@pytest.mark.parametrize(
    ("value", "after"),
    [
        (35, "      value: 35\n      why: The smaller valley, with the richer merchants.\n"),
        ([31, 40, 50], "      range: [31, 40, 50]\n      why: The smaller valley"),
        ({"value": 35}, "      value: 35\n"),
        ({"value": 35, "why": "New"}, "      value: 35\n      why: New\n"),
    ],
)
def test_the_reason_of_a_number_stays_when_only_the_number_is_written(folder, value, after):
    before = (folder / "case.yaml").read_text("utf-8")
    saved = tc.save(tc.load(folder), {"actors.upper.capability": value})
    text = (folder / "case.yaml").read_text("utf-8")
    assert after in text
    why = next(a for a in saved.case.actors if a.id == "upper").capability.why
    assert (why or "").startswith(
        value.get("why", "") if isinstance(value, dict) else "The smaller valley"
    )
    kept = [line for line in before.splitlines() if "range: [30, 40, 50]" not in line]
    if not isinstance(value, dict):
        assert set(kept) <= set(text.splitlines())


def test_a_range_for_a_number_in_positions_keeps_its_reason_and_its_quotes(folder):
    was = tc.load(folder).value("positions.upper.water.position")
    tc.save(tc.load(folder), {"positions.upper.water.position": 44})
    now = tc.load(folder).value("positions.upper.water.position")
    assert now == {"value": 44.0} | {k: v for k, v in was.items() if k != "range"}
    assert now.get("evidence")
