"""Summaries of peace agreements as gold: what a data set codes beside the prose that it holds.

The UCDP Peace Agreement Dataset (Pettersson, Högbladh and Öberg 2019,
doi:10.1177/0022343319850755; CC BY 4.0) gives every agreement a summary in prose and codes who
signed it, which third parties helped, and what it provides for. So what is read in the prose
can be counted against codings that no one made for it. The rules of counting stand in
docs/reading.md.
"""

from __future__ import annotations

import hashlib
import itertools
import math
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracktwo.case.files import read_text
from tracktwo.case.tables import LIMIT, read_table
from tracktwo.reading.problems import ReadingError
from tracktwo.reading.text.article import Article, tidy
from tracktwo.reading.text.lexicon import Lexicon, key, lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

CODES: dict[str, tuple[str, ...]] = {
    "amnesty-justice": ("amn",),
    "autonomy": ("aut", "fed", "locgov", "shaloc"),
    "ceasefire": ("cease",),
    "disarmament": ("ddr",),
    "elections": ("elections",),
    "interim-government": ("intgov", "interim", "shagov"),
    "monitoring": ("pko", "co_impl"),
    "prisoner-release": ("pris",),
    "referendum": ("ref",),
    "security-reform": ("intarmy",),
    "talks": ("natalks", "outlin"),
    "withdrawal": ("withd",),
}
"""Kind of step: the columns that code it; any of them set means that the agreement has it."""

