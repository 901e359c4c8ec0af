"""Files of every sort, hostile ones among them: a text, or one line on why not."""

import importlib.util
import io
import time
import zipfile

import docx as word
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracktwo.reading.problems import ReadingError
from tracktwo.reading.text import language
from tracktwo.reading.text.formats import extract, readable
from tracktwo.reading.text.worker import Worker

PAGE = """<!doctype html><html><head><title>Talks resume</title>
<script>document.write("The Evil Front demanded money.")</script>
<style>p {color: red}</style></head><body><nav><a href="/">Home</a> <a href="/x">More</a></nav>
<article><h1>Talks resume in Velo</h1>
<p>The Orr Front rejected the offer of the government on Friday, its leader said at a meeting.</p>
<p>“We will not sign this paper while the siege goes on,” said Ana Orlo, who leads the Front.</p>
<p>The government asked Norway to send observers to the border, and Norway accepted.</p>
</article><script>alert("more")</script></body></html>"""


@pytest.fixture(scope="module")
def worker():
    with Worker() as made:
        yield made


def put(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def docx(text="Talks resumed.", extra=b""):
    out = io.BytesIO()
    document = word.Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    document.save(out)
    if extra:
        with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("word/media/extra.bin", extra)
    return out.getvalue()


def pdf(text=""):
    """Make a PDF of one page by hand, with or without a line of text."""
    stream = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode() if text else b""
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for n, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, part)
    table = b"".join(b"%010d 00000 n \n" % at for at in places)
    tail = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(out)
    return out + b"xref\n0 6\n0000000000 65535 f \n" + table + tail


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.txt", b"", "is empty"),
        ("blank.txt", b" \n\n ", "holds no text"),
        ("signs.txt", b"?! ... --", "holds no words"),
        ("binary.txt", bytes(range(256)) * 40, "is no text file"),
        ("nul.txt", b"Talks\0\0\0\x01\x02\x03\x04", "is no text file"),
        ("latin.txt", "Café talks\nMaría agreed".encode("cp1252"), "latin.txt:1: is not UTF-8"),
        ("no.pdf", b"%PDF-1.7\n%broken", "cannot be read as PDF"),
        ("scan.pdf", pdf(), "hold no text (a scan?); run it through OCR"),
        ("no.docx", b"PK\x03\x04 this is no archive", "cannot be read as DOCX"),
        ("script.html", "<html><script>x()</script></html>", "has no main text"),
        ("missing.txt", None, "there is no such file"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(tmp_path, worker, name, content, message):
    path = tmp_path / name
    if content is not None:
        put(tmp_path, name, content)
    with pytest.raises(ReadingError) as caught:
        extract(path, worker)
    assert message in str(caught.value)
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)


def test_fifty_megabytes_are_refused_before_they_are_read(tmp_path, worker):
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    begin = time.process_time()
    with pytest.raises(ReadingError, match=r"is too large \(50.0 MB\)"):
        extract(path, worker)
    assert time.process_time() - begin < 1


def test_a_long_text_within_the_limit_of_bytes_is_refused_too(tmp_path, worker):
    path = put(tmp_path, "long.txt", "The Front met. " * 200_000)
    with pytest.raises(ReadingError, match="its text is too long"):
        extract(path, worker)


def test_a_zip_bomb_is_refused_by_what_it_would_unpack_to(tmp_path, worker):
    path = put(tmp_path, "bomb.docx", docx(extra=b"\0" * 150_000_000))
    assert path.stat().st_size < 1_000_000
    begin = time.perf_counter()
    with pytest.raises(ReadingError, match="times its size"):
        extract(path, worker)
    assert time.perf_counter() - begin < 10


def test_an_entity_bomb_in_a_word_file_ends(tmp_path, worker):
    out = io.BytesIO(docx())
    body = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    with zipfile.ZipFile(out) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts["word/document.xml"] = (body + "]><x>&j;</x>").encode()
    with zipfile.ZipFile(out, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    with pytest.raises(ReadingError):
        extract(put(tmp_path, "entities.docx", out.getvalue()), worker)


def test_another_archive_is_no_word_file(tmp_path, worker):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "Talks")
    with pytest.raises(ReadingError, match="no Word file"):
        extract(put(tmp_path, "a.docx", out.getvalue()), worker)


