"""What the appendix does not say: reachable maps, the tangent kernel, limits, ReLU and weight decay."""

from __future__ import annotations

from sympy import (
    Add,
    And,
    Eq,
    Expr,
    Implies,
    Integer,
    Interval,
    Matrix,
    Max,
    Mul,
    Ne,
    Or,
    Piecewise,
    Union,
    oo,
    symbols,
)

from theory.claim import Assertion, Claim, Remark, positive, variables
from theory.gunn import any_number
from theory.gunn.setting import A, delta, dot, eps, everything, g, outputs, state, totals, weight, x, y
from theory.gunn.theorem import copy, matrix_rows, z

m_21, m_31, m_32, lamda = symbols("m_21 m_31 m_32 lambda", real=True)
r = {(i, j): symbols(f"r_{i}{j}", real=True) for i in range(1, 4) for j in range(i, 4)}
t = {(i, j): symbols(f"t_{i}{j}", real=True) for i in range(1, 4) for j in range(1, 4)}


def _map_of(weights: Matrix, i: int) -> list[Expr]:
    """Row i of the matrix of a layer with given weights, nothing carried out."""
    rows: list[list[Expr]] = []
    for a in range(i):
        before = [[Mul(weights[a, b], entry, evaluate=False) for entry in rows[b]] for b in range(a)]
        own = [[Integer(k == a), weights[a, k] if k >= a else Integer(0)] for k in range(weights.cols)]
        terms = [[*[row[k] for row in before], *own[k]] for k in range(weights.cols)]
        rows.append([Add(*entry, evaluate=False) for entry in terms])
    return rows[i - 1]


def round_trip() -> dict[str, Eq]:
    """Rows 2 and 3 of the matrix of omega = R - M^(-1) against those of M R."""
    unit = Matrix([[1, 0, 0], [m_21, 1, 0], [m_31, m_32, 1]])
    right = Matrix(3, 3, lambda i, j: r[i + 1, j + 1] if j >= i else 0)
    inverse = Matrix([[1, 0, 0], [-m_21, 1, 0], [m_21 * m_32 - m_31, -m_32, 1]])
    product = unit * right
    return {
        f"round_trip_{i}": Eq(
            Matrix(_map_of(right - inverse, i)), Matrix(list(product.row(i - 1))), evaluate=False
        )
        for i in (2, 3)
    }


def reached() -> Eq:
    """Second row of the layer found by elimination for a 2 x 2 matrix; the first is its own."""
    ratio = t[2, 1] / t[1, 1]
    weights = Matrix([[t[1, 1] - 1, t[1, 2]], [ratio, t[2, 2] - ratio * t[1, 2] - 1]])
    return Eq(Matrix(_map_of(weights, 2)), Matrix([t[2, 1], t[2, 2]]), evaluate=False)


def minor(n: int) -> Eq:
    """Leading minor of order n of T; those of larger layers are the same."""
    rows = Matrix(matrix_rows(n, n))
    pivots = 1
    for j in range(1, n + 1):
        pivots *= 1 + weight(j, j)
    expanded = {2: lambda a: a[0, 0] * a[1, 1] - a[0, 1] * a[1, 0], 3: lambda a: a.det(method="berkowitz")}
    return Eq(expanded[n](rows), pivots, evaluate=False)


_first, _second = matrix_rows(2, 2)

_factorisation_formula = {
    **round_trip(),
    "reached": reached(),
    "minor": minor(2),
    "unreachable": Implies(Eq(_first[0], 0), Eq(_second[0], 0)),
}

