"""The report page: what is shown and what is downloaded equals what the library computes."""

from __future__ import annotations

import csv
import io
import json
import re
import warnings
from dataclasses import replace

import pytest

from tracktwo.case import copy_shipped, load
from tracktwo.questions.ask import ask
from tracktwo.questions.odds.run import run
from tracktwo.questions.what_if.scenarios import read_scenarios
from tracktwo.report import write_html, write_markdown
from tracktwo.report.html import script_hash
from tracktwo.web.app import make_app
from tracktwo.web.jobs import Job
from tracktwo.web.pages import report
from tracktwo.web.security import REPORT_POLICY
from tracktwo.web.served_case import ServedCase
from tracktwo.web.work import key_of

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it would like another client than the one at hand
    from starlette.testclient import TestClient


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    place = tmp_path_factory.mktemp("report") / "case"
    copy_shipped("two-valleys", place)
    return place


@pytest.fixture(scope="module")
def folder(case):
    return load(case)


@pytest.fixture(scope="module")
def tried(folder):
    """A change: the first actor's capability, as a path, a value and a query."""
    actor = next(a for a in folder.case.actors if a.capability is not None)
    path = f"actors.{actor.id}.capability"
    return path, 77, f"set={path}%3D77"


@pytest.fixture(scope="module")
def web(case):
    return TestClient(make_app(ServedCase(case)), base_url="http://localhost")


@pytest.fixture(scope="module")
def base(folder):
    return run(folder)


@pytest.fixture(scope="module")
def changed(folder, tried):
    path, value, _ = tried
    return run(folder.changed({path: value}))


def test_the_page_shows_the_report_in_a_frame_that_runs_nothing(web, folder, base):
    assert "/report/frame" in web.get("/report").text or "iframe" in web.get("/report").text
    assert 'src="/report/view"' in web.get("/report/frame").text
    shown = web.get("/report/view")
    assert shown.headers["content-security-policy"] == REPORT_POLICY
    assert f"script-src '{script_hash()}';" in REPORT_POLICY  # its own, and no other
    assert "allow-same-origin" not in REPORT_POLICY
    assert shown.text == write_html(folder, base)
    assert 'src="/report/view"' in web.get("/report").text  # it is there now


def test_downloads_equal_the_library(web, folder, base):
    got = web.get("/report/download/json")
    assert json.loads(got.text) == json.loads(json.dumps(base.to_json()))
    assert web.get("/report/download/md").text == write_markdown(folder, base)
    assert web.get("/report/download/html").text == write_html(folder, base)


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_the_table_is_tidy_and_its_numbers_are_those_of_the_run(web, base):
    rows = rows_of(web.get("/report/download/csv").text)
    assert len(rows) == len(base.stages) * (base.horizon + 1)
    for row in rows:
        stage = next(s for s in base.stages if s.id == row["stage"])
        band = stage.reached.at(int(row["month"]))
        for name in ("mean", "p05", "p25", "p50", "p75", "p95"):
            assert float(row[name]) == pytest.approx(getattr(band, name), rel=1e-9)
    assert rows[0]["date"] == base.as_of[:7]


def test_with_changes_everything_is_of_the_changed_case_and_says_so(web, tried, changed, base):
    path, value, query = tried
    rows = rows_of(web.get(f"/report/download/csv?{query}").text)
    last = [row for row in rows if int(row["month"]) == changed.horizon]
    for row, stage in zip(last, changed.stages, strict=True):
        assert float(row["mean"]) == pytest.approx(stage.reached.mean[-1], rel=1e-9)
    assert changed.stages[0].reached.mean[-1] != base.stages[0].reached.mean[-1]
    got = json.loads(web.get(f"/report/download/json?{query}").text)
    assert got["changes"] == {"set": {path: value}}
    assert "with changes that are tried" in web.get(f"/report/view?{query}").text
    assert "with changes that are tried" in web.get(f"/report/download/md?{query}").text
    assert "with the changes you are trying" in web.get(f"/report?{query}").text


