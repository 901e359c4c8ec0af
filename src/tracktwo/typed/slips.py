"""Slips in a YAML text in people's words: which line, and what to write in its place."""

from __future__ import annotations

import re
from dataclasses import dataclass

_KEY = re.compile(r"(?P<start>\s*(?:- +)*)(?P<key>[^\s#\"'\[{][^:#]*?):(?: +(?P<value>.*\S))?\s*$")
_TIGHT = re.compile(r"(?P<start>\s*(?:- +)*)(?P<key>[\w-]+):(?P<value>[^\s:].*)$")
_PAIRS = {"[": "]", "{": "}"}


@dataclass(frozen=True)
class Slip:
    """What is wrong, where (counted from 0), and what would be right."""

    line: int
    column: int
    message: str
    hint: str


def slip(
    text: str, problem: str, at: tuple[int, int], opened: tuple[int, int] | None
) -> Slip | None:
    """Say in people's words what a parser of YAML stumbled over.

    Parameters
    ----------
    text : the document
    problem : as the parser says it
    at : line and column where it stopped, counted from 0
    opened : line and column where what it was reading began

    Returns
    -------
    Slip or None
        None where nothing plainer can be said.
    """
    lines = text.splitlines()
    if at[0] >= len(lines):
        at = (max(len(lines) - 1, 0), at[1])
    if not lines:
        return None
    found = _found(lines, problem, at, opened)
    if found is None:
        return None
    line = " ".join(lines[found.line].replace("\t", "\u2192").split())
    shown = line if len(line) <= 70 else f"{line[:67]}..."
    return Slip(found.line, found.column, found.message, f"{found.hint} (the line reads: {shown})")


def _found(
    lines: list[str], problem: str, at: tuple[int, int], opened: tuple[int, int] | None
) -> Slip | None:
    n, column = at
    line = lines[n]
    unseen = _unseen_space(lines, n) or _quote_above(lines, n)
    if unseen is not None:
        return unseen
    if "cannot start any token" in problem:
        if "\t" in line[: column + 1] or "\\t" in problem:
            return _tab(lines, n, column)
        return Slip(n, column, f"a text cannot begin with {line[column : column + 1]}",
                    f"put it in quotes: {_quoted(line)}")  # fmt: skip
    if "could not find expected ':'" in problem:
        return _no_colon(lines, *(opened or at))
    if "mapping values are not allowed" in problem:
        return _two_colons(lines, n, column)
    if problem.startswith(("expected ',' or ']'", "expected ',' or '}'")):
        return _bracket(lines, at, opened or at)
    if "end of stream" in problem and opened is not None:
        mark = lines[opened[0]][opened[1] : opened[1] + 1]
        return Slip(*opened, f"the quote {mark} that opens here is never closed",
                    f"end the text with {mark}")  # fmt: skip
    if problem.startswith("expected <block end>"):
        return _misplaced(lines, n, column, problem)
    return None


_NO_BREAK = re.compile(r"[ \t]*[\u00a0\u2007\u202f\u3000]\s*(?=\S)")
"""Indentation with spaces that look like any other and are none to a parser."""


def _unseen_space(lines: list[str], n: int) -> Slip | None:
    for m in range(n + 1):
        if _NO_BREAK.match(lines[m]):
            width = _indent_near(lines, m)
            hint = f"begin the line with {_spaces(width)} typed anew, as those around it"
            return Slip(m, 0, "the line is indented with a no-break space", hint)
    return None


def _quote_above(lines: list[str], n: int) -> Slip | None:
    """Find a quote that a line above opens and does not close, where a key stands on the next."""
    for m in range(n):
        found = _KEY.match(lines[m])
        value = found["value"] if found else None
        if not found or not value or value[0] not in "\"'":
            continue
        mark = value[0]
        bare = value.replace("\\" + mark, "") if mark == '"' else value.replace("''", "")
        after = next((one for one in lines[m + 1 :] if one.strip()), "")
        if bare.count(mark) == 1 and _KEY.match(after):
            what = f"the quote {mark} that opens here is never closed"
            return Slip(m, found.start("value"), what, f"end the text with {mark}")
    return None


def _tab(lines: list[str], n: int, column: int) -> Slip:
    line = lines[n]
    if line[:column].strip():
        hint = f"write {' '.join(line.replace(chr(9), ' ').split())}"
        return Slip(n, column, "a tab stands where a space belongs", hint)
    width = _indent_near(lines, n)
    hint = f"begin the line with {_spaces(width)}, as those around it"
    return Slip(n, column, "the line is indented with a tab", hint)


def _spaces(width: int) -> str:
    return "no space" if width == 0 else f"{width} space{'s' * (width != 1)}"


def _above(lines: list[str], n: int) -> int | None:
    """Return the number of the line above that says something."""
    return next(
        (m for m in range(n - 1, -1, -1)
         if lines[m].strip() and not lines[m].lstrip().startswith("#")), None
    )  # fmt: skip


def _key_column(line: str) -> int:
    """Return where the key of a line begins, after the dash of an item."""
    found = re.match(r"\s*(?:- +)*", line)
    return len(found[0]) if found else 0


def _indent_near(lines: list[str], n: int) -> int:
    above = _above(lines, n)
    if above is None:
        return 0
    width = _key_column(lines[above].expandtabs(2))
    return width + 2 if lines[above].rstrip().endswith(":") else width


