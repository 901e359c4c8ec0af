"""The commands read, review and score, as a person runs them."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tracktwo.cli.console import one_line
from tracktwo.reading.pipeline import read
from tracktwo.reading.problems import ReadingError
from tracktwo.reading.proposals.gold import read_gold
from tracktwo.reading.proposals.propose import Builder
from tracktwo.reading.proposals.spacy_reader import agree, second_reader
from tracktwo.reading.text.article import Article

GOLD = Path(__file__).parent / "gold"
CASES = Path(__file__).parents[2] / "src" / "tracktwo" / "cases"
TEXT = (
    "The River League called on Norway to send engineers. Mara Venn, its head, rejected the plan."
)


def tracktwo(*args, stdin="", **env):
    clear = {k: v for k, v in os.environ.items() if not k.startswith("TRACKTWO_")}
    return subprocess.run(
        [sys.executable, "-m", "tracktwo", *map(str, args)],
        capture_output=True, text=True, input=stdin, check=False, timeout=120,
        env={**clear, "COLUMNS": "80", **env},
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(CASES / "two-valleys", tmp_path / "case")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def test_read_review_and_check(folder):
    case = folder / "case"
    done = tracktwo("read", folder / "a.txt", "--case", case, "--published", "2031-05-05")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"Next: tracktwo review {case}" in done.stdout
    waiting = tracktwo("review", case, "--waiting")
    assert "River League demands to Norway: send engineers" in waiting.stdout
    # Accept the first, see help, reject and take back the second, accept what is sure, stop.
    done = tracktwo("review", case, "--who", "Kim", stdin="a\n?\nx\nnot one\nu\nA\nA\nq\ny\n")
    assert done.returncode == 0, done.stderr
    assert "Taken back" in done.stdout
    assert "added actor: River League" in done.stdout
    checked = tracktwo("check", case, "--sources", case / "reading" / "sources")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    log = [json.loads(x) for x in (case / "reading" / "decisions.jsonl").read_text().splitlines()]
    assert {d["decided_by"] for d in log} == {"Kim"}
    again = tracktwo("read", folder / "a.txt", "--case", case, "--json")
    assert json.loads(again.stdout)["read"][0]["new"] == 0


def test_editing_and_merging_at_the_prompt(folder):
    case = folder / "case"
    tracktwo("read", folder / "a.txt", "--case", case)
    rows = json.loads(tracktwo("review", case, "--json").stdout)
    assert rows[0]["kind"] == "actor"
    fields = [f for f in rows[0]["item"] if f != "evidence"]
    answers = "".join("The League\n" if f == "name" else "\n" for f in fields)
    done = tracktwo("review", case, stdin=f"e\n{answers}m\nupper\nm\nnobody\nq\ny\n")
    assert "added actor: The League" in done.stdout
    assert "Not done: there is no actor 'nobody'" in done.stdout


def test_a_closed_terminal_loses_nothing(folder):
    case = folder / "case"
    tracktwo("read", folder / "a.txt", "--case", case)
    before = (case / "case.yaml").read_bytes()
    done = tracktwo("review", case, stdin="a\n")
    assert done.returncode == 0
    assert "proposals wait" in done.stdout
    assert (case / "case.yaml").read_bytes() == before
    assert len((case / "reading" / "decisions.jsonl").read_text().splitlines()) == 1


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["read", "--case", "{case}"], "name at least one article"),
        (["read", "{dir}/none.txt", "--case", "{case}"], "there is no such file"),
        (["read", "{dir}/a.txt", "--case", "{dir}/a.txt"], "is not a folder"),
        (["read", "{dir}/a.txt", "--case", "{case}", "--language", "xx"], "no lexicon for 'xx'"),
        (
            ["read", "{dir}/a.txt", "--case", "{case}", "--endpoint", "http://h/v1"],
            "name the model",
        ),
        (["review", "{case}"], "nothing was proposed"),
        (["score", "{dir}/none"], "there is no coding"),
        (["score", "{dir}"], "holds no codings"),
        (["score", "{dir}/none.csv"], "there is no table"),
        (["score", "{dir}", "--half", "a"], "go with summaries of agreements"),
        (["score", "{dir}/none.csv", "{dir}"], "give no second argument"),
    ],
)
def test_mistakes_are_explained_in_a_line_and_exit_2(folder, args, message):
    given = [a.format(case=folder / "case", dir=folder) for a in args]
    done = tracktwo(*given)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert not (folder / "case" / "reading").exists()


def test_text_does_not_leave_the_machine_without_a_yes(folder):
    case = folder / "case"
    done = tracktwo(
        "read",
        folder / "a.txt",
        "--case",
        case,
        "--endpoint",
        "https://example.org/v1",
        "--model",
        "m",
    )
    assert done.returncode == 2
    assert "The whole text of 1 article would be sent to example.org (m)" in done.stderr
    assert not (case / "reading").exists()


def test_one_bad_file_among_good_ones(folder):
    (folder / "b.txt").write_bytes(b"")
    done = tracktwo("read", folder / "b.txt", folder / "a.txt", "--case", folder / "case")
    assert done.returncode == 2
    assert "b.txt: is empty" in done.stderr
    assert "1 of 2 files were not read" in done.stderr
    assert "a" in done.stdout


def test_score_the_rules_a_reading_and_a_second_coder(tmp_path):
    gold = GOLD / "development" / "tarsis-ceasefire.yaml"
    now = json.loads(tracktwo("score", gold, "--json").stdout)
    assert now["scores"]["statements"]["f1"] > 0.5
    article, _ = read_gold(gold)
    (tmp_path / "t.txt").write_text(article.text, encoding="utf-8")
    tracktwo("read", tmp_path / "t.txt", "--case", tmp_path / "case")
    kept = json.loads(tracktwo("score", gold, tmp_path / "case", "--json").stdout)
    assert kept["scores"]["statements"] == now["scores"]["statements"]
    same = json.loads(tracktwo("score", gold, gold, "--json").stdout)
    assert all(s["f1"] in {1, None} for s in same["scores"].values())
    table = tracktwo("score", GOLD / "development", "--notes").stdout
    assert "precision" in table
    assert "missed" in table or "not in gold" in table


def test_a_hostile_article_cannot_move_the_cursor():
    assert one_line("\x1b[2Jx\u202ey\nz") == "\\x1b[2Jx\\u202ey z"


def test_a_second_reader_raises_what_it_finds_too():
    def row(kind, item, spans):
        selector = [{}, {"start": 0, "end": 40}]
        return {
            "kind": kind, "item": item, "spans": spans, "tier": "B", "flags": [],
            "quotes": [{"target": {"selector": selector}}],
        }  # fmt: skip

    rows = [
        row("actor", {"id": "front"}, [(4, 13)]),
        row("statement", {"by": "front"}, [(23, 31)]),
        row("statement", {"by": "norway"}, [(23, 31)]),
    ]
    agree(rows, [(4, 13)], [((10, 13), (14, 22))])
    assert [r["tier"] for r in rows] == ["A", "A", "B"]


def test_a_spacy_model_that_is_not_installed_is_not_fetched():
    with pytest.raises(ReadingError, match="spaCy"):
        second_reader("no_such_model")


def test_an_installed_spacy_model_is_used(tmp_path):
    spacy = pytest.importorskip("spacy", reason="spaCy is not installed")
    model = spacy.blank("en")
    ruler = model.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "ORG", "pattern": "Orr Front"}])
    model.to_disk(tmp_path / "model")
    article = Article("x", "The Orr Front rejected the plan of the Velo Party.")
    rows = [p.as_json() for p in Builder(read(article)).build()]
    second_reader(str(tmp_path / "model"))(article, rows)
    tiers = {r["item"]["name"]: r["tier"] for r in rows if r["kind"] == "actor"}
    assert tiers == {"Orr Front": "A", "Velo Party": "B"}


def test_undo_and_merge_are_offered_when_everything_is_decided(folder):
    case = folder / "case"
    tracktwo("read", folder / "a.txt", "--case", case)
    rows = json.loads(tracktwo("review", case, "--json").stdout)
    keys = "".join("a\n" if r["kind"] == "actor" else "x\n\n" for r in rows)
    ids = [r["item"]["id"] for r in rows if r["kind"] == "actor"]
    done = tracktwo("review", case, stdin=f"{keys}m\n{ids[0]}\nupper\nu\na\nq\ny\n")
    assert done.returncode == 0, done.stderr
    assert "Everything is decided. Enter or w write into the case   u undo   m merge" in done.stdout
    assert "Taken back" in done.stdout
    assert "It is accepted, as before." in done.stdout
    assert "added actor" in done.stdout
    # The keys are shown once with the first proposal, and again when asked for.
    assert done.stdout.count("A accept all of tier B") == 1
    # Once all is written they are offered still, and say what can be done.
    again = tracktwo("review", case, stdin=f"m\n{ids[1]}\n{ids[0]}\nm\n{ids[1]}\nu\nq\n")
    assert "u undo   m merge two actors" in again.stdout
    assert "(in the case)" in again.stdout
    assert f", in the case; the numbers of {ids[0]} stand." in again.stdout
    assert "Not done: there is no actor" in again.stdout
    checked = tracktwo("check", case, "--sources", case / "reading" / "sources")
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize(
    ("text", "script"),
    [("اتفق المجلس والحكومة على وقف إطلاق النار في الشمال. " * 8, "Arabic script"),
     ("Совет и правительство договорились о прекращении огня. " * 8, "Cyrillic script"),
     ("Il consiglio ha chiesto al governo di firmare la tregua entro un mese. " * 8, "Italian")],
)  # fmt: skip
def test_a_text_that_is_not_covered_is_told_what_is(tmp_path, text, script):
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    done = tracktwo("read", tmp_path / "a.txt", "--case", tmp_path / "case")
    assert done.returncode == 2
    assert f"is written in {script}, not in English; covered are: English (en)" in done.stderr
    assert "French (fr, with the extra parse)" in done.stderr


def test_a_language_without_a_lexicon_is_told_which_there_are(folder):
    done = tracktwo("read", folder / "a.txt", "--case", folder / "case", "--language", "it")
    assert done.returncode == 2
    assert "there are: en, and with the extra `parse` and a model of the language: es, fr" in (
        " ".join(done.stderr.split())
    )


def test_standard_input_is_read(folder):
    done = tracktwo("read", "-", "--case", folder / "case", stdin=TEXT)
    assert done.returncode == 0, done.stderr
    assert "new" in done.stdout
    assert tracktwo("read", "-", "--case", folder / "case", stdin="").stderr.startswith(
        "standard input: is empty"
    )


def test_an_address_is_not_fetched(folder):
    done = tracktwo("read", "https://example.org/a", "--case", folder / "case")
    assert done.returncode == 2
    assert "https://example.org/a: is an address, and nothing is fetched" in done.stderr
    assert "save" in done.stderr


def test_an_unknown_option_is_no_file(folder):
    done = tracktwo("read", folder / "a.txt", "--cse", "x", "--case", folder / "case")
    assert done.returncode == 2
    assert "there is no option --cse" in done.stderr
