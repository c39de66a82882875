"""The eight displayed equations of Appendix A, one step of the argument each."""

from __future__ import annotations

from sympy import And, Derivative, Eq, Expr, Implies, Matrix, Ne, Subs, symbols

from theory.claim import Assertion, Claim, Remark, positive
from theory.gunn import any_number, any_size
from theory.gunn.setting import (
    A,
    delta,
    dot,
    eps,
    everything,
    g,
    lower,
    moved,
    outputs,
    product,
    rates,
    row,
    side,
    state,
    totals,
    upper,
    v,
    weight,
    x,
    y,
)


def _at_start(expr: Expr) -> Expr:
    """Derivative by the step size at 0."""
    return Subs(Derivative(expr, eps), eps, 0)


def residual(n: int) -> Eq:
    """What is left of Eq. 1 for any y, unit by unit and as a triangular system."""
    own = Matrix([y[i - 1] - (x[i - 1] + dot(row(n, i), state(n, i))) for i in range(1, n + 1)])
    unit = Matrix.eye(n)
    system = (unit - lower(n)) * Matrix(y[:n]) - (unit + upper(n)) * Matrix(x[:n])
    return Eq(own, system, evaluate=False)


def as_map(n: int) -> Eq:
    """Last output as the last row of T x, with (I - L)^(-1) as its finite series."""
    unit, series = Matrix.eye(n), Matrix.eye(n)
    for _ in range(n - 1):
        series = unit + lower(n) * series
    return Eq(outputs(n)[-1], (series * (unit + upper(n)) * Matrix(x[:n]))[n - 1], evaluate=False)


sequential = Claim(
    "gunn.eq1",
    title="A linear layer updated gradually is a triangular system",
    where="Eq. 1, Appendix A",
    says=[
        Assertion(
            "Unit $i$ adds to $x_i$ what its weights make of the state "
            r"$h^{(i)}=(y_1,\ldots,y_{i-1},x_i,\ldots,x_n)$. For any numbers $y$ the equation of unit $i$ "
            r"leaves "
            "the same rest as row $i$ of the system $(I-L)y=(I+U)x$, in layers of any number of units.",
            shown_by=["system"],
            source="printed",
        ),
        Assertion(
            "That system is solved by $Tx$ with $T=(I-L)^{-1}(I+U)$, and by nothing else: the layer is "
            "the linear "
            "map $T$.",
            shown_by=["solves", "only"],
        ),
        Remark("Layers of up to 4 units confirm it entry by entry, random ones of up to 8 exactly."),
    ],
    formula={"system": any_size.residual, "solves": any_size.solves, "only": any_size.only},
    domain=any_size.families | any_size.matrices,
    assuming=(any_size.i <= any_size.n,),
)


def weight_gradient(n: int, i: int, j: int, factor: Expr | None = None) -> Eq:
    """Derivative of sum g_k y_k by omega_ij against the gradient of y_i times what unit i reads from j."""
    loss = dot(g[:n], outputs(n))
    read = state(n, i, outputs(n))[j - 1]
    return Eq(
        Derivative(loss, weight(i, j)),
        (totals(n)[i - 1] if factor is None else factor) * read,
        evaluate=False,
    )


def solved(n: int) -> Eq:
    """The recursion for delta solves (I - L)^T delta = g."""
    return Eq(product((Matrix.eye(n) - lower(n)).T, totals(n)), Matrix(g[:n]), evaluate=False)


_gradient_formula = {
    "first": weight_gradient(2, 1, 1),
    "middle": weight_gradient(3, 2, 1),
    "solution": solved(3),
}
_gradient_printed = weight_gradient(2, 1, 1, g[0])

