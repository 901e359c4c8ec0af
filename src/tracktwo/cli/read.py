"""`tracktwo read`: articles in, proposed facts out."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from tracktwo.cli.console import UsageError, complain, prompt, say, say_json
from tracktwo.results.plain import as_json, plain


def read(
    *files: Annotated[Path, Parameter(allow_leading_hyphen=True)],
    case: Path,
    published: dt.date | None = None,
    language: str = "en",
    encoding: str | None = None,
    sources: Annotated[list[Path] | None, Parameter(negative=())] = None,
    spacy: str | None = None,
    endpoint: str | None = None,
    model: str | None = None,
    send: Annotated[bool, Parameter(negative=())] = False,
    json: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Read articles and propose facts for a case; nothing is written into the case.

    Proposals are kept in CASE/reading/ until `tracktwo review CASE`. What was decided before is
    not proposed again. Without an endpoint no text leaves this machine.

    Parameters
    ----------
    files
        Articles: plain text, HTML, PDF, .docx or RTF; - is standard input.
    case
        Folder of the case; it need not hold a case yet.
    published
        Day of publication (YYYY-MM-DD), for "on Sunday" and "in January"; otherwise as the file
        or its name says.
    language
        Of the texts: "en" is read with rules, "fr" and "es" with a parser (extra `parse`).
    encoding
        Of plain text that is not UTF-8.
    sources
        Folder that holds the texts of sources which the case does not carry.
    spacy
        Name of an installed spaCy model: in English a second reader (what both find is tier A),
        in French and Spanish the reader.
    endpoint
        Base URL of an OpenAI-compatible server, as a further reader (or TRACKTWO_LLM_URL).
    model
        Name of the model there (or TRACKTWO_LLM_MODEL); the key is TRACKTWO_LLM_KEY.
    send
        Do not ask before text is sent to another machine.
    json
        Print what was found as JSON.
    """
    from tracktwo.cli.console import progress
    from tracktwo.reading.parsed.model import parsed_reader
    from tracktwo.reading.proposals.intake import Desk
    from tracktwo.reading.text.lexicon import lexicon
    from tracktwo.reading.text.parsed_languages import parsed_languages

    for file in files:
        if str(file).startswith("-") and str(file) != "-":
            raise UsageError(f"there is no option {file}")
    if not files:
        raise UsageError("name at least one article: tracktwo read article.txt --case my-case")
    if case.exists() and not case.is_dir():
        raise UsageError(f"{case} is not a folder")
    parsed = None
    if language in parsed_languages():
        parsed = parsed_reader(language, spacy).rows
    else:
        lexicon(language)
    desk = Desk.at(case, sources=sources or [], language=language)
    desk.parsed = parsed
    if spacy is not None and parsed is None:
        from tracktwo.reading.proposals.spacy_reader import second_reader

        desk.check = second_reader(spacy)
    reader = _model(endpoint, model, len(files), send=send)
    with progress() as tell:
        if reader is None:
            added = desk.read(
                files,
                published=published,
                encoding=encoding,
                told=lambda n: tell("Reading", n, len(files)),
            )
        else:
            added = reader.read(
                desk,
                files,
                published=published,
                encoding=encoding,
                told=lambda n: tell("Reading", n, len(files)),
            )
    if json:
        value = {"read": added, "refused": desk.refused}
        if reader is not None:
            value["model"] = reader.report
        say_json(as_json(plain(value, None)))
    else:
        for a in added:
            say(
                f"{a.source}: {a.new} new, {a.known} waiting, {a.decided} decided before, "
                f"{a.in_case} in the case already"
            )
            say(f"  found: {a.told}")
        if reader is not None:
            say(reader.report.text())
        if any(a.new or a.known for a in added):
            say(f"Next: tracktwo review {case}")
    for line in desk.refused:
        complain(line)
    if desk.refused and not added:
        raise UsageError("nothing was read")
    if desk.refused:
        complain(f"{len(desk.refused)} of {len(files)} files were not read.")
        sys.exit(2)


def _model(endpoint: str | None, model: str | None, articles: int, *, send: bool):  # type: ignore[no-untyped-def]  # noqa: ANN202
    """Return the reader at an endpoint, if one is configured and may be used."""
    from tracktwo.reading.llm.config import configured

    config = configured(endpoint, model)
    if config is None:
        return None
    if not config.local and not send:
        question = (
            f"The whole text of {articles} article{'s' * (articles != 1)} would be sent to "
            f"{config.host} ({config.model})."
        )
        if not sys.stdin.isatty():
            raise UsageError(f"{question} Say --send to allow it, or leave the endpoint out.")
        complain(question)
        try:
            answer = prompt("Send it? [y/N] ")
        except EOFError:
            answer = ""
        if answer.strip().lower() not in {"y", "yes"}:
            raise UsageError("nothing was sent; leave the endpoint out to read with rules alone")
    from tracktwo.reading.llm.reader import ModelReader

    return ModelReader(config)
