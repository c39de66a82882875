"""The residual stream conserves a whole matrix."""

import random
from itertools import combinations_with_replacement

from hypothesis import given

from numerics.invariances import architecture, conservation
from numerics.invariances.architecture import Layered, Plain
from numerics.invariances.conservation import PRIME
from numerics.invariances.network import LINEAR, RELU
from proofs_check.engines import bounded, exactly, identity
from proofs_check.invariances import saboteurs
from proofs_check.invariances.instances import seeds
from proofs_check.invariances.layers import left, moving, right, velocities
from proofs_check.proof import by_hand, proof, relies_on, saboteur
from theory.invariances.matrices import inside_block
from theory.invariances.stream import stream


def _balance(rng, inner, slopes):
    """Minus the rate of W_0 W_0^T + sum U U^T - sum Y^T Y - W^T W, and that of its first term."""
    d, blocks = 3, rng.randint(1, 2)
    net = Layered([
        Plain(architecture.dense(d, 2), slopes),
        *[architecture.block(d, rng.randint(1, 2), d, "identity", inner=inner, slopes=slopes)
          for _ in range(blocks)],
        Plain(architecture.dense(1, d)),
    ])  # fmt: skip
    w, g, _ = velocities(net, rng)
    total = left(w[0], g[0]) - right(w[-1], g[-1])
    for i in range(1, 2 * blocks, 2):
        total = total + left(w[i + 1], g[i + 1]) - right(w[i], g[i])
    return total, left(w[0], g[0])


@proof(stream)
def proof_for_any_sizes():
    by_hand(
        r"Half of what the input map and the read-out move is $bx^\top$ at the ends of the stream, by the "
        "product law; what has the derivative 0 is constant."
    )
    identity(stream)


@proof(stream)
@given(seeds)
def proof_at_exact_velocities(seed):
    rng = random.Random(seed)
    total, first = _balance(rng, rng.choice((LINEAR, RELU)), LINEAR)
    if moving(first):
        exactly(total, total * 0)


@proof(stream)
def proof_that_relu_behind_the_addition_leaves_the_diagonal():
    rng, broken = random.Random(0), 0
    for _ in range(30):
        total, _ = _balance(rng, RELU, RELU)
        exactly([total[i, i] for i in range(3)], [0, 0, 0])
        broken += moving(total)
    bounded(broken, ">", 8, because="it happens in more than a few of 30 cases")


def _outputs_and_laws(modulo):
    """Width 2, two inputs, one block with one hidden unit: W_0, U, Y and a read-out."""
    w = conservation.weights(4 + 2 + 2 + 2, modulo=modulo)
    w_0, u, y, out = [w[0:2], w[2:4]], w[4:6], w[6:8], w[8:10]
    moved = [[(w[0] * 0 + int(i == j)) + u[i] * y[j] for j in range(2)] for i in range(2)]
    row = conservation.multiply([out], moved)
    outputs = conservation.multiply(row, w_0)[0]
    laws = [
        w_0[i][0] * w_0[j][0] + w_0[i][1] * w_0[j][1] + u[i] * u[j] - y[i] * y[j] - out[i] * out[j]
        for i, j in combinations_with_replacement(range(2), 2)
    ]
    return outputs, [*laws, y[0] ** 2 + y[1] ** 2 - u[0] ** 2 - u[1] ** 2]


@proof(stream)
def proof_that_there_are_four_laws():
    """Two-sided: four independent laws, and a Lie algebra of rank at least 10 - 4."""
    relies_on(inside_block)
    outputs, laws = _outputs_and_laws(None)
    exactly(sum(conservation.is_law(law, outputs) for law in laws), 4)
    exactly(conservation.independent(laws), 4)
    outputs, _ = _outputs_and_laws(PRIME)
    exactly(10 - conservation.lie_rank(outputs), 4)


saboteurs.against(stream, saboteurs.a_gradient_without_slopes, saboteurs.an_edge_missing_on_the_way_back)


@saboteur(stream)
def brackets_forgotten(patch):
    right_rank = conservation.lie_rank
    patch.setattr(conservation, "lie_rank", lambda outputs, **_: right_rank(outputs, at_most=len(outputs)))
