import numpy as np
import pytest

from proofs_check.engines import consistent
from proofs_check.ledger.evidence import Rejected, Strength, Undecided


def samples(size=2000, mean=0.0, seed=5):
    return np.random.default_rng(seed).normal(mean, 1.0, size)


def test_a_true_mean_passes(make_claim, prove):
    (piece,) = prove(make_claim(), lambda: consistent(samples(), mean=0.0, detects=0.25)).evidence
    assert piece.strength is Strength.STATISTICAL
    assert "power 0.999" in piece.detail


def test_a_wrong_mean_is_rejected():
    with pytest.raises(Rejected, match="standard errors"):
        consistent(samples(), mean=0.25, detects=0.25)


def test_few_or_noisy_samples_are_undecided():
    with pytest.raises(Undecided, match="less than the declared power"):
        consistent(samples(40), mean=0.0, detects=0.25)
    with pytest.raises(Undecided, match="less than the declared power"):
        consistent(1000 * samples(), mean=0.0, detects=0.25)


def test_the_declared_rates_are_kept():
    rng = np.random.default_rng(8)
    rejected = dict.fromkeys((0.0, 1.0), 0)
    for mean in rejected:
        for _ in range(400):
            try:
                consistent(rng.normal(mean, 1, 60), mean=0.0, detects=1.0, false_alarm=0.05, power=0.99)
            except Rejected:
                rejected[mean] += 1
            except Undecided:
                pass
    assert 5 <= rejected[0.0] <= 40
    assert rejected[1.0] >= 390


def test_equal_samples_test_nothing():
    with pytest.raises(Undecided, match="nothing to test"):
        consistent(np.full(100, 0.1), mean=0.1, detects=0.1)
    with pytest.raises(Rejected, match="all samples equal"):
        consistent(np.full(100, 0.1), mean=0.1 + 1e-12, detects=0.1)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_nonfinite_samples_are_rejected(bad):
    with pytest.raises(Rejected, match="finite"):
        consistent(np.append(samples(), bad), mean=0.0, detects=0.25)


@pytest.mark.parametrize(
    ("values", "options"),
    [
        (samples(10), {}),
        (samples(100).reshape(10, 10), {}),
        (samples() + 1j, {}),
        (samples(), {"detects": 0.0}),
        (samples(), {"detects": np.inf}),
        (samples(), {"mean": np.nan}),
        (samples(), {"false_alarm": 0.5}),
        (samples(), {"false_alarm": 0.0}),
        (samples(), {"power": 0.5}),
        (samples(), {"power": 1.0}),
    ],
)
def test_parameters_are_checked(values, options):
    with pytest.raises(ValueError, match=r"samples|detects|false_alarm"):
        consistent(values, **({"mean": 0.0, "detects": 0.25} | options))
