"""One module per page: its address, what it shows, what may be done there."""

from tracktwo.web.pages import (
    alternatives,
    assumptions,
    evidence,
    forecasts,
    interview,
    levers,
    overview,
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
    *stakes.ROUTES,
    *levers.ROUTES,
    *evidence.ROUTES,
    *review.ROUTES,
    *reading.ROUTES,
    *alternatives.ROUTES,
    *power.ROUTES,
    *assumptions.ROUTES,
    *questions.ROUTES,
    *forecasts.ROUTES,
    *report.ROUTES,
)
