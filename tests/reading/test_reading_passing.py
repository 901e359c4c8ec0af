"""What is only mentioned in passing, and what an agreement binds somebody to."""

import pytest
from news import parts
from test_reading_wires import rows, said


def acceptances(text):
    """Return who accepts in a text, one list for each statement."""
    return [by for kind, by, _ in said(text) if kind == "accepts"]


@pytest.mark.parametrize(
    "text",
    [
        "Ana Orlo said that attacks violate the deal struck between the Orr Front and Norland.",
        "Norland borders the west and took part in the accord signed in 2015 with the Orr Front.",
        "The Orr Front and the Tarn Union met Ana Orlo after the truce reached by Norland.",
        "The accord, brokered by Norland and backed by the Orr Front, starts with a truce.",
        "Ana Orlo urged Norland to stop air strikes on the Orr Front and give a truce a chance.",
    ],
)
def test_an_agreement_that_is_spoken_of_in_passing_is_nobodys_stance(text):
    assert acceptances(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The accord was signed by the Orr Front on Monday.",
        "The Orr Front signed on Monday with the Tarn Union.",
        "The accord was concluded on 14 May between the Orr Front and the Tarn Union.",
        "The Orr Front welcomed the truce reached by Norland.",
    ],
)
def test_one_whose_signing_is_told_is(text):
    assert len(acceptances(text)) == 1


def test_what_an_agreement_binds_a_side_to_is_a_step_of_whatever_kind():
    text = (
        "Under the accord, the Orr Front will be disarmed. The army, too, will have "
        "to keep its soldiers in barracks. The cost has been put at 90 million marks. Elections "
        "will be held by May. Lists of the dead are to be published within 60 days."
    )
    (found,) = [r["item"] for r in rows(text) if r["kind"] == "roadmap"]
    names = [m["name"] for m in found["stages"][0]["milestones"]]
    assert any("keep its soldiers in barracks" in name for name in names)
    assert any(name.startswith("Lists of the dead") for name in names)
    assert not any("cost" in name for name in names)


def test_a_step_ends_at_the_comma_after_its_name():
    text = (
        "The road map will contain the commitment of the two sides to observe a ceasefire, pay "
        "civil servants, and open the roads in the east."
    )
    (found,) = [r["item"] for r in rows(text) if r["kind"] == "roadmap"]
    names = [m["name"] for m in found["stages"][0]["milestones"]]
    assert names[0].endswith("observe a ceasefire")
    assert len(names) == 3


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("said the truce is contingent on several of our demands being met", "conditions"),
        ("said the accord, if respected, would be a step for all", "states"),
        ("said the troops would stay until 4 May", "states"),
        ("said it is willing to accept the accord", "accepts"),
        ("said its men were committed to the deal", "accepts"),
        ("said that a release cannot be a precondition for the talks", "refuses"),
        ("said it has not agreed to a truce", "refuses"),
    ],
)
def test_the_words_of_what_is_said_make_its_kind(words, kind):
    assert [k for k, *_ in said(f"The Orr Front {words}.")][:1] == [kind]


def test_to_conclude_talks_is_to_accept_nothing():
    assert acceptances("The Orr Front concluded four days of talks with the Tarn Union.") == []
    assert len(acceptances("The Orr Front concluded a truce with the Tarn Union.")) == 1


def test_who_agrees_to_nothing_refuses():
    kinds = [kind for kind, *_ in said("The Orr Front has agreed to nothing of the kind.")]
    assert kinds == ["refuses"]


def test_a_quotation_told_to_somebody_without_a_name_is_what_is_said():
    text = '"Not a single gun has crossed it," Ana Orlo of the Orr Front told the co-chairs.'
    assert [words for *_, words in said(text)] == ["Not a single gun has crossed it"]


def test_a_place_that_a_sentence_opens_with_does_not_speak():
    text = (
        "In Garo Tarn, the head of the army's team, General Odo Klar, said his side had walked out."
    )
    ((_, by, _),) = said(text)
    assert by == ["klar"]


def test_a_name_after_a_short_title_opens_a_sentence():
    assert [by for _, by, _ in said("Mr. Klar of the Orr Front rejected the plan.")] == [["klar"]]


