"""What comes from a case is shown as text, whatever it holds; nothing is fetched, nothing runs."""

import base64
import hashlib
import re

import pytest
from pages import ELEMENTS, by_id, read
from reported import HOSTILE

from tracktwo.report import write_html
from tracktwo.report.html import script

LOADS = {
    "src", "srcset", "action", "formaction", "poster", "data", "background", "ping", "manifest",
    "xlink:href", "cite", "longdesc", "codebase", "archive", "srcdoc",
}  # fmt: skip


@pytest.fixture(scope="module")
def source(hostile):
    return write_html(hostile.folder, hostile.result, hostile.questions)


@pytest.fixture(scope="module")
def page(source):
    return read(source)


def test_only_known_elements_and_no_handlers(page):
    assert {e.tag for e in page.walk()} - {"script"} <= ELEMENTS
    assert [k for e in page.walk() for k in e.attrs if k.startswith("on")] == []


def test_nothing_outside_the_file_is_referred_to(page, source):
    for element in page.walk():
        assert LOADS.isdisjoint(element.attrs), element.attrs
        if "href" in element.attrs:
            assert element.attrs["href"].startswith("#")
        for key, value in element.attrs.items():
            if "url(" in (value or "") and key not in {"aria-label", "title"}:
                assert re.fullmatch(r"url\(#[a-z0-9-]+\)", value)
    (style,) = page.find("style")
    css = "".join(style.texts)
    assert "url(" not in css
    assert "@import" not in css
    assert "<link" not in source
    assert "<base" not in source


def test_the_policy_forbids_all_that_it_can(page):
    (policy,) = page.find("meta", **{"http-equiv": "Content-Security-Policy"})
    rules = dict(rule.split(" ", 1) for rule in policy.attrs["content"].split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["style-src"] == "'unsafe-inline'"
    # Nothing runs but the script that the page brings, known by its hash.
    (one,) = page.find("script")
    assert list(one.attrs) == []
    digest = hashlib.sha256(script().encode()).digest()
    assert rules["script-src"] == f"'sha256-{base64.b64encode(digest).decode()}'"


def test_attacks_are_shown_as_text(page, hostile):
    text = page.text
    assert "<script>alert('x')</script>" in text
    assert "{{ 7 * 7 }}{% raw %}" in text
    assert "[click](javascript:alert(1))" in text
    assert f"A comment. {HOSTILE[:40]}" in text
    for name in ("title", "question"):
        assert getattr(hostile.folder.case, name)[:60] in text


def test_attacks_within_drawings_are_text_too(page):
    drawn = [t.text for svg in page.find("svg") for t in svg.find("text")]
    assert any("<script>" in t for t in drawn)
    for svg in page.find("svg"):
        assert {e.tag for e in svg.walk()} <= {
            "svg", "g", "path", "line", "rect", "text", "tspan", "defs", "clippath", "title",
            "desc",
        }  # fmt: skip


def test_controls_and_direction_overrides_are_replaced(source):
    assert re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", source) == []
    assert "\ufffd" in source


def test_links_hold_with_hostile_names(page):
    ids = by_id(page)
    assert all(a.attrs["href"][1:] in ids for a in page.find("a"))
    assert all(re.fullmatch(r"[a-z0-9-]+", id_) for id_ in ids)
