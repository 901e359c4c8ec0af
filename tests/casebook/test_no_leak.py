"""No field dated after a case's start reaches its draft: later rows change nothing in its bytes."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracktwo.casebook.build import drafted, past_cases
from tracktwo.casebook.records import ConflictYear, SignedAgreement
from tracktwo.casebook.shipped import shipped
from tracktwo.casebook.starts import starts

ALL = past_cases(shipped())
SOME = [
    case
    for road in ("first", "settlement", "transition", "vote")
    for case in [c for c in ALL if c.start.road == road][5::17][:4]
]


def mutated(sources, day, rng):
    """Return sources with every row that was not known on a day changed, dropped or added to."""

    def other(a):
        if a.date <= day:
            ended = a.ended if a.ended and a.ended <= day else rng.choice(
                [None, day + dt.timedelta(days=rng.randint(1, 900))]
            )  # fmt: skip
            return replace(a, ended=ended)
        return replace(
            a,
            kind=rng.choice(["process", "partial", "full"]),
            parties=("Government of Elsewhere", f"Group {rng.randint(1, 99)}"),
            third=rng.choice([(), ("United Nations",)]),
            provides=frozenset(rng.sample(["elections", "interim-government", "autonomy"], 2)),
            by_interim=rng.random() < 0.5,
        )

    kept = [other(a) for a in sources.agreements if a.date <= day or rng.random() < 0.7]
    later = day + dt.timedelta(days=rng.randint(1, 2000))
    kept.append(
        SignedAgreement(
            "ucdp-0", rng.choice(kept).country, rng.choice(kept).process, "A later text", later,
            "full", ("Government of Elsewhere",), (), frozenset({"elections"}), None, "test",
        )
    )  # fmt: skip
    years = [
        y if y.year < day.year else replace(y, war=not y.war, opposed=("Later Group",))
        for y in sources.years
        if y.year < day.year or rng.random() < 0.7
    ]
    years.append(
        ConflictYear(
            years[0].conflict, years[0].country, "Nowhere", "Nobody", ("Later Group",),
            "government", day.year, True, True,  # noqa: FBT003
        )
    )  # fmt: skip
    return replace(
        sources,
        agreements=tuple(sorted(kept, key=lambda a: (a.date, a.id))),
        years=tuple(sorted(years, key=lambda y: (y.conflict, y.year))),
        votes=tuple(v for v in sources.votes if v.date <= day),
        provisional=tuple(
            p if p.begins > day else replace(p, ends=max(p.begins, day) + dt.timedelta(days=9))
            for p in sources.provisional
        ),
    )


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(SOME), st.randoms(use_true_random=False))
def test_no_row_dated_after_the_start_reaches_a_draft(case, rng):
    before = drafted(shipped(), case.start)
    changed = mutated(shipped(), case.start.day, rng)
    # The start is found again in the changed rows, from what was known by then alone.
    again = next(s for s in starts(changed) if s.id == case.start.id)
    after = drafted(changed, again)
    assert after.case_yaml == before.case_yaml
    assert after.positions_csv == before.positions_csv


def test_the_mutation_would_be_seen_if_it_came_earlier():
    case = next(c for c in SOME if c.start.road == "settlement")
    first = case.start.first
    changed = replace(case.start, first=replace(first, parties=(first.parties[0], "Quite Others")))
    assert drafted(shipped(), changed).case_yaml != drafted(shipped(), case.start).case_yaml


@pytest.mark.parametrize("case", SOME, ids=lambda c: c.start.id)
def test_what_was_known_holds_no_later_day(case):
    known, day = shipped().known_on(case.start.day), case.start.day
    assert all(a.date <= day and (a.ended is None or a.ended <= day) for a in known.agreements)
    assert all(y.year < day.year for y in known.years)
    assert all(v.date <= day for v in known.votes)
    assert all(p.begins <= day and p.ends <= day for p in known.provisional)
