"""tracktwo: a workbench for negotiated political transitions."""

from tracktwo.questions import questions  # the list alone: nothing heavy comes with it
from tracktwo.version import __version__

__all__ = ["__version__", "questions"]
