"""From accepted facts to a playable case, by rules that are written down."""

from tracktwo.drafting.draft import Draft, draft
from tracktwo.drafting.facts import Facts
from tracktwo.drafting.problems import DraftError, NoDateError, NoPlanError
from tracktwo.drafting.steps import kinds_to_ask

__all__ = ["Draft", "DraftError", "Facts", "NoDateError", "NoPlanError", "draft", "kinds_to_ask"]
