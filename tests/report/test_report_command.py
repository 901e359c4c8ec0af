"""`tracktwo report` writes one whole file and says where."""

import pytest
from fewer import fewer
from reported import write_folder

from tracktwo.cli.console import UsageError
from tracktwo.cli.report import report
from tracktwo.report import write_html


@pytest.fixture
def case(tmp_path):
    return write_folder(tmp_path / "porto")


def test_html_where_it_was_asked_for(case, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    fewer(monkeypatch)
    out = tmp_path / "new" / "page.html"
    report(case, out=out, draws=32, seed=2)
    assert capsys.readouterr().out == f"Report written to {out}\n"
    assert out.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert [p.name for p in out.parent.iterdir()] == ["page.html"]
    whole = out.read_text("utf-8")
    report(case, out=out, draws=32, seed=2, brief=True)
    for name in ("who", "agree", "levers", "what-if", "matters"):
        assert f'<section id="{name}"' in whole
        assert f'<section id="{name}"' not in out.read_text("utf-8")


def test_markdown_into_a_folder_is_named_after_the_case(case, tmp_path, capsys):
    report(case, out=tmp_path, format="md", draws=32, brief=True)
    assert (tmp_path / "porto.md").read_text("utf-8").startswith("# A meeting in Porto\n")
    assert str(tmp_path / "porto.md") in capsys.readouterr().out


def test_by_default_it_lands_in_the_present_folder(case, tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    report(case, format="md", draws=32, brief=True)
    assert (tmp_path / "here" / "porto.md").is_file()


def test_the_ending_of_the_file_says_the_format(case, tmp_path):
    report(case, out=tmp_path / "page.md", draws=32, brief=True)
    assert (tmp_path / "page.md").read_text("utf-8").startswith("# A meeting in Porto\n")
    with pytest.raises(UsageError, match=r"--format html does not fit .*page\.md"):
        report(case, out=tmp_path / "page.md", format="html", draws=32, brief=True)


def test_a_failed_report_leaves_the_old_one(case, tmp_path, monkeypatch):
    out = tmp_path / "page.html"
    out.write_text("old", encoding="utf-8")

    def fail(*_, **__):
        raise RuntimeError("no page")

    monkeypatch.setattr("tracktwo.report.office.kinds.write_html", fail)
    with pytest.raises(RuntimeError, match="no page"):
        report(case, out=out, draws=16, brief=True)
    assert out.read_text("utf-8") == "old"
    assert write_html is not fail


def test_sources_are_not_written_over(case):
    with pytest.raises(UsageError, match="lies among the sources"):
        report(case, out=case / "sources" / "courier.md", draws=16)
    assert "Porto" in (case / "sources" / "courier.txt").read_text("utf-8")


def test_texts_of_sources_may_lie_elsewhere(tmp_path):
    case = write_folder(tmp_path / "porto", at_hand=False)
    texts = tmp_path / "texts"
    texts.mkdir()
    plain = write_folder(tmp_path / "other") / "sources" / "courier.txt"
    plain.rename(texts / "courier.txt")
    out = tmp_path / "page.html"
    report(case, out=out, draws=16, brief=True, sources=[texts])
    assert "not checked against it" not in out.read_text("utf-8")
    report(case, out=out, draws=16, brief=True)
    assert "not checked against it" in out.read_text("utf-8")