def steps(text):
    """Return whether the one plan of a text has an order, and the names of its steps."""
    (found,) = [r["item"] for r in rows(text) if r["kind"] == "roadmap"]
    flat = len(found["stages"]) == 1 and found["stages"][0].get("milestones")
    return not flat, [s["name"] for s in flat or found["stages"]]


def test_two_things_that_will_be_are_two_steps():
    ordered, names = steps(
        "Under the accord, a civilian prime minister will be named within ten days and will form "
        "a cabinet. A committee will then submit a constitution to a referendum."
    )
    assert ordered
    assert names[0].startswith("a civilian prime minister will be named")
    assert names[1] == "will form a cabinet"


def test_power_over_two_things_is_not_cut_in_two():
    _, names = steps(
        "The accord provides that naval patrols leave the harbour by 15 September and that the "
        "guard disarm. An interim authority with power over mining and taxes would govern."
    )
    assert len(names) == 3
    assert any("mining and taxes" in name for name in names)


def test_a_date_between_steps_puts_them_in_no_order():
    ordered, names = steps(
        "Ana Orlo is to become prime minister, according to a copy of the pact. Her movement would "
        "take fourteen of the 28 ministries, and a panel of judges would look into the killings "
        "after the December poll. The sides also undertook to free all prisoners and to draft a "
        "new constitution before the next vote."
    )
    assert not ordered
    assert len(names) == 5


def test_what_was_announced_as_four_points_may_end_in_the_next_sentence():
    _, names = steps(
        "The two agreed to a four-point draft on Monday. The draft calls for the army to leave "
        "the islands, for Norland to recognise the border, and for a corps of observers to be "
        "stationed there. Refugees, put at 48,000, would be allowed to go home before spring."
    )
    assert len(names) == 4
    assert names[3].startswith("Refugees")


@pytest.mark.parametrize(
    ("text", "kind", "who"),
    [
        ("The plan was dropped by the Orr Front.", "refuses", "orr-front"),
        ("The Orr Front dropped its objections to the plan.", "accepts", "orr-front"),
        ("The Orr Front and Norland initialled a deal, mediators said.", "accepts", "orr-front"),
        ("The opposition Orr Front termed the deal an eyewash.", "refuses", "orr-front"),
        (
            "The party of Ana Orlo gave a cautious welcome to the deal.",
            "accepts",
            "party-of-ana-orlo",
        ),
        ("Secretary of State Ana Orlo rejected the plan.", "refuses", "orlo"),
        ("Chief of Staff General Ag Orlo rejected the plan.", "refuses", "orlo"),
        ("Prince Faris Orlo, the minister of the emirate of Dur, rejected it.", "refuses", "orlo"),
        ("The mediator, retired judge Ana Orlo, rejected the plan.", "refuses", "orlo"),
        ("The Commonwealth of Far States rejected it.", "refuses", "commonwealth-of-far-states"),
        (
            "Norland proposed a plan on Monday, calling for a truce and a vote.",
            "proposes",
            "norland",
        ),
    ],
)
def test_who_takes_what_stance(text, kind, who):
    kinds = {(k, by[0]) for k, by, _ in said(text)}
    assert kinds == {(kind, who)}


@pytest.mark.parametrize(
    "text",
    [
        "The League met, and sources privy to the talks told the Orr Ledger that it would end.",
        "Ana Orlo of the Orr Front did not respond to messages seeking comment.",
        "Ana Orlo of the Orr Front applauded the governor.",
        "The Orr Front said more than 9,000 people have been killed since then.",
        "The accord provides for the payment of N4.5 billion.",
    ],
)
def test_nobody_takes_a_stance(text):
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "who"),
    [
        ("The exiled parliament backed a draft bargain.", "accepts", "parliament"),
        ("Exiled premier Ana Orlo rejected the plan.", "refuses", "orlo"),
        ("Ana Orlo told the chamber the deal was dead.", "states", "orlo"),
        ("Ana Orlo turned down that idea.", "refuses", "orlo"),
        ("The Orr Union of veteran opponent Ana Orlo accepted it.", "accepts", "orr-union"),
        (
            "The Workers' Party, known by its French initials PTLR, rejected the plan.",
            "refuses", "ptlr",
        ),
        ("The Orr Compact's youth wing, led by Ana Orlo, rejected it.", "refuses", "youth-wing"),
    ],
)  # fmt: skip
def test_whose_stance_it_is(text, kind, who):
    ((k, by, _),) = said(text)
    assert (k, by[0].split("-s-")[-1]) == (kind, who)


