"""`tracktwo elicit`: forms by which several people judge one case, each for itself."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from tracktwo.cli.console import UsageError, load_case, say


def elicit(
    case: Path,
    /,
    *,
    out: Path = Path("forms"),
    expert: Annotated[list[str] | None, Parameter(negative=())] = None,
    format: Literal["html", "xlsx"] = "html",  # noqa: A002  (the option's name)
    after: Annotated[list[Path] | None, Parameter(negative=())] = None,
) -> None:
    """Make forms by which several people judge a case, each without seeing the others' answers.

    A form asks for positions and salience, what each would say to the stages, how strong each is,
    how hard the conflict hits each, and how long steps take: least, most likely, most, and why. The
    HTML form is one file that can be mailed and opened in any browser; it needs no network, and
    saves the answers to a small file.
    `tracktwo pool CASE FILES` compares and pools them.

    For a second round after a discussion give the answers of the first with --after: the new forms
    show, without names, what the group answered (Delphi). The first answers stay as they are.

    Parameters
    ----------
    case
        Folder of the case.
    out
        Folder for the forms.
    expert
        Name of a person; may be given repeatedly. Without any, one form for all, who fill it in.
    format
        html, or xlsx for a workbook with the same questions.
    after
        Files with the answers of the round before; may be given repeatedly.
    """
    from tracktwo.files import make_folder, write_files
    from tracktwo.pooling import elicited, latest_answers, read_answers
    from tracktwo.pooling.form import html_form, told_before
    from tracktwo.pooling.sheet import sheet_form

    folder = load_case(case)
    asked = elicited(folder.case)
    if not asked:
        raise UsageError(f"{case} has no positions, stages or strengths to ask about")
    earlier = read_answers(after or [], folder)
    round_ = max((one.round for one in earlier), default=0) + 1
    told = told_before(latest_answers(earlier), asked)
    people = expert or [""]
    files: dict[Path, str | bytes] = {}
    for name in people:
        word = re.sub(r"[^\w]+", "-", name.casefold()).strip("-") or "expert"
        place = out / f"{folder.case.id}-{word}-{round_}.{format}"
        if place in files:
            raise UsageError(f"two people would have the form {place}; give them different names")
        if place.exists():
            raise UsageError(f"{place} is there already; name another folder with --out")
        if format == "html":
            form = html_form(folder.case, asked, expert=name, round_=round_, told=told)
            files[place] = form
        else:
            files[place] = sheet_form(
                folder.case.id, folder.case.title, asked, expert=name, round_=round_, told=told
            )
    make_folder(out)
    write_files(files)
    for place in files:
        say(f"Wrote {place}: {len(asked)} questions.")
    say(f"Next, with the answers in one folder: tracktwo pool {case} ANSWERS/*")
