"""One module per page: its address, what it shows, what may be done there."""

from tracktwo.web.pages import (
    levers,
    overview,
)

ROUTES = (
    *overview.ROUTES,
    *levers.ROUTES,
)
