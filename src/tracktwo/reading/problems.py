"""What can go wrong in reading, said in one line for a person."""

from __future__ import annotations

from tracktwo.errors import Error


class ReadingError(Error):
    """A text that cannot be read, or a file of proposals or decisions that cannot be used."""
