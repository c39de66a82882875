"""What the printed accuracies and times amount to, in exact rationals."""

from fractions import Fraction

from numerics.nonlinearity_generator.experiments import printed
from proofs_check.engines import agrees, bounded, exactly
from proofs_check.proof import proof, saboteur
from theory.nonlinearity_generator.architectures import normalisation_helps, printed_accuracies

RIVALS = ("relu", "prelu")


def _percent(share):
    """A printed accuracy, which has two decimals of a percent, as an exact share."""
    return Fraction(round(share * 10_000), 10_000)


def _square_of_z(row, rival):
    return _square(_percent(row.generator), _percent(getattr(row, rival)))


def _square(p, q):
    return 2 * printed.TEST_IMAGES * (p - q) ** 2 / ((p + q) * (2 - p - q))


def _rows(rival):
    return [row for row in printed.ACCURACIES if getattr(row, rival) is not None]


@proof(printed_accuracies)
def proof_that_the_generator_is_best():
    exactly([len(printed.ACCURACIES), *(len(_rows(rival)) for rival in RIVALS)], [24, 18, 10])
    for rival in RIVALS:
        for row in _rows(rival):
            bounded(_percent(row.generator), ">", _percent(getattr(row, rival)), because="the claim")


@proof(printed_accuracies)
def proof_of_what_is_significant():
    found = {
        rival: [
            (row.data, row.family, row.depth, row.batch_norm)
            for row in _rows(rival)
            if _square_of_z(row, rival) > 4
        ]
        for rival in RIVALS
    }
    expected = {
        "relu": [
            ("cifar10", "plain", 44, True),
            ("cifar10", "plain", 56, True),
            ("cifar10", "resnet", 56, True),
            ("mnist", "plain", 56, True),
            ("cifar10", "plain", 20, False),
        ],
        "prelu": [("mnist", "plain", 56, True), ("cifar10", "plain", 20, False)],
    }
    for rival in RIVALS:
        exactly(len(set(found[rival]) ^ set(expected[rival])), 0)


@proof(printed_accuracies)
def proof_of_the_statistic():
    squares = [float(_square_of_z(row, rival)) for rival in RIVALS for row in _rows(rival)]
    values = [row.z(rival) for rival in RIVALS for row in _rows(rival)]
    agrees(squares, [z * z for z in values], rtol=1e-9, because="rounding of the statistic")


@proof(printed_accuracies)
def proof_of_the_overheads():
    extra = [
        round(Fraction(1000 * (seconds[kind] - seconds["relu"]), seconds["relu"]))
        for kind in ("generator", "prelu")
        for seconds in (printed.EPOCH_SECONDS["plain"], printed.EPOCH_SECONDS["resnet"])
    ]
    exactly(extra, [59, 80, 132, 149])


def _pairs():
    """Depth by depth, what the generator has with batch normalisation and without."""
    return {
        (row.data, row.depth): (_percent(row.generator), _percent(other.generator))
        for row in printed.ACCURACIES
        for other in printed.ACCURACIES
        if row.batch_norm and not other.batch_norm
        and (row.data, row.family, row.depth) == (other.data, other.family, other.depth)
    }  # fmt: skip


@proof(normalisation_helps)
def proof_that_every_pair_gains():
    exactly(len(_pairs()), 8)
    for normalised, bare in _pairs().values():
        bounded(normalised, ">", bare, because="the claim")


@proof(normalisation_helps)
def proof_of_the_significant_gains():
    found = {pair for pair, (p, q) in _pairs().items() if _square(p, q) > 4}
    expected = {*(("cifar10", depth) for depth in (20, 32, 44, 56)), ("mnist", 32), ("mnist", 56)}
    exactly(len(found ^ expected), 0)
    for pair, (p, q) in _pairs().items():
        bounded(_square(p, q), ">" if pair in expected else "<=", 4, because="two standard errors")


@saboteur(normalisation_helps)
def tables_exchanged(patch):
    """What has batch normalisation taken for what has none."""
    rows = [
        printed.Row(r.table, r.data, not r.batch_norm, r.family, r.depth, r.relu, r.prelu, r.generator)
        for r in printed.ACCURACIES
    ]
    patch.setattr(printed, "ACCURACIES", tuple(rows))


@saboteur(normalisation_helps)
def depths_exchanged(patch):
    """Plain networks of 20 and 56 layers with normalisation change places."""
    turned = {20: 56, 56: 20}
    rows = [
        printed.Row(r.table, r.data, r.batch_norm, r.family, turned.get(r.depth, r.depth) if r.batch_norm
                    else r.depth, r.relu, r.prelu, r.generator)
        for r in printed.ACCURACIES
    ]  # fmt: skip
    patch.setattr(printed, "ACCURACIES", tuple(rows))


@saboteur(printed_accuracies)
def columns_exchanged(patch):
    """ReLU's accuracies taken for PReLU's."""
    rows = [
        printed.Row(r.table, r.data, r.batch_norm, r.family, r.depth, r.prelu, r.relu, r.generator)
        for r in printed.ACCURACIES
    ]
    patch.setattr(printed, "ACCURACIES", tuple(rows))


@saboteur(printed_accuracies)
def fewer_test_images(patch):
    patch.setattr(printed, "TEST_IMAGES", 1000)


@saboteur(printed_accuracies)
def one_proportion_taken_for_known(patch):
    """The standard error of a single proportion."""
    right = printed.two_proportion_z
    patch.setattr(printed, "two_proportion_z", lambda p, q, count: right(p, q, count) * 2**0.5)
