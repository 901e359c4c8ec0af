"""A case out as a workbook and back: nothing changes unless a cell does, and slips are named."""

from __future__ import annotations

import datetime as dt
import io
import shutil
from pathlib import Path

import openpyxl
import pytest
from office import converted

import tracktwo as tc
from tracktwo.building.removing import remove
from tracktwo.case import load
from tracktwo.case.save import rewrite, save
from tracktwo.cli.app import main
from tracktwo.sheets import read_workbook, workbook
from tracktwo.sheets.layout import CaseNames

CASES = Path(tc.__file__).parent / "cases"
SHIPPED = ("two-valleys", "afghanistan-2023")


@pytest.fixture
def valleys(tmp_path):
    return Path(shutil.copytree(CASES / "two-valleys", tmp_path / "valleys"))


def files(folder):
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


class Filled:
    """A workbook that a person fills in, cell by cell by its headings."""

    def __init__(self, folder):
        self.folder = load(folder)
        self.book = openpyxl.load_workbook(io.BytesIO(workbook(self.folder)))

    def column(self, sheet, head):
        return next(c.column for c in self.book[sheet][1] if c.value == head)

    def row(self, sheet, id_):
        return next(r[0].row for r in self.book[sheet].iter_rows(min_row=2) if r[0].value == id_)

    def put(self, sheet, id_, **heads):
        row = self.row(sheet, id_)
        for head, value in heads.items():
            cell = self.book[sheet].cell(row, self.column(sheet, named(head)))
            cell.value = value
        return f"book.xlsx {sheet}!{cell.column_letter}{row}"

    def new(self, sheet, **heads):
        rows = self.book[sheet]
        row = next(
            r
            for r in range(2, rows.max_row + 2)
            if not any(rows.cell(r, c).value for c in range(1, rows.max_column + 1))
        )
        for head, value in heads.items():
            rows.cell(row, self.column(sheet, named(head))).value = value
        return f"book.xlsx {sheet}!A{row}"

    def empty(self, sheet, id_):
        row = self.row(sheet, id_)
        for column in range(2, self.book[sheet].max_column + 1):
            self.book[sheet].cell(row, column).value = None

    def raw(self):
        out = io.BytesIO()
        self.book.save(out)
        return out.getvalue()

    def read(self):
        return read_workbook(self.raw(), self.folder, "book.xlsx")

    def wrong(self):
        with pytest.raises(tc.CaseError) as caught:
            self.read().written(self.folder)
        return [str(problem) for problem in caught.value.problems]


def named(head):
    kind, _, end = head.partition("__")
    ends = {"low": "low", "mode": "most likely", "high": "high", "why": "why"}
    if kind == "number":
        return ends[end]
    return f"{kind}: {ends[end]}" if end else head.replace("_", " ")


# --- out and back ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", SHIPPED)
def test_a_workbook_read_back_unchanged_leaves_every_byte(tmp_path, name):
    case = Path(shutil.copytree(CASES / name, tmp_path / name))
    before = files(case)
    filled = Filled(case)
    for raw in (workbook(filled.folder), filled.raw()):
        found = read_workbook(raw, filled.folder)
        assert (found.changed, found.added, found.removed) == ((), (), ())
        found.written(filled.folder)
    assert files(case) == before


@pytest.mark.slow
@pytest.mark.parametrize("name", SHIPPED)
def test_through_an_office_program_and_back(tmp_path, name):
    case = Path(shutil.copytree(CASES / name, tmp_path / name))
    before = files(case)
    (tmp_path / "in").mkdir()
    book = tmp_path / "in" / "book.xlsx"
    book.write_bytes(workbook(load(case)))
    back = converted(book, "xlsx:Calc MS Excel 2007 XML")
    main_exits(["sheet", str(back), str(case)], 0)
    assert files(case) == before


def main_exits(arguments, code):
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert (caught.value.code or 0) == code


# --- what a person changes -------------------------------------------------------------------


