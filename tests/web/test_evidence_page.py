"""The page of sources: quotes in their text, what rests on each, and nothing hostile alive."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import warnings

import pytest

from tracktwo.case import copy_shipped, facts, load
from tracktwo.web.app import make_app
from tracktwo.web.served_case import ServedCase

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it would like another client than the one at hand
    from starlette.testclient import TestClient

EVIL = "<script>alert('x')</script><img src=x onerror=alert(1)>"
TEXT = (
    "A report.\n\nقال المتحدث إن المحادثات ستبدأ قريبا.\n\n"  # noqa: RUF001
    f"The envoy said {EVIL} that talks & \u202eetadpu nrut\u202c would begin.\nThe end.\n"
)


def quote(id_, exact, source="wire"):
    start = TEXT.index(exact)
    selectors = [
        {"type": "TextQuoteSelector", "exact": exact},
        {"type": "TextPositionSelector", "start": start, "end": start + len(exact)},
    ]
    return {"id": id_, "type": "Annotation", "target": {"source": source, "selector": selectors}}


@pytest.fixture
def case(tmp_path):
    """The smallest case with a source whose title, text and quotes are hostile."""
    place = tmp_path / "case"
    copy_shipped("two-valleys", place)
    (place / "sources").mkdir(exist_ok=True)
    record = {
        "id": "wire", "type": "article-newspaper", "title": f"Wire {EVIL}", "language": "ar",
        "URL": "javascript:alert(1)",
        "custom": {"sha256": hashlib.sha256(TEXT.encode()).hexdigest()},
    }  # fmt: skip
    (place / "sources" / "wire.json").write_text(json.dumps(record), "utf-8")
    (place / "sources" / "wire.txt").write_text(TEXT, "utf-8")
    quotes = [
        quote("whole", f"The envoy said {EVIL} that talks"),
        quote("inside", EVIL),
        quote("across", f"{EVIL} that talks & \u202eetadpu nrut\u202c would begin"),
        quote("arabic", "قال المتحدث إن المحادثات ستبدأ قريبا"),
    ]
    old = (place / "evidence.jsonl").read_text("utf-8")
    (place / "evidence.jsonl").write_text(
        old + "".join(json.dumps(q, ensure_ascii=False) + "\n" for q in quotes), "utf-8"
    )
    return place


def client(case, sources=()):
    return TestClient(make_app(ServedCase(case, sources)), base_url="http://localhost")


def test_hostile_text_is_text_and_every_quote_is_marked_once(case):
    page = client(case).get("/evidence").text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'href="javascript' not in page
    assert "\u202e" not in page
    for id_ in ("whole", "inside", "across", "arabic"):
        assert len(re.findall(f'id="quote-{id_}"', page)) == 1
        assert f'href="#quote-{id_}"' in page
        assert f'id="on-{id_}"' in page
    marks = re.findall(r'<mark data-quote="([^"]+)"', page)
    assert marks.count("whole") == 1
    assert marks.count("across") == 2  # cut where the quote it overlaps ends
    assert len(re.findall("</mark>", page)) == len(marks)


def test_a_source_says_its_language_and_paragraphs_find_their_direction(case):
    page = client(case).get("/evidence").text
    passages = re.findall(r'<div class="passages"[^>]*>', page)
    assert sum('lang="ar"' in one for one in passages) == 1
    css = client(case).get("/static/workbench.css").text
    assert "unicode-bidi: plaintext" in css


def test_what_rests_on_each_quote_is_listed_with_where_it_is_shown(tmp_path):
    copy_shipped("afghanistan-2023", tmp_path / "case")
    folder = load(tmp_path / "case")
    page = client(tmp_path / "case").get("/evidence").text
    ids = re.findall(r'id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    for fact in facts(folder.case):
        if fact.evidence:
            assert f'id="fact-{re.sub("[^a-z0-9]+", "-", fact.path)}"' in page, fact.path
    assert "/stakes#actor-taliban" in page
    assert "/assumptions#number-" in page
    # The text is not shipped: its quotes are listed all the same, with advice.
    assert "--sources" in page
    for id_ in folder.quotes:
        assert f'id="quote-{id_}"' in page


def test_changes_tried_go_along_in_links(case):
    web = client(case)
    page = web.get("/evidence?set=model.discount%3D0.02").text
    assert "/assumptions?set=model.discount%3D0.02" in page


def test_one_source_alone_and_none_that_is_not_there(case):
    web = client(case)
    assert 'id="quote-arabic"' in web.get("/evidence?source=wire").text
    assert web.get("/evidence?source=nothing").status_code == 404


def test_a_case_without_sources_says_what_to_do(tmp_path):
    place = tmp_path / "case"
    copy_shipped("two-valleys", place)
    for path in (place / "sources").iterdir():
        path.unlink()
    (place / "evidence.jsonl").write_text("")
    text = (place / "case.yaml").read_text("utf-8")
    (place / "case.yaml").write_text(re.sub(r"evidence: \[[^\]]*\]", "evidence: []", text), "utf-8")
    rows = (place / "positions.csv").read_text("utf-8").splitlines()
    (place / "positions.csv").write_text("\n".join(_bare(rows)) + "\n", "utf-8")
    web = client(place)
    page = web.get("/evidence").text
    assert "The case names no source" in page
    assert "/evidence/read" in page
    for path in ("/assumptions", "/questions", "/report", "/evidence/review", "/levers"):
        assert web.get(path).status_code == 200


def _bare(rows):
    """Return rows of a table without what stands in columns of evidence."""
    table = [next(csv.reader([row])) for row in rows]
    gone = [n for n, name in enumerate(table[0]) if "evidence" in name]
    for row in table[1:]:
        for n in gone:
            row[n] = ""
    return [",".join(f'"{cell}"' if "," in cell else cell for cell in row) for row in table]
