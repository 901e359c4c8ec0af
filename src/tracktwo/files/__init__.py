"""Files as they are written: whole or not at all, and by one program at a time."""

from tracktwo.files.append import append_line
from tracktwo.files.lock import locked
from tracktwo.files.problems import FileError
from tracktwo.files.write import clear, finish, make_folder, unfinished, write_file, write_files

__all__ = [
    "FileError",
    "append_line",
    "clear",
    "finish",
    "locked",
    "make_folder",
    "unfinished",
    "write_file",
    "write_files",
]