COLUMNS = ("pa_comment", "pa_sign", "c_sign", "c_3rd")
"""The columns of prose: what was agreed, who signed, who stayed out, who helped."""
_NEEDED = ("paid", "actor_name", "dyad_name", "pa_comment", "pa_sign", "c_sign", "pa_3rd", "c_3rd")
_BODIES = {
    "AU": ["African Union"],
    "Arab League": ["League of Arab States"],
    "Commonwealth Organization": ["Commonwealth of Nations", "Commonwealth"],
    "ECCAS": ["Economic Community of Central African States"],
    "ECOWAS": ["Economic Community of West African States"],
    "EU": ["European Union", "European Community"],
    "IGAD": ["Intergovernmental Authority on Development"],
    "International Organisation of La Francophonie": ["Francophonie", "OIF"],
    "OAS": ["Organization of American States", "Organisation of American States"],
    "OAU": ["Organization of African Unity", "Organisation of African Unity"],
    "OIC": [
        "Organization of the Islamic Conference", "Organisation of the Islamic Conference",
        "Organisation of Islamic Cooperation",
    ],
    "OSCE": ["CSCE", "Organization for Security and Cooperation in Europe"],
    "SADC": ["Southern African Development Community"],
    "UN": ["United Nations", "U.N."],
}  # fmt: skip
"""Bodies of states under the names that the data set and its summaries use for them."""
_PLAIN_GOVERNMENT = re.compile(r"\bthe (?:\w+ ){0,2}(?:government|regime|state)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Summary:
    """A row of the data set.

    Attributes
    ----------
    id : str
    article : Article
        The columns that are read, one paragraph or more each.
    parties : tuple of str
        Signatories that are sides of the conflict, as coded.
    third : tuple of str
        Third parties, as coded.
    codes : frozenset of str
        Columns that are 1.
    beside : str
        What the row says of third parties.
    """

    id: str
    article: Article
    parties: tuple[str, ...]
    third: tuple[str, ...]
    codes: frozenset[str]
    beside: str

    @property
    def half(self) -> str:
        """Which half of the data it is in: rules are tuned on "a" and held to account on "b"."""
        return "a" if hashlib.sha256(self.id.encode()).hexdigest()[0] in "01234567" else "b"

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of step that it is coded to provide for."""
        return frozenset(kind for kind, codes in CODES.items() if self.codes & set(codes))


def read_summaries(path: Path, columns: Sequence[str] = COLUMNS) -> list[Summary]:
    """Read rows of the UCDP Peace Agreement Dataset.

    Parameters
    ----------
    path : Path
        A table in CSV with the data set's own names of columns.
    columns : sequence of str
        The columns whose text is read.

    Raises
    ------
    ReadingError
        If it is no such table.
    """
    text, problems = read_text(path, str(path), LIMIT)
    table, found = read_table(text or "", str(path), fold=False)
    if problems or found:
        raise ReadingError("; ".join(str(problem) for problem in (*problems, *found)[:5]))
    rows = [
        {name.text: cell.text for name, cell in zip(table.header, cells, strict=True)}
        for cells in table.rows
    ]
    wanted = {*_NEEDED, *columns, *(c for codes in CODES.values() for c in codes)}
    missing = sorted(wanted - set(rows[0] if rows else ()))
    if missing:
        raise ReadingError(
            f"{path}: holds no summaries of the UCDP Peace Agreement Dataset: "
            f"no column {', '.join(missing[:4])}"
        )
    return [_summary(row, columns) for row in rows]


def _summary(row: dict[str, str], columns: Sequence[str]) -> Summary:
    text = tidy("\n\n".join(row[c].strip() for c in columns if row[c].strip()))
    coded = [x.strip() for x in row["actor_name"].split(",") if x.strip()]
    parties = tuple(x for x in coded if x in row["dyad_name"])
    outside = [x for x in coded if x not in parties]
    helped = f"{row['pa_3rd']}\n{row['c_3rd']}"
    lex = lexicon()
    outside = [x for x in outside if places(helped, variants(x, lex))]
    return Summary(
        row["paid"],
        Article(f"ucdp-{row['paid']}", text),
        parties,
        _once([*_listed(row["pa_3rd"]), *outside], parties, lex),
        frozenset(c for c, value in row.items() if value == "1"),
        helped,
    )


def _listed(cell: str) -> list[str]:
    """Return the names that a cell lists, with a name in brackets beside its own."""
    parts = re.split(r"[,;/\n()]| and (?=[A-Zt])", cell)
    names = [re.sub(r"^(?:and|the|The)\s+|[.\s]+$", "", p.strip()) for p in parts]
    return [n for n in names if n[:1].isupper() and len(n.split()) <= 5]


def _once(names: Iterable[str], but: Iterable[str], lex: Lexicon) -> tuple[str, ...]:
    """Return names that are no other name of one before, or of a party."""
    known = {key(v) for name in but for v in variants(name, lex)}
    found = []
    for name in names:
        own = {key(v) for v in variants(name, lex)}
        if not own & known:
            found.append(name)
            known |= own
    return tuple(found)


# --- which provisions a summary states --------------------------------------------------------


def stated(summaries: Sequence[Summary]) -> dict[str, frozenset[str]]:
    """Judge which of the kinds coded for an agreement its summary states.

    A summary need not tell all that was coded from the agreement itself. It is taken to state
    what a column codes where it holds a word, or two neighbouring words, that tell the *other*
    agreements with that code from those without: at least three times as frequent among them,
    and four standard errors of the log odds away from chance. So no list of words written by
    whoever writes the rules decides what the rules should find. A code that only a few
    agreements have is never taken to be stated.

    Parameters
    ----------
    summaries : sequence of Summary
        All rows of the table, since words are learned from them.

    Returns
    -------
    dict
        Id: kinds of step that are coded and taken to be stated.
    """
    words = {s.id: _words(s.article.text) for s in summaries}
    everywhere = Counter(w for found in words.values() for w in found)
    result: dict[str, set[str]] = {s.id: set() for s in summaries}
    for kind, column in ((k, c) for k, columns in CODES.items() for c in columns):
        coded = [s.id for s in summaries if column in s.codes]
        among = Counter(w for id_ in coded for w in words[id_])
        others = len(summaries) - len(coded)
        for id_ in coded:
            for word in words[id_]:
                inside, outside = among[word] - 1, everywhere[word] - among[word]
                lift = (inside + 0.5) / len(coded) / ((outside + 0.5) / (others + 1))
                error = math.sqrt(1 / (inside + 0.5) + 1 / (outside + 0.5))
                if inside >= 2 and lift >= 3 and math.log(lift) >= 4 * error:
                    result[id_].add(kind)
                    break
    return {id_: frozenset(kinds) for id_, kinds in result.items()}


def _words(text: str) -> set[str]:
    """Return the words of a text by their first six letters, and pairs of neighbours."""
    found = [w[:6] for w in re.findall(r"[a-z]{3,}", text.lower())]
    return {*found, *(f"{a} {b}" for a, b in itertools.pairwise(found))}


# --- when a text names somebody --------------------------------------------------------------


def variants(name: str, lex: Lexicon) -> list[str]:
    """Return the ways in which a text may name somebody whom the data set codes.

    A government goes by the names and the demonym of its state, a body of states by its
    acronym or long form, an armed group by its name, its parts between strokes, and its name
    without a faction in brackets.
    """
    state = re.sub(r"^(?:Government|Republic) of (?:the )?", "", name).strip()
    found = [name] if state == name else [name, state]
    outer, inner = re.sub(r"\s*\(.*?\)", "", state), re.findall(r"\(([^)]*)\)", state)
    found += [outer, *inner]
    canonical = {lex.states.get(key(x)) for x in (outer, *inner)} - {None}
    if state != name or canonical:
        found += [x for table in (lex.states, lex.demonyms) for x, c in table.items()
                  if c in canonical and x not in lex.capitals]  # fmt: skip
    else:
        for short, long in _BODIES.items():
            if name in {short, *long}:
                found += [short, *long]
        found += [part for part in re.split(r"/| - ", name) if len(part) > 2]
    return list(dict.fromkeys(x.strip() for x in found if len(x.strip()) > 1))


def places(text: str, names: Iterable[str]) -> list[tuple[int, int]]:
    """Return where a text has one of some names.

    Whole words; letters with and without accents, hyphens and blanks, and, from four letters
    on, capitals and small letters are the same.
    """
    plain = _plain(text)
    found = []
    for name in names:
        body = re.sub(r"[\s\-‑]+", r"[\\s\\-‑]*", re.escape(_plain(name)).replace("\\ ", " ")
                      .replace("\\-", "-"))  # fmt: skip
        flags = re.IGNORECASE if len(name) > 3 else 0
        found += [
            m.span() for m in re.finditer(rf"(?<!\w){body}(?:['’]s|['’])?(?!\w)", plain, flags)
        ]
    return sorted(set(found))


def _plain(text: str) -> str:
    """Return a text without accents, letter for letter."""
    return "".join(unicodedata.normalize("NFD", c)[0] for c in text)


def party_places(text: str, name: str, lex: Lexicon) -> list[tuple[int, int]]:
    """Return where a text speaks of a party: by name, or as "the government"."""
    found = places(text, variants(name, lex))
    if name.startswith("Government of "):
        found += [m.span() for m in _PLAIN_GOVERNMENT.finditer(text)]
    return found
