"""Constructions that published reports use, each in sentences made for the test."""

import pytest
from news import parts, rows_of


def said(text):
    """Return (kind, speakers, tier, words) of each statement that is proposed."""
    return [
        (r["item"]["kind"], [r["item"].get("by"), *r["item"].get("with", [])], r["tier"],
         r["item"]["text"])
        for r in rows_of(text) if r["kind"] == "statement"
    ]  # fmt: skip


def steps(text):
    """Return the steps of each plan that is proposed, with what their terms run from."""
    found = []
    for row in rows_of(text):
        if row["kind"] == "roadmap":
            flat = [m for s in row["item"]["stages"] for m in s.get("milestones", [s])]
            found.append([(s["name"], s.get("step"), s.get("term", {}).get("after")) for s in flat])
    return found


def test_cabinet_of_government_and_cabinet_to_come():
    text = (
        "The government of Norvia and the Free Front accepted the road map drafted by Oman. "
        "A joint cabinet is to be formed in the second phase. On Monday the cabinet approved it."
    )
    named = parts(text)
    assert not any("cabinet" in name.lower() for name in named)
    by = [by for kind, by, _, words in said(text) if kind == "accepts"]
    assert by == [["government-of-norvia", "free-front"], ["government-of-norvia"]]


def test_truce_before_the_plan():
    text = (
        "A truce between the army and the Free Front took hold in May. Under the road map, a "
        "transitional council would be formed first, followed by a new constitution and elections."
    )
    [plan] = steps(text)
    assert [kind for _, kind, _ in plan] == ["interim-government", "constitution", "elections"]
    text = (
        "The ceasefire, which began in May, would be followed by the release of prisoners, a "
        "transitional government and elections, according to the plan."
    )
    [plan] = steps(text)
    assert [kind for _, kind, _ in plan] == ["prisoner-release", "interim-government", "elections"]


@pytest.mark.parametrize("that", ["", "that "])
def test_agreed_they_would(that):
    text = f"The government and the Northern Army agreed {that}they would open the road to Sarn."
    [(kind, by, _, _)] = said(text)
    assert (kind, by) == ("commits", ["government", "northern-army"])


def test_neighbour_that_threatens():
    text = (
        "Belland, a neighbour, threatened to close the pipeline unless the government of Norvia "
        "accepted the plan drafted by Oman."
    )
    assert parts(text)["Belland"] == "pressure"


def test_term_of_that():
    text = (
        "Under the plan a truce would begin in May. A transitional government would take office "
        "after three months. Elections would be held within a year of that."
    )
    [plan] = steps(text)
    assert plan[-1][2] == plan[-2][0]


def test_against_an_army():
    text = "The Free Front stood against the army. The League stood against the plan."
    assert [(kind, by) for kind, by, _, _ in said(text)] == [("refuses", ["league"])]


def kinds(text):
    flags = [r["flags"] for r in rows_of(text) if r["kind"] == "statement"]
    return [
        (kind, by)
        for (kind, by, _, _), why in zip(said(text), flags, strict=True)
        if "reported" not in why
    ]


def sure(text):
    return [kind for kind, _, tier, _ in said(text) if tier != "C"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Who "they", "the leaders" and "the warring parties" are.
        (
            "The Orr Front and the Marvok Alliance met in Sarn. They called for a truce.",
            [("demands", ["orr-front", "marvok-alliance"])],
        ),
        (
            ("Under a pact between the Orr Front and the Velo League, the two sides pledged to "
            "free all prisoners."),
            [("commits", ["orr-front", "velo-league"])],
        ),
        (
            "Lakes Union leaders met in Sarn. The leaders rejected the plan.",
            [("refuses", ["lakes-union"])],
        ),
        (
            "The UN Secretary-General, Abel Roy, arrived. The secretary-general rejected the plan.",
            [("refuses", ["roy"])],
        ),
        ("The Orr Front held talks in Sarn, agreeing to free all prisoners.",
         [("commits", ["orr-front"])]),
        # What an unnamed spokesman tells of whom he speaks for.
        ("The Orr Front will not join the talks until its men are free, a spokesman said.",
         [("conditions", ["orr-front"])]),
        # Quotations that a verb opens, or whose words are a stance.
        ('Peru, Chile and Ghana "welcome the agreement in full," a statement said.',
         [("accepts", ["peru", "chile", "ghana"])]),
        ('"We invite the Orr Front to join the talks," Ana Orlo said.', [("demands", ["orlo"])]),
        ('"The Orr Front stands ready to talk to all sides," Ana Orlo of the Front said.',
         [("commits", ["orlo"])]),
        # Verbs with their objects.
        ("The Orr Front and the Velo League have reached an agreement on new rules.",
         [("accepts", ["orr-front", "velo-league"])]),
        ("The Orr Front agreed, among other things, to free all prisoners.",
         [("commits", ["orr-front"])]),
        ("The Orr Front labeled the proposal a trap.", [("refuses", ["orr-front"])]),
        ("The Orr Front reiterated its call upon the League to leave the town.",
         [("demands", ["orr-front"])]),
        ("Kigali rejected the plan.", [("refuses", ["rwanda"])]),
    ],
)  # fmt: skip
def test_who_takes_which_stance(text, expected):
    assert kinds(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The Orr Front walked out of the government in May.",
        "The Orr Front made sure the plan would not require it to leave.",
        "The Orr Front announced the readiness of both armies to withdraw.",
        "Belland criticised the envoy for being late.",
        "Ana Orlo said the Front was seeking to end the stalemate.",
    ],
)
def test_no_sure_stance(text):
    assert not set(sure(text)) & {"refuses", "proposes", "commits", "demands"}


