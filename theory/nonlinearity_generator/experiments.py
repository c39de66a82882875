"""What the paper saw in training, scaled down to what a laptop trains in seconds: chances over random runs.

Every symbol is the chance that something happens in a run with a random start and random mini-batches.
Generator networks start from Xavier's law (s = sqrt 6), ReLU and PReLU ones from He's, as in the paper.
What becomes of a single run depends on rounding, and so on the processor; the chances do not.
"""

from __future__ import annotations

from sympy import Gt, Interval, Lt, Rational, Symbol, symbols

from theory.claim import Assertion, Claim, Remark

half = Rational(1, 2)
chances = Interval(0, 1)


def chances_of(names: str) -> tuple[Symbol, ...]:
    """Symbols for chances."""
    found: tuple[Symbol, ...] = symbols(names, real=True)
    return found


beats_relu, beats_prelu, learns, relu_learns = chances_of("p_relu p_prelu p_learns p_relu_learns")
relu_20, prelu_20, faster_20 = chances_of("p_relu_20 p_prelu_20 p_faster_20")
msra_diverges, xavier_learns = chances_of("p_msra p_xavier")

dense = Claim(
    "nonlinearity_generator.e1",
    title="Deep dense networks without normalisation: the generator trains where ReLU and PReLU lag",
    where="Figure 5 and Section 3.1, scaled down: dense networks on 8 x 8 digits",
    says=[
        Assertion(
            "With 56 layers, 60 updates take a typical generator network to more than 50 "
            "percent test accuracy, ahead of its twins with ReLU and PReLU, and no "
            "typical ReLU network there.",
            shown_by=["learns", "beats_relu", "beats_prelu", "relu_stays"],
            source="prose",
        ),
        Assertion(
            "With 20 layers all three get there within 160 updates, the generator first: "
            "after 30 it leads both.",
            shown_by=["relu_trains", "prelu_trains", "faster"],
            source="prose",
        ),
        Assertion(
            "Each needs its own initialisation: at 56 layers the generator with He's "
            "variances diverges, and ReLU with Xavier's stays below 20 percent.",
            shown_by=["msra_diverges", "xavier_stalls"],
        ),
    ],
    scaled=(
        "Dense networks of width 64 on scikit-learn's digits, momentum .9, decay .0005, "
        "rate .003, batches of 64; the paper trains convolutions on CIFAR-10 and MNIST."
    ),
    formula={
        "beats_relu": Gt(beats_relu, half),
        "beats_prelu": Gt(beats_prelu, half),
        "learns": Gt(learns, half),
        "relu_stays": Lt(relu_learns, half),
        "relu_trains": Gt(relu_20, half),
        "prelu_trains": Gt(prelu_20, half),
        "faster": Gt(faster_20, half),
        "msra_diverges": Gt(msra_diverges, half),
        "xavier_stalls": Lt(xavier_learns, half),
    },
    domain=dict.fromkeys(
        (
            beats_relu,
            beats_prelu,
            learns,
            relu_learns,
            relu_20,
            prelu_20,
            faster_20,
            msra_diverges,
            xavier_learns,
        ),
        chances,
    ),
    kind="experiment",
)

convolution_leads, convolution_learns, relu_off_chance = chances_of("p_conv_leads p_conv_learns p_conv_relu")

convolutional = Claim(
    "nonlinearity_generator.e2",
    title="Deep convolutional networks without normalisation: the generator learns first",
    where="Figures 11 and 12 and Section 3.2, scaled down: plain-26 on 8 x 8 digits",
    says=[
        Assertion(
            "Plain networks of 26 layers: a typical generator network passes 15 percent "
            "test accuracy after 100 updates and leads its twin with ReLU; a typical ReLU "
            "network is still below.",
            shown_by=["learns", "leads", "relu_stalls"],
            source="prose",
        ),
        Remark("PReLU lies between: some runs learn, others do not yet."),
    ],
    scaled=(
        "4 and 8 channels on digits in [-1, 1], rate .02, batches of 32, 100 updates; the "
        "paper trains 16 to 64 channels on CIFAR-10."
    ),
    formula={
        "learns": Gt(convolution_learns, half),
        "leads": Gt(convolution_leads, half),
        "relu_stalls": Lt(relu_off_chance, half),
    },
    domain=dict.fromkeys((convolution_learns, convolution_leads, relu_off_chance), chances),
    kind="experiment",
)

below, none_positive = chances_of("p_below p_none_positive")

mean_thresholds = Claim(
    "nonlinearity_generator.fig4",
    title="Mean thresholds stay below -0.6, and none passes zero",
    where="Figures 2 and 4, Section 2.2.2; setting of e2",
    says=[
        Assertion(
            "In a typical run of plain-26 every layer's mean threshold is below $-0.6$ after 100 updates.",
            shown_by=["below"],
            source="prose",
        ),
        Assertion(
            "In a typical run no threshold is above zero then.",
            shown_by=["none_positive"],
            source="prose",
        ),
        Remark(
            "Thresholds start at $-1$ and have moved by a few hundredths in so short a training: this agrees "
            "with the figures, which show whole trainings, and says little more."
        ),
    ],
    scaled=(
        "4 and 8 channels on digits in [-1, 1], rate .02, batches of 32, 100 updates; the paper trains 16 to "
        "64 channels on CIFAR-10 to the end."
    ),
    formula={"below": Gt(below, half), "none_positive": Gt(none_positive, half)},
    domain=dict.fromkeys((below, none_positive), chances),
    kind="experiment",
)

