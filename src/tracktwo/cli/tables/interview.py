"""The interview, as many of its questions as were asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.cli.console import show

if TYPE_CHECKING:
    from tracktwo.case import CaseFolder
    from tracktwo.questions.interview import InterviewOptions
    from tracktwo.questions.interview.records import Interview


def show_answer(found: Interview, folder: CaseFolder, options: InterviewOptions) -> None:
    """Print the questions that are worth asking, the most consequential first."""
    from tracktwo.blocks import Naming
    from tracktwo.questions.interview.section import section
    from tracktwo.report.render_terminal import terminal

    show(terminal(section(found, Naming(folder), rows=options.rows)))
