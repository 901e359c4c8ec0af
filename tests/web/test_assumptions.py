"""Assumptions: listed by how much they matter, filtered, tried and edited through forms."""

from __future__ import annotations

import re
import time
import warnings

import pytest

from tracktwo.case import copy_shipped, load
from tracktwo.case.quantities import limits, quantities
from tracktwo.questions.ask import ask
from tracktwo.questions.odds.live import LiveCase
from tracktwo.web.pages.assumptions import rail_of
from tracktwo.web.render import shifted

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it would like another client than the one at hand

CAPABILITY = "actors.upper.capability"


@pytest.fixture
def case(tmp_path):
    copy_shipped("two-valleys", tmp_path / "case")
    return tmp_path / "case"


def anchors(page):
    return re.findall(r'<li class="card number" id="number-([^"]+)"', page)


def test_every_number_is_listed_once_assumptions_by_swing_first(web):
    page = web.get("/assumptions").text
    p = web.served.state.page()
    clear = [n for n in p.assumptions if n.is_clear]
    wanted = [re.sub("[^a-z0-9]+", "-", n.path) for n in (*p.assumptions, *p.evidenced)]
    shown = anchors(page)
    assert sorted(shown) == sorted(wanted)
    # What people can find out first, then the constants of the model, each by swing.
    open_, fixed = (
        [n for n in clear if n.group != "model"],
        [n for n in clear if n.group == "model"],
    )
    first = [re.sub("[^a-z0-9]+", "-", n.path) for n in (*open_, *fixed)]
    assert shown[: len(clear)] == first
    assert set(shown[len(p.assumptions) :]) == set(wanted[len(p.assumptions) :])
    swings = [abs(n.swing) for n in clear]
    assert swings == sorted(swings, reverse=True)
    assert page.count('<details class="more-numbers"') == len(
        {n.group for n in p.assumptions if not n.is_clear}
    )


def test_a_number_that_is_tried_or_looked_for_is_not_folded_away(web):
    def opened(query):
        page = web.get(f"/assumptions{query}").text
        return set(re.findall(r'<details[^>]*id="([^"]+)" open', page))

    assert opened("") == set()
    p = web.served.state.page()
    number = next(n for n in p.assumptions if not n.is_clear and n.group == "issue")
    row = "open-number-" + re.sub("[^a-z0-9]+", "-", number.path)
    assert opened(f"?set={number.path}%3D11") == {row, "unclear-issue"}
    assert "unclear-issue" in opened("?group=issue")


def test_filters_by_group_actor_and_words(web):
    p = web.served.state.page()
    levers = [n for n in p.numbers.values() if n.group == "lever"]
    assert len(anchors(web.get("/assumptions?group=lever").text)) == len(levers) > 0
    for path in anchors(web.get("/assumptions?group=actor:upper").text):
        assert "upper" in path
    found = anchors(web.get("/assumptions?find=richer+MERCHANTS").text)
    assert found == ["actors-upper-capability"]
    none = web.get("/assumptions?find=%3Cscript%3Ealert(1)%3C/script%3E").text
    assert not anchors(none)
    assert "<script>alert" not in none
    assert "No assumption is like that" in none


def test_a_slide_is_answered_as_the_library_computes(web, case):
    folder = load(case)
    answer = web.get(
        f"/assumptions?path={CAPABILITY}&value=60&how=shift", headers={"X-Tracktwo-Part": "live"}
    )
    live = LiveCase(folder).answer({CAPABILITY: [50, 60, 70]})
    shown = [float(x) for x in re.findall(r'data-mean="([^"]+)"', answer.text)]
    assert shown == [live.reached(n).mean for n in range(len(live.stages))]
    assert not anchors(answer.text)  # sliders stay as they are


def test_a_range_that_is_moved_stays_within_its_own_limits(case):
    folder = load(case)
    for item in quantities(folder.case):
        low, high = limits(item.path)
        for value in (low, high):
            moved = shifted(item, str(value))
            ends = moved if isinstance(moved, list) else [moved] * 3
            assert low <= ends[0] <= ends[1] <= ends[2] <= high, item.path
            folder.overlay({item.path: moved})


