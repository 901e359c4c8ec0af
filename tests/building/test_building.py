"""Cases begun and changed by form: what is asked for happens, and nothing else."""

import copy
import shutil
from pathlib import Path

import pytest

import tracktwo.case as tc
from tracktwo.building import (
    BuildError,
    NewProcess,
    adding,
    begin,
    changing,
    process_kinds,
    removing,
)
from tracktwo.building.begin import write_new
from tracktwo.building.merging import merge_actors
from tracktwo.building.numbers import quantity_of
from tracktwo.building.renaming import rename_id
from tracktwo.building.rules import chosen, rule_of
from tracktwo.case.marks import drafted
from tracktwo.case.save import ChangedError, rewrite
from tracktwo.drafting import kinds_to_ask
from tracktwo.questions.odds.run import run

CASES = Path(tc.__file__).parent.parent / "cases"
ACTORS = (
    ("Government of Orrland", "government", "party"),
    ("Northern Front", "armed-group", "party"),
    ("Civic Party", "party", "party"),
    ("Union of Lakes", "organisation", "mediator"),
    ("Marland", "state", "host"),
)


def said(**changes):
    return NewProcess(
        **{
            "title": "The Orr talks", "date": "2031-05-04", "actors": ACTORS,
            "steps": ("talks", "interim-government", "elections"),
            "proposed_by": ("Northern Front",),
        }
        | changes
    )  # fmt: skip


@pytest.fixture
def valleys(tmp_path):
    return tc.load(shutil.copytree(CASES / "two-valleys", tmp_path / "case"))


@pytest.fixture
def orr(tmp_path):
    return write_new(tmp_path / "orr", begin(said()))


# --- begun -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", process_kinds().values(), ids=lambda kind: kind.id)
def test_every_kind_of_process_begins_a_case_that_runs(kind, tmp_path):
    folder = write_new(tmp_path / "new", begin(said(steps=kind.steps, question=kind.question)))
    assert [s.step for s in folder.case.roadmap.stages] == list(kind.steps)
    assert folder.case.question == kind.question
    odds = [stage.reached.mean[-1] for stage in run(folder, draws=64).stages]
    assert all(0 < one < 1 for one in odds)
    assert odds == sorted(odds, reverse=True)
    assert not drafted(folder.case).finished  # nobody has said what decides it


def test_steps_of_the_kinds_are_known():
    assert {step for kind in process_kinds().values() for step in kind.steps} <= set(kinds_to_ask())


def test_what_is_begun_by_form_speaks_of_no_text():
    made = begin(said())
    assert "text" not in made.case_yaml.replace("The text is agreed", "")
    assert "report" not in made.case_yaml + made.positions_csv


def test_all_that_is_wrong_is_said_at_once():
    with pytest.raises(BuildError) as caught:
        begin(said(title=" ", date="soon", actors=[("A", "tribe", "party"), ("a", "state", "king")],
                   steps=("dancing",), proposed_by=("Nobody",)))  # fmt: skip
    assert set(caught.value.fields) == {
        "title", "date", "actor-0", "actor-1", "actors", "steps", "proposed_by",
    }  # fmt: skip


def test_a_folder_in_use_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(BuildError, match="in use"):
        write_new(tmp_path, begin(said()))
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


# --- renamed ---------------------------------------------------------------------------------


def paths_of(data):
    """Paths of everything that has an id; milestones before their stages, whose ids they name."""
    stages = data["roadmap"]["stages"]
    found = [f"{kind}.{one['id']}" for kind in ("actors", "issues", "levers", "alternatives")
             for one in data.get(kind) or []]  # fmt: skip
    found += [f"roadmap.stages.{s['id']}.milestones.{m['id']}"
              for s in stages for m in s["milestones"]]  # fmt: skip
    return [*found, *(f"roadmap.stages.{s['id']}" for s in stages)]


