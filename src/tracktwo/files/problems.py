"""What can go wrong with a file, said in one line for a person."""

from __future__ import annotations

from tracktwo.errors import Error


class FileError(Error):
    """A file or folder that cannot be written as asked; nothing was.

    Attributes
    ----------
    path : str
        As the user knows it; never the name of a temporary file.
    message, hint : str
        What is wrong, and what would be right (or nothing).
    """

    def __init__(self, path: object, message: str, hint: str = "") -> None:
        self.path, self.message, self.hint = str(path), message, hint
        text = f"{self.path}: {message}" + (f"; {hint}" if hint else "")
        # One line, and nothing that a terminal would obey: a name may hold anything.
        super().__init__("".join(c if c.isprintable() else repr(c)[1:-1] for c in text))


def unwritable(path: object, error: OSError) -> FileError:
    """Return what the system said of a file, without the name of the file it said it of."""
    return FileError(path, f"cannot be written ({error.strerror or type(error).__name__})")