def test_rails_hold_the_range_and_keep_to_the_limits(case, worked):
    for folder in (load(case), worked):
        for item in quantities(folder.case):
            q, (low, high) = item.quantity, limits(item.path)
            rail = rail_of(item.path, q)
            assert low <= rail.low <= q.low <= q.high <= rail.high <= high, item.path
            assert rail.low < rail.high
            assert 50 <= (rail.high - rail.low) / rail.step <= 1500, item.path


def edit(web, **fields):
    data = {"secret": web.secret, "path": CAPABILITY, "back": "/assumptions#number-x", **fields}
    return web.post("/case/edit", data=data, follow_redirects=False)


def was(page):
    return re.search(r'name="was" value="([^"]*)"', page)[1].replace("&#34;", '"')


def test_a_number_is_edited_with_its_reason_and_its_quotes(web, case):
    page = web.get(f"/assumptions/edit?number={CAPABILITY}").text
    assert 'name="low"' in page
    answer = edit(
        web, was=was(page), low="20", mode="30", high="45", why="Counted <b>anew</b>.",
        evidence=["offers-talks", "ready-to-sit"],
    )  # fmt: skip
    assert answer.status_code == 303
    assert answer.headers["location"] == "/assumptions#number-x"
    q = next(q for q in quantities(load(case).case) if q.path == CAPABILITY).quantity
    assert (q.low, q.mode, q.high) == (20, 30, 45)
    assert (q.why, q.evidence) == ("Counted <b>anew</b>.", ["offers-talks", "ready-to-sit"])
    assert "# A number may be a point" in (case / "case.yaml").read_text("utf-8")
    shown = web.get("/assumptions?find=anew").text
    assert "<b>anew" not in shown
    assert anchors(shown) == ["actors-upper-capability"]


def test_one_certain_value(web, case):
    page = web.get(f"/assumptions/edit?number={CAPABILITY}").text
    assert edit(web, was=was(page), low="", mode="33", high="", why="").status_code == 303
    q = next(q for q in quantities(load(case).case) if q.path == CAPABILITY).quantity
    assert (q.low, q.high, q.evidence) == (33, 33, [])


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"mode": "300", "low": "", "high": ""}, "between 0 and 100"),
        ({"mode": "30", "low": "40", "high": "50"}, "low &lt;= mode"),
        ({"mode": "a: [", "low": "", "high": ""}, ""),
        ({"mode": "30", "low": "", "high": "", "evidence": "nobody-said"}, "nobody-said"),
    ],
)
def test_what_makes_no_case_is_refused_and_nothing_is_written(web, case, fields, said):
    before = (case / "case.yaml").read_bytes()
    page = web.get(f"/assumptions/edit?number={CAPABILITY}").text
    answer = edit(web, was=was(page), **fields)
    assert answer.status_code == 400
    assert said in answer.text
    assert (case / "case.yaml").read_bytes() == before


def test_an_edit_over_somebody_elses_is_shown_to_both(web, case):
    mine = was(web.get(f"/assumptions/edit?number={CAPABILITY}").text)
    assert edit(web, was=mine, low="", mode="35", high="").status_code == 303
    answer = edit(web, was=mine, low="", mode="36", high="")
    assert answer.status_code == 409
    assert "35" in answer.text
    q = next(q for q in quantities(load(case).case) if q.path == CAPABILITY).quantity
    assert q.mode == 35


def test_no_number_of_that_name(web):
    assert web.get("/assumptions/edit?number=../../etc/passwd").status_code == 404


def begin(web, question, place):
    answer = web.post(
        "/jobs", data={"secret": web.secret, "question": question, "back": place},
        follow_redirects=False,
    )  # fmt: skip
    assert answer.status_code == 303
    until = time.monotonic() + 400
    while time.monotonic() < until:
        page = web.get(place).text
        if 'data-job="/jobs' not in page:
            return page
        time.sleep(1)  # a page is work, too
    raise AssertionError("no answer in time")


