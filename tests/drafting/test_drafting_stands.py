"""Who stands where: at whom a measure is aimed, what is refused, who does it, who is outside."""

import pytest
from invented import actor, said

from tracktwo.case.document import parse
from tracktwo.case.load import load
from tracktwo.drafting import draft
from tracktwo.game.setting import settle

# Between a government and an armed front: a ceasefire, then talks, then an interim government.
PLAN = {
    "id": "halvan",
    "title": "A plan for Halvan",
    "date": "2031-04-11",
    "actors": [
        actor("government", "Government of Halvan", "government"),
        actor("front", "Hill Front", "armed-group", aliases=["HF", "the Hillmen"]),
    ],
    "roadmap": {
        "name": "A plan",
        "proposed_by": ["government"],
        "stages": [
            {"id": "truce", "name": "a ceasefire"},
            {"id": "talks", "name": "talks"},
            {"id": "interim", "name": "an interim government"},
        ],
    },
    "statements": [],
    "relations": [],
}
LEAGUE = actor("league", "Sea League", "organisation", "pressure")
MARROW = actor("marrow", "Marrow", "state")


def plan(*statements, also=(), **changes):
    """Return the plan with what was said, and actors and fields of its own."""
    told = [{**one, "id": f"said-{n}"} for n, one in enumerate(statements)]
    return {**PLAN, "actors": [*PLAN["actors"], *also], "statements": told, **changes}


def plain(facts):
    return parse(draft(facts).case_yaml, "case.yaml")[0].plain()


def stances(facts, who):
    return {
        (on, one["stance"])
        for one in plain(facts)["stances"]
        if one["actor"] == who
        for on in one["on"]
    }


@pytest.fixture
def odds(tmp_path):
    """Return a function from facts to the mean odds of each stage after five years."""
    made = []

    def compute(facts):
        folder = tmp_path / str(len(made))
        made.append(folder)
        (folder / "sources").mkdir(parents=True)
        text = draft(facts)
        (folder / "case.yaml").write_text(text.case_yaml, "utf-8")
        (folder / "positions.csv").write_text(text.positions_csv, "utf-8")
        (folder / "evidence.jsonl").write_text("", "utf-8")
        setting = settle([load(folder).case], draws=256, seed=1)[0]
        return dict(zip(setting.stages, map(float, setting.odds.mean(axis=0)), strict=True))

    return compute


# --- levers ---


def aimed(facts):
    return [(one["id"], one["targets"]) for one in plain(facts).get("levers", [])]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("sanctions on the Hill Front", "front"),
        ("sanctions on the hill front", "front"),
        ("an embargo against the Hillmen", "front"),
        ("more pressure on HF", "front"),
        ("sanctions on the generals", "government"),
        ("sanctions on the ruling junta", "government"),
        ("asset freezes and travel bans on the authorities", "government"),
        ("pressure on Halvan's government", "government"),
        ("tougher sanctions", "government"),
        ("sanctions on timber exporters", None),
        ("sanctions against the Coast Brigade", None),
    ],
)
def test_a_measure_is_aimed_at_whom_the_words_name_or_at_nobody(text, target):
    facts = plan(said("league", "demands", text), also=[LEAGUE])
    assert [targets for _, targets in aimed(facts)] == ([[target]] if target else [])
    told = [n for n in draft(facts).notes if "aimed" in n]
    assert len(told) == (target is None)


def test_a_strike_against_the_junta_is_not_against_a_third_party():
    union = actor("union", "Harbour Union", "group", "party")
    peoples = actor("peoples", "Hill Peoples' Alliance", "armed-group", "party")
    for text in ("a general strike against the junta", "nationwide protests"):
        facts = plan(said("union", "warns", text), also=[peoples, union])
        assert aimed(facts) == [("civil-resistance", ["government"])]


