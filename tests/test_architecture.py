"""The page on the house says what is true of the imports there are."""

import re
import tomllib
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
FLOORS = [
    line.split()
    for line in re.search(r"<!-- floors -->\n```\n(.*?)\n```", PAGE, re.DOTALL)[1].split("\n")
]
TOLD = {
    room: set(filter(None, imports.strip().split(", ")))
    for room, imports in re.findall(r"^\| `(\w+)` \| .*? \|([^|]*)\|$", PAGE, re.MULTILINE)
}


@pytest.fixture(scope="module")
def imports():
    graph = grimp.build_graph("tracktwo")
    found = {room: set() for room in TOLD}
    for module in graph.modules:
        room = module.split(".")[1:2]
        if not room or room == ["__main__"]:
            continue
        for other in graph.find_modules_directly_imported_by(module):
            into = other.split(".")[1:2]
            if into and into != room:
                found.setdefault(room[0], set()).add(into[0])
    return found


def test_every_room_is_on_a_floor_and_in_the_table():
    rooms = {
        path.stem
        for path in (ROOT / "src" / "tracktwo").iterdir()
        if (path.suffix == ".py" or any(path.glob("*.py"))) and not path.stem.startswith("__")
    }
    assert {room for floor in FLOORS for room in floor} == rooms
    assert set(TOLD) == rooms


def test_the_picture_is_what_the_contract_holds_imports_to():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    [layers] = [c["layers"] for c in contracts if c["name"] == "Imports point down only"]
    assert [re.findall(r"\w+", layer) for layer in layers] == FLOORS


def test_imports_point_down(imports):
    height = {room: -n for n, floor in enumerate(FLOORS) for room in floor}
    up = {(a, b) for a, others in imports.items() for b in others if height[b] >= height[a]}
    assert up == set()


def test_every_room_imports_what_the_page_says(imports):
    for room, found in imports.items():
        assert TOLD[room] == found, f"of {room} the page should say: {', '.join(sorted(found))}"


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`((?:\w+/)+\w*\.?\w*)`", PAGE))))
def test_what_the_page_names_is_there(path):
    homes = (ROOT, ROOT / "src" / "tracktwo", ROOT / "src" / "tracktwo" / "questions" / "withdraw")
    assert any((home / path).exists() for home in homes), path