def test_plain_talk_that_is_only_reported_and_of_nobody_is_not_proposed():
    assert not said("The talks began. A woman of the delegation said the day was long.")
    assert [k for k, *_ in said("The mission said that the Orr Front had accepted the plan.")] == [
        "accepts"
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            (
                "The First Phase:\nA complete ceasefire will be in effect.\nAll prisoners will be "
                "released.\n\nThe Second Phase:\nThe army will withdraw from the towns.\n\n"
                "The final phase:\nElections will be held within a year."
            ),
            ["ceasefire", "prisoner-release", "withdrawal", "elections"],
        ),
        (
            (
                "The plan urges both sides to admit observers, open the roads to aid, free all "
                "prisoners and keep the schools open."
            ),
            ["monitoring", "humanitarian-access", "prisoner-release", None],
        ),
        (
            (
                "The road map has two parts. These parts pertain to a ceasefire and the release of "
                "prisoners."
            ),
            ["ceasefire", "prisoner-release"],
        ),
        (
            (
                "The accord, which provides for a ceasefire and the release of captives, is little "
                "heeded."
            ),
            ["ceasefire", "prisoner-release"],
        ),
    ],
)
def test_shapes_of_plans(text, wanted):
    [plan] = steps(text)
    assert [kind for _, kind, _ in plan] == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Ana Orlo wants questions of the constitution settled before talks resume, she said.",
        "After a first round of talks in May both sides spoke of a ceasefire. It was a cold day.",
    ],
)
def test_two_things_in_a_row_are_no_plan(text):
    assert not steps(text)


@pytest.mark.parametrize(
    "text",
    [
        "MARVOK: The Orr Front rejected the plan of the envoys on Monday, after a week of talks.",
        "PORT CLARE—The Orr Front rejected the plan on Monday.",
        "(AP) — The Orr Front rejected the plan on Monday.",
        "The Orr Front rejected the plan on Monday.\n\nSources: BBC, The Sarn Herald, AFP",
    ],
)
def test_where_and_by_whom_it_is_reported_is_no_actor(text):
    assert list(parts(text)) == ["Orr Front"]


def test_rebels_without_a_name_are_the_one_armed_side_that_is_named():
    text = (
        "A rebel group said on Monday it would reject any deal. The government of Norvia and the "
        "Sarn Liberation Army have been at war since May."
    )
    [(kind, by, tier, _)] = said(text)
    assert (kind, by, tier) == ("refuses", ["sarn-liberation-army"], "C")
    assert not any("rebel" in name.lower() for name in parts(text))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Peru agrees that Ana Orlo has not kept her word.", "states"),
        ("Peru welcomed the accord, saying it should let the troops leave soon.", "accepts"),
        ("The Orr Front canceled the talks.", "refuses"),
        ("Abel Tamo Lisk led the delegation. Tamo warned that the war could spread.", "warns"),
    ],
)
def test_stances_that_reports_tell(text, kind):
    assert kinds(text)[0][0] == kind
    assert "demands" not in [k for k, _ in kinds(text)]


@pytest.mark.parametrize(
    "text",
    [
        'The talks ended. "We wait," she said.\n\n"I, therefore, will not support any text tha',
        "The first phase\n\nA truce will hold.\n\nThe second phase\n\nNeg",
        '"We are glad," Ana Orlo said, adding that ',
        "The Sarn Front, according to Ana Orlo",
        "The plan foresees a truce, a vote and let",
        'Ana Orlo tweeted.\n\n"I co"',
        "The envoy, the League said, had noted readiness to consider proposals that and",
    ],
)
def test_a_text_that_is_cut_is_read(text):
    rows_of(text)


@pytest.mark.parametrize(
    ("tail", "words"),
    [
        (", two rebel sources with knowledge of the talks told the agency on Thursday",
         "a temporary truce"),
        (", sources familiar with the negotiations told reporters", "a temporary truce"),
        (", according to a diplomat close to the talks", "a temporary truce"),
        (", and officials on the ground", "a temporary truce, and officials on the ground"),
    ],
)  # fmt: skip
def test_whoever_the_text_has_it_from_is_no_part_of_what_is_said(tail, words):
    text = f"The Harbour Front has called for a temporary truce{tail}."
    assert [(kind, by, said) for kind, by, _, said in said(text)] == [
        ("demands", ["harbour-front"], words)
    ]
