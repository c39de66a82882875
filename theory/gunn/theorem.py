"""When two units of a gradual layer collapse, and what a step of gradient descent makes of them."""

from __future__ import annotations

from sympy import And, Derivative, Eq, Equivalent, Expr, Implies, Matrix, Ne, Or, Subs, symbols

from theory.claim import Assertion, Claim, Remark, positive
from theory.gunn import any_number
from theory.gunn.setting import (
    A,
    delta,
    dot,
    eps,
    everything,
    outputs,
    row,
    state,
    v,
    weight,
    x,
    y,
)

#: A probe input, and outputs for it after the step; a second sample with its gradient; a unit's new weights.
u, z, x_other, y_other, delta_other = (
    tuple(symbols(f"{name}_1:6", real=True)) for name in ("u", "z", "x'", "y'", "delta'")
)
a, b, c, d = symbols("a b c d", real=True)


def copy(n: int, p: int, q: int) -> list[int]:
    """e_p - e_q: a unit that erases itself and copies another."""
    return [(j == p) - (j == q) for j in range(1, n + 1)]


def difference(n: int, p: int, q: int) -> Eq:
    """y_q - y_p as a scalar product with h^(q)."""
    h = state(n, q)
    own = x[q - 1] + dot(row(n, q), h)
    return Eq(
        own - y[p - 1], dot([w - e for w, e in zip(row(n, q), copy(n, p, q), strict=True)], h), evaluate=False
    )


def matrix_rows(n: int, upto: int) -> list[list[Expr]]:
    """Rows 1 to ``upto`` of T, each built from the ones before."""
    rows: list[list[Expr]] = []
    for i in range(1, upto + 1):
        unit = [int(k == i) for k in range(1, n + 1)]
        through = [
            sum(weight(i, j) * rows[j - 1][k - 1] for j in range(1, i)) + (weight(i, k) if k >= i else 0)
            for k in range(1, n + 1)
        ]
        rows.append([s + t for s, t in zip(unit, through, strict=True)])
    return rows


def reading(n: int, q: int) -> Matrix:
    """H_q, the matrix with h^(q) = H_q x."""
    return Matrix(
        [*matrix_rows(n, q - 1), *[[int(k == i) for k in range(1, n + 1)] for i in range(q, n + 1)]]
    )


def reads(n: int, q: int) -> Eq:
    """H_q x is the state that unit q reads."""
    return Eq(reading(n, q) * Matrix(x[:n]), Matrix(state(n, q, outputs(n))), evaluate=False)


def determinant(q: int) -> Eq:
    """Det H_q in layers of q units; more units add rows of the unit matrix."""
    pivots = 1
    for j in range(1, q):
        pivots *= 1 + weight(j, j)
    return Eq(_expanded(reading(q, q)), pivots, evaluate=False)


def _expanded(matrix: Matrix) -> Expr:
    """Determinant along the first column, as a formula."""
    if matrix.rows == 1:
        return matrix[0, 0]
    return sum((-1) ** i * matrix[i, 0] * _expanded(matrix.minor_submatrix(i, 0)) for i in range(matrix.rows))


def only_copies(n: int, p: int, q: int) -> Implies:
    """With nonzero pivots before q: collapsed if and only if omega_q = e_p - e_q."""
    rows = matrix_rows(n, q)
    pivots = And(*[Ne(1 + weight(j, j), 0) for j in range(1, q)])
    equal = And(*[Eq(s, t) for s, t in zip(rows[q - 1], rows[p - 1], strict=True)])
    copies = And(*[Eq(w, e) for w, e in zip(row(n, q), copy(n, p, q), strict=True)])
    return Implies(pivots, Equivalent(equal, copies))


