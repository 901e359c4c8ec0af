"""Map: who is tied to whom, and where each stands."""

from dataclasses import dataclass

from tracktwo.questions.definition import Question
from tracktwo.questions.options import (
    Options,
    draws_option,
    seed_option,
    stage_option,
    threads_option,
)


@dataclass(frozen=True)
class MapOptions(Options):
    """Options of `map`."""

    stage: str | None = stage_option("Stage on which it is shown where each stands")
    draws: int = draws_option()
    seed: int = seed_option()
    threads: int | None = threads_option()


QUESTION = Question(
    name="map",
    title="Who is tied to whom, and where each stands",
    summary="Draw who is tied to whom, and where each stands.",
    of_odds=False,
    help="""\
Draw who is tied to whom, where each stands on the way to a stage, and what hangs on each.

Ties are those that the case records: hosts, supports, fights, opposes, mediates, members of bodies.
An actor would agree to a step where the game gives it clearly better odds of agreeing than a party
has that gains and loses nothing by it, would refuse where they are clearly worse, and is undecided
between. `--out map.graphml` writes the network for Gephi and other programs.""",
    options=MapOptions,
    function="tracktwo.questions.map.actor_map:actor_map",
    record="tracktwo.questions.map.actor_map:ActorMap",
    section="tracktwo.questions.map.section:section",
    takes="A second or two.",
    in_report=True,
    after="people",
    page="/pictures",
    about="Who hosts, supports, fights, opposes or mediates with whom; who would agree to the step "
    "that the question turns on, and how much hangs on each.",
    button="Draw the map",
    writes={".graphml": "tracktwo.questions.map.graphml:graphml"},
)
