"""The eight displayed equations of Appendix A, one step of the argument each."""

from __future__ import annotations

from sympy import And, Derivative, Eq, Expr, Implies, Matrix, Ne, Subs, symbols

from theory.claim import Claim, positive
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


_sequential_formula = {"system": residual(3), "map": as_map(3)}

sequential = Claim(
    "gunn.eq1",
    title="A linear layer updated gradually is a triangular system",
    where="Eq. 1, Appendix A",
    says="""Unit i adds to x_i what its weights make of h^(i). For any numbers y the equations of all units
    together leave the same rest as the system (I - L) y = (I + U) x, so the layer is the linear map T = (I
    - L)^(-1) (I + U). Proved entry by entry for layers of up to 4 units; on random layers of up to 8 in
    exact rationals.""",
    formula=_sequential_formula,
    domain=everything(_sequential_formula),
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
    says="""The derivative of the loss by omega_ij is delta_i h^(i)_j with the total gradient delta_i = g_i
    + sum over k > i of omega_ki delta_k, the solution of (I - L)^T delta = g: changing y_i changes the
    units after it. Read with g_i, the derivative at fixed other outputs, the equation is false for every n
    >= 2: the witness has n = 2, and silent further units change nothing. Proved for every entry of layers
    of up to 4 units.""",
    formula=_gradient_formula,
    domain=everything(_gradient_formula, _gradient_printed),
    printed=_gradient_printed,
    erratum="gap",
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
    says="""To first order y_i moves by -eps delta_i A_i + sum over j < i of omega_ij times the move of y_j;
    so the outputs move by -eps K g with K = M diag(A) M^T (the part "kernel": M^(-1) times the rates is
    -diag(A) delta). Sharper, for every eps: the move is -eps delta_i <h^(i), h^(i)+> + sum omega_ij times
    the moves before it, h^(i)+ the state after the step. Eq. 3 thus leaves out -eps delta_i times the
    product of the earlier outputs with their moves, of order eps^2, and nothing for i = 1. The numbers y_j
    and v_j are free here: the statement holds for whatever the units before i do. Proved for every unit of
    layers of up to 4.""",
    formula=_change_formula,
    domain=everything(_change_formula),
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
    says="""The two sides of Eq. 4 are the rates at which y_p and y_q move, so the equation says that a
    collapse at x survives the step to first order. That is an assumption: it does not follow from a
    collapse before the step, and says nothing of other inputs. Proved for every pair in layers of up to 4
    units.""",
    formula=_equal_changes_formula,
    domain=everything(_equal_changes_formula, _equal_changes_printed),
    printed=_equal_changes_printed,
    erratum="missing assumption",
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
    says="""For q > p + 1 the coefficient of delta_(q-1) in the rate of y_q - y_p is -omega_(q,q-1) A_(q-1),
    and the deltas may be treated as free since g -> delta is a bijection (gunn.eq2). If the rate vanishes
    for two values of delta_(q-1), other things equal, its coefficient is 0; that gives omega_(q,q-1) = 0
    only where A_(q-1) is not 0. A weight that is 0 changes by -eps delta_q y_(q-1), so it remains 0 unless
    both factors differ from 0. Shorter: the coefficient of delta_q is -A_q, and that of an adjacent delta_p
    -(omega_qp - 1) A_p, so that A_q = 0 follows at once for every pair. Proved for all pairs up to q =
    5.""",
    formula=_isolated_formula,
    domain=everything(_isolated_formula, _isolated_printed) | {eps: positive},
    printed=_isolated_printed,
    erratum="missing assumption",
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
    says="""With q = p + 1 the rate of y_q - y_p becomes -delta_q A_q + delta_p A_p (1 - omega_qp) plus
    terms in the moves of units before p. Proved for every neighbouring pair in layers of up to 4 units.""",
    formula=_neighbours_formula,
    domain=everything(_neighbours_formula),
)