def separated(n: int, p: int, q: int) -> Eq:
    """Difference at the probe u after a step on two samples, from omega_q = e_p - e_q."""
    first, second = state(n, q), state(n, q, y_other, x_other)
    now = state(n, q, z, u)
    pairs = zip(copy(n, p, q), first, second, strict=True)
    after = [e - eps * (delta[q - 1] * s + delta_other[q - 1] * t) for e, s, t in pairs]
    law = -eps * (delta[q - 1] * dot(first, now) + delta_other[q - 1] * dot(second, now))
    return Eq(u[q - 1] + dot(after, now) - z[p - 1], law, evaluate=False)


def separation_rate(n: int, p: int, q: int) -> Eq:
    """Rate of the separation at the sample itself, the units before q moving at the rates v."""
    h = state(n, q)
    now = state(n, q, [y[j] + eps * v[j] for j in range(q - 1)])
    after = [e - eps * delta[q - 1] * t for e, t in zip(copy(n, p, q), h, strict=True)]
    gap = x[q - 1] + dot(after, now) - now[p - 1]
    return Eq(Subs(Derivative(gap, eps), eps, 0), -delta[q - 1] * dot(h, h), evaluate=False)


_h = Matrix([[1 + weight(1, 1), weight(1, 2)], [0, 1]])
_h_after = Matrix([[1 + c, d], [0, 1]])
_sum = Matrix([a, b])
_gaps = _h_after.T * (_h * _sum)

_survives = Equivalent(And(Eq(_gaps[0], 0), Eq(_gaps[1], 0)), And(Eq(a, 0), Eq(b, 0)))

_slope_p = weight(2, 1) * A[0] - A[0]
_slope_q = weight(2, 1) ** 2 * A[0] + A[1] - weight(2, 1) * A[0]


def _gap_after(probe: tuple[Expr, Expr], samples: int) -> Expr:
    """y_2 - y_1 at a probe after a step of the layer ((omega_11, omega_12), (1, -1)), from its definition."""
    batch = [(x, delta), (x_other, delta_other)][:samples]
    first = [1 + weight(1, 1), weight(1, 2)]
    own, copied = [weight(1, 1), weight(1, 2)], [1, -1]
    for inputs, slope in batch:
        h = [dot(first, inputs[:2]), inputs[1]]
        own = [w - eps * slope[0] * s for w, s in zip(own, inputs[:2], strict=True)]
        copied = [w - eps * slope[1] * s for w, s in zip(copied, h, strict=True)]
    y_1 = probe[0] + dot(own, probe)
    return probe[1] + dot(copied, [y_1, probe[1]]) - y_1


def separates(samples: int) -> Or:
    """The two units differ after the step for one of the unit vectors."""
    return Or(*[Ne(_gap_after(probe, samples), 0) for probe in ((1, 0), (0, 1))])


_ready = (Ne(delta[1], 0), Or(Ne(x[0], 0), Ne(x[1], 0)), Ne(1 + weight(1, 1), 0))
_moved_pivot = Ne(1 + weight(1, 1) - eps * delta[0] * x[0], 0)
_at_sample = Ne(_gap_after(x[:2], 1), 0)

_theorem_formula = {
    "difference": difference(3, 1, 3),
    "reads": reads(3, 3),
    "determinant": determinant(3),
    "only_copies": only_copies(2, 1, 2),
    "separation": separated(3, 1, 3),
    "rate": separation_rate(3, 1, 3),
    "survival": Implies(And(Ne(1 + weight(1, 1), 0), Ne(1 + c, 0)), _survives),
    "one_sample": Implies(And(*_ready, _moved_pivot), separates(1)),
    "hyperplane": Implies(And(A[0] > 0, A[1] > 0), Or(Ne(_slope_p, 0), Ne(_slope_q, 0))),
}
_theorem_printed = {
    "no_collapse": Or(*[Ne(s, t) for s, t in zip(*matrix_rows(2, 2), strict=True)]),
    "without_gradient": Implies(And(*_ready[1:], _moved_pivot), separates(1)),
    "without_input": Implies(And(_ready[0], _ready[2], _moved_pivot), separates(1)),
    "without_pivot": Implies(And(*_ready[:2]), separates(1)),
    "on_a_batch": Implies(And(*_ready, Ne(delta_other[1], 0), Ne(1 + weight(1, 1), 0)), separates(2)),
    "at_the_sample": Implies(And(*_ready, _moved_pivot), _at_sample),
}

