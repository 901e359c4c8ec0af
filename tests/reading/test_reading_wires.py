"""Turns of phrase of news agencies, each of which was once misread."""

import datetime as dt

import pytest
from news import rows_of

from tracktwo.reading.pipeline import read
from tracktwo.reading.proposals.propose import Builder
from tracktwo.reading.text.article import Article, tidy

DAY = dt.date(2031, 7, 21)


def rows(text):
    """Return what is proposed of a text that was published on a day."""
    article = Article("x", tidy(text), published=DAY)
    return [p.as_json() for p in Builder(read(article)).build()]


def actors(text):
    """Return the kind of each actor, by all of its names."""
    return {
        tuple(sorted({r["item"]["name"], *r["item"].get("aliases", [])})): r["item"]["kind"]
        for r in rows_of(text)
        if r["kind"] == "actor"
    }


def names(text):
    """Return all names of all actors."""
    return {name for its in actors(text) for name in its}


def said(text):
    """Return (kind, speakers, words) of each statement."""
    return [
        (r["item"]["kind"], [r["item"].get("by"), *r["item"].get("with", [])], r["item"]["text"])
        for r in rows_of(text)
        if r["kind"] == "statement"
    ]


def plan(text):
    """Return (ordered, steps with their last day) of the one plan of a text."""
    (found,) = [r["item"] for r in rows(text) if r["kind"] == "roadmap"]
    flat = len(found["stages"]) == 1 and found["stages"][0].get("milestones")
    steps = flat or found["stages"]
    return not flat, [(s["name"], s.get("term", {}).get("by")) for s in steps]


def test_a_land_and_its_government_are_one_actor():
    text = (
        "The Indonesian government and the Orr Front signed an accord. "
        "Indonesia in turn promised an amnesty."
    )
    assert ("Indonesia", "Indonesian government") in actors(text)
    assert [by for kind, by, _ in said(text) if kind == "commits"] == [["indonesian-government"]]


def test_the_government_alone_is_the_one_land_that_is_a_side():
    text = (
        "A truce between Kenya and the Orr Front, brokered by Qatar, took effect on Monday. "
        "The government rejected the Front's demand for the release of its men."
    )
    assert [its for its in actors(text) if "government" in its] in ([("Kenya", "government")], [])
    assert ("refuses", "kenya") in {(kind, by[0]) for kind, by, _ in said(text)}


def test_rival_governments_stay_apart():
    text = (
        "The Libyan government rejected the text. A rival Libyan government in Tobrel, "
        "the Government of Stability, accepted it. Libya has no budget."
    )
    assert not any({"Libya", "Libyan government"} <= set(its) for its in actors(text))


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Dan Orr of the Free Karst Movement (GAM) signed the deal.", "Free Karst Movement", None),
        ("Barun Revolu National (BRN) rejected the draft.", "Barun Revolu National",
         "organisation"),
        ("Henry and his ministers rejected the draft.", "Henry", "person"),
        ("The AFC/M23 rebels accepted the truce. The M23 then left Goral.", "AFC/M23", None),
    ],
)  # fmt: skip
def test_names_with_initials(text, name, kind):
    (its,) = [k for k in actors(text) if name in k]
    assert kind is None or actors(text)[its] == kind
    assert ("M23" in its) == (name == "AFC/M23")


