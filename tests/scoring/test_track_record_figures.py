"""The figures of docs/track-record.md are those that benchmarks/track_record.py works out."""

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data" / "peace"
PAGE = " ".join((ROOT / "docs" / "track-record.md").read_text("utf-8").split())

pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason="needs tables on peace processes that may not be shipped"
)


@pytest.fixture(scope="module")
def script():
    where = ROOT / "benchmarks" / "track_record.py"
    spec = importlib.util.spec_from_file_location("track_record_script", where)
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.fixture(scope="module")
def sources(script):
    return script.both(DATA)


@pytest.fixture
def told(capsys):
    """Run a function of the script; return what it says of each finding, by how its line begins."""

    def run(function, *given):
        function(*given)
        lines = capsys.readouterr().out.splitlines()
        return lambda begins: next(
            line.strip().removeprefix(begins).split("all data")[0]
            for line in lines
            if line.strip().startswith(begins)
        )

    return run


def bare(number):
    """Write a share as the page does, without the 0 before the point."""
    return number.lstrip("+").removeprefix("0")


def numbers(text):
    return re.findall(r"\d+\.\d+", text)


def test_war_to_a_first_agreement(script, told):
    line = told(script.war_to_first, DATA)
    gains = [numbers(line(f"log score a conflict-year, within {y} y"))[0] for y in (1, 2, 5)]
    assert ", ".join(f"+{bare(g)}" for g in gains) + ", all clear of zero" in PAGE
    ratio = [line(f"odds ratio of {name}").strip() for name in ("mediation", "recent agreement")]
    assert f"| {'; '.join(ratio)} |" in PAGE


def test_after_a_first_mediation(script, sources, told):
    line = told(script.first_mediation, DATA, sources["UCDP"])
    spans = [
        " to ".join(map(bare, numbers(line(f"within {y} y, by name and by country"))))
        for y in (1, 5)
    ]
    assert f"| {'; '.join(spans)} |" in PAGE


@pytest.mark.slow
def test_fits_with_covariates(script, sources, told, capsys):
    script.covariates(sources)
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    counts = next(line for line in lines if line.startswith("fits;"))
    fits, better, worse = re.findall(r"(\d+)(?:;| )", counts.split("worse", 1)[1])[:3]
    assert f"| {fits}, of them {better} clearly better and {worse} clearly worse" in PAGE
    for stage, said in (
        ("PA-X interim-text", "an interim text in PA-X ({} of them"),
        ("PA-X comprehensive", "a comprehensive agreement in PA-X ({})"),
        ("UCDP survives", "survival of an agreement in UCDP ({},"),
    ):
        count = sum(line.startswith(f"better: {stage}") for line in lines)
        assert said.format(count) in PAGE
        better = int(better) - count
    assert better == 0


def test_interim_to_a_vote_and_agreements_ended(script, sources, told):
    line = told(script.interim_to_vote, sources)
    rates = {name: re.search(r"(0\.\d\d) .*(\(n \d+\))", line(name)).groups() for name in sources}
    assert ", ".join(
        f"{name} {bare(rates[name][0])} {rates[name][1]}" for name in ("PA-X", "UCDP")
    ) in PAGE  # fmt: skip
    line = told(script.ended, sources["UCDP"])
    share, low, high = map(bare, numbers(line("all")))
    full, process = (bare(numbers(line(kind))[0]) for kind in ("full", "process"))
    assert f"| {share} [{low}, {high}], {full}, {process} |" in PAGE


def test_choosing_famous_cases(script, sources, told):
    line = told(script.famous, sources["PA-X"])
    spans = [
        " against ".join(map(bare, numbers(line(f"{name} agreement within five years"))))
        for name in ("partial", "interim")
    ]
    assert f"| {', '.join(spans)} |" in PAGE


def test_what_so_many_cases_can_show(script, told):
    line = told(script.power)
    found = [re.search(r"\d+", line(f"found with {n} outcomes")).group() for n in (24, 150, 300)]
    assert (
        f"24 outcomes would show it in {found[0]} of 100 trials, 150 in {found[1]}, "
        f"300 in {found[2]}." in PAGE
    )
