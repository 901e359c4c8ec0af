"""A draft does what theory and plain sense say, on invented processes that no rule was made for."""

import numpy as np
import pytest
from invented import ALL, DELTA, HALVAN, KARST, ORRE, VELL, actor, changed, said

from tracktwo.case import load
from tracktwo.drafting import draft
from tracktwo.game.setting import settle


@pytest.fixture
def odds(tmp_path):
    """Return a function from facts to the mean odds of each stage after five years."""
    made = []

    def compute(facts, plan=None):
        folder = tmp_path / str(len(made))
        made.append(folder)
        return {
            stage: float(mean)
            for stage, mean in zip(*_solved(folder, draft(facts, plan=plan)), strict=True)
        }

    return compute


def _solved(folder, made):
    (folder / "sources").mkdir(parents=True)
    (folder / "case.yaml").write_text(made.case_yaml, "utf-8")
    (folder / "positions.csv").write_text(made.positions_csv, "utf-8")
    (folder / "evidence.jsonl").write_text("", "utf-8")
    loaded = load(folder)
    assert loaded.notes == ()
    setting = settle([loaded.case], draws=256, seed=1)[0]
    return setting.stages, setting.odds.mean(axis=0)


@pytest.mark.parametrize("name", ALL)
def test_every_process_loads_without_a_note_and_has_odds_that_fall(odds, name):
    found = list(odds(ALL[name]).values())
    assert all(0 < p < 1 for p in found)
    assert found == sorted(found, reverse=True)


def test_a_refuser_turned_accepter_raises_the_odds(odds):
    def accepts(facts):
        facts["statements"][1]["kind"] = "accepts"

    before, after = odds(HALVAN), odds(changed(HALVAN, accepts))
    assert after["truce"] > before["truce"] + 0.1
    assert all(after[stage] > before[stage] for stage in before)


def test_the_last_word_counts(odds):
    def accepts_since(facts):
        facts["statements"].append(said("front", "accepts", "the ceasefire"))

    assert odds(changed(HALVAN, accepts_since))["truce"] > odds(HALVAN)["truce"] + 0.1


def test_a_condition_lies_between_acceptance_and_refusal(odds):
    def with_kind(kind):
        def edit(facts):
            facts["statements"][1]["kind"] = kind
            facts["statements"][1]["conditional_on"] = "if the army leaves the hills"

        return edit

    def accepts(facts):
        facts["statements"][1]["kind"] = "accepts"

    refuses, depends = odds(HALVAN)["truce"], odds(changed(HALVAN, with_kind("accepts")))["truce"]
    assert refuses < depends < odds(changed(HALVAN, accepts))["truce"]


@pytest.mark.parametrize(
    ("facts", "stage"), [(ORRE, "leave"), (DELTA, "accord"), (VELL, "council")]
)
def test_one_more_party_that_has_to_agree_lowers_the_odds(odds, facts, stage):
    def one_more(new):
        new["actors"].append(actor("fourth", "Fourth Force", "party", "party"))

    assert odds(changed(facts, one_more))[stage] < odds(facts)[stage] - 0.01


@pytest.mark.parametrize(
    ("facts", "stage"), [(ORRE, "leave"), (HALVAN, "talks"), (DELTA, "accord")]
)
def test_a_mediator_changes_nothing_by_being_there(odds, facts, stage):
    def mediated(new):
        new["actors"].append(actor("envoy", "Lake Union", "organisation", "mediator"))
        side = new["actors"][0]["id"]
        new["relations"].append(
            {"from": "envoy", "to": side, "kind": "mediates", "description": "mediates"}
        )

    assert odds(changed(facts, mediated)) == odds(facts)


def test_a_harmless_step_passes_faster_than_an_election(odds):
    def only(kind, name):
        def edit(facts):
            facts["roadmap"]["stages"] = [{"id": "one", "name": name, "step": kind}]
            facts["statements"] = []

        return edit

    by_kind = {
        kind: odds(changed(VELL, only(kind, name)))["one"]
        for kind, name in (
            ("humanitarian-access", "a corridor for aid convoys"),
            ("prisoner-release", "release of prisoners"),
            ("interim-government", "an interim council"),
            ("elections", "general elections"),
        )
    }
    assert min(by_kind["humanitarian-access"], by_kind["prisoner-release"]) > by_kind["elections"]
    assert by_kind["prisoner-release"] > by_kind["interim-government"]


def test_what_the_mediator_is_asked_to_do_needs_the_mediator(odds):
    def willing(facts):
        facts["statements"].append(said("union", "accepts", "to send an envoy to the Karst"))

    assert odds(changed(KARST, willing))["ground"] > odds(KARST)["ground"]


def test_who_stands_to_lose_power_makes_a_vote_less_likely_than_who_does_not(odds):
    def no_holder(facts):
        facts["actors"][0]["kind"] = "group"
        facts["actors"][0]["name"] = "Hilltop Movement"

    def silent(facts):
        facts["statements"] = []

    quiet = changed(HALVAN, silent)
    assert odds(quiet)["vote"] < odds(changed(quiet, no_holder))["vote"]


def test_strength_counts_by_the_contest(tmp_path):
    made = draft(VELL)
    (tmp_path / "sources").mkdir()
    (tmp_path / "case.yaml").write_text(made.case_yaml, "utf-8")
    (tmp_path / "positions.csv").write_text(made.positions_csv, "utf-8")
    (tmp_path / "evidence.jsonl").write_text("", "utf-8")
    folder = load(tmp_path)
    weak = folder.overlay({"actors.junta.capability": 40, "actors.platform.capability": 40})
    strong = folder.overlay({"actors.junta.capability": 95, "actors.platform.capability": 5})
    low, high = (s.odds.mean(axis=0) for s in settle([weak, strong], draws=256, seed=1))
    # Who would win the contest has less to fear from a breakdown, and agrees to less.
    assert low[1] > high[1] + 0.01
    assert np.isfinite(low).all()


def test_an_organ_of_a_side_is_no_side_of_its_own():
    """A side that is also named by its ministry, or by its adjective, is not asked three times."""
    named = [
        {"id": "castra", "name": "Republic of Castra", "kind": "government", "part": "party",
         "aliases": ["Castra"]},
        {"id": "council", "name": "Sarn Council", "kind": "group", "part": "party"},
        {"id": "ministry", "name": "Castra's foreign ministry", "kind": "government",
         "part": "party"},
        {"id": "castran", "name": "Castran", "kind": "state", "part": "party"},
        {"id": "critics", "name": "Castra's opponents", "kind": "group", "part": "party"},
    ]  # fmt: skip
    facts = {
        "title": "Talks", "date": "2029-10-14", "actors": named,
        "statements": [
            {"id": "s", "by": "ministry", "kind": "refuses", "text": "any referendum"},
            {"id": "t", "by": "castran", "kind": "accepts", "text": "the ceasefire"},
        ],
    }  # fmt: skip
    made = draft(facts, plan=["ceasefire"]).case_yaml
    asked = {line.strip() for line in made.splitlines() if "consent: " in line}
    assert asked == {"consent: {all: [castra, council, critics]}"}