@pytest.mark.parametrize(
    "text",
    [
        "The two sides approved the Joint Plan toward Peace (JPP). Norvia read the JPP.",
        "They signed a Memorandum of Understanding (MOU). Norvia welcomed the MOU.",
        "Arms will be handed over by Dec. 31, Norvia said.",
        "Monitors will come from the Lakes Union and Asia, Norvia said.",
        "Government Stance: Norvia rejected the text.",
        "Muslim Karst rebels rejected the text, Norvia said.",
    ],
)
def test_texts_months_continents_and_labels_are_no_actors(text):
    wrong = {"Peace", "JPP", "MOU", "Dec", "Asia", "Government Stance", "Muslim Karst"}
    assert not wrong & names(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Orr Front dropped its long-held demands for independence.",
         ("commits", ["orr-front"], "dropped its long-held demands for independence")),
        ("The Orr Front, backed by Belland, signed a truce.",
         ("accepts", ["orr-front"], "a truce")),
        ("Ana Orlo said on Norvia's national television that the truce would hold.",
         ("states", ["orlo"], "the truce would hold")),
        ("Dan Orr said on X (formerly Plap) that the truce would hold.",
         ("states", ["orr"], "the truce would hold")),
        ("The Orr Front accepted the truce, it was reported in Port Clare.",
         ("accepts", ["orr-front"], "the truce")),
    ],
)  # fmt: skip
def test_statements(text, expected):
    assert said(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "The accord will be signed by the Orr Front and the Karst League.",
        "Dan Orr and his ministers will need to sign off on the deal.",
    ],
)
def test_what_is_yet_to_be_signed_is_not_accepted(text):
    assert not any(kind == "accepts" for kind, _, _ in said(text))


def test_it_is_the_text_that_the_sentence_before_was_about():
    text = (
        "After three months of talks under Norvia's mediation, the declaration commits both "
        "sides to keep a truce. It also requires them to avoid all provocation."
    )
    assert not any(kind == "demands" for kind, _, _ in said(text))


TIMELINE = (
    "The declaration sets a clear timeline: both sides must carry out the ceasefire by July 29, "
    "open direct negotiations by Aug. 8, and hold elections by Sept. 18."
)
LINES = (
    "The declaration commits both sides to:\n\nA bilateral ceasefire, with monitors.\n\n"
    "The release of prisoners.\n\nDan Orr said that he was content."
)
PRIORITIES = (
    "The transition will have three priorities: security, constitutional reforms, and elections."
)
ASIDE = (
    "The deal, signed in Garo by Justice Minister Ana Orlo and Dan Orr of the Free Karst "
    "Movement, provides for an amnesty and elections."
)


@pytest.mark.parametrize(
    ("text", "ordered", "steps"),
    [
        (TIMELINE, True,
         [("both sides must carry out the ceasefire", "2031-07-29"),
          ("open direct negotiations", "2031-08-08"), ("hold elections", "2031-09-18")]),
        (LINES, False,
         [("A bilateral ceasefire, with monitors", None), ("The release of prisoners", None)]),
        (PRIORITIES, False,
         [("security", None), ("constitutional reforms", None), ("elections", None)]),
        (ASIDE, False,
         [("an amnesty", None), ("elections", None)]),
    ],
)  # fmt: skip
def test_plans(text, ordered, steps):
    assert plan(text) == (ordered, steps)


@pytest.mark.parametrize(
    "text",
    [
        (
            "The deal marks the first direct talks since 2021. Rebels allege that the army went on "
            "with raids, bombing an aid plane."
        ),
        "The accord, as well as an outline of elections, were sent to the Union late on Sunday.",
        (
            "After a first round of peace talks in August, both agreed to turn their truce into a "
            "ceasefire in 60 days."
        ),
    ],
)
def test_no_plans(text):
    assert [r for r in rows(text) if r["kind"] == "roadmap" and r["tier"] == "B"] == []


def test_talks_that_are_over_are_no_step():
    text = "After three months of talks, the declaration commits both sides to a truce."
    steps = [s for r in rows(text) if r["kind"] == "roadmap" for s in r["item"]["stages"]]
    assert not any("talks" in step["name"] for step in steps)


def test_an_office_in_capitals_is_who_was_named_as_that():
    text = (
        "Foreign Secretary Jeremy Hunt travelled to Sweden. He met the envoy. "
        'After his visit the Foreign Secretary said: "The agreement is an important step."'
    )
    assert said(text) == [("states", ["hunt"], "The agreement is an important step")]
    assert "Foreign Secretary" not in names(text)


