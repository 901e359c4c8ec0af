"""A section as each renderer writes it, and what a reader sees of that."""

import io
import re

from pages import read
from rich.console import Console

from tracktwo.blocks import words
from tracktwo.report.render_html import Html
from tracktwo.report.render_markdown import Markdown
from tracktwo.report.render_terminal import terminal
from tracktwo.report.svg import SvgDrawer


def html(section, href=lambda _: None):
    """Return a section as a page."""
    return read(str(Html(href, SvgDrawer()).section(section)))


def markdown(section):
    """Return a section as Markdown."""
    return Markdown(lambda _: None).section(section)


def printed(section, width=80):
    """Return a section as a pipe gets it."""
    out = io.StringIO()
    Console(file=out, width=width).print(terminal(section, width))
    return out.getvalue()


def squeezed(text):
    """Return a text without spaces and with plain signs, so that no line break matters."""
    return re.sub(r"[\s\\]", "", words.plain(text))


def everywhere(section):
    """Return a section's text by each renderer, squeezed."""
    return [squeezed(text) for text in (html(section).text, markdown(section), printed(section))]