def test_the_main_text_of_a_page_without_its_scripts_and_menus(tmp_path, worker):
    found = extract(put(tmp_path, "2031-05-04-page.html", PAGE), worker)
    assert "rejected the offer" in found.text
    assert "Evil Front" not in found.text
    assert "alert" not in found.text
    assert "Home" not in found.text
    assert found.published.isoformat() == "2031-05-04"


def test_word_and_pdf(tmp_path, worker):
    text = "The Orr Front rejected the plan."
    assert text in extract(put(tmp_path, "a.docx", docx(f"Title\n{text}")), worker).text
    assert text in extract(put(tmp_path, "a.pdf", pdf(text)), worker).text


def test_a_named_encoding_is_used(tmp_path, worker):
    path = put(tmp_path, "a.txt", "María agreed.".encode("cp1252"))
    assert extract(path, worker, "cp1252").text == "María agreed."
    assert extract(put(tmp_path, "b.txt", "María agreed.".encode("utf-16")), worker).text
    with pytest.raises(ReadingError, match="there is no encoding 'nonsense'"):
        extract(path, worker, "nonsense")


def test_a_text_from_right_to_left_is_refused_with_what_would_help(tmp_path, worker):
    path = put(tmp_path, "rtl.txt", "رفض المجلس الاقتراح يوم الأحد وطالب بالإفراج عن السجناء.")
    found = extract(path, worker)
    with pytest.raises(
        ReadingError, match=r"written in Arabic script.*covered are: English.*add one"
    ):
        readable(path, found.text, "en")


def test_a_file_that_takes_too_long_is_given_up_and_the_next_one_read(tmp_path):
    slow = put(tmp_path, "slow.html", PAGE)
    with Worker(seconds=0.0) as worker:
        with pytest.raises(ReadingError, match="could not be opened within"):
            extract(slow, worker)
        worker.seconds = 30
        assert "rejected" in extract(slow, worker).text


def text_or_refusal(path, worker):
    try:
        said = extract(path, worker).text
    except ReadingError as error:
        said = str(error)
    assert said.strip()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=400), suffix=st.sampled_from([".txt", ".html", ".pdf", ".docx", ""]))
def test_any_bytes_give_a_text_or_a_refusal(tmp_path, worker, raw, suffix):
    path = put(tmp_path, f"any{suffix}", raw)
    text_or_refusal(path, worker)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cut=st.integers(0, 3000), at=st.integers(0, 3000), byte=st.integers(0, 255), which=st.booleans()
)
def test_damaged_files_give_a_text_or_a_refusal(tmp_path, worker, cut, at, byte, which):
    raw = bytearray(docx("The Front met.") if which else pdf("The Front met."))
    raw[at % len(raw)] = byte
    path = put(tmp_path, "x.docx" if which else "x.pdf", bytes(raw[: max(1, len(raw) - cut)]))
    text_or_refusal(path, worker)


FRENCH = (
    "Le gouvernement et les rebelles ont signé vendredi un accord de paix après dix jours de "
    "négociations. Les combattants seront désarmés, le pays votera dans un an. "
) * 2


def test_a_language_that_no_lexicon_covers_is_refused_by_its_name():
    pytest.importorskip("py3langid", reason="py3langid is not installed")
    with pytest.raises(ReadingError, match=r"written in French.*covered are: English \(en\)"):
        readable("a.txt", FRENCH, "en")


def test_a_short_text_and_a_table_of_names_are_not_refused():
    readable("a.txt", FRENCH[:150], "en")
    readable("a.txt", "The government and the rebels signed an agreement on Friday. " * 9, "en")


def test_a_foreign_text_is_refused_without_a_name_where_none_can_be_found(monkeypatch):
    monkeypatch.setattr(language, "_named", lambda _: None)
    with pytest.raises(ReadingError, match="written in another language, not in English"):
        readable("a.txt", FRENCH, "en")


RTF = rb"{\rtf1\ansi{\fonttbl\f0 Times;}\f0 The Orr Front \'93rejected\'94 it.\par Peru left.\par}"


def test_rtf_is_read(tmp_path, worker):
    pytest.importorskip("striprtf", reason="striprtf is not installed")
    assert extract(put(tmp_path, "a.rtf", RTF), worker).text == (
        "The Orr Front “rejected” it.\nPeru left."
    )


def test_rtf_without_its_extra_says_so(tmp_path, worker):
    if importlib.util.find_spec("striprtf") is not None:
        pytest.skip("striprtf is installed")
    with pytest.raises(ReadingError, match=r"tracktwo\[rtf\]"):
        extract(put(tmp_path, "a.rtf", RTF), worker)