gradient = Claim(
    "gunn.eq2",
    title="The gradient of the weights is that of the output times what the unit reads",
    where="Eq. 2, Appendix A",
    says=[
        Assertion(
            r"The derivative of the loss by $\omega_{ij}$ is $\delta_i h^{(i)}_j$ with the "
            r"total gradient $\delta_i=g_i+\sum_{k>i}\omega_{ki}\delta_k$, the solution of "
            r"$(I-L)^\top\delta=g$, in layers of any number of units: where the weights move, the "
            r"outputs move "
            "by the solution of the same triangular system for what the units read.",
            shown_by=["differentiated", "adjoint", "first", "middle", "solution"],
            source="printed",
        ),
        Remark("Layers of up to 4 units confirm it entry by entry, random ones of up to 6 by dual numbers."),
        Assertion(
            "Read with $g_i$, the derivative at fixed other outputs, the equation is "
            "false, in layers of two units already.",
            shown_by=["proof_that_the_direct_gradient_is_not_enough"],
        ),
        Remark(
            r"The paper writes $\partial L/\partial y_i$; its later equations use the "
            "total derivative, under which Eq. 2 is right. Silent further units carry the "
            r"witness over to every $n\ge2$."
        ),
    ],
    printed_source="reconstructed",
    formula=_gradient_formula | any_number.gradient,
    domain=everything(_gradient_formula, _gradient_printed) | any_number.gradient_domain,
    printed=_gradient_printed,
    erratum="gap",
    objection=(
        "Read with the derivative at fixed other outputs, the equation forgets that a unit acts on "
        "those after it as well."
    ),
)


def recursion(n: int, i: int) -> Eq:
    """Exact change of y_i in a step, when the outputs before it change by eps v."""
    h = state(n, i)
    now = state(n, i, [y[j] + eps * v[j] for j in range(i - 1)])
    before = x[i - 1] + dot(row(n, i), h)
    exact = -eps * delta[i - 1] * dot(h, now) + eps * dot(row(n, i)[: i - 1], v[: i - 1])
    return Eq(moved(n, i) - before, exact, evaluate=False)


def first_order(n: int, i: int) -> Eq:
    """Rate of change of y_i at step size 0."""
    return Eq(_at_start(moved(n, i)), side(n, i), evaluate=False)


def dropped(n: int, i: int) -> Eq:
    """What Eq. 3 leaves out."""
    h = state(n, i)
    before = x[i - 1] + dot(row(n, i), h)
    lost = -(eps**2) * delta[i - 1] * dot(h[: i - 1], v[: i - 1])
    return Eq(moved(n, i) - before - eps * side(n, i), lost, evaluate=False)


def kernel_form(n: int) -> Eq:
    """The rates of all units as -K g, by (I - L) v = -diag(A) delta and (I - L)^T delta = g."""
    unit = Matrix.eye(n)
    scaled = Matrix([-A[i] * delta[i] for i in range(n)])
    return Eq(product(unit - lower(n), rates(n)), scaled, evaluate=False)


_change_formula = {
    "first_order": first_order(3, 3),
    "exact": recursion(3, 3),
    "left_out": dropped(3, 3),
    "kernel": kernel_form(3),
}

change = Claim(
    "gunn.eq3",
    title="How the outputs move in one step",
    where="Eq. 3, Appendix A",
    says=[
        Assertion(
            r"To first order in the step $y_i$ moves by $-\varepsilon\delta_i "
            r"A_i+\sum_{j<i}\omega_{ij}\,\Delta y_j$, where $A_i=\lVert h^{(i)}\rVert^2$ "
            r"and the numbers $y_j$, $\Delta y_j$ of the units before are free, in layers of any "
            r"number of units.",
            shown_by=["step", "first_order"],
            source="printed",
        ),
        Assertion(
            r"So the outputs move by $-\varepsilon Kg$ with "
            r"$K=M\,\mathrm{diag}(A)\,M^\top$, $M=(I-L)^{-1}$.",
            shown_by=["tangent", "kernel"],
        ),
        Assertion(
            r"For every $\varepsilon$ the move is $-\varepsilon\delta_i\langle "
            r"h^{(i)},h^{(i)+}\rangle+\sum_{j<i}\omega_{ij}\,\Delta y_j$, with $h^{(i)+}$ "
            "the state after the step.",
            shown_by=["step", "exact"],
        ),
        Assertion(
            r"Eq. 3 leaves out $-\varepsilon\delta_i\sum_{j<i}y_j\,\Delta y_j$, which is "
            r"of the order $\varepsilon^2$, and nothing for $i=1$.",
            shown_by=["step", "left_out"],
        ),
        Remark("Layers of up to 4 units confirm it unit by unit, random ones exactly."),
    ],
    formula={**_change_formula, "step": any_number.change, "tangent": any_number.tangent},
    domain=everything(_change_formula) | any_number.change_domain | any_number.tangent_domain,
)