factorisation = Claim(
    "gunn.lu",
    title="A linear gradual layer is a triangular factorisation",
    where="Beyond Appendix A",
    kind="beyond",
    says=[
        Assertion(
            "$T=M(I+U)$ is a unit lower times an upper triangular matrix (Doolittle), and "
            r"every such product $MR$ is the matrix of the layer $\omega=R-M^{-1}$, for any number of units.",
            shown_by=["round_trip", "round_trip_2", "round_trip_3"],
        ),
        Assertion(
            r"The leading minors of $T$ are the products of the pivots $1+\omega_{ii}$, "
            r"the last one $\det T$: the leading block of $MR$ is the product of the leading blocks.",
            shown_by=["leading", "minor"],
        ),
        Remark("Elimination gives the weights of random layers back, exactly."),
        Assertion(
            r"A matrix of two rows with $T_{11}\ne0$ is reached, by elimination; one with "
            "$T_{11}=0$ only if $T_{21}=0$.",
            shown_by=["reached", "unreachable"],
        ),
        Assertion(
            "So no layer swaps two inputs, though a simultaneous layer does.",
            shown_by=["unreachable"],
        ),
        Remark(r"A collapse at $q$ makes its pivot zero: $\omega_q=e_p-e_q$ has the entry $-1$ at $q$."),
    ],
    formula={
        **_factorisation_formula,
        "round_trip": any_number.round_trip,
        "leading": any_number.leading,
    },
    domain={
        **everything(_factorisation_formula),
        t[1, 1]: Union(Interval.open(-oo, 0), Interval.open(0, oo)),
        **any_number.round_trip_domain,
        **any_number.leading_domain,
    },
)


def quadratic_form(n: int) -> Eq:
    """g^T K g as a sum of squares, K = M diag(A) M^T built from the total gradients of single outputs."""
    columns = [Matrix([d.xreplace(_unit_gradient(n, k)) for d in totals(n)]) for k in range(n)]
    form = sum(
        g[k] * sum(columns[k][i] * A[i] * columns[j][i] for i in range(n)) * g[j]
        for k in range(n)
        for j in range(n)
    )
    return Eq(form, sum(A[i] * d**2 for i, d in enumerate(totals(n))), evaluate=False)


def _unit_gradient(n: int, k: int) -> dict[Expr, int]:
    return {g[i]: int(i == k) for i in range(n)}


def kernel_determinant() -> Eq:
    """Det K for two units."""
    w = weight(2, 1)
    return Eq(A[0] * (w**2 * A[0] + A[1]) - (w * A[0]) ** 2, A[0] * A[1], evaluate=False)


def _reads_something() -> Implies:
    h = state(2, 2, outputs(2))
    somewhere = Or(Ne(x[0], 0), Ne(x[1], 0))
    return Implies(And(Ne(1 + weight(1, 1), 0), somewhere), dot(h, h) > 0)


_kernel_formula = {
    "form": quadratic_form(2),
    "determinant": kernel_determinant(),
    "definite": Implies(
        And(A[0] > 0, A[1] > 0, Or(Ne(g[0], 0), Ne(g[1], 0))),
        A[0] * (g[0] + weight(2, 1) * g[1]) ** 2 + A[1] * g[1] ** 2 > 0,
    ),
    "reads": _reads_something(),
    "simultaneous": Eq(
        x[0]
        + dot([weight(1, 1) - eps * g[0] * x[0], weight(1, 2) - eps * g[0] * x[1]], x[:2])
        - (x[0] + dot([weight(1, 1), weight(1, 2)], x[:2])),
        -eps * (x[0] ** 2 + x[1] ** 2) * g[0],
    ),
}