relu_diverges, prelu_diverges = chances_of("p_relu_diverges p_prelu_diverges")

others_diverge = Claim(
    "nonlinearity_generator.others_diverge",
    title="Beyond 20 layers ReLU and PReLU do not diverge: they stall",
    where="Section 3.2, Tables 5 and 6; setting of e2",
    says=[
        Assertion(
            "Without normalisation, at 26 layers, a typical run of ReLU or PReLU does not diverge: its loss "
            "stays finite, and not above its start throughout the last quarter of the updates.",
            shown_by=["relu", "prelu", "proof_that_divergence_is_rare"],
        ),
        Remark(
            "The paper says that they diverge beyond 20 layers. Runs that do not learn here stay at the "
            "level of guessing."
        ),
    ],
    printed_source="prose",
    scaled=(
        "4 and 8 channels on digits in [-1, 1], rate .02, batches of 32, 100 updates; the "
        "paper trains 16 to 64 channels on CIFAR-10."
    ),
    formula={"relu": Lt(relu_diverges, half), "prelu": Lt(prelu_diverges, half)},
    domain=dict.fromkeys((relu_diverges, prelu_diverges), chances),
    printed={"relu_diverges": Gt(relu_diverges, half), "prelu_diverges": Gt(prelu_diverges, half)},
    erratum="missing assumption",
    objection=(
        "The paper says that networks of ReLU and PReLU diverge beyond 20 layers; here typical ones do not: "
        "their losses stay finite, and not above where they began."
    ),
    kind="experiment",
)

generator_bears, relu_bears, deep_leads = chances_of("p_generator p_relu p_deep")

larger_rate = Claim(
    "nonlinearity_generator.larger_rate",
    title="Without normalisation the generator does not bear larger learning rates in general",
    where="Section 1, advantage 2; dense networks on 8 x 8 digits",
    says=[
        Assertion(
            "With 20 layers and rate .03 a typical generator network leads ReLU and PReLU after 120 updates.",
            shown_by=["deep_leads"],
            source="prose",
        ),
        Assertion(
            "With 8 layers and rate .1 it is the other way round: after 120 updates a "
            "typical ReLU network has passed 50 percent test accuracy, a typical "
            "generator network has not.",
            shown_by=["relu_bears", "generator_fails", "proof_that_the_generator_rarely_bears_it"],
        ),
        Remark(
            "The paper claims the advantage in general; its comparison has batch normalisation in every "
            "network (nonlinearity_generator.fig6), this one has none."
        ),
    ],
    printed_source="prose",
    scaled=(
        "Dense networks of width 64 on scikit-learn's digits, momentum .9, decay .0005, "
        "rate .003, batches of 64; the paper trains convolutions on CIFAR-10 and MNIST. No "
        "batch normalisation, which the paper has in this comparison."
    ),
    formula={
        "deep_leads": Gt(deep_leads, half),
        "relu_bears": Gt(relu_bears, half),
        "generator_fails": Lt(generator_bears, half),
    },
    domain=dict.fromkeys((generator_bears, relu_bears, deep_leads), chances),
    printed={"generator_bears": Gt(generator_bears, half)},
    erratum="missing assumption",
    objection=(
        "The paper says that the generator bears larger learning rates; in networks of 8 layers without "
        "normalisation it typically failed at a rate at which ReLU learned."
    ),
    kind="experiment",
)

element_learns, linear_diverges = chances_of("p_element p_linear")

variants = Claim(
    "nonlinearity_generator.variants",
    title="Element-wise thresholds learn as well; PReLU from slope 1 does not",
    where="Sections 2.1 and 3; setting of e2",
    says=[
        Assertion(
            "With one threshold an element instead of one a channel, a typical plain network of 26 layers "
            "passes 15 percent test accuracy after 100 updates as well.",
            shown_by=["element"],
            source="prose",
        ),
        Assertion(
            "PReLU that starts from slope 1, a linear network, with the weights that the paper gives PReLU: "
            "a typical run diverges within 20 updates.",
            shown_by=["linear"],
            source="prose",
        ),
        Remark(
            "The paper finds the two versions similar, and PReLU from slope 1 poor. Its weights have twice "
            "the variance that a linear layer keeps."
        ),
    ],
    scaled=(
        "4 and 8 channels on digits in [-1, 1], rate .02, batches of 32; the paper trains 16 to 64 channels "
        "on CIFAR-10."
    ),
    formula={"element": Gt(element_learns, half), "linear": Gt(linear_diverges, half)},
    domain=dict.fromkeys((element_learns, linear_diverges), chances),
    kind="experiment",
)
