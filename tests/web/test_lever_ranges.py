"""A lever moves with the width of its range until it is narrowed, by page and command alike."""

from urllib.parse import parse_qsl, urlsplit

import pytest

from tracktwo.case import CaseError
from tracktwo.questions import question
from tracktwo.questions.what_if.scenarios import value_of

PATH = "levers.pressure.schedule.intensity"


@pytest.mark.parametrize(
    ("tried", "how", "value", "goes"),
    [
        ("", "shift", "0.5", [0.3, 0.5, 0.8]),
        ("", "shift", "0.9", [0.7, 0.9, 1.0]),  # as far as the format's limits allow
        ("", "half", "0.2", [0.1, 0.2, 0.35]),
        ("", "one", "0.2", [0.2, 0.2, 0.2]),
        ("[0.1, 0.2, 0.35]", "shift", "0.5", [0.4, 0.5, 0.65]),  # narrowed, it stays so
        ("[0.2, 0.2, 0.2]", "shift", "0.7", [0.7, 0.7, 0.7]),
        ("[0.2, 0.2, 0.2]", "wide", "0.7", [0.5, 0.7, 1.0]),
        ("0.6", "shift", "0.5", [0.3, 0.5, 0.8]),
    ],
)
def test_in_the_page(web, tried, how, value, goes):
    q = web.served.state.quantities[PATH].quantity
    assert [q.low, q.mode, q.high] == [0, 0.2, 0.5]
    query = {"path": PATH, "value": value, "how": how}
    if tried:
        query["set"] = f"{PATH}={tried}"
    answer = web.get("/levers", params=query)
    step = dict(parse_qsl(urlsplit(str(answer.url)).query))["set"]
    assert value_of(step.partition("=")[2], "address") == pytest.approx(goes)
    low, high = (f"{end:g}" for end in (goes[0], goes[2]))
    assert f"Range tried: {low} to {high}." in answer.text


def test_by_the_command_as_in_the_page(worked):
    one = question("what-if")
    short = "levers.pressure.intensity=0.5"
    found = one.ask(worked, one.values({"move": (short,), "draws": 64}))
    alike = one.ask(worked, one.values({"set": (f"{PATH}=[0.3, 0.5, 0.8]",), "draws": 64}))
    assert found.scenarios == alike.scenarios
    certain = one.ask(worked, one.values({"set": (short,), "draws": 64})).scenarios[0]
    assert certain.harm.p95 - certain.harm.p05 < found.scenarios[0].harm.p95 - (
        found.scenarios[0].harm.p05
    )


@pytest.mark.parametrize("wrong", ["levers.pressure.intensity", f"{PATH}=much", "levers.none=1"])
def test_what_moves_nothing_is_refused(worked, wrong):
    one = question("what-if")
    with pytest.raises(CaseError, match="--move"):
        one.ask(worked, one.values({"move": (wrong,)}))
