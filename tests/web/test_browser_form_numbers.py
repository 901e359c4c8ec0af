"""A mailed form reads numbers by the rule that the program has."""

import shutil
from pathlib import Path

import pytest

import tracktwo.case as tc
from tracktwo.pooling import elicited
from tracktwo.pooling.form import html_form
from tracktwo.typed import TypedError, typed_number

pytestmark = pytest.mark.slow
TYPED = [
    "45", "45,5", " 45 % ", "45%", "0,450", "1.234", "5,000", "1,234,567", "1 234,5", "1'234.5",
    "1/3", "1/0", "0x10", "1e1", "1e400", "", "\u221240", "4 5", "nan", "Infinity", "1.2.3",
    "12.345.678", "\u0664", "3 / 4", "%", "1,2.3", "1.234,5", "1.234.5", ".5", "5.", "-0,5",
    "999999999999",
]  # fmt: skip


def python(text, top):
    try:
        return typed_number(text, top)
    except TypedError:
        return None


def test_the_form_reads_what_the_program_reads(context, tmp_path):
    home = Path(tc.__file__).parent.parent / "cases" / "two-valleys"
    folder = tc.load(shutil.copytree(home, tmp_path / "case"))
    (tmp_path / "form.html").write_text(html_form(folder.case, elicited(folder.case)))
    tab = context.new_page()
    tab.goto((tmp_path / "form.html").as_uri())
    rule = """([texts, top]) => texts.map((text) => {
      try { return typedNumber(text, top); } catch (error) { return null; }
    })"""
    for top in (1, 100, 20):
        assert tab.evaluate(rule, [TYPED, top]) == [python(text, top) for text in TYPED]
    box = 'fieldset[data-path="positions.upper.water.position"]'
    tab.fill(f"{box} [data-part=mode]", "1/3")
    tab.fill("#expert", "Ann")
    assert "write 0.333 or 33.3" in tab.inner_text(box)
    tab.click("button[type=submit]")
    assert "Not saved" in tab.inner_text("#said")
