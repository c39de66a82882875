"""How many parameters the networks of Tables 1 and 2 have, and what the printed accuracies amount to."""

from __future__ import annotations

from sympy import Eq, Expr, Gt, Lt, Range, Rational, Sum, oo, symbols

from theory.claim import Assertion, Claim

n, i = symbols("n i", real=True)
_networks = Range(3, oo)
_stages = ((16, 32), (32, 16), (64, 8))


def _weights() -> Expr:
    """3 x 3 filters without biases from 3 channels on, then a dense layer from 64 channels to 10 classes."""
    stages = Sum(9 * 16**2, (i, 1, 2 * n))
    for narrow, wide in ((16, 32), (32, 64)):
        stages += 9 * narrow * wide + Sum(9 * wide**2, (i, 1, 2 * n - 1))
    return 9 * 3 * 16 + stages + 64 * 10 + 10


def _thresholds(per_channel: bool) -> Expr:
    """One for each channel, or each element, of the outputs of all convolutions."""
    first, *_ = counts = [width * (1 if per_channel else maps**2) for width, maps in _stages]
    return first + sum(Sum(count, (i, 1, 2 * n)) for count in counts)


architectures = Claim(
    "nonlinearity_generator.table1",
    title="The networks have few thresholds if channels share them",
    where="Tables 1 and 2, Sections 2.1 and 3",
    says=[
        Assertion(
            "At depth $6n+2$ (a convolution, $2n$ more for each of 16, 32 and 64 channels "
            "on maps of 32, 16 and 8 pixels, a dense layer), plain or residual with "
            "identity shortcuts, there are $96768n-21958$ weights, counting no biases of "
            "convolutions and no normalisation: 268346, 461882, 655418, 848954 for "
            "$n=3,5,7,9$.",
            shown_by=["weights", "proof_by_building_networks"],
            source="printed",
        ),
        Assertion(
            "Thresholds shared by a channel add $224n+16$, at most .26 percent: few indeed.",
            shown_by=["shared", "few"],
            source="prose",
        ),
        Assertion(
            "One threshold an element would add $57344n+16384$, more than half as many as there are weights.",
            shown_by=["element_wise", "not_few"],
        ),
    ],
    formula={
        "weights": Eq(_weights(), 96768 * n - 21958, evaluate=False),
        "shared": Eq(_thresholds(True), 224 * n + 16, evaluate=False),
        "few": Lt(224 * n + 16, Rational(26, 10000) * (96768 * n - 21958)),
        "element_wise": Eq(_thresholds(False), 57344 * n + 16384, evaluate=False),
        "not_few": Gt(57344 * n + 16384, (96768 * n - 21958) / 2),
    },
    domain={n: _networks},
)

printed_accuracies = Claim(
    "nonlinearity_generator.tables3to6",
    title="The printed accuracies: best in every row, significant in few",
    where="Tables 3 to 6 and Section 3.2",
    says=[
        Assertion(
            "In all 18 rows that give a rival the generator has the highest accuracy.",
            shown_by=["proof_that_the_generator_is_best"],
            source="prose",
        ),
        Assertion(
            "By the two-proportion test on 10000 test images (unpaired, $|z|>2$) it beats "
            "ReLU in five of the 18: CIFAR-10 plain-44, plain-56 and ResNet-56 with batch "
            "normalisation, MNIST plain-56 with it, CIFAR-10 plain-20 without; PReLU in "
            "two of the ten rows that have it: MNIST plain-56 with normalisation, "
            "CIFAR-10 plain-20 without.",
            shown_by=["proof_of_what_is_significant", "proof_of_the_statistic"],
        ),
        Assertion(
            "The printed times of an epoch exceed those of ReLU by 5.9 and 8.0 percent "
            "for the generator (plain and ResNet-56), by 13 and 15 percent for PReLU.",
            shown_by=["proof_of_the_overheads"],
            source="printed",
        ),
    ],
)

normalisation_helps = Claim(
    "nonlinearity_generator.bn_improves",
    title="Batch normalisation improves the generator's printed accuracies",
    where="Tables 3 to 6, Sections 1 and 3.2",
    says=[
        Assertion(
            "In all eight pairs of plain networks that Tables 3 and 5 (CIFAR-10) and 4 and 6 (MNIST) share, "
            "the generator's printed accuracy is higher with batch normalisation.",
            shown_by=["proof_that_every_pair_gains"],
            source="prose",
        ),
        Assertion(
            "By the two-proportion test on 10000 test images (unpaired, $|z|>2$) it is significant in six: "
            "at every depth on CIFAR-10, and on MNIST at 32 and 56 layers.",
            shown_by=["proof_of_the_significant_gains"],
        ),
    ],
)
