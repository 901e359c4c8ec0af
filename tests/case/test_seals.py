"""A case without its text tells what was found in it: `tracktwo check --seal`."""

import datetime as dt
import json
import shutil

import pytest

from tracktwo.case import CaseError, copy_shipped, load
from tracktwo.case.save import seal
from tracktwo.cli.app import main
from tracktwo.errors import UnanswerableError
from tracktwo.report.markdown import write_markdown

DAY = dt.date(2031, 6, 1)
SEAL = "sources/valley-herald.seal"


@pytest.fixture(autouse=True)
def _no_sources_from_outside(monkeypatch):
    monkeypatch.delenv("TRACKTWO_SOURCES", raising=False)


@pytest.fixture
def apart(tmp_path):
    """The smallest case with its text in another folder."""
    case = tmp_path / "case"
    copy_shipped("two-valleys", case)
    (tmp_path / "texts").mkdir()
    shutil.move(case / "sources" / "valley-herald.txt", tmp_path / "texts" / "valley-herald.txt")
    return case


def states(folder):
    return {quote.status for quote in folder.quotes.values()}


def notes(folder):
    return [str(note) for note in folder.notes if "quote" in note.message]


def sealed(apart):
    texts = apart.parent / "texts"
    seal(load(apart, sources=[texts]), DAY)
    return texts


def changed(apart, old, new):
    file = apart / "evidence.jsonl"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def test_without_a_seal_the_quotes_could_not_be_checked(apart):
    folder = load(apart)
    assert states(folder) == {"not-at-hand"}
    assert "its 10 quotes could not be checked" in notes(folder)[0]


def test_with_a_seal_they_are_as_they_were(apart):
    texts = sealed(apart)
    folder = load(apart)
    assert states(folder) == {"sealed"}
    (note,) = notes(folder)
    assert (
        "its 10 quotes are as they were when checked against its text (sha256 af611a3fa732" in note
    )
    assert "on 2031-06-01" in note
    assert not [n for n in folder.notes if n.severity == "error"]
    at_hand = load(apart, sources=[texts])
    assert states(at_hand) == {"verified"}
    assert notes(at_hand) == []
    assert folder.digest == at_hand.digest


def test_the_seal_holds_no_word_of_the_text(apart):
    sealed(apart)
    text = (apart / SEAL).read_text()
    kept = json.loads(text)
    assert kept["checked"] == "2031-06-01"
    assert len(kept["quotes"]) == 10
    for quote in load(apart).quotes.values():
        assert quote.exact not in text


def test_sealing_twice_writes_the_same(apart):
    sealed(apart)
    once = (apart / SEAL).read_bytes()
    sealed(apart)
    assert (apart / SEAL).read_bytes() == once


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("someone neutral sets the table", "someone neutral lays the table"),
        ('"prefix": " Valley "', '"prefix": "Valley "'),
        ('"start": 286, "end": 352', '"start": 287, "end": 353'),
    ],
    ids=["words", "what stands before", "place"],
)
def test_a_quote_that_changed_since_is_told(apart, old, new):
    sealed(apart)
    changed(apart, old, new)
    folder = load(apart)
    assert sorted(q.status for q in folder.quotes.values()).count("sealed") == 9
    (note,) = notes(folder)
    assert "9 of its 10 quotes are as they were" in note
    assert "changed or new since: " in note


def test_a_seal_of_another_text_seals_nothing(apart):
    sealed(apart)
    data = json.loads((apart / SEAL).read_text())
    (apart / SEAL).write_text(json.dumps({**data, "sha256": "0" * 64}))
    assert states(load(apart)) == {"not-at-hand"}


def test_another_edition_is_told_by_what_stands_around_the_quotes(apart):
    texts = sealed(apart)
    file = texts / "valley-herald.txt"
    text = file.read_text("utf-8")
    file.write_text(text.replace(" ", "  ", 3), "utf-8")  # laid out otherwise, the same words
    assert not [n for n in notes(load(apart, sources=[texts])) if "among other words" in n]
    quote = next(q for q in load(apart).quotes.values() if q.id == "ready-to-sit")
    at = text.index(quote.exact)
    file.write_text(text[: at - 1] + '"' + quote.exact + text[at + len(quote.exact) :].replace(
        "said", "denied", 1), "utf-8")  # fmt: skip
    try:
        found = notes(load(apart, sources=[texts]))
    except CaseError as error:  # the quote's own suffix told already
        found = [str(problem) for problem in error.problems]
    assert any("ready-to-sit" in note for note in found)


@pytest.mark.parametrize("text", ["", "[]", "{}", "{", '{"format": 1}', "null", "[" * 9_000])
def test_what_is_no_seal_is_told(apart, text):
    (apart / SEAL).write_text(text)
    with pytest.raises(CaseError, match="is no seal of quotes"):
        load(apart)


def test_a_seal_is_not_read_from_outside(apart, tmp_path):
    sealed(apart)
    shutil.move(apart / SEAL, tmp_path / "elsewhere")
    (apart / SEAL).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CaseError, match="leads outside the case folder"):
        load(apart)


def test_only_a_text_that_is_the_record_s_can_be_sealed(apart):
    with pytest.raises(UnanswerableError, match="its text is not at hand"):
        seal(load(apart))
    texts = apart.parent / "texts"
    with (texts / "valley-herald.txt").open("a") as file:
        file.write("One more line.\n")
    with pytest.raises(UnanswerableError, match="not the one that its record names"):
        seal(load(apart, sources=[texts]))
    assert not (apart / SEAL).exists()


def test_a_text_in_the_case_folder_needs_no_seal(tmp_path):
    copy_shipped("two-valleys", tmp_path / "case")
    with pytest.raises(UnanswerableError, match="lies in the case folder"):
        seal(load(tmp_path / "case"))


def test_a_quote_at_another_place_is_not_sealed(apart):
    texts = apart.parent / "texts"
    changed(apart, '"start": 286, "end": 352', '"start": 285, "end": 351')
    with pytest.raises(CaseError, match="correct it: start 286, end 352"):
        seal(load(apart, sources=[texts]))
    assert not (apart / SEAL).exists()


def test_the_command_seals_and_says_so(apart, capsys):
    texts = apart.parent / "texts"
    with pytest.raises(SystemExit) as end:
        main(["check", str(apart), "--sources", str(texts), "--seal"])
    assert not end.value.code
    said = capsys.readouterr().out
    assert "10 quotes of valley-herald: sources/valley-herald.seal" in said
    with pytest.raises(SystemExit):
        main(["check", str(apart)])
    said = capsys.readouterr().out
    assert "10 as when last checked (source not at hand)" in said


def test_the_shipped_case_ends_clean():
    """A newcomer has no text, and is told what was checked all the same."""
    from tracktwo.case import shipped_case  # noqa: PLC0415
    from tracktwo.questions.odds.run import run  # noqa: PLC0415

    folder = load(shipped_case("afghanistan-2023"))
    assert states(folder) == {"sealed"}
    (note,) = notes(folder)
    assert "could not be checked" not in note
    assert f"its {len(folder.quotes)} quotes are as they were when checked" in note
    text = write_markdown(folder, run(folder, draws=8), None, annex=True)
    assert "its quotes are as they were when they were checked against it on" in text
    assert "were not checked against it" not in text
