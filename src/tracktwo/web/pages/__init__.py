"""One module per page: its address, what it shows, what may be done there."""

from tracktwo.web.pages import (
    alternatives,
    levers,
    overview,
    roadmap,
    stakes,
)

ROUTES = (
    *overview.ROUTES,
    *roadmap.ROUTES,
    *stakes.ROUTES,
    *levers.ROUTES,
    *alternatives.ROUTES,
)
