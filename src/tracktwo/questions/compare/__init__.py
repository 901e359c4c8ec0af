"""Compare: the alternatives of a case beside its own roadmap."""

from dataclasses import dataclass

from tracktwo.questions.definition import Question
from tracktwo.questions.options import Options, draws_option, option, seed_option, threads_option


@dataclass(frozen=True)
class CompareOptions(Options):
    """Options of `compare`."""

    alternatives: tuple[str, ...] = option(
        (),
        "Ids of the alternatives to compare; all of them unless named.",
        of="alternative",
        positional=True,
    )
    draws: int = draws_option()
    seed: int = seed_option()
    threads: int | None = threads_option()


QUESTION = Question(
    name="compare",
    title="The alternatives, side by side",
    summary="Compare the alternatives of a case, side by side.",
    help="""\
Compare the alternatives of a case with its base roadmap.

All are solved for the same draws, so a difference is due to the change and not to luck.""",
    options=CompareOptions,
    function="tracktwo.questions.compare.alternatives:compare",
    record="tracktwo.questions.compare.alternatives:Comparison",
    section="tracktwo.questions.compare.section:section",
    takes="A second or two.",
    group="case",
)
