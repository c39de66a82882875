"""What the paper saw in training with batch normalisation, scaled down as in `experiments`."""

from __future__ import annotations

from sympy import Gt, Lt

from theory.claim import Assertion, Claim, Remark
from theory.nonlinearity_generator.experiments import chances, chances_of, half

bn_relu, bn_prelu, bn_learns = chances_of("p_bn_relu p_bn_prelu p_bn_learns")
small_relu, small_prelu = chances_of("p_small_relu p_small_prelu")
residual_relu, residual_prelu = chances_of("p_residual_relu p_residual_prelu")

normalised = Claim(
    "nonlinearity_generator.e3",
    title="With batch normalisation the generator learns first",
    where="Figures 6 to 9 and 13, Section 3.1, scaled down: dense and residual networks on 8 x 8 digits",
    says=[
        Assertion(
            "With batch normalisation before every activation and rate .1, a typical "
            "dense generator network of 56 layers passes 25 percent test accuracy after "
            "60 updates, ahead of ReLU and PReLU.",
            shown_by=["learns", "leads_relu", "leads_prelu"],
            source="prose",
        ),
        Assertion(
            "So it is with weights of a hundredth of the usual size.",
            shown_by=["small_leads_relu", "small_leads_prelu"],
            source="prose",
        ),
        Assertion(
            "In ResNet-56 with 2, 4 and 8 channels, over updates 21 to 30, the generator "
            "has the smaller loss than ReLU and PReLU.",
            shown_by=["residual_leads_relu", "residual_leads_prelu"],
            source="prose",
        ),
    ],
    scaled=(
        "Dense networks of width 64 (batches of 64) and ResNet-56 with 2, 4 and 8 channels "
        "(batches of 32) on digits, at most 60 updates; the paper trains 16 to 64 channels "
        "on CIFAR-10."
    ),
    formula={
        "learns": Gt(bn_learns, half),
        "leads_relu": Gt(bn_relu, half),
        "leads_prelu": Gt(bn_prelu, half),
        "small_leads_relu": Gt(small_relu, half),
        "small_leads_prelu": Gt(small_prelu, half),
        "residual_leads_relu": Gt(residual_relu, half),
        "residual_leads_prelu": Gt(residual_prelu, half),
    },
    domain=dict.fromkeys(
        (bn_learns, bn_relu, bn_prelu, small_relu, small_prelu, residual_relu, residual_prelu), chances
    ),
    kind="experiment",
)

tiny_learns, plain_learns = chances_of("p_tiny p_plain")
residual_learns, residual_relu_learns = chances_of("p_residual p_residual_relu_learns")

small_start = Claim(
    "nonlinearity_generator.small_start",
    title="From tiny weights the generator does not learn either",
    where="Figures 7 and 9 (b), Section 3.1; setting of e3",
    says=[
        Assertion(
            "With batch normalisation, from weights of a ten-thousandth of the usual "
            "size, a typical dense generator network of 56 layers stays below 20 percent "
            "test accuracy.",
            shown_by=["dense"],
        ),
        Assertion(
            "So does, within 60 updates, a typical plain convolutional one of 20 layers from the paper's "
            "formula for small weights with $s=10^{-5}$.",
            shown_by=["plain", "proof_that_tiny_weights_rarely_learn"],
        ),
        Assertion(
            "In ResNet-56, from the paper's formulas with $s=10^{-5}$, typical runs with the generator "
            "learn, as figure 9 (b) has it.",
            shown_by=["residual"],
            source="prose",
        ),
        Assertion(
            "Typical runs with ReLU learn there as well: the printed contrast does not show.",
            shown_by=["residual_relu"],
        ),
        Remark(
            r"In plain networks $\varepsilon$ exceeds the variance that is to be normalised "
            "(nonlinearity_generator.beyond.bn_growth). The paper's formulas scale a standard "
            "deviation for the generator, a variance for the others, so that its "
            "comparison gives them different starts. A run is taken to learn where the mean loss of its last "
            "ten mini-batches is below 2.25; guessing has 2.303."
        ),
    ],
    printed_source="prose",
    scaled=(
        "Dense networks of width 64, plain-20 and ResNet-56 with 2, 4 and 8 channels (batches of 32) on "
        "digits, 60 updates; the paper trains 16 to 64 channels on CIFAR-10."
    ),
    formula={
        "dense": Lt(tiny_learns, half),
        "plain": Lt(plain_learns, half),
        "residual": Gt(residual_learns, half),
        "residual_relu": Gt(residual_relu_learns, half),
    },
    domain=dict.fromkeys((tiny_learns, plain_learns, residual_learns, residual_relu_learns), chances),
    printed={"plain": Gt(plain_learns, half)},
    erratum="missing assumption",
    objection=(
        "The text has the generator learn from tiny weights where others do not; in plain networks "
        "that start so it does not learn either."
    ),
    kind="experiment",
)

generator_diverges, relu_diverges, prelu_diverges = chances_of("p_fast p_fast_relu p_fast_prelu")
(runs_away,) = chances_of("p_away,")

larger_rate_normalised = Claim(
    "nonlinearity_generator.fig6",
    title="With batch normalisation ReLU bears the larger rate, not the generator",
    where="Figure 6, Section 3.1, scaled down: plain-20 on 8 x 8 digits",
    says=[
        Assertion(
            "Plain networks of 20 layers with batch normalisation, rate 1.5, 60 updates: typical runs with "
            "the generator and with PReLU diverge, typical ones with ReLU do not.",
            shown_by=["generator", "relu", "prelu", "proof_that_the_generator_rarely_bears_it"],
        ),
        Assertion(
            "What runs away are the thresholds, which nothing normalises: at rate 1.5 one of them passes 100 "
            "in absolute value in a typical run.",
            shown_by=["away"],
        ),
        Remark(
            "The paper says that the generator and PReLU allow larger rates than ReLU. Diverged is a run "
            "with a loss that is not finite, or above its start throughout the last quarter of the updates."
        ),
    ],
    printed_source="prose",
    scaled=(
        "2, 4 and 8 channels on digits in [-1, 1], batches of 32, 60 updates; the paper trains 16 to 64 "
        "channels on CIFAR-10, at a depth that it does not name."
    ),
    formula={
        "generator": Gt(generator_diverges, half),
        "relu": Lt(relu_diverges, half),
        "prelu": Gt(prelu_diverges, half),
        "away": Gt(runs_away, half),
    },
    domain=dict.fromkeys((generator_diverges, relu_diverges, prelu_diverges, runs_away), chances),
    printed={"generator": Lt(generator_diverges, half)},
    erratum="missing assumption",
    objection=(
        "The text lets the generator bear larger rates than ReLU; with batch normalisation and the "
        "rate 1.5 typical runs with the generator diverge, and typical ones with ReLU do not."
    ),
    kind="experiment",
)
