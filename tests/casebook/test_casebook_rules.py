"""Which cases there are, what is taken to have happened, and that outcomes stay sealed."""

import datetime as dt

import pytest

from tracktwo.casebook.build import build, past_cases, read_built, sealed
from tracktwo.casebook.outcomes import StageOutcome, months_after, outcomes
from tracktwo.casebook.own import Files, sources
from tracktwo.casebook.reading import CasebookError
from tracktwo.casebook.records import ConflictYear, Provisional, SignedAgreement, Sources, Vote
from tracktwo.casebook.seal import as_csv, opened, seal, shipped_seal
from tracktwo.casebook.shipped import as_text, shipped
from tracktwo.casebook.starts import starts


def signed(id_, day, kind="partial", provides=(), ended=None, **more):
    return SignedAgreement(
        f"ucdp-{id_}", "1", "ucdp-9", f"Text {id_}", dt.date.fromisoformat(day), kind,
        ("Government of Here", "Front"), (), frozenset(provides),
        dt.date.fromisoformat(ended) if ended else None, "test", **{"about": "government", **more},
    )  # fmt: skip


def year(number, conflict="ucdp-9", *, internal=True):
    return ConflictYear(
        conflict, "1", "Here", "Government of Here", ("Front",), "government", number,
        war=False, internal=internal,
    )  # fmt: skip


def of(agreements=(), years=(), votes=(), provisional=()):
    return Sources(tuple(agreements), tuple(years), tuple(votes), tuple(provisional))


def begun(found, road):
    return [s for s in starts(found) if s.road == road]


def test_a_process_starts_with_its_first_agreement_after_730_quiet_days():
    rows = [signed(1, "1990-01-01"), signed(2, "1991-06-01"), signed(3, "1994-01-01")]
    assert [s.day.year for s in begun(of(rows), "settlement")] == [1990, 1994]
    too_early = of([signed(1, "1976-01-01"), signed(2, "1978-02-01")])
    assert [s.day.year for s in begun(too_early, "settlement")] == [1978]


def test_a_conflict_between_states_makes_no_case():
    rows = [signed(1, "1990-01-01")]
    assert not starts(of(rows, [year(1989, internal=False)]))


def test_war_starts_after_the_first_year_of_a_spell_and_every_five_years():
    years = [year(n) for n in (1980, 1981, 1984, 1985, 1986, 1987, 1988, 1989, 1990)]
    assert [s.day.year for s in begun(of(years=years), "first")] == [1981, 1985, 1990]


def test_an_interim_government_is_at_issue_only_where_who_governs_is():
    assert not begun(of([signed(1, "1990-01-01", about="territory")]), "transition")
    assert begun(of([signed(1, "1990-01-01", about="territory")], [year(1988)]), "transition")


def one(found, road, stage):
    start = begun(found, road)[0]
    return start, next(o for o in outcomes(found, start) if o.stage == stage)


def test_a_stage_that_the_first_agreement_has_passed_is_not_asked_for():
    found = of([signed(1, "1990-01-01", "partial"), signed(2, "1992-01-01", "full")])
    start, outcome = one(found, "settlement", "comprehensive")
    assert [o.stage for o in outcomes(found, start)] == ["comprehensive"]
    assert outcome.passed == dt.date(1992, 1, 1)
    assert (outcome.within(start.day, 12), outcome.within(start.day, 24)) == (False, True)
    whole = of([signed(1, "1990-01-01", "full")])
    assert outcomes(whole, begun(whole, "settlement")[0]) == ()


def test_interim_takes_a_text_and_an_executive_and_elected_a_vote_under_it():
    text = signed(1, "1990-01-01", provides=["interim-government"])
    vote = Vote("1", dt.date(1992, 1, 1), "day", "legislature")
    early = Vote("1", dt.date(1990, 2, 1), "day", "executive")
    office = Provisional("1", dt.date(1990, 6, 1), dt.date(1993, 1, 1))
    nobody = of([text], votes=[early, vote])
    assert one(nobody, "transition", "interim")[1].passed is None
    assert one(nobody, "transition", "elected")[1].passed is None
    assert one(nobody, "vote", "vote")[1].passed == early.date
    held = of([text], votes=[early, vote], provisional=[office])
    assert one(held, "transition", "interim")[1].passed == office.begins
    assert one(held, "transition", "elected")[1].passed == vote.date
    signing = of(
        [text, signed(2, "1990-09-01", by_interim=True)], votes=[early, vote]
    )  # a later text that such a government signed
    assert one(signing, "transition", "interim")[1].passed == dt.date(1990, 9, 1)


def test_broken_and_not_covered_are_kept_apart_from_no():
    broken = of([signed(1, "1990-01-01", ended="1991-01-01")])
    _, outcome = one(broken, "settlement", "comprehensive")
    assert outcome.broken == dt.date(1991, 1, 1)
    assert outcome.passed is None
    late = of([signed(1, "2020-01-01")])
    start, outcome = one(late, "settlement", "comprehensive")
    assert outcome.within(start.day, 12) is False
    assert outcome.within(start.day, 60) is None


def test_a_country_without_a_list_of_votes_has_no_outcome():
    start, outcome = one(
        of([signed(1, "1990-01-01", provides=["interim-government"])]), "vote", "vote"
    )
    assert outcome.within(start.day, 12) is None


