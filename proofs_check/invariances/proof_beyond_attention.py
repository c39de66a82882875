"""Two conserved matrices in each head of attention."""

import numpy as np
import pytest

from numerics.invariances import attention, conservation
from numerics.invariances.attention import Head
from numerics.invariances.conservation import PRIME
from proofs_check.engines import agrees, exactly, identity
from proofs_check.invariances.trained import observed
from proofs_check.proof import by_hand, proof, saboteur
from theory.invariances import attention as theory


@proof(theory.attention)
def proof_for_any_sizes():
    by_hand("Along the flow a map moves by minus its gradient, and what has the derivative 0 is constant.")
    identity(theory.attention)


@pytest.mark.parametrize(("width", "features"), [(1, 2), (2, 2), (1, 3), (2, 3)])
@proof(theory.attention)
def proof_that_there_are_no_others(width, features):
    """Entries of the product as polynomials: brackets from above, the entries of the matrix from below."""
    expected = width * (width + 1) // 2

    def product(modulo):
        w = conservation.weights(2 * width * features, modulo=modulo)
        query, key = ([w[at + features * i : at + features * (i + 1)] for i in range(width)]
                      for at in (0, width * features))  # fmt: skip
        return conservation.entries(conservation.multiply(list(zip(*query, strict=True)), key)), query, key

    outputs, query, key = product(None)
    laws = [
        sum((a * b - c * d for a, b, c, d in zip(query[i], query[j], key[i], key[j], strict=True)),
            start=query[0][0] * 0)
        for i in range(width) for j in range(i, width)
    ]  # fmt: skip
    exactly([sum(conservation.is_law(law, outputs) for law in laws), conservation.independent(laws)],
            [expected, expected])  # fmt: skip
    exactly(2 * width * features - conservation.lie_rank(product(PRIME)[0]), expected)


@proof(theory.attention, "scores", "values")
def proof_on_softmax_attention():
    rng = np.random.default_rng(5)
    n, h, positions = 5, 3, 6
    heads = [Head(*(rng.normal(size=s) for s in ((h, n), (h, n), (h, n), (n, h)))) for _ in range(2)]
    slopes = attention.gradient(heads, rng.normal(size=(positions, n)), rng.normal(size=(positions, n)))
    for w, g in zip(heads, slopes, strict=True):
        for (first, of_first), (second, of_second) in (
            ((w.query, g.query), (w.key, g.key)), ((w.value, g.value), (w.out.T, g.out.T)),
        ):  # fmt: skip
            left, right = (m @ s.T + s @ m.T for m, s in ((first, of_first), (second, of_second)))
            observed(np.abs(left).max() > 0.1, because="the matrices move, in floating point")
            agrees(left, right, atol=1e-12, because="rounding")


@saboteur(theory.attention)
def keys_read_as_queries(patch):
    right = attention.gradient
    patch.setattr(attention, "gradient", lambda *args: [
        Head(g.key, g.query, g.value, g.out) for g in right(*args)])  # fmt: skip


@saboteur(theory.attention)
def brackets_forgotten(patch):
    right = conservation.lie_rank
    patch.setattr(conservation, "lie_rank", lambda outputs, **_: right(outputs, at_most=len(outputs)))


@saboteur(theory.attention)
def outputs_that_move_twice_as_fast(patch):
    right = attention.gradient
    patch.setattr(attention, "gradient", lambda *args: [
        Head(g.query, g.key, g.value, 2 * g.out) for g in right(*args)])  # fmt: skip
