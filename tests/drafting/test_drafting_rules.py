"""Each rule of a draft by itself, and what a draft is as a text."""

import copy
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import ALL, DELTA, HALVAN, KARST, ORRE, VELL, actor, changed, said
from report_facts import FACTS

from tracktwo.case import quantities
from tracktwo.case.checks.published import published
from tracktwo.case.document import parse
from tracktwo.case.marks import drafted
from tracktwo.case.steps import StepKind
from tracktwo.drafting import DraftError, NoDateError, NoPlanError, draft, kinds_to_ask
from tracktwo.drafting.accepted import facts_of
from tracktwo.drafting.words import alike, kinds_in, slug, table
from tracktwo.drafting.yaml_text import block, flow


def plain(facts, plan=None):
    return parse(draft(facts, plan=plan).case_yaml, "case.yaml")[0].plain()


def stage(case, number=0):
    return case["roadmap"]["stages"][number]


def test_how_long_a_step_lasts_is_told_in_the_sources_words_and_is_no_deadline():
    lasts = {"value": 60, "unit": "days", "said": "for 60 days", "evidence": ["q9"]}

    def edit(facts):
        facts["roadmap"]["stages"][0]["lasts"] = lasts

    before = stage(plain(HALVAN))
    first = stage(plain(changed(HALVAN, edit)))
    assert first["description"] == 'How long it lasts, in the words of the source: "for 60 days".'
    assert first["evidence"][-1] == "q9"
    assert "lasts" not in first
    assert first.get("term") == before.get("term")
    assert [m.get("expires") for m in first["milestones"]] == [
        m.get("expires") for m in before["milestones"]
    ]


# --- the text ---


@pytest.mark.parametrize("facts", [FACTS, *ALL.values()])
def test_the_same_facts_give_the_same_bytes_and_are_left_alone(facts):
    before = copy.deepcopy(facts)
    first, second = draft(facts), draft(copy.deepcopy(facts))
    assert first == second
    assert facts == before


@given(
    st.recursive(
        st.one_of(
            st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30),
            st.integers(-1000, 1000),
            st.booleans(),
            st.none(),
        ),
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=4),
            st.dictionaries(
                st.from_regex(r"\A[a-z][a-z0-9-]{0,8}\Z"), inner, min_size=1, max_size=4
            ),
        ),
        max_leaves=12,
    )
)
def test_what_is_written_reads_back(value):
    root, problems = parse("\n".join(block({"top": value})), "x")
    assert not problems

    def as_written(found):
        if isinstance(found, str):
            return " ".join(found.split())
        if isinstance(found, dict):
            return {k: as_written(v) for k, v in found.items()}
        return [as_written(v) for v in found] if isinstance(found, list) else found

    assert root.plain() == {"top": as_written(value)}


def test_a_text_with_every_kind_of_mark_stays_on_one_line():
    assert flow('a "b": {c}\n# d') == '"a \\"b\\": {c} # d"'


# --- what is missing is said ---


def test_without_a_plan_the_kinds_are_listed_and_no_stage_is_invented():
    facts = {**HALVAN, "roadmap": None}
    with pytest.raises(NoPlanError) as caught:
        draft(facts)
    assert set(caught.value.kinds) >= set(StepKind.__args__)
    assert "ceasefire (a ceasefire)" in str(caught.value)


def test_a_plan_that_was_named_becomes_the_stages_in_that_order():
    case = plain({**HALVAN, "roadmap": None}, plan=["ceasefire", "elections"])
    assert [s["step"] for s in case["roadmap"]["stages"]] == ["ceasefire", "elections"]


def test_a_kind_that_is_none_is_an_error_that_lists_those_there_are():
    with pytest.raises(
        DraftError, match=r"no kind of step is called armistice; there are: .*talks"
    ):
        draft(HALVAN, plan=["armistice"])


