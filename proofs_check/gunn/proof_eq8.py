"""How Eq. 7 changes in a step (Eq. 8): here the printed chain breaks."""

import pytest
from hypothesis import given, settings
from sympy import And, Eq, Implies, Or

from numerics import gunn
from numerics.gunn import learning
from proofs_check.engines import chain, exactly, for_all, identity, refutes
from proofs_check.gunn.instances import exact, layers, slope_at_zero
from proofs_check.proof import proof, refutation, relies_on, saboteur
from theory.gunn.appendix_limit import bracket, divided, inference, printed_bracket, variation, varied
from theory.gunn.setting import delta, everything, state, v, weight, x, y

_equations = [name for name, part in varied.parts.items() if isinstance(part, Eq)]
_inferences = [name for name, part in varied.parts.items() if isinstance(part, Implies)]
SIZES = pytest.mark.parametrize("size", [(2, 1), (3, 1), (3, 2), (4, 3), (5, 3)])


@proof(varied, *_equations)
def proof_by_differentiation():
    relies_on(divided)
    identity(varied)


@SIZES
@proof(varied, "variation")
def proof_for_other_sizes(size):
    step = variation(*size, bracket(*size))
    identity(step, over=everything(step))


@proof(varied, *_inferences)
def proof_of_the_inference():
    for_all(varied)


@SIZES
@proof(varied, *_inferences)
def proof_of_the_inference_for_other_sizes(size):
    """A_p = 0 makes every number that unit p reads 0, and then y_p as well."""
    n, p = size
    zeros = And(*[Eq(h, 0) for h in state(n, p)])
    for second in (bracket(n, p), printed_bracket(n, p)):
        (own, product), conclusion = inference(n, p, second).args[0].args, inference(n, p, second).args[1]
        chain(
            {
                "squares": Implies(product, Or(conclusion, zeros)),
                "output": Implies(And(own, zeros), conclusion),
                "inference": inference(n, p, second),
            },
            over=everything(inference(n, p, second)),
        )


@proof(varied, "variation")
@settings(max_examples=25)
@given(layers(least=2, most=4))
def proof_on_rational_layers(drawn):
    """Differences of x_p^2 - y_p^2 - omega_qp A_p along steps, whose linear term is Eq. 8."""
    weights, x, g = drawn
    omega, n = exact(weights), len(x)
    totals, states = gunn.total_gradient(weights, x, g), gunn.state(weights, x)
    rates = -(gunn.tangent_kernel(weights, x) @ exact(g))
    y, sizes = gunn.forward(weights, x), (states**2).sum(axis=1)
    for p in range(n - 1):
        expected = 2 * y[p] * rates[p] + 2 * omega[p + 1, p] * sum(y[j] * rates[j] for j in range(p))
        expected = expected - totals[p + 1] * y[p] * sizes[p]
        exactly(_slope_of_eq7(weights, x, g, p), expected)


def _slope_of_eq7(weights, x, g, p):
    """Derivative at step size 0 of y_p^2 + omega_qp A_p, a polynomial of degree at most 2n + 1."""

    def left(epsilon):
        after = gunn.gradient_step(weights, [x], [g], epsilon)
        h = gunn.state(after, x)
        return gunn.forward(after, x)[p] ** 2 + after[p + 1, p] * (h[p] ** 2).sum()

    return slope_at_zero(left, 2 * len(x) + 1)


@refutation(varied)
def proof_that_the_printed_bracket_counts_one_square_twice():
    weights = {weight(2, 1): 0, weight(2, 2): 0, weight(2, 3): 0, weight(3, 2): 1}
    refutes(varied, weights | {y[0]: 0, y[1]: 1, x[1]: 1, x[2]: 0, v[0]: 0, delta[1]: 1})


@saboteur(varied)
def direct_gradient_in_place_of_the_total(patch):
    patch.setattr(learning, "_totals", lambda w, slopes, g, update: g)  # noqa: ARG005