kernel = Claim(
    "gunn.kernel",
    title="The tangent kernel of a gradual layer",
    where="Beyond Eq. 3, Appendix A",
    kind="beyond",
    says=[
        Assertion(
            r"One step moves the outputs at the same input by $-\varepsilon Kg$ to first "
            r"order, $K=M\,\mathrm{diag}(A)\,M^\top$ (Eq. 3).",
            shown_by=["tangent"],
        ),
        Assertion(
            r"$g^\top Kg=\sum_iA_i\delta_i^2$, so $K$ is positive semidefinite, with "
            r"determinant $\prod_iA_i$, as $M$ has the determinant 1; for any number of units.",
            shown_by=["any_form", "congruent", "form", "determinant"],
        ),
        Assertion(
            r"The rank of $K$ is the number of nonzero $A_i$, as $(I-L)K(I-L)^\top=\mathrm{diag}(A)$.",
            shown_by=["congruent"],
        ),
        Remark("Random layers confirm it exactly."),
        Assertion(
            r"For two units $K$ is positive definite when $x\ne0$ and the pivot before the "
            "last unit is nonzero.",
            shown_by=["definite", "reads"],
        ),
        Assertion(
            r"For a simultaneous layer $K=\lVert x\rVert^2I$.",
            shown_by=["at_once", "simultaneous"],
        ),
    ],
    formula={
        **_kernel_formula,
        "tangent": any_number.tangent,
        "any_form": any_number.form,
        "congruent": any_number.congruent,
        "at_once": any_number.at_once,
    },
    domain={**everything(_kernel_formula), **any_number.tangent_domain, **any_number.at_once_domain},
)


limit = Claim(
    "gunn.limit",
    title="Training can lead into a collapse",
    where="Beyond Appendix A",
    kind="beyond",
    says=[
        Assertion(
            "That a collapse does not survive a step does not repel from it: gradient "
            "descent on half the squared distance of $T$ from the matrix with rows "
            "$(2,1,0),(1,2,1),(1,2,1)$, step 0.02, from small random weights, comes to a "
            r"collapsed layer; $\omega_3$ tends to $e_2-e_3$, and the distance of rows 2 "
            "and 3 falls below $10^{-9}$ within 6000 steps.",
            shown_by=["proof_by_training"],
        ),
        Assertion(
            r"The collapsed layer is a nondegenerate minimum, for $\omega\mapsto T$ has "
            r"the Jacobian determinant $\prod_j(1+\omega_{jj})^{n-j}$, which is not 0 "
            "there; the determinant is shown for $n=2$ and 3.",
            shown_by=["proof_that_the_minimum_is_not_degenerate"],
        ),
    ],
)


def jacobian_determinant(n: int) -> Eq:
    """Determinant of the derivatives of all entries of T by all weights."""
    entries = Matrix([entry for row in matrix_rows(n, n) for entry in row])
    weights = [weight(i, j) for i in range(1, n + 1) for j in range(1, n + 1)]
    power = 1
    for j in range(1, n):
        power *= (1 + weight(j, j)) ** (n - j)
    return Eq(entries.jacobian(weights).det(method="berkowitz"), power, evaluate=False)


_before = state(3, 3)
_after = state(3, 3, z)
_active = y[0] - x[2] > 0
_new = [e - eps * delta[2] * h for e, h in zip(copy(3, 1, 3), _before, strict=True)]
_pre = dot(_new, _after)
_top = x[0] + Max(0, lamda * (x[1] - x[0]))


def _argument(i: int) -> Expr:
    """What unit i of two gives its activation where unit 1 is inactive, so that both read the inputs."""
    return weight(i, 1) * x[0] + weight(i, 2) * x[1]


def _after_a_step(i: int) -> Expr:
    """Output of unit i after a step along its own gradient, whose factor is the slope of max(0, .)."""
    slope = Piecewise((1, _argument(i) > 0), (0, True))
    moved = [weight(i, j) - eps * delta[i - 1] * slope * x[j - 1] for j in (1, 2)]
    return x[i - 1] + Max(0, moved[0] * x[0] + moved[1] * x[1])


_relu_layer_formula = {
    "active": Implies(_pre > 0, Eq(x[2] + Max(0, _pre) - z[0], -eps * delta[2] * dot(_before, _after))),
    "inactive": Implies(
        And(_argument(1) <= 0, _argument(2) <= 0, Eq(x[0], x[1])),
        And(Eq(_after_a_step(1), x[0]), Eq(_after_a_step(2), x[1])),
    ),
    "collapsed": Eq(x[1] + Max(0, _top - x[1]), _top),
    "maximum": Eq(x[0] + Max(0, x[1] - x[0]), Max(x[0], x[1])),
}