def test_all_plain_names_of_one_government_are_one():
    text = (
        "The Government of Yemen and the Orr Front signed a truce. The Yemeni Government then "
        "freed prisoners, and the Yemeni authorities welcomed monitors."
    )
    together = {"Government of Yemen", "Yemeni Government", "Yemeni authorities"}
    assert any(together <= set(its) for its in actors(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On Tuesday, 11 of the 14 groups demanded that Dan Orr resign, calling for talks.", []),
        (("He added that the President, Omer Bash, made great efforts, given that the main demands "
         "of the armed groups were amnesty."), []),
        (("In a step toward peace, an agreement was drafted on the coast, reaffirming Norvia's "
         "unity and rejecting division."), []),
        ("Both agreed to hold elections, Ana Orlo said in a press conference on the radio.",
         [("states", ["orlo"], "Both agreed to hold elections")]),
        ("Ana Orlo announced on Thursday that a ceasefire has been agreed in the port.",
         [("states", ["orlo"], "a ceasefire has been agreed in the port")]),
        ("The Orr Front agreed at talks in Sweden to a series of measures.",
         [("accepts", ["orr-front"], "a series of measures")]),
        ("According to the UN programme, the forum should be over by May.", []),
    ],
)  # fmt: skip
def test_who_says_what(text, expected):
    assert said(text) == expected


def test_a_support_mission_supports_nothing():
    text = "The forum, under the auspices of the United Nations support mission, has 75 delegates."
    assert not any(kind == "accepts" for kind, _, _ in said(text))


def test_neighbours_of_border_crossings_are_no_two_sides():
    text = (
        "The deal would bring all border crossings with Iraq and Kuwait under the government. "
        "A statement that both parties signed emphasised the unity of the land."
    )
    assert not any({"iraq", "kuwait"} & set(by) for _, by, _ in said(text))


def test_points_that_are_counted_in_a_quotation():
    text = (
        'Ana Orlo read out the principles. "The first [principle] - a truce," she said. '
        '"The second: free access for humanitarian aid. The third: elections in the north."'
    ).replace(" - ", " \u2013 ")
    ordered, steps = plan(text)
    assert ordered
    assert [name for name, _ in steps] == [
        "a truce",
        "free access for humanitarian aid",
        "elections in the north",
    ]


@pytest.mark.parametrize(
    ("head", "ordered"),
    [("Details of the agreement", False), ("The phases of the agreement", True)],
)
def test_numbered_points_of_an_agreement_have_no_order(head, ordered):
    text = (
        "Norvia and the Orr Front signed it on Monday.\n\n"
        f"{head}\n\n1. A ceasefire across the land\n2. The release of all prisoners\n3. Elections"
    )
    assert plan(text)[0] is ordered


def test_principles_that_are_counted_have_no_order():
    text = (
        "Ana Orlo read out three principles of the plan. "
        "The first: a truce. The second: humanitarian aid. The third: elections."
    )
    assert plan(text) == (
        False,
        [("a truce", None), ("humanitarian aid", None), ("elections", None)],
    )


def test_who_is_behind_rebels_is_not_behind_their_foe():
    text = "Norvia and the Orr rebels, backed by Belland, signed a truce."
    links = [r["item"] for r in rows_of(text) if r["kind"] == "relation"]
    assert [(x["kind"], x["from"]) for x in links] == [("supports", "belland")]
    assert links[0]["to"] != "norvia"


def test_what_others_have_agreed_is_not_agreed_by_who_says_so():
    text = (
        "The government of Norvia and armed groups that had joined it in a deal have reached an "
        "agreement to form a cabinet, the Lakes Union said."
    )
    assert not any(kind == "accepts" and by == ["lakes-union"] for kind, by, _ in said(text))


@pytest.mark.parametrize("noun", ["government", "army", "president", "parliament", "delegation"])
def test_what_two_lands_have_alike_are_two_actors(noun):
    text = f"The Sudanese {noun} rejected the text. The Kenyan {noun} welcomed it."
    assert [(kind, by) for kind, by, _ in said(text)] == [
        ("refuses", [f"sudanese-{noun}"]),
        ("accepts", [f"kenyan-{noun}"]),
    ]


def test_representatives_of_a_government_speak_for_it():
    text = (
        "Thai government representatives agreed to free prisoners. The talks were facilitated by "
        "Dan Orr, a representative of the Malaysian government."
    )
    assert [(kind, by) for kind, by, _ in said(text)] == [("commits", ["thai-government"])]
    assert not any({"Thai government", "Malaysian government"} <= set(its) for its in actors(text))


