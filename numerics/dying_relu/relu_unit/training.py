"""Gradient descent with momentum on one ReLU unit, from many starts at once, and what became of each.

The gradient is that of the loss over the whole input distribution (`numerics.dying_relu.relu_unit`), so a
run is deterministic. Starts with a single weight, in NumPy doubles, take a faster way
(`numerics.dying_relu.relu_unit.plane`); all others are computed in the array library of the input.

Source: Arnekvist et al. 2020, arXiv 2005.06195, Eqs. 6-7 and 24-32, Figs. 4 and 5.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, overload

import array_api_compat as compat
import numpy as np
import numpy.typing as npt

from numerics import gaussian
from numerics.arrays import arguments
from numerics.arrays.arguments import Array
from numerics.descent.steps import FORMS, check_learning
from numerics.dying_relu.relu_unit import front, recording
from numerics.dying_relu.relu_unit.frame import checked
from numerics.dying_relu.relu_unit.front import Ends
from numerics.dying_relu.relu_unit.gradient import TARGETS
from numerics.dying_relu.relu_unit.plane import FIELDS, Doubles, Field
from numerics.dying_relu.relu_unit.recording import Recorded

LABELS = ("optimum", "dead", "undecided")
"""What can become of a start; see `outcome`."""
KAPPA = 3.0
"""A unit with bias below -KAPPA weight norms counts as dead: it is active on less than 0.14 % of inputs."""
RADIUS = 0.2
"""Within RADIUS gamma of (gamma e, 0) a unit counts as having found the optimum."""


@overload
def train(
    w0: Any,
    b0: Any,
    *,
    gamma: Any,
    eta: Any,
    beta: Any = 0.0,
    steps: int,
    target: str = "linear",
    form: str = "ema",
    tolerance: Any = 0.0,
    field: str = "exact",
    record: None = None,
) -> Ends: ...


@overload
def train(
    w0: Any,
    b0: Any,
    *,
    gamma: Any,
    eta: Any,
    beta: Any = 0.0,
    steps: int,
    target: str = "linear",
    form: str = "ema",
    tolerance: Any = 0.0,
    field: str = "exact",
    record: Sequence[int],
) -> Recorded: ...


def train(
    w0: Any,
    b0: Any,
    *,
    gamma: Any,
    eta: Any,
    beta: Any = 0.0,
    steps: int,
    target: str = "linear",
    form: str = "ema",
    tolerance: Any = 0.0,
    field: str = "exact",
    record: Sequence[int] | None = None,
) -> Ends | Recorded:
    """Train a unit from each start, at rest at first.

    Parameters
    ----------
    w0 : array_like, shape (..., L)
        Weights to start from, L at least 1.
    b0 : array_like, shape (...)
        Biases, broadcast against the leading axes of `w0`.
    gamma, eta, beta : array_like, shape (...)
        Scale of the target gamma > 0, step size eta > 0 and momentum 0 <= beta < 1, broadcast likewise.
    steps : int
        Most updates of a start, at least 1.
    target : {"linear", "relu"}
        gamma x_L, or its positive part.
    form : {"ema", "classical"}
        How the gradient enters the running mean, see `numerics.dying_relu.momentum`.
    tolerance : float
        A start settles, and is left alone, once an update moves it by less than this. Updates are looked at
        every eighth, counted back from the last. By default all steps are made.
    field : {"exact", "sign dropped"}
        ``"sign dropped"`` follows a field that is *not* the gradient: the bias derivative without the sign of
        the weight. It is a diagnostic of the paper's prose, for L = 1, the linear target and NumPy doubles.
    record : sequence of int, optional
        Increasing numbers of updates, from 0 to `steps`, after which parameters are kept. Memory grows with
        their number and not with `steps`.

    Returns
    -------
    w : array, shape (..., L)
        Weights at the end.
    b, steps, settled : arrays, shape (...)
        Biases at the end, the number of updates made, and whether the last was below `tolerance`.
    path_w, path_b : arrays, shapes (len(record), ..., L) and (len(record), ...)
        With `record` only: weights and biases after these updates; a settled start stays where it is.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind, or not in the domain, given above, or if a start runs off to
        infinity.

    References
    ----------
    Arnekvist et al. 2020, arXiv 2005.06195, Eqs. 6-7 and 24-32.

    Examples
    --------
    >>> end = train([[0.5], [-0.5]], -0.2, gamma=1.0, eta=0.1, steps=3000)
    >>> outcome(end.w, end.b, 1.0).tolist()
    ['optimum', 'dead']
    >>> path = train([0.5], -0.2, gamma=1.0, eta=0.1, steps=200, record=(0, 100, 200)).path_b
    >>> [round(float(b), 3) for b in path]
    [-0.2, 0.046, 0.016]
    """
    at = _updates(record, steps)
    target = arguments.one_of(target, "target", TARGETS)
    field = arguments.one_of(field, "field", FIELDS)
    steps = arguments.count(steps, "steps", at_least=1)
    (limit,) = arguments.arrays({"tolerance": tolerance})
    arguments.require(limit.ndim == 0 and limit >= 0, "tolerance", tolerance, "one number, at least 0")
    form = arguments.one_of(form, "form", FORMS)
    unit, gamma_ = checked(w0, b0, gamma)
    named = {"w0": unit.w, "gamma": gamma_, "eta": eta, "beta": beta}
    w, gamma_, eta_, beta_ = arguments.arrays(named)
    check_learning(eta_, beta_)
    b = unit.b
    in_plane = compat.is_numpy_array(w) and w.dtype == np.float64 and w.shape[-1] == 1
    if field != "exact" and not (in_plane and target == "linear"):
        raise ValueError(
            f"field must be 'exact' unless L = 1, target 'linear' and w0 NumPy doubles, got {field!r}"
        )
    xp = compat.array_namespace(w)
    shapes = {"w0": w.shape[:-1], "eta": eta_.shape, "beta": beta_.shape}
    batch, length = arguments.broadcast_shape(shapes), w.shape[-1]
    w = xp.reshape(xp.broadcast_to(w, (*batch, length)), (-1, length))
    b, gamma_, eta_, beta_ = (xp.reshape(xp.broadcast_to(x, batch), (-1,)) for x in (b, gamma_, eta_, beta_))
    decay, rate = front.pace(eta_, beta_, form)
    with np.errstate(over="ignore", invalid="ignore"):
        if in_plane:
            constants = (gamma_, decay, rate)
            if b.size and all(np.ndim(x) == 0 for x in (gamma, eta, beta)):
                constants = (float(gamma_[0]), float(decay[0]), float(rate[0]))
            ends = plane_run(w[:, 0], b, constants, steps, float(limit), target, field, record=at)
            ends = ends._replace(w=ends.w[:, None])
        else:
            mover, kept = front.UnitMover(target), (gamma_, decay, rate)
            if at is None:
                ends = front.run(mover, w, b, steps, float(limit), constants=kept)
            else:
                ends = recording.run(mover, w, b, steps, float(limit), at, constants=kept)
    good = xp.all(xp.isfinite(ends.w)) & xp.all(xp.isfinite(ends.b))
    arguments.require(good, "eta", eta, "small enough for every start to stay finite")
    plain = Ends(xp.reshape(ends.w, (*batch, length)), *(xp.reshape(x, batch) for x in ends[1:4]))
    if at is None:
        return plain
    path_w, path_b = ends[4:]
    return Recorded(
        *plain, xp.reshape(path_w, (len(at), *batch, length)), xp.reshape(path_b, (len(at), *batch))
    )


def _updates(record: Any, steps: Any) -> tuple[int, ...] | None:
    """Numbers of updates to record after, checked."""
    if record is None:
        return None
    try:
        at = tuple(record)
    except TypeError:
        raise TypeError(f"record must be a sequence of numbers of updates, got {record!r}") from None
    at = tuple(arguments.count(stop, "record") for stop in at)
    last = arguments.count(steps, "steps", at_least=1)
    if not at or at[-1] > last or any(a >= b for a, b in pairwise(at)):
        raise ValueError(f"record must increase from 0 at least to steps={last} at most, got {record!r}")
    return at


def outcome(w: Any, b: Any, gamma: Any, *, kappa: Any = KAPPA, radius: Any = RADIUS) -> npt.NDArray[np.str_]:
    """Label each unit ``"optimum"``, ``"dead"`` or ``"undecided"``.

    Parameters
    ----------
    w : array_like, shape (..., L)
        Weights, L at least 1.
    b : array_like, shape (...)
        Biases, broadcast against the leading axes of `w`.
    gamma : array_like, shape (...)
        Scale of the target, gamma > 0, broadcast likewise.
    kappa : float
        Dead is a unit with b < -kappa ||w||, active with probability below Phi(-kappa); above 0.
    radius : float
        At the optimum is a unit nearer than radius * gamma to (gamma e, 0); above 0.

    Returns
    -------
    ndarray of str, shape (...)

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind, or not in the domain, given above.

    References
    ----------
    Arnekvist et al. 2020, arXiv 2005.06195, Eq. 15; the paper states neither threshold.
    """
    return np.asarray(LABELS)[outcome_codes(w, b, gamma, kappa=kappa, radius=radius)]


def outcome_codes(
    w: Any, b: Any, gamma: Any, *, kappa: Any = KAPPA, radius: Any = RADIUS
) -> npt.NDArray[np.int8]:
    """Do what `outcome` does, and return positions in `LABELS`, one byte each."""
    unit, gamma_ = checked(w, b, gamma)
    values = {}
    for name, given in (("kappa", kappa), ("radius", radius)):
        (value,) = arguments.arrays({name: given})
        arguments.require(value.ndim == 0 and value > 0, name, given, "one number above 0")
        values[name] = float(value)
    weights, bias, scale = (gaussian.to_numpy(x) for x in (unit.w, unit.b, gamma_))
    apart = weights - scale[..., None] * (np.arange(weights.shape[-1]) == weights.shape[-1] - 1)
    near = np.hypot(np.linalg.norm(apart, axis=-1), bias) < values["radius"] * scale
    dead = gaussian.to_numpy(unit.c) < -values["kappa"]
    return np.where(near, 0, np.where(dead, 1, 2)).astype(np.int8)


def plane_run(
    w: Doubles,
    b: Doubles,
    constants: tuple[Array, Array, Array],
    steps: int,
    tolerance: float,
    target: str,
    field: str,
    release: Callable[..., Any] | None = None,
    record: tuple[int, ...] | None = None,
) -> Any:
    """Train starts (w, b) of shape (n,) by the fast way, on arguments already checked.

    The constants are gamma and the two of `numerics.dying_relu.relu_unit.front.pace`: numbers, or arrays
    of shape (n,).
    """
    own = constants if np.ndim(constants[0]) else ()
    evaluator = Field(min(front.CAPACITY, w.size), target, field)
    mover = front.PlaneMover(evaluator, *(() if own else constants))
    # The origin counts as inactive (`numerics.dying_relu.relu_unit`), which a ratio 0 / 0 cannot say.
    origin = (w == 0) & (b == 0)
    lifted = np.where(origin, -1.0, b)
    if record is not None:
        path = recording.run(mover, w, lifted, steps, tolerance, record, constants=own)
        at_rest = {name: np.where(origin, 0.0, getattr(path, name)) for name in ("w", "b", "path_b")}
        return path._replace(**at_rest, path_w=np.where(origin, 0.0, path.path_w)[..., None])
    ends = front.run(mover, w, lifted, steps, tolerance, constants=own, release=release)
    return ends._replace(w=np.where(origin, 0.0, ends.w), b=np.where(origin, 0.0, ends.b))
