"""One module per page: its address, what it shows, what may be done there."""

from tracktwo.web.pages import (
    alternatives,
    assumptions,
    evidence,
    levers,
    overview,
    power,
    questions,
    reading,
    report,
    review,
    roadmap,
    stakes,
)

ROUTES = (
    *overview.ROUTES,
    *roadmap.ROUTES,
    *stakes.ROUTES,
    *levers.ROUTES,
    *evidence.ROUTES,
    *review.ROUTES,
    *reading.ROUTES,
    *alternatives.ROUTES,
    *power.ROUTES,
    *assumptions.ROUTES,
    *questions.ROUTES,
    *report.ROUTES,
)
