"""One unit: the generator, its derivatives, its updates, dead units and their revival."""

from __future__ import annotations

from sympy import Abs, And, Eq, Equivalent, Expr, Implies, Interval, Max, Min, Ne, Piecewise, symbols

from theory.claim import Assertion, Claim, Reals, Remark, nonnegative, positive

x, t, h, k, G, c, y, w = symbols("x t h k G c y w", real=True)
eta, gamma, v, g_1, g_2, g_3, m = symbols("eta gamma v g_1 g_2 g_3 m", real=True)
x_1, x_2, G_1, G_2, y_1, y_2 = symbols("x_1 x_2 G_1 G_2 y_1 y_2", real=True)


def ramp(s: Expr) -> Expr:
    """Positive part."""
    return Max(0, s)


shape = Claim(
    "nonlinearity_generator.eq1",
    title="A shifted ReLU is a maximum",
    where="Eq. 1, Section 2.1",
    says=[
        Assertion(
            r"$\max(0,x-t)+t=\max(x,t)$: ReLU for $t=0$, shifted ReLU for $t=-1$.",
            shown_by=["formula"],
            source="printed",
        ),
        Remark("Exact over the reals; in floating point the left side may differ in its last bit."),
    ],
    formula=Eq(ramp(x - t) + t, Max(x, t), evaluate=False),
    domain={x: Reals, t: Reals},
)

linear_part = Claim(
    "nonlinearity_generator.property2",
    title="With t at most the least input the generator is the identity",
    where="Property 2, Section 2.1",
    says=[
        Assertion(
            r"$\max(x,t)=x$ for every input of at least $t$, and for no other.",
            shown_by=["formula"],
            source="prose",
        ),
    ],
    formula=Equivalent(Eq(Max(x, t), x), t <= x),
    domain={x: Reals, t: Reals},
)

derivative = Claim(
    "nonlinearity_generator.eq2",
    title="The derivatives of the generator",
    where="Eqs. 2-3, Section 2.1",
    says=[
        Assertion(
            "The output follows $t$ one to one where $x<t$, and not at all where $x>t$: "
            r"$\partial L/\partial t=G\,1[x\le t]$, if $f$ stands for the generator's "
            "output.",
            shown_by=["below", "above"],
            source="printed",
        ),
        Assertion(
            r"$\max(0,x-t)$ alone has the slope $-1$ where $x>t$.",
            shown_by=["bare"],
        ),
        Assertion(
            "At $x=t$ every split $c,1-c$ of the slope between $t$ and $x$ is a "
            "subgradient, and the two slopes add up to 1.",
            shown_by=["tie", "sum"],
        ),
    ],
    formula={
        "below": Implies(And(x < t, Abs(h) < t - x), Eq(Max(x, t + h) - Max(x, t), h)),
        "above": Implies(And(x > t, Abs(h) < x - t), Eq(Max(x, t + h), Max(x, t))),
        "tie": Max(t + k, t + h) >= t + c * h + (1 - c) * k,
        "sum": Eq(Max(x + h, t + h) - Max(x, t), h, evaluate=False),
        "bare": Implies(And(x > t, Abs(h) < x - t), Eq(ramp(x - t - h) - ramp(x - t), -h)),
    },
    domain={x: Reals, t: Reals, h: Reals, k: Reals, c: Interval(0, 1)},
)


def _velocity(count: int) -> Expr:
    now: Expr = v * 0
    for slope in (g_1, g_2, g_3)[:count]:
        now = eta * now + gamma * slope
    return now


momentum = Claim(
    "nonlinearity_generator.momentum",
    title="The update of t with momentum",
    where="Section 2.1",
    says=[
        Assertion(
            r"With $v\leftarrow\eta v+\gamma\,\partial L/\partial t$, $t\leftarrow t-v$ "
            "three steps from rest move $t$ by "
            r"$-\gamma((1+\eta+\eta^2)g_1+(1+\eta)g_2+g_3)$.",
            shown_by=["from_rest"],
            source="printed",
        ),
        Assertion(
            r"It is the heavy ball $m'=\eta m+g$, $t'=t-\gamma m'$ with $v=\gamma m$.",
            shown_by=["heavy_ball"],
        ),
        Remark(
            r"$\eta$ is the momentum here (elsewhere in the paper the learning rate), and "
            "nothing decays $t$."
        ),
    ],
    formula={
        "from_rest": Eq(
            t - _velocity(1) - _velocity(2) - _velocity(3),
            t - gamma * ((1 + eta + eta**2) * g_1 + (1 + eta) * g_2 + g_3),
        ),
        "heavy_ball": Eq(t - (eta * (gamma * m) + gamma * g_1), t - gamma * (eta * m + g_1)),
    },
    domain=dict.fromkeys((t, g_1, g_2, g_3, m), Reals) | {eta: Interval.Ropen(0, 1), gamma: positive},
)


def _share(slope: Expr, condition: Expr) -> Expr:
    return Piecewise((slope, condition), (0, True))


_off_ties = And(Abs(h) < Abs(x_1 - t), Abs(h) < Abs(x_2 - t))
_shared = _share(G_1, x_1 <= t) + _share(G_2, x_2 <= t)
_active = _share(G_1 * y_1, x_1 > t) + _share(G_2 * y_2, x_2 > t)


def _loss(t: Expr, x_1: Expr, x_2: Expr) -> Expr:
    return G_1 * Max(x_1, t) + G_2 * Max(x_2, t)


