"""`tracktwo pool`: several people's judgements of one case compared and pooled."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from tracktwo.cli.console import UsageError, load_case, progress, say, show_section
from tracktwo.game.draw_counts import DRAWS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.pooling.pool import PooledNumber


def pool(
    case: Path,
    answers: list[Path],
    /,
    *,
    weight: Annotated[list[str] | None, Parameter(negative=())] = None,
    stage: str | None = None,
    draws: Annotated[int, Parameter(validator=Number(gte=16, lte=20_000))] = DRAWS,
    seed: Annotated[int, Parameter(validator=Number(gte=0))] = 1,
    write: Annotated[bool, Parameter(negative=())] = False,
    json: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Compare and pool several people's judgements of a case.

    Says how far they agree, question by question and as Krippendorff's alpha, who is far from
    whom, where that matters for the odds, and the odds under each person's judgement beside the
    pooled ones. Weights are equal unless you say otherwise. Where the files hold two rounds, the
    later one counts and the earlier is compared with it; what somebody left empty or did not answer
    again stays as it was.

    A folder with another coding of the same case stands for a person, too: so two people's codings
    of one article are compared.

    Parameters
    ----------
    case
        Folder of the case.
    answers
        Files that forms saved (.json or .xlsx), or folders with other codings of the case.
    weight
        As NAME=2: this person counts twice. May be given repeatedly.
    stage
        Whose odds disagreement is weighed by; the one on which the odds hinge by default.
    draws
        Number of draws.
    seed
        Seed of the draws.
    write
        Write the pooled ranges and stances into the case, with their authors and reasons.
    json
        Print as JSON.
    """
    from tracktwo.blocks import Naming
    from tracktwo.case.save import rewrite
    from tracktwo.pooling import pool as pooled
    from tracktwo.pooling import read_answers
    from tracktwo.pooling.pool import written
    from tracktwo.pooling.section import section
    from tracktwo.results.plain import as_json, plain

    folder = load_case(case)
    given = read_answers(answers, folder)
    weights = dict(_weight(text) for text in weight or [])
    with progress() as told:
        found = pooled(
            folder, given, weights=weights, stage=stage, draws=draws, seed=seed, progress=told
        )
    if json:
        say(as_json(plain(found)).rstrip("\n"))
    else:
        show_section(section(found, Naming(folder)))
    if write:
        how = "equal weights" if not weights else f"weights {', '.join(weight or [])}"
        day = dt.date.today().isoformat()  # noqa: DTZ011  (a person's day)
        rewrite(folder, written(folder, found.numbers, f"Pooled on {day}, {how}"))
        if not json:
            say(_wrote(case, found.numbers))


def _wrote(case: Path, numbers: Sequence[PooledNumber]) -> str:
    from tracktwo.case.format.stances import is_word

    stances = [one for one in numbers if is_word(one.path)]
    tied = [one.text for one in stances if not one.choice]
    count = len(numbers) - len(stances)
    text = f"Wrote into {case}: {count} pooled number{'s' * (count != 1)}"
    text += f" and {len(stances) - len(tied)} of {len(stances)} stances." if stances else "."
    if tied:
        text += f" Left as it was, for no word has more than half: {' '.join(tied)}"
    return text


def _weight(text: str) -> tuple[str, float]:
    name, _, number = text.rpartition("=")
    try:
        return name.strip(), float(number.replace(",", "."))
    except ValueError:
        raise UsageError(f"--weight {text}: write it as NAME=2") from None
