"""tracktwo: a workbench for negotiated political transitions."""

from typing import TYPE_CHECKING

from tracktwo.version import __version__

if TYPE_CHECKING:
    from tracktwo.questions import questions
else:
    from tracktwo import questions  # the package, called; nothing heavy comes with it

__all__ = ["__version__", "questions"]
