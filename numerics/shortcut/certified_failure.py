r"""Certificate that the worst start of the ball fails: one trajectory in ball arithmetic, rounded upwards.

The update preserves the order, so that a run that is replaced by one above it, step by step, and that one
coming to the exit q^2 max(sigma, sigma_e) + (1-q^2) max(chi, chi_e) < 0, ends at the spurious point itself.

Source: the setting is that of Liu et al. 2019, arXiv 1909.04653, Sections 3 and 4; the certificate is ours.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from flint import arb, ctx

from numerics.shortcut.certificate import BITS, lower, problem, rests, step_above, upper


def certify_failure(*, k: Any, q2: Any, size: Any, turn: Any, schedule: Iterable[Sequence[Any]]) -> int:
    """Certify that a0 = -R a*/|a*|, on the rim of the ball, leads to the spurious point.

    Arguments and errors are those of `certify_ball`.

    Returns
    -------
    int
        Steps after which the run certainly is in the exit to the spurious point; -1 if it never is.

    Examples
    --------
    >>> from fractions import Fraction
    >>> certify_failure(
    ...     k=16, q2=Fraction(1, 64), size=256, turn=Fraction(9, 20),
    ...     schedule=[(2000, Fraction(1, 256), Fraction(1, 256))],
    ... ) > 0
    True
    """
    k, exact, plan = problem(k, q2, size, turn, schedule)
    before = ctx.prec
    ctx.prec = BITS
    try:
        share, size_ = arb(exact["q2"]), arb(exact["size"])
        low = upper(-share.sqrt())
        state, done = (low, low, lower(arb.pi() * arb(exact["turn"]))), 0
        for phase in plan:
            for _ in range(phase.steps):
                sigma_e, chi_e = rests(state[2], k)
                if share * state[0].max(sigma_e) + (1 - share) * state[1].max(chi_e) < 0:
                    return done
                if not arb(phase.eta_w) * size_ * abs(share * state[0] + (1 - share) * state[1]) < 2:
                    return -1
                state = step_above(state, k, share, size_, arb(phase.eta_a), arb(phase.eta_w))
                done += 1
    finally:
        ctx.prec = before
    return -1