def test_who_insists_that_something_be_done_asks_for_it():
    text = "The Orr Front has insisted all its prisoners be freed before further talks."
    assert [kind for kind, _, _ in said(text)] == ["demands"]


def test_who_leads_negotiators_does_not_chair_the_talks():
    text = "Norvia met the Orr Front for talks with negotiators led by Dan Abdul in Garo on Monday."
    meetings = [r["item"] for r in rows(text) if r["kind"] == "meeting"]
    assert not any(m.get("chair") for m in meetings)


def test_an_interim_government_that_acts_is_who_and_not_what():
    text = (
        "The Norvian interim government and the Kurdish-led Orr Front, which hold the north, "
        "announced on Monday an agreement to merge all institutions."
    )
    assert [(kind, by) for kind, by, _ in said(text)] == [
        ("accepts", ["norvian-interim-government", "orr-front"])
    ]
    assert not any(r["kind"] == "roadmap" for r in rows(text))


@pytest.mark.parametrize(
    "text",
    [
        "The Union's High Representative for Foreign Policy said talks would go on.",
        "The plan is to end the war between the two Balkan foes, Norvia said.",
        "We, the Prime Minister of the Republic of Armenia N.V. Orlo, declare a truce.",
    ],
)
def test_charges_regions_and_lands_before_initials_are_no_actors(text):
    wrong = {"Policy", "Balkan", "Republic of Armenia N.V. Orlo"}
    assert not wrong & names(text)


def test_articles_that_lay_down_what_shall_be_have_no_order():
    text = (
        "We, the leaders of Norvia and of the Orr Front, have stated the following:\n\n"
        "1. A ceasefire shall begin.\n2. All prisoners shall be freed.\n3. Elections shall be held."
    )
    assert plan(text)[0] is False


def test_said_after_a_meeting_is_what_stands_before():
    text = "Both agreed on elections, Union envoy Ana Orlo said on Saturday after chairing talks."
    assert "after chairing talks" not in [words for _, _, words in said(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The Norvia-mediated Oslo talks between Karia and the Orr Front resumed on Sunday.",
        "The Norvia-mediated talks between Karia and the Orr Front resumed on Sunday.",
    ],
)
def test_who_mediated_talks_that_have_a_name_is_their_mediator(text):
    text += " Norvia is a state."
    found = next(r["item"] for r in rows(text) if r["item"].get("name") == "Norvia")
    assert found["part"] == "mediator"


@pytest.mark.parametrize("words", ["stay out of", "stay away from"])
def test_who_would_stay_out_of_talks_refuses_them(words):
    text = f"The Orr Front said on Monday it would {words} talks with Norvia."
    assert [(kind, by) for kind, by, _ in said(text)] == [("refuses", ["orr-front"])]


def test_a_phase_that_a_sentence_ends_with_is_a_stage_with_what_is_in_it_and_how_long_it_lasts():
    (found,) = [
        r["item"]
        for r in rows(
            "Under the plan, the two sides will stop fighting and free detainees in a first phase "
            "lasting 60 days. In the second phase, which would last six months, an interim "
            "government would be formed and elections prepared."
        )
        if r["kind"] == "roadmap"
    ]
    assert [
        (
            s["name"],
            s["lasts"]["value"],
            s["lasts"]["unit"],
            [m["step"] for m in s["milestones"]],
        )
        for s in found["stages"]
    ] == [
        ("First phase", 60, "days", ["ceasefire", "prisoner-release"]),
        ("Second phase", 6, "months", ["interim-government", "elections"]),
    ]


def test_a_phase_of_one_step_lasts_as_long_as_is_said():
    (found,) = [
        r["item"]
        for r in rows(
            "In the first phase, lasting 30 days, shelling would stop. "
            "In the second phase, elections would be held."
        )
        if r["kind"] == "roadmap"
    ]
    assert [s.get("lasts", {}).get("value") for s in found["stages"]] == [30, None]


