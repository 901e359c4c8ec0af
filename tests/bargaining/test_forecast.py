"""The settlement forecast: its shape, its scoring, what it was learned from."""

import json
from dataclasses import replace

import bargaining_plain as plain
import numpy as np
import pytest
from bargaining_plain import given
from hypothesis import strategies as st

from tracktwo.bargaining import (
    BargainingTable,
    ForecastCoefficients,
    SettlementForecast,
    forecast,
    forecast_features,
    score_crps,
)
from tracktwo.case.problems import CaseError
from tracktwo.errors import UnanswerableError
from tracktwo.game.settlement import settlement_forecast, shipped_coefficients
from tracktwo.scoring import backtest as backtests
from tracktwo.scoring import backtest_learning as learning
from tracktwo.scoring.deu import BODY_SHARE, VOTES, DeuIssues, read_deu


def table_of(seed, draws=1):
    rng = np.random.default_rng(seed)
    shape = (draws, 5, 2)
    return BargainingTable.of(
        rng.integers(0, 101, shape).astype(float),
        rng.random(shape),
        rng.random((draws, 5, 1)),
        status_quo=rng.integers(0, 101, (draws, 2)),
    )


@given(st.integers(0, 10**6), st.sampled_from(["ensemble", "weighted-mean", "spatial"]))
def test_it_is_a_distribution_with_spikes_where_parties_stand(seed, model):
    table = table_of(seed)
    told = settlement_forecast(table, model)
    assert (np.diff(told.support, axis=-1) > 0).all()
    np.testing.assert_allclose(told.probability.sum(axis=-1), 1)
    for issue in range(2):
        for x in table.position[0, :, issue]:
            at = np.flatnonzero(told.support[0, issue] == x)
            assert len(at) == 1
            aside = [k for k in (at[0] - 1, at[0] + 1) if 0 <= k <= 100]
            free = [
                k for k in aside if told.support[0, issue, k] not in table.position[0, :, issue]
            ]
            assert (told.probability[0, issue, at] > 5 * told.probability[0, issue, free]).all()


@given(st.integers(0, 10**6), st.booleans())
def test_turning_the_scale_round_turns_the_forecast(seed, coercive):
    table = table_of(seed)
    turned = BargainingTable.of(
        100 - table.position, table.salience, table.capability, status_quo=100 - table.status_quo
    )
    one = settlement_forecast(table, coercive=coercive)
    two = settlement_forecast(turned, coercive=coercive)
    np.testing.assert_allclose(one.probability, two.probability[..., ::-1], atol=1e-6)


@given(st.integers(0, 10**6))
def test_units_and_names_do_not_matter(seed):
    table = table_of(seed)
    order = [4, 2, 0, 1, 3]
    other = BargainingTable.of(
        -5 + table.position[:, order] / 10,
        table.salience[:, order],
        2 * table.capability[:, order],
        status_quo=-5 + table.status_quo / 10,
        low=-5,
        high=5,
    )
    one, two = settlement_forecast(table), settlement_forecast(other)
    np.testing.assert_allclose(one.probability, two.probability, atol=1e-6)
    np.testing.assert_allclose(-5 + one.support / 10, two.support)


def test_talks_under_coercion_are_told_wider():
    table = table_of(7, draws=500)
    usual, wider = settlement_forecast(table), settlement_forecast(table, coercive=True)

    def spread(told):
        return np.sqrt((told.probability * (told.support - told.mean()[..., None]) ** 2).sum(-1))

    np.testing.assert_allclose(wider.probability.sum(axis=-1), 1)
    assert np.median(spread(wider) / spread(usual)) > 1.1
    assert (spread(wider) > spread(usual)).mean() > 0.85  # not where one strong party stands apart
    assert wider.probability.min() > 0.001
    kept = np.abs(wider.support - table.status_quo[..., None, :].swapaxes(-1, -2)) < 1e-9
    assert ((kept * wider.probability).sum(axis=-1) >= 0.125).all()


def test_no_positions_no_opinion():
    table = BargainingTable.of([[np.nan, 20], [np.nan, 60]])
    for coercive in (False, True):
        told = settlement_forecast(table, coercive=coercive)
        np.testing.assert_allclose(told.probability.sum(axis=-1), 1)
        assert told.mean()[0, 0] == pytest.approx(50)


