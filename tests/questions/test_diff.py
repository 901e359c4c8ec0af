import dataclasses

import pytest

from tracktwo.errors import UnanswerableError
from tracktwo.questions.diff.changes import diff
from tracktwo.questions.odds.compare import compare

DRAWS = 48


def other(folder, **kwargs):
    return dataclasses.replace(folder, case=folder.overlay(**kwargs))


def test_a_case_does_not_differ_from_itself(worked):
    result = diff(worked, worked, draws=8)
    assert result.steps == result.silent == result.quotes == result.apart == ()
    assert all(band.mean == 0 for band in (*result.total, *result.interaction))


def test_every_alternative_is_explained_and_adds_up(worked):
    _, rows = compare(worked, draws=DRAWS)
    for alternative, row in zip(worked.case.alternatives, rows, strict=True):
        changed = dataclasses.replace(worked, case=worked.alternative(alternative.id))
        result = diff(worked, changed, draws=DRAWS)
        assert result.apart == ()
        assert result.steps
        for k, total in enumerate(result.total):
            parts = sum(step.difference[k].mean for step in result.steps)
            assert parts + result.interaction[k].mean == pytest.approx(total.mean, abs=1e-12)
            # the same total as a comparison of the alternative gives, up to other draws
            assert total.mean == pytest.approx(row.change.difference[k].mean, abs=0.05)


def test_one_change_is_the_whole_difference(worked):
    path = "levers.pressure.schedule.intensity"
    result = diff(worked, other(worked, set={path: 1}), draws=DRAWS)
    (step,) = result.steps
    (change,) = step.changes
    assert (change.path, change.after) == (path, "1")
    assert step.difference == result.total
    assert all(band.mean == 0 for band in result.interaction)
    assert result.harm_after.mean > result.harm_before.mean


def test_wording_and_evidence_are_told_apart_from_numbers(worked):
    changed = other(
        worked,
        set={
            "roadmap.stages.paving.name": "The road to talks",
            "actors.un.evidence": ["call-office"],
            "actors.un.capability": {"range": [5, 15, 30], "why": "Other words."},
        },
    )
    result = diff(worked, changed, draws=8)
    assert result.steps == ()
    assert {c.path for c in result.silent} == {
        "roadmap.stages.paving.name",
        "actors.un.evidence",
        "actors.un.capability",
    }


def test_a_new_actor_comes_with_its_positions(worked):
    new = {
        "name": "An assembly of elders",
        "kind": "group",
        "capability": 10,
    }
    rows = [p.model_dump(mode="json") for p in worked.case.positions]
    rows.append({"actor": "elders", "issue": "rule", "position": 50, "salience": 80})
    changed = other(
        worked,
        set={
            "actors.elders": new,
            "positions": rows,
            "roadmap.stages.talks.milestones.opening.consent": {
                "all": ["taliban", "council", "un", "elders"]
            },
        },
    )
    result = diff(worked, changed, draws=DRAWS)
    assert result.apart == ()
    assert len(result.steps) == 1
    assert {c.path for c in result.steps[0].changes} == {
        "actors.elders",
        "positions.elders.rule",
        "roadmap.stages.talks.milestones.opening.consent",
    }
    assert result.total[1].mean < 0  # one more party must agree
    back = diff(changed, worked, draws=DRAWS)
    assert back.total[1].mean == pytest.approx(-result.total[1].mean, abs=1e-12)
    assert back.apart == ()


def test_quotes_that_are_new_or_read_differently_are_listed(worked):
    quotes = dict(worked.quotes)
    gone = quotes.pop("no-harm")
    name = next(iter(quotes))
    quotes[name] = dataclasses.replace(quotes[name], exact="other words")
    result = diff(dataclasses.replace(worked, quotes=quotes), worked, draws=8)
    found = {q.id: (q.before, q.after) for q in result.quotes}
    assert found["no-harm"] == (None, gone.exact)
    assert found[name][0] == "other words"
    assert len(found) == 2


def test_a_stage_that_is_gone_is_not_compared(worked):
    result = diff(worked, other(worked, set={}, drop=["roadmap.stages.elected"]), draws=DRAWS)
    assert result.stages == ("paving", "talks", "interim")


def test_only_stages_of_both_can_be_asked_about(worked, smallest):
    result = diff(worked, smallest, draws=8)
    assert result.stages == ("talks",)
    with pytest.raises(UnanswerableError, match="no stage paving in both; they share: talks"):
        diff(worked, smallest, stage="paving", draws=8)