@pytest.mark.parametrize(
    ("done", "by"), [("brokered", None), ("drafted", ["oman"]), ("presented", ["oman"])]
)
def test_who_brokered_a_deal_did_not_propose_its_plan(done, by):
    text = (
        f"The Orr Front accepted a roadmap {done} by Oman that begins with a ceasefire, to be "
        "followed by talks on a unity government and then elections."
    )
    (found,) = [r["item"] for r in rows(text) if r["kind"] == "roadmap"]
    assert found.get("proposed_by") == by
    (oman,) = [r["item"] for r in rows(text) if r["item"].get("name") == "Oman"]
    assert oman["part"] == "mediator"


def test_what_is_denied_is_told_with_its_denial():
    text = "Ruritania denied that it arms the Orr Front. Ana Orlo, its envoy, said so on Monday."
    (words,) = [w for kind, _, w in said(text) if "Orr Front" in w]
    assert words == "denied that it arms the Orr Front"


def test_who_will_stay_out_refuses():
    assert ("refuses", ["mark-army"], "the talks") in said(
        "The Mark Army will stay out of the talks. The Orr Front signed the accord."
    )


def test_a_neighbour_that_signs_and_is_asked_to_withdraw_is_a_side():
    text = (
        "Rwanda, which signed an agreement with Congo in June, rejected the report. The Congolese "
        "government demanded that Rwanda withdraw its troops and disarm the Orr Front."
    )
    parts = {r["item"]["name"]: r["item"].get("part") for r in rows(text) if r["kind"] == "actor"}
    assert parts["Rwanda"] == parts["Congolese government"] == "party"
    assert "Congo" not in parts


@pytest.mark.parametrize(
    "words",
    [
        "We accept the first stage, but we will not disarm before elections",
        "We accept the first stage. We will not disarm before elections",
        "We accept the first stage but no one will disarm until there is a new constitution",
    ],
)
def test_two_stances_of_one_quotation(words):
    found = said(f'"{words}," said Tomas Edo, the leader of the Orr Front.')
    assert [kind for kind, _, _ in found] == ["accepts", "conditions"]


def test_one_stance_that_goes_on_is_one():
    found = said(
        '"We reject the truce, but we will not attend the talks," said Tomas Edo, a leader.'
    )
    assert [kind for kind, _, _ in found] == ["refuses"]


def parts_of(text):
    """Return the part of each actor, by its name."""
    return {r["item"]["name"]: r["item"].get("part") for r in rows(text) if r["kind"] == "actor"}


def test_an_official_without_a_name_is_not_who_was_named_before():
    text = (
        "The deal was signed in the presence of Norvian leader Ilo Tan, the official, who asked "
        'not to be named, said. "Both sides have signed it at last," the Norvian official said.'
    )
    assert all("tan" not in (by[0] or "") for _, by, _ in said(text))


def test_according_to_officials_is_not_according_to_who_is_named_next():
    text = (
        "The leader of the other rebel movement, Dan Sabo, will sign. According to Norvian "
        "officials, Dan Sabo will be released from jail."
    )
    assert said(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "LUSAKA Zambia's government and the Orr Front agreed to a truce on Friday.",
        "Lusaka : Zambia's government and the Orr Front agreed to a truce on Friday, it was said.",
    ],
)
def test_a_capital_before_a_report_is_no_part_of_a_name(text):
    assert {"Zambia's government", "Orr Front"} <= names(text)
    assert not any("usaka" in name.lower() for name in names(text))
    assert ("accepts", "a truce on Friday") in [(k, w.split(",")[0]) for k, _, w in said(text)]


def test_a_body_in_capitals_is_no_dateline():
    assert "ECOWAS" in names("ECOWAS Commissioner Ana Orlo rejected the plan. ECOWAS will not act.")


def test_who_is_told_by_messenger_is_not_mediated_with():
    text = 'Ana Orlo of the Orr Front rejected the plan. "Never," she said, speaking via WhatsApp.'
    assert "WhatsApp" not in names(text)


def test_a_well_known_name_is_that_of_the_body_of_one_land():
    text = "The Pakistani Taliban rejected the truce. Parties endorsed talks with the Taliban."
    assert "Pakistani Taliban" in names(text)
    assert len([its for its in actors(text) if "Taliban" in " ".join(its)]) == 1


