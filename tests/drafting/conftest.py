"""Drafts of facts, written to a folder and loaded."""

import pytest

from tracktwo.case import load
from tracktwo.drafting import draft


@pytest.fixture
def drafted_case(tmp_path):
    """Return a function from facts to the loaded folder of their draft."""
    made = []

    def write(facts, plan=None):
        folder = tmp_path / f"draft-{len(made)}"
        made.append(folder)
        (folder / "sources").mkdir(parents=True)
        text = draft(facts, plan=plan)
        (folder / "case.yaml").write_text(text.case_yaml, "utf-8")
        (folder / "positions.csv").write_text(text.positions_csv, "utf-8")
        (folder / "evidence.jsonl").write_text("", "utf-8")
        return load(folder)

    return write
