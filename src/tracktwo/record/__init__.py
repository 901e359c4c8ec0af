"""The ledger: one's own forecasts kept, settled by what then happened, and scored."""

from tracktwo.record.since import OddsChange, StageSince, change, last

__all__ = ["OddsChange", "StageSince", "change", "last"]
