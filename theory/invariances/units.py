"""What the flow conserves at vertices and between twins, and what it does not (Lemmas 2, 4 and 8)."""

from __future__ import annotations

from sympy import (
    And,
    Derivative,
    Eq,
    Expr,
    Function,
    Implies,
    Naturals0,
    Or,
    Rational,
    cosh,
    exp,
    sinh,
    sqrt,
    symbols,
)
from sympy.logic.boolalg import Boolean

from theory.claim import Assertion, Claim, Reals, Remark
from theory.invariances import any_size
from theory.invariances.setting import a, b, clarke, real

# Units u and v with the same two inputs p and the same two outputs, where R has slopes delta.
p_1, p_2, u_1, u_2, v_1, v_2, s_1, s_2, r_1, r_2 = real("p_1 p_2 u_1 u_2 v_1 v_2 s_1 s_2 r_1 r_2")
delta_1, delta_2, d_u, d_v, c = real("delta_1 delta_2 d_u d_v c")
_z_u, _z_v = u_1 * p_1 + u_2 * p_2, v_1 * p_1 + v_2 * p_2
_beta_u, _beta_v = s_1 * delta_1 + s_2 * delta_2, r_1 * delta_1 + r_2 * delta_2
_all = dict.fromkeys((p_1, p_2, u_1, u_2, v_1, v_2, s_1, s_2, r_1, r_2, delta_1, delta_2, d_u, d_v, c), Reals)

at_a_vertex = Claim(
    "invariances.lemma2.eq4",
    title="Squares into and out of a vertex",
    where="Lemma 2, Eq. 4, Section 4.2",
    says=[
        Assertion(
            "For a hidden vertex whose edges are all trained, the sum of the squared weights into it less "
            "that of the squared weights out of it does not change along the flow: the two rates are equal, "
            "for any number of edges in and out and of examples, whatever the slopes.",
            shown_by=["balance", "two_edges"],
            source="prose",
        ),
        Assertion(
            "So it is across kinks, across changes of sign, and while the flow slides along a kink: there "
            "it moves by a mean of the gradients of both sides, for which the two rates are equal as well.",
            shown_by=["balance", "mean"],
            source="prose",
        ),
        Remark(
            "Random networks confirm it in exact rationals, and integrated flows across kinks and changes "
            "of sign, sliding ones among them."
        ),
    ],
    formula={
        "balance": any_size.vertex_balance,
        "two_edges": Eq(
            u_1 * (c * _beta_u * d_u * p_1) + u_2 * (c * _beta_u * d_u * p_2),
            s_1 * (c * delta_1 * d_u * _z_u) + s_2 * (c * delta_2 * d_u * _z_u),
        ),
        "mean": any_size.mean_balance,
    },
    domain={
        **{s: v for s, v in _all.items() if s not in (v_1, v_2, r_1, r_2, d_v)},
        **any_size.vertex_families,
        **any_size.mean_families,
    },
)


def _velocity_of_q() -> Expr:
    """dQ/dt, Q = sum_a w_au w_av - sum_b w_ub w_vb, from one example."""
    into = sum(
        -c * (_beta_u * d_u * p) * v + u * -c * (_beta_v * d_v * p)
        for p, u, v in ((p_1, u_1, v_1), (p_2, u_2, v_2))
    )
    out = sum(
        -c * (delta * d_u * _z_u) * r + s * -c * (delta * d_v * _z_v)
        for delta, s, r in ((delta_1, s_1, r_1), (delta_2, s_2, r_2))
    )
    return into - out


t = real("t")[0]
z_u, z_v, beta_u, beta_v = real("z_u z_v beta_u beta_v")
_rate = -c * (d_u - d_v) * (beta_u * z_v - beta_v * z_u)
#: u = (q, q) and its outgoing weight on the sliding path.
_q = cosh(t / sqrt(2)) + sinh(t / sqrt(2)) / sqrt(2)
_c_u = 2 * (sinh(t / sqrt(2)) / sqrt(2) + cosh(t / sqrt(2)) / 2)
_kinky = And(clarke(d_u, z_u), clarke(d_v, z_v))

