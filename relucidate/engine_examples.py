"""One example of every engine, as an interactive session; the tests run them.

They stand in ``help(relucidate.identity)`` and on the page ``api.html``. An engine says nothing when it is
content, and raises when it is not: `Rejected` where the statement is false, `Undecided` where it cannot tell.
"""

from __future__ import annotations

#: By the engine's name.
EXAMPLES: dict[str, str] = {
    "identity": """
>>> from sympy import Eq, Interval, oo, symbols
>>> from relucidate import Reals, equation, expectation, identity, positive
>>> x, y, z = symbols("x y z", real=True)
>>> identity(Eq((x + y) ** 2, x**2 + 2 * x * y + y**2), over={x: Reals, y: Reals})
>>> s = symbols("s", positive=True)
>>> half = expectation(s**2 * z**2, z, given=Interval(0, oo))  # E[max(s z, 0)^2]
>>> identity(equation(half, s**2 / 2), over={s: positive})
""",
    "for_all": """
>>> from sympy import symbols
>>> from relucidate import Reals, for_all
>>> x, y = symbols("x y", real=True)
>>> for_all(x**2 + y**2 >= 2 * x * y, over={x: Reals, y: Reals})
>>> for_all(x**2 + y**2 > 2 * x * y, over={x: Reals, y: Reals})
Traceback (most recent call last):
...
proofs_check.ledger.evidence.Rejected: ...
""",
    "induction": """
>>> from sympy import Eq, Function, Le, Naturals0, Symbol
>>> from relucidate import induction
>>> n = Symbol("n", integer=True, nonnegative=True)
>>> y = Function("y", real=True)
>>> induction(Le(y(n), 2), on=n, over={n: Naturals0},
...           begin=(Le(y(0), 2),), step=(Eq(y(n + 1), y(n) / 2 + 1),))
""",
    "induction_on_vertices": """
>>> from sympy import Eq, IndexedBase, Naturals, Sum, Symbol, symbols
>>> from relucidate import RealArrays, Reals, induction_on_vertices
>>> v, u = symbols("v u", integer=True)
>>> t, x = symbols("t x", real=True)
>>> h, H, w = (IndexedBase(Symbol(name, real=True)) for name in "hHw")
>>> def linear(values, scale):  # a value at a vertex, from those before it
...     return scale * x + Sum(w[v, u] * values[u], (u, 1, v - 1))
>>> arrays = {h.label: RealArrays(), H.label: RealArrays(), w.label: RealArrays(2)}
>>> induction_on_vertices(Eq(H[v], t * h[v]), on=v, recursion={h[v]: linear(h, 1), H[v]: linear(H, t)},
...                       over={v: Naturals, t: Reals, x: Reals, **arrays})
""",
    "chain": """
>>> from sympy import symbols
>>> from relucidate import Claim, chain, for_all, positive, proof
>>> x, y = symbols("x y", positive=True)
>>> over = {x: positive, y: positive}
>>> ratio = Claim("example.ratio", title="Ratios", where="here", says="A ratio and its inverse.",
...               formula=x / y + y / x >= 2, domain=over)
>>> @proof(ratio)
... def proof_in_steps():  # facts are given within a proof, which proves them first
...     steps = chain({"squares": x**2 + y**2 >= 2 * x * y, "sum": (x + y) ** 2 >= 4 * x * y}, over=over)
...     for_all(ratio, given=steps)
""",
    "leaves_nonnegative": """
>>> from sympy import IndexedBase, Le, Naturals, Sum, Symbol, symbols
>>> from relucidate import RealArrays, leaves_nonnegative
>>> n, j = symbols("n j", integer=True)
>>> x = IndexedBase(Symbol("x", real=True))
>>> mean, squares = Sum(x[j], (j, 1, n)) / n, Sum(x[j] ** 2, (j, 1, n))
>>> spread = Sum((x[j] - mean) ** 2, (j, 1, n))
>>> leaves_nonnegative(Le(mean**2, squares / n), rest=spread / n, over={n: Naturals, x.label: RealArrays()})
""",
    "certifies": """
>>> from sympy import Interval, Rational, cos, symbols
>>> from relucidate import certifies
>>> x = symbols("x", real=True)
>>> certifies(cos(x) >= 1 - x**2 / 2 - Rational(1, 100), over={x: Interval(-1, 1)})
""",
    "exactly": """
>>> from fractions import Fraction
>>> from relucidate import exactly
>>> exactly([Fraction(1, 3) + Fraction(1, 6), Fraction(2)], [Fraction(1, 2), Fraction(2)])
>>> exactly(0.5, Fraction(1, 2))  # a float is not exact
Traceback (most recent call last):
...
proofs_check.ledger.evidence.Rejected: left holds 0.5 of type float, which is not exact
""",
    "agrees": """
>>> import math
>>> from relucidate import agrees
>>> agrees(math.pi, 4 * math.atan(1), rtol=1e-14, because="rounding")
""",
    "bounded": """
>>> import numpy as np
>>> from relucidate import bounded
>>> bounded(np.sin(np.linspace(0, 1, 9)), "<=", np.linspace(0, 1, 9), because="the sine is concave there")
""",
    "coincides": """
>>> import numpy as np
>>> from relucidate import coincides
>>> x = np.array([-1.0, -0.5, 0.5, 2.0])
>>> coincides(x > 0, np.maximum(x, 0) > 0, because="a ReLU is active where its input is positive")
""",
    "has_order": """
>>> import numpy as np
>>> from relucidate import has_order
>>> steps = np.array([0.1, 0.05, 0.025, 0.0125])
>>> errors = np.exp(steps) - 1 - steps
>>> has_order(steps, errors, order=2, tol=0.1, because="the next term is of third order")
""",
    "consistent": """
>>> import numpy as np
>>> from relucidate import consistent
>>> samples = np.maximum(np.random.default_rng(0).standard_normal(20_000), 0) ** 2
>>> consistent(samples, mean=0.5, detects=0.1)
""",
    "prevails": """
>>> import numpy as np
>>> from sympy import Interval, Rational, Symbol
>>> from relucidate import Claim, prevails
>>> p = Symbol("p", real=True)
>>> often = Claim("example.often", title="Mostly", where="here", says="It happens more often than not.",
...               formula=p > Rational(1, 2), domain={p: Interval(0, 1)})
>>> outcomes = np.random.default_rng(0).random(400) < 0.9
>>> prevails(often, p, outcomes)
""",
    "recorded": """
>>> from relucidate import recorded
>>> made = {"command": "python train.py --epochs 1", "kernel": "OpenBLAS Haswell"}
>>> recorded([1.78, 1.71], "<", [2.05, 2.02], of=made, because="mean losses of two runs after an epoch")
""",
    "refutes": """
>>> from sympy import Eq, symbols
>>> from relucidate import Claim, Reals, refutes
>>> x, y = symbols("x y", real=True)
>>> square = Claim("example.square", title="Square", where="here", says="The square of a sum.",
...                formula=Eq((x + y) ** 2, x**2 + 2 * x * y + y**2), domain={x: Reals, y: Reals},
...                printed=Eq((x + y) ** 2, x**2 + y**2), erratum="false")
>>> refutes(square, {x: 1, y: 1})
""",
    "attains": """
>>> from sympy import symbols
>>> from relucidate import Claim, attains, positive
>>> x, y = symbols("x y", positive=True)
>>> means = Claim("example.means", title="Means", where="here", says="A bound that is attained.",
...               formula=x**2 + y**2 >= 2 * x * y, domain={x: positive, y: positive},
...               printed=x**2 + y**2 >= x * y, erratum="loose constant")
>>> attains(means, {x: 1, y: 1})
""",
    "loosens": """
>>> from sympy import symbols
>>> from relucidate import Claim, loosens, positive
>>> x, y = symbols("x y", positive=True)
>>> means = Claim("example.means_again", title="Means", where="here", says="A bound that is attained.",
...               formula=x**2 + y**2 >= 2 * x * y, domain={x: positive, y: positive},
...               printed=x**2 + y**2 >= x * y, erratum="loose constant")
>>> loosens(means)
""",
}


def documented(name: str, value: object) -> None:
    """Put an engine's example into its docstring, for ``help()``; once."""
    doc = value.__doc__ or ""
    if name in EXAMPLES and EXAMPLES[name] not in doc:
        lines = "".join(f"    {line}\n" if line else "\n" for line in EXAMPLES[name].strip().split("\n"))
        value.__doc__ = f"{doc.rstrip()}\n\n    Example\n    -------\n{lines}    "
