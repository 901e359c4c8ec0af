"""The summary of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.cli.console import show

if TYPE_CHECKING:
    from tracktwo.case import CaseFolder
    from tracktwo.questions.odds import OddsOptions
    from tracktwo.results.odds import Result


def show_answer(found: Result, folder: CaseFolder, _options: OddsOptions) -> None:
    """Print the summary of a run."""
    from tracktwo.report import terminal_summary

    show(terminal_summary(folder, found))
