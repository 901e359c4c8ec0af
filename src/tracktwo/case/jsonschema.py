"""The JSON Schema of case.yaml, for editors and other tools.

Source: JSON Schema 2020-12. Made from the models in `tracktwo.case.schema`, so the two cannot
disagree; `positions` is left out, since it is written in positions.csv.
"""

from __future__ import annotations

import json
from typing import Any

from tracktwo.case.schema import FORMAT, Case

NAME = "case.schema.json"
"""File name under which the schema lies beside a case."""


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of case.yaml.

    Returns
    -------
    dict
        A schema of the 2020-12 dialect.
    """
    schema = Case.model_json_schema(by_alias=True, mode="validation")
    del schema["properties"]["positions"]
    _shorten_defaults(schema)
    unused = schema["$defs"].keys() - _referenced(schema)
    for name in unused:
        del schema["$defs"][name]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"tracktwo case, format {FORMAT}",
        "description": "case.yaml: who wants what, who must agree to what, and what would move it.",
        **{key: value for key, value in schema.items() if key not in {"title", "description"}},
    }


def json_schema_text() -> str:
    """Return the JSON Schema as indented text with a final newline."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def _shorten_defaults(part: Any) -> None:
    """Write defaults as an analyst would: 0 for a certain quantity, nothing for nothing."""
    if isinstance(part, list):
        for item in part:
            _shorten_defaults(item)
    if not isinstance(part, dict):
        return
    default = part.get("default", 0)
    if isinstance(default, dict):
        if "mode" in default:
            part["default"] = default["mode"]
        else:
            del part["default"]
    elif default is None:
        del part["default"]
    for key, item in part.items():
        if key != "default":
            _shorten_defaults(item)


def _referenced(schema: dict[str, Any]) -> set[str]:
    """Name the definitions that can be reached from the top."""
    reached: set[str] = set()
    waiting: list[Any] = [{k: v for k, v in schema.items() if k != "$defs"}]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            target = str(part.get("$ref", "")).removeprefix("#/$defs/")
            if target and target not in reached:
                reached.add(target)
                waiting.append(schema["$defs"][target])
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
    return reached