def sides_of_eq4(n: int, p: int, q: int) -> Eq:
    """Rate at which y_q - y_p grows against the difference of the two sides of Eq. 4."""
    return Eq(_at_start(moved(n, q) - moved(n, p)), side(n, q) - side(n, p), evaluate=False)


_collapsed_at_x = And(
    Eq(y[0], x[0] + dot(row(2, 1), x[:2])),
    Eq(y[0], x[1] + dot(row(2, 2), (y[0], x[1]))),
    Eq(v[0], side(2, 1)),
)

_equal_changes_formula = sides_of_eq4(3, 2, 3)
_equal_changes_printed = Implies(_collapsed_at_x, Eq(side(2, 1), side(2, 2)))

equal_changes = Claim(
    "gunn.eq4",
    title="A collapse that survives the step makes the two changes equal",
    where="Eq. 4, Appendix A",
    says=[
        Assertion(
            "The two sides of Eq. 4 are the rates at which $y_p$ and $y_q$ move, so the "
            "equation says that a collapse at $x$ survives the step to first order, in layers of any "
            "number of "
            "units.",
            shown_by=["step", "sides"],
            source="printed",
        ),
        Assertion(
            "A collapse at $x$ before the step does not imply it.",
            shown_by=[
                "proof_that_a_collapse_at_x_does_not_make_the_changes_equal",
                "proof_with_other_weights",
            ],
        ),
        Remark("So Eq. 4 is an assumption, and says nothing of other inputs."),
    ],
    printed_source="prose",
    formula={"sides": _equal_changes_formula, "step": any_number.change},
    domain=everything(_equal_changes_formula, _equal_changes_printed) | any_number.change_domain,
    printed=_equal_changes_printed,
    erratum="missing assumption",
    objection=(
        "The proof infers from a collapse that both outputs move alike in the step; a collapse at one "
        "input does not imply that."
    ),
)


def coefficient(p: int, q: int, of: int, value: Expr) -> Eq:
    """Coefficient of one delta in the rate of y_q - y_p."""
    found = rates(q)
    return Eq(Derivative(found[q - 1] - found[p - 1], delta[of - 1]), value, evaluate=False)


w, size, read, s, t, a, b = symbols("w A y' s t a b", real=True)

_isolated_formula = {
    "coefficient": coefficient(1, 3, 2, -weight(3, 2) * A[1]),
    "own": coefficient(1, 3, 3, -A[2]),
    "adjacent": coefficient(2, 3, 2, -(weight(3, 2) - 1) * A[1]),
    "two_values": Implies(And(Eq(s + t * a, 0), Eq(s + t * b, 0), Ne(a, b)), Eq(t, 0)),
    "no_weight": Implies(And(Eq(w * size, 0), Ne(size, 0)), Eq(w, 0)),
    "moves": Implies(And(Eq(w, 0), Ne(delta[2] * read, 0)), Ne(w - eps * delta[2] * read, 0)),
}
_isolated_printed = {
    "no_weight": Implies(Eq(w * size, 0), Eq(w, 0)),
    "moves": Implies(Eq(w, 0), Ne(w - eps * delta[2] * read, 0)),
}

