"""How wide a text is drawn, without drawing it.

The page's font is the reader's own, so widths are those of DejaVu Sans, the widest of the fonts
that system pages are set in: in any other a label takes less room than is kept for it.
Characters that it has no width for here count as a full em, which no script exceeds by much.
"""

from __future__ import annotations

import unicodedata

from tracktwo.blocks.words import clean

LINE = 1.25
"""Height of a line, in sizes of its letters."""

_HUNDREDTHS = (
    # From the space to the tilde, in hundredths of the size; measured in a browser.
    32, 40, 46, 84, 64, 95, 78, 28, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 34, 34, 84, 84, 84, 53, 100, 69, 69, 70, 77, 63, 58, 78, 75, 30, 30, 66, 56, 87, 75,
    79, 61, 79, 70, 64, 61, 74, 69, 99, 69, 61, 69, 39, 34, 39, 84, 50, 50, 62, 64, 55, 64, 62, 36,
    64, 64, 28, 28, 58, 28, 98, 64, 62, 64, 64, 42, 52, 40, 64, 60, 82, 60, 60, 53, 64, 34, 64, 84,
)  # fmt: skip


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a line of text is at most, in pixels.

    Parameters
    ----------
    text : one line
    size : of its letters, in pixels
    bold : whether it is set in bold, which takes a tenth more
    """
    total = sum(_of(letter) for letter in text)
    return total * size / 100 * (1.1 if bold else 1.0)


def _of(letter: str) -> float:
    place = ord(letter) - 32
    if 0 <= place < len(_HUNDREDTHS):
        return _HUNDREDTHS[place]
    if unicodedata.combining(letter):
        return 0
    plain = unicodedata.normalize("NFD", letter)[0]
    place = ord(plain) - 32
    return _HUNDREDTHS[place] if 0 <= place < len(_HUNDREDTHS) else 100


def lines(text: str, size: float, most: float, count: int = 3, *, bold: bool = False) -> list[str]:
    """Break a text into lines that are no wider than is given.

    Parameters
    ----------
    text : broken between words; within one only where it is wider than a line
    size : of its letters, in pixels
    most : how wide a line may be
    count : how many lines at most; what is left over is cut, and ends with an ellipsis
    bold : see `width`
    """
    found: list[str] = []
    for word in clean(" ".join(text.split())).split(" "):
        for piece in _pieces(word, size, most, bold=bold):
            longer = f"{found[-1]} {piece}" if found else piece
            if found and width(longer, size, bold=bold) <= most:
                found[-1] = longer
            else:
                found.append(piece)
    if len(found) > count:
        found = found[:count]
        last = found[-1]
        while last and width(f"{last}…", size, bold=bold) > most:
            last = last[:-1]
        found[-1] = f"{last.rstrip()}…"
    return found


def _pieces(word: str, size: float, most: float, *, bold: bool) -> list[str]:
    if width(word, size, bold=bold) <= most:
        return [word]
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(pieces[-1] + letter, size, bold=bold) > most:
            pieces.append("")
        pieces[-1] += letter
    return pieces