@pytest.mark.parametrize("day", [None, ""])
def test_without_a_date_it_is_asked_for(day):
    with pytest.raises(NoDateError, match="YYYY-MM-DD"):
        draft({**HALVAN, "date": day})


def test_a_date_that_is_none_says_how_to_write_one():
    with pytest.raises(DraftError, match="'April' is no day"):
        draft({**HALVAN, "date": "April"})


def test_the_day_is_the_articles():
    assert "\nas_of: 2031-04-11\n" in draft(HALVAN).case_yaml
    assert "\nas_of: 2031-04-12\n" in draft({**HALVAN, "date": dt.date(2031, 4, 12)}).case_yaml


# --- roles ---


def test_a_plan_has_two_sides_even_where_one_is_named():
    facts = {**ORRE, "actors": ORRE["actors"][:1]}
    made = draft(facts)
    assert [line.split(":")[0] for line in made.notes] == ["The other side"]
    players = {a["id"] for a in plain(facts)["actors"] if "capability" in a}
    assert players == {"orre", "other-side"}


def test_what_is_planned_or_past_is_no_side_unless_it_does_something():
    def planned(facts):
        facts["actors"].append(actor("interim", "Interim council", "government", "party"))

    def does(facts):
        planned(facts)
        facts["statements"].append(said("interim", "refuses", "the ceasefire"))

    def plays(facts):
        return "capability" in next(a for a in plain(facts)["actors"] if a["id"] == "interim")

    assert not plays(changed(HALVAN, planned))
    assert plays(changed(HALVAN, does))


def test_persons_are_described_and_speak_for_their_body():
    def speaks(facts):
        facts["actors"].append(actor("ida", "Ida Brandt", "person"))
        facts["relations"].append(
            {"from": "ida", "to": "front", "kind": "member-of", "description": "its speaker"}
        )
        facts["statements"] = [said("ida", "refuses", "the ceasefire")]

    case = plain(changed(HALVAN, speaks))
    assert "capability" not in next(a for a in case["actors"] if a["id"] == "ida")
    refusal = next(s for s in case["stances"] if s["stance"] == "refuses")
    assert refusal["actor"] == "front"


# --- steps ---


def test_every_kind_has_its_row_with_a_published_rate_or_a_pace_with_a_reason():
    rates = published()[0]
    assert table("steps").keys() - {"pre-talks"} == set(StepKind.__args__)
    for kind, row in table("steps").items():
        assert ("base_rate" in row) != ("pace" in row), kind
        assert row.get("base_rate", next(iter(rates))) in rates
        assert set(row.get("after", {}).values()) <= rates
        assert "base_rate" in row or row["why"]
        assert row["milestones"]


def test_the_pace_depends_on_what_came_before():
    after_talks = plain({**HALVAN, "roadmap": None}, plan=["talks", "comprehensive-agreement"])
    alone = plain({**HALVAN, "roadmap": None}, plan=["comprehensive-agreement"])
    assert stage(after_talks, 1)["base_rate"] == "talks_partial_to_comprehensive"
    assert stage(alone)["base_rate"] == "prenegotiation_to_comprehensive"


def test_points_without_an_order_keep_none_and_a_long_list_comes_in_a_row():
    free = stage(plain(DELTA))["milestones"]
    assert not any("after" in m for m in free)

    def many(facts):
        steps = facts["roadmap"]["stages"][0]["milestones"]
        steps += [{"id": f"p{n}", "name": f"point {n}"} for n in range(12)]

    row = stage(plain(changed(DELTA, many)))["milestones"]
    assert [m.get("after") for m in row[1:]] == [[m["id"]] for m in row[:-1]]


def test_who_was_asked_does_it_and_who_did_not_propose_talks_accepts_them():
    steps = stage(plain(KARST))["milestones"]
    assert [(m["id"], m["consent"]) for m in steps] == [
        ("send-an-envoy-to-the-karst", "union"),
        ("army-accepts-talks", "army"),
    ]
    assert steps[1]["after"] == ["send-an-envoy-to-the-karst"]
    assert plain(KARST)["roadmap"]["stages"][1]["milestones"][0]["consent"] == {
        "all": ["alliance", "army", "union"]
    }