def test_where_those_in_power_are_not_told_nobody_is_made_the_target():
    sides = [
        actor("union", "Lindar Democratic Union", "coalition", "party"),
        actor("league", "Lindar Reform League", "coalition", "party"),
    ]
    facts = plan(
        said("vorland", "demands", "sanctions on the generals"),
        actors=[*sides, actor("vorland", "Vorland", "state", "pressure")],
        roadmap={**PLAN["roadmap"], "proposed_by": ["union"]},
    )
    assert aimed(facts) == []
    army = actor("army", "Lindar army", "group", "party")
    assert aimed({**facts, "actors": [*facts["actors"], army]}) == [("sanctions", ["army"])]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("warns", "sanctions should not hurt ordinary people"),
        ("demands", "sanctions must spare civilians"),
        ("states", "any embargo would have to avoid harming the population"),
        ("proposes", "sanctions that do not affect poor families"),
    ],
)
def test_a_plea_for_restraint_is_a_limit_and_no_second_measure(kind, text):
    wanted = said("league", "demands", "sanctions on the Hill Front")
    with_it, without = (
        plain(plan(*told, also=[LEAGUE]))
        for told in ((wanted, said("league", kind, text)), (wanted,))
    )
    assert with_it["harm_limit"]["description"] == text[:1].upper() + text[1:]
    assert "harm_limit" not in without
    softened, hard = with_it["levers"][0], without["levers"][0]
    assert softened["targets"] == ["front"]
    assert softened["harm"]["range"][1] < hard["harm"]["range"][1]
    if kind != "proposes":
        assert len(with_it["levers"]) == 1


@pytest.mark.parametrize(
    "text",
    [
        "the Hill Front hurts ordinary people",
        "no government that starves civilians should be recognised",
        "it would never abandon the people",
    ],
)
def test_what_only_speaks_of_civilians_is_no_limit(text):
    facts = plan(
        said("league", "demands", "sanctions on the Hill Front"),
        said("league", "states", text),
        also=[LEAGUE],
    )
    assert "harm_limit" not in plain(facts)


@pytest.mark.parametrize(
    ("kind", "text", "lever", "target"),
    [
        ("conditions", "lift sanctions once an interim government is in place", "relief",
         "government"),
        ("conditions", "ease the embargo on the Hill Front if talks open", "relief", "front"),
        ("refuses", "recognise any government that the Hill Front forms", "non-recognition",
         "front"),
        ("refuses", "recognise a government that excludes the Hill Front", "non-recognition",
         "government"),
        ("refuses", "lift sanctions on the Hill Front until talks open", "sanctions", "front"),
        ("refuses", "resume aid to the authorities", "aid-stop", "government"),
        ("demands", "that sanctions on the Hill Front be lifted", "relief", "front"),
        ("states", "sanctions on the Hill Front must not be lifted", "sanctions", "front"),
    ],
)  # fmt: skip
def test_what_outsiders_offer_and_withhold_is_a_lever(drafted_case, kind, text, lever, target):
    facts = plan(said("league", kind, text), also=[LEAGUE])
    assert aimed(facts) == [(lever, [target])]
    assert drafted_case(facts).notes == ()


def test_an_offer_for_a_stage_holds_from_it_on_and_a_measure_until_it():
    offered, held = (
        plain(plan(said("league", kind, text), also=[LEAGUE]))["levers"][0]
        for kind, text in (
            ("conditions", "lift sanctions once talks are under way"),
            ("refuses", "lift sanctions before an interim government is formed"),
        )
    )
    assert offered["stages"] == ["talks", "interim"]
    assert held["until_milestone"] == "interim-handover"


@pytest.mark.parametrize(
    ("who", "kind", "text"),
    [
        ("league", "states", "it is against sanctions"),
        ("league", "demands", "no new sanctions"),
        ("league", "refuses", "more sanctions on the Hill Front"),
        ("government", "conditions", "talks only after the strikes end"),
        ("front", "refuses", "recognise the authorities"),
    ],
)
def test_what_is_not_wanted_is_no_lever(who, kind, text):
    assert aimed(plan(said(who, kind, text), also=[LEAGUE])) == []


# --- proposals of something else, and warnings ---