def test_reporters_make_no_statements_of_their_own():
    text = "The Orr Front signed the accord. The truce will not hold, the BBC's Rana Jeddo says."
    assert not any("jeddo" in (by[0] or "") for _, by, _ in said(text))


def test_names_joined_by_and_are_no_list_of_demands():
    text = (
        "The League has been seeking an end to the putsch in Norvia, the seventh in West and "
        "Central Africa in three years."
    )
    assert [kind for kind, _, _ in said(text)] == ["demands"]


def test_who_acts_in_a_clause_of_time_is_its_subject():
    text = (
        "The League doubled down on its threat. It did so on Friday, one day before the Orr Front "
        "eventually agreed to meet the envoys."
    )
    assert [by for kind, by, _ in said(text) if kind == "commits"] == [["orr-front"]]


def test_a_government_that_is_yet_to_be_formed_proposes_nothing():
    text = (
        "The agreement sets out how the two would share power once they formed an interim "
        "government. It proposes that Ana Orlo would remain president of Norvia."
    )
    assert "Interim government" not in names(text)


def test_who_leads_a_body_chairs_no_meeting():
    text = (
        "The rebel groups who came to the talks included the Union of Forces (UF) led by Dan Nouri."
    )
    assert not any(r["kind"] == "meeting" and "chair" in r["item"] for r in rows(text))


def test_the_land_of_a_president_who_signs_does_not_mediate():
    text = "President Ana Orlo of Peru and the rebel Dan Teff signed a truce, mediators said."
    assert parts_of(text).get("Peru") != "mediator"


def test_where_the_war_is_hosts_no_talks():
    war = "Peace talks aimed at ending months of fighting in Peru are under threat."
    front = " The Orr Front refused to take part."
    assert parts_of(war + front).get("Peru") != "host"
    assert parts_of("Talks went on in Peru." + front).get("Peru") == "host"


def test_what_is_called_for_at_the_head_of_a_quotation_is_a_demand():
    found = said(
        '"Release Bazo without preconditions," said Ana Orlo, the leader of the Orr Front.'
    )
    assert [(kind, words) for kind, _, words in found] == [
        ("demands", "Release Bazo without preconditions")
    ]


def test_provisions_end_before_who_tells_of_them_and_for_begins_another():
    text = (
        "Norvia and the Orr Front signed an accord on Monday that included an immediate ceasefire, "
        "an official said. The accord calls for the release of prisoners and for the Orr Front and "
        "also another group to lay down their arms."
    )
    assert [name for name, _ in plan(text)[1]] == [
        "an immediate ceasefire",
        "the release of prisoners",
        "the Orr Front and also another group to lay down their arms",
    ]


def test_when_a_deal_was_signed_is_not_by_when_it_is_kept():
    text = (
        "Under the accord both sides will abide by a ceasefire that was signed in January 2030. "
        "A joint cabinet will be formed within six months, and elections will follow by May 2032."
    )
    assert [by for name, by in plan(text)[1] if "abide" in name] == [None]


def test_a_body_and_what_it_is_called_are_one_actor():
    text = (
        "The Sarna rebel coalition demanded the release of its prisoners. Sarna rejected the truce."
    )
    assert len([its for its in actors(text) if any("Sarna" in name for name in its)]) == 1


@pytest.mark.parametrize(
    "who", ["UN Special Envoy to Yemen Ana Orlo", "The UN Special Envoy for Yemen, Ana Orlo,"]
)
def test_an_envoy_by_office_land_and_name_is_one_actor(who):
    text = f"{who} rejected the draft on Monday. Orlo said so. The Special Envoy left the talks."
    assert [its for its in actors(text) if "Ana Orlo" in its or "Special Envoy" in its] == [
        ("Ana Orlo", "Orlo", "Special Envoy")
    ]
    assert ("refuses", ["orlo"], "the draft on Monday") in said(text)