def _quoted(line: str) -> str:
    """Return a line with its value in quotes."""
    found = _KEY.match(line)
    if not found or not found["value"]:
        return 'NAME: "the text"'
    value = found["value"].strip()
    if len(value) > 1 and value[0] in "\"'":
        value = value[1:-1] if value[-1] == value[0] else value.replace(value[0], "")
    value = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'{found["start"].strip()} {found["key"]}: "{value}"'.strip()


def _no_colon(lines: list[str], n: int, column: int) -> Slip:
    tight = _TIGHT.match(lines[n])
    if tight:
        right = f"{tight['start'].strip()} {tight['key']}: {tight['value']}".strip()
        return Slip(n, column, "no space follows the colon", f"write {right}")
    return Slip(n, column, "the line has no colon",
                "write it as NAME: VALUE, or put it at the end of the line above")  # fmt: skip


def _two_colons(lines: list[str], n: int, column: int) -> Slip | None:
    line = lines[n]
    found = _KEY.match(line)
    if found and column > found.end("key"):
        return Slip(n, column, "a colon stands within a text that has no quotes",
                    f"write {_quoted(line)}")  # fmt: skip
    above = _above(lines, n)
    if above is None:
        return None
    before = lines[above]
    if re.match(r"\s*-[^\s-]", before):
        start = before.index("-")
        right = f"- {before[start + 1 :].strip()}"
        return Slip(above, start, "no space follows the dash", f"write {right}")
    tight = _TIGHT.match(before)
    if tight:
        return _no_colon(lines, above, _key_column(before))
    width, wanted = _key_column(line), _key_column(before)
    message = f"the line is indented by {_spaces(width)}, deeper than the one above"
    return Slip(n, width, message, f"begin it with {_spaces(wanted)}, as that one")


def _bracket(lines: list[str], at: tuple[int, int], opened: tuple[int, int]) -> Slip:
    line = lines[opened[0]]
    mark = line[opened[1] : opened[1] + 1]
    close = _PAIRS.get(mark, "]")
    rest = line[opened[1] :]
    found = line[at[1] : at[1] + 1] if at[0] == opened[0] else ""
    if found in {"]", "}"} and rest.count(mark) == rest.count(close):
        return Slip(*at, f"the bracket {found} closes what was never opened", "take it out")
    if at[0] == opened[0] and rest.count(mark) == rest.count(close):
        return Slip(*at, "a colon or a mark stands within a text that has no quotes",
                    'put that text in quotes: "..."')  # fmt: skip
    return Slip(*opened, f"the bracket {mark} that opens here is not closed",
                f"write {close} where it ends, as {_within(rest)}{close}")  # fmt: skip


def _within(rest: str) -> str:
    """Return what an open bracket holds on its line: to a comment, or to another's closing one."""
    open_: list[str] = []
    quote = ""
    for n, character in enumerate(rest):
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'" and rest[n - 1] in " [{,":
            quote = character
        elif character in _PAIRS:
            open_.append(_PAIRS[character])
        else:
            foreign = character in "]}" and (not open_ or open_.pop() != character)
            if foreign or (character == "#" and rest[n - 1] in " \t"):
                return rest[:n].rstrip().rstrip(",")
    return rest.rstrip().rstrip(",")


def _no_dash(lines: list[str], n: int, width: int) -> int | None:
    """Find the line of an item that has no dash: this one, or the first of a block above it."""
    block = []
    for m in range(n - 1, -1, -1):
        if not lines[m].strip() or lines[m].lstrip().startswith("#"):
            continue
        if len(lines[m]) - len(lines[m].lstrip()) < width:
            break
        block.append(m)
    level = [m for m in block if len(lines[m]) - len(lines[m].lstrip()) == width]
    dashes = [m for m in level if lines[m].lstrip().startswith("- ")]
    if lines[n].lstrip().startswith("- "):
        return level[-1] if level and not dashes else None
    found, first = _KEY.match(lines[n]), _KEY.match(lines[dashes[0]]) if dashes else None
    return n if found and first and found["key"] == first["key"] else None


def _misplaced(lines: list[str], n: int, column: int, problem: str) -> Slip | None:
    line = lines[n]
    found = problem.partition("found ")[2].strip("'")
    if found in {"]", "}"}:
        return Slip(n, column, f"the bracket {found} closes what was never opened", "take it out")
    if found == "<scalar>":
        return Slip(n, column, "text follows a closing quote", f"write {_quoted(line)}")
    if found in {"<block mapping start>", "-", "<block sequence start>", "?"}:
        width, above = len(line) - len(line.lstrip()), _above(lines, n)
        bare = _no_dash(lines, n, width)
        if bare is not None:
            right = f"- {lines[bare].strip()}"
            return Slip(bare, width, "no dash begins the item", f"write {right}")
        wanted = _key_column(lines[above]) if above is not None else 0
        if found in {"-", "<block sequence start>"}:
            dashes = [m for m in range(n - 1, -1, -1) if lines[m].lstrip().startswith("- ")]
            wanted = len(lines[dashes[0]]) - len(lines[dashes[0]].lstrip()) if dashes else wanted
        message = f"the line is indented by {_spaces(width)}, which fits no line above"
        return Slip(n, column, message, f"begin it with {_spaces(wanted)}, as the one before")
    return None
