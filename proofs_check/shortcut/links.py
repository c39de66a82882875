"""Links of the main theorem's chain, each an induction on the steps from what a lemma says of one step."""

from __future__ import annotations

from sympy import Ge, Implies, Le, Rational, pi
from sympy.logic.boolalg import Boolean

from proofs_check.engines import induction
from theory.claim import Claim
from theory.shortcut import courses
from theory.shortcut.courses import W, Y, c, delta, edge, first, level, m, phi, rho, start, t, turn, x

Known = tuple[tuple[Boolean, ...], tuple[Boolean, ...]]

#: Up to the angle `edge` a step lifts the share: Lemma 8.
_lifts = Implies(phi(t) <= edge, x(t + 1) >= (1 - c) * x(t) + c * level)
#: What is known of the beginning and of a step, by part.
KNOWN: dict[str, Known] = {
    # Assumption 1; Lemma 6, with x >= -1 from Lemma 9.
    "angle": ((Le(phi(0), first),), (Le(phi(t + 1), phi(t) + turn),)),
    "enters": ((Le(phi(0), first), Ge(x(0), -1)), (Le(phi(t + 1), phi(t) + turn), _lifts)),
    # Theorem 10: no step turns the filter away while x >= 0.
    "stays": (
        (Le(phi(0), edge), Ge(x(0), courses.ENOUGH)),
        (Implies(x(t) >= 0, phi(t + 1) <= phi(t)), _lifts),
    ),
    # Lemma 14, under what "stays" says.
    "filter": ((Le(W(0), start),), (Le(W(t + 1), (1 - rho) * W(t)),)),
    # Lemma 15; W falls.
    "weights": (
        (Le(W(0), delta), Le(Y(0), start)),
        (
            Le(W(t + 1), W(t)),
            Implies(W(t) <= delta, Y(t + 1) <= (1 - c) * Y(t) + c * courses.LINEAR * delta * m),
        ),
    ),
    # Lemma 15 with pi - g <= pi, whatever the angle is.
    "stays_near": ((Le(Y(0), 2 * m),), (Le(Y(t + 1), (1 - c) * Y(t) + c * pi / (pi - 1) * m),)),
    "powers": ((), ()),
}

#: Steps of stage I times eta_a.
STEPS = Rational(6008, 1000)


def link(claim: Claim, part: str) -> None:
    """Judge one link."""
    begin, step = KNOWN[part]
    induction(claim, part, on=t, begin=begin, step=step)
