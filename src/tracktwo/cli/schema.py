"""`tracktwo schema`: the JSON Schema of case.yaml."""

from __future__ import annotations

import sys
from pathlib import Path


def schema(*, out: Path | None = None) -> None:
    """Write the JSON Schema of case.yaml, for editors that complete and check as you type.

    Save it beside case.yaml as case.schema.json and start case.yaml with the line
    `# yaml-language-server: $schema=case.schema.json`.

    Parameters
    ----------
    out
        File to write; by default the schema is printed.
    """
    from tracktwo.case import CaseError, Problem
    from tracktwo.case.jsonschema import json_schema_text

    text = json_schema_text()
    if out is None:
        sys.stdout.write(text)
        return
    try:
        out.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        message = f"cannot be written ({error.strerror or error})"
        raise CaseError([Problem(str(out), None, None, "", message)]) from error
    sys.stdout.write(f"Wrote {out}\n")
