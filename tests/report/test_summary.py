"""The terminal summary: 80 columns, plain in a pipe, nothing of a case comes alive."""

import io
import re

import pytest
from rich.console import Console

from tracktwo.blocks import Naming
from tracktwo.report.render_terminal import terminal
from tracktwo.report.summary import section


def printed(ran, width=80, *, tty=False, columns=80):
    out = io.StringIO()
    console = Console(
        file=out,
        width=columns,
        force_terminal=tty,
        color_system=("standard" if tty else None),
    )
    console.print(terminal(section(ran.result, Naming(ran.folder)), width))
    return out.getvalue()


@pytest.mark.parametrize("width", [80, 60])
@pytest.mark.parametrize("case", ["porto", "hostile"])
def test_it_keeps_to_its_columns(request, case, width):
    text = printed(request.getfixturevalue(case), width, columns=200)
    assert max(len(line.rstrip()) for line in text.splitlines()) <= width


def test_it_answers_in_short(porto):
    text = " ".join(printed(porto).split())
    for words in (
        "A meeting in Porto", "As of 4 May 2031", "Talks", "A vote", "What blocks it",
        "harm", "limit 10", "The May proposal", "Seed 3", "not a forecast",
    ):  # fmt: skip
        assert words in text
    for lever in porto.folder.case.levers:
        (line,) = re.findall(rf"{lever.name}, taken to full intensity: [^;]*;[^;]*", text)
        assert "harm" in line


def test_a_pipe_gets_plain_ascii_where_the_case_is_ascii(porto):
    text = printed(porto)
    assert text.isascii()
    assert "\x1b" not in text
    assert not [line for line in text.splitlines() if line.strip() and line.endswith("  " * 20)]


def test_a_terminal_gets_emphasis(porto):
    assert "\x1b[1m" in printed(porto, tty=True)


def test_markup_and_controls_of_a_case_stay_text(hostile):
    text = "".join(printed(hostile).split())
    assert "[red]bold[/red]" in text
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
