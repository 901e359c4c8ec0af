"""Consent rules: the decision diagram against all profiles of consent."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_games import random_rule

from tracktwo.errors import UnanswerableError
from tracktwo.roadmap import Actor, AtLeast, Share, all_of, any_of, rules
from tracktwo.roadmap.rules import actors_of, compile_rule, failure, holds


def by_brute_force(rule, chance, capability):
    """The chance that a rule fails, summed over all profiles."""
    named = actors_of(rule)
    total = 0.0
    for profile in itertools.product([False, True], repeat=len(named)):
        said = [False] * len(chance)
        weight = 1.0
        for i, yes in zip(named, profile, strict=True):
            said[i] = yes
            weight *= chance[i] if yes else 1 - chance[i]
        total += 0 if holds(rule, said, capability) else weight
    return total


def by_diagram(rule, chance, capability):
    diagram = compile_rule(rule)
    p = np.array([chance[i] for i in diagram.actors]).reshape(-1, 1)
    return failure(diagram, p, 1 - p, diagram.leaf_values(np.array([capability])))[0]


@settings(max_examples=300)
@given(seed=st.integers(0, 2**32 - 1), actors=st.integers(1, 6), depth=st.integers(0, 3))
def test_diagram_equals_brute_force(seed, actors, depth):
    rng = np.random.default_rng(seed)
    rule = random_rule(rng, actors, depth)
    chance = rng.choice([0, 1, *rng.random(4)], size=actors).tolist()
    capability = rng.choice([0, 1, *rng.random(4)], size=actors).tolist()
    expected = by_brute_force(rule, chance, capability)
    assert by_diagram(rule, chance, capability) == pytest.approx(expected, abs=1e-13)


CHANCE = [0.3, 0.6, 0.9]


@pytest.mark.parametrize(
    ("rule", "holds_with"),
    [
        (Actor(1), 0.6),
        (all_of([Actor(0), Actor(1), Actor(2)]), 0.3 * 0.6 * 0.9),
        (any_of([Actor(0), Actor(1), Actor(2)]), 1 - 0.7 * 0.4 * 0.1),
        (AtLeast(2, (Actor(0), Actor(1), Actor(2))), 0.162 + 0.018 + 0.108 + 0.378),
        # An actor named twice answers once: the product of the parts would be wrong.
        (all_of([any_of([Actor(0), Actor(1)]), any_of([Actor(0), Actor(2)])]), 0.3 + 0.7 * 0.54),
        (all_of([Actor(0), Actor(0)]), 0.3),
        (all_of([]), 1.0),
        (any_of([]), 0.0),
        # Capabilities 5, 3, 2: 0.5 of it is actor 0 alone, or 1 and 2 together.
        (Share(0.5, (0, 1, 2)), 0.3 + 0.7 * 0.54),
        (Share(0.51, (0, 1, 2)), 0.3 * (1 - 0.4 * 0.1)),
        (Share(1.0, (1, 2)), 0.54),
    ],
)
def test_rules_by_hand(rule, holds_with):
    assert 1 - by_diagram(rule, CHANCE, [5.0, 3.0, 2.0]) == pytest.approx(holds_with, abs=1e-14)


def test_a_share_of_no_capability_still_needs_somebody():
    assert by_diagram(Share(0.5, (0, 1)), [0.0, 0.0], [0.0, 0.0]) == 1.0
    assert by_diagram(Share(0.0, (0, 1)), [0.2, 0.0], [1.0, 1.0]) == pytest.approx(0.8)


def test_a_rule_too_tangled_is_refused(monkeypatch):
    monkeypatch.setattr(rules, "MAX_NODES", 500)
    rng = np.random.default_rng(0)
    parts = tuple(
        AtLeast(4, tuple(Actor(int(i)) for i in rng.choice(24, 8, replace=False)))
        for _ in range(30)
    )
    with pytest.raises(UnanswerableError, match="more than 500 decision nodes"):
        compile_rule(AtLeast(15, parts))