def test_quantiles_samples_and_pooling():
    told = SettlementForecast(
        np.array([[[0.0, 40.0, 100.0]], [[10.0, 20.0, 30.0]]]),
        np.array([[[0.25, 0.5, 0.25]], [[0.0, 1.0, 0.0]]]),
    )
    assert told.quantile(0.25)[:, 0].tolist() == [0, 20]
    assert told.quantile(0.26)[:, 0].tolist() == [40, 20]
    assert told.quantile(0.0)[:, 0].tolist() == [0, 20]
    assert told.quantile(1.0)[:, 0].tolist() == [100, 20]
    assert told.samples([[0.8], [0.8]])[:, 0].tolist() == [100, 20]
    assert told.mean()[:, 0].tolist() == [45, 20]
    assert told.cdf(40)[:, 0].tolist() == [0.75, 1]
    pooled = told.pooled()
    assert pooled.mean()[0, 0] == 32.5
    assert pooled.quantile(0.5)[0, 0] == 20


@given(st.integers(0, 10**6), st.floats(0.05, 0.99), st.booleans())
def test_both_kinds_of_interval_hold_their_share_and_the_shortest_is_no_longer(
    seed, share, coercive
):
    table = table_of(seed, draws=3)
    told = settlement_forecast(table, coercive=coercive)
    for forecasts in (told, told.pooled()):
        ends = {"central": forecasts.central(share), "shortest": forecasts.shortest(share)}
        for low, high in ends.values():
            inside = (low[..., None] <= forecasts.support) & (forecasts.support <= high[..., None])
            assert ((inside * forecasts.probability).sum(axis=-1) >= share - 1e-9).all()
        lengths = {kind: high - low for kind, (low, high) in ends.items()}
        assert (lengths["shortest"] <= lengths["central"] + 1e-9).all()


@given(st.integers(0, 10**6), st.floats(0.05, 0.99))
def test_no_interval_between_points_is_shorter_than_the_shortest(seed, share):
    rng = np.random.default_rng(seed)
    x, p = np.unique(rng.integers(0, 101, 12).astype(float)), rng.dirichlet(np.ones(12))
    p = p[: len(x)] / p[: len(x)].sum()
    low, high = SettlementForecast(x[None, None], p[None, None]).shortest(share)
    enough = [
        x[j] - x[i] for i in range(len(x)) for j in range(i, len(x)) if p[i : j + 1].sum() >= share
    ]
    assert (high - low)[0, 0] == pytest.approx(min(enough))


def test_intervals_of_a_spike_and_a_tail():
    told = SettlementForecast(
        np.array([[[0.0, 40.0, 50.0, 100.0]]]), np.array([[[0.1, 0.2, 0.5, 0.2]]])
    )
    assert [end[0, 0] for end in told.central(0.7)] == [40, 100]
    assert [end[0, 0] for end in told.shortest(0.7)] == [40, 50]
    assert [end[0, 0] for end in told.shortest(0.5)] == [50, 50]


@given(st.integers(0, 10**6))
def test_the_objection_is_the_largest_loss_by_weight(seed):
    table = table_of(seed)
    coefficients = ForecastCoefficients(0.0, 0.0)
    support, features, _ = forecast_features(table, coefficients)
    found = features[coefficients.names().index("objection")][0]
    s, c = table.salience[0], table.capability[0]
    for issue in range(2):
        weight = c[:, issue] * s[:, issue] ** 2
        for at, point in enumerate(support[0, issue]):
            away = np.abs(point - table.position[0, :, issue]) / 100
            assert found[issue, at] == pytest.approx((weight * away).max() / weight.max())


def test_samples_follow_the_distribution():
    table = table_of(1)
    told = settlement_forecast(table)
    many = BargainingTable.of(
        np.repeat(table.position, 20000, axis=0), table.salience, table.capability
    )
    coefficients = shipped_coefficients()["ensemble"]
    drawn = forecast(many, coefficients).samples(np.random.default_rng(0).random((20000, 2)))
    for x in table.position[0, :, 0]:
        assert (drawn[:, 0] <= x).mean() == pytest.approx(told.cdf(x)[0, 0], abs=0.012)


@given(st.integers(0, 10**6))
def test_the_score_is_the_integral_it_stands_for(seed):
    rng = np.random.default_rng(seed)
    x = np.sort(rng.random(6)) * 100
    p = rng.dirichlet(np.ones(6))
    y = 100 * rng.random()
    told = SettlementForecast(x[None, None], p[None, None])
    grid = np.linspace(-1, 101, 200001)
    running = (p * (x <= grid[:, None])).sum(axis=1)
    integral = np.trapezoid((running - (grid >= y)) ** 2, grid)
    assert score_crps(told, [[y]])[0, 0] == pytest.approx(integral, abs=2e-3)


def test_the_score_of_a_point_is_its_error():
    told = SettlementForecast(np.array([[[0.0, 30.0]]]), np.array([[[0.0, 1.0]]]))
    assert score_crps(told, [[42.0]])[0, 0] == 12


