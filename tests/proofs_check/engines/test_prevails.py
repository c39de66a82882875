"""The engine for chances: what it decides, what it leaves open, what it refuses."""

import numpy as np
import pytest
from scipy.stats import binom
from sympy import Eq, Gt, Interval, Lt, Rational, symbols

from proofs_check.engines import prevails
from proofs_check.engines.proportion import interval, largest
from proofs_check.ledger.evidence import Recorder, Rejected, Strength, Undecided, recording
from theory.claim import Claim, Reals, separate_registry

p, q = symbols("p q", real=True)
half = Rational(1, 2)


@pytest.fixture
def claim():
    with separate_registry():
        yield Claim(
            "toy.chance",
            title="A chance",
            where="nowhere",
            says="More often than not.",
            formula={"often": Gt(p, half), "seldom": Lt(2 * q - 1, 0)},
            domain={p: Interval(0, 1), q: Interval(0, 1)},
        )


def _runs(happened, of=40):
    return np.arange(of) < happened


def test_a_clear_majority_is_recorded_as_statistical(claim):
    with recording(Recorder(claim, ("often",))) as recorder:
        prevails(claim, p, _runs(39), part="often")
    (piece,) = recorder.evidence
    assert piece.strength is Strength.STATISTICAL
    assert piece.parts == ("often",)
    assert "39 of 40" in piece.detail


def test_minorities_and_sides_that_are_affine(claim):
    prevails(claim, q, _runs(0), part="seldom")
    with pytest.raises(Rejected, match="seldom"):
        prevails(claim, q, _runs(40), part="seldom")
    with pytest.raises(Rejected, match="0 of 40"):
        prevails(claim, p, _runs(0), part="often")


@pytest.mark.parametrize("happened", [20, 30])
def test_what_chance_could_do_is_undecided(claim, happened):
    with pytest.raises(Undecided, match="part of the confidence interval"):
        prevails(claim, p, _runs(happened), part="often")


def test_runs_of_another_chance_decide_nothing(claim):
    with pytest.raises(Undecided, match="runs for q"):
        prevails(claim, q, _runs(40), part="often")


def test_too_few_runs_for_the_declared_power(claim):
    prevails(claim, p, _runs(24, of=24), part="often", power=0.6)
    with pytest.raises(Undecided, match="power"):
        prevails(claim, p, _runs(24, of=24), part="often")


@pytest.mark.parametrize("chance", [0.02, 0.3, 0.5, 0.97])
def test_the_interval_keeps_its_promise(chance):
    runs, false_alarm = 32, 0.05
    missed = [n for n in range(runs + 1) if not _contains(interval(n, runs, false_alarm), chance)]
    assert 0 < binom.pmf(missed, runs, chance).sum() <= false_alarm


def _contains(bounds, chance):
    return bounds[0] <= chance <= bounds[1]


def test_ends_of_the_interval_in_closed_form():
    assert interval(0, 30, 1e-6) == (0.0, pytest.approx(1 - 5e-7 ** (1 / 30)))
    assert interval(30, 30, 1e-6) == (pytest.approx(5e-7 ** (1 / 30)), 1.0)


@pytest.mark.parametrize("bad", [[1, 0] * 20, [True] * 19, [[True] * 20] * 2, [0.5] * 30])
def test_outcomes_that_are_no_runs(claim, bad):
    with pytest.raises(ValueError, match="outcomes"):
        prevails(claim, p, bad, part="often")


@pytest.mark.parametrize(
    "bad", [{"false_alarm": 0}, {"false_alarm": 0.7}, {"power": 0.5}, {"power": 1}, {"against": 0.4}]
)
def test_parameters_out_of_range(claim, bad):
    with pytest.raises(ValueError, match="must lie in"):
        prevails(claim, p, _runs(40), part="often", **bad)


@pytest.mark.parametrize(
    ("formula", "domain"),
    [
        (Gt(p, half), {p: Reals}),
        (Gt(p**2, half), {p: Interval(0, 1)}),
        (Eq(p, half), {p: Interval(0, 1)}),
    ],
)
def test_formulas_that_are_not_about_one_chance(formula, domain):
    with separate_registry():
        odd = Claim("toy.odd", title="t", where="w", says="s", formula=formula, domain=domain)
    with pytest.raises(ValueError, match="must be"):
        prevails(odd, p, _runs(40))


def test_the_largest_chance_that_runs_allow():
    outcomes = [True] * 3 + [False] * 21
    bound = float(largest(outcomes, 0.01))
    # The upper end is where so few successes have half the false-alarm rate.
    assert binom.cdf(3, 24, bound) == pytest.approx(0.005, rel=1e-9)
    assert largest([True] * 5, 0.01) == 1
