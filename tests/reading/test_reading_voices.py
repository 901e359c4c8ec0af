"""Who helps, and who takes which stance, in the many words that press offices and papers have."""

import pytest
from news import count, parts, rows_of, steps_of

SIDES = " The government and the Orr Front are at war. The Orr Front has refused to sign the truce."
NORTH = "The Orr Front holds the north. "


def said(text):
    rows = rows_of(NORTH + text)
    names = {r["item"]["id"]: r["item"]["name"] for r in rows if r["kind"] == "actor"}
    return [
        (r["item"]["kind"], names.get(r["item"].get("by")), r["item"]["text"])
        for r in rows
        if r["kind"] == "statement"
    ]


@pytest.mark.parametrize(
    ("text", "who", "part"),
    [
        (
            "Former president Ottoline Marsh, who shepherded the negotiations, left on Monday.",
            "Ottoline Marsh",
            "mediator",
        ),
        ("The Lakes Union steered the two sides towards an agreement.", "Lakes Union", "mediator"),
        (
            "Aurel Dancy, the Lakes Union's point man on the crisis, flew in on Monday.",
            "Aurel Dancy",
            "mediator",
        ),
        (
            "Aurel Dancy, special envoy of the Lakes Union, flew in on Monday.",
            "Aurel Dancy",
            "mediator",
        ),
        (
            "Aurel Dancy, special envoy of the Lakes Union, flew in on Monday.",
            "Lakes Union",
            "mediator",
        ),
        (
            "Elder Aurel Dancy spent three years carrying notes from one camp to the other.",
            "Aurel Dancy",
            "mediator",
        ),
        (
            "The man who had made it possible was Elder Aurel Dancy, who went back and forth.",
            "Aurel Dancy",
            "mediator",
        ),
        (
            "An envoy of the Lakes Union passed the proposal to both capitals.",
            "Lakes Union",
            "mediator",
        ),
        ("Ostmark has been acting as a bridge between the two.", "Ostmark", "mediator"),
        ("Ostmark is playing the role of honest broker.", "Ostmark", "mediator"),
        (
            "Ostmark's efforts to bring the two sides together have borne fruit.",
            "Ostmark",
            "mediator",
        ),
        (
            "The two sides, speaking through Ostmark, agreed to swap prisoners.",
            "Ostmark",
            "mediator",
        ),
        ("Ostmark nudged both sides back to the negotiating table.", "Ostmark", "mediator"),
        (
            "Officials from Ostmark, which has mediated the conflict, met the delegations.",
            "Ostmark",
            "mediator",
        ),
        ("The process is led by the Lakes Union.", "Lakes Union", "mediator"),
        ("The talks opened in Garo, the capital of Ostmark.", "Ostmark", "host"),
        ("The two sides met in the capital of Ostmark for talks.", "Ostmark", "host"),
        (
            "The parties thanked the people of Ostmark, on whose soil the negotiations take place.",
            "Ostmark",
            "host",
        ),
        ("Ostmark opened its doors to both delegations.", "Ostmark", "host"),
        ("Ostmark will play host to the next round.", "Ostmark", "host"),
        ("Ostmark has provided the venue for the negotiations.", "Ostmark", "host"),
        ("The signing took place on Ostmark's soil.", "Ostmark", "host"),
        ("Ostmark welcomed both delegations in its capital.", "Ostmark", "host"),
        ("A hotel in Ostmark has been the venue of the talks.", "Ostmark", "host"),
        ("Peace talks in Ostmark ended without a result.", "Ostmark", "host"),
        ("Ostmark will vouch for the deal with its signature.", "Ostmark", "guarantor"),
        ("Ostmark has put its name to the deal as guarantor.", "Ostmark", "guarantor"),
        ("Ostmark gave security guarantees to both sides.", "Ostmark", "guarantor"),
        ("The guarantor states, Ostmark and Lume, met on Monday.", "Ostmark", "guarantor"),
        ("Ostmark promised to hold both sides to their word.", "Ostmark", "guarantor"),
        (
            "The Lakes Union, whose consul witnessed the handshake, spoke of a good beginning.",
            "Lakes Union",
            "observer",
        ),
        (
            "They thanked the Lakes Union for its proposal to deploy a verification team.",
            "Lakes Union",
            "observer",
        ),
        ("The Lakes Union will keep watch over the truce.", "Lakes Union", "observer"),
        (
            "Ambassadors of the Lakes Union looked on as the two men signed.",
            "Lakes Union",
            "observer",
        ),
        ("A delegation of the Lakes Union was on hand.", "Lakes Union", "observer"),
        (
            "Ostmark threatened to halt deliveries should the army break its promises.",
            "Ostmark",
            "pressure",
        ),
        (
            "Ostmark sealed its border in March and demanded that the Front hand over two men.",
            "Ostmark",
            "pressure",
        ),
        (
            "Ostmark said sanctions on those who break the truce remained an option.",
            "Ostmark",
            "pressure",
        ),
        (
            "Ostmark has cut off fuel supplies to force the government to talk.",
            "Ostmark",
            "pressure",
        ),
        ("Under pressure from Ostmark, the government agreed to talks.", "Ostmark", "pressure"),
        ("Ostmark closed its airspace to the government's planes.", "Ostmark", "pressure"),
        ("Ostmark withheld a loan of 200 million.", "Ostmark", "pressure"),
        ("Ostmark placed five commanders on a sanctions list.", "Ostmark", "pressure"),
        (
            "Ostmark warned of consequences for those who undermine the truce.",
            "Ostmark",
            "pressure",
        ),
        ("Ostmark made further aid dependent on progress.", "Ostmark", "pressure"),
    ],
)
def test_who_helps_in_words_of_one_class(text, who, part):
    found = parts(text + SIDES)
    assert (found.get(who) or found.get(f"Government of {who}")) == part


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The Orr Front, she admitted, was unwilling to pay for it.", "refuses"),
        ("The proposal drew a sharp rebuke from the Orr Front.", "refuses"),
        ("The Orr Front announced its withdrawal from the talks.", "refuses"),
        ("The Orr Front, however, would have none of it.", "refuses"),
        ("The Orr Front said it agreed with the plan.", "accepts"),
        ("The Orr Front gave its green light on Monday.", "accepts"),
        ("The Orr Front's main demand is a vote.", "demands"),
        ("The Orr Front asked the mediators for more time.", "demands"),
        ("The Orr Front said any attack would be answered.", "warns"),
        ("The idea of a joint patrol came from the Orr Front.", "proposes"),
        ("The Orr Front took a favourable view of the plan.", "accepts"),
        ("The Orr Front described the plan as a good basis for talks.", "accepts"),
        ("The plan won the backing of the Orr Front.", "accepts"),
        ("The plan has the support of the Orr Front.", "accepts"),
        ("The Orr Front spoke out in favour of the plan.", "accepts"),
        ("The Orr Front confirmed its adherence to the roadmap.", "accepts"),
        ("The Orr Front commended the decision to lift the siege.", "accepts"),
        ("The Orr Front affixed its signature to the text.", "accepts"),
        ("The Orr Front granted the request.", "accepts"),
        ("The request was granted by the Orr Front.", "accepts"),
        ("The Orr Front is satisfied with the text.", "accepts"),
        ("The Orr Front applauded the plan.", "accepts"),
        ("The Orr Front praised the deal as a step forward.", "accepts"),
        ("The text found favour with the Orr Front.", "accepts"),
        ("The Orr Front said it had no problem with the plan.", "accepts"),
        ("The Orr Front took exception to the remarks.", "refuses"),
        ("The Orr Front expressed reservations about the plan.", "refuses"),
        ("The Orr Front has serious misgivings about the text.", "refuses"),
        ("The Orr Front turned its back on the talks.", "refuses"),
        ("The Orr Front slammed the door on talks.", "refuses"),
        ("The Orr Front stormed out of the talks.", "refuses"),
        ("The Orr Front froze its membership of the council.", "refuses"),
        ("The Orr Front accused the mediators of bias and pulled its team out.", "refuses"),
        ("The offer fell on deaf ears in the Orr Front.", "refuses"),
        ("The Orr Front would not hear of a vote.", "refuses"),
        ("The Orr Front cried foul over the plan.", "refuses"),
        ("The Orr Front does not feel bound by the outcome.", "refuses"),
        ("The Orr Front held out against the text.", "refuses"),
        ("The Orr Front set a deadline of Friday for the army to leave.", "demands"),
        ("The Orr Front gave the army 48 hours to leave.", "demands"),
        ("The Orr Front pressed the mediators for a date.", "demands"),
        ("The Orr Front wished to see the text changed.", "demands"),
        ("The Orr Front reminded both parties of their duty to stop the shelling.", "demands"),
        ("The Orr Front came up with a plan for a truce.", "proposes"),
        ("The Orr Front put on the table a new timetable.", "proposes"),
        ("The Orr Front's proposal to deploy a team was noted.", "proposes"),
        ("The Orr Front announced that it would bear the costs.", "commits"),
        ("The Orr Front gave its word to keep the road open.", "commits"),
        ("The Orr Front gave an assurance that the road would stay open.", "commits"),
        ("The Orr Front hinted that it may freeze the talks.", "warns"),
        ("The Orr Front vowed revenge.", "warns"),
    ],
)
def test_a_stance_by_verbs_nouns_and_turns_of_phrase(text, kind):
    kinds = {k for k, by, _ in said(text) if by == "Orr Front"}
    assert kind in kinds
    assert kinds <= {kind, "states"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Orr Front has yet to sign the plan.", "has yet to sign the plan"),
        ("The Orr Front has not yet endorsed the text.", "has not yet endorsed the text"),
        ("The Orr Front has so far not accepted the truce.", "accepted the truce"),
    ],
)
def test_what_is_only_not_done_so_far_is_told_and_refuses_nothing(text, words):
    (row,) = said(text)
    assert row[:2] == ("states", "Orr Front")
    assert words in row[2]