INTERIM = "interim-accord"
"""The step that a refusal of the interim government bears on."""


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("proposes", "an international trusteeship in place of an interim government"),
        ("proposes", "elections without an interim government"),
        ("demands", "a federal council instead of a unity government"),
        ("proposes", "early elections rather than a power-sharing cabinet"),
        ("proposes", "a UN mandate as an alternative to the transitional authority"),
        ("demands", "not an interim government but a vote"),
        ("demands", "that the interim government be replaced by a council of elders"),
        ("demands", "elections, not power-sharing"),
        ("warns", "it would oppose any power-sharing"),
        ("warns", "that it will never accept an interim government"),
        ("warns", "its fighters would resist a unity government"),
        ("warns", "would block any transitional council"),
    ],
)
def test_what_replaces_or_opposes_a_step_refuses_it(odds, kind, text):
    facts = plan(said("front", kind, text))
    assert (INTERIM, "refuses") in stances(facts, "front")
    assert (INTERIM, "supports") not in stances(facts, "front")
    assert odds(facts)["interim"] < odds(plan())["interim"] - 0.05


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("proposes", "an interim government without delay"),
        ("proposes", "an interim government without preconditions"),
        ("accepts", "an interim government without further talks"),
        ("demands", "an interim government that does not block elections"),
    ],
)
def test_what_only_says_how_still_supports_the_step(kind, text):
    found = {word for _, word in stances(plan(said("front", kind, text)), "front")}
    assert "refuses" not in found
    assert found & {"supports", "demands"}


@pytest.mark.parametrize(
    "text",
    [
        "sanctions would block talks",
        "the fighting could prevent an interim government",
        "it would not oppose talks",
        "it would resist any attack on the hills",
    ],
)
def test_a_warning_of_what_others_or_events_may_do_is_no_refusal(text):
    found = {word for _, word in stances(plan(said("front", "warns", text)), "front")}
    assert found == {"silent"}


def test_who_opposes_a_step_by_a_warning_is_not_taken_to_want_it():
    facts = plan(said("government", "warns", "it would not allow any talks"))
    row = next(
        line for line in draft(facts).positions_csv.splitlines() if "government,standing" in line
    )
    assert "It refuses a step towards it." in row


def test_a_proposal_without_a_stage_is_an_alternative_where_the_plan_has_the_rest(drafted_case):
    vote = {"id": "vote", "name": "elections"}
    roadmap = {**PLAN["roadmap"], "stages": [*PLAN["roadmap"]["stages"], vote]}
    facts = plan(
        said("front", "proposes", "elections without an interim government"),
        said("front", "demands", "a council of elders instead of an interim government"),
        roadmap=roadmap,
    )
    folder = drafted_case(facts)
    (without,) = folder.case.alternatives
    assert [s.id for s in folder.alternative(without.id).roadmap.stages] == [
        "truce", "talks", "vote",
    ]  # fmt: skip
    assert any(n.startswith("A council of elders instead") for n in draft(facts).notes)


# --- who does a step ---

COUNCIL = actor("council", "Military Council", "government", "party", aliases=["the Tatmar"])
CIVIC = actor("civic", "Civic Bloc", "coalition", "party")
UNION = actor("union", "Lake Union", "organisation", "mediator")


def asked(name, step=None, milestones=(), **of_stage):
    """Return who has to agree to a stage of one step, among many sides and an outside body."""
    stage = {"id": "one", "name": name, **of_stage} | ({"step": step} if step else {})
    if milestones:
        stage["milestones"] = list(milestones)
    facts = plan(
        also=[COUNCIL, CIVIC, UNION], roadmap={**PLAN["roadmap"], "stages": [stage]}
    )  # fmt: skip
    (made,) = plain(facts)["roadmap"]["stages"]
    return made["milestones"][0]["consent"]


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("The military council would release political prisoners", "council"),
        ("the Tatmar frees 300 detainees", "council"),
        ("Release of the hostages held by the Hill Front", "front"),
        ("The Hill Front and the Military Council exchange prisoners",
         {"all": ["front", "council"]}),
        ("The military council would release captives of the Hill Front", "council"),
        ("An amnesty passed by the Civic Bloc", "civic"),
        ("Lake Union to lift its sanctions", "union"),
        ("release of prisoners by the hill front", "front"),
    ],
)  # fmt: skip
def test_who_does_a_step_is_asked_and_not_everybody(name, who):
    assert asked(name) == who


def test_what_the_text_adds_says_who_where_the_names_do_not():
    told = "the Military Council would let convoys through"
    assert asked("a corridor for aid", description=told) == "council"
    step = {"name": "the way is opened", "step": "humanitarian-access"}
    assert asked("The Hill Front opens the mountain road", milestones=[step]) == "front"


@pytest.mark.parametrize("name", ["release of prisoners", "prisoners of all sides are released"])
def test_where_nobody_is_named_all_sides_do_it(name):
    assert asked(name, "prisoner-release") == {"all": ["government", "front", "council", "civic"]}