def test_words_told_late_on_a_day_stand_before_that():
    text = (
        "Delegates have settled on a timetable, the Bishops' Conference, which moderates the "
        "sessions, said late on Sunday."
    )
    assert all("Sunday" not in words or "timetable" in words for *_, words in said(text))


def test_a_calendar_of_lines_that_begin_with_a_day_is_a_plan():
    text = (
        "Delegates settled on a timetable for civilian rule.\n\n"
        "According to the calendar read out by Ana Orlo:\n\n"
        "February 10: exiles may come home and banned newspapers reappear.\n\n"
        "March 31: the committee hands over to a prime minister chosen by consensus.\n\n"
        "November 29: presidential ballots are held."
    )
    ordered, names = steps(text)
    assert ordered
    assert len(names) == 3
    (found,) = [r["item"] for r in rows(text) if r["kind"] == "roadmap"]
    assert [s["term"]["by"] for s in found["stages"]] == ["2032-02-10", "2032-03-31", "2032-11-29"]


def test_what_somebody_proposes_that_be_done_is_a_plan():
    ordered, names = steps(
        "The premier laid out a four-point plan on Monday. Ana Orlo proposed that the customs "
        "posts be taken down, that pensions be paid to all, that the peacekeepers be replaced with "
        "civilian observers, and that the language be given equal rank in schools."
    )
    assert not ordered
    assert len(names) == 4


def test_fighters_lay_down_their_arms_in_a_phase_of_their_own():
    _, names = steps(
        "In a first phase, fighters will gather in nine camps. In the second phase, they will lay "
        "down their weapons. A third phase foresees a special tribunal for grave crimes."
    )
    assert any("lay down their weapons" in name for name in names)


def test_an_aside_does_not_cut_a_step():
    _, names = steps(
        "Under the deal, President Odo Klar and Ana Orlo, whom the council swore in last March, "
        "will give up their claims, and a caretaker cabinet will hold elections by May."
    )
    assert "give up their claims" in names


def test_those_who_seized_power_are_one_actor():
    text = (
        "The National Council for Renewal (NCR) seized power in Norland last month. The junta "
        "rejected the plan. The military rulers accepted a vote."
    )
    assert [(kind, by) for kind, by, _ in said(text)] == [
        ("refuses", ["ncr"]),
        ("accepts", ["ncr"]),
    ]
    text = "The junta and the National Council for Renewal accepted a vote."
    assert len({who for _, by, _ in said(text) for who in by}) == 2


def test_who_mediates_was_once_premier_of_a_land():
    text = "The pact was mediated by former Tarnmark premier Ana Orlo. The Orr Front signed it."
    found = parts(text)
    assert found["Ana Orlo"] == "mediator"
    assert "Tarnmark" not in found


def test_where_an_election_was_is_no_side():
    text = (
        "Rivals in the disputed election in Tarnia initialled a pact with the Orr Front. The vote "
        "in Tarnia was held in May."
    )
    assert parts(text).get("Tarnia") is None


def test_who_only_has_a_view_is_no_side_where_two_sides_agree():
    found = parts(
        "The army of Norland and the Orr Front signed a truce on Monday. The Farmers' League said "
        "it would boycott the vote. The two leaders shook hands. A future unity government would "
        "take office in May."
    )
    assert found["Orr Front"] == "party"
    assert found["Farmers' League"] == "speaker"
    assert "party" not in {v for k, v in found.items() if "leaders" in k or "unity" in k.lower()}


def test_one_basket_another_and_the_last_are_the_points_of_a_paper():
    text = (
        "The paper has three baskets. One basket is the reduction of violence. Another is the use "
        "of the local language in schools. The last is a civilian commission."
    )
    ordered, names = steps(text)
    assert not ordered
    assert names[0] == "the reduction of violence"
    assert len(names) == 3
    reasons = (
        "There are three reasons. One is the weather. Another is the price of bread. The last is a "
        "strike."
    )
    assert [r for r in rows(reasons) if r["kind"] == "roadmap"] == []