def test_what_a_relative_clause_tells_of_a_part_is_no_stance():
    assert [k for k, *_ in said("The Orr Front, which was not invited, sent no team.")] != [
        "refuses",
        "refuses",
    ]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (
            "MARVOK, 3 May (Wire) - The Orr Front met. An envoy flew between Marvok and Sel.",
            "Marvok",
        ),
        ("The Orr Front left the capital, Garo. Envoys flew between Garo and Sel.", "Garo"),
    ],
)
def test_towns_are_no_sides(text, who):
    assert who not in parts(text)


def test_a_name_whose_minister_is_told_is_a_land():
    text = "The plan was put forward by Costa Verra, whose foreign minister, Ana Orlo, was in Garo."
    kinds = {r["item"]["name"]: r["item"]["kind"] for r in rows_of(text) if r["kind"] == "actor"}
    assert kinds["Costa Verra"] == "state"


PLANS = [
    (
        (
            "It has three parts. The first concerns security: a halt to shelling. "
            "The second concerns institutions: an interim council. Only the third, to be "
            "opened a year later, deals with status: a referendum on the province."
        ),
        ["a halt to shelling", "an interim council", "a referendum on the province"],
    ),
    (
        (
            "The first is a ceasefire in the east. The second covers the withdrawal of heavy "
            "weapons. "
            "The third provides for local elections."
        ),
        ["a ceasefire in the east", "the withdrawal of heavy weapons", "local elections"],
    ),
    (
        (
            "The plan starts with a truce and ends with elections. In between, both sides would "
            "exchange prisoners and form a joint cabinet."
        ),
        ["a truce", "both sides would exchange prisoners", "form a joint cabinet", "elections"],
    ),
    (
        (
            "The deal sets out a sequence, starting with a ceasefire, continuing with a prisoner "
            "exchange and ending with elections."
        ),
        ["a ceasefire", "a prisoner exchange", "elections"],
    ),
    (
        (
            "They have initialled a text. What does it say? The guns fall silent on the day of "
            "signature. Thirty days later the rebels hand over their tanks. After that, a "
            "power-sharing cabinet takes office. The last step is an election."
        ),
        ["The guns fall silent", "Thirty days later", "a power-sharing cabinet", "an election"],
    ),
    (
        (
            "The agreement calls for a ceasefire within 48 hours. Sixty days after that, the "
            "militias are to be disarmed. The final phase is a referendum."
        ),
        ["a ceasefire", "the militias are to be disarmed", "a referendum"],
    ),
    (
        (
            "The envoy recalled the timetable: exchange of maps by 15 March, followed by joint "
            "mine clearance, then the return of the first families in May."
        ),
        ["exchange of maps", "joint mine clearance", "the return of the first families"],
    ),
    (
        (
            "In a first stage, the army leaves the towns. In a second, the militias hand in their "
            "guns. Finally, a transitional cabinet is formed."
        ),
        ["the army leaves the towns", "the militias hand in", "a transitional cabinet"],
    ),
]


