"""Smooth convex functions: descent, a potential, and a cycle."""

from fractions import Fraction

from first_order import simulation
from first_order.claims import cycle, descent, sublinear, x, y
from relucidate import by_hand, exactly, for_all, proof, refutation, refutes

#: Where Lessard, Recht and Packard's cycle is.
ORBIT = [Fraction(-2208, 1225), Fraction(792, 1225), Fraction(2592, 1225)]


@proof(descent)
def proof_of_descent():
    for_all(descent)


@proof(sublinear)
def proof_of_the_potential():
    by_hand(r"From step to step the potentials add up: $k(f(x_k) - f^*) \le \frac{L}{2}|x_0 - x^*|^2$.")
    for_all(sublinear)


@proof(cycle)
def proof_that_the_cycle_closes():
    start = ORBIT.index(max(ORBIT)), ORBIT.index(min(ORBIT))
    path = simulation.heavy_ball(
        simulation.piecewise_gradient, ORBIT[start[0]], ORBIT[start[1]], Fraction(1, 9), Fraction(4, 9), 3
    )
    exactly(path[-2:], path[:2])


@refutation(cycle)
def proof_that_it_does_not_converge():
    refutes(cycle, {x: ORBIT[2], y: ORBIT[0]})
