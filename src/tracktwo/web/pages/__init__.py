"""One module per page: its address, what it shows, what may be done there."""

from tracktwo.web.pages import (
    assumptions,
    evidence,
    levers,
    overview,
    reading,
    review,
)

ROUTES = (
    *overview.ROUTES,
    *levers.ROUTES,
    *evidence.ROUTES,
    *review.ROUTES,
    *reading.ROUTES,
    *assumptions.ROUTES,
)
