"""Eqs. 7 and 8: the limit of a large common gradient, and its first-order variation."""

from __future__ import annotations

from sympy import Add, And, Derivative, Eq, Expr, Implies, Subs

from theory.claim import Assertion, Claim, Remark
from theory.gunn import any_number
from theory.gunn.appendix import adjacent_difference
from theory.gunn.setting import delta, dot, eps, everything, g, row, state, totals, v, weight, x, y


def bracket(n: int, i: int) -> Expr:
    """A_i as the sum of squares that the paper writes."""
    return dot(state(n, i), state(n, i))


def limit(n: int, p: int) -> Eq:
    """Coefficient of the common gradient in Eq. 6 against the difference of the sides of Eq. 7."""
    tied = adjacent_difference(n, p).xreplace({delta[p]: delta[p - 1]})
    sides = bracket(n, p) - (bracket(n, p + 1) + weight(p + 1, p) * bracket(n, p))
    return Eq(Derivative(tied, delta[p - 1]), sides, evaluate=False)


def simplified(n: int, p: int) -> Eq:
    """Eq. 7 in short."""
    right_side = bracket(n, p + 1) + weight(p + 1, p) * bracket(n, p)
    sides = Add(bracket(n, p), -right_side, evaluate=False)
    return Eq(sides, x[p - 1] ** 2 - y[p - 1] ** 2 - weight(p + 1, p) * bracket(n, p), evaluate=False)


def untied(n: int, p: int, q: int) -> Eq:
    """delta_p - delta_q of a collapsed layer, where omega_qp = 1."""
    found = [d.xreplace({weight(q, p): 1}) for d in totals(n)]
    between = sum(weight(k, p) * found[k - 1] for k in range(p + 1, q))
    after = sum((weight(k, p) - weight(k, q)) * found[k - 1] for k in range(q + 1, n + 1))
    right = g[p - 1] - g[q - 1] + found[q - 1] + between + after
    # Left as it stands: for neighbours the two sides would simplify to one expression.
    return Eq(Add(found[p - 1], -found[q - 1], evaluate=False), right, evaluate=False)


def absurd(n: int, p: int) -> Implies:
    """What Eq. 7 says of a pair with omega_(p+1,p) = 1: unit p + 1 reads nothing but zeros."""
    eq7 = Eq(bracket(n, p), bracket(n, p + 1) + weight(p + 1, p) * bracket(n, p))
    return Implies(And(eq7, Eq(weight(p + 1, p), 1)), And(*[Eq(z, 0) for z in state(n, p + 1)]))


_divided_formula = {
    "coefficient": limit(3, 2),
    "simplified": simplified(3, 2),
    "untied": untied(4, 1, 3),
    "absurd": absurd(3, 2),
}
_divided_printed = Implies(Eq(weight(2, 1), 1), Eq(*[d.xreplace({g[1]: g[0]}) for d in totals(2)]))

divided = Claim(
    "gunn.eq7",
    title="What a large common gradient leaves of Eq. 6",
    where="Eq. 7, Appendix A",
    says=[
        Assertion(
            r"The rate of $y_{p+1}-y_p$ is affine in a common value of $\delta_p$ and "
            r"$\delta_{p+1}$, and its coefficient vanishes where "
            r"$\omega_{p+1,p}A_p=x_p^2-y_p^2$, for any number of units, as Eq. 6 and "
            r"$A_p-A_{p+1}=x_p^2-y_p^2$ "
            "say.",
            shown_by=["coefficient", "simplified", "sizes"],
            source="printed",
        ),
        Assertion(
            "In a collapsed layer with nonzero pivots "
            r"$\delta_p-\delta_q=g_p-g_q+\delta_q+\sum_{p<k<q}\omega_{kp}\delta_k"
            r"+\sum_{k>q}(\omega_{kp}-\omega_{kq})\delta_k$: "
            r"there $\omega_{qp}=1$, and the tie of the two gradients does not follow.",
            shown_by=["any_pair", "untied"],
        ),
        Assertion(
            r"A collapse does not imply $\delta_p=\delta_{p+1}$.",
            shown_by=["proof_that_a_collapse_does_not_tie_the_gradients"],
        ),
        Assertion(
            "For a collapsed layer with nonzero pivots Eq. 7 says that unit $p+1$ reads "
            r"zeros only, which is impossible for $x\ne0$; so Eq. 8 is not needed.",
            shown_by=["absurd"],
        ),
        Assertion(
            r"Without $\omega_{p+1,p}=1$ it is no contradiction: a layer of two units "
            "collapses at $x=(1,1)$, satisfies it and moves both outputs alike.",
            shown_by=["proof_that_eq7_alone_is_no_contradiction"],
        ),
    ],
    printed_source="printed",
    formula={**_divided_formula, "sizes": any_number.sizes, "any_pair": any_number.untied},
    domain=everything(_divided_formula, _divided_printed) | any_number.limit_domain,
    printed=_divided_printed,
    erratum="missing assumption",
    objection=(
        "The proof divides by a gradient that it takes to be the same for both units; a collapse does "
        "not make the two gradients equal."
    ),
)


