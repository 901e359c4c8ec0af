"""Addresses that nobody types: what any web site could link to."""

from urllib.parse import quote, urlencode

LONG = "a." * 4_999 + "a"
ABSURD = (
    "", ".", "..", "...", "." * 2_000, "a." * 2_000, LONG, "a" * 9_000, "actors." * 1_000,
    "actors.upper.capability" + ".x" * 500, "levers.grain." + "schedule." * 300 + "intensity",
    "roadmap.stages.talks.milestones.host.consent" + ".all" * 200,
    "alternatives.no-office.set." + "roadmap.stages." * 100, "positions." + "upper." * 500,
    "0." * 300, "-1", "9" * 5_000, "1e400", "nan", "\x00", "\ud83d\ude00" * 300, "\u202e" * 300,
    "[" * 3_000, "{a: " * 1_500, "&a [*a, *a]", "&a [" + "*a," * 900 + "]", "!!python/object:os.x",
    "'" * 3_000, "- " * 1_500, "? " * 1_500, "%" * 3_000, "<b>" * 900, "../" * 900, "=" * 3_000,
    "actors.upper.capability=" + "[" * 2_000, "actors.upper.capability=" + "1" * 5_000,
    "horizon=" + "9" * 400, "horizon=1e308", "as_of=" + "9" * 300, "title=" + "x" * 6_000,
    "roadmap.stages.talks.milestones.host.consent=" + "{all: [" * 400,
    "roadmap.stages.talks.milestones.host.consent={all: [" + "upper, " * 800 + "]}",
    "levers.grain.schedule.intensity=[" + "0," * 1_500 + "0]",
    "actors.upper.capability=" + "[" * 1_000, "actors.upper.capability=" + "[1," * 900,
    "actors.upper.capability={" + ",".join(f"a{n}: 1" for n in range(900)) + "}",
)  # fmt: skip
"""Values of any parameter."""

NAMES = (
    "set", "drop", "unset", "undrop", "path", "value", "how", "actor", "milestone", "source",
    "number", "who", "job", "stage", "show", "question", "kind", "q", "page", "format", "nonsense",
)  # fmt: skip
"""Parameters that some page reads, and one that none does."""

MANY = (
    [("set", "horizon=12")] * 390,
    [("set", f"levers.l{n}.harm={n}") for n in range(390)],
    [("drop", f"levers.l{n}") for n in range(390)],
    [("set", "title=x"), ("drop", "levers.grain")] * 190,
    [("unset", "horizon=12"), ("undrop", "levers.grain")] * 190,
    [("path", "horizon"), ("value", "12")] * 200,
    [(f"n{n}", "x") for n in range(900)],
    [("nonsense", "")] * 2_000,
)
"""Very many parameters at once."""


def queries():
    """Return what may stand after the question mark, absurd in one way each."""
    found = [urlencode({name: value}, errors="surrogatepass", quote_via=quote)
             for name in NAMES for value in ABSURD]  # fmt: skip
    found += [
        urlencode({"path": path, "value": value}, errors="surrogatepass", quote_via=quote)
        for path in ABSURD[5:14]
        for value in ("1", "[" * 500, "x" * 3_000)
    ]
    found += [urlencode(many) for many in MANY]
    return [*found, "&" * 9_000, "=" * 9_000, "set" * 3_000, "%00" * 3_000, "%ff=%fe&" * 900]