@pytest.mark.parametrize(("told", "wanted"), PLANS, ids=range(len(PLANS)))
def test_plans_that_are_announced_and_laid_out(told, wanted):
    text = f"The government and the Orr Front have a plan. {told}"
    (plan,) = [r for r in rows_of(text) if r["kind"] == "roadmap"]
    ordered, steps = steps_of(plan)
    assert ordered
    assert len(steps) == len(wanted)
    assert all(want in text[a:b] for want, (a, b) in zip(wanted, plan["spans"], strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "The deal was simple. The army left the towns. A month later it was back. Then it fell.",
        "What does he say? The Orr Front has not signed. A week later it may. Nobody then knows.",
    ],
)
def test_a_tale_of_what_was_is_no_plan(text):
    assert not [r for r in rows_of(text) if r["kind"] == "roadmap"]


def test_a_preamble_stands_between_who_declares_and_what():
    text = (
        "The Coast Authority and the Movement of the Isles, meeting in Garo,\n\nDetermined to "
        "spare their peoples,\n\n1. Renounce the use of force against each other;\n\n"
        "2. Decide to restore the ferry by 1 September;\n\n3. Express their thanks to Norvia."
    )
    kinds = [r["item"] for r in rows_of(text) if r["kind"] == "statement"]
    assert [i["kind"] for i in kinds[:2]] == ["commits", "commits"]
    assert all(i.get("with") for i in kinds[:2])
    (plan,) = [r for r in rows_of(text) if r["kind"] == "roadmap"]
    assert len(steps_of(plan)[1]) == 2


