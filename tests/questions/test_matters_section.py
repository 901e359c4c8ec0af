"""What is said of which assumptions matter: shares, whether they hold, and corners in words."""

import dataclasses

import pytest
from rendered import everywhere, html, markdown, squeezed

from tracktwo.blocks import Naming
from tracktwo.questions.matters.discovery import Condition, Corner
from tracktwo.questions.matters.section import section
from tracktwo.questions.matters.sensitivity import matters


@pytest.fixture(scope="module")
def found(smallest):
    return matters(smallest, samples=16, single_samples=8, draws=64)


def test_what_has_not_converged_is_said_to_have_not(smallest, found):
    for converged in (True, False):
        verdict = dataclasses.replace(found.groups_verdict, converged=converged, text="So it is.")
        one = dataclasses.replace(found, groups_verdict=verdict, inputs_verdict=None)
        made = section(one, Naming(smallest))
        for text in everywhere(made):
            assert "Soitis" in text
            assert ("tracktwomatters--samples" in text) is not converged
        assert ("**So it is**." in markdown(made)) is not converged


def test_rows_limits_every_table(smallest, found):
    for rows in (1, 3):
        tables = html(section(found, Naming(smallest), rows=rows)).find("table")
        assert [len(table.find("tbody")[0].find("tr")) for table in tables] == [rows] * len(tables)


def test_on_the_scale_of_log_odds_nothing_is_called_points(smallest, found):
    other = dataclasses.replace(
        found, scale="log-odds", mean=-3.2, sd=1.25, choices=(), groups=found.groups[:1]
    )
    made = section(dataclasses.replace(other, inputs_verdict=None), Naming(smallest))
    for text in everywhere(made):
        assert squeezed("The log-odds deviate by 1.25 (one standard deviation) around -3.2") in text
        assert "points" not in text


@pytest.mark.parametrize(
    ("low", "high", "side"), [(0.25, None, "above 0.25"), (None, 0.5, "below 0.5"),
                              (0.25, 0.5, "between 0.25 and 0.5")]
)  # fmt: skip
def test_a_corner_is_said_by_its_sides(smallest, found, low, high, side):
    path = found.inputs[0].id
    corner = Corner((Condition(path, low, high),), share=0.25, density=0.5, coverage=0.75)
    made = section(dataclasses.replace(found, corners=(corner,)), Naming(smallest))
    for text in everywhere(made):
        assert squeezed(f"is {side} (of ") in text
        assert squeezed("they are in 50% . That corner holds 25% of all draws and 75%") in text
    none = section(dataclasses.replace(found, corners=()), Naming(smallest))
    for text in everywhere(none):
        assert squeezed("No corner of the assumptions stands out.") in text