between_twins = Claim(
    "invariances.lemma2.eq5",
    title="Products of the weights of two units",
    where="Lemma 2, Eq. 5, Section 4.2",
    says=[
        Assertion(
            "For units $u,v$ with the same edges in and out, "
            r"$Q=\sum_aw_{au}w_{av}-\sum_bw_{ub}w_{vb}$ changes at the rate "
            r"$-\sum_ic_i(d_u-d_v)(\beta_uz_v-\beta_vz_u)$, where $z$ is a unit's "
            r"argument, $d$ its slope and $\beta$ the derivative of $f$ by its value, for any numbers of "
            "edges and examples.",
            shown_by=["any_size", "rate"],
        ),
        Assertion(
            "So $Q$ is constant while the two have the same slope at every example, as "
            "when their arguments are different from 0 and of one sign.",
            shown_by=["conserved", "any_size"],
            source="prose",
        ),
        Assertion(
            "Nonnegative arguments do not suffice: a flow can slide along $z_u=0$ with a "
            "slope in between, and $Q$ changes at the rate $c_u(v_1-v_2)/2$.",
            shown_by=[
                "slides",
                "first",
                "second",
                "changes",
                "proof_that_nonnegative_arguments_do_not_suffice",
            ],
        ),
        Remark(
            "Random twins confirm the rate in exact rationals, and gradient descent follows the sliding path "
            "to first order in its step."
        ),
        Remark(
            r"The example is $R=f(x_1)-f(x_2)$, $f=c_u\max(0,u\cdot x)+c_v\max(0,v\cdot "
            "x)$, $x_1=(1,-1)$, $x_2=(1,0)$, from $u=(1,1)$, $v=(3,1)$, $c_u=c_v=1$: the "
            r"flow keeps $u\cdot x_1=0$ with slope $1/2$, $u=(q,q)$ and $c_u$ solve "
            "$q'=c_u/2$, $c_u'=q$, and $v=(3,e^t)$, $c_v=e^t$."
        ),
    ],
    printed_source="prose",
    formula={
        "rate": Eq(_velocity_of_q(), -c * (d_u - d_v) * (_beta_u * _z_v - _beta_v * _z_u)),
        "any_size": any_size.twin_rate,
        "conserved": Implies(And(z_u * z_v > 0, _kinky), Eq(_rate, 0)),
        "slides": Implies(Eq(-(beta_u * d_u - beta_u) - (beta_u * d_u), 0), Eq(beta_u * (2 * d_u - 1), 0)),
        "first": Eq(Derivative(_q, t), _c_u / 2),
        "second": Eq(Derivative(_c_u, t), _q),
        "changes": Eq(
            Derivative(_q * (3 + exp(t)) - _c_u * exp(t), t), _c_u * (3 - exp(t)) / 2
        ),
    },
    domain={
        **_all, a: Reals, b: Reals, t: Reals, **dict.fromkeys((z_u, z_v, beta_u, beta_v), Reals),
        **any_size.twin_families,
    },
    printed={"nonnegative": Implies(And(z_u >= 0, z_v >= 0, _kinky), Eq(_rate, 0))},
    erratum="missing assumption",
    objection=(
        "The lemma asks for equal activation patterns and counts an argument of 0 as active; but a flow "
        "can slide along such a kink, with a slope in between, and the product of the two units "
        "changes."
    ),
)  # fmt: skip

#: Slopes of two units: for arguments above and below 0.
high_u, low_u, high_v, low_v = (a, b, *real("a' b'"))
length = symbols("n", integer=True)
slopes, other_slopes = Function("Z", real=True), Function("Z'", real=True)


def _of(d: Expr, z: Expr, high: Expr, low: Expr) -> Boolean:
    return clarke(d, z).subs({a: high, b: low}, simultaneous=True)


_patterns = Or(
    And(z_u > 0, z_v > 0, Eq(high_u, high_v)),
    And(z_u < 0, z_v < 0, Eq(low_u, low_v)),
    And(Eq(high_u, low_u), z_v > 0, Eq(high_u, high_v)),  # a linear unit is active everywhere
)
equal_patterns = Claim(
    "invariances.lemma8",
    title="Equal patterns, equal slopes",
    where="Lemma 8, Appendix C",
    says=[
        Assertion(
            "Two units that are both active or both inactive at an example, a linear unit being always "
            "active, have the same slope there if their arguments are different from 0 and their "
            "activations have the same slope on that side.",
            shown_by=["unit"],
        ),
        Assertion(
            r"So $\mu$ has the same derivative by any two paths of the same length, whatever that is, along "
            "which the patterns are equal.",
            shown_by=["unit", "path"],
            source="prose",
        ),
        Assertion(
            "With an argument 0, which the paper counts as active, the first unit's "
            "slopes are an interval and the second's one of its ends; and even equal sets "
            "of slopes would not make the flow choose equal ones.",
            shown_by=["proof_that_an_argument_of_zero_is_not_active"],
        ),
        Remark("Random networks confirm it on all pairs of their paths, in exact rationals."),
    ],
    printed_source="prose",
    formula={
        "unit": Implies(
            And(_patterns, _of(d_u, z_u, high_u, low_u), _of(d_v, z_v, high_v, low_v)), Eq(d_u, d_v)
        ),
        "path": Eq(other_slopes(length), slopes(length)),
    },
    domain={**dict.fromkeys((a, b, high_v, low_v, z_u, z_v, d_u, d_v), Reals), length: Naturals0},
    printed={
        "nonnegative": Implies(And(z_u >= 0, z_v >= 0, _kinky), Eq(d_u, d_v)),
        "equal_sets": Implies(And(Eq(z_u, 0), Eq(z_v, 0), _kinky), Eq(d_u, d_v)),
    },
    erratum="missing assumption",
    objection=(
        "The lemma derives equal slopes from equal patterns and counts an argument of 0 as active; at 0 "
        "a slope may be any number between two, so that two units need not agree."
    ),
)