def made_up(truth, issues=600, seed=0):
    """Past issues whose outcomes were drawn from a forecast with known coefficients."""
    rng = np.random.default_rng(seed)
    position = rng.integers(0, 11, (issues, 5)) * 10.0
    salience = rng.random((issues, 5))
    table = BargainingTable.of(position[:, :, None], salience[:, :, None])
    outcome = forecast(table, truth).samples(rng.random((issues, 1)))[:, 0]
    labels = np.full(issues, "x")
    return DeuIssues(
        position,
        salience,
        np.full(issues, np.nan),
        outcome,
        np.arange(issues) // 3,
        labels,
        labels,
        labels,
        tuple(str(k) for k in range(issues)),
        tuple("abcde"),
    )


def test_learning_finds_the_coefficients_that_made_the_data():
    truth = ForecastCoefficients(
        3.0, 1.0, balance=-2.0, linear={"nash": -4.0, "kalai-smorodinsky": 0.0}
    )
    issues = made_up(truth, issues=3000)
    used = ("position", "end", "balance", "linear:nash", "linear:kalai-smorodinsky")
    features, support = learning.features_of(issues, used)
    found = learning.learn(features, support, issues.outcome, ridge=0.0)
    np.testing.assert_allclose(found[0], 3.0, atol=0.5)

    def score(values):
        chance = learning.chances(np.asarray(values), features)
        told = SettlementForecast(support[:, None], chance[:, None])
        return score_crps(told, issues.outcome[:, None]).mean()

    true = [truth.position, truth.end, truth.balance, *truth.linear.values()]
    assert score(found) <= score(true) + 1e-9  # nothing fits these data better
    assert score(found) >= score(true) - 0.1  # and the truth is as good as found
    for step in np.eye(len(found)) * 0.05:
        assert score(found + step) >= score(found)
        assert score(found - step) >= score(found)


def test_folds_keep_proposals_whole_and_cover_all():
    proposal = np.repeat(np.arange(40), 3)
    fold = learning.folds(proposal)
    assert set(fold) == set(range(10))
    for number in range(40):
        assert len(set(fold[proposal == number])) == 1


def test_a_fold_s_forecast_knows_nothing_of_its_own_outcomes():
    issues = made_up(ForecastCoefficients(3.0, 0.0, linear={"nash": -4.0}), issues=90)
    features, support = learning.features_of(issues, learning.CANDIDATES["crowd"])
    fold = learning.folds(issues.proposal)
    heard = np.ones(90, dtype=bool)
    before = learning.out_of_fold(features, support, issues.outcome, fold, heard)
    changed = np.where(fold == 0, 100 - issues.outcome, issues.outcome)
    after = learning.out_of_fold(features, support, changed, fold, heard)
    np.testing.assert_array_equal(before[fold == 0], after[fold == 0])
    assert not np.allclose(before[fold != 0], after[fold != 0])


def test_calibration_of_a_true_forecast_is_flat():
    issues = made_up(ForecastCoefficients(2.0, 0.5, linear={"nash": -3.0}), issues=4000, seed=3)
    told = forecast(issues.one_by_one(), ForecastCoefficients(2.0, 0.5, linear={"nash": -3.0}))
    calibration = backtests._calibration(told, issues.outcome)
    assert calibration.pit == pytest.approx([0.1] * 10, abs=0.02)
    for share in (0.5, 0.8, 0.9):
        (central, length), (shortest, less) = (
            calibration.central[share],
            calibration.shortest[share],
        )
        assert central >= share - 0.01  # 4000 issues: a standard error of at most 0.008
        assert shortest >= share - 0.02
        assert less <= length


def test_reading_deu(shared):
    issues = read_deu(shared / "deu")
    assert len(issues) == 324  # of 331, those with a known outcome
    assert len(set(issues.proposal.tolist())) == 123
    assert "com" in issues.actors
    assert read_deu(shared / "deu" / "DEU2.csv").issues == issues.issues
    assert (issues.wave == "DEU I").sum() == 162


def test_votes_of_deu(shared, tmp_path):
    issues = read_deu(shared / "deu")
    here = {actor: at for at, actor in enumerate(issues.actors)}
    early = int(np.flatnonzero(issues.wave == "DEU I")[0])
    assert issues.votes[early, [here["de"], here["lu"], here["pl"], here["com"]]].tolist() == [
        *(10, 2, 0, 0)
    ]
    late = int(np.flatnonzero(~np.isnan(issues.position[:, here["pl"]]))[0])
    assert issues.votes[late, [here["de"], here["lu"], here["pl"]]].tolist() == [29, 4, 27]
    for weights, power in (("votes", 1), ("root", 0.5)):
        given_power = issues.weighted(weights).one_by_one().capability[early, :, 0]
        assert given_power[here["de"]] / given_power[here["lu"]] == pytest.approx(5**power)
        assert given_power[here["com"]] == given_power[here["ep"]] == BODY_SHARE
        assert given_power.sum() == pytest.approx(1 + 2 * BODY_SHARE)
    assert (issues.weighted("equal").one_by_one().capability == 1).all()
    (tmp_path / "DEU2.csv").write_bytes((shared / "deu" / "DEU2.csv").read_bytes())
    alone = read_deu(tmp_path)
    assert alone.votes is None
    with pytest.raises(ValueError, match="council_votes_EU15"):
        alone.weighted("root")
    for name in VOTES:
        (tmp_path / name).write_text("abbr,weights\nat,none\n")
    with pytest.raises(CaseError, match=r"council_votes_EU15.csv:2:4 weights: 'none' is no number"):
        read_deu(tmp_path)


