"""The pages on the questions: their commands run, and show what they print."""

import importlib.util
import re
import shlex
import sys
from pathlib import Path

import pytest
from command import run

DOCS = Path(__file__).parents[2] / "docs"

spec = importlib.util.spec_from_file_location("refresh", DOCS / "refresh.py")
refresh = importlib.util.module_from_spec(spec)
sys.modules["refresh"] = refresh
spec.loader.exec_module(refresh)

NAMES = refresh.PAGES

LITTLE = {
    "levers": {"--draws": "8", "--generations": "1", "--population": "8"},
    "timeline": {},
    "matters": {"--draws": "64", "--samples": "2", "--single-samples": "2"},
}
WHOLE = ("what-if", "who")
"""Pages whose output is made anew and compared. The others come from searches and samplings that
take minutes, and whose path may turn on the last digits, which differ between processors: `make
docs` renews them."""
SHOWN = [
    (name, command)
    for name in NAMES
    if name not in WHOLE
    for command in refresh.commands((DOCS / f"{name}.md").read_text("utf-8"))
]


def smaller(args):
    """Ask for less of the same: fewer draws, shorter searches."""
    if "--query" in args:
        return args
    less = dict(LITTLE.get(args[0], {"--draws": "8"}))
    out = list(args)
    for option in less:
        if option in out:
            at = out.index(option)
            del out[at : at + 2]
    return [*out, *(part for pair in less.items() for part in pair)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("pages")
    refresh.run(["example", "afghanistan-2023", "afghanistan-2023"], path)
    return path


@pytest.mark.parametrize(
    ("page", "command"), SHOWN, ids=[f"{p}-{i}" for i, (p, _) in enumerate(SHOWN)]
)
def test_every_command_of_a_page_runs(page, command, folder):
    args = shlex.split(command)
    assert args[0] == "tracktwo"
    code, printed, said = run(smaller(args[1:]), folder)
    assert code == 0, said
    assert printed
    assert max(len(line.rstrip()) for line in printed.splitlines()) <= 80


@pytest.mark.parametrize("name", NAMES)
def test_every_page_shows_output_and_states_its_limits(name):
    text = (DOCS / f"{name}.md").read_text("utf-8")
    blocks = re.findall(r"```console\n(.*?)\n```", text, re.DOTALL)
    assert blocks
    assert all(block.count("\n") > 4 for block in blocks)
    printed = [line for block in blocks for line in refresh._split(block)[2].splitlines()]
    assert max(map(len, printed)) <= 80
    assert "Limits" in text or name == "sweep"


@pytest.mark.slow
@pytest.mark.parametrize("name", WHOLE)
def test_pages_show_what_their_commands_print(name, tmp_path):
    text = (DOCS / f"{name}.md").read_text("utf-8")
    assert refresh.fresh(text, tmp_path) == text, "renew it: make docs"
