"""A stance tried on the page and written into the case: what it was said with, and why."""

from html import unescape
from urllib.parse import urlencode

from workbench import parsed

from tracktwo.case import load, save

PATH = "stances.lower.meeting.stance"


def query(changes):
    return urlencode([("set", f"{path}={value}") for path, value in changes.items()])


def stance(folder):
    return next(s for s in load(folder).case.stances if s.actor == "lower")


def write(client, secret, changes, **more):
    page = client.get(f"/roadmap?{query(changes)}")
    assert page.status_code == 200
    fields = parsed(page.text).fields("/case/write")
    assert dict(fields)["secret"] == secret
    data = {}
    for name, value in [*fields, *more.items()]:
        data.setdefault(name, []).append(value)
    return client.post("/case/write", data=data)


def test_the_quote_and_note_that_said_the_opposite_go(client, secret, served):
    assert stance(served.path).evidence
    assert write(client, secret, {PATH: "supports"}).status_code == 303
    made = stance(served.path)
    assert (made.stance, made.note, made.evidence) == ("supports", None, [])


def test_the_reason_that_is_typed_is_kept(client, secret, served):
    shown = unescape(client.get(f"/roadmap?{query({PATH: 'supports'})}").text)
    assert "The note and the quotes of what was said before go with it." in shown
    answer = write(client, secret, {PATH: "supports"}, **{f"why.{PATH}": " It came\n round. "})
    assert answer.status_code == 303
    assert stance(served.path).note == "It came round."


def test_a_reason_for_a_stance_that_there_was_none_of(client, secret, served):
    new = "stances.lower.signed.stance"
    answer = write(client, secret, {new: "supports"}, **{f"why.{new}": "It hinted."})
    assert answer.status_code == 303, answer.text
    made = next(s for s in load(served.path).case.stances if s.on == ["signed"])
    assert (made.stance, made.note) == ("supports", "It hinted.")


def test_a_note_that_somebody_else_wrote_meanwhile_is_shown(client, secret, served):
    page = client.get(f"/roadmap?{query({PATH: 'supports'})}")
    fields = parsed(page.text).fields("/case/write")
    save(load(served.path), {PATH.replace(".stance", ".note"): "Theirs."})
    data = {f"why.{PATH}": "Mine."}
    for name, value in fields:
        data.setdefault(name, []).append(value)
    answer = client.post("/case/write", data=data)
    assert answer.status_code == 409
    assert "Theirs." in answer.text
    assert stance(served.path).note == "Theirs."
