"""Languages that are read from a parse alone, where a model of them is installed."""

from __future__ import annotations

from importlib import resources


def parsed_languages() -> list[str]:
    """Return their codes."""
    folder = resources.files("tracktwo.reading.parsed")
    return sorted(f.name[:-5] for f in folder.iterdir() if f.name.endswith(".toml"))
