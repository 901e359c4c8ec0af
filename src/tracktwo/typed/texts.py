"""Texts of tables in whatever encoding and with whatever marks a spreadsheet saved them."""

from __future__ import annotations

import codecs
import csv
import io
import re

from tracktwo.typed.values import TypedError

MARKS = ",;\t|"
_SEP = re.compile(r"sep=(?P<mark>[,;\t|])\r?\n", re.IGNORECASE)
_OTHERS = re.compile(r"[þÞðÐýÝ]|(?<=[^\W\d_])[¹³¿£¥¼¾¶±]|[¹³¿£¥¼¾¶±](?=[^\W\d_])")
"""What letters of Turkish and of Central Europe become where they are read as Windows-1252."""
_HINT = "save it as UTF-8"


def readable(raw: bytes) -> tuple[str, str]:
    """Decode a text that a program saved: UTF-8, UTF-16, or Windows-1252 where that is plain.

    Returns
    -------
    str
        The text, without a byte order mark and without a first line ``sep=;``.
    str
        What it was taken for; empty where it is UTF-8.

    Raises
    ------
    TypedError
        If it could be several encodings, or none.
    """
    text, taken = _decoded(raw)
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise TypedError("holds a NUL character", "save it as plain text", line)
    return text, taken


def _decoded(raw: bytes) -> tuple[str, str]:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return raw.decode("utf-16"), "UTF-16"
        except UnicodeDecodeError:
            raise TypedError("is no whole UTF-16 text", _HINT) from None
    for code, zeros in (("utf-16-le", raw[1::2]), ("utf-16-be", raw[::2])):
        if len(raw) % 2 == 0 and len(raw) > 8 and zeros.count(0) > 0.9 * len(zeros):
            try:
                return raw.decode(code), "UTF-16"
            except UnicodeDecodeError:
                break
    try:
        return raw.decode("utf-8-sig"), ""
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        what = f"is not UTF-8 (byte 0x{raw[error.start]:02x})"
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        raise TypedError(what, _HINT, line) from None
    odd = _OTHERS.search(text)
    if odd:
        word = text_around(text, odd)
        raise TypedError(f"{what}, and as Windows-1252 it would read {word!r}", _HINT, line)
    return text, "Windows-1252"


def text_around(text: str, odd: re.Match[str]) -> str:
    """Return the word that a match stands in."""
    start = max(text.rfind(mark, 0, odd.start()) for mark in (*MARKS, "\n", " ")) + 1
    ends = [text.find(mark, odd.end()) for mark in (*MARKS, "\n", " ")]
    return text[start : min((end for end in ends if end >= 0), default=len(text))].strip()[:40]


def delimiter_of(text: str, names: tuple[str, ...] = ()) -> tuple[str, str]:
    """Tell what stands between the columns of a table; a comma where nothing says otherwise.

    Parameters
    ----------
    text : the table
    names : headings, in lower case, of which a first row has some

    Returns
    -------
    str
        The text without a line ``sep=;``, which is left blank.
    str
        The mark.
    """
    sep = _SEP.match(text)
    if sep:
        return text[sep.start("mark") + 1 :], sep["mark"]
    start = "\n".join([line for line in text.splitlines() if line.strip()][:3])
    rows = {mark: [row for row in csv.reader(io.StringIO(start), delimiter=mark) if any(row)]
            for mark in MARKS}  # fmt: skip
    known = {
        mark: sum(cell.strip().casefold() in names for cell in found[0]) if found else 0
        for mark, found in rows.items()
    }
    best = max(known.values())
    if best > 1 and list(known.values()).count(best) == 1:
        return text, max(known, key=lambda mark: known[mark])
    wide = [mark for mark, found in rows.items() if found and all(len(row) > 1 for row in found)]
    return text, wide[0] if len(wide) == 1 else ","


def with_commas(text: str, names: tuple[str, ...]) -> str:
    """Return a table with commas between its columns; one that has them already stays as it is.

    Lines stay where they were. Cells that hold commas are quoted.

    Raises
    ------
    TypedError
        If its quotes are broken.
    """
    body, mark = delimiter_of(text, names)
    if mark == "," and body == text:
        return text
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    try:
        rows = list(csv.reader(io.StringIO(body, newline=""), delimiter=mark, strict=True))
    except csv.Error:
        raise TypedError("has a quote that is opened and not closed", "close it") from None
    filled = [row for row in rows if any(row)]
    if sum(len(row) == len(filled[0]) for row in filled) * 2 <= len(filled):
        return text  # its head alone has other marks: whoever reads it says so
    writer.writerows([cell.strip() for cell in row] for row in rows)
    return out.getvalue()