def test_a_side_is_not_who_holds_its_own_people():
    stage = {"id": "one", "name": "release of Hill Front prisoners"}
    facts = plan(roadmap={**PLAN["roadmap"], "stages": [stage]})
    assert plain(facts)["roadmap"]["stages"][0]["milestones"][0]["consent"] == "government"


def test_monitors_from_outside_need_the_sides_too():
    assert asked("Lake Union would deploy monitors")["all"][:2] == ["union", "government"]


# --- who is outside ---

OUTSIDERS_WORDS = [
    ("refuses", "recognise any government that the Hill Front forms"),
    ("refuses", "the plan"),
    ("accepts", "an interim government"),
    ("commits", "to reopen its embassy after talks"),
    ("conditions", "aid only if talks open"),
]


def parts_of(facts):
    return {a["id"]: a["part"] for a in plain(facts)["actors"]}


@pytest.mark.parametrize(("kind", "text"), OUTSIDERS_WORDS)
def test_a_foreign_state_that_speaks_is_no_side(odds, kind, text):
    facts = plan(said("marrow", kind, text), also=[MARROW])
    assert parts_of(facts)["marrow"] == "pressure"
    before, after = odds(plan()), odds(facts)
    assert all(after[stage] > before[stage] - 0.02 for stage in before)


def test_a_state_is_a_side_where_it_fights_moves_or_is_told_to_be_one():
    refusal = said("marrow", "refuses", "the ceasefire")
    fights = {"from": "marrow", "to": "front", "kind": "fights", "description": "fights it"}
    moves = {
        **PLAN["roadmap"],
        "stages": [{"id": "out", "name": "withdrawal of Marrow's troops"}],
    }
    hosted = {**PLAN["roadmap"], "stages": [{"id": "talks", "name": "talks in Marrow"}]}
    for facts, part in (
        (plan(refusal, also=[MARROW], relations=[fights]), "party"),
        (plan(refusal, also=[MARROW], roadmap=moves), "party"),
        (plan(refusal, also=[{**MARROW, "part": "party"}]), "party"),
        (plan(refusal, also=[MARROW], roadmap=hosted), "pressure"),
    ):
        assert parts_of(facts)["marrow"] == part


def test_between_states_both_are_sides_and_the_states_own_is_one_without_a_government():
    orre, tamsin = actor("orre", "Orre", "state"), actor("tamsin", "Tamsin", "state")
    by_orre = {**PLAN["roadmap"], "proposed_by": ["orre"]}
    two = plan(said("tamsin", "refuses", "a ceasefire"), actors=[orre, tamsin], roadmap=by_orre)
    assert parts_of(two) == {"orre": "party", "tamsin": "party"}
    war = plan(
        said("orre", "refuses", "a ceasefire"),
        said("marrow", "accepts", "the plan"),
        actors=[orre, PLAN["actors"][1], MARROW],
        roadmap=by_orre,
    )
    assert parts_of(war) == {"orre": "party", "front": "party", "marrow": "pressure"}


def test_what_a_state_says_its_government_says():
    halvan = actor("halvan", "Halvan", "state")
    facts = plan(said("halvan", "refuses", "the ceasefire"), also=[halvan])
    assert ("truce-agreed", "refuses") in stances(facts, "government")
    assert parts_of(facts)["halvan"] != "party"


def test_a_foreign_state_takes_no_power_from_who_holds_it():
    junta = actor("junta", "Military Council", "government")
    told = plan(
        said("marrow", "accepts", "the plan"), actors=[junta, PLAN["actors"][1], MARROW],
        roadmap={**PLAN["roadmap"], "proposed_by": ["front"]},
    )  # fmt: skip
    for part in (None, "party"):
        state = MARROW if part is None else {**MARROW, "part": part}
        facts = {**told, "actors": [junta, PLAN["actors"][1], state]}
        shares = plain(facts)["roadmap"]["start"]["power"]["shares"]
        assert shares["junta"]["range"][1] > 90


# --- conditions ---