@pytest.mark.parametrize("lead", ["proposals for agreements on", "a plan that includes:"])
def test_numbers_with_one_bracket_in_a_sentence_are_points(lead):
    text = (
        f"The envoy shared with both sides {lead} 1) a nationwide ceasefire 2) economic measures "
        "to ease the hardship, and 3) the resumption of the political process."
    )
    assert [name for name, _ in plan(text)[1]] == [
        "a nationwide ceasefire",
        "economic measures to ease the hardship",
        "the resumption of the political process",
    ]


def test_a_quotation_may_close_with_another_mark():
    found = said('"I urge the parties to accept it. They must not wait,” said Ana Orlo, an envoy.')
    assert found[0][:2] == ("demands", ["orlo"])


def test_a_name_beside_a_government_is_no_person():
    text = "The envoy shared the draft with the Government of Yemen and Ansar Oru on Monday."
    assert actors(f"{text} Ansar Oru rejected it.")[("Ansar Oru",)] == "organisation"


@pytest.mark.parametrize("name", ["Resettlement and Redress Committee", "Truth and Redress Board"])
def test_what_one_body_is_for_may_be_two_things(name):
    assert name in names(f"The accord is watched. The {name} rejected the calendar on Monday.")


def test_diseases_are_no_actors():
    text = "The Orr Front rejected the truce. The COVID-19 pandemic has closed the border."
    assert not any("COVID" in name for name in names(text))


def test_what_law_provides_is_no_condition():
    text = "Ana Orlo of the Orr Front said it would accept the rights provided by law."
    assert [kind for kind, _, _ in said(text)] == ["accepts"]


def test_a_post_held_before_something_is_no_condition():
    found = said(
        "Ana Orlo said the Front would not accept the return of Dan Teff to the post he held "
        "before the coup."
    )
    assert [kind for kind, _, _ in found] == ["refuses"]


def test_somebody_of_a_body_for_justice_is_a_person():
    text = (
        "Dan Minna leader of the Orr Movement and Ilo Ibra of the Justice and Equality Movement "
        "rejected the Garo Accord."
    )
    assert {"Dan Minna", "Ilo Ibra", "Justice and Equality Movement"} <= names(text)
    assert all("leader" not in name for name in names(text))


def test_to_back_down_supports_nothing():
    text = 'Ana Orlo of the Orr Front says the League "backed down" at the last minute.'
    assert not any(kind == "accepts" for kind, _, _ in said(text))


def test_who_led_a_coup_chairs_no_meeting():
    text = "The Orr Front rejected talks at its first press conference since a coup led by Ilo Tan."
    assert not any(r["kind"] == "meeting" and "chair" in r["item"] for r in rows(text))


def test_to_denounce_an_accord_by_its_name_is_to_refuse_it():
    text = "Ana Orlo of the Orr Front denounced the Garo Framework Agreement signed on Monday."
    assert [kind for kind, _, _ in said(text)] == ["refuses"]


def test_a_corridor_between_two_lands_makes_no_sides_of_them():
    text = (
        "The League and the Orr Front argued over the forces in the Tarn Corridor between Peru and "
        "Chile. The Orr Front rejected the draft."
    )
    assert parts_of(text).get("Chile") is None


def test_a_long_quotation_is_taken_apart_once():
    words = " ".join(["We accept the truce. We will not disarm."] * 9)
    found = [kind for kind, _, _ in said(f'"{words}" said Ana Orlo, the leader of the Orr Front.')]
    assert found == ["accepts", "refuses"]


def test_who_presents_two_sides_with_a_plan_proposes_it():
    text = (
        "The envoy of the League, Ana Orlo, on Friday presented the Supreme Council and the Orr "
        "Front with a proposal to end the fighting."
    )
    assert ("proposes", "a proposal to end the fighting") in [(k, w) for k, _, w in said(text)]


def test_to_halt_movements_and_to_exchange_prisoners_are_two_steps():
    (found,) = [
        r["item"]
        for r in rows(
            "Under the proposal both sides would halt all military movements and free prisoners "
            "in a first phase lasting 45 days. In the second phase a joint government would be "
            "sworn in."
        )
        if r["kind"] == "roadmap"
    ]
    first = found["stages"][0]["milestones"]
    assert [m["step"] for m in first] == ["ceasefire", "prisoner-release"]
