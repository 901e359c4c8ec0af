"""One module per page: its address, what it shows, what may be done there."""

from tracktwo.web.pages import (
    alternatives,
    assumptions,
    evidence,
    interview,
    levers,
    overview,
    pictures,
    power,
    questions,
    reading,
    report,
    review,
    roadmap,
    stakes,
    start,
)

ROUTES = (
    *start.ROUTES,
    *interview.ROUTES,
    *overview.ROUTES,
    *roadmap.ROUTES,
    *pictures.ROUTES,
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