def test_months_end_where_a_month_does():
    assert months_after(dt.date(1996, 2, 29), 12) == dt.date(1997, 2, 28)
    assert months_after(dt.date(1999, 12, 31), 2) == dt.date(2000, 2, 29)


def test_every_case_has_its_own_name_and_every_passage_its_source():
    cases = past_cases(shipped())
    assert len({c.start.id for c in cases}) == len(cases) > 450
    for outcome in sealed(shipped(), cases):
        assert (outcome.passed is None) == (not outcome.source)


def test_the_shipped_outcomes_are_those_that_were_sealed():
    assert seal(as_csv(sealed(shipped(), past_cases(shipped())))) == shipped_seal()


def test_what_is_shipped_is_small_and_holds_no_prose():
    text = as_text(shipped())
    assert sum(map(len, text.values())) < 250_000
    assert "pa_comment" not in text["agreements"]


def test_a_built_casebook_is_whole_or_not_there_and_its_seal_holds(tmp_path):
    rows = [signed(1, "1990-01-01", "process"), signed(2, "1992-01-01", "full")]
    found = of(rows, [year(1989)])
    out = tmp_path / "book"
    cases = build(found, out)
    assert {p.name for p in out.iterdir()} == {
        "README.txt", "cases", "index.csv", "outcomes.csv", "seal.txt",
    }  # fmt: skip
    again, text, shut = read_built(out)
    assert [c.start.id for c in again] == [c.start.id for c in cases]
    assert opened(text, shut, "") == tuple(
        sorted(sealed(found, cases), key=lambda o: (o.case, o.stage))
    )
    with pytest.raises(CasebookError, match="not empty"):
        build(found, out)
    (out / "outcomes.csv").write_text(text.replace("1992-01-01", "1991-01-01"))
    with pytest.raises(CasebookError, match="changed after they were sealed"):
        read_built(out)
    assert not list(tmp_path.glob(".book-*"))


@pytest.fixture
def book(tmp_path):
    rows = [signed(1, "1990-01-01", "process"), signed(2, "1992-01-01", "full")]
    build(of(rows, [year(1989)]), tmp_path / "book")
    return tmp_path / "book"


def resealed(book):
    """Seal both tables as they are now: an honest seal on tables with a slip."""
    lines = [
        f"{seal((book / name).read_text())}  {name}\n" for name in ("outcomes.csv", "index.csv")
    ]
    (book / "seal.txt").write_text("".join(lines))


def test_a_list_of_cases_that_was_cut_short_is_refused(book):
    text = (book / "index.csv").read_text()
    (book / "index.csv").write_text("".join(text.splitlines(keepends=True)[:-1]))
    with pytest.raises(CasebookError, match=r"index.csv: the list was changed after it was sealed"):
        read_built(book)
    resealed(book)
    with pytest.raises(CasebookError, match=r"index.csv: lacks what outcomes.csv tells of"):
        read_built(book)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("1990-01-01", "1990-13-01", r"index.csv:2: '1990-13-01' is no day"),
        ("comprehensive", "comprehensiv", r"index.csv:2: outcomes.csv has no outcome of"),
        ("settlement", "settled", r"index.csv:2: 'settled' is no road; there are: first"),
    ],
)
def test_a_slip_in_the_list_of_cases_is_named_by_file_and_line(book, before, after, told):
    rows = (book / "index.csv").read_text().splitlines(keepends=True)
    first = next(n for n, row in enumerate(rows) if ",settlement," in row)
    rows[1], rows[first] = rows[first], rows[1]
    rows[1] = ",".join([rows[1].split(",", 1)[0], rows[1].split(",", 1)[1].replace(before, after)])
    (book / "index.csv").write_text("".join(rows))
    resealed(book)
    with pytest.raises(CasebookError, match=told):
        read_built(book)


def test_an_outcome_that_is_no_day_is_named_by_its_line(book):
    text = (book / "outcomes.csv").read_text()
    (book / "outcomes.csv").write_text(text.replace("1992-01-01", "1992-01-99", 1))
    resealed(book)
    with pytest.raises(CasebookError, match=r"outcomes.csv:\d+: days should be YYYY-MM-DD"):
        read_built(book)


def test_a_seal_of_outcomes_alone_is_refused(book):
    (book / "seal.txt").write_text(seal((book / "outcomes.csv").read_text()) + "\n")
    with pytest.raises(CasebookError, match=r"a line each for outcomes\.csv and index\.csv"):
        read_built(book)


def test_every_file_that_is_another_one_is_named_at_once(tmp_path):
    one_file, two = tmp_path / "a.csv", tmp_path / "b.csv"
    one_file.write_text("x,y\n1,2\n")
    two.write_text("x,y\n1,2\n")
    with pytest.raises(CasebookError) as told:
        sources(Files(ucdp=one_file, pax=two))
    assert "a.csv: should be the UCDP Peace Agreement Dataset" in str(told.value)
    assert "b.csv: should be PA-X agreements" in str(told.value)


def test_an_outcome_counts_up_to_the_last_day():
    outcome = StageOutcome("c", "s", dt.date(1991, 1, 1), "day", "x", dt.date(1995, 1, 1), None)
    assert outcome.within(dt.date(1990, 1, 1), 12) is True
