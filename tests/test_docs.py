"""The documentation is part of the program: what exists is described, what is named exists."""

import re
import tomllib
from pathlib import Path

import pytest

import tracktwo
from tracktwo.cli.app import commands

ROOT = Path(__file__).parent.parent
PAGES = sorted([*(ROOT / "docs").glob("*.md"), ROOT / "README.md", ROOT / "CHANGELOG.md"])


@pytest.mark.parametrize("name", [name for name, *_ in commands()])
def test_every_command_is_documented(name):
    assert any(f"tracktwo {name}" in page.read_text("utf-8") for page in PAGES)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_between_pages_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_every_dependency_is_justified():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    names = list(project["project"]["dependencies"])
    for extra in project["project"]["optional-dependencies"].values():
        names += extra
    names += project["dependency-groups"]["dev"]
    page = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    for name in names:
        assert re.split(r"[<>=\[]", name)[0] in page, name


def test_the_version_is_one():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["version"] == tracktwo.__version__
    assert f"version: {tracktwo.__version__}" in (ROOT / "CITATION.cff").read_text("utf-8")