def test_the_scenario_reads_back_as_the_changes(web, tried):
    path, value, query = tried
    (found,) = read_scenarios(web.get(f"/report/download/yaml?{query}").text, "x.yaml")
    assert dict(found.set) == {path: value}
    assert web.get("/report/download/yaml").status_code == 404


def test_parquet_holds_the_same_rows_and_says_what_it_is_of(web, base, tried, tmp_path):
    duckdb = pytest.importorskip("duckdb")
    file = tmp_path / "odds.parquet"
    file.write_bytes(web.get(f"/report/download/parquet?{tried[2]}").content)
    want = rows_of(web.get(f"/report/download/csv?{tried[2]}").text)
    with duckdb.connect() as connection:
        found = connection.execute(f"select * from '{file}'").fetchall()
        noted = dict(
            connection.execute(
                f"select decode(key), decode(value) from parquet_kv_metadata('{file}')"
            ).fetchall()
        )
    assert [(r[0], str(r[1]), r[2]) for r in found] == [
        (r["stage"], r["month"], r["date"]) for r in want
    ]
    assert [r[3] for r in found] == pytest.approx([float(r["mean"]) for r in want], rel=1e-9)
    assert noted["case"] == base.case_id
    assert tried[0] in noted["changes"]


@pytest.mark.parametrize("ending", ["parquet", "pdf", "docx", "pptx"])
def test_what_is_not_installed_is_said_with_how_to_get_it(web, monkeypatch, ending):
    lacking = replace(report.FORMATS[ending], missing=("a-module",))
    monkeypatch.setitem(report.FORMATS, ending, lacking)
    assert "tracktwo[office]" in web.get("/report").text
    answer = web.get(f"/report/download/{ending}")
    assert (answer.status_code, "tracktwo[office]" in answer.text) == (400, True)


def test_names_of_files_are_plain(web, tried, folder):
    for query, name in (("", folder.case.id), (tried[2], f"{folder.case.id}-changed")):
        headers = web.get(f"/report/download/csv?{query}").headers
        assert headers["content-disposition"] == f'attachment; filename="{name}.csv"'
        assert re.fullmatch(r"[a-z0-9-]+", name)


@pytest.mark.parametrize("name", ["exe", "..%2Fcase.yaml", "../case.yaml", "%2e%2e/x", "HTML"])
def test_nothing_else_is_downloaded(web, name):
    assert web.get(f"/report/download/{name}").status_code == 404


def test_changes_that_make_no_case_are_said(web):
    answer = web.get("/report?set=actors.nobody.capability%3D5")
    assert answer.status_code == 400
    assert "nobody" in answer.text


def test_what_was_worked_out_stands_in_the_report_of_the_case_itself(case, tried):
    served = ServedCase(case)
    web = TestClient(make_app(served), base_url="http://localhost")
    found = ask(served.state.folder, only=("who",))
    job = Job("1", key_of(served, "who"), "", "", {}, state="done", value=found["who"])
    served.jobs._jobs["1"] = job
    want = write_html(served.state.folder, served.state.compute().result(), found)
    assert web.get("/report/view").text == want
    assert "who matters" in web.get("/report").text
    assert "Shapley" not in web.get(f"/report/view?{tried[2]}").text


def test_alternatives_that_do_not_fit_the_changes_are_left_out(tmp_path):
    copy_shipped("afghanistan-2023", tmp_path / "case")
    folder = load(tmp_path / "case")
    levers = {p.split(".")[1] for a in folder.case.alternatives for p in a.set if "levers." in p}
    gone = min(levers)
    new = folder.changed({}, (f"levers.{gone}",))
    fit = {a.id for a in new.case.alternatives}
    assert fit < {a.id for a in folder.case.alternatives}
    for id_ in fit:
        assert gone not in {lever.id for lever in new.alternative(id_).levers}
    assert new.digest != folder.digest
