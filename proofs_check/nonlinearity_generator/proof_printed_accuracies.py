"""What the printed accuracies and times amount to, in exact rationals."""

from fractions import Fraction

from numerics.nonlinearity_generator.experiments import printed
from proofs_check.engines import agrees, bounded, exactly
from proofs_check.proof import proof, saboteur
from theory.nonlinearity_generator.architectures import printed_accuracies

RIVALS = ("relu", "prelu")


def _percent(share):
    """A printed accuracy, which has two decimals of a percent, as an exact share."""
    return Fraction(round(share * 10_000), 10_000)


def _square_of_z(row, rival):
    p, q = _percent(row.generator), _percent(getattr(row, rival))
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
