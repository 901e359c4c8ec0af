"""A number of a case is the same wherever it stands: each question, each face, tried or written."""

import html
import inspect
import json
import re

import numpy as np
import pytest

import tracktwo
from tracktwo.blocks import words
from tracktwo.case import copy_shipped, load, save
from tracktwo.case.quantities import quantities
from tracktwo.cli.app import make_app
from tracktwo.game import draw_counts
from tracktwo.questions import question, questions
from tracktwo.questions.ask import ask as ask_all
from tracktwo.questions.odds.live import LiveCase
from tracktwo.report import write_html, write_markdown

ENDS = {"positions": (0, 100), "capability": (5, 90), "salience": (10, 100)}
DRAWS = 150
"""More than those few behind what takes hundreds of solutions, and quicker than all."""
ALIKE = 1e-9
"""Far below any digit shown; the engines agree to this."""


def _random(folder, seed):
    """Give a case other numbers: positions, saliences, capabilities and intensities at random."""
    rng = np.random.default_rng(seed)
    changes = {}
    for item in quantities(folder.case):
        low, high = next((e for word, e in ENDS.items() if item.path.endswith(word)), (None, None))
        if item.path.endswith(".position"):
            low, high = ENDS["positions"]
        if item.path.endswith("schedule.intensity"):
            low, high = 0.0, 1.0
        if low is not None and rng.random() < 0.7:
            changes[item.path] = np.sort(rng.uniform(low, high, 3)).round(2).tolist()
    return changes


@pytest.fixture(scope="module", params=["worked", "random"])
def place(request, tmp_path_factory):
    path = tmp_path_factory.mktemp("one") / "case"
    copy_shipped("afghanistan-2023", path)
    if request.param == "random":
        before = load(path)
        save(before, {where: {"range": ends} for where, ends in _random(before, 5).items()})
    return path


@pytest.fixture(scope="module")
def folder(place):
    return load(place)


@pytest.fixture(scope="module")
def ran(folder):
    return ask("odds", folder)


def ask(name, of, **options):
    one = question(name)
    given = {} if name == "simulate" else {"draws": DRAWS}
    return one.ask(of, one.values({**given, **options}))


def alike(bands, others):
    for one, other in zip(bands, others, strict=True):
        assert _row(one) == pytest.approx(_row(other), abs=ALIKE)


def _row(band):
    return [band.mean, band.p05, band.p25, band.p50, band.p75, band.p95]


def quick():
    """Options that make an answer quick without touching its numbers of the case as it is."""
    return {
        "levers": {"generations": 1, "population": 8},
        "matters": {"samples": 2, "single_samples": 0},
        "simulate": {"draws": 2, "paths": 2},
        "withdraw": {"actor": "turkiye"},
    }


@pytest.mark.parametrize(
    ("name", "base"),
    [
        ("compare", lambda found: found.base),
        ("who", lambda found: found.base),
        ("agree", lambda found: found.base),
        ("withdraw", lambda found: found.base),
        ("government", lambda found: found.government.base),
        ("levers", lambda found: found.current.odds),
    ],
)
def test_each_question_says_the_same_odds_of_the_case_as_it_is(folder, ran, name, base):
    found = ask(name, folder, **quick().get(name, {}))
    alike(base(found), ran.base)


def test_each_question_says_the_same_of_the_stage_in_question(folder, ran):
    focus = [stage.id for stage in ran.stages].index(ran.focus)
    mean = ran.base[focus].mean
    found = {name: ask(name, folder, **quick().get(name, {})) for name in ("matters", "what-if")}
    assert found["matters"].focus == found["what-if"].focus == ran.focus
    assert found["matters"].mean == pytest.approx(mean, abs=ALIKE)
    alike([found["what-if"].base], [ran.base[focus]])


def test_paths_are_held_to_the_exact_odds_of_all_draws(smallest):
    found = ask("simulate", smallest, draws=16, paths=200)
    means = [band.mean for band in question("odds").ask(smallest, question("odds").values({})).base]
    assert found.exact == pytest.approx(means, abs=ALIKE)
    for exact, simulated, error in zip(found.exact, found.simulated, found.error, strict=True):
        assert abs(simulated - exact) < 4 * error + 1e-9


