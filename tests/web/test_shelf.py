"""Several cases in one server: listed, opened apart, and nothing of one reaches another."""

import shutil
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from workbench import Server

import tracktwo.case as tc
from tracktwo.web.security import Access
from tracktwo.web.shelf import NEW, Shelf, cases_in

CASES = Path(tc.__file__).parent.parent / "cases"


@pytest.fixture
def folder(tmp_path):
    for name in ("one", "two"):
        shutil.copytree(CASES / "two-valleys", tmp_path / name)
    place = tmp_path / "two" / "case.yaml"
    place.write_text(place.read_text().replace("Two valleys and one river", "<b>Another</b>"))
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "case.yaml").write_text("title: [")
    (tmp_path / "notes").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "one")
    return tmp_path


@pytest.fixture
def shelf(folder):
    found = Shelf(folder, "127.0.0.1", Access())
    yield found
    found.close()


def test_the_cases_of_a_folder_are_listed(folder):
    found = cases_in(folder)
    assert [one.name for one in found] == ["broken", "one", "two"]
    assert found[0].title == "broken"
    assert (found[1].title, found[1].as_of) == ("Two valleys and one river", "2031-05-04")


def read(address):
    return urllib.request.urlopen(address, timeout=60).read().decode()


def test_each_opens_once_with_a_secret_of_its_own(shelf):
    one, two = shelf.open("one"), shelf.open("two")
    assert shelf.open("one") is one
    assert one.port != two.port
    assert one.access.form != two.access.form
    assert "Two valleys and one river" in read(f"http://127.0.0.1:{one.port}/")
    assert "&lt;b&gt;Another" in read(f"http://127.0.0.1:{two.port}/")


@pytest.mark.parametrize("name", ["", "..", "../one", "notes", "link", "nowhere"])
def test_nothing_else_is_opened(shelf, name):
    with pytest.raises(KeyError):
        shelf.open(name)
    assert not shelf.running


def test_a_broken_case_says_what_is_wrong(shelf):
    with pytest.raises(tc.CaseError):
        shelf.open("broken")


def test_a_new_case_is_begun_once_until_it_is_one(shelf):
    new = shelf.open(NEW)
    assert shelf.open(NEW) is new


@pytest.mark.slow
def test_served_from_the_command_line(folder):
    server = Server(folder).wait()
    try:
        page = read(server.address)
        assert "&lt;b&gt;Another" in page
        opened = urllib.request.urlopen(f"{server.address}/open?case=one", timeout=60)
        assert opened.url != server.address
        assert "Two valleys and one river" in opened.read().decode()
        with pytest.raises(urllib.error.HTTPError) as caught:
            read(f"{server.address}/open?case=../one")
        assert caught.value.code == 404
        with pytest.raises(urllib.error.HTTPError) as caught:
            read(f"{server.address}/open?case=broken")
        assert "broken/case.yaml" in caught.value.read().decode()
    finally:
        said = server.stop()
    assert "Traceback" not in said, said
