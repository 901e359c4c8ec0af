"""Each way to break a case folder, and exactly what is said about it."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tracktwo.case as tc

CASE = Path(tc.__file__).parent.parent / "cases" / "two-valleys"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.delenv("TRACKTWO_SOURCES", raising=False)
    return shutil.copytree(CASE, tmp_path / "case")


def problems_of(folder, **options):
    """Return the problems that loading raises, or the notes if it succeeds."""
    try:
        return [str(p) for p in tc.load(folder, **options).notes]
    except tc.CaseError as error:
        problems = error.problems
    assert any(problem.severity == "error" for problem in problems)
    return [str(problem) for problem in problems]


def change(folder, file, *swaps):
    path = folder / file
    text = path.read_text("utf-8")
    for old, new in swaps:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


# (what, file, [(old, new), ...], [messages])
BROKEN = json.loads((Path(__file__).parent / "broken.json").read_text("utf-8"))
BASE = CASE / "case.yaml"
YAML = BASE.read_text("utf-8")


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken["what"])
def test_says_exactly_what_is_wrong(folder, broken):
    change(folder, broken["file"], *broken["swaps"])
    assert problems_of(folder) == broken["says"]


def test_the_unbroken_case_has_no_problems(folder):
    assert problems_of(folder) == []


def test_a_path_without_a_folder(tmp_path):
    assert problems_of(tmp_path / "nowhere") == [
        (
            f"{tmp_path}/nowhere: there is no such folder; "
            "a case is a folder with case.yaml, positions.csv, evidence.jsonl and sources/"
        )
    ]
    (tmp_path / "file").touch()
    assert problems_of(tmp_path / "file") == [
        (
            f"{tmp_path}/file: is not a folder; "
            "a case is a folder with case.yaml, positions.csv, evidence.jsonl and sources/"
        )
    ]


def test_an_empty_folder_lacks_three_files(tmp_path):
    assert problems_of(tmp_path) == [
        "case.yaml: is missing",
        "evidence.jsonl: is missing",
        "positions.csv: is missing",
    ]


@pytest.mark.parametrize("file", ["case.yaml", "positions.csv", "evidence.jsonl"])
class TestEachFile:
    def test_missing(self, folder, file):
        (folder / file).unlink()
        assert f"{file}: is missing" in problems_of(folder)

    def test_a_folder_in_its_place(self, folder, file):
        (folder / file).unlink()
        (folder / file).mkdir()
        assert f"{file}: is not a file" in problems_of(folder)

    def test_ten_megabytes_of_nonsense(self, folder, file):
        (folder / file).write_bytes(os.urandom(1000) * 10_000)
        limit = {"evidence.jsonl": "8.0"}.get(file, "2.0")
        assert problems_of(folder)[0].startswith(
            f"{file}: is too large (10.0 MB); at most {limit} MB are read"
        )

    def test_not_utf8(self, folder, file):
        path = folder / file
        path.write_bytes(path.read_bytes() + b"\n# caf\x81\n")
        line = path.read_bytes().count(b"\n")
        message = f"{file}:{line}: is not UTF-8 (byte 0x81); save it as UTF-8"
        assert problems_of(folder) == [message]

    def test_nul(self, folder, file):
        path = folder / file
        path.write_bytes(path.read_bytes() + b"\n\0\n")
        line = path.read_bytes().count(b"\n")
        message = f"{file}:{line}: holds a NUL character; save it as plain text"
        assert problems_of(folder) == [message]

    def test_empty(self, folder, file):
        (folder / file).write_bytes(b"")
        first = {
            "case.yaml": "case.yaml: the file is empty; a case starts with `format: 1`",
            "positions.csv": (
                "positions.csv:1: the file is empty; "
                "its first line is actor,issue,position,salience"
            ),
            "evidence.jsonl": (
                "case.yaml:28:20 actors.upper.roles.0.evidence.0: unknown quote 'ready-to-sit'"
            ),
        }
        assert problems_of(folder)[0] == first[file]

    def test_a_link_that_leaves_the_folder(self, folder, file):
        outside = folder.parent / "outside"
        (folder / file).rename(outside)
        (folder / file).symlink_to(outside)
        message = f"{file}: leads outside the case folder; put the file itself there"
        assert problems_of(folder) == [message]

    def test_a_link_to_itself(self, folder, file):
        (folder / file).unlink()
        (folder / file).symlink_to(file)
        message = f"{file}: leads outside the case folder; put the file itself there"
        assert problems_of(folder) == [message]

    def test_a_byte_order_mark_is_no_problem(self, folder, file):
        path = folder / file
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
        assert problems_of(folder) == []

    def test_windows_line_ends_are_no_problem(self, folder, file):
        path = folder / file
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
        assert problems_of(folder) == []


def test_a_text_that_is_linked_from_outside(folder):
    outside = folder.parent / "outside.txt"
    (folder / "sources/valley-herald.txt").rename(outside)
    (folder / "sources/valley-herald.txt").symlink_to(outside)
    assert problems_of(folder)[0] == (
        "sources/valley-herald.txt: leads outside the case folder; put the file itself there"
    )


def test_sources_that_are_linked_from_outside(folder):
    (folder / "sources").rename(folder.parent / "elsewhere")
    (folder / "sources").symlink_to(folder.parent / "elsewhere")
    assert "sources: leads outside the case folder" in problems_of(folder)


FIELDS = (
    "actors, alternatives, as_of, focus, format, harm_limit, horizon, id, issues, levers, "
    "meetings, model, ..."
)


def test_what_a_terminal_would_obey_is_shown_and_not_sent(folder):
    change(folder, "case.yaml", ("title: Two", '"\\e[31m\\nred": 1\ntitle: Two'))
    assert problems_of(folder) == [
        r"case.yaml:12:1 \x1b[31m\nred: unknown field '\x1b[31m\nred'; there are: " + FIELDS
    ]


def test_a_list_for_a_case(folder):
    (folder / "case.yaml").write_text("- a\n", "utf-8")
    assert problems_of(folder) == [
        "case.yaml:1:1: should be a mapping; a case starts with `format: 1`"
    ]


def test_a_problem_in_one_file_hides_none_in_another(folder):
    change(folder, "case.yaml", ("  - id: bray", "  - id: [bray"))
    change(folder, "positions.csv", ("60,75,95,It", "95,75,60,It"), ("40,50,60,Its", "x,50,60,Its"))
    change(folder, "evidence.jsonl", ("willing to host", "eager to host"))
    change(folder, "sources/valley-herald.json", ('"title"', '"titel"'))
    assert problems_of(folder) == [
        (
            "case.yaml:54:9: the bracket [ that opens here is not closed; write ] where it ends, "
            "as [bray] (the line reads: - id: [bray)"
        ),
        (
            "evidence.jsonl:8 abbey-hosts: is not in the source, word for word: "
            "'was eager to host a meeting'; the nearest text is 'was willing to host a meeting'"
        ),
        "positions.csv:2:15 positions.upper.water.position: should be a number (got 'x')",
        (
            "positions.csv:3:16 positions.lower.water.position: a range runs low <= mode <= high "
            "(got [95, 75, 60]; in order: [60, 75, 95])"
        ),
        "sources/valley-herald.json title: is missing or not text",
    ]


def test_a_fault_in_the_format_hides_no_fault_in_sense(folder):
    change(
        folder,
        "case.yaml",
        ("range: [30, 40, 50]", "range: [30, 40, 200]"),
        ("    stance: supports", "    stance: support"),
        ("consent: {all: [upper, lower]}", "consent: {all: [upper, lowr]}"),
        ("title: Two valleys and one river\n", ""),
        ("until_milestone: meeting", "until_milestone: meetin"),
        ("roadmap.stages.office.name: An", "roadmap.stages.offce.name: An"),
        ("signed.ease: {range: [0, 0.5, 1]", "signed.ease: {range: [0, 0.5, 100]"),
    )
    assert [message.partition(": ")[0] for message in problems_of(folder)] == [
        "case.yaml:10:1 title",
        "case.yaml:31:7 actors.upper.capability",
        "case.yaml:96:34 roadmap.stages.talks.milestones.meeting.consent.all.1",
        "case.yaml:132:13 stances.abbey.host.stance",
        "case.yaml:147:22 levers.grain.until_milestone",
        "case.yaml:182:7 alternatives.no-office > roadmap.stages.offce.name",
    ]


def test_an_alias_bomb_takes_no_time(folder):
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 12)]
    (folder / "case.yaml").write_text("\n".join(lines), "utf-8")
    assert problems_of(folder) == [
        "case.yaml:1:5: anchors are not allowed (&a0); write the value out where it is used"
    ]


@pytest.mark.parametrize(
    "nest",
    ["[" * 100_000, "{a: " * 30_000, "\n".join(" " * i + "a:" for i in range(900)), "- " * 50_000],
)
def test_extreme_nesting_is_refused(folder, nest):
    (folder / "case.yaml").write_text(nest, "utf-8")
    [message] = problems_of(folder)
    assert re.fullmatch(
        r"case.yaml:\d+:\d+: nested more than 40 levels deep; a case needs about ten", message
    )


@pytest.mark.parametrize("mark", ["&", "x: ", "? a\n", "{", "'", "\n"])
def test_nonsense_of_one_mark_is_refused(folder, mark):
    (folder / "case.yaml").write_text(mark * (20_000 // len(mark)), "utf-8")
    assert 1 <= len(problems_of(folder)) <= 501


def test_a_tag_as_long_as_the_file_takes_no_time(folder):
    (folder / "case.yaml").write_text("!" * 1_900_000, "utf-8")
    began = time.monotonic()
    assert problems_of(folder) == [
        "case.yaml: a tag of more than 1,000 characters; tags are not allowed"
    ]
    assert time.monotonic() - began < 10, "the parser would need minutes"


def test_more_problems_than_anyone_reads_are_counted(folder):
    (folder / "evidence.jsonl").write_text("{\n" * 2000, "utf-8")
    messages = problems_of(folder)
    assert len(messages) == 501
    assert re.fullmatch(r"\.\.\.: and 1,5\d\d more problems", messages[-1])


def test_nested_json_is_refused(folder):
    with (folder / "evidence.jsonl").open("a") as file:
        file.write('{"id": ' + "[" * 100_000 + "\n")
    assert problems_of(folder)[-1].startswith("evidence.jsonl:11")
    (folder / "sources/deep.json").write_text("[" * 100_000)
    assert any(message.startswith("sources/deep.json") for message in problems_of(folder))


PIECES = st.sampled_from(
    ["[", "]", "{", "}", ":", ": ", "- ", "\n", "\n  ", "'", '"', "#", "&a", "*a", "!!int ", "|",
     ">", "?", "%", "@", "\t", "null", "~", "[]", "{}", "1e999", ".nan", "-", "0", "true", "\r",
     "\x85", "\u2028", "\ud7ff", "\x07", "---", "...", "9" * 40, "é"]
)  # fmt: skip


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 30), PIECES), min_size=1, max_size=3),
    st.sampled_from(["case.yaml", "positions.csv", "evidence.jsonl", "sources/valley-herald.json"]),
)
def test_no_damage_to_the_text_ends_in_anything_but_a_list_of_problems(folder, damage, file):
    text = (CASE / file).read_text("utf-8")
    for place, length, piece in damage:
        at = int(place * len(text))
        text = text[:at] + piece + text[at + length :]
    (folder / file).write_text(text, "utf-8")
    for message in problems_of(folder):
        assert "\n" not in message
    shutil.copyfile(CASE / file, folder / file)


LEAVES = [None, True, 0, -1, 1e300, float("inf"), "", "x", "start", [], {}, [[]], [{}], {"a": {}}]


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_wrong_type_ends_in_anything_but_a_list_of_problems(folder, data):
    from tracktwo.case.document import parse  # noqa: PLC0415
    from tracktwo.case.yaml.text import flow  # noqa: PLC0415

    node, _ = parse(YAML, "case.yaml")
    node.end = len(YAML)
    for _ in range(data.draw(st.integers(1, 6))):
        children = list(node.children())
        if children:
            _, node = data.draw(st.sampled_from(children))
    value = data.draw(st.sampled_from(LEAVES))
    text = ".inf" if value == float("inf") else flow(value)
    broken = YAML[: node.start] + text + "\n" * (not node.style) + YAML[node.end :]
    (folder / "case.yaml").write_text(broken, "utf-8")
    problems_of(folder)
    shutil.copyfile(BASE, folder / "case.yaml")


def test_the_command_exits_with_2_and_no_traceback(folder):
    change(folder, "case.yaml", ("consent: {all: [upper, lower]}", "consent: {all: [upper, lowr]}"))
    done = subprocess.run(
        [sys.executable, "-m", "tracktwo", "check", folder],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith(
        "case.yaml:97:34 roadmap.stages.talks.milestones.meeting.consent.all.1: "
        "unknown actor 'lowr'; did you mean lower?\n"
    )
    assert "Traceback" not in done.stderr