def test_each_question_takes_the_same_draws_unless_asked():
    for one in questions():
        for option in one.fields:
            if option.name == "draws" and one.name != "simulate":
                assert option.default == draw_counts.DRAWS, one.name
    assert inspect.signature(LiveCase).parameters["draws"].default == draw_counts.DRAWS


def test_every_command_prints_them_as_json(place, ran, capsys):
    def command(name, *options):
        make_app()(
            [name, str(place), f"--draws={DRAWS}", *options, "--json"], result_action="return_value"
        )
        return json.loads(capsys.readouterr().out)

    said = {
        "run": [s["reached"]["mean"][-1] for s in command("run")["stages"]],
        "compare": [b["mean"] for b in command("compare")["base"]],
        "who": [b["mean"] for b in command("who")["base"]],
        "what-if": [b["mean"] for b in command("what-if", "--set", "horizon=60")["base"]],
        "diff": [b["mean"] for b in command("diff", "--alternative", "january")["before"]],
    }
    for name, means in said.items():
        assert means == pytest.approx([b.mean for b in ran.base], abs=1e-8), name


def test_a_change_does_the_same_by_whatever_question_it_is_asked(folder, ran):
    who = ask("who", folder)
    for blocker in ran.blockers:
        for one in who.influence:
            if one.actor == blocker.actor:
                alike(one.if_consents, blocker.if_consented.difference)
        for one in who.spoilers:
            if one.actor == blocker.actor:
                alike(one.if_quiet, blocker.if_not_disrupting.difference)
    compared = {one.id: one for one in ask("compare", folder).alternatives}
    for one in ran.alternatives:
        alike(compared[one.id].change.reached, one.change.reached)
        alike(compared[one.id].change.difference, one.change.difference)
    some = ran.levers[0]
    dropped = ask("what-if", folder, drop=(f"levers.{some.id}",)).scenarios[0]
    alike(dropped.reached, some.without.reached)
    alike(dropped.difference, some.without.difference)
    tornado = ask("what-if", folder)
    focus = [stage.id for stage in ran.stages].index(ran.focus)
    own = {item.path for item in quantities(folder.case)}
    bar = next(bar for bar in tornado.bars if bar.path in own)
    moved = ask("what-if", folder, set=(f"{bar.path}={bar.low!r}", f"{bar.path}={bar.high!r}"))
    assert bar.draws == ran.draws
    alike([bar.at_low], [moved.scenarios[0].difference[focus]])
    alike([bar.at_high], [moved.scenarios[1].difference[focus]])


def test_a_report_says_what_the_questions_behind_it_say_alone(smallest):
    found = ask_all(smallest, only=["who", "what-if"])
    alike(found["who"].base, ask("compare", smallest, draws=draw_counts.DRAWS).base)
    for name in ("who", "what-if"):
        assert found[name] == question(name).ask(smallest, question(name).values({}))


def test_a_value_tried_is_the_value_written(place, folder, ran, tmp_path):
    lever = folder.case.levers[0].id
    path, value = f"levers.{lever}.schedule.intensity", [0.2, 0.5, 0.9]
    tried = LiveCase(folder, draws=DRAWS).answer({path: value})
    asked = tracktwo.load(place).what_if({path: value}, draws=DRAWS).record.scenarios[0]
    written = ask("odds", tracktwo.load(place).set(path, value).save(tmp_path / "w").folder)
    horizon = folder.case.horizon
    alike([stage.reached.at(horizon) for stage in tried.stages], written.base)
    alike(asked.reached, written.base)
    for band in (tried.harm, asked.harm):
        alike([band], [written.harm])
    assert tried.harm_over_limit == asked.harm_over_limit == written.harm_over_limit
    alike(tried.difference, asked.difference)
    alike([m.reached for m in tried.milestones], [m.reached for m in written.milestones])


def test_report_and_markdown_show_one_number_a_stage(folder, ran):
    for text in (write_html(folder, ran), write_markdown(folder, ran)):
        plain = (
            html.unescape(re.sub(r"<[^>]+>", "", text))
            .replace("\N{NO-BREAK SPACE}", " ")
            .replace("\\", "")
        )
        for band in ran.base:
            assert words.brief(band).replace("\N{NO-BREAK SPACE}", " ") in plain