x_1, x_2 = real("x_1 x_2")
alpha = real("alpha")[0]
_xu, _xv = x_1 * u_1 + x_2 * u_2, x_1 * v_1 + x_2 * v_2
c_u, c_v = real("c_u c_v")


def _difference(slope_u: Expr, slope_v: Expr) -> Expr:
    """d(u.v)/dt - d(c_u c_v)/dt for R = f = c_u sigma(u.x) + c_v sigma(v.x) at one example."""
    into = -c_u * slope_u * (x_1 * v_1 + x_2 * v_2) - c_v * slope_v * (x_1 * u_1 + x_2 * u_2)
    out = -slope_u * _xu * c_v - c_u * slope_v * _xv
    return into - out


different_patterns = Claim(
    "invariances.lemma4",
    title="Different patterns break the invariance",
    where="Lemma 4, Eq. 12, Section 4.4; Eqs. 62-67, Appendix C",
    says=[
        Assertion(
            r"With $R=f=c_u\sigma(u\cdot x)+c_v\sigma(v\cdot x)$ the rate of $Q$ is "
            r"$-(d_u-d_v)(c_ux\cdot v-c_vx\cdot u)$.",
            shown_by=["rate"],
        ),
        Assertion(
            "So where one unit is active at an example and the other is not, with weights out of them of one "
            "sign, their $Q$ is never conserved: it moves towards one side at once.",
            shown_by=["broken"],
            source="prose",
        ),
        Assertion(
            "For $x=(1,1)$, $u=(2,1)$, $v=(-1,-2)$ and $c=(1,5)$ the rate is 18 with ReLU "
            r"and $18(1-\alpha)$ with leaky ReLU.",
            shown_by=["leaky"],
        ),
        Remark(
            "Of 300 random pairs with different slopes, behind them any network, most move; the network of "
            "the example does as the formula says. With weights out of opposite signs there are coincidences."
        ),
    ],
    formula={
        "rate": Eq(_difference(d_u, d_v), -(d_u - d_v) * (c_u * _xv - c_v * _xu)),
        "broken": Implies(
            And(_xu > 0, _xv < 0, c_u * c_v > 0, Eq(d_u, 1), alpha >= 0, alpha < 1, Eq(d_v, alpha)),
            c_u * _difference(d_u, d_v) > 0,
        ),
        "leaky": Implies(
            And(Eq(x_1, 1), Eq(x_2, 1), Eq(u_1, 2), Eq(u_2, 1), Eq(v_1, -1), Eq(v_2, -2),
                Eq(c_u, 1), Eq(c_v, 5), Eq(d_u, 1), Eq(d_v, alpha)),
            Eq(_difference(d_u, d_v), Rational(18) * (1 - alpha)),
        ),
    },
    domain={
        **dict.fromkeys((x_1, x_2, u_1, u_2, v_1, v_2, c_u, c_v, d_u, d_v, alpha), Reals),
    },
)  # fmt: skip

velocity_ranks = Claim(
    "invariances.remark1",
    title="Ranks of the velocities",
    where="Remark 1, Appendix C",
    says=[
        Assertion(
            r"With $N$ examples $\frac{d}{dt}W_1W_1^\top$ and $\frac{d}{dt}W_2^\top W_2$ "
            "are products through $2N$ columns and their difference one through $4N$, so that the ranks are "
            "at most that, whatever the sizes and slopes.",
            shown_by=["first", "second", "difference"],
            source="prose",
        ),
        Assertion(
            "For one and two examples all three ranks are attained.",
            shown_by=["proof_of_the_ranks"],
        ),
        Remark(r"One example gives $-(\delta z^\top+z\delta^\top)$, in random networks exactly."),
    ],
    formula=any_size.velocity_ranks,
    domain=any_size.rank_domain,
)
