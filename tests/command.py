"""A command as it is typed, run in this process: no interpreter and no kernel to load for each."""

import contextlib
import io
import os
import runpy
import sys
from unittest import mock


def run(arguments, folder=".", keys=""):
    """Run `python -m tracktwo ARGUMENTS` in a folder; return exit code, output and errors.

    Tests in tests/cli start processes of their own; where a command is what is looked at and not
    how it starts, this does the same.
    """
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
    typed = io.TextIOWrapper(io.BytesIO(keys.encode()), "utf-8")
    code = 0
    with (
        contextlib.chdir(folder),
        mock.patch.dict(os.environ, {"COLUMNS": "80"}),
        mock.patch.object(sys, "argv", ["tracktwo", *map(str, arguments)]),
        mock.patch.object(sys, "stdin", typed),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            runpy.run_module("tracktwo", run_name="__main__")
        except SystemExit as end:
            code = end.code or 0
    said = []
    for stream in (out, err):
        stream.flush()
        said.append(stream.buffer.getvalue().decode())
    return code, *said