@pytest.mark.parametrize("name", ["two-valleys", "afghanistan-2023"])
def test_another_id_changes_every_mention_and_no_odds(name, tmp_path):
    folder = tc.load(shutil.copytree(CASES / name, tmp_path / "case"))
    before = run(folder, draws=32)
    data = folder.plain()
    everything = paths_of(data)
    for path in everything:
        rename_id(data, path, f"{path.rpartition('.')[2]}-x")
    new = rewrite(folder, data)
    assert all(a.id.endswith("-x") for a in new.case.actors)
    # The draws of a number follow its name, so the odds move by chance alone.
    after = run(new, draws=32)
    for one, other in zip(before.stages, after.stages, strict=True):
        assert one.reached.mean[-1] == pytest.approx(other.reached.mean[-1], abs=0.08)
    for alternative in new.case.alternatives:
        new.alternative(alternative.id)  # its paths lead somewhere
    for path in paths_of(data):
        rename_id(data, path, path.rpartition(".")[2].removesuffix("-x"))
    rewrite(new, data)
    for file in ("case.yaml", "positions.csv"):
        assert (tmp_path / "case" / file).read_bytes() == (CASES / name / file).read_bytes()


def test_an_issue_with_the_name_of_a_field(orr):
    data = orr.plain()
    rename_id(data, "issues.rule", "who-governs")
    new = rewrite(orr, data)
    assert "who-governs" in new.case.roadmap.stages[1].policy
    assert new.case.roadmap.stages[0].rule == orr.case.roadmap.stages[0].rule


@pytest.mark.parametrize("new", ["abbey", "Upper", "lower", ""])
def test_an_id_that_is_taken_or_none_is_refused(valleys, new):
    with pytest.raises(BuildError):
        rename_id(valleys.plain(), "actors.upper", new)


def test_another_name_is_spoken_everywhere_but_in_quotes(valleys):
    data = valleys.plain()
    changing.rename(data, "actors.abbey", "Priory of Saint Orr", short="the Priory")
    changing.rename(data, "levers.grain", "A boycott of grain")
    new = rewrite(valleys, data)
    abbey = next(a for a in new.case.actors if a.id == "abbey")
    assert (abbey.name, abbey.short) == ("Priory of Saint Orr", "the Priory")
    assert new.quotes == valleys.quotes
    was = (CASES / "two-valleys/case.yaml").read_text().splitlines()
    now = (valleys.path / "case.yaml").read_text().splitlines()
    assert sum(a != b for a, b in zip(was, now, strict=True)) == 3


# --- added, moved, taken out -----------------------------------------------------------------


def only(folder, change):
    """Make a change and tell which lines of case.yaml it added and took away."""
    was = (folder.path / "case.yaml").read_text().splitlines()
    data = folder.plain()
    change(data)
    new = rewrite(folder, data)
    now = (folder.path / "case.yaml").read_text().splitlines()
    return new, [x for x in now if x not in was], [x for x in was if x not in now]


def test_a_party_is_added_with_a_place_on_every_issue(valleys):
    new, _, gone = only(
        valleys, lambda d: adding.add_actor(d, "Fishers' Guild", kind="party", part="party")
    )
    guild = new.case.actors[-1]
    assert (guild.id, guild.capability.rule) == ("fishers-guild", "entered-later")
    assert {p.issue for p in new.case.positions if p.actor == guild.id} == {"water"}
    assert not gone
    assert run(new, draws=16).stages


def test_an_issue_needs_a_stage_that_moves_it(valleys):
    data = valleys.plain()
    with pytest.raises(BuildError, match="which stage"):
        adding.add_issue(data, "Tolls", low="None", high="High", today={"value": 50}, moved={})
    adding.add_issue(
        data, "Tolls", low="None", high="High", today={"value": 60},
        moved={"office": quantity_of(("10", "20", "40"))},
    )  # fmt: skip
    new = rewrite(valleys, data)
    assert new.case.roadmap.stages[1].policy["tolls"].mode == 20
    assert sum(p.issue == "tolls" for p in new.case.positions) == 3
    assert not drafted(new.case).finished


@pytest.mark.parametrize("kind", [*kinds_to_ask()])
def test_a_stage_of_every_kind_can_be_put_anywhere(orr, kind):
    data = orr.plain()
    moves = {"rule": {"range": [10, 20, 30], "why": "x"}}
    adding.add_stage(data, "Something new", step=kind, place=1, moves=moves)
    new = rewrite(orr, data)
    assert [s.id for s in new.case.roadmap.stages][1] == "something-new"
    assert len(run(new, draws=8).stages) == 4


def test_a_stage_that_fell_back_to_what_comes_later_now_falls_back_to_the_start(valleys):
    data = valleys.plain()
    assert data["roadmap"]["stages"][1]["fallback"] == "talks"
    changing.move(data, "roadmap.stages.office", -1)
    new = rewrite(valleys, data)
    assert [(s.id, s.fallback) for s in new.case.roadmap.stages] == [
        ("office", "start"), ("talks", "start"),
    ]  # fmt: skip


