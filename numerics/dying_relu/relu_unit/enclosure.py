r"""Certified fates: whole cells of starts pushed through gradient descent in ball arithmetic.

The plane of target weight w and bias b, linear target, plain gradient descent T(x) = x - eta grad J(x). A set
of starts is kept as a turned box, x + Q r with a point x, a matrix Q and intervals r, and by the mean value
theorem

    T(x + Q r) is in T(x) + DT(X) Q r,    X the hull of the box,    DT = 1 - eta H,

with the Hessian, c = b / |w|, lambda = sign(w),

    H = [[S + gamma c^3 phi / w, lambda phi - gamma c^2 phi / |w|], [., Phi + gamma c phi / w]],

where S = Phi - c phi.

The next Q is the orthogonal factor of the middle of DT Q, longest column first, which keeps the box slim
(Lohner's method). All rounding is outward (Arb), so what comes out is a proof for every start of the cell,
not for its corners. A cell is done once it lies in the disc of radius gamma / 5 about the optimum, which no
step leaves and every step shrinks, or in {w < 0, b < -eta gamma G / (1 - eta / 2)}, which is never left
either.

Where a cell straddles w = 0 with b > 0, all entries of H have limits there, and are bounded through the
largest values of c^n phi(c) beyond the smallest c.

Source: Arnekvist et al. 2020, arXiv 2005.06195, Eqs. 30-32; enclosures as in Lohner 1987 and Nedialkov,
Jackson and Corliss 1999.
"""

from fractions import Fraction
from math import hypot
from typing import Any, NamedTuple

from flint import arb, ctx, fmpq

from numerics.arrays import arguments
from numerics.dying_relu.relu_unit.training import LABELS

BITS = 64
STEPS = 3000
"""Updates after which a cell is given up."""
SPLITS = 3
"""How often an undecided cell is cut into four."""
WIDEST = 0.5
"""Half-width, in units of gamma or 1, beyond which a box says nothing any more."""
TRAP = fmpq(1, 5)
PEAK = fmpq(41783, 100_000)
"""Above the maximum 0.4178217 of t (Phi(-t) + t phi(t))."""

Pair = tuple[Any, Any]


class Certificate(NamedTuple):
    """What was shown about a cell."""

    label: str
    steps: int
    pieces: int


def _rational(value: Any, name: str) -> fmpq:
    if isinstance(value, bool) or not isinstance(value, int | float | Fraction | fmpq):
        raise TypeError(f"{name} must be one real number, got {arguments.shorten(value)}")
    if isinstance(value, fmpq):
        return value
    try:
        exact = Fraction(value)
    except (ValueError, OverflowError):
        raise ValueError(f"{name} must be finite, got {value!r}") from None
    # A Fraction of NumPy integers keeps them, and flint takes none but Python's.
    return fmpq(int(exact.numerator), int(exact.denominator))


def fate_of_cell(
    w: Any,
    b: Any,
    half: Any,
    *,
    gamma: Any = 1,
    eta: Any = Fraction(1, 10),
    steps: int = STEPS,
    splits: int = SPLITS,
) -> Certificate:
    """Certify what becomes of every start of a square cell.

    Parameters
    ----------
    w, b : number
        Centre of the cell; floats are taken at their exact binary value.
    half : number
        Half its side, above 0.
    gamma : number
        Scale of the target, above 0.
    eta : number
        Step size, 0 < eta <= 1.
    steps : int
        Updates after which a cell is given up.
    splits : int
        How often a cell that stays undecided is cut into four.

    Returns
    -------
    label : {"optimum", "dead", "undecided"}
        The fate of all starts of the cell; ``"undecided"`` if nothing was shown.
    steps : int
        The most updates that a piece of it took.
    pieces : int
        Into how many pieces it was cut.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind, or not in the domain, given above.

    Examples
    --------
    >>> fate_of_cell(Fraction(1, 2), Fraction(-1, 4), Fraction(1, 80)).label
    'optimum'
    >>> fate_of_cell(Fraction(-1, 2), 0, Fraction(1, 80)).label
    'dead'
    """
    steps = arguments.count(steps, "steps", at_least=1)
    splits = arguments.count(splits, "splits")
    named = {"w": w, "b": b, "half": half, "gamma": gamma, "eta": eta}
    w_, b_, half_, gamma_, eta_ = (_rational(value, name) for name, value in named.items())
    arguments.require(half_ > 0, "half", half, "above 0")
    arguments.require(gamma_ > 0, "gamma", gamma, "above 0")
    arguments.require(0 < eta_ <= 1, "eta", eta, "a step size with 0 < eta <= 1")
    with ctx.workprec(BITS):
        return _certify((w_, b_), half_, gamma_, eta_, steps, splits)


def _certify(centre: Pair, half: fmpq, gamma: fmpq, eta: fmpq, steps: int, splits: int) -> Certificate:
    label, taken = _push(centre, half, gamma, eta, steps)
    if label != LABELS[2] or splits == 0:
        return Certificate(label, taken, 1)
    quarter, found = half / 2, []
    for i in (-1, 1):
        for j in (-1, 1):
            piece = (centre[0] + i * quarter, centre[1] + j * quarter)
            found.append(_certify(piece, quarter, gamma, eta, steps, splits - 1))
            if found[-1].label == LABELS[2] or found[-1].label != found[0].label:
                return Certificate(LABELS[2], max(f.steps for f in found), sum(f.pieces for f in found))
    return Certificate(found[0].label, max(f.steps for f in found), sum(f.pieces for f in found))


