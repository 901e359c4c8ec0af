"""Cases to draw, made once."""

import pytest
from drawn_cases import made

from tracktwo.blocks import Naming
from tracktwo.questions.map.actor_map import actor_map
from tracktwo.questions.process.steps import process


@pytest.fixture(scope="session")
def drawn(tmp_path_factory):
    """Return a case with so many actors, and with it so many stages and steps."""
    size = {5: (2, 4), 12: (3, 9), 40: (6, 20)}
    folders = {}

    def folder(actors):
        if actors not in folders:
            stages, milestones = size[actors]
            path = tmp_path_factory.mktemp("drawn") / f"of-{actors}"
            folders[actors] = made(path, actors=actors, stages=stages, milestones=milestones)
        return folders[actors]

    return folder


@pytest.fixture(scope="session")
def maps(drawn):
    """Return the map of such a case, with its names."""
    return {n: (actor_map(drawn(n), draws=8), Naming(drawn(n))) for n in (5, 12, 40)}


@pytest.fixture(scope="session")
def processes(drawn, worked):
    """Return the process of such a case, with its names."""
    found = {n: (process(drawn(n), draws=8), Naming(drawn(n))) for n in (5, 12, 40)}
    return {**found, "worked": (process(worked, draws=8), Naming(worked))}
