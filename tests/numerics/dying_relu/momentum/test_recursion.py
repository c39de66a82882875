import doctest
from fractions import Fraction

import array_api_strict as strict
import numpy as np
import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.descent import steps
from numerics.dying_relu import momentum

same_examples = settings(derandomize=True, database=None, deadline=None)
forms = st.sampled_from(momentum.FORMS)
etas = st.floats(1e-3, 10)
betas = st.floats(0, 1, exclude_max=True)
exact_etas = st.fractions(Fraction(1, 100), 3, max_denominator=100)
exact_betas = st.fractions(0, Fraction(99, 100), max_denominator=100)
small = st.fractions(-3, 3, max_denominator=50)


@pytest.mark.parametrize("module", [momentum, steps])
def test_examples_in_docstrings(module):
    assert doctest.testmod(module).failed == 0


@same_examples
@given(exact_etas, exact_betas, small, small, small, forms)
def test_a_step_is_the_matrix_on_a_unit_quadratic(eta, beta, theta, m, optimum, form):
    matrix = momentum.transition_matrix(eta, beta, form)
    after, momentum_after = momentum.step(theta, m, theta - optimum, eta=eta, beta=beta, form=form)
    expected = matrix @ np.asarray([m, theta - optimum])
    assert (momentum_after, after - optimum) == tuple(expected)
    assert isinstance(after, Fraction)


@same_examples
@given(exact_etas, exact_betas, forms)
def test_determinant_and_trace_exactly(eta, beta, form):
    (a, b), (c, d) = momentum.transition_matrix(eta, beta, form)
    assert a * d - b * c == beta
    assert a + d == 1 + beta - momentum.effective_step(eta, beta, form)


@same_examples
@given(exact_etas, exact_betas, small)
def test_the_two_forms_are_one_run_with_rescaled_steps(eta, beta, theta):
    ema = momentum.trajectory(theta, eta=eta, beta=beta, steps=6)
    heavy = momentum.trajectory(theta, eta=eta * (1 - beta), beta=beta, steps=6, form="classical")
    assert list(ema) == list(heavy)


@same_examples
@given(etas, betas, forms)
def test_eigenvalues_against_numpy(eta, beta, form):
    matrix = momentum.transition_matrix(eta, beta, form)
    ours = momentum.eigenvalues(eta, beta, form)
    numpys = np.linalg.eigvals(matrix).astype(complex)
    numpys = numpys[np.lexsort((-numpys.imag, -numpys.real))]
    # At a double root a relative error of 1e-16 in the matrix moves eigenvalues by its square root.
    if abs(numpys[0] - numpys[1]) > 1e-3:
        np.testing.assert_allclose(ours, numpys, rtol=0, atol=1e-12 * (1 + eta))
    else:
        np.testing.assert_allclose(ours, numpys, rtol=0, atol=1e-6)
    trace, gap = np.trace(matrix), 1e-14 * (1 + eta)
    assert abs(ours.sum() - trace) <= gap
    assert abs(ours.prod() - beta) <= gap
    assert momentum.spectral_radius(eta, beta, form) == pytest.approx(abs(ours).max(), rel=1e-14)


def test_the_smaller_real_eigenvalue_keeps_its_digits():
    beta = 1e-20
    for eta, larger in ((0.5, 0.5), (1.5, -0.5)):
        eigenvalues = momentum.eigenvalues(eta, beta)
        smaller = eigenvalues[1] if larger > 0 else eigenvalues[0]
        np.testing.assert_allclose(smaller, beta / larger, rtol=1e-14)


@same_examples
@given(exact_etas, exact_betas, forms)
def test_stability_is_a_spectral_radius_below_one(eta, beta, form):
    radius = momentum.spectral_radius(float(eta), float(beta), form)
    if abs(radius - 1) > 1e-9:
        assert momentum.is_stable(eta, beta, form) == (radius < 1)
    assert momentum.is_stable(eta, beta, form) == (
        momentum.effective_step(eta, beta, form) < momentum.stability_limit(beta)
    )


