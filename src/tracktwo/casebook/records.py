"""What the sources say, row by row, with the day from which each row was known."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Literal

AgreementKind = Literal["process", "ceasefire", "partial", "full", "implementation"]
Precision = Literal["day", "month", "year"]

BEGINS = dt.date(1975, 1, 1)
"""From when UCDP lists agreements."""


@dataclass(frozen=True)
class SignedAgreement:
    """A signed agreement.

    Attributes
    ----------
    id : str
        With the source's initials before it.
    country : str
        Gleditsch-Ward number.
    process : str
        What it belongs to: a conflict (UCDP) or a named process (PA-X).
    name : str
    date : datetime.date
    kind : str
        process (about talks), ceasefire, partial, full or implementation.
    parties : tuple of str
        Who signed, third parties left out; the government first where it did.
    third : tuple of str
        Third parties that took part.
    provides : frozenset of str
        Kinds of step (`tracktwo.case.steps`) that its text provides for.
    ended : datetime.date or None
        When it ended; known only from that day on.
    source : str
    by_interim : bool
        Whether an interim government that was in office signed it.
    about : str
        What the process is about, where the source says so by itself: territory, government, both.
    """

    id: str
    country: str
    process: str
    name: str
    date: dt.date
    kind: AgreementKind
    parties: tuple[str, ...]
    third: tuple[str, ...]
    provides: frozenset[str]
    ended: dt.date | None
    source: str
    by_interim: bool = False
    about: str = ""


@dataclass(frozen=True)
class ConflictYear:
    """A calendar year in which a conflict cost 25 lives or more; known once the year is over."""

    conflict: str
    country: str
    place: str
    government: str
    opposed: tuple[str, ...]
    about: Literal["territory", "government", "both"]
    year: int
    war: bool
    """Whether it cost 1,000 lives or more."""
    internal: bool
    """Whether it was fought within a state."""


@dataclass(frozen=True)
class Vote:
    """A national vote that was held."""

    country: str
    date: dt.date
    precision: Precision
    of: Literal["legislature", "executive", "referendum"]


@dataclass(frozen=True)
class Provisional:
    """A provisional government in office, by the list of regimes."""

    country: str
    begins: dt.date
    ends: dt.date


@dataclass(frozen=True)
class Mediation:
    """A first mediation of a spell of conflict."""

    country: str
    date: dt.date
    by: str


@dataclass(frozen=True)
class Sources:
    """All rows, and until when each source looked.

    Attributes
    ----------
    agreements_end, years_end, votes_end : datetime.date
        Last day that is covered; what had not happened by then is open, not "no".
    """

    agreements: tuple[SignedAgreement, ...]
    years: tuple[ConflictYear, ...]
    votes: tuple[Vote, ...]
    provisional: tuple[Provisional, ...]
    mediations: tuple[Mediation, ...] = ()
    agreements_end: dt.date = dt.date(2021, 12, 31)
    years_end: dt.date = dt.date(2024, 12, 31)
    votes_end: dt.date = dt.date(2021, 3, 31)
    ends: dict[str, dt.date] = field(default_factory=dict)
    """Until when agreements of another source than UCDP are covered, by its initials."""

    def covered(self, process: str) -> dt.date:
        """Return until when the agreements of a process are covered."""
        return self.ends.get(process.split("-", maxsplit=1)[0], self.agreements_end)

    def known_on(self, day: dt.date) -> Sources:
        """Return only what could be known on a day: nothing dated later is left in any row.

        A year of conflict is known once it is over; an agreement's end once it has come; a
        government's term by its beginning alone.
        """
        return replace(
            self,
            agreements=tuple(
                replace(a, ended=None) if a.ended and a.ended > day else a
                for a in self.agreements
                if a.date <= day
            ),
            years=tuple(y for y in self.years if y.year < day.year),
            votes=tuple(v for v in self.votes if v.date <= day),
            provisional=tuple(
                replace(p, ends=day) if p.ends > day else p
                for p in self.provisional
                if p.begins <= day
            ),
            mediations=tuple(m for m in self.mediations if m.date <= day),
            agreements_end=day,
            years_end=day,
            votes_end=day,
            ends=dict.fromkeys(self.ends, day),
        )