@pytest.mark.parametrize(
    ("kind", "text", "condition"),
    [
        ("conditions", "join talks only after a ceasefire", "only after a ceasefire"),
        ("conditions", "join talks only after a truce", None),
        ("accepts", "talks", "if the guns fall silent: a halt to the fighting"),
        ("accepts", "talks, provided that a cease-fire holds", None),
        ("refuses", "any talks without a ceasefire", None),
        ("refuses", "to hold talks before the fighting is halted: a ceasefire", None),
    ],
)
def test_a_condition_that_the_plan_meets_is_no_reservation(odds, kind, text, condition):
    more = {"conditional_on": condition} if condition else {}
    facts = plan(said("front", kind, text, **more))
    assert ("talks-opening", "supports") in stances(facts, "front")
    found = odds(facts)["talks"]
    assert found == pytest.approx(odds(plan(said("front", "accepts", "talks")))["talks"], abs=0.02)
    assert found > odds(plan())["talks"] + 0.05


@pytest.mark.parametrize(
    "condition",
    [
        "only if the army leaves the hills",
        "once an interim government is formed",
        "if there is no ceasefire",
    ],
)
def test_a_condition_that_the_plan_does_not_meet_first_is_one(odds, condition):
    facts = plan(said("front", "accepts", "talks", conditional_on=condition))
    assert ("talks-opening", "conditional") in stances(facts, "front")
    told = next(s["note"] for s in plain(facts)["stances"] if s["stance"] == "conditional")
    assert ("no step" in told) == ("interim" not in condition)
    assert odds(facts)["talks"] < odds(plan(said("front", "accepts", "talks")))["talks"] - 0.05


def test_a_condition_on_a_step_of_the_same_stage_puts_it_first():
    steps = [
        {"id": "release", "name": "prisoners are released", "step": "prisoner-release"},
        {"id": "office", "name": "a liaison office opens"},
    ]
    stage = {"id": "trust", "name": "steps to build trust", "milestones": steps}
    facts = plan(
        said("front", "accepts", "a liaison office", conditional_on="if prisoners are released"),
        roadmap={**PLAN["roadmap"], "stages": [stage]},
    )
    (made,) = plain(facts)["roadmap"]["stages"]
    assert [step.get("after") for step in made["milestones"]] == [None, ["release"]]


def test_when_something_is_accepted_is_no_condition():
    facts = plan(said("front", "accepts", "a ceasefire after months of fighting"))
    assert ("truce", "supports") in stances(facts, "front")


# --- what is at stake ---


def at_stake(facts):
    return {one["id"]: one["scale"] for one in plain(facts)["issues"]}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("autonomy for the hills and the release of 400 prisoners", {"territory", "people"}),
        ("self-rule for the coast", {"territory"}),
        ("an amnesty for those who fled", {"justice"}),
        ("the return of all displaced families", {"people"}),
        ("a fair price for timber", set()),
        ("sanctions on the generals", set()),
        ("a ceasefire", set()),
    ],
)
def test_what_is_asked_for_beside_the_plan_is_at_stake(drafted_case, odds, text, found):
    facts = plan(said("front", "demands", text))
    new = at_stake(facts).keys() - at_stake(plan()).keys() - {"recognition"}
    assert new == found
    assert drafted_case(facts).notes == ()
    for subject in found:
        assert at_stake(facts)[subject][100].strip(".").lower() in text
    if found:
        before, after = odds(plan()), odds(facts)
        assert all(after[stage] < before[stage] + 0.02 for stage in before)
        row = f"front,{next(iter(found))},"
        assert any(line.startswith(row) and "It asks for it." in line
                   for line in draft(facts).positions_csv.splitlines())  # fmt: skip


def test_two_subjects_at_most_are_taken_from_what_is_asked_for():
    facts = plan(
        said("front", "demands", "autonomy, an amnesty and the release of prisoners"),
        said("front", "demands", "recognition of its courts"),
    )
    assert len(at_stake(facts)) == len(at_stake(plan())) + 2


@pytest.mark.parametrize(
    ("name", "of_territory"),
    [
        ("a referendum on the constitution", False),
        ("a plebiscite on the new basic law", False),
        ("a referendum on independence", True),
        ("a referendum on the status of the hill province", True),
    ],
)
def test_a_referendum_is_about_territory_where_the_text_says_so(name, of_territory):
    stages = [*PLAN["roadmap"]["stages"], {"id": "vote", "name": name, "step": "referendum"}]
    facts = plan(roadmap={**PLAN["roadmap"], "stages": stages})
    assert ("territory" in at_stake(facts)) == of_territory