def test_who_matters_is_worked_out_in_a_job_and_shown_as_in_the_report(web, case):
    page = begin(web, "who", "/questions")
    found = ask(load(case), only=("who",))["who"]
    assert "Shapley value of its consent" in page
    assert 'href="#at-' not in page
    names = {actor.id: actor.label for actor in load(case).case.actors}
    for row in found.influence:
        assert names[row.actor].casefold() in page.casefold()
    ids = re.findall(r'id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "place", "said"),
    [
        ("matters", "/assumptions", "Shares of the uncertainty"),
        ("what-if", "/assumptions", "Each number at either end of its range"),
        ("levers", "/levers", "Try one of these mixes"),
        ("agree", "/questions", "In which order"),
    ],
)
def test_every_long_question_is_answered_on_its_page(web, question, place, said):
    assert said in begin(web, question, place)


def test_without_the_extra_it_is_said_how_to_get_it(web, monkeypatch):
    monkeypatch.setattr("tracktwo.errors.find_spec", lambda _: None)
    assert "tracktwo[explore]" in web.get("/levers").text
    assert "tracktwo[explore]" not in web.get("/assumptions").text


PRESSED = f"set={CAPABILITY}%3D60"


def hidden(form):
    return re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)


def test_a_filter_survives_whatever_is_tried(web):
    there = "/assumptions?group=actor%3Aupper&find=richer"
    answer = web.get(f"{there}&path={CAPABILITY}&value=60", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{there}&{PRESSED}"
    page = web.get(f"{there}&{PRESSED}").text.replace("&amp;", "&")
    assert anchors(page) == ["actors-upper-capability"]
    assert f'href="{there}&un{PRESSED}"' in page  # undo
    assert f'href="{there}" data-visit id="discard"' in page
    assert f'href="{there}" data-visit aria-label="Leave out' in page
    assert f'data-place="{there}"' in page
    undone = web.get(f"{there}&un{PRESSED}").text.replace("&amp;", "&")
    assert f'href="{there}&{PRESSED}" data-visit data-key="y"' in undone
    for kind in ("slide", "tries"):
        form = re.search(f'<form[^>]*class="{kind}".*?</form>', page, re.DOTALL)[0]
        fields = hidden(form)
        assert ("group", "actor:upper") in fields
        assert ("find", "richer") in fields
        assert ("set", f"{CAPABILITY}=60") in fields
    form = re.search('<form[^>]*class="filter".*?</form>', page, re.DOTALL)[0]
    assert [name for name, _ in hidden(form)] == ["set"]


def test_a_filter_survives_a_form_that_saves(web):
    there = "/assumptions?group=actor%3Aupper"
    page = web.get(f"{there}&{PRESSED}").text
    form = re.search('action="/scenarios/keep">.*?</form>', page, re.DOTALL)[0]
    data = dict(hidden(form)) | {"name": "Stronger"}
    answer = web.post("/scenarios/keep", data=data, follow_redirects=False)
    assert answer.headers["location"] == f"{there}&{PRESSED}"


@pytest.mark.parametrize("back", ["//evil.example/?a=b", "/x?a=b c", "/x?a=//b\r\nX: y", "x?/"])
def test_a_form_leads_back_to_this_workbench_only(web, back):
    answer = edit(web, was="", low="", mode="300", high="", back=back)
    assert answer.status_code == 400
    page = web.get(f"/assumptions/edit?number={CAPABILITY}").text
    answer = edit(web, was=was(page), low="", mode="31", high="", back=back)
    assert answer.headers["location"] == "/"


def test_the_band_of_a_range_is_as_wide_as_the_range_that_a_slider_moves(web):
    q = next(q for q in quantities(web.served.state.folder.case) if q.path == CAPABILITY).quantity
    own = f"{q.low - q.mode},{q.high - q.mode}"
    narrower = f"?set={CAPABILITY}%3D[10,20,90]"
    for query, width in (("", own), (f"?{PRESSED}", own), (narrower, "-10.0,70.0")):
        page = web.get(f"/assumptions{query}").text
        slider = re.search(f'<input type="range"[^>]*data-path="{CAPABILITY}"[^>]*>', page)[0]
        assert f'data-width="{width}"' in slider
