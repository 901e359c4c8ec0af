"""What is printed first and what is printed later are together what is printed at once."""

from tracktwo.blocks import Naming
from tracktwo.questions.odds.live import LiveCase
from tracktwo.questions.odds.run import run
from tracktwo.report.summary import first, rest, section


def test_the_odds_said_first_are_those_of_the_run(smallest):
    names = Naming(smallest)
    found = run(smallest, draws=32, engine="numpy")
    whole = section(found, names)
    live = LiveCase(smallest, draws=32, engine="numpy").answer({})
    said, later = first(live, names), rest(found, names)
    (table,) = said.blocks
    assert (said.title, later.title) == (whole.title, "")
    assert table in whole.blocks
    assert later.blocks == tuple(block for block in whole.blocks if block != table)