updates = Claim(
    "nonlinearity_generator.eq5",
    title="The updates of t and of the weights",
    where="Eqs. 5, 6 and 9, Section 2.2.2",
    says=[
        Assertion(
            r"A small change $h$ of a threshold changes the loss by $hG$ where $x\le t$ "
            "(Eq. 5), and a change $h$ of a weight that multiplies $y$ by $hGy$ where "
            "$x>t$ (Eq. 6).",
            shown_by=["threshold", "weight"],
            source="printed",
        ),
        Assertion(
            "For a shared threshold and shared weights these add up over positions.",
            shown_by=[
                "proof_of_the_updates_by_exact_quotients",
                "proof_that_gradients_are_derivatives",
                "proof_of_two_steps",
            ],
        ),
        Assertion(
            "With zero velocity $t$ moves if and only if that sum is not 0: being dead is not enough.",
            shown_by=["moves"],
        ),
    ],
    formula={
        "threshold": Implies(_off_ties, Eq(_loss(t + h, x_1, x_2) - _loss(t, x_1, x_2), h * _shared)),
        "weight": Implies(
            And(Abs(h * y_1) < Abs(x_1 - t), Abs(h * y_2) < Abs(x_2 - t)),
            Eq(_loss(t, x_1 + h * y_1, x_2 + h * y_2) - _loss(t, x_1, x_2), h * _active),
        ),
        "moves": Equivalent(Ne(t - gamma * _shared, t), Ne(_shared, 0)),
    },
    domain=dict.fromkeys((t, h, x_1, x_2, G_1, G_2, y_1, y_2), Reals) | {gamma: positive},
)

_dead = x <= t
_new = t - eta * G

revival = Claim(
    "nonlinearity_generator.eq7",
    title="Dead units: when t revives them and where their outputs go",
    where="Eqs. 7-8, Section 2.2.2",
    says=[
        Assertion(
            r"For a dead unit, $x\le t$, fixed $x$ and one plain step $t-\eta G$: if "
            r"$G>0$, $t$ falls, the unit is revived if and only if $\eta G>t-x$, and its "
            r"output falls to $\max(x,t-\eta G)$.",
            shown_by=["falls", "revived"],
            source="printed",
        ),
        Assertion(
            "If $G<0$, $t$ rises, the unit stays dead and its output rises with $t$: "
            "outputs of dead units do not shrink in both cases.",
            shown_by=["rises", "proof_that_outputs_of_dead_units_can_rise"],
        ),
        Assertion(
            r"To first order in its output the loss falls in either case, by $\eta G^2$, while the unit "
            "stays dead.",
            shown_by=["loss"],
        ),
    ],
    printed_source="prose",
    formula={
        "falls": Implies(And(_dead, G > 0), And(_new < t, Max(x, _new) <= Max(x, t))),
        "revived": Implies(_dead, Equivalent(x > _new, eta * G > t - x)),
        "rises": Implies(And(_dead, G < 0), And(x < _new, Eq(Max(x, _new), _new), Max(x, _new) > Max(x, t))),
        "loss": Implies(And(_dead, x <= _new), Eq(G * (Max(x, _new) - Max(x, t)), -eta * G**2)),
    },
    domain={x: Reals, t: Reals, G: Reals, eta: positive},
    printed=Implies(_dead, Max(x, _new) <= Max(x, t)),
    erratum="false",
    objection=(
        "The text says that the outputs of dead units are reduced in both cases; where the gradient is "
        "negative the threshold rises, and the output of the dead unit with it."
    ),
)

dead_gradient = Claim(
    "nonlinearity_generator.dead_gradient",
    title="Where the gradient of a dead unit goes",
    where="Section 2.2.2, Figures 2 and 4",
    says=[
        Assertion(
            "The gradient at the output is the part that goes to $x$ plus the part that "
            "goes to $t$: $t$ restores what a dead unit would lose.",
            shown_by=["split"],
            source="prose",
        ),
        Assertion(
            "While the unit is dead a weight below it, $x=wy$, receives 0; what goes to $t$ stays there in "
            "that step.",
            shown_by=["stays"],
            source="prose",
        ),
        Assertion(
            "As soon as $t$ has fallen below $x$ the unit is alive again, and that weight receives $Gy$, the "
            "whole gradient.",
            shown_by=["returns"],
            source="prose",
        ),
    ],
    formula={
        "split": Eq(_share(G, x > t) + _share(G, x <= t), G),
        "stays": Implies(And(w * y < t, Abs(h * y) < t - w * y), Eq(Max((w + h) * y, t), Max(w * y, t))),
        "returns": Implies(
            And(w * y > t, Abs(h * y) < w * y - t),
            Eq(G * Max((w + h) * y, t) - G * Max(w * y, t), h * (G * y)),
        ),
    },
    domain=dict.fromkeys((x, t, G, w, y, h), Reals),
)

prelu1 = Claim(
    "nonlinearity_generator.prelu1",
    title="PReLU with slope 1 is the identity",
    where="Section 3",
    says=[
        Assertion(
            r"$\max(0,x)+a\min(0,x)$ is $x$ for $a=1$, and for $x<0$ for no other slope.",
            shown_by=["formula"],
            source="prose",
        ),
    ],
    formula=Implies(x < 0, Equivalent(Eq(Max(0, x) + c * Min(0, x), x), Eq(c, 1))),
    domain={x: Reals, c: nonnegative},
)
