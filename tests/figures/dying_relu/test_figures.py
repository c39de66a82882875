import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.stats import norm

from figures.dying_relu import fig2, fig3
from figures.output import render
from figures.registry import load
from theory import catalog

ROUNDED = 2e-8  # data are kept to 8 decimals


@pytest.fixture(scope="module")
def momentum():
    return fig2.oscillation.data()


@pytest.fixture(scope="module")
def plane():
    return fig3.gradient_field.data()


@pytest.mark.parametrize("plate", [fig2.oscillation, fig3.gradient_field], ids=lambda plate: plate.id)
def test_numbers_hash_alike_and_pictures_agree_to_the_byte(plate, tmp_path):
    sidecars = [render(plate, tmp_path / name) for name in ("one", "two")]
    assert sidecars[0] == sidecars[1]
    for name in sidecars[0]["files"].values():
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_figures_show_claims_of_their_own_paper():
    kinds = {claim.id: claim.kind for claim in catalog.load("dying_relu")}
    for plate in load("dying_relu"):
        assert set(plate.shows) <= set(kinds)
        # Only an experiment's figure goes by the name of a claim: the claim is about what that figure shows.
        if plate.id in kinds:
            assert kinds[plate.id] == "experiment"
            assert plate.id in plate.shows


# Figure 2


@pytest.mark.parametrize(("form", "onset"), [("ema", (0.9 / 1.1) ** 2), ("classical", (1 - 0.1**0.5) ** 2)])
def test_eigenvalues_are_real_below_the_onset_and_of_modulus_root_beta_above(momentum, form, onset):
    beta, pair = momentum[f"{form}_beta"], momentum[f"{form}_eigenvalues"]
    assert momentum[f"{form}_onset"] == pytest.approx(onset, rel=1e-12)
    above = beta > onset
    assert above.sum() > 50
    assert (~above).sum() > 50
    np.testing.assert_allclose(np.abs(pair[above]), np.sqrt(beta[above])[:, None] * [1, 1], atol=ROUNDED)
    assert np.all(np.abs(pair[above].imag) > 1e-3)
    assert np.all(pair[~above].imag == 0)


@pytest.mark.parametrize("form", ["ema", "classical"])
def test_eigenvalues_have_the_trace_and_determinant_of_the_recursion(momentum, form):
    beta, pair = momentum[f"{form}_beta"], momentum[f"{form}_eigenvalues"]
    rate = 0.1 * (1 - beta if form == "ema" else 1)
    np.testing.assert_allclose(pair.sum(axis=-1), 1 + beta - rate, atol=ROUNDED)
    np.testing.assert_allclose(pair.prod(axis=-1), beta, atol=ROUNDED)
    assert np.all(pair[beta > 0].real > 0)  # the right half of the disc
    assert np.all(np.abs(pair) < 1)


def test_each_column_of_eigenvalues_is_one_path(momentum):
    for form in ("ema", "classical"):
        jumps = np.abs(np.diff(momentum[f"{form}_eigenvalues"], axis=0))
        assert jumps.max() < 0.05


def test_traces_start_in_the_linear_cone_and_only_strong_momentum_reaches_the_dead_one(momentum):
    lowest = dict(zip(momentum["beta"].tolist(), momentum["c"].min(axis=1), strict=True))
    np.testing.assert_allclose(momentum["c"][:, 0], 1 / np.hypot(0.1, 0.2), atol=ROUNDED)
    assert momentum["c"][0, 0] > fig2.KAPPA
    assert lowest[0.0] >= 0
    assert lowest[0.66] >= 0
    assert -fig2.KAPPA < lowest[0.8] < 0
    assert lowest[0.9] < -fig2.KAPPA
    assert lowest[0.99] < -fig2.KAPPA


def test_trace_without_momentum_is_a_geometric_decay(momentum):
    shrink = 0.9 ** np.arange(fig2.STEPS + 1)
    expected = shrink / np.hypot(0.1 * shrink, 0.05 + 0.15 * shrink)
    np.testing.assert_allclose(momentum["c"][0], expected, atol=ROUNDED)


# Figure 3


@pytest.mark.parametrize("gamma", fig3.GAMMAS)
@pytest.mark.parametrize("target", ["linear", "relu"])
def test_field_vanishes_at_the_optimum(gamma, target):
    at_optimum = fig3.field(np.array(gamma), np.array(0.0), gamma, target)
    np.testing.assert_allclose(at_optimum, 0, atol=1e-15 * gamma)


def test_no_node_lies_where_the_direction_is_undefined(plane):
    for name in ("", "scaled_"):
        assert np.all(plane[f"{name}cell_centres"][..., 0, :] != 0)
        assert np.all(np.isfinite(plane[f"{name}log_norm"]))
    np.testing.assert_allclose(plane["cell_centres"], -plane["cell_centres"][..., ::-1], atol=1e-15)


