"""Answers: written down in a file, put into the case with reason and author, and taken back.

An answers file is YAML that a person can write:

    by: A reader of the report
    answers:
      - question: stances.taliban.taliban-accepts-talks
        answer: never
        why: They have rejected it for two years.
      - question: roadmap.stages.paving.pace
        value: [0.02, 0.05, 0.1]

`answer` is the key of one of the question's choices; `value` a number, a range [low, most likely,
high] or, on who must agree, a consent rule. What was answered is kept in the case folder, in
`answers.jsonl`, with what stood there before: by that an answer is taken back.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracktwo.case import CaseError, Problem, save
from tracktwo.case.document import parse
from tracktwo.case.files import leaves, read_text
from tracktwo.case.format.stances import is_word
from tracktwo.case.save import replaced
from tracktwo.errors import UnanswerableError
from tracktwo.questions.interview.unsettled import unsettled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracktwo.case import CaseFolder
    from tracktwo.questions.interview.records import Unsettled

KEPT = "answers.jsonl"
LIMIT = 2_000_000
_FIELDS = ("question", "answer", "value", "why", "by")


@dataclass(frozen=True)
class Answer:
    """One answer of a person.

    Attributes
    ----------
    question : str
        Id of the question: the path in the case that it settles.
    answer : str or None
        Key of one of its choices.
    value : object
        Instead: a number, a range, or a consent rule.
    why : str or None
        The person's reason.
    by : str
        Who says so.
    line : int or None
        Where it stands in a file.
    """

    question: str
    answer: str | None = None
    value: Any = None
    why: str | None = None
    by: str = "an expert"
    line: int | None = None


def read_answers(text: str, file: str = "answers.yaml") -> list[Answer]:
    """Read an answers file.

    Raises
    ------
    CaseError
        With every problem of the file: line, what is wrong, what would be right.
    """
    root, problems = parse(text, file)
    if problems or root is None:
        raise CaseError(
            problems or [Problem(file, 1, None, "", "is empty", "see the page on drafts")]
        )
    plain = root.plain()
    if not isinstance(plain, dict) or not isinstance(plain.get("answers"), list):
        message, hint = "should have a list of `answers`", "start it with `answers:`"
        raise CaseError([Problem(file, 1, None, "", message, hint)])
    by = str(plain.get("by") or "an expert")
    found, problems = [], []
    for node in root.value["answers"].value:
        wrong = _wrong(node.plain())
        if wrong:
            problems.append(Problem(file, node.line, node.column, "answers", *wrong))
            continue
        item = node.plain()
        found.append(
            Answer(
                str(item["question"]), item.get("answer"), item.get("value"), item.get("why"),
                str(item.get("by") or by), node.line,
            )
        )  # fmt: skip
    if problems:
        raise CaseError(problems)
    return found


def _wrong(item: Any) -> tuple[str, str] | None:
    if not isinstance(item, dict):
        return "should be an answer", "write {question: ..., answer: ...}"
    unknown = [key for key in item if key not in _FIELDS]
    if unknown:
        return f"has no field {', '.join(map(str, unknown))}", f"there are: {', '.join(_FIELDS)}"
    if "question" not in item:
        return (
            "does not say which question it answers",
            "give `question`, as the interview lists it",
        )
    if (item.get("answer") is None) == (item.get("value") is None):
        return "should have either `answer` or `value`", "give one of them"
    return None


def changes_of(case_folder: CaseFolder, answer: Answer) -> dict[str, Any]:
    """Return what an answer writes into a case, with its reason and author.

    Raises
    ------
    UnanswerableError
        If there is no such question (any more), or no such choice.
    """
    open_ = {q.id: q for q in unsettled(case_folder.case)}
    question = open_.get(answer.question)
    if question is None:
        raise UnanswerableError(
            f"{_at(answer)}no open question {answer.question}: it may be settled already; "
            "`tracktwo interview` lists those that are open"
        )
    if answer.answer is not None:
        choice = question.choice(str(answer.answer))
        if choice is None:
            raise UnanswerableError(
                f"{_at(answer)}no answer {answer.answer} to {question.id}; there are: "
                f"{', '.join(c.key for c in question.choices)}"
            )
        raw, reason = dict(choice.changes), answer.why or choice.reason
    else:
        raw, reason = _valued(question, answer), answer.why or "As answered"
    return _with_reason(case_folder, raw, f"{reason.rstrip('.')} ({answer.by}).")


def _at(answer: Answer) -> str:
    return f"line {answer.line}: " if answer.line else ""


def _valued(question: Unsettled, answer: Answer) -> dict[str, Any]:
    if not question.parts:
        return _value_at(question.id, question.kind, answer.value)
    if question.kind == "position" or "attitude" in question.id.split(".")[-1:]:
        raise UnanswerableError(
            f"{_at(answer)}{question.id} takes one of its answers and no value; values fit: "
            f"{', '.join(question.parts)}"
        )
    made: dict[str, Any] = {}
    for part in question.parts:
        made |= _value_at(part, question.kind, answer.value)
    return made


def _value_at(id_: str, kind: str, value: Any) -> dict[str, Any]:
    if kind == "stance":
        return {f"{id_}.strength": value}
    if kind == "pace" and id_.endswith(".base_rate"):
        return {f"{id_.removesuffix('.base_rate')}.pace": value, id_: None}
    return {id_: value}


def _with_reason(folder: CaseFolder, raw: dict[str, Any], reason: str) -> dict[str, Any]:
    """Write reasons where the format has room for them: in a number, in a stance, in a step."""
    made: dict[str, Any] = {}
    for path, value in raw.items():
        head, _, field = path.rpartition(".")
        if field == "consent":
            made[path] = value
            said = f"{head}.description"
            same = value == folder.value(path)
            made[said] = _also(folder.value(said), reason) if same else reason
            made[f"{head}.rule"] = None
        elif value is None or field == "stance":
            made[path] = value
        elif isinstance(value, dict):
            made[path] = value | {"why": _also(value.get("why"), reason)}
        elif isinstance(value, list | tuple):
            made[path] = {"range": list(value), "why": reason}
        else:
            made[path] = {"value": value, "why": reason}
        if field == "strength":
            said = f"{head}.stance"
            same = raw.get(said, folder.value(said)) == folder.value(said)
            made[f"{head}.note"] = _also(folder.value(f"{head}.note") if same else None, reason)
    return made


def _touched(folder: CaseFolder, changes: Mapping[str, Any]) -> list[str]:
    """Return the paths that changes bear on: another word takes along what was said with it."""
    found = list(changes)
    for path in changes:
        if is_word(path):
            head = path.rpartition(".")[0]
            was = folder.value(head) or {}
            found += [f"{head}.{one}" for one in was if one not in {"actor", "on"}]
    return list(dict.fromkeys(found))


def _also(old: Any, reason: str) -> str:
    return f"{str(old).rstrip('.')}. {reason}" if old else reason


def answer(folder: CaseFolder, answers: Sequence[Answer]) -> CaseFolder:
    """Put answers into a case and keep what stood there before.

    Returns
    -------
    CaseFolder
        The folder, loaded anew.

    Raises
    ------
    UnanswerableError
        If a question or a choice is not there.
    CaseError
        If the case would not load with an answer; that one and those after it are not written.
    """
    for one in answers:
        changes = folder.unmarking(changes_of(folder, one))
        before = {path: folder.value(path) for path in _touched(folder, changes)}
        folder = save(folder, changes)
        record = {
            "question": one.question, "answer": one.answer, "value": one.value, "why": one.why,
            "by": one.by, "before": before,
        }  # fmt: skip
        _keep(folder, [*kept(folder), record])
    return folder


def undo(folder: CaseFolder) -> tuple[CaseFolder, str]:
    """Take the last answer back.

    Returns
    -------
    (CaseFolder, str)
        The folder, loaded anew, and the question that is open again.

    Raises
    ------
    UnanswerableError
        If nothing was answered.
    """
    records = kept(folder)
    if not records:
        raise UnanswerableError("nothing was answered that could be taken back")
    last = records[-1]
    folder = save(folder, last["before"])
    _keep(folder, records[:-1])
    return folder, str(last["question"])


def kept(folder: CaseFolder) -> list[dict[str, Any]]:
    """Return what was answered, in order.

    Raises
    ------
    CaseError
        If the file that keeps it is broken.
    """
    path = folder.path / KEPT
    if not path.exists():
        return []
    if leaves(folder.path, path):
        raise CaseError([Problem(KEPT, None, None, "", "leads outside the case folder")])
    text, problems = read_text(path, KEPT, LIMIT)
    if text is None:
        raise CaseError(problems)
    records = []
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            record = json.loads(line)
            if not isinstance(record.get("before"), dict):
                raise ValueError  # noqa: TRY004, TRY301  (one message for all that is wrong)
        except (ValueError, AttributeError):
            message, hint = "is no answer that was kept", "delete the file: the case stays as it is"
            raise CaseError([Problem(KEPT, number, None, "", message, hint)]) from None
        records.append(record)
    return records


def _keep(folder: CaseFolder, records: list[dict[str, Any]]) -> None:
    lines = [json.dumps(record, ensure_ascii=False) + "\n" for record in records]
    replaced(folder.path, {KEPT: "".join(lines)})
