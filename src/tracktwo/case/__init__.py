"""The case folder: what an analyst writes, checked and tied to its sources."""

from tracktwo.case.facts import Fact, facts
from tracktwo.case.load import CaseFolder, load
from tracktwo.case.problems import CaseError, Problem
from tracktwo.case.quantities import NamedQuantity, quantities
from tracktwo.case.quotes import Quote
from tracktwo.case.schema import Case, Quantity
from tracktwo.case.sources import Source

__all__ = [
    "Case",
    "CaseError",
    "CaseFolder",
    "Fact",
    "NamedQuantity",
    "Problem",
    "Quantity",
    "Quote",
    "Source",
    "facts",
    "load",
    "quantities",
]
