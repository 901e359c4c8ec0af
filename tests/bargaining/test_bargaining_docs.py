"""The documentation names every model, variant and option, and states the shipped numbers."""

import dataclasses
from pathlib import Path

import pytest

import tracktwo.bargaining
from tracktwo.bargaining import CHALLENGE_VARIANTS, MODELS, ChallengeOptions, SpatialOptions
from tracktwo.bargaining import challenge as challenge_function
from tracktwo.game.settlement import shipped_coefficients

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_every_model_is_documented():
    page = (DOCS / "bargaining.md").read_text("utf-8")
    assert [name for name in MODELS if f"`{name}`" not in page] == []


def test_every_variant_is_in_the_reproductions():
    page = (DOCS / "reproductions.md").read_text("utf-8")
    compared = [name for name in CHALLENGE_VARIANTS if name.startswith("scholz")]
    assert [name for name in compared if f"`{name}`" not in page] == []


def test_the_formula_in_the_page_has_the_shipped_coefficients():
    page = (DOCS / "bargaining.md").read_text("utf-8")
    shipped = shipped_coefficients()["ensemble"]
    for value in shipped.values():
        assert f"{abs(value):.2f}" in page


@pytest.mark.parametrize("options", [ChallengeOptions, SpatialOptions])
def test_every_option_is_explained(options):
    for option in dataclasses.fields(options):
        assert f"{option.name} :" in options.__doc__


def test_the_public_surface_is_sorted_and_there():
    names = tracktwo.bargaining.__all__
    assert len(names) == len(set(names))
    for group in (str.isupper, lambda n: n[0].isupper() and not n.isupper(), str.islower):
        assert [n for n in names if group(n)] == sorted(n for n in names if group(n))
    for name in names:
        assert name.isupper() or getattr(tracktwo.bargaining, name).__doc__, name
    assert challenge_function.__doc__
