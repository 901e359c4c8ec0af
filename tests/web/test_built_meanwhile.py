"""Build pages that are out of date: what somebody else changed is shown, and not written over."""

import pytest
from workbench import parsed

from tracktwo.case import load, save


def form_of(client, op, **picks):
    """The hidden fields of the form that does something, as the page gives them."""
    page = parsed(client.get("/build").text)
    found, inside = [], []
    for tag, attrs in page.elements:
        if tag == "form":
            inside = []
            found.append(inside)
        elif tag == "input" and found and attrs.get("name"):
            inside.append((attrs["name"], attrs.get("value", "")))
    wanted = {"op": op, **picks}
    data = {}
    for name, value in next(f for f in found if set(wanted.items()) <= set(f)):
        data.setdefault(name, []).append(value)
    return {k: v for k, v in data.items() if k not in {"who", "keep", "on", "short"}}


CAPABILITY = "actors.abbey.capability"
OPENED = {
    "number": ({"path": CAPABILITY}, {"number_mode": "9"}, {CAPABILITY: 8}),
    "position": ({"actor": "upper", "issue": "water"}, {"position_mode": "52"},
                 {"positions.upper.water.position": [40, 51, 60]}),
    "text": ({"path": "title"}, {"text": "Mine"}, {"title": "Theirs"}),
    "rename": ({"path": "issues.water"}, {"name": "Mine"}, {"issues.water.name": "Theirs"}),
    "consent": ({"path": "roadmap.stages.office.milestones.signed"},
                {"how": "any", "who": ["upper", "lower"]},
                {"roadmap.stages.office.milestones.signed.consent": "upper"}),
    "stance": ({}, {"actor": "lower", "on": "meeting", "stance": "refuses"},
               {"stances.lower.meeting.stance": "supports"}),
    "remove": ({"path": "stances.lower.meeting"}, {}, {"stances.lower.meeting.note": "New."}),
}  # fmt: skip


@pytest.mark.parametrize("op", OPENED)
def test_a_change_made_elsewhere_is_shown_and_can_be_decided(op, client, served):
    picks, mine, theirs = OPENED[op]
    form = form_of(client, op, **picks) | mine
    save(load(served.path), theirs)
    now = load(served.path).case
    answer = client.post("/build", data=form)
    assert answer.status_code == 409
    assert load(served.path).case == now
    again = {}
    for name, value in parsed(answer.text).fields("/build"):
        again.setdefault(name, []).append(value)
    assert client.post("/build", data=again).status_code == 303
    assert load(served.path).case != now


@pytest.mark.parametrize("op", OPENED)
def test_what_nobody_else_changed_is_written(op, client, served):
    picks, mine, _ = OPENED[op]
    form = form_of(client, op, **picks) | mine
    save(load(served.path), {"actors.lower.capability": 13})
    assert client.post("/build", data=form).status_code == 303
    lower = next(a for a in load(served.path).case.actors if a.id == "lower")
    assert lower.capability.mode == 13


def test_a_stance_that_came_meanwhile_is_not_written_over(client, served):
    form = form_of(client, "stance")
    save(load(served.path), {"stances.lower.signed.stance": "supports"})
    mine = {"actor": "lower", "on": "signed", "stance": "refuses"}
    assert client.post("/build", data=form | mine).status_code == 409
    mine |= {"actor": "abbey"}
    assert client.post("/build", data=form | mine).status_code == 303


def test_news_of_a_change_names_who_made_it_and_nobody_else(client, secret, served):
    client.post("/remarks/name", data={"secret": secret, "name": "Ann Lee", "back": "/build"})
    before = client.get("/state").json()["case"]
    client.post("/build", data=form_of(client, "text", path="title") | {"text": "Hers"})
    assert client.get(f"/state?case={before}").json() == {"case": before + 1, "by": "Ann Lee"}
    save(load(served.path), {"title": "By hand"})
    assert client.get(f"/state?case={before}").json() == {"case": before + 2, "by": ""}
