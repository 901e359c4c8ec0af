"""Whoever holds power leaves: shares of power go where nobody or one side is left to share it."""

import pytest

from tracktwo.blocks import Naming
from tracktwo.building.begin import NewProcess, begin, write_new
from tracktwo.questions.withdraw.departure import withdraw
from tracktwo.questions.withdraw.section import section

PARTIES = (
    ("Government of Orrland", "government", "party"),
    ("Northern Front", "armed-group", "party"),
    ("Civic Party", "party", "party"),
)
INTERIM = ("talks", "interim-government")


def begun(place, parties, steps=INTERIM):
    said = NewProcess(title="Orr", date="2031-05-04", actors=parties, steps=steps,
                      proposed_by=("Northern Front",))  # fmt: skip
    return write_new(place / "orr", begin(said))


@pytest.mark.parametrize("parties", [PARTIES, PARTIES[:2]], ids=["three", "two"])
def test_whoever_holds_power_can_leave(parties, tmp_path):
    folder = begun(tmp_path, parties)
    issue = folder.case.power.issue
    left = folder.without("government-of-orrland")
    assert {"power", f"issues.{issue}"} <= set(left.gone)
    case = folder.overlay({}, ["actors.government-of-orrland"])
    assert case.power is None
    assert issue not in {one.id for one in case.issues} | {row.issue for row in case.positions}
    assert all(one.power is None for one in [case.roadmap.start, *case.roadmap.stages])
    found = withdraw(folder, actor="government-of-orrland", draws=32)
    assert all(0 <= band.mean <= 1 for band in found.reached)
    assert "Shares of power are left out" in repr(section(found, Naming(folder)))


def test_of_two_parties_either_can_leave(tmp_path):
    folder = begun(tmp_path, PARTIES[:2])
    assert "power" in folder.without("northern-front").gone
    assert folder.overlay({}, ["actors.northern-front"]).power is None


def test_power_stays_where_there_is_still_something_to_share(tmp_path):
    folder = begun(tmp_path, PARTIES)
    left = folder.without("civic-party")
    assert "power" not in left.gone
    case = folder.overlay({}, ["actors.civic-party"])
    assert case.power.parties == ["government-of-orrland", "northern-front"]
    found = withdraw(folder, actor="civic-party", draws=32)
    assert "Shares of power are left out" not in repr(section(found, Naming(folder)))