def test_one_number_changes_one_row_of_the_table(valleys):
    before = (valleys / "positions.csv").read_text().splitlines()
    filled = Filled(valleys)
    filled.put("Positions", "upper.water", position__low="42,5", position__why="Said in May")
    found = filled.read()
    assert found.changed == ("positions.upper.water.position",)
    found.written(filled.folder)
    after = (valleys / "positions.csv").read_text().splitlines()
    assert after[1].startswith("upper,water,42.5,50,60,Said in May,split-evenly,")
    assert [after[0], *after[2:]] == [before[0], *before[2:]]
    assert files(valleys)[Path("case.yaml")] == files(CASES / "two-valleys")[Path("case.yaml")]


def test_each_sheet_is_read(valleys):
    filled = Filled(valleys)
    filled.put("Actors", "abbey", short_name="Saint Orr", also_called="Orr Abbey; the monks")
    filled.put("Actors", "lower", disruption__mode="60 %", disruption__why="Heard in May")
    filled.put("Issues", "water", **{"50_means": "Half and half."})
    filled.put(
        "Roadmap", "signed", who_must_agree="2 of: upper, the lower valley, Abbey of saint orr"
    )
    filled.put("Roadmap", "talks", not_after="March 2033", happened_on=None)
    filled.put("Levers", "grain", intensity__high="1/2", to=dt.date(2032, 5, 1))
    filled.put("Stances", "lower.meeting", stance="Supports")
    filled.put("Numbers", "roadmap.start.conflict.upper", number__mode=12)
    filled.put("Numbers", "levers.grain.cost.lower", number__low=-1)
    found = filled.read()
    case = found.written(filled.folder).case
    abbey = next(a for a in case.actors if a.id == "abbey")
    assert (abbey.short, abbey.aliases) == ("Saint Orr", ["Orr Abbey", "the monks"])
    assert next(a for a in case.actors if a.id == "lower").disruption.mode == 0.6
    assert case.issues[0].scale[50] == "Half and half."
    stage, office = case.roadmap.stages
    assert stage.deadline == "2033-03"
    rule = office.milestones[0].consent
    assert (rule.at_least, rule.of) == (2, ["upper", "lower", "abbey"])
    assert case.levers[0].schedule.intensity.high == 0.5
    assert case.levers[0].schedule.end == "2032-05-01"
    assert case.levers[0].cost["lower"].low == -1
    stance = next(s for s in case.stances if s.actor == "lower")
    assert (stance.stance, stance.evidence, stance.note) == ("supports", [], None)
    assert case.roadmap.start.conflict["upper"].mode == 12
    text = (valleys / "case.yaml").read_text()
    assert "# The smallest complete case" in text
    assert "# from a published" not in text
    assert load(valleys).case == case


def test_renaming_an_actor_changes_it_everywhere(valleys):
    filled = Filled(valleys)
    filled.put("Actors", "abbey", name="Priory of Saint Orr")
    assert filled.read().written(filled.folder).case.actors[2].name == "Priory of Saint Orr"


def test_new_rows_add(valleys):
    filled = Filled(valleys)
    filled.new("Actors", name="Guild of Millers", kind="organisation", part="party")
    filled.new("Actors", name="Ann Orr", kind="person")
    filled.new("Positions", actor="guild of millers", issue="Share of the water",
               position__low=30, position__mode="45 %", position__high=60,
               salience__mode=80)  # fmt: skip
    filled.new("Stances", actor="Guild of Millers", on="Both sign", stance="opposes", note="Fees.")
    filled.new("Roadmap", what="stage", name="A dam", pace__mode="0,05")
    filled.new("Roadmap", what="milestone", name="The millers build", of_stage="A dam",
               who_must_agree="all: Guild of Millers, (any: upper, lower)")  # fmt: skip
    filled.new("Levers", name="A toll", kind="pressure", by="lower", targets="Guild of Millers",
               cost__mode=5, harm__mode=0)  # fmt: skip
    found = filled.read()
    assert len(found.added) == 7
    assert not found.changed
    case = found.written(filled.folder).case
    guild = next(a for a in case.actors if a.name == "Guild of Millers")
    assert guild.capability.rule == "entered-later"
    assert next(a for a in case.actors if a.name == "Ann Orr").capability is None
    row = next(r for r in case.positions if r.actor == guild.id)
    assert (row.position.low, row.position.mode, row.position.high) == (30, 45, 60)
    assert row.salience.rule is None
    assert [s.name for s in case.roadmap.stages][-1] == "A dam"
    (milestone,) = case.roadmap.stages[-1].milestones
    assert milestone.consent.all[0] == guild.id
    assert milestone.consent.all[1].any == ["upper", "lower"]
    assert case.roadmap.stages[-1].pace.mode == 0.05
    assert case.levers[-1].cost[guild.id].mode == 5
    assert [s.note for s in case.stances if s.actor == guild.id] == ["Fees."]