def eq7_moved(n: int, p: int) -> Expr:
    """y_p^2 - x_p^2 + omega_qp A_p after a step, the units before p moving at the rates v; Eq. 7 says 0."""
    before = [y[j] + eps * v[j] for j in range(p - 1)]
    own = y[p - 1] + eps * _own_rate(n, p)
    linked = weight(p + 1, p) - eps * delta[p - 1] * y[p - 1]
    now = state(n, p, before)
    return own**2 - x[p - 1] ** 2 + linked * dot(now, now)


def _own_rate(n: int, p: int) -> Expr:
    return -delta[p - 1] * bracket(n, p) + dot(row(n, p)[: p - 1], v[: p - 1])


def left_of_eq8(n: int, p: int, second: Expr) -> Expr:
    """Left side of Eq. 8 with its second bracket."""
    return 2 * y[p - 1] * _own_rate(n, p) - delta[p - 1] * y[p - 1] * second


def right_of_eq8(p: int) -> Expr:
    """Right side of Eq. 8."""
    return -2 * weight(p + 1, p) * dot(y[: p - 1], v[: p - 1])


def printed_bracket(n: int, p: int) -> Expr:
    """The second bracket as printed: its first sum runs to p."""
    return bracket(n, p) + y[p - 1] ** 2


def variation(n: int, p: int, second: Expr) -> Eq:
    """Rate of the two sides of Eq. 7 along the step against Eq. 8."""
    rate = Subs(Derivative(eq7_moved(n, p), eps), eps, 0)
    return Eq(rate, left_of_eq8(n, p, second) - right_of_eq8(p), evaluate=False)


def inference(n: int, p: int, second: Expr) -> Implies:
    """A zero coefficient of the gradient forces y_p = 0."""
    own = Eq(y[p - 1], x[p - 1] + dot(row(n, p), state(n, p)))
    return Implies(And(own, Eq(y[p - 1] * (2 * bracket(n, p) + second), 0)), Eq(y[p - 1], 0))


def _slope(n: int, p: int, second: Expr, value: Expr) -> Eq:
    return Eq(Derivative(left_of_eq8(n, p, second), delta[p - 1]), value, evaluate=False)


_varied_formula = {
    "variation": variation(3, 2, bracket(3, 2)),
    "coefficient": _slope(3, 2, bracket(3, 2), -3 * y[1] * bracket(3, 2)),
    "printed_coefficient": _slope(3, 2, printed_bracket(3, 2), -y[1] * (3 * bracket(3, 2) + y[1] ** 2)),
    "inference": inference(3, 2, bracket(3, 2)),
    "printed_inference": inference(3, 2, printed_bracket(3, 2)),
}
_varied_printed = variation(3, 2, printed_bracket(3, 2))

varied = Claim(
    "gunn.eq8",
    title="How Eq. 7 changes in a step",
    where="Eq. 8, Appendix A",
    says=[
        Assertion(
            "The second bracket must be $A_p$, whose sums meet at $p$; as printed its "
            "first sum runs one term too far, and $y_p^2$ is in it twice.",
            shown_by=["any_pair", "variation", "proof_that_the_printed_bracket_counts_one_square_twice"],
            source="printed",
        ),
        Assertion(
            "The coefficient of the gradient is then $3y_pA_p$ (printed: $y_p(3A_p+y_p^2)$), up to sign.",
            shown_by=["coefficient", "printed_coefficient"],
        ),
        Assertion(
            "Eq. 8 in this form is the variation of Eq. 7 along a step, in layers of any number of units.",
            shown_by=["any_pair", "variation"],
        ),
        Assertion(
            "The conclusion $y_p=0$ survives in either case, for $A_p=0$ makes every "
            "number that unit $p$ reads 0, and $y_p$ with them.",
            shown_by=["inference", "printed_inference"],
            source="printed",
        ),
        Remark("It repeats the tie of Eq. 7 at the second step."),
    ],
    formula={**_varied_formula, "any_pair": any_number.variation},
    domain=everything(_varied_formula, _varied_printed) | any_number.variation_domain,
    printed=_varied_printed,
    erratum="typo",
    objection=(
        "The first sum of a bracket runs one term too far, so that $y_p^2$ is in it twice; with it the "
        "equation is not the change of Eq. 7 in a step."
    ),
)
