"""Every block of code on the pages runs: Python in the order of its page, commands in a folder."""

import contextlib
import functools
import io
import re
import shlex
import shutil
import textwrap
from pathlib import Path

import pytest
from command import run
from fewer import fewer

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```", re.DOTALL | re.MULTILINE)
INDENTED = re.compile(r"(?:^    .*\n)+", re.MULTILINE)

ELSEWHERE = {
    "console": "tests/questions/test_pages.py runs them and holds what they print",
    "yaml": "tests/case/test_case_docs.py checks them",
    "csv": "tests/case/test_case_docs.py checks them",
    "json": "shows what a file holds",
}
NOT_RUN = {
    "make": "builds; .ci/run calls what must pass",
    "git": "fetches",
    "pip": "installs",
    "$EDITOR": "a person's",
    "opens": "no command",
}


FRENCH = "needs a model of spaCy; tests/reading/test_reading_parsed.py reads French"
APART = {
    "tracktwo backtest deu": "needs data that does not ship; tests/bargaining runs it where it is",
    "tracktwo score ucdp": "the same; tests/reading/test_reading_summaries.py",
    "tracktwo read communique.txt": FRENCH,
    "tracktwo check CASE --sources FOLDER --seal": "needs a source whose text does not ship; "
    "tests/case/test_seals.py",
    "tracktwo serve": "stays; tests/web serve",
    "tracktwo score gold.yaml my-case": "needs a coding of what the case has read; "
    "tests/reading/test_reading_score.py",
    "tracktwo interview halvan --undo": "after the one above it",
    "tracktwo record score --casebook": "takes a minute; "
    "tests/scoring/test_casebook_scores.py runs it",
    "tracktwo pool": "needs answers of people; tests/pooling",
    'tracktwo elicit my-case --expert "Ann Lee" --after': "the same",
}
"""Commands of the pages that are not run here, by how they begin, and why."""


def blocks(page, kind):
    return [text for found, text in FENCE.findall(page.read_text("utf-8")) if found == kind]


# The case of this page is made of the blocks on it, by tests/questions/test_government.py.
OWN = {"government"}


@pytest.fixture(autouse=True)
def _few(monkeypatch):
    fewer(monkeypatch)


WITH_PYTHON = [page for page in PAGES if blocks(page, "python") and page.stem not in OWN]
CASES = ROOT / "src" / "tracktwo" / "cases"


@pytest.mark.slow
@pytest.mark.parametrize("page", WITH_PYTHON, ids=lambda p: p.stem)
def test_python_on_a_page_runs_in_its_order(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("two-valleys", "afghanistan-2023"):
        shutil.copytree(CASES / name, tmp_path / name)
    if page.stem != "library":  # which makes one of its own
        shutil.copytree(CASES / "two-valleys", tmp_path / "my-case")
    known = {"__name__": "page"}
    text = page.read_text("utf-8")
    for found in FENCE.finditer(text):
        if found[1] != "python" or found[2].lstrip().startswith("def "):
            continue
        line = text.count("\n", 0, found.start()) + 1
        code = compile("\n" * line + found[2], str(page), "exec")
        with contextlib.redirect_stdout(io.StringIO()):
            exec(code, known)


def test_every_kind_of_block_is_run_or_checked_somewhere():
    kinds = {kind for page in PAGES for kind, _ in FENCE.findall(page.read_text("utf-8"))}
    assert kinds - {"python", *ELSEWHERE} <= {"text"}


@pytest.mark.slow
def test_commands_of_the_readme_run(tmp_path):
    """What stands indented in the README is typed, in its order, in an empty folder."""
    text = (ROOT / "README.md").read_text("utf-8")
    (tmp_path / "article.txt").write_text(
        "The Varna Union proposed a plan in two stages, a ceasefire and elections. "
        "The Northern Front refused elections on Sunday, 4 May 2031.\n",
        encoding="utf-8",
    )
    ran = 0
    for block in INDENTED.findall(text):
        for line in textwrap.dedent(block).splitlines():
            typed = re.sub(r"\s{2,}#.*", "", line).strip()
            words = shlex.split(typed, comments=True) if "tracktwo" in typed else []
            if not words or words[0] not in {".venv/bin/tracktwo", "tracktwo"}:
                continue
            if words[1:2] in (["serve"], ["COMMAND"], ["--help"]):
                continue
            keys = "A\nA\nA\nA\nA\nA\nw\nq\n" if words[1] == "review" else ""
            code, _, said = run(words[1:], tmp_path, keys)
            assert code == 0, (typed, said)
            assert "Traceback" not in said
            ran += 1
    assert ran >= 6


AWAY = re.compile(r"```(?:console|text)\n.*?```| \\\n *(?=\S)", re.DOTALL)
TYPED = re.compile(r"^(?:    )?(tracktwo [^`\n]*)$", re.MULTILINE)


def _left(found):
    """What stays of a block of its own, and of a line that goes on."""
    return "" if found[0].startswith("`") else " "


SHOWN = [
    (page.stem, line)
    for page in PAGES
    if page.stem != "README"
    for line in TYPED.findall(AWAY.sub(_left, page.read_text("utf-8")))
    if not line.endswith(".")
]


@pytest.fixture(scope="module")
def desks(tmp_path_factory):
    """A folder for each page, with what its commands name."""
    return functools.cache(lambda page: made(tmp_path_factory.mktemp(page)))


def made(path):
    for name in ("CASE", "kept"):
        shutil.copytree(CASES / "two-valleys", path / name)
    shutil.copy(CASES / "two-valleys" / "positions.csv", path / "positions.csv")
    text = (
        "The Varna Union proposed a plan in two stages, a ceasefire and elections, on Sunday. "
        "The Northern Front accepted the ceasefire. It refused elections.\n"
    )
    (path / "report.txt").write_text(text, encoding="utf-8")
    (path / "FOLDER").mkdir()
    shutil.copytree(ROOT / "tests" / "reading" / "gold", path / "tests" / "reading" / "gold")
    (path / "mine.yaml").write_text("answers: []\n", encoding="utf-8")
    return path


@pytest.mark.slow
@pytest.mark.parametrize(
    ("page", "line"), SHOWN, ids=[f"{p}-{i}" for i, (p, _) in enumerate(SHOWN)]
)
def test_commands_of_the_pages_run(page, line, desks):
    if any(line.startswith(start) for start in APART):
        pytest.skip(next(why for start, why in APART.items() if line.startswith(start)))
    words = shlex.split(line)[1:]
    if "halvan" in words:
        words[words.index("halvan")] = "CASE"
    keys = "A\n" * 8 + "w\nq\n" if words[0] == "review" else ""
    code, _, said = run(words, desks(page), keys)
    assert code == 0, (line, said)