def test_where_nobody_is_named_all_sides_agree_and_it_is_said():
    arms = stage(plain(DELTA))["milestones"][1]
    assert arms["consent"] == {"all": ["north", "south", "islands"]}
    assert "does not say who" in arms["description"]


def test_those_who_signed_together_agree_and_who_has_a_view_is_not_asked():
    def signed(*who):
        def change(facts):
            facts["statements"] += [
                said(one, "accepts", "the accord", about=["arms"]) for one in who
            ]

        return stage(plain(changed(DELTA, change)))["milestones"][1]

    arms = signed("north", "south")
    assert arms["rule"] == "consent-of-agreed"
    assert arms["consent"] == {"all": ["north", "south"]}
    assert "North Delta Union and South Delta League have agreed" in arms["description"]
    assert signed("north")["rule"] == "consent-of-all"
    assert signed("north", "south", "islands")["rule"] == "consent-of-all"


def test_of_many_sides_those_agree_of_whom_the_text_says_most():
    def crowd(facts):
        facts["actors"] += [actor(f"g{n}", f"Group {n}", "group", "party") for n in range(6)]
        facts["statements"].append(said("g5", "demands", "autonomy for all"))

    arms = stage(plain(changed(DELTA, crowd)))["milestones"][1]
    assert arms["rule"] == "consent-of-principals"
    assert set(arms["consent"]["all"]) == {"north", "islands", "g5", "south"}


def test_a_refusal_of_several_steps_bears_on_the_first_that_gives_it_up():
    def of_both(facts):
        facts["statements"][1]["about"] = ["ground", "table"]

    def of_the_second(facts):
        facts["statements"][1]["about"] = ["table"]

    def refused(facts):
        return [s["on"] for s in plain(facts)["stances"] if s["stance"] == "refuses"]

    assert refused(KARST) == refused(changed(KARST, of_both)) == [["army-accepts-talks"]]
    assert refused(changed(KARST, of_the_second)) == [["table-opening"]]


# --- levers, limits, alternatives ---


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("more pressure on the Military council", "pressure"),
        ("tougher sanctions on the junta", "sanctions"),
        ("financial aid must stop", "aid-stop"),
        ("the council should not be recognised", "non-recognition"),
        ("they would resume fighting", "armed-resistance"),
        ("a general strike", "civil-resistance"),
        ("offered reconstruction funds", "aid"),
    ],
)
def test_levers_are_told_by_their_words(text, kind):
    assert kinds_in("levers", text)[0] == kind


def test_a_condition_to_spare_civilians_is_the_limit_and_softens_its_lever():
    def spare(facts):
        facts["statements"].append(said("platform", "demands", "financial aid must stop"))

    def condition(facts):
        spare(facts)
        facts["statements"].append(
            said("platform", "conditions", "in a way that does not harm the people")
        )

    def harm(case):
        lever = next(x for x in case["levers"] if x["id"] == "aid-stop")
        return lever["harm"]["range"][1]

    with_it, without = plain(changed(VELL, condition)), plain(changed(VELL, spare))
    assert "harm_limit" in with_it
    assert "harm_limit" not in without
    assert harm(with_it) < harm(without)


def test_who_presses_is_named_only_where_the_text_does():
    def asked(facts):
        facts["statements"][0]["to"] = ["port-state"]

    assert plain(VELL)["levers"][0]["by"] == ["outside-governments"]
    assert plain(changed(VELL, asked))["levers"][0]["by"] == ["port-state"]


