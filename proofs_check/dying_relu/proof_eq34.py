"""Moments of a truncated Gaussian (Eq. 34)."""

import pytest

from numerics import gaussian
from proofs_check.engines import agrees, identity
from proofs_check.proof import proof
from theory.dying_relu.gradient import truncated_moments


@proof(truncated_moments)
def proof_by_integration():
    identity(truncated_moments)


@pytest.mark.parametrize("c", [-30.0, -8.0, -2.5, -0.1, 0.0, 0.7, 4.0, 12.0])
@proof(truncated_moments)
def proof_into_the_tails(c):
    claimed = [truncated_moments.rhs_at({"c": c}, part) for part in ("mass", "first", "second")]
    computed = [float(f(c)) for f in (gaussian.cdf, gaussian.pdf, gaussian.second_moment)]
    agrees(claimed, computed, rtol=1e-12, because="rounding of scaled error functions in the far tail")
