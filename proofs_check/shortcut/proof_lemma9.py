"""a'a* stays between positive bounds."""

from sympy import And, Implies, Min, cos, pi

from proofs_check.engines import attains, chain, for_all
from proofs_check.proof import proof, relies_on
from proofs_check.shortcut.parts import others
from theory.shortcut.first_stage import lemma5, lemma9, m, y, z
from theory.shortcut.setting import DECAY, FAST, eta, g, k, q


@proof(lemma9, *others(lemma9, "from_below"))
def proof_over_the_whole_domain():
    relies_on(lemma5)
    for_all(lemma9)


@proof(lemma9, "from_below")
def proof_that_both_parts_of_the_share_shrink_towards_their_bound():
    """The mean part shrinks at least as fast as the rest, and what is added to the rest is at least -c m."""
    mean, low = q**2 * (k - 1 + g), Min(y, 0)
    pulled = eta / (2 * pi) * ((1 - q**2) * (g - 1) - (pi - 1) * z)
    steps = {
        "slow": Implies(FAST <= 1, And(DECAY <= FAST, DECAY >= 0)),
        "added": eta / (2 * pi) * mean >= 0,
        "next mean": Implies(FAST <= 1, y + eta / (2 * pi) * (mean - (k + pi - 1) * y) >= (1 - FAST) * low),
        "shrunk mean": Implies(FAST <= 1, (1 - FAST) * low >= (1 - DECAY) * low),
        "less": Implies(FAST <= 1, (1 - DECAY) * low <= 0),
        "largest pull": Implies(
            m >= (1 - q**2) / (pi - 1), eta / (2 * pi) * (1 - q**2) * (g - 1) >= -DECAY * m
        ),
        "next rest": Implies(m >= (1 - q**2) / (pi - 1), z + pulled >= (1 - DECAY) * z - DECAY * m),
        "shrunk": Implies(And(FAST <= 1, low + z >= -m), (1 - DECAY) * (low + z) >= -(1 - DECAY) * m),
    }
    over = {symbol: lemma9.domain[symbol] for symbol in (k, q, eta, g, y, z, m)}
    for_all(lemma9, given=chain(steps, over=over))


@proof(lemma9, "most")
def proof_that_the_bound_is_attained():
    attains(lemma9, {q: cos(pi / 8)})