relu_layer = Claim(
    "gunn.relu",
    title="Gradual layers of ReLU units",
    where="Beyond Appendix A",
    kind="beyond",
    says=[
        Assertion(
            r"In layers $y_i=x_i+\max(0,\omega_i\cdot h^{(i)})$, from $\omega_q=e_p-e_q$ "
            "and where unit $q$ is active at $x$ before and after the step, $y_q-y_p$ "
            r"becomes $-\varepsilon\delta_q\langle h^{(q)},h^{(q)+}\rangle$ there, "
            "whatever $p$ does, for any number of units.",
            shown_by=["any_number", "active"],
        ),
        Assertion(
            "In a layer of two units that are both inactive at $x$, with $x_1=x_2$, none receives a "
            "gradient; they "
            "give $x_1$ and $x_2$ after a step of any size, and stay collapsed there.",
            shown_by=["inactive"],
        ),
        Assertion(
            r"Two units with rows $(-\lambda,\lambda)$ and $(1,-1)$, $\lambda\ge1$, are "
            r"collapsed for every input; for $\lambda=1$ both give $\max(x_1,x_2)$.",
            shown_by=["collapsed", "maximum"],
        ),
        Assertion(
            r"There one step at $x=(1,2)$ with $\varepsilon=1/100$ and slope 0 at the kink "
            "takes both to $41/20$ for $g=(-1,-1)$, and to $39/20$ and 2 for $g=(1,1)$.",
            shown_by=["proof_of_one_step_each_way"],
        ),
    ],
    formula={**_relu_layer_formula, "any_number": any_number.separation},
    domain={
        **everything(_relu_layer_formula),
        lamda: Interval(1, oo),
        eps: positive,
        **{symbol: any_number.reading_domain[symbol] for symbol in variables(any_number.separation)},
    },
)

_decay_formula = {
    "gradual": Eq(x[1] + (1 - eps * lamda) * (z[0] - x[1]) - z[0], -eps * lamda * (z[0] - x[1])),
    "residual": Implies(
        And(Eq(weight(2, 1) - weight(1, 1), 1), Eq(weight(2, 2) - weight(1, 2), -1)),
        And(
            Eq((1 - eps * lamda) * weight(2, 1) - (1 + (1 - eps * lamda) * weight(1, 1)), -eps * lamda),
            Eq(1 + (1 - eps * lamda) * weight(2, 2) - (1 - eps * lamda) * weight(1, 2), eps * lamda),
        ),
    ),
    "no_skip": Implies(
        Eq(weight(2, 1), weight(1, 1)),
        Eq((1 - eps * lamda) * weight(2, 1), (1 - eps * lamda) * weight(1, 1)),
    ),
}

decay = Claim(
    "gunn.decay",
    title="Weight decay alone separates a collapsed pair",
    where="Beyond Appendix A",
    kind="beyond",
    says=[
        Assertion(
            r"With zero gradient, decay takes $\omega_q=e_p-e_q$ to "
            r"$(1-\varepsilon\lambda)(e_p-e_q)$, so that "
            r"$y_q-y_p=-\varepsilon\lambda(y_p-x_q)$ with $y_p$ as it is after the step, for any "
            r"number of units.",
            shown_by=["any_number", "gradual"],
        ),
        Assertion(
            "A collapsed simultaneous residual layer is separated as well: $T_q-T_p$ "
            r"becomes $-\varepsilon\lambda(e_p-e_q)$. One without the skip is not.",
            shown_by=["residual", "no_skip"],
        ),
        Remark("Random layers of up to 8 units confirm it exactly."),
    ],
    formula={**_decay_formula, "any_number": any_number.shrunk},
    domain={
        **everything(_decay_formula),
        eps: positive,
        lamda: positive,
        **{symbol: any_number.reading_domain[symbol] for symbol in variables(any_number.shrunk)},
    },
)
