"""An expert's form in a browser: it is filled in, checked, and saves its answers to a file."""

import json
import shutil
from pathlib import Path

import pytest
from test_browser_pages import axe_script, findings  # noqa: F401  (a fixture)

import tracktwo.case as tc
from tracktwo.pooling import elicited, read_answers
from tracktwo.pooling.form import html_form

pytestmark = pytest.mark.slow
UPPER = "positions.upper.water.position"


def test_a_form_is_filled_in_and_read_back(context, tmp_path, axe_script):  # noqa: F811
    home = Path(tc.__file__).parent.parent / "cases" / "two-valleys"
    folder = tc.load(shutil.copytree(home, tmp_path / "case"))
    (tmp_path / "form.html").write_text(html_form(folder.case, elicited(folder.case)))
    tab = context.new_page()
    tab.goto((tmp_path / "form.html").as_uri())
    assert findings(tab, axe_script) == []
    tab.click("button[type=submit]")
    assert "say your name" in tab.inner_text("#said")
    tab.fill("#expert", "Ann Lee")
    box = f'fieldset[data-path="{UPPER}"]'
    for part, text in (("low", "30"), ("mode", "20"), ("high", "50")):
        tab.fill(f"{box} [data-part={part}]", text)
    tab.click("button[type=submit]")
    assert "should rise" in tab.inner_text(box)
    tab.fill(f"{box} [data-part=mode]", "40,5")
    tab.fill(f"{box} [data-part=why]", "She asked for it.")
    tab.select_option('fieldset[data-path="stances.lower.office.stance"] select', "refuses")
    with tab.expect_download() as caught:
        tab.click("button[type=submit]")
    place = tmp_path / caught.value.suggested_filename
    caught.value.save_as(place)
    assert place.name == "answers-two-valleys-ann-lee-1.json"
    assert json.loads(place.read_text())["round"] == 1
    (one,) = read_answers([place], folder)
    assert one.expert == "Ann Lee"
    assert one.by_path[UPPER].mode == 40.5
    assert one.by_path["stances.lower.office.stance"].choice == "refuses"