def test_the_edge_of_stability_is_an_eigenvalue_of_minus_one():
    beta = Fraction(1, 3)
    eta = momentum.stability_limit(beta)
    assert not momentum.is_stable(eta, beta, "classical")
    run = momentum.trajectory(Fraction(1), eta=eta, beta=beta, steps=2, form="classical", m0=Fraction(-3, 4))
    assert list(run) == [1, -1, 1]
    assert momentum.eigenvalues(float(eta), float(beta), "classical")[1] == pytest.approx(-1)


@pytest.mark.parametrize("form", momentum.FORMS)
@pytest.mark.parametrize("eta", [1e-6, 0.1, 0.5, 0.999, 1.0, 1.7, 3.5])
def test_onset_by_bisection_on_numpy_eigenvalues(eta, form):
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        matrix = np.asarray(momentum.transition_matrix(eta, min(middle, 1 - 1e-16), form))
        trace, det = matrix[0, 0] + matrix[1, 1], np.linalg.det(matrix)
        low, high = (low, middle) if trace**2 < 4 * det else (middle, high)
    assert momentum.onset(eta, form) == pytest.approx(high, abs=1e-10)
    above, below = momentum.onset(eta, form) * np.asarray([1 + 1e-9, 1 - 1e-9])
    if above < 1 and below > 0:
        assert momentum.eigenvalues(eta, above, form)[0].imag > 0
        assert momentum.eigenvalues(eta, below, form)[0].imag == 0


def test_onset_values_of_the_paper_and_its_range():
    np.testing.assert_allclose(momentum.onset(0.1), 0.669421487603, rtol=1e-11)
    np.testing.assert_allclose(momentum.onset(0.1, "classical"), 0.467544467966, rtol=1e-11)
    assert momentum.onset(1.0) == 0
    for eta in (4.0, 5.0, [1.0, 4.0]):
        with pytest.raises(ValueError, match=r"^eta must be a step size with 0 < eta < 4"):
            momentum.onset(eta, "classical")
    # Beyond 4 no momentum makes the classical eigenvalues complex.
    assert not momentum.eigenvalues(4.0, np.linspace(0, 0.999, 50), "classical").imag.any()


@same_examples
@given(etas, betas, forms)
def test_a_run_is_the_powers_of_the_matrix(eta, beta, form):
    matrix = momentum.transition_matrix(eta, beta, form)
    state, run = (
        np.asarray([0.25, 1.0]),
        momentum.trajectory(1.0, eta=eta, beta=beta, steps=8, form=form, m0=0.25),
    )
    size = max(1.0, np.linalg.norm(matrix, 2)) ** 8
    for theta in run:
        assert theta == pytest.approx(state[1], abs=1e-13 * size)
        state = matrix @ state


@pytest.mark.parametrize("number", [Fraction, fmpq])
def test_runs_are_exact_on_exact_numbers(number):
    start = np.asarray([number(1), number(2, 3)], dtype=object)
    run = momentum.trajectory(
        start, eta=number(1, 10), beta=number(9, 10), steps=5, gradient=lambda theta: theta * theta
    )
    theta, m = start, start * 0
    for row in run:
        assert (row == theta).all()
        assert all(isinstance(x, number) for x in row)
        theta, m = momentum.step(theta, m, theta * theta, eta=number(1, 10), beta=number(9, 10))


def test_batches_are_loops():
    rng = np.random.default_rng(0)
    theta, m, eta, beta = rng.random((4, 5, 3))
    for form in momentum.FORMS:
        run = momentum.trajectory(theta, eta=eta, beta=beta, steps=4, form=form, m0=m)
        assert run.shape == (5, 5, 3)
        matrices = momentum.transition_matrix(eta, beta, form)
        pairs = momentum.eigenvalues(eta, beta, form)
        for i in np.ndindex(5, 3):
            one = momentum.trajectory(theta[i], eta=eta[i], beta=beta[i], steps=4, form=form, m0=m[i])
            np.testing.assert_array_equal(run[(slice(None), *i)], one)
            np.testing.assert_array_equal(matrices[i], momentum.transition_matrix(eta[i], beta[i], form))
            np.testing.assert_array_equal(pairs[i], momentum.eigenvalues(eta[i], beta[i], form))