def test_a_shorter_proposal_is_an_alternative_and_an_unlike_one_is_only_noted(drafted_case):
    def others(facts):
        facts["alternatives"] = [
            {"id": "vote", "name": "A vote at once", "description": "general elections"},
            {"id": "rain", "name": "Rain", "description": "more rain for the hills"},
        ]

    facts = changed(VELL, others)
    folder = drafted_case(facts)
    (vote,) = folder.case.alternatives
    assert [s.id for s in folder.alternative(vote.id).roadmap.stages] == ["poll"]
    assert draft(facts).notes == ("Rain: no step of the plan is like it; kept as a statement",)


# --- marks ---


@pytest.mark.parametrize("name", ALL)
def test_every_number_of_a_draft_says_its_rule_and_its_reason(drafted_case, name):
    folder = drafted_case(ALL[name])
    for item in quantities(folder.case):
        if item.given:
            assert item.quantity.rule, item.path
            assert item.quantity.why, item.path
    standing = drafted(folder.case)
    assert not standing.finished
    assert standing.yours < standing.total


def test_kinds_to_ask_are_in_words():
    assert kinds_to_ask()["interim-government"] == "an interim government"


# --- words ---


def test_texts_are_alike_by_what_they_are_about():
    assert alike("opening a political office", "open an official political office abroad") == 1
    assert alike("opening a political office", "a ceasefire in the hills") == 0
    assert alike("", "anything") == 0


def test_ids_are_made_once():
    taken = set()
    assert [slug("Türkiye!", taken), slug("türkiye", taken), slug("…", taken)] == [
        "turkiye", "turkiye-2", "step",
    ]  # fmt: skip


# --- accepted rows ---


def test_rows_become_facts_without_what_names_the_unknown():
    rows = [
        {"kind": "actor", "item": {"id": "a", "name": "A", "kind": "group"}},
        {"kind": "actor", "item": {"id": "b", "name": "B", "kind": "group"}},
        {"kind": "roadmap", "item": {"name": "Short", "stages": [{"name": "talks"}]}},
        {
            "kind": "roadmap",
            "item": {
                "name": "Long", "proposed_by": ["a", "gone"],
                "stages": [{"name": "talks"}, {"name": "elections"}],
            },
        },
        {"kind": "statement", "item": {"id": "s", "by": "a", "with": ["b", "gone"],
                                       "kind": "accepts", "to": ["gone"], "text": "talks"}},
        {"kind": "relation", "item": {"from": "a", "to": "gone", "kind": "ties",
                                      "description": "x"}},
        {"kind": "meeting", "item": {"id": "m", "name": "M", "body": "a", "chair": "gone",
                                     "present": ["b", "gone"], "absent": []}},
    ]  # fmt: skip
    facts = facts_of(rows, title="T", date="2031-01-01")
    assert facts["roadmap"]["name"] == "Long"
    assert facts["roadmap"]["proposed_by"] == ["a"]
    assert [(s["id"], s["by"], s["to"]) for s in facts["statements"]] == [
        ("s", "a", []),
        ("s-2", "b", []),
    ]
    assert facts["relations"] == []
    assert facts["meetings"] == [
        {"id": "m", "name": "M", "body": "a", "present": ["b"], "absent": []}
    ]
    draft(facts)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("any foreign intervention", None),
        ("it would not be put on an equal footing with the government", None),
        ("the accusation that it recruits minors", None),
        ("the plan", "refuses"),
        ("it", "refuses"),
        ("it as a trap", "refuses"),
        ("the calendar either", "refuses"),
    ],
)
def test_what_refuses_neither_a_step_nor_the_plan_is_no_refusal_of_one(text, word):
    """It leans in a wide range, says why, and counts as what a rule set."""
    facts = {**HALVAN, "statements": [said("front", "refuses", text)]}
    stances = [one for one in plain(facts)["stances"] if one["actor"] == "front"]
    assert ("refuses" in {one["stance"] for one in stances}) == (word == "refuses")
    if word is None:
        first, *others = stances
        assert first["strength"]["rule"] == "something-else"
        low, mode, high = map(float, first["strength"]["range"])
        assert low < mode < 0 < high
        assert {one["strength"]["rule"] for one in others} == {"silence"}