def test_two_lands_agree_where_their_ministers_do():
    text = (
        "Uplandia and Merrow edged toward a settlement of their war when their foreign ministers "
        "agreed to a four-point draft."
    )
    ((kind, by, _),) = said(text)
    assert (kind, set(by)) == ("accepts", {"uplandia", "merrow"})


COMMUNIQUE = (
    "FINAL COMMUNIQUÉ OF THE 19TH EXTRAORDINARY SUMMIT OF THE ECONOMIC UNION OF THE PLAIN (EUP)\n\n"
    "1. The Heads of State met in Garo on 14 March 2031.\n\n"
    "2. The Summit rejects the transition announced by the Military Committee (MC) and adopts the "
    "following timetable: a national dialogue by 1 June; a new constitution before the end of the "
    "year; elections on 28 February 2033.\n\n"
    "3. The Summit demands the release of former President Odo Klar.\n\n"
    "4. The Summit takes note of the assurance given by the Military Committee."
)


def test_the_paragraphs_of_a_communique_are_no_plan_and_its_summit_speaks_for_the_body():
    assert {by[0] for kind, by, _ in said(COMMUNIQUE) if kind in {"refuses", "demands"}} == {"eup"}
    names = [r["item"]["name"] for r in rows(COMMUNIQUE) if r["kind"] == "actor"]
    assert "Economic Union of the Plain" in names
    found = steps(COMMUNIQUE)[1]
    assert len(found) == 3
    assert not any("Summit" in name for name in found)


def test_we_are_the_body_that_a_letterhead_names():
    text = (
        "FRONT FOR THE LIBERATION OF NORLAND\n\nWe have studied the offer. We reject it. We are "
        "prepared to meet. We thank the League."
    )
    assert ("refuses", "front-for-the-liberation-of-norland") in {
        (k, b[0]) for k, b, _ in said(text)
    }


def test_under_an_accord_what_stops_and_what_follows_are_steps():
    ordered, names = steps(
        "Under the accord, hammered out in Garo, all shelling and drone strikes stop at midnight. "
        "Within 72 hours of that, the army is to pull its armour back behind the river, after "
        "which the Front will free the 211 conscripts it holds. A 40-strong team would then deploy "
        "to watch the front line."
    )
    assert ordered
    assert len(names) == 4


def test_a_number_with_a_comma_is_not_cut():
    _, names = steps(
        "The document envisages a special status for the delta, the folding of its 9,000-member "
        "militia into the police, and a pardon for fighters."
    )
    assert any("9,000-member" in name for name in names)


@pytest.mark.parametrize(
    ("text", "kind", "who"),
    [
        (
            "The clergy, through Archbishop Ana Orlo, asked the two leaders to publish the accord.",
            "demands", "clergy",
        ),
        (
            "The Tribal Shura of the South, which holds three fields, said it would not disarm.",
            "refuses", "tribal-shura-of-the-south",
        ),
        ("Odo Klar and Ana Orlo shook hands on a pact.", "accepts", "klar"),
    ],
)  # fmt: skip
def test_who_stands_before_an_aside_speaks(text, kind, who):
    ((k, by, _),) = said(text)
    assert (k, by[0]) == (kind, who)


def test_opposing_camps_oppose_each_other():
    assert said("Norland and the Orr Front, which arm opposing camps, came to Garo.") == []


def test_he_is_who_spoke_and_not_who_was_spoken_of():
    text = (
        'The Orr Command was cooler. "We cannot live with a council whose chair is picked by '
        'others," said its negotiator, Odo Klar. He said the Command would sign once the chair was '
        "chosen by lot."
    )
    assert [by for kind, by, _ in said(text) if kind == "conditions"] == [["klar"]]


def test_let_them_be_warned_warns():
    text = 'The Orr Front said: "Let the generals be warned: should they come, we shall strike."'
    assert [kind for kind, *_ in said(text)] == ["warns"]


def test_heads_of_state_and_government_are_one_body_and_no_side():
    text = (
        "The Heads of State and Government met in Garo. The Orr Front and the army signed a truce."
    )
    found = parts(text)
    assert found.get("Heads of State and Government") != "party"
    assert "Government" not in found
