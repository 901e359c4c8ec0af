"""A whole walk in a browser: an article is pasted, accepted, drafted, and answered."""

import pytest
from test_browser_pages import WIDE, axe_script, findings  # noqa: F401  (a fixture)
from test_start import FOLDER, NO_PLAN, PLAN
from workbench import Server

from tracktwo.case import load
from tracktwo.case.marks import drafted

pytestmark = pytest.mark.slow


@pytest.fixture
def place(tmp_path):
    """Return the address of a workbench that was started without a folder."""
    server = Server(None, cwd=tmp_path).wait()
    yield server.address
    said = server.stop()
    assert "Traceback" not in said, said


def sound(tab, script):
    """Check a page for everyone, light and dark, wide and narrow."""
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme)
        assert findings(tab, script) == [], (tab.url, scheme)
    tab.set_viewport_size({"width": 390, "height": 844})
    width, window, over = tab.evaluate(WIDE)
    assert width <= window, over
    tab.set_viewport_size({"width": 1200, "height": 900})


def test_from_a_pasted_article_to_odds_of_ones_own(tab, place, axe_script, tmp_path):  # noqa: F811
    tab.set_default_timeout(120_000)
    tab.goto(place)
    sound(tab, axe_script)
    tab.fill("#text", PLAN)
    tab.fill("#published", "2031-04-02")
    tab.click("form.drop button")
    tab.wait_for_selector("#accept-all")
    assert "/evidence/review" in tab.url  # the page that is shown, not the one that waited
    sound(tab, axe_script)
    tab.click("#accept-all button >> nth=0")
    tab.click("#write-case button")
    tab.wait_for_selector("text=Make the first draft")
    sound(tab, axe_script)
    tab.click("text=Make the first draft")
    tab.wait_for_selector("#asked")
    sound(tab, axe_script)
    case = tmp_path / FOLDER
    before = drafted(load(case).case)
    asked = tab.inner_text("#asked h2")
    odds = tab.get_attribute("#strip .focus", "data-mean")
    tab.check("input[name=answer] >> nth=-1")
    tab.fill("#reason", "They have said so for two years.")
    tab.fill("#by", "Ann Lee")
    tab.click("#asked button.grave")
    tab.wait_for_selector("#take-back")
    assert tab.get_attribute("#strip .focus", "data-mean") != odds
    assert tab.inner_text("#asked h2") != asked
    assert tab.input_value("#by") == "Ann Lee"
    after = drafted(load(case).case)
    assert str(after)[2:] in tab.inner_text("#strip .first-draft")
    assert after.yours >= before.yours
    sound(tab, axe_script)
    tab.click("#take-back")
    tab.wait_for_selector("#take-back", state="detached")
    assert tab.get_attribute("#strip .focus", "data-mean") == odds
    tab.click("#pages >> text=Roadmap")
    tab.wait_for_selector("#strip .first-draft")
    sound(tab, axe_script)


def test_a_file_is_dropped_and_steps_are_named_without_a_script(browser, place, tmp_path):
    (tmp_path / "note.txt").write_text(NO_PLAN)
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(120_000)
    tab = context.new_page()
    tab.goto(place)
    tab.set_input_files("#file", tmp_path / "note.txt")
    tab.click("form.drop button")
    for _ in range(60):
        if tab.locator("#accept-all").count():
            break
        tab.wait_for_timeout(500)
        tab.goto(tab.url)
    tab.click("#accept-all button >> nth=0")
    tab.click("#write-case button")
    tab.fill("#published", "2031-04-02")
    tab.select_option("#step-1", "ceasefire")
    tab.select_option("#step-2", "talks")
    tab.click("text=Make the first draft")
    again = tab.locator("text=Look again")
    for _ in range(60):
        tab.locator("#asked").or_(again).first.wait_for()
        if tab.locator("#asked").count():
            break
        tab.wait_for_timeout(500)
        again.click()
    tab.check("input[name=answer] >> nth=-1")
    tab.click("#asked button.grave")
    # A click does not wait for the page it leads to, which may be half read when it is looked at.
    tab.locator("#take-back").wait_for()
    (folder,) = [p for p in tmp_path.iterdir() if p.is_dir()]
    assert [s.step for s in load(folder).case.roadmap.stages] == ["ceasefire", "talks"]
    context.close()