def test_arrows_are_unit_vectors_downhill_and_missing_only_where_the_gradient_is_nil(plane):
    length = np.linalg.norm(plane["direction"], axis=1)
    visible = plane["log_norm"][:, fig3.EVERY, fig3.EVERY] > np.log10(fig3.FLOOR)
    np.testing.assert_allclose(length[visible], 1, atol=ROUNDED)
    assert np.all(np.isnan(length[~visible]))
    top_right = plane["direction"][-1, :, -1, -1]  # deep in the regular region: towards the tiny optimum
    assert np.all(top_right < 0)


def test_field_in_units_of_the_scale_serves_every_scale(plane):
    w, b = plane["scaled_cell_centres"]
    for gamma in fig3.GAMMAS:
        slope = fig3.field(gamma * w[[50, 70]], gamma * b[[20, 75]], gamma) / gamma
        expected = plane["scaled_log_norm"][[20, 75], [50, 70]]
        np.testing.assert_allclose(np.log10(np.linalg.norm(slope, axis=0)), expected, atol=ROUNDED)


def test_nullclines_lie_on_their_closed_forms_and_only_on_the_right(plane):
    for name, law in (
        ("nullcline_w", lambda c: 1 - c * norm.pdf(c) / norm.cdf(c)),
        ("nullcline_b", lambda c: norm.pdf(c) / (c * norm.cdf(c) + norm.pdf(c))),
    ):
        assert np.all(np.isnan(plane[name][0]))
        w, b = plane[name][1]
        known = np.isfinite(w) & (w > 1e-4)  # below that, rounding shows in the ratio b / w
        assert known.sum() > 60
        np.testing.assert_allclose(w[known], law(b[known] / w[known]), rtol=1e-3, atol=ROUNDED)


def test_orbits_gather_on_the_attracting_line(plane):
    w, b = plane["attracting_line"]
    at = int(np.searchsorted(-b, 20.0))  # c about -2.5
    for side in (0.7, 1.3):

        def towards(_, state):
            by_w, by_b = fig3.field(state[0], state[1], 1.0)
            return [-by_w, -by_b]

        orbit = solve_ivp(towards, (0, 1e6), [side * w[at], b[at]], events=[lambda _, s: s[1] + 2],
                          method="LSODA", rtol=1e-9, atol=1e-11)  # fmt: skip
        (met,) = orbit.y_events[0]
        assert met[0] == pytest.approx(np.interp(2.0, -b, w), abs=2e-3)


def test_attracting_line_lies_between_the_nullclines(plane):
    w, b = plane["attracting_line"][:, plane["attracting_line"][1] < -0.5]
    c = b / w
    assert np.all(w > 1 - c * norm.pdf(c) / norm.cdf(c))
    assert np.all(w < norm.pdf(c) / (c * norm.cdf(c) + norm.pdf(c)))


def test_separatrix_starts_at_its_known_slope(plane):
    v, c = _separatrix(plane)
    assert np.all(plane["separatrix"][:, 0] == 0)
    assert c[0] == pytest.approx(0.622036, abs=1e-3)
    assert np.all(np.diff(c) > 0)  # so the smaller the target, the more of the left half dies
    assert v[-1] * min(fig3.GAMMAS) >= 1


def _separatrix(plane):
    """Weight over target scale and slope along the separatrix, but for the origin."""
    w, b = plane["separatrix"][:, 10:]  # rounding shows in the ratio closer to the origin
    return -w, b / -w


def test_separatrix_solves_the_equation_in_closed_form(plane):
    def slope(v, c):
        density, mass = norm.pdf(c), norm.cdf(c)
        return (v * density + (1 + c**2) * density - c * mass) / (v * (v * mass + mass - c * density))

    v, c = _separatrix(plane)
    orbit = solve_ivp(slope, (v[0], v[-1]), [c[0]], t_eval=v, method="LSODA", rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(orbit.y[0], c, atol=1e-5)


@pytest.mark.parametrize("gamma", [1.0, 0.1])
def test_starts_on_either_side_of_the_separatrix_meet_different_fates(plane, gamma):
    w, slack = -0.3, 0.02
    c = np.interp(-w / gamma, *_separatrix(plane))

    def descend(_, at):
        return -fig3.field(at[0], at[1], gamma)

    # 500 units of time settle either fate; the origin itself, where the unit is undefined, is never reached.
    ends = [
        solve_ivp(descend, (0, 500), [w, -w * (c + side * slack)], rtol=1e-8, atol=1e-12).y[:, -1]
        for side in (-1, 1)
    ]
    dead, alive = ends
    assert dead[0] < 0
    assert dead[1] / abs(dead[0]) < -fig3.KAPPA
    np.testing.assert_allclose(alive, [gamma, 0], atol=1e-5)


def test_cubic_law_enters_the_dead_cone_only_for_the_smallest_target():
    inside = [np.cbrt(gamma) < 1 / fig3.KAPPA for gamma in fig3.GAMMAS]  # at bias -1
    assert inside == [False, False, True]
