"""One module per page: its address, what it shows, what may be done there."""

from tracktwo.web.pages import (
    assumptions,
    evidence,
    levers,
    overview,
    questions,
    reading,
    report,
    review,
)

ROUTES = (
    *overview.ROUTES,
    *levers.ROUTES,
    *evidence.ROUTES,
    *review.ROUTES,
    *reading.ROUTES,
    *assumptions.ROUTES,
    *questions.ROUTES,
    *report.ROUTES,
)
