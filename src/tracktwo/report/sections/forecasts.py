"""The forecasts of the case that were kept, and how they came out; nothing where none was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import Listing, Name, Note, Paragraph, Section
from tracktwo.case import CaseError
from tracktwo.record.ledger import place_of_ledger, read_ledger
from tracktwo.record.section import ID, TITLE, kept_section

if TYPE_CHECKING:
    from tracktwo.blocks import Naming


def section(names: Naming) -> Section | None:
    """Say what the ledger in the folder of the case holds of it."""
    folder = names.folder
    try:
        ledger = read_ledger(place_of_ledger(folder.path, None)).of(folder.case.id)
    except CaseError as error:
        told = tuple(Name(str(problem)) for problem in error.problems)
        note = Note((Paragraph("The ledger cannot be read:"), Listing(told)))
        return Section(ID, TITLE, (note,))
    return kept_section(ledger, folder.case) if ledger.forecasts else None
