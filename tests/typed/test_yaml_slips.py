"""Slips in case.yaml in people's words: the line, what is wrong with it, what to write."""

import pytest

from tracktwo.case.document import parse

GOOD = "format: 1\nid: x\ntitle: A plan\nactors:\n  - id: a\n    name: A\n    kind: state\n"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("    name: A", "\tname: A", "6:1: the line is indented with a tab; begin the line with 4"),
        ("id: x", "id:\tx", "2:4: a tab stands where a space belongs; write id: x"),
        ("A plan", "Peace: a plan",
         '3:13: a colon stands within a text that has no quotes; write title: "Peace: a plan"'),
        ("    name", "   name",
         "6:4: the line is indented by 3 spaces, which fits no line above; begin it with 4"),
        ("    name", "      name",
         "6:7: the line is indented by 6 spaces, deeper than the one above; begin it with 4"),
        ("state", "state\n    aliases: [b, c\n    short: q",
         "8:14: the bracket [ that opens here is not closed; write ] where it ends, as [b, c]"),
        ("state", "state\n    aliases: [b, c", "8:14: the bracket [ that opens here is not closed"),
        ("state", "state\n    aliases: [b]]", "8:17: the bracket ] closes what was never opened"),
        ("A plan", '"A plan', '3:8: the quote " that opens here is never closed'),
        ("A plan", "'Don't'", '3:13: text follows a closing quote; write title: "Don\'t"'),
        ("title: A", "title A", "3:1: the line has no colon; write it as NAME: VALUE"),
        ("title: A", "title:A", "3:1: no space follows the colon; write title: A plan"),
        ("- id", "-id", "5:3: no space follows the dash; write - id: a"),
        ("A plan", "@plan", '3:8: a text cannot begin with @; put it in quotes: title: "@plan"'),
    ],
)  # fmt: skip
def test_a_slip_is_said_with_its_line_and_what_to_write(old, new, told):
    text = GOOD.replace(old, new)
    root, problems = parse(text, "case.yaml")
    assert root is None
    (problem,) = problems
    assert str(problem).startswith(f"case.yaml:{told}")
    line = " ".join(text.splitlines()[problem.line - 1].replace("\t", "\u2192").split())
    assert str(problem).endswith(f"(the line reads: {line})")


LONG = GOOD + '  - id: b\n    name: B\n    kind: state\nsummary: "It is."\nhorizon: 3\n'


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("horizon: 3", "consent: {all: [upper, lower}   # also [the others]",
         ("12:16: the bracket [ that opens here is not closed; write ] where it ends, "
         "as [upper, lower] (the")),
        ("horizon: 3", "on: [a, {x: [b, c]}   # and d",
         ("12:5: the bracket [ that opens here is not closed; write ] where it ends, "
         "as [a, {x: [b, c]}] (the")),
        ("horizon: 3", "on: [a, 'b # c', d   # and e",
         ("12:5: the bracket [ that opens here is not closed; write ] where it ends, "
         "as [a, 'b # c', d] (the")),
        ("horizon: 3", "consent: {all: [upper, lower]]}",
         "12:30: the bracket ] closes what was never opened; take it out"),
        ("horizon: 3", "on: [[a, b], c}]", "12:15: the bracket } closes what was never opened"),
        ("A plan", '"A plan', '3:8: the quote " that opens here is never closed; end the text'),
        ("name: A\n", 'name: "A\n', '6:11: the quote " that opens here is never closed'),
        ("A plan", "'A plan", "3:8: the quote ' that opens here is never closed"),
        ("  - id: a\n    name: A\n    kind", "  id: a\n  name: A\n  kind",
         "5:3: no dash begins the item; write - id: a"),
        ("  - id: b", "  id: b", "8:3: no dash begins the item; write - id: b"),
        ("    name: A", "\u00a0\u00a0\u00a0\u00a0name: A",
         "6:1: the line is indented with a no-break space; begin the line with 4 spaces"),
        ("    kind: state\n  - id: b", "  \u00a0 kind: state\n  - id: b",
         "7:1: the line is indented with a no-break space; begin the line with 4 spaces"),
    ],
)  # fmt: skip
def test_the_line_with_the_slip_is_blamed_and_no_other(old, new, told):
    assert old in LONG
    _, problems = parse(LONG.replace(old, new, 1), "case.yaml")
    assert str(problems[0]).startswith(f"case.yaml:{told}")


@pytest.mark.parametrize("cut", range(0, len(GOOD), 3))
@pytest.mark.parametrize("mark", ["\t", ": ", "[", "'", "- ", "\n  "])
def test_whatever_is_put_anywhere_is_told_without_a_traceback(cut, mark):
    root, problems = parse(GOOD[:cut] + mark + GOOD[cut:], "case.yaml")
    assert root is not None or problems
