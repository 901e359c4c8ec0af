"""Lexicons: what the rules know about the words of a language, read from a data file.

A language is one TOML file in `lexicons/`; docs/reading.md describes its parts. Names of
countries come from CLDR through Babel.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources
from typing import TYPE_CHECKING, Any

from tracktwo.reading.problems import ReadingError
from tracktwo.reading.text.parsed_languages import parsed_languages

if TYPE_CHECKING:
    from collections.abc import Iterator

KINDS = ("demands", "refuses", "warns", "proposes", "accepts", "commits", "states")
"""Kinds of statement that a frame may make; `conditions` come from what is said."""


@dataclass(frozen=True)
class Frame:
    """How a verb is followed by who is addressed (`@`) and by what is said (`*`)."""

    kind: str
    verb: str
    parts: tuple[str, ...]

    @property
    def addressed(self) -> bool:
        """Whether the pattern names somebody addressed."""
        return "@" in self.parts


@dataclass(frozen=True)
class Form:
    """A form of a verb: its lemma, and whether it may be past, a participle, or in -ing."""

    lemma: str
    participle: bool
    ing: bool
    base: bool


@dataclass(frozen=True)
class Lexicon:
    """The words of a language, ready for look-up.

    Attributes
    ----------
    language : str
    words : mapping of str to frozenset
        Function words by class.
    who : mapping of str to frozenset
        Titles, roles, nouns for groups.
    heads : mapping of str to str
        Noun that heads a name: kind of actor.
    common : mapping of str to str
        Noun that stands for an actor without a name: kind of actor.
    states, demonyms, known : mapping of str to str
        Name in lower case: canonical name.
    capitals : mapping of str to str
        Capital in lower case: the state that it is of, and for whose government it stands.
    forms : mapping of str to Form
        Verb form: what it may be.
    frames : mapping of str to tuple of Frame
        Lemma: its patterns, in order.
    raw : mapping
        The file, for the rules that read their own part of it.
    """

    language: str
    words: dict[str, frozenset[str]]
    who: dict[str, frozenset[str]]
    heads: dict[str, str]
    common: dict[str, str]
    states: dict[str, str]
    demonyms: dict[str, str]
    capitals: dict[str, str]
    known: dict[str, str]
    known_kinds: dict[str, str]
    forms: dict[str, Form]
    frames: dict[str, tuple[Frame, ...]]
    reporting: frozenset[str]
    anonymous: frozenset[str]
    weak: frozenset[str]
    light: frozenset[str]
    silent: frozenset[str]
    carriers: frozenset[str]
    acts: dict[str, str]
    styles: tuple[str, ...]
    helpers: frozenset[str]
    minds: frozenset[str]
    being: frozenset[str]
    ending: frozenset[str]
    bare: frozenset[str]
    told: frozenset[str]
    denying: frozenset[str]
    addressing: frozenset[str]
    empty: frozenset[str]
    outspoken: frozenset[str]
    outright: frozenset[str]
    raw: dict[str, Any] = field(repr=False)

    def lemma(self, form: str) -> str | None:
        """Return the lemma of a verb form, if it is one that any rule knows."""
        found = self.forms.get(form)
        return found.lemma if found else None

    def heads_body(self, word: str) -> bool:
        """Tell whether a word heads the name of a body: "front", and not "people"."""
        return self.heads.get(word, "community") != "community"

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """All words that stand anywhere in the file, with their hyphens."""
        return frozenset(_words(self.raw)) | self.forms.keys() | self.states.keys()


def languages() -> list[str]:
    """Return the languages that there are lexicons for."""
    folder = resources.files("tracktwo.reading.lexicons")
    return sorted(f.name[:-5] for f in folder.iterdir() if f.name.endswith(".toml"))


@cache
def lexicon(language: str = "en") -> Lexicon:
    """Return the lexicon of a language.

    Raises
    ------
    ReadingError
        If there is no lexicon for it.
    """
    if language not in languages():
        raise ReadingError(
            f"there is no lexicon for {language!r}; there are: {', '.join(languages())}, and with "
            f"the extra `parse` and a model of the language: {', '.join(parsed_languages())}"
        )
    file = resources.files("tracktwo.reading.lexicons").joinpath(f"{language}.toml")
    return build(tomllib.loads(file.read_text(encoding="utf-8")))


def build(raw: dict[str, Any]) -> Lexicon:
    """Make a lexicon of the content of a file."""
    who = raw["who"]
    frames, verbs = _frames(raw["frames"])
    verbs -= set(raw["frames"]["states_of_mind"].split())
    irregular = {verb: forms.split() for verb, forms in raw["inflect"].items()}
    verbs |= _verbs_elsewhere(raw) | set(irregular)
    capitals = who.get("capitals", {})
    others = {
        c: [*who["states"].get(c, ()), *capitals.get(c, ())] for c in who["states"] | capitals
    }
    states, demonyms = _countries(raw["language"], others, who["demonyms"])
    states |= {key(name): name for name in who.get("former", {}).get("names", ())}
    known: dict[str, str] = {}
    for name, others in who["known"].items():
        known |= dict.fromkeys((key(x) for x in [name, *others]), name)
    return Lexicon(
        language=raw["language"],
        words={name: frozenset(text.split()) for name, text in raw["words"].items()},
        who={k: frozenset(v.split()) for k, v in who.items() if isinstance(v, str)},
        heads=_by_word(who["heads"]),
        common=_by_word(who["kinds"]),
        states=states,
        demonyms=demonyms,
        capitals={key(name): states[key(name)] for names in capitals.values() for name in names},
        known=known,
        known_kinds=who["known_kinds"],
        forms=_forms(verbs, irregular),
        frames=frames,
        reporting=frozenset(raw["frames"]["reporting"].split()),
        anonymous=frozenset(raw["frames"]["anonymous"].split()),
        weak=frozenset(raw["frames"]["weak"].split()),
        light=frozenset(raw["frames"]["light"].split()),
        silent=frozenset(raw["frames"]["silent"].split()),
        carriers=frozenset(raw["frames"]["carriers"].split()),
        acts={w: kind for kind, text in raw["frames"]["acts"].items() for w in text.split()},
        styles=tuple(f"{s} " for s in who["styles"]),
        helpers=frozenset(w for words in raw["parts"]["nouns"].values() for w in words.split()),
        minds=frozenset(raw["frames"]["states_of_mind"].split()),
        being=frozenset(raw["frames"]["being"].split()),
        ending=frozenset(raw["frames"]["ending"].split()),
        bare=frozenset(raw["frames"]["bare"].split()),
        told=frozenset(raw["frames"]["told"].split()),
        addressing=frozenset(raw["frames"]["addressing"].split()),
        outspoken=frozenset(raw["frames"]["outspoken"].split()),
        empty=frozenset(raw["frames"]["empty"].split()),
        outright=frozenset(raw["frames"]["outright"].split()),
        denying=frozenset(raw["frames"]["denying"].split()),
        raw=raw,
    )


def key(name: str) -> str:
    """Return the form in which names are compared."""
    return " ".join(name.lower().replace("’", "'").replace("‑", "-").split())


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from re.findall(r"\w[\w'’-]*", value.lower())
    elif isinstance(value, dict):
        for key_, inner in value.items():
            yield from _words(key_)
            yield from _words(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _words(inner)


def _by_word(table: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for kind, words in table.items():
        for word in words.split():
            found.setdefault(word, kind)
    return found


def _frames(table: dict[str, str]) -> tuple[dict[str, tuple[Frame, ...]], set[str]]:
    frames: dict[str, list[Frame]] = {}
    for kind in KINDS:
        for line in table.get(kind, "").splitlines():
            parts = line.split()
            if parts:
                frames.setdefault(parts[0], []).append(Frame(kind, parts[0], tuple(parts[1:])))
    # Of the patterns of one verb the longer are tried first, whatever their kind.
    ordered = {
        verb: tuple(sorted(found, key=lambda f: (-len(f.parts), not f.addressed)))
        for verb, found in frames.items()
    }
    return ordered, set(frames)


def _verbs_elsewhere(raw: dict[str, Any]) -> set[str]:
    verbs = {
        verb for part in ("reporting", "light", "carriers") for verb in raw["frames"][part].split()
    }
    for name in ("chair", "present", "absent"):
        verbs |= {pattern.split()[0] for pattern in raw["presence"][name]}
    relations = raw["relations"]
    verbs |= {verb for text in relations["verbs"].values() for verb in text.split()}
    verbs |= set(relations["living"].split())
    return verbs


def _forms(verbs: set[str], irregular: dict[str, list[str]]) -> dict[str, Form]:
    """Inflect the verbs of the lexicon by the rules of English, exceptions first."""
    forms: dict[str, Form] = {}
    for verb in sorted(verbs):
        special = irregular.get(verb, [])
        forms.setdefault(verb, Form(verb, participle=verb in special, ing=False, base=True))
        stem = verb.removesuffix("e")
        ending_y = verb.endswith("y") and verb[-2] not in "aeiou"
        hissing = verb.endswith(("s", "x", "z", "ch", "sh"))
        third = verb[:-1] + "ies" if ending_y else verb + ("es" if hissing else "s")
        forms.setdefault(third, Form(verb, participle=False, ing=False, base=False))
        ings = [form for form in special if form.endswith("ing")]
        for form in ings or [(verb if verb.endswith("ee") else stem) + "ing"]:
            forms.setdefault(form, Form(verb, participle=False, ing=True, base=False))
        pasts = [form for form in special if not form.endswith("ing")]
        regular = verb[:-1] + "ied" if ending_y else stem + "ed"
        for form in pasts or [regular]:
            forms.setdefault(form, Form(verb, participle=True, ing=False, base=False))
    return forms


def _countries(
    language: str, others: dict[str, list[str]], people: dict[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    try:
        from babel import Locale  # noqa: PLC0415  (an extra)
    except ImportError:
        raise ReadingError("reading needs the extra `read`: pip install 'tracktwo[read]'") from None
    names = {
        code: str(name)
        for code, name in Locale.parse(language).territories.items()
        if len(code) == 2
        and code.isalpha()
        and code not in {"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"}
    }
    short = {code: name.split(" (")[0].replace(" SAR China", "") for code, name in names.items()}
    states = {key(name): name for name in short.values()}
    for code, aliases in others.items():
        if code in short:
            states |= {key(alias): short[code] for alias in aliases}
    for name, state in list(states.items()):  # "Cote d'Ivoire", "Cote dIvoire", "Sao Tome"
        bare = "".join(
            c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c)
        )
        states.setdefault(bare, state)
        states.setdefault(bare.replace("'", ""), state)
    demonyms = {
        word.replace("-", " ").lower(): short[code]
        for code, words in people.items()
        if code in short
        for word in words.split()
    }
    return states, demonyms