def test_the_choice_for_a_fold_knows_nothing_of_its_outcomes():
    issues = made_up(ForecastCoefficients(3.0, 0.0, linear={"nash": -4.0}), issues=60)
    fold = learning.folds(issues.proposal)
    changed = replace(issues, outcome=np.where(fold == 0, 100 - issues.outcome, issues.outcome))
    before, after = learning.choose(issues), learning.choose(changed)
    held = fold == 0
    np.testing.assert_allclose(
        before.told.probability[held], after.told.probability[held], atol=1e-4
    )
    assert not np.allclose(before.told.probability[~held], after.told.probability[~held])


def test_plain_models_on_deu(shared):
    issues = read_deu(shared / "deu")
    points = backtests.model_points(issues)
    x, s = issues.position, np.where(np.isnan(issues.position), 0, issues.salience)
    mean = np.nansum(x * s, axis=1) / s.sum(axis=1)
    np.testing.assert_allclose(points["weighted-mean"], mean)
    medians = [
        plain.median(row[~np.isnan(row)], weight[~np.isnan(row)])
        for row, weight in zip(x, s, strict=True)
    ]
    np.testing.assert_allclose(points["weighted-median"], medians)
    error = {name: np.nanmean(np.abs(point - issues.outcome)) for name, point in points.items()}
    assert error["middle"] == pytest.approx(28.21, abs=0.01)
    assert error["weighted-mean"] == pytest.approx(23.6, abs=0.1)
    assert error["nash"] == pytest.approx(22.8, abs=0.1)


@pytest.mark.slow
def test_the_backtest_rederives_what_ships(shared, backtest_once):
    issues = read_deu(shared / "deu")
    found = backtests.backtest(issues)
    for name, coefficients in shipped_coefficients().items():
        np.testing.assert_allclose(
            found.coefficients[name].values(), coefficients.values(), atol=2e-3
        )
    everywhere = {score.model: score for score in found.scores if score.group == "all"}
    ensemble = everywhere.pop("ensemble")
    assert ensemble.crps < 15.5
    assert everywhere["before"].crps == pytest.approx(15.73, abs=0.01)
    assert all(ensemble.crps < score.crps for score in everywhere.values())
    assert all(ensemble.mean_error < score.mean_error for score in everywhere.values())
    for name in ("nash", "weighted-mean", "climatology"):
        assert everywhere[name].lead_low > 0
    for score in everywhere.values():
        assert score.lead_low < score.lead < score.lead_high
    assert sum(one.folds for one in found.tried) == learning.FOLDS
    assert min(one.crps for one in found.tried) <= ensemble.crps  # choosing costs something
    for share, (held, length) in found.calibration.shortest.items():
        assert abs(held - share) < 0.03
        assert length < found.calibration.central[share][1]
    assert ensemble.crps_low < ensemble.crps < ensemble.crps_high
    assert max(found.calibration.pit) < 0.15
    assert min(found.calibration.pit) > 0.05
    shown = backtests.derivation(issues, found)
    assert shown["issues"] == 324
    assert json.dumps(shown)


def test_a_broken_deu_file_tells_all(tmp_path):
    file = tmp_path / "DEU2.csv"
    file.write_text("prnrnmc,cod,isnr,pcom,scom,rp,out\n1,x(COD),a,120,50,,0\nb,x,c,5,x,1,2\n")
    with pytest.raises(CaseError) as caught:
        read_deu(tmp_path)
    assert [str(problem) for problem in caught.value.problems] == [
        "DEU2.csv:2:12 pcom: '120' is no number from 0 to 100; leave it empty if unknown",
        "DEU2.csv:3:1 prnrnmc: 'b' is no number of a proposal; use 1, 2, ...",
        "DEU2.csv:3:9 scom: 'x' is no number from 0 to 100; leave it empty if unknown",
    ]
    file.write_text("a,b\n1,2\n")
    with pytest.raises(CaseError, match="no column prnrnmc, cod, isnr, rp, out"):
        read_deu(file)


def test_unknown_forecasts_are_refused():
    with pytest.raises(UnanswerableError, match="no forecast is called 'oracle'"):
        settlement_forecast(table_of(1), "oracle")
