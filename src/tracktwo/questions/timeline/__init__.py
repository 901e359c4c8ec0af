"""Timeline: what was said and done, when, by whom, with its sources."""

from dataclasses import dataclass

from tracktwo.questions.definition import Question
from tracktwo.questions.options import Options, option


@dataclass(frozen=True)
class TimelineOptions(Options):
    """Options of `timeline`."""

    actor: str | None = option(
        None, "Only what this actor said or did, or was told; everything unless given.", of="actor"
    )


QUESTION = Question(
    name="timeline",
    title="What was said and done",
    summary="List what was said and done, in order of time, with sources.",
    of_odds=False,
    help="""\
List what was said and done, in order of time, each with the words of its source.

Statements, meetings, steps that have happened, and the sources themselves. What the case gives no
date for stands at the date of the source that reports it, and is shown as such: it was said or done
by then.""",
    options=TimelineOptions,
    function="tracktwo.questions.timeline.events:timeline",
    record="tracktwo.questions.timeline.events:Timeline",
    section="tracktwo.questions.timeline.section:section",
    takes="At once.",
    in_report=True,
    after="sources",
    page="/pictures",
    about="Statements, meetings and steps that have happened, in order of time, each with the "
    "words of its source.",
    button="Draw the timeline",
)