def test_an_emptied_row_takes_its_item_out_once_that_is_allowed(valleys, tmp_path, capsys):
    before = files(valleys)
    filled = Filled(valleys)
    filled.empty("Stances", "abbey.host")
    filled.empty("Actors", "bray")
    book = tmp_path / "book.xlsx"
    book.write_bytes(filled.raw())
    main_exits(["sheet", str(book), str(valleys)], 2)
    told = capsys.readouterr().err
    assert "--allow-removals" in told
    assert "book.xlsx Actors!A5: Joss Bray is taken out" in told
    assert files(valleys) == before
    main_exits(["sheet", str(book), str(valleys), "--allow-removals"], 0)
    case = load(valleys).case
    assert [actor.id for actor in case.actors] == ["upper", "lower", "abbey"]
    assert not [s for s in case.stances if s.actor == "abbey"]


def test_with_the_last_lever_goes_the_limit_on_its_harm(valleys):
    data = load(valleys).plain()
    remove(data, "levers.grain")
    assert "harm_limit" not in data


# --- what is wrong ---------------------------------------------------------------------------


def test_every_slip_is_named_by_sheet_and_cell_and_nothing_is_written(valleys):
    before = files(valleys)
    filled = Filled(valleys)
    places = [
        filled.put("Positions", "upper.water", position__mode="about 50"),
        filled.put("Positions", "lower.water", position__mode=10),
        filled.put("Positions", "abbey.water", salience__high=300),
        filled.put("Actors", "upper", kind="goverment"),
        filled.put("Actors", "lower", disruption__mode=60),
        filled.put("Roadmap", "signed", who_must_agree="all: upper, louwer"),
        filled.put("Roadmap", "office", not_after="3/4/2033"),
        filled.put("Roadmap", "talks", who_must_agree="all: upper"),
        filled.put("Stances", "abbey.host", stance="likes"),
        filled.put("Numbers", "roadmap.start.conflict.upper", number__mode=dt.date(2031, 3, 1)),
    ]
    told = filled.wrong()
    for place in places:
        assert sum(line.startswith(f"{place}: ") for line in told) == 1, (place, told)
    text = "\n".join(told)
    for words in (
        "write it like 0.45", "do not rise", "300 lies outside 0-100", "write government",
        "as 0.6 for 60 %", "unknown actor 'louwer'", "write 2033-04-03 or 2033-03-04",
        "leave it empty", "none of the choices", "is a date",
    ):  # fmt: skip
        assert words in text, words
    assert len(told) == len(places)
    assert files(valleys) == before


def test_what_makes_no_case_is_named_by_the_cell_that_says_so(valleys):
    filled = Filled(valleys)
    place = filled.put("Actors", "lower", capability__low=None, capability__mode=None,
                       capability__high=None, capability__why=None)  # fmt: skip
    told = filled.wrong()
    assert told
    place = filled.put("Stances", "abbey.host", on="A joint office, The councils meet, nowhere")
    assert any(line.startswith(place) and "'nowhere'" in line for line in filled.wrong())


def test_a_name_is_never_taken_for_another_one(valleys):
    filled = Filled(valleys)
    place = filled.put("Positions", "upper.water", actor="Uper Valley")
    (told,) = filled.wrong()
    assert told.startswith(f"{place}: unknown actor 'Uper Valley'; write one of: ")


