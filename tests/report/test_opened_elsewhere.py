"""The brief as an office program lays it out."""

import pypdf
import pytest
from office import converted

from tracktwo.case.shipped import shipped_case
from tracktwo.cli.app import main

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("ending", "paper", "pages"), [("docx", "a4", 2), ("docx", "letter", 2), ("pptx", "a4", 5)]
)
def test_the_brief_of_the_worked_case_has_its_pages(tmp_path, ending, paper, pages):
    out = tmp_path / f"brief.{ending}"
    case = str(shipped_case("afghanistan-2023"))
    with pytest.raises(SystemExit) as caught:
        main(["report", case, "--brief", "--draws", "64", "--paper", paper, "--out", str(out)])
    assert not caught.value.code
    found = pypdf.PdfReader(converted(out, "pdf"))
    assert len(found.pages) == pages
    text = "".join(page.extract_text() for page in found.pages)
    assert "An elected government" in text
