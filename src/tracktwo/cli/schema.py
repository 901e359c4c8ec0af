"""`tracktwo schema`: the JSON Schema of case.yaml."""

from __future__ import annotations

from pathlib import Path

from tracktwo.cli.console import say, say_json


def schema(*, out: Path | None = None) -> None:
    """Write the JSON Schema of case.yaml, for editors that complete and check as you type.

    Save it beside case.yaml as case.schema.json and start case.yaml with the line
    `# yaml-language-server: $schema=case.schema.json`.

    Parameters
    ----------
    out
        File to write; by default the schema is printed.
    """
    from tracktwo.case.jsonschema import json_schema_text
    from tracktwo.files import write_file

    text = json_schema_text()
    if out is None:
        say_json(text)
        return
    write_file(out, text)
    say(f"Wrote {out}")
