"""The same methods in PEPit, which computes worst cases by semidefinite programs: a table of agreement.

``python -m first_order.worst_cases`` prints it; it needs the extra ``pepit``.
"""

from __future__ import annotations

from typing import NamedTuple

from PEPit import PEP
from PEPit.functions import (
    SmoothConvexFunction,
    SmoothFunction,
    SmoothStronglyConvexFunction,
    SmoothStronglyConvexQuadraticFunction,
)

#: Curvatures for which PEPit is asked; a claim here speaks of all of them.
LEAST, MOST = 1.0, 25.0


#: Steps over which a rate is averaged, and how near two numbers are that count as the same.
STEPS, NEAR = 6, 1e-4


class Comparison(NamedTuple):
    """A bound of a claim beside the worst case that PEPit finds for the same method."""

    claim: str
    quantity: str
    claimed: float | None
    pepit: float

    @property
    def says(self) -> str:
        """How the two numbers compare."""
        if self.claimed is None:
            return "no bound is claimed"
        if abs(self.pepit - self.claimed) < NEAR:
            return "the same"
        if self.pepit < self.claimed:
            return "the claim holds and is not sharp"
        return "more than the rate of the claim, by what the first steps add"


def _started(function):
    """Problem with a function, a start at distance 1 at most of its minimiser, and both."""
    problem = PEP()
    declared = problem.declare_function(function, mu=LEAST, L=MOST)
    minimiser = declared.stationary_point()
    start = problem.set_initial_point()
    problem.set_initial_condition((start - minimiser) ** 2 <= 1)
    return problem, declared, minimiser, start


def decrease() -> float:
    """Largest f(x') - f(x) + |g|^2 / (2 L) after a step 1/L."""
    problem = PEP()
    f = problem.declare_function(SmoothFunction, L=MOST)
    x = problem.set_initial_point()
    g, value = f.oracle(x)
    problem.set_initial_condition(g**2 <= 1)
    problem.set_performance_metric(f(x - g / MOST) - value + g**2 / (2 * MOST))
    return float(problem.solve(verbose=0))


def gap_after(steps: int) -> float:
    """Largest f(x_k) - f* of gradient descent with the step 1/L on smooth convex functions."""
    problem = PEP()
    f = problem.declare_function(SmoothConvexFunction, L=MOST)
    minimiser = f.stationary_point()
    x = problem.set_initial_point()
    problem.set_initial_condition((x - minimiser) ** 2 <= 1)
    for _ in range(steps):
        x = x - f.gradient(x) / MOST
    problem.set_performance_metric(f(x) - f(minimiser))
    return float(problem.solve(verbose=0))


def distance_after(function, steps: int, size: float, momentum: float, ahead: bool = False) -> float:
    """Largest squared distance to the minimiser after some steps.

    Parameters
    ----------
    function
        One of PEPit's classes of strongly convex functions.
    steps, size, momentum
        How many steps, how large, and with which momentum.
    ahead
        Whether the gradient is taken where the momentum leads (Nesterov), not at the iterate (heavy ball).
    """
    problem, f, minimiser, x = _started(function)
    before = x
    for _ in range(steps):
        moved = x + momentum * (x - before)
        before, x = x, moved - size * f.gradient(moved if ahead else x)
    problem.set_performance_metric((x - minimiser) ** 2)
    return float(problem.solve(verbose=0))


def comparisons() -> list[Comparison]:
    """Every claim of the paper that PEPit can be asked about."""
    a, b = MOST**0.5, LEAST**0.5
    best = 2 / (LEAST + MOST)
    ball = {"size": 4 / (a + b) ** 2, "momentum": ((a - b) / (a + b)) ** 2}
    quadratic, convex = SmoothStronglyConvexQuadraticFunction, SmoothStronglyConvexFunction
    nesterov = {"size": 1 / MOST, "momentum": (a - b) / (a + b), "ahead": True}
    contraction = ((MOST - LEAST) / (MOST + LEAST)) ** 2
    mean = f"mean factor of |x - x*|^2 in {STEPS} steps"

    def factor(function, **method) -> float:
        return distance_after(function, STEPS, **method) ** (1 / STEPS)

    return [
        Comparison("descent", "f(x') - f(x) + |g|^2/(2L)", 0.0, decrease()),
        Comparison("sublinear", "f(x_4) - f*", MOST / 8, gap_after(4)),
        Comparison(
            "gradient_descent", "factor of |x - x*|^2", contraction, distance_after(quadratic, 1, best, 0.0)
        ),
        Comparison("heavy_ball", mean, ball["momentum"], factor(quadratic, **ball)),
        Comparison("nesterov", mean, (1 - b / a) ** 2, factor(quadratic, **nesterov)),
        Comparison("cycle", f"{mean}, not quadratic", None, factor(convex, **ball)),
    ]


def table() -> str:
    """Return the comparison as a Markdown table."""
    lines = ["| claim | quantity | claimed | PEPit | |", "|---|---|---|---|---|"]
    for row in comparisons():
        claimed = "none" if row.claimed is None else f"{row.claimed:.4f}"
        quantity = row.quantity.replace("|", "\\|")
        lines.append(f"| `{row.claim}` | {quantity} | {claimed} | {abs(row.pepit):.4f} | {row.says} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