isolated = Claim(
    "gunn.eq5",
    title="A gradient that occurs on one side of Eq. 4 only",
    where="Eq. 5, Appendix A",
    says=[
        Assertion(
            r"For $q>p+1$ the coefficient of $\delta_{q-1}$ in the rate of $y_q-y_p$ is "
            r"$-\omega_{q,q-1}A_{q-1}$.",
            shown_by=["coefficient", "unaffected", "next"],
            source="printed",
        ),
        Assertion(
            r"The coefficient of $\delta_q$ is $-A_q$, and that of an adjacent $\delta_p$ "
            r"is $-(\omega_{qp}-1)A_p$, so that free gradients force $A_q=0$ at once for "
            "every pair, in layers of any number of units: the rates of units before do not depend on it.",
            shown_by=["own", "adjacent", "unaffected", "next"],
        ),
        Remark("For all pairs up to $q=5$ the three coefficients are computed; random layers confirm them."),
        Assertion(
            r"If the rate vanishes for two values of $\delta_{q-1}$, other things equal, "
            r"its coefficient is 0; that gives $\omega_{q,q-1}=0$ only where "
            r"$A_{q-1}\ne0$.",
            shown_by=["two_values", "no_weight"],
        ),
        Assertion(
            r"A weight that is 0 changes by $-\varepsilon\delta_q y_{q-1}$, so it leaves 0 "
            "only if both factors differ from 0.",
            shown_by=["moves"],
        ),
        Assertion(
            r"Without $A_{q-1}\ne0$ and without $\delta_q y_{q-1}\ne0$ both conclusions "
            "fail.",
            shown_by=[
                "proof_that_a_silent_unit_leaves_its_weight_free",
                "proof_that_a_weight_can_remain_zero",
            ],
        ),
        Remark(
            r"The $\delta_i$ may be treated as free since $g\mapsto\delta$ is a bijection "
            "(gunn.eq2)."
        ),
    ],
    printed_source="prose",
    formula={**_isolated_formula, "unaffected": any_number.unaffected, "next": any_number.next_unit},
    domain={
        **everything(_isolated_formula, _isolated_printed),
        eps: positive,
        **any_number.coefficient_domain,
    },
    printed=_isolated_printed,
    erratum="missing assumption",
    objection=(
        "The proof concludes that a weight is 0 because a product with it is, and that it cannot stay "
        "0; the first needs another factor that is not 0, the second a gradient and an input that are "
        "not."
    ),
)


def adjacent_difference(n: int, p: int) -> Expr:
    """Rate of y_(p+1) minus that of y_p, the move of y_p being replaced by Eq. 3."""
    own = side(n, p)
    return side(n, p + 1, [*v[: p - 1], own]) - own


def at_neighbours(n: int, p: int) -> Eq:
    """Eq. 6: Eq. 4 for neighbours, with y_p moving as Eq. 3 says."""
    there = Subs(Derivative(moved(n, p + 1) - moved(n, p), eps), (eps, v[p - 1]), (0, side(n, p)))
    return Eq(there, adjacent_difference(n, p), evaluate=False)


_neighbours_formula = at_neighbours(3, 2)

neighbours = Claim(
    "gunn.eq6",
    title="Eq. 4 for neighbours",
    where="Eq. 6, Appendix A",
    says=[
        Assertion(
            "With $q=p+1$ the rate of $y_q-y_p$ becomes "
            r"$-\delta_qA_q+\delta_pA_p(1-\omega_{qp})$ plus terms in the moves of units "
            "before $p$, for every neighbouring pair in layers of any number of units.",
            shown_by=["any_pair", "neighbours"],
            source="printed",
        ),
    ],
    formula={"neighbours": _neighbours_formula, "any_pair": any_number.neighbours},
    domain=everything(_neighbours_formula) | any_number.neighbours_domain,
)
