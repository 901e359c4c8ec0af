"""One module per page: its address, what it shows, what may be done there."""

from tracktwo.web.pages import (
    alternatives,
    assumptions,
    build,
    evidence,
    interview,
    levers,
    new_case,
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
    *new_case.ROUTES,
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
    *build.ROUTES,
    *power.ROUTES,
    *assumptions.ROUTES,
    *questions.ROUTES,
    *report.ROUTES,
)