def _push(centre: Pair, half: fmpq, gamma: fmpq, eta: fmpq, steps: int) -> tuple[str, int]:
    """Fate of a cell in one piece, and the number of updates it took to see it."""
    x = (arb(centre[0]), arb(centre[1]))
    q = ((arb(1), arb(0)), (arb(0), arb(1)))
    r = (arb(0, 1) * half, arb(0, 1) * half)
    scale = arb(gamma)
    doomed = -arb(eta) * scale * PEAK / (1 - arb(eta) / 2)
    for taken in range(steps + 1):
        w = x[0] + q[0][0] * r[0] + q[0][1] * r[1]
        b = x[1] + q[1][0] * r[0] + q[1][1] * r[1]
        if (w - scale) ** 2 + b**2 < (TRAP * scale) ** 2:
            return LABELS[0], taken
        if w < 0 and b < doomed:
            return LABELS[1], taken
        if max(float(w.rad()), float(b.rad())) > WIDEST:
            break
        hessian = hessian_over(w, b, scale)
        if hessian is None or x[0].contains(0):
            break
        slope = gradient_over(x[0], x[1], scale)
        moved = (x[0] - eta * slope[0], x[1] - eta * slope[1])
        x = (moved[0].mid(), moved[1].mid())
        off = (moved[0] - x[0], moved[1] - x[1])
        a = ((1 - eta * hessian[0], -eta * hessian[1]), (-eta * hessian[1], 1 - eta * hessian[2]))
        image = _times(a, q)
        q = _turned(image, r)
        inverse = _inverse(q)
        box = _times(inverse, image)
        r = (
            box[0][0] * r[0] + box[0][1] * r[1] + inverse[0][0] * off[0] + inverse[0][1] * off[1],
            box[1][0] * r[0] + box[1][1] * r[1] + inverse[1][0] * off[0] + inverse[1][1] * off[1],
        )
        # Intervals of Q r need no centre but 0.
        r = (arb(0, 1) * r[0].abs_upper(), arb(0, 1) * r[1].abs_upper())
    return LABELS[2], steps


def _times(a: tuple[Pair, Pair], b: tuple[Pair, Pair]) -> tuple[Pair, Pair]:
    return tuple(  # type: ignore[return-value]
        tuple(a[i][0] * b[0][j] + a[i][1] * b[1][j] for j in (0, 1)) for i in (0, 1)
    )


def _inverse(a: tuple[Pair, Pair]) -> tuple[Pair, Pair]:
    det = a[0][0] * a[1][1] - a[0][1] * a[1][0]
    return ((a[1][1] / det, -a[0][1] / det), (-a[1][0] / det, a[0][0] / det))


def _turned(image: tuple[Pair, Pair], r: Pair) -> tuple[Pair, Pair]:
    """Return an exact, nearly orthogonal frame along the longer side of the image of the box."""
    columns = [
        (float(image[0][j].mid()) * float(r[j].rad()), float(image[1][j].mid()) * float(r[j].rad()))
        for j in (0, 1)
    ]
    first = max(columns, key=lambda column: hypot(*column))
    length = hypot(*first) or 1.0
    cosine, sine = (first[0] / length, first[1] / length) if hypot(*first) else (1.0, 0.0)
    return ((arb(cosine), arb(-sine)), (arb(sine), arb(cosine)))


def _pdf(c: arb) -> arb:
    return (-c * c / 2).exp() / (2 * arb.pi()).sqrt()


def _cdf(c: arb) -> arb:
    """Enclose Phi, which increases, through the ends."""
    ends = [(1 + (end / arb(2).sqrt()).erf()) / 2 for end in (c.lower(), c.upper())]
    return ends[0].union(ends[1])


def gradient_over(w: arb, b: arb, gamma: arb) -> Pair:
    """Enclose the gradient where w has a sign."""
    side = arb(1) if w > 0 else arb(-1)
    c = side * b / w
    cdf, pdf = _cdf(c), _pdf(c)
    return (w - gamma) * cdf + gamma * c * pdf, b * cdf + side * (w - gamma) * pdf


def hessian_over(w: arb, b: arb, gamma: arb) -> tuple[arb, arb, arb] | None:
    """Enclose the Hessian (ww, wb, bb); ``None`` where w = 0 with b <= 0 cannot be excluded."""
    if w.contains(0):
        return _hessian_across(w, b, gamma) if b > 0 else None
    side = arb(1) if w > 0 else arb(-1)
    c = side * b / w
    cdf, pdf = _cdf(c), _pdf(c)
    pull = gamma * c * pdf / w
    return cdf - c * pdf + c * c * pull, side * (pdf - c * pull), cdf + pull


def _hessian_across(w: arb, b: arb, gamma: arb) -> tuple[arb, arb, arb]:
    """Enclose the Hessian where b > 0 and w may be 0.

    There c / |w| = c^2 / b, and c^n phi(c) falls from c = sqrt(n) on.
    """
    least = b.lower() / w.abs_upper()
    cdf = _cdf(arb(least)).union(arb(1))

    def up_to(power: int) -> arb:
        peak = arb(power).sqrt()
        at = arb(least).max(peak) if power else arb(least)
        return arb(0).union((at**power * _pdf(at)).upper())

    both = arb(0, 1)
    bounded = [up_to(power) for power in range(5)]
    return (
        cdf - bounded[1] + both * gamma / b * bounded[4],
        both * (bounded[0] + gamma / b * bounded[3]),
        cdf + both * gamma / b * bounded[2],
    )
