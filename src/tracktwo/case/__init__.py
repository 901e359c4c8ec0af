"""The case folder: what an analyst writes, checked and tied to its sources."""

from tracktwo.case.facts import Fact, facts
from tracktwo.case.jsonschema import json_schema
from tracktwo.case.load import CaseFolder, load
from tracktwo.case.parts import Quantity
from tracktwo.case.problems import CaseError, Problem
from tracktwo.case.quantities import NamedQuantity, quantities
from tracktwo.case.quotes import Quote
from tracktwo.case.save import save
from tracktwo.case.schema import Case
from tracktwo.case.shipped import copy_shipped, shipped, shipped_case
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
    "copy_shipped",
    "facts",
    "json_schema",
    "load",
    "quantities",
    "save",
    "shipped",
    "shipped_case",
]