def test_lines_that_say_where_a_party_stands_are_no_plan():
    text = (
        "The Orr Front met in Garo.\n\n1. It approves the truce set out in chapter one.\n\n2. It "
        "cannot accept chapter three, on elections.\n\n3. It insists on the release of prisoners."
    )
    assert not [r for r in rows_of(text) if r["kind"] == "roadmap"]


def test_we_are_the_body_that_a_text_begins_with():
    text = (
        "The Standing Council of the Teachers' Front has studied the offer. Our answer is short. "
        "We welcome the release of the students. We reject the new assembly. We shall wait."
    )
    found = rows_of(text)
    front = next(r["item"]["id"] for r in found if "Teachers" in r["item"].get("name", ""))
    kinds = {r["item"]["kind"] for r in found if r["item"].get("by") == front}
    assert {"accepts", "refuses"} <= kinds


@pytest.mark.parametrize(
    ("folder", "floors"),
    [
        ("voices-dev", (0.83, 0.9, 0.8, 0.7, 0.65, 0.88, 3)),
        ("voices-held", (0.92, 0.6, 0.62, 0.6, 0.6, 0.85, 5)),
        ("voices2-dev", (0.87, 0.99, 0.65, 0.66, 0.57, 0.8, 2)),
        ("voices2-held", (0.76, 0.7, 0.28, 0.55, 0.5, 0.48, 1)),
        ("hands-dev", (0.84, 0.66, 0.6, 0.53, 0.64, 0.73, 19)),
        ("hands-held", (0.84, 0.82, 0.41, 0.46, 0.61, 0.71, 2)),
    ],
)
def test_texts_of_many_voices_are_read_as_well_as_reported(folder, floors):
    c = count(folder)
    shares = (
        c["actors found"] / c["actors wanted"],
        c["party right"] / c["party wanted"],
        c["third right"] / c["third wanted"],
        c["statements right"] / c["statements wanted"],
        c["statements right"] / c["statements proposed"],
        c["statements sure right"] / c["statements sure"],
        c["plans right"],
    )
    assert all(share >= floor for share, floor in zip(shares, floors, strict=True)), shares


@pytest.mark.parametrize(
    "text",
    [
        "The Orr Front contested the election and won six seats.",
        "The Orr Front violated the truce on Monday.",
        "The Orr Front abandoned its demand for a seat.",
        "The Orr Front renounced the accord.",
        "The Orr Front is party to the conflict.",
        "The Velo Party sided with the army in the coup.",
        "The Orr Front pitched its tents near Marvok.",
        "The Second Brigade left the zone.",
        "The Velo Party bowed out of the race.",
        "The Velo Party rallied to the flag.",
        "The Orr Front turned its back on the city.",
        "The Orr Front laid claim to the valley.",
    ],
)
def test_verbs_that_mean_one_thing_and_its_opposite_take_no_sure_stance(text):
    sure = {"accepts", "refuses", "commits", "proposes"}
    assert not [s for s in rows_of(text) if s["kind"] == "statement" and s["tier"] != "C"
                and s["item"]["kind"] in sure]  # fmt: skip


def test_what_fighting_goes_along_is_a_place():
    found = parts(
        "The government and the Orr Front halted fighting along the Velm on Monday." + SIDES
    )
    assert not [name for name in found if "Velm" in name]