def test_steps_move_and_keep_their_comments(valleys):
    was = (valleys.path / "case.yaml").read_text()
    data = valleys.plain()
    changing.move(data, "roadmap.stages.talks.milestones.meeting", -1)
    changing.move(data, "actors.bray", -1)
    new = rewrite(valleys, data)
    assert [m.id for m in new.case.roadmap.stages[0].milestones] == ["meeting", "host"]
    now = (valleys.path / "case.yaml").read_text()
    assert sorted(now.splitlines()) == sorted(was.splitlines())
    person = now.index("# No capability: a person")
    assert person < now.index("- id: bray") < now.index("- id: abbey")


def test_taking_out_a_step_takes_what_pointed_to_it(valleys):
    data = valleys.plain()
    data["levers"][0]["from_milestone"] = "host"
    removing.remove(data, "roadmap.stages.talks.milestones.host")
    new = rewrite(valleys, data)
    assert new.case.levers[0].from_milestone is None
    assert [s.on for s in new.case.stances] == [["meeting", "office"], ["meeting"]]
    assert new.case.roadmap.stages[0].milestones[0].after == []


def test_the_last_of_its_kind_stays(valleys):
    data = valleys.plain()
    with pytest.raises(BuildError, match="only one"):
        removing.remove(data, "roadmap.stages.office.milestones.signed")


def test_an_issue_goes_with_its_positions_and_policies(valleys):
    data = valleys.plain()
    adding.add_issue(data, "Tolls", low="None", high="High", today={"value": 60},
                     moved={"office": {"value": 20}, "talks": {"value": 50}})  # fmt: skip
    two = rewrite(valleys, data)
    data = two.plain()
    removing.remove(data, "issues.water")
    new = rewrite(two, data)
    assert {p.issue for p in new.case.positions} == {"tolls"}
    assert all("water" not in s.policy for s in new.case.roadmap.stages)


def test_adding_and_taking_out_again_leaves_the_files_as_they_were(valleys):
    before = {p.name: p.read_bytes() for p in valleys.path.iterdir() if p.is_file()}
    data = valleys.plain()
    where = [
        adding.add_actor(data, "Fishers", kind="group", part="party"),
        adding.add_milestone(data, "office", "A ferry runs"),
        adding.add_lever(data, "Free grain", kind="inducement", by=["upper"], targets=["lower"],
                         cost={"value": 5}, harm={"value": 0}),
    ]  # fmt: skip
    there = rewrite(valleys, data)
    assert there.case.levers[-1].cost["lower"].mode == -5
    data = there.plain()
    for path in where:
        removing.remove(data, path)
    rewrite(there, data)
    after = {p.name: p.read_bytes() for p in valleys.path.iterdir() if p.is_file()}
    columns = after["positions.csv"].splitlines()[0].count(b",")  # `rule` was needed meanwhile
    assert columns > before["positions.csv"].splitlines()[0].count(b",")
    assert {k: v for k, v in after.items() if k != "positions.csv"} == {
        k: v for k, v in before.items() if k != "positions.csv"
    }


def test_a_file_changed_meanwhile_is_not_overwritten(valleys):
    data = valleys.plain()
    changing.move(data, "actors.lower", -1)
    place = valleys.path / "case.yaml"
    place.write_text(place.read_text() + "# mine\n")
    with pytest.raises(ChangedError):
        rewrite(valleys, data)
    assert place.read_text().endswith("# mine\n")


# --- stances and rules -----------------------------------------------------------------------


def test_another_stance_drops_the_quote_that_said_the_opposite(valleys):
    data = valleys.plain()
    adding.set_stance(data, "lower", ["meeting"], "supports", note="It said so today")
    new = rewrite(valleys, data)
    stance = next(s for s in new.case.stances if s.actor == "lower")
    assert (stance.stance, stance.note, stance.evidence) == ("supports", "It said so today", [])


def test_the_same_stance_keeps_its_quote(valleys):
    data = valleys.plain()
    adding.set_stance(data, "lower", ["meeting"], "conditional")
    assert rewrite(valleys, data).case == valleys.case


