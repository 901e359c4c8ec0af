from importlib import resources
from pathlib import Path

import pytest

from tracktwo.blocks.changed import changes
from tracktwo.case import load


@pytest.mark.parametrize("case", ["afghanistan-2023", "two-valleys"])
def test_what_an_alternative_changes_is_told_in_names(case):
    """No path and no id of the case stands in it, and nothing that plays a part is left out."""
    folder = load(Path(str(resources.files("tracktwo.cases") / case)))
    for alternative in folder.case.alternatives:
        after = folder.alternative(alternative.id)
        told = changes(alternative.set, alternative.drop, folder.case, after)
        assert told
        for what, value in told:
            text = f"{what}: {value}"
            assert not any(mark in text for mark in ("roadmap.", "levers.", "{", "["))
            ids = {x for path in alternative.set for x in path.split(".") if "-" in x}
            assert not any(id_ in text.split() for id_ in ids)


def test_numbers_rules_and_dates_are_said_as_elsewhere(worked):
    told = {
        one.id: dict(changes(one.set, one.drop, worked.case, worked.alternative(one.id)))
        for one in worked.case.alternatives
    }
    assert told["january"]["“The UN assigns a delegation”"] == "left out"
    office = "“An official political office opens abroad”, who must agree"
    assert told["january"][office] == "The Council, Türkiye and Tajikistan must all agree."
    shares = [v for k, v in told["smaller-step"].items() if k.startswith("Share of power of the T")]
    assert shares == ["60 to 88, most likely 75", "40 to 78, most likely 58"]
    assert told["dated"]["“Start of peace talks”, deadline"].startswith("March")
