"""What is claimed.

Curvatures lie between m and L, with square roots b <= c <= a of m, of a curvature in between, and of L.
"""

from sympy import Interval, Le, Ne, Or, Piecewise, Rational, Symbol

from relucidate import Assertion, Claim, Reals, Remark, nonnegative, positive, relation

a, b, c, L = (Symbol(name, positive=True) for name in "abcL")
k, q = Symbol("k", nonnegative=True), Symbol("q", nonnegative=True)
x, y, d, e, p = (Symbol(name, real=True) for name in "xydep")

_BETWEEN = (Le(b, c), Le(c, a))
_ROOTS = {a: positive, b: positive, c: positive}

gradient_descent = Claim(
    "first_order.gradient_descent",
    title="Gradient descent on a quadratic",
    where="Polyak 1964",
    says=[
        Assertion(
            r"With the step $2/(m + L)$ every coordinate shrinks at least by the factor $(L - m)/(L + m)$.",
            ["above", "below"],
        )
    ],
    formula={
        "above": relation(1 - 2 * c**2 / (a**2 + b**2), "<=", (a**2 - b**2) / (a**2 + b**2)),
        "below": relation(1 - 2 * c**2 / (a**2 + b**2), ">=", -(a**2 - b**2) / (a**2 + b**2)),
    },
    domain=_ROOTS,
    assuming=_BETWEEN,
)

descent = Claim(
    "first_order.descent",
    title="A step of gradient descent on a smooth function descends",
    where="Nesterov 2004, Section 1.2",
    says=[
        Assertion(
            r"Where $f(x') \le f(x) + \langle g, x' - x\rangle + \frac{L}{2}|x' - x|^2$, the step "
            r"$x' = x - g/L$ lowers $f$ by at least $|g|^2/(2L)$.",
            ["formula"],
        ),
        Remark(r"Here $d$ and $e$ are the values before and after, and $q = |g|^2$."),
    ],
    formula=relation(e, "<=", d - q / (2 * L)),
    domain={d: Reals, e: Reals, q: nonnegative, L: positive},
    assuming=(relation(e, "<=", d - q / L + L * (q / L**2) / 2),),
)

sublinear = Claim(
    "first_order.sublinear",
    title="Gradient descent on a smooth convex function",
    where="Nesterov 2004, Section 2.1",
    says=[
        Assertion(
            r"The potential $k(f(x_k) - f^*) + \frac{L}{2}|x_k - x^*|^2$ never grows, so that "
            r"$f(x_k) - f^* \le L|x_0 - x^*|^2/(2k)$.",
            ["formula"],
        ),
        Remark(r"Here $p = \langle g, x_k - x^*\rangle$, and the squared distance falls by $2p/L - q/L^2$."),
    ],
    formula=relation((k + 1) * e - p + q / (2 * L), "<=", k * d),
    domain={k: nonnegative, d: Reals, e: Reals, p: Reals, q: nonnegative, L: positive},
    assuming=(relation(d, "<=", p), relation(e, "<=", d - q / (2 * L))),
)

_BETA = ((a - b) / (a + b)) ** 2
heavy_ball = Claim(
    "first_order.heavy_ball",
    title="Heavy ball on a quadratic",
    where="Polyak 1964",
    says=[
        Assertion(
            r"With the step $4/(\sqrt L + \sqrt m)^2$ and the momentum "
            r"$\beta = ((\sqrt L - \sqrt m)/(\sqrt L + \sqrt m))^2$ the roots of "
            r"$\lambda^2 - (1 + \beta - \alpha h)\lambda + \beta$ are complex or double for every curvature "
            r"$h$ in $[m, L]$.",
            ["formula"],
        ),
        Remark(r"Their modulus is therefore $\sqrt\beta$, the rate."),
    ],
    formula=relation((1 + _BETA - 4 * c**2 / (a + b) ** 2) ** 2, "<=", 4 * _BETA),
    domain=_ROOTS,
    assuming=_BETWEEN,
)


def gradient(point):
    """Gradient of a smooth, strongly convex function with curvatures 1 and 25."""
    return Piecewise((25 * point, point < 1), (point + 24, point < 2), (25 * point - 24, True))


def step(new, old):
    """Heavy ball with the parameters for m = 1, L = 25: step 1/9, momentum 4/9."""
    return new - gradient(new) / 9 + Rational(4, 9) * (new - old)


_first = step(x, y)
_second = step(_first, x)
_third = step(_second, _first)
cycle = Claim(
    "first_order.cycle",
    title="Heavy ball need not converge on a strongly convex function",
    where="Lessard, Recht & Packard 2016, Section 4.6",
    says=[
        Assertion(
            r"With the parameters that are best on quadratics there is a smooth, strongly convex function of "
            r"one variable on which heavy ball has a cycle of length three.",
            ["proof_that_the_cycle_closes"],
        ),
        Remark(r"Convergence from every start, as on quadratics, would leave no cycle but the minimum."),
    ],
    printed=Or(Ne(_third, x), Ne(_second, y)),
    printed_domain={x: Interval.open(0, 10), y: Interval.open(-10, 10)},
    printed_source="prose",
    erratum="false",
)

_MOMENTUM = (a - b) / (a + b)
_LEFT = 1 - c**2 / a**2
nesterov = Claim(
    "first_order.nesterov",
    title="Nesterov's method on a quadratic",
    where="Nesterov 2004, Section 2.2",
    says=[
        Assertion(
            r"With the step $1/L$ and the momentum $\beta = (\sqrt L - \sqrt m)/(\sqrt L + \sqrt m)$ the "
            r"roots are complex or double for every curvature $h$ in $[m, L]$, and their squared modulus, "
            r"$\beta(1 - h/L)$, is at most $(1 - \sqrt{m/L})^2$.",
            ["complex", "modulus"],
        )
    ],
    formula={
        "complex": relation((1 + _MOMENTUM) ** 2 * _LEFT**2, "<=", 4 * _MOMENTUM * _LEFT),
        "modulus": relation(_MOMENTUM * _LEFT, "<=", (1 - b / a) ** 2),
    },
    domain=_ROOTS,
    assuming=_BETWEEN,
)