@pytest.mark.parametrize("form", momentum.FORMS)
@pytest.mark.parametrize("precision", ["float32", "float64"])
def test_other_array_libraries_and_precisions(form, precision):
    eta, beta = np.asarray([0.1, 1.5]), np.asarray([[0.3], [0.9]])
    e, b = (strict.asarray(x, dtype=getattr(strict, precision)) for x in (eta, beta))
    rtol = 1e-14 if precision == "float64" else 2e-5
    calls = [
        lambda e, b: momentum.transition_matrix(e, b, form),
        lambda e, b: momentum.eigenvalues(e, b, form),
        lambda e, b: momentum.spectral_radius(e, b, form),
        lambda e, b: momentum.is_stable(e, b, form),
        lambda e, b: momentum.effective_step(e, b, form),
        lambda e, _: momentum.onset(e, form),
        lambda _, b: momentum.stability_limit(b),
        lambda e, b: momentum.step(e, 0, e, eta=e, beta=b, form=form)[0],
        lambda e, b: momentum.trajectory(e, eta=0.1, beta=b, steps=3, form=form, gradient=lambda x: x * x),
    ]
    for call in calls:
        ours = call(e, b)
        assert type(ours) is type(e)
        assert str(ours.dtype).endswith(("bool", precision, "complex" + str(2 * int(precision[5:]))))
        np.testing.assert_allclose(np.asarray(ours), call(eta, beta), rtol=rtol)


def test_extreme_steps_do_not_overflow():
    np.testing.assert_allclose(momentum.eigenvalues(1e308, 0.5), [-1e-308, -5e307], rtol=1e-12)
    assert momentum.is_stable(1e-300, 1 - 1e-16)
    assert not momentum.is_stable(1e308, 0.5)


def test_runs_that_leave_the_range_are_refused():
    with pytest.raises(ValueError, match=r"^steps must be small enough .* after step \d+\), got 2000"):
        momentum.trajectory(1.0, eta=5.0, beta=0.1, steps=2000)
    with pytest.raises(ValueError, match=r"^theta must be such that the step is finite"):
        momentum.step(1e308, -1e308, 0, eta=10.0, beta=0.9)


BOTH = {"eta": "positive", "beta": "momentum"}
CALLS = {
    "transition_matrix": {**BOTH, "form": "choice"},
    "effective_step": {**BOTH, "form": "choice"},
    "is_stable": {**BOTH, "form": "choice"},
    "eigenvalues": {**BOTH, "form": "choice"},
    "spectral_radius": {**BOTH, "form": "choice"},
    "onset": {"eta": "positive", "form": "choice"},
    "stability_limit": {"beta": "momentum"},
    "step": {**BOTH, "theta": "real", "m": "real", "gradient": "real", "form": "choice"},
    "trajectory": {
        **BOTH,
        "theta0": "real",
        "m0": "optional real",
        "steps": "count",
        "gradient": "callable",
        "form": "choice",
    },
}


@pytest.mark.parametrize("name", CALLS)
def test_a_thousand_bad_calls(name, rejects):
    fixed = (
        {"form": "ema", "steps": 3, "gradient": lambda theta: theta}
        if name == "trajectory"
        else {"form": "ema"}
    )
    good = {key: fixed.get(key, np.full(3, 0.5)) for key in CALLS[name]}
    rejects(getattr(momentum, name), good, CALLS[name])


def test_every_public_function_gets_bad_calls():
    public = {name for name in momentum.__all__ if callable(getattr(momentum, name))}
    assert public == set(CALLS)
