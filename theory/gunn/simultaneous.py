"""Layers whose units are all updated at once: there a collapse can persist."""

from __future__ import annotations

from sympy import And, Eq, Expr, Implies, Interval, Max, symbols

from theory.claim import Assertion, Claim, Remark, positive
from theory.gunn import any_number
from theory.gunn.setting import dot, everything, family

W_p, W_q, T_p, T_q, x, x_other = (family(name, 3) for name in ("W_p", "W_q", "T_p", "T_q", "x", "x'"))
g_p, g_q, g_p_other, g_q_other, eps, beta, act_p, act_q = symbols(
    "g_p g_q g'_p g'_q eps beta a_p a_q", real=True
)
S_p, S_q, r, m_p, m_q = (family(name, 2) for name in ("S_p", "S_q", "r", "m_p", "m_q"))


def output(weights: tuple[Expr, ...], inputs: tuple[Expr, ...], at: int) -> Expr:
    """Output of the unit at a place, y = x + w . x."""
    return inputs[at] + dot(weights, inputs)


def _row_gap(j: int) -> Eq:
    """Change of one entry of W_q - W_p in a step on two samples."""
    after_q = W_q[j] - eps * (g_q * x[j] + g_q_other * x_other[j])
    after_p = W_p[j] - eps * (g_p * x[j] + g_p_other * x_other[j])
    law = -eps * ((g_q - g_p) * x[j] + (g_q_other - g_p_other) * x_other[j])
    return Eq((after_q - after_p) - (W_q[j] - W_p[j]), law)


_equal_columns = And(*[Eq(s, t) for s, t in zip(S_p, S_q, strict=True)])


def _column(s: Expr, momentum: Expr, slope: Expr, act: Expr) -> Expr:
    return s - eps * (beta * momentum + slope * act)


_u = x[:2]

_simultaneous_formula = {
    "difference": Eq(
        output(W_q, x, 2) - output(W_p, x, 0),
        dot([W_q[0] - W_p[0] - 1, W_q[1] - W_p[1], W_q[2] - W_p[2] + 1], x),
    ),
    "step": _row_gap(0),
    "equal_gradients": Implies(_equal_columns, Eq(dot(S_p, r), dot(S_q, r))),
    "equal_columns": Implies(
        And(Eq(S_p[0], S_q[0]), Eq(m_p[0], m_q[0]), Eq(act_p, act_q)),
        Eq(_column(S_p[0], m_p[0], r[0], act_p), _column(S_q[0], m_q[0], r[0], act_q)),
    ),
    "outside": And(Eq(_u[0] + Max(0, -_u[0] + _u[1]), Max(*_u)), Eq(_u[1] + Max(0, _u[0] - _u[1]), Max(*_u))),
}

simultaneous = Claim(
    "gunn.simultaneous",
    title="In a simultaneous layer two units that are read alike stay together",
    where="Beyond Appendix A; Section 4.1 is not in the text at hand",
    kind="beyond",
    says=[
        Assertion(
            r"For $y=x+Wx$ the difference is $y_q-y_p=(W_q-W_p+e_q-e_p)\cdot x$, and "
            r"gradient descent changes that row by $-\varepsilon\sum_s(g_q^s-g_p^s)x_s$, for any "
            r"numbers of units "
            "and samples.",
            shown_by=["any_pair", "any_batch", "difference", "step"],
        ),
        Assertion(
            "If the next map $S$ has equal columns $p$ and $q$, then $g_p=g_q$, and "
            "columns that receive the gradients $ra_p$ and $ra_q$, with equal activations "
            "$a_p=a_q$, move alike, momentum included if it is equal at the start.",
            shown_by=["equal_gradients", "equal_columns"],
        ),
        Assertion(
            r"So the set $\{T_p=T_q,\;S_p=S_q\}$ is kept by steps of any size, with "
            "momentum and with an elementwise activation after $T$.",
            shown_by=["any_batch", "equal_gradients", "equal_columns"],
        ),
        Remark("Three steps of random networks of up to 4 units confirm it exactly."),
        Assertion(
            "Without equal columns it is not kept, nor with the skip outside the "
            r"nonlinearity, $y=x+\max(0,Wx)$: the rows $(-1,1)$ and $(1,-1)$ give "
            r"$\max(x_1,x_2)$ twice and may part.",
            shown_by=["outside", "proof_that_the_skip_outside_lets_the_units_part"],
        ),
    ],
    formula={
        **_simultaneous_formula,
        "any_pair": any_number.side_difference,
        "any_batch": any_number.side_step,
    },
    domain={
        **everything(_simultaneous_formula),
        eps: positive,
        beta: Interval.Ropen(0, 1),
        **any_number.side_domain,
    },
)