@pytest.mark.parametrize(
    "name", ["UN", "un", "United nations", "turkiye", "TÜRKIYE", "Türkiye", "nrcsa", "the council"]
)
def test_names_without_regard_to_case_and_accents(worked, name):
    meant = {"u": "un", "t": "turkiye", "n": "council"}
    expected = "council" if "council" in name else meant[name[0].lower()]
    assert CaseNames.of(worked.plain()).actors.find(name) == expected


def test_a_case_that_changed_since_keeps_what_was_changed_there(valleys):
    filled = Filled(valleys)
    place = filled.put("Positions", "upper.water", position__mode=45)
    tc_case = load(valleys)
    save(tc_case, {"positions.lower.water.position": [60, 70, 95]})
    filled.folder = load(valleys)
    case = filled.read().written(filled.folder).case
    modes = {row.actor: row.position.mode for row in case.positions}
    assert (modes["upper"], modes["lower"]) == (45, 70)
    save(load(valleys), {"positions.upper.water.position": [40, 55, 60]})
    filled.folder = load(valleys)
    filled.put("Positions", "upper.water", position__mode=47)
    (told,) = filled.wrong()
    assert told.startswith(f"{place}: the case says '55' here since this was written")


def test_text_is_never_a_formula_and_a_formula_counts_by_its_result(valleys):
    filled = Filled(valleys)
    row = filled.row("Positions", "upper.water")
    cell = filled.book["Positions"].cell(row, filled.column("Positions", "position: most likely"))
    cell.value = "=40+5"  # without a saved result
    (told,) = filled.wrong()
    assert "formula whose result was not saved" in told
    data = load(valleys).plain()
    data["actors"][0]["description"] = "=1+1"
    rewrite(load(valleys), data)
    found = read_workbook(workbook(load(valleys)), load(valleys))
    assert not found.changed


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "is no workbook"),
        (b"actor,issue\n", "is no workbook"),
        (b"\xd0\xcf\x11\xe0rest", "old workbook"),
    ],
)
def test_what_is_no_workbook_is_said_so(valleys, raw, words):
    with pytest.raises(tc.CaseError, match=words):
        read_workbook(raw, load(valleys))


def test_another_workbook_or_another_case_is_refused(valleys):
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    with pytest.raises(tc.CaseError, match="no workbook of a case"):
        read_workbook(out.getvalue(), load(valleys))
    with pytest.raises(tc.CaseError, match="this one is two-valleys"):
        read_workbook(workbook(load(CASES / "afghanistan-2023")), load(valleys))


def test_lost_sheets_heads_and_double_ids_are_named(valleys):
    filled = Filled(valleys)
    del filled.book["Levers"]
    filled.book["Stances"].cell(1, filled.column("Stances", "note")).value = "remark"
    row = filled.row("Actors", "upper")
    filled.book["Actors"].cell(filled.row("Actors", "lower"), 1).value = "upper"
    told = "\n".join(filled.wrong())
    assert "has no sheet Levers" in told
    assert "has no column 'note'" in told
    assert f"'upper' stands twice (first at book.xlsx Actors!A{row})" in told


def test_which_way_is_told_by_the_arguments(valleys, tmp_path, capsys):
    book = tmp_path / "out.xlsx"
    main_exits(["sheet", str(valleys), str(book)], 0)
    main_exits(["sheet", str(valleys), str(book)], 2)
    assert "--overwrite" in capsys.readouterr().err
    main_exits(["sheet", str(valleys), str(valleys)], 2)
    assert "say which way" in capsys.readouterr().err
    before = files(valleys)
    main_exits(["sheet", str(book), str(valleys)], 0)
    assert "nothing was changed" in capsys.readouterr().out
    assert files(valleys) == before


def test_lists_notes_and_protection(valleys):
    book = Filled(valleys).book
    sheet = book["Positions"]
    assert sheet.protection.sheet
    assert sheet.freeze_panes == "C2"
    assert sheet["A2"].protection.locked
    assert not sheet["B2"].protection.locked
    assert "Choose one" in sheet["B1"].comment.text
    lists = [c for c in sheet.data_validations.dataValidation if c.type == "list"]
    assert len(lists) == 2
    assert book["Lists"].sheet_state == "hidden"
