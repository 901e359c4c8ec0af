"""Several people's judgements of one case: asked for apart, compared, pooled."""

from tracktwo.pooling.answers import ExpertForm, PoolError, latest_answers, read_answers
from tracktwo.pooling.asked import Elicited, elicited
from tracktwo.pooling.pool import Pooled, pool

__all__ = [
    "Elicited", "ExpertForm", "PoolError", "Pooled", "elicited", "latest_answers", "pool",
    "read_answers",
]  # fmt: skip
