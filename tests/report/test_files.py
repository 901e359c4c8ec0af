"""The brief as files that offices hand round, and answers as tables and charts."""

import csv
import io
import zipfile

import pytest

from tracktwo.cli.app import explain, make_app
from tracktwo.cli.report import report
from tracktwo.errors import Error
from tracktwo.report.brief import brief
from tracktwo.report.office.kinds import KINDS, Wanted, ending_of
from tracktwo.report.page import Page

PICTURE = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def wanted(porto):
    return Wanted(porto.folder, porto.result, porto.questions)


def made(wanted, ending):
    pytest.importorskip({".pdf": "typst", ".docx": "docx", ".pptx": "pptx"}[ending])
    return KINDS[ending].write(wanted)


def titles(wanted):
    return [one.title for one in brief(wanted.page).sections]


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_brief_is_two_pages_of_pdf(wanted, paper):
    pypdf = pytest.importorskip("pypdf")
    pytest.importorskip("typst")
    found = KINDS[".pdf"].write(Wanted(wanted.folder, wanted.result, wanted.questions, paper=paper))
    pdf = pypdf.PdfReader(io.BytesIO(found))
    assert len(pdf.pages) == 2
    size = {"a4": (595, 842), "letter": (612, 792)}[paper]
    assert tuple(round(float(x)) for x in pdf.pages[0].mediabox[2:]) == size
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    for title in titles(wanted):
        assert " ".join(title.split()) in text
    assert wanted.folder.digest[:12] in text
    assert "1 / 2" in text
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_a_text_document_holds_the_brief_as_headings_and_tables(wanted):
    found = made(wanted, ".docx")
    import docx  # noqa: PLC0415

    document = docx.Document(io.BytesIO(found))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    lines = [*document.paragraphs, *(line for cell in cells for line in cell.paragraphs)]
    heads = {line.text for line in lines if line.style.name == "Heading 2"}
    assert set(titles(wanted)) <= heads
    pictures = document.inline_shapes
    assert len(pictures) >= 1
    assert all(shape._inline.docPr.get("descr") for shape in pictures)
    fields = [part.text for part in document.sections[0].footer._element.iter()
              if part.tag.endswith("instrText")]  # fmt: skip
    assert fields == ["PAGE", "NUMPAGES"]


def test_there_are_five_slides_each_with_a_title(wanted):
    found = made(wanted, ".pptx")
    import pptx  # noqa: PLC0415

    slides = pptx.Presentation(io.BytesIO(found)).slides
    assert len(slides) == 5
    assert slides[0].shapes.title.text == wanted.folder.case.title
    assert [slide.shapes.title.text for slide in slides][1:3] == titles(wanted)[1:3]
    for slide in slides:
        for shape in slide.shapes:
            assert shape.left + shape.width <= 12_192_000
            if shape.shape_type == 13:  # a picture
                assert shape._element.nvPicPr.cNvPr.get("descr")


@pytest.mark.parametrize("ending", [".pdf", ".docx", ".pptx"])
def test_the_same_case_gives_the_same_bytes(wanted, ending):
    assert made(wanted, ending) == made(wanted, ending)


def test_attacks_become_words_in_office_files(hostile):
    wanted = Wanted(hostile.folder, hostile.result, hostile.questions)
    for ending in (".docx", ".pptx"):
        with zipfile.ZipFile(io.BytesIO(made(wanted, ending))) as parts:
            for name in parts.namelist():
                if name.endswith(".rels"):
                    assert b"evil.example" not in parts.read(name)
    assert made(wanted, ".pdf").startswith(b"%PDF")


def test_another_ending_is_an_error_that_lists_those_there_are(
    tmp_path, porto, monkeypatch, capsys
):
    for name in ("brief.odt", "brief", "brief.docx.txt"):
        with pytest.raises(Error, match=r"there are: \.html, \.pdf, \.docx, \.pptx, \.md"):
            report(porto.folder.path, out=tmp_path / name)
        with pytest.raises(
            Error, match=r"there are: \.json, \.csv, \.xlsx, \.parquet, \.svg, \.png"
        ):
            asked(porto, tmp_path / name)
    with pytest.raises(Error) as caught:
        ending_of(tmp_path / "b.xls")
    assert explain(caught.value) == 2
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setattr("tracktwo.errors.find_spec", lambda name: None if name == "typst" else True)
    with pytest.raises(Error, match=r"this needs typst.*tracktwo\[office\]"):
        report(porto.folder.path, out=tmp_path / "brief.pdf")


def asked(porto, out):
    run = ["run", str(porto.folder.path), "--draws", "8", "--out", str(out)]
    make_app()(run, exit_on_error=False, result_action="return_value")


def test_an_answer_is_kept_in_the_format_of_its_ending(tmp_path, porto, capsys):
    for ending in ("csv", "json", "xlsx", "svg", "png"):
        asked(porto, tmp_path / f"odds.{ending}")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "odds.csv").read_text("utf-8"))))
    assert [row["id"] for row in rows] == [s.id for s in porto.folder.case.roadmap.stages]
    drawn = sorted(tmp_path.glob("odds-*.png"))
    assert len(drawn) == len(sorted(tmp_path.glob("odds-*.svg"))) > 3
    assert drawn[0].read_bytes().startswith(PICTURE)
    assert "var(--" not in next(tmp_path.glob("odds-*.svg")).read_text("utf-8")
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(tmp_path / "odds.xlsx")
    heads = [cell.value for cell in book["milestones"][1]]
    assert heads[heads.index("stage") + 1] == "stage_name"
    stages = {one.id: one.name for one in porto.folder.case.roadmap.stages}
    for row in book["milestones"].iter_rows(min_row=2, values_only=True):
        assert row[heads.index("stage_name")] == stages[row[heads.index("stage")]]
    chance = book["milestones"].cell(2, heads.index("reached_mean") + 1)
    assert chance.number_format == "0.00%"
    assert "What follows from the assumptions" in str([c.value for c in book["Notes"]["B"]])


def test_every_chart_is_written_into_a_folder(tmp_path, porto):
    report(porto.folder.path, out=tmp_path / "b.html", draws=8, brief=True,
           charts=tmp_path / "charts")  # fmt: skip
    names = sorted(path.name for path in (tmp_path / "charts").iterdir())
    assert names[0].startswith("01-stages-passed-by-")
    assert len([n for n in names if n.endswith(".svg")]) == len(names) // 2


def test_the_page_of_a_result_asks_nothing_twice(porto):
    page = Page(porto.folder, porto.result, porto.questions)
    assert brief(page).section("map") is not None
