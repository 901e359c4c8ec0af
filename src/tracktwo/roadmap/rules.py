"""Consent rules: who must agree, and the probability that they do.

A rule is a Boolean function of the actors' consents, built from single actors, "at least n of"
(which covers all and any) and "at least a share of the group's capability", nested at will. It
is compiled once into an ordered decision diagram; its probability is then one pass of
``(1 - p) * low + p * high`` from the leaves to the root. This is exact for
independent consents even where an actor appears twice, which a product of the parts is not.

Source: decision diagrams after Bryant (1986), doi:10.1109/TC.1986.1676819; the polynomial they
evaluate is the multilinear extension of the rule, Owen (1972), doi:10.1287/mnsc.18.5.64.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, cast

import numpy as np

from tracktwo.errors import UnanswerableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MAX_NODES = 50_000
"""Diagrams larger than this are refused: a rule this tangled is a coding error."""

_CAPABILITY_TOLERANCE = 1e-9


@dataclass(frozen=True)
class Actor:
    """The consent of one actor, by index."""

    index: int


@dataclass(frozen=True)
class AtLeast:
    """At least `count` of `rules` hold."""

    count: int
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Share:
    """Consenting actors hold at least `share` of the capability of `actors`."""

    share: float
    actors: tuple[int, ...]


Rule: TypeAlias = Actor | AtLeast | Share


def all_of(rules: Sequence[Rule]) -> AtLeast:
    """Every rule must hold."""
    return AtLeast(len(rules), tuple(rules))


def any_of(rules: Sequence[Rule]) -> AtLeast:
    """One rule is enough."""
    return AtLeast(1, tuple(rules))


def actors_of(rule: Rule) -> tuple[int, ...]:
    """Return the actors a rule names, each once, in order of first appearance."""

    def walk(node: Rule) -> Iterator[int]:
        match node:
            case Actor(index):
                yield index
            case AtLeast(_, rules):
                for part in rules:
                    yield from walk(part)
            case Share(_, actors):
                yield from actors

    return tuple(dict.fromkeys(walk(rule)))


def holds(rule: Rule, consents: Sequence[bool], capability: Sequence[float]) -> bool:
    """Return whether a rule holds for given consents: its plain definition."""
    match rule:
        case Actor(index):
            return consents[index]
        case AtLeast(count, rules):
            return sum(holds(part, consents, capability) for part in rules) >= count
        case Share(share, actors):
            total = sum(capability[i] for i in actors)
            agreed = [capability[i] for i in actors if consents[i]]
            return bool(agreed) and sum(agreed) >= share * total - _CAPABILITY_TOLERANCE * total


@dataclass(frozen=True)
class _Partial:
    """A share rule of which some actors have decided."""

    share: float
    actors: tuple[int, ...]
    agreed: frozenset[int]
    open: tuple[int, ...]


_Ref: TypeAlias = tuple[str, int]


@dataclass(frozen=True)
class Diagram:
    """A compiled rule.

    References count upward: 0 is "fails", 1 is "holds", then one reference per leaf that
    depends on the draw's capabilities, then the nodes, each after both its children; the last
    reference is the root unless `root` says otherwise.
    """

    actors: tuple[int, ...]
    """The actors named in the rule, in order of first appearance."""
    asks: tuple[int, ...]
    """Whom each node asks, as an index into `actors`."""
    low: tuple[int, ...]
    """Reference to go to when the actor refuses."""
    high: tuple[int, ...]
    """Reference to go to when it consents."""
    leaves: tuple[object, ...]
    root: int

    @property
    def first_node(self) -> int:
        """The reference of node 0."""
        return 2 + len(self.leaves)

    def leaf_values(self, capability: NDArray[np.float64]) -> NDArray[np.float64]:
        """Decide the leaves that depend on capability.

        Parameters
        ----------
        capability : (draws, actors) float

        Returns
        -------
        (leaves, draws) float, 0 or 1
        """
        values = np.empty((len(self.leaves), capability.shape[0]))
        for row, leaf in enumerate(self.leaves):
            values[row] = _decide(leaf, capability)
        return values


def compile_rule(rule: Rule | None) -> Diagram:
    """Compile a rule into a decision diagram; None, needing nobody, always holds.

    Raises
    ------
    ValueError
        If the diagram would have more than `MAX_NODES` nodes.
    """
    if rule is None:
        return Diagram((), (), (), (), (), 1)
    order = actors_of(rule)
    leaves: dict[object, int] = {}
    nodes: dict[tuple[int, _Ref, _Ref], int] = {}
    memo: dict[tuple[object, int], _Ref] = {}
    table: list[tuple[int, _Ref, _Ref]] = []

    def build(residual: object, depth: int) -> _Ref:
        if isinstance(residual, bool):
            return ("const", int(residual))
        if depth == len(order):
            leaves.setdefault(residual, len(leaves))
            return ("leaf", leaves[residual])
        key = (residual, depth)
        if key not in memo:
            low = build(_restrict(residual, order[depth], consents=False), depth + 1)
            high = build(_restrict(residual, order[depth], consents=True), depth + 1)
            if low == high:
                memo[key] = low
            else:
                unique = (depth, low, high)
                if unique not in nodes:
                    if len(table) >= MAX_NODES:
                        raise UnanswerableError(
                            f"the consent rule needs more than {MAX_NODES:,} decision nodes; "
                            "split the milestone or name fewer actors in it"
                        )
                    nodes[unique] = len(table)
                    table.append(unique)
                memo[key] = ("node", nodes[unique])
        return memo[key]

    root = build(_simplify(_open(rule)), 0)
    offset = {"const": 0, "leaf": 2, "node": 2 + len(leaves)}

    def reference(ref: _Ref) -> int:
        kind, number = ref
        return offset[kind] + number

    return Diagram(
        actors=order,
        asks=tuple(asked for asked, _, _ in table),
        low=tuple(reference(low) for _, low, _ in table),
        high=tuple(reference(high) for _, _, high in table),
        leaves=tuple(leaves),
        root=reference(root),
    )


def failure(diagram: Diagram, consent: Floats, refusal: Floats, leaf_values: Floats) -> Floats:
    """Return the probability that a compiled rule does not hold.

    The failure and not the success, because rates are ``-log(failure)``: it keeps its relative
    precision where a rule is all but certain to hold.

    Parameters
    ----------
    diagram : the compiled rule
    consent : (named actors, ..., draws) float, chance of consent of each of `diagram.actors`
    refusal : same shape, one minus that, free of cancellation
    leaf_values : (leaves, draws) float, from `Diagram.leaf_values`

    Returns
    -------
    (..., draws) float
    """
    shape = consent.shape[1:]
    values: list[Floats] = [np.ones(shape), np.zeros(shape), *(1.0 - leaf_values)]
    for asked, low, high in zip(diagram.asks, diagram.low, diagram.high, strict=True):
        values.append(refusal[asked] * values[low] + consent[asked] * values[high])
    return values[diagram.root]


def _open(rule: Rule) -> object:
    """Return the rule with share rules in the form that records decisions."""
    match rule:
        case AtLeast(count, rules):
            return (count, tuple(_open(part) for part in rules))
        case Share(share, actors):
            return _Partial(share, actors, frozenset(), actors)
        case _:
            return rule


def _restrict(residual: object, actor: int, *, consents: bool) -> object:
    """Return what is left of a rule once one actor has decided."""
    match residual:
        case Actor(index) if index == actor:
            return consents
        case _Partial(share, actors, agreed, still_open) if actor in still_open:
            remaining = tuple(i for i in still_open if i != actor)
            return _simplify(
                _Partial(share, actors, agreed | {actor} if consents else agreed, remaining)
            )
        case (int() as count, tuple() as parts):
            return _simplify((count, tuple(_restrict(p, actor, consents=consents) for p in parts)))
        case _:
            return residual


def _simplify(residual: object) -> object:
    """Settle what is already decided."""
    match residual:
        case _Partial(_, actors, agreed, _) if agreed == frozenset(actors):
            return True
        case _Partial(_, _, agreed, ()) if not agreed:
            return False
        case (int(count), tuple() as parts):
            simple = [_simplify(part) for part in parts]
            count -= sum(part is True for part in simple)
            rest = tuple(part for part in simple if not isinstance(part, bool))
            if count <= 0:
                return True
            if count > len(rest):
                return False
            return rest[0] if len(rest) == 1 else (count, rest)
        case _:
            return residual


def _decide(leaf: object, capability: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Decide a leaf that depends on capability, per draw."""
    if isinstance(leaf, _Partial):
        total = capability[:, list(leaf.actors)].sum(axis=1)
        have = capability[:, sorted(leaf.agreed)].sum(axis=1)
        return np.asarray(have >= leaf.share * total - _CAPABILITY_TOLERANCE * total)
    count, parts = cast("tuple[int, tuple[object, ...]]", leaf)
    return np.asarray(np.sum([_decide(part, capability) for part in parts], axis=0) >= count)