theorem = Claim(
    "gunn.theorem",
    title="Neurons of a gradual layer can collapse, and separate in a step unless their gradients cancel",
    where="Appendix A, the conclusion of the proof",
    says=[
        Assertion(
            r"Two neurons of a gradual layer can collapse: $\omega_q=e_p-e_q$ makes "
            "$y_q=y_p$ for every input.",
            shown_by=["proof_that_neurons_can_collapse"],
        ),
        Assertion(
            r"For all weights of any number of units $y_q-y_p=(\omega_q-e_p+e_q)\cdot h^{(q)}$.",
            shown_by=["any_pair", "difference"],
        ),
        Assertion(
            r"The state is $h^{(q)}=H_qx$ with $\det H_q=\prod_{j<q}(1+\omega_{jj})$, the "
            r"product of the pivots: unit $j$ multiplies it by $I+e_j\omega_j^\top$, which has the "
            r"determinant "
            r"$1+\omega_{jj}$ and, where that is not 0, an inverse.",
            shown_by=["factor", "eliminated", "reads", "determinant"],
        ),
        Assertion(
            "With nonzero pivots before $q$ the pair is "
            r"collapsed if and only if $\omega_q=e_p-e_q$, for any number of units.",
            shown_by=["any_pair", "factor", "only_this", "only_copies"],
        ),
        Assertion(
            "From there a step of any size on any batch leaves "
            r"$y_q-y_p=-\varepsilon\sum_s\delta_q^s\langle "
            r"h^{(q)}(x_s),h^{(q)+}(u)\rangle$ at every input $u$.",
            shown_by=["any_batch", "separation"],
        ),
        Assertion(
            r"The rate at the sample itself is $-\delta_qA_q$.",
            shown_by=["any_batch", "rate"],
        ),
        Assertion(
            "With nonzero pivots before and after, the collapse survives if and only if "
            r"$\sum_s\delta_q^sx_s=0$; with one sample only if $\delta_q=0$ or $x=0$.",
            shown_by=["any_batch", "survives", "survival", "one_sample"],
        ),
        Assertion(
            "A collapse at $x$ alone survives to first order exactly for $g$ in the set "
            r"$(e_q-e_p)^\top Kg=0$, a proper hyperplane if all $A_i>0$, as $K$ is positive definite.",
            shown_by=["definite", "hyperplane"],
        ),
        Remark("Layers of up to 4 units confirm it pair by pair, random ones of up to 8 units exactly."),
        Assertion(
            "Each assumption is needed: a zero total gradient, a zero input, a zero "
            "pivot, opposite samples, or one isolated step size keep a collapse.",
            shown_by=[
                "proof_that_a_zero_total_gradient_keeps_the_collapse",
                "proof_that_a_zero_input_keeps_the_collapse",
                "proof_that_a_zero_pivot_keeps_the_collapse",
                "proof_that_opposite_samples_keep_the_collapse",
                "proof_that_one_step_size_keeps_the_collapse_at_the_sample",
            ],
        ),
    ],
    printed_source="prose",
    formula={
        **_theorem_formula,
        "any_pair": any_number.difference,
        "factor": any_number.factor,
        "eliminated": any_number.eliminated,
        "only_this": any_number.only_copies,
        "any_batch": any_number.separation,
        "survives": any_number.survival,
        "definite": any_number.form,
    },
    domain={
        **everything(_theorem_formula, _theorem_printed),
        eps: positive,
        **any_number.reading_domain,
        **any_number.tangent_domain,
    },
    printed=_theorem_printed,
    erratum="missing assumption",
    objection=(
        "The proof concludes that two units of a gradual layer cannot collapse; they can, and they even "
        "stay together in a step where the gradient, the input or a pivot is 0, or where two samples "
        "cancel."
    ),
)
