"""Every chart of the workbench as a file: from each page that draws one, also when put in later."""

import pytest

SAVES = """() => [...document.querySelectorAll("figure")].filter(e => e.querySelector("svg"))
  .map(e => [...e.querySelectorAll(".saves a")].map(a => a.textContent).join())"""
PAGES = ("/", "/alternatives", "/levers", "/pictures", "/roadmap", "/assumptions")


def saved(tab, figure, kind, goal):
    with tab.expect_download() as waiting:
        figure.get_by_role("link", name=f"Save as {kind}").click()
    waiting.value.save_as(goal)
    return waiting.value.suggested_filename, goal.read_bytes()


@pytest.mark.parametrize("place", PAGES)
def test_every_chart_of_a_page_can_be_saved(tab, worked_server, place):
    tab.goto(f"{worked_server.address}{place}")
    tab.wait_for_load_state("networkidle")
    if place not in {"/assumptions", "/roadmap"}:  # theirs come when one asks for them
        tab.locator("figure svg").first.wait_for(state="attached")
    found = tab.evaluate(SAVES)
    assert all(kinds == "SVG,PNG" for kinds in found), found


def test_a_chart_is_saved_from_the_page_in_its_colours(tab, worked_server, tmp_path):
    refused = []
    tab.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
    tab.goto(f"{worked_server.address}/")
    figure = tab.locator("figure").first
    name, drawn = saved(tab, figure, "SVG", tmp_path / "one")
    assert name.startswith("passed-by-")
    assert name.endswith(".svg")
    assert drawn.startswith(b"<svg")
    assert b"var(--" not in drawn
    name, dots = saved(tab, figure, "PNG", tmp_path / "two")
    assert name.endswith(".png")
    assert dots.startswith(b"\x89PNG")
    assert refused == []


def test_a_chart_that_is_put_in_later_can_be_saved_too(tab, worked_server, tmp_path):
    tab.goto(f"{worked_server.address}/")
    tab.wait_for_selector("html.scripted .saves")
    tab.evaluate(
        """() => { const one = document.querySelector("figure"), fresh = one.cloneNode(true);
          fresh.querySelector(".saves").remove(); fresh.id = "fresh"; one.replaceWith(fresh); }"""
    )
    _, drawn = saved(tab, tab.locator("#fresh"), "SVG", tmp_path / "later")
    assert drawn.startswith(b"<svg")
    assert tab.locator("#fresh .saves").count() == 1


def test_the_map_that_moves_is_saved_as_it_looks(tab, worked_server, tmp_path):
    tab.goto(f"{worked_server.address}/pictures")
    tab.wait_for_selector("html.scripted")
    if not tab.locator("#asked-map section").count():
        tab.locator("#asked-map form button:has-text(' ')").first.click()
        tab.locator("#asked-map section").wait_for(timeout=240_000)
    name, drawn = saved(tab, tab.locator("figure.moving"), "SVG", tmp_path / "map")
    assert name == "who-is-tied-to-whom-and-where-each-stands.svg"
    assert b"var(--" not in drawn
    assert b'text-anchor="middle"' in drawn  # what only the page's style says of its letters
    _, dots = saved(tab, tab.locator("figure.moving"), "PNG", tmp_path / "dots")
    assert dots.startswith(b"\x89PNG")