@pytest.mark.parametrize(
    "rule",
    ["a", {"all": ["a", "b"]}, {"any": ["a", "b"]}, {"at_least": 2, "of": ["a", "b", "c"]},
     {"share": 0.7, "of": ["a", "b"]}],
)  # fmt: skip
def test_rules_are_chosen_and_come_back(rule):
    how, who, count = chosen(rule)
    assert rule_of(how, who, count) == rule


def test_a_nested_rule_is_shown_and_not_chosen():
    assert chosen({"all": ["a", {"any": ["b", "c"]}]}) is None


@pytest.mark.parametrize(
    ("how", "who", "count"),
    [("all", [], ""), ("at_least", ["a"], "2"), ("at_least", ["a"], ""), ("share", ["a"], "x"),
     ("share", ["a"], "120 %"), ("most", ["a"], "")],
)  # fmt: skip
def test_rules_that_cannot_be_are_refused(how, who, count):
    with pytest.raises(BuildError):
        rule_of(how, who, count)


@pytest.mark.parametrize(
    ("fields", "number"),
    [(("", "5", ""), {"value": 5}), (("1", "2,5", "4"), {"range": [1, 2.5, 4]}),
     (("", "5", "9"), {"range": [5, 5, 9]}), (("", "", ""), None)],
)  # fmt: skip
def test_numbers_as_people_type_them(fields, number):
    assert quantity_of(fields) == number


@pytest.mark.parametrize(
    "fields", [("1", "", "2"), ("3", "2", "4"), ("", "many", ""), ("", "inf", "")]
)
def test_numbers_that_are_none(fields):
    with pytest.raises(BuildError):
        quantity_of(fields)


def test_nothing_is_changed_in_what_was_given(valleys):
    data = valleys.plain()
    kept = copy.deepcopy(data)
    valleys.proposed(data)
    assert data == kept


# --- two that are one --------------------------------------------------------------------------


def test_two_actors_become_one_everywhere_under_the_names_of_both(valleys):
    data = valleys.plain()
    data["actors"].append(
        {"id": "sisters", "name": "Sisters of Orr", "short": "SO", "kind": "community",
         "part": "observer"}
    )  # fmt: skip
    data.setdefault("relations", []).append(
        {"kind": "hosts", "from": "sisters", "to": "upper", "description": "A room."}
    )
    before = rewrite(valleys, data)
    data = before.plain()
    assert merge_actors(data, "sisters", "abbey") == "merged Sisters of Orr into " + _name(
        data, "abbey"
    )
    after = rewrite(before, data)
    ids = [a.id for a in after.case.actors]
    assert ids == [a.id for a in valleys.case.actors]
    abbey = next(a for a in after.case.actors if a.id == "abbey")
    assert {"Sisters of Orr", "SO"} <= set(abbey.aliases)
    assert after.case.relations[-1].source == "abbey"
    assert "sisters" not in str(after.plain())


def _name(data, id_):
    return next(a["name"] for a in data["actors"] if a["id"] == id_)


@pytest.mark.parametrize(
    ("gone", "kept", "message"),
    [
        ("upper", "lower", "both have a position on"),
        ("upper", "upper", "one actor already"),
        ("upper", "nobody", "no actor nobody"),
        ("nobody", "upper", "no actor nobody"),
    ],
)
def test_what_cannot_be_said_of_one_is_refused_and_nothing_changes(valleys, gone, kept, message):
    data = valleys.plain()
    with pytest.raises(BuildError, match=message):
        merge_actors(data, gone, kept)
    assert data == valleys.plain()


@pytest.mark.parametrize("part", ["stance", "relation", "member", "share"])
def test_two_that_the_case_tells_apart_stay_two(valleys, part):
    data = valleys.plain()
    twin = {"id": "twin", "name": "Twin", "kind": "community"}
    data["actors"].append(twin)
    step = data["roadmap"]["stages"][0]["milestones"][0]["id"]
    if part == "stance":
        data["stances"] = [
            {"actor": x, "on": [step], "stance": "supports", "evidence": []}
            for x in ("twin", "abbey")
        ]
    elif part == "relation":
        data["relations"] = [{"kind": "hosts", "from": "twin", "to": "abbey"}]
    elif part == "member":
        twin["members"] = [{"actor": "abbey"}]
    else:
        data["levers"] = [{"id": "x", "name": "X", "cost": {"twin": 1, "abbey": 2}}]
    before = copy.deepcopy(data)
    with pytest.raises(BuildError, match="take one of the two out first"):
        merge_actors(data, "twin", "abbey")
    assert data == before
