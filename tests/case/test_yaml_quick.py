"""Through libyaml a text is read as without it: the same values at the same places."""

import random
import textwrap

import pytest

from tracktwo.case import document
from tracktwo.case.shipped import shipped_case

pytest.importorskip("yaml").CSafeLoader  # noqa: B018  (libyaml is not everywhere)

SHIPPED = [
    (shipped_case(name) / "case.yaml").read_text(encoding="utf-8")
    for name in ("afghanistan-2023", "two-valleys")
]
ODD = [
    "a: 1\nb:\n  - x\n  - {c: d, e: [1, 2,], 'f':3}\ng: |\n  text\n\n  m\n\nh: >-\n  n\n  o\n",
    "? k\n: v\ni: {a:1, b : 2}\nj: [a:b, http://x.y/z?a=1#b, c #d\n  ]\n",
    "x: a b\n  c d\ny:\n- 1\n- - 2\n  - 3\n- k: v\n  l: w\nz: 'it''s'\n",
    "a: |2\n    b\n   c\nd: >+\n  e\n\n\nf: |-\n  g\n...\n",
    "é: ü # ö\n日本: [語, '😀']\nz: 😀😀 x\nw: {😀: 1}\n",
    'a: "x\\n\\\n   y"\nb: {c: 1,\n d: 2}\n',
    "a:\r\n  - b\r\n  - c\r\n",
    "a:\n- b\n- c:\n",
    "a:\tb\n",
    "a: x\u2028y\n",
]
PIECES = [
    *'\n :-,{}[]#"\'|>?&*!%@`~a1.\\\r\té\u2028', ": ", "- ", " #", "\n  ", "\r\n", '"a": ',
    "{a: 1}", "|\n", ">-\n", "---\n", "...\n", "? ", "key: value\n", ",:", "{:", "-\n",
]  # fmt: skip


def tree(node):
    value = node.value
    if isinstance(value, dict):
        value = {key: tree(item) for key, item in value.items()}
    elif isinstance(value, list):
        value = [tree(item) for item in value]
    keys = {key: tree(item) for key, item in node.keys.items()}
    place = (node.line, node.column, node.start, node.end, node.style)
    return (repr(value) if isinstance(value, float) else value, *place, keys)


def both(text):
    """Return what each way makes of a text; None where it is not read, or not without fault."""
    quick = document._read_quickly(text, "case.yaml")
    reader = document._Reader(text, "case.yaml")
    try:
        full = reader.read()
    except document._Stop:
        full = None
    return quick, None if reader.problems else full


def changed(rng):
    """Return some lines of a text, with slips."""
    lines = rng.choice([*SHIPPED, *ODD]).split("\n")
    start = rng.randrange(len(lines))
    text = "\n".join(lines[start : start + rng.randint(2, 15)])
    text = textwrap.dedent(text) if rng.random() < 0.5 else text
    for _ in range(rng.randint(0, 3)):
        at = rng.randrange(len(text) + 1)
        if rng.random() < 0.6:
            text = text[:at] + rng.choice(PIECES) + text[at:]
        else:
            text = text[:at] + text[at + rng.randint(1, 3) :]
    return text


@pytest.mark.parametrize("text", SHIPPED, ids=["afghanistan-2023", "two-valleys"])
def test_the_shipped_cases_are_read_quickly(text):
    quick, full = both(text)
    assert quick is not None
    assert tree(quick) == tree(full)


def test_what_is_read_quickly_is_read_alike():
    rng = random.Random(7)
    read = 0
    for text in [*ODD, *(changed(rng) for _ in range(400))]:
        quick, full = both(text)
        if quick is not None:
            read += 1
            assert full is not None, text
            assert tree(quick) == tree(full), text
    assert read > 50


@pytest.mark.parametrize(
    "text", ["a: &b c\nd: *b\n", "a: !x b\n", "a: b\na: c\n", "a: [b\n", "a:\n", "|\n#a\n"]
)
def test_what_is_wrong_or_left_out_is_left_to_the_other(text):
    assert document._read_quickly(text, "case.yaml") is None
