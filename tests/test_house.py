"""The house in order: no import goes round, no file is long, no room is crowded."""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "src"
LONGEST = 500
"""Lines of a module; kernels, which the compiler takes whole, may have more."""
MOST = 25
"""Modules side by side in one folder."""


def name_of(path):
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {name_of(path): path for path in sorted(ROOT.rglob("*.py"))}


def imported(tree):
    """Return the modules of ours that a module imports anywhere, for types too."""
    found = set()
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module=str(module), level=0):
                wholes = [f"{module}.{alias.name}" for alias in node.names]
                found |= {whole if whole in MODULES else module for whole in wholes}
            case ast.Import():
                found |= {alias.name for alias in node.names}
    return found & MODULES.keys()


def edges():
    """Return what each module imports."""
    return {
        name: imported(ast.parse(path.read_text("utf-8"))) - {name}
        for name, path in MODULES.items()
    }


def test_no_import_goes_round():
    try:
        TopologicalSorter(edges()).prepare()
    except CycleError as error:
        pytest.fail(f"imports go round: {' -> '.join(error.args[1])}")


def test_the_imports_are_found():
    found = edges()
    assert "tracktwo.game.lower" in found["tracktwo.game.setting"]
    assert "tracktwo.case.schema" in found["tracktwo.game.actor_arrays"]  # for types only


def test_no_module_is_long():
    lines = {
        name: len(path.read_text("utf-8").splitlines())
        for name, path in MODULES.items()
        if "kernel" not in path.name
    }
    assert {name: count for name, count in lines.items() if count > LONGEST} == {}


def test_no_room_is_crowded():
    counts = {
        str(folder.relative_to(ROOT)): len(list(folder.glob("*.py")))
        for folder in {path.parent for path in MODULES.values()}
    }
    assert {folder: count for folder, count in counts.items() if count > MOST} == {}
