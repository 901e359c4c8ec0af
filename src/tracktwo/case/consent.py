"""Consent rules: who is named in one, and whether anyone could refuse it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.case.schema import AllOf, AnyOf, AtLeast, ShareOf

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from tracktwo.case.schema import Consent

    Rule = str | AllOf | AnyOf | AtLeast | ShareOf


def mentions(rule: Consent) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """Yield each actor that a rule names, with its place in the rule."""
    if isinstance(rule, str):
        yield (), rule
        return
    field, parts = parts_of(rule)
    for i, part in enumerate(parts):
        for place, actor in mentions(part):
            yield (field, i, *place), actor


def actors_of(rule: Consent) -> list[str]:
    """List the actors that a rule names, each once, in order."""
    return list(dict.fromkeys(actor for _, actor in mentions(rule)))


def parts_of(rule: AllOf | AnyOf | AtLeast | ShareOf) -> tuple[str, list[Consent]]:
    """Return the field that holds the parts of a rule, and the parts."""
    if isinstance(rule, AllOf):
        return "all", rule.all
    if isinstance(rule, AnyOf):
        return "any", rule.any
    return "of", list(rule.of)


def met(
    rule: Consent,
    refusing: AbstractSet[str],
    strength: Mapping[str, float] | None = None,
) -> bool:
    """Tell whether a rule is met when all of the `refusing` refuse and everyone else consents.

    Parameters
    ----------
    rule : a consent rule
    refusing : ids of actors
    strength : capability by actor, for rules by share; without it each named actor is needed there
    """
    if isinstance(rule, str):
        return rule not in refusing
    _, parts = parts_of(rule)
    if isinstance(rule, ShareOf):
        if strength is None:
            return not any(name in refusing for name in rule.of)
        total = sum(strength.get(name, 0.0) for name in rule.of)
        left = sum(strength.get(name, 0.0) for name in rule.of if name not in refusing)
        return left >= rule.share * total
    consents = [met(part, refusing, strength) for part in parts]
    if isinstance(rule, AllOf):
        return all(consents)
    if isinstance(rule, AnyOf):
        return any(consents)
    return sum(consents) >= rule.at_least
