"""What the paper saw in training, scaled down to what a laptop trains in seconds: chances over random runs.

Every symbol is the chance that something happens in a run with a random start and random mini-batches.
Generator networks start from Xavier's law (s = sqrt 6), ReLU and PReLU ones from He's, as in the paper.
What becomes of a single run depends on rounding, and so on the processor; the chances do not.
"""

from __future__ import annotations

from sympy import Gt, Interval, Lt, Rational, Symbol, symbols

from theory.claim import Claim

half = Rational(1, 2)
chances = Interval(0, 1)


def _chances(names: str) -> tuple[Symbol, ...]:
    found: tuple[Symbol, ...] = symbols(names, real=True)
    return found


beats_relu, beats_prelu, learns, relu_learns = _chances("p_relu p_prelu p_learns p_relu_learns")
relu_20, prelu_20, faster_20 = _chances("p_relu_20 p_prelu_20 p_faster_20")
msra_diverges, xavier_learns = _chances("p_msra p_xavier")

dense = Claim(
    "nonlinearity_generator.e1",
    title="Deep dense networks without normalisation: the generator trains where ReLU and PReLU lag",
    where="Figure 5 and Section 3.1, scaled down: dense networks on 8 x 8 digits",
    says="""Dense networks of width 64 on scikit-learn's digits, momentum .9, decay .0005, rate .003, batches
    of 64. With 56 layers, 60 updates take a typical generator network to more than 50 percent test accuracy
    (learns), ahead of its twins with ReLU (beats_relu) and PReLU (beats_prelu), and no typical ReLU network
    there (relu_stays). With 20 layers, the paper's setting, all three get there within 160 updates
    (relu_trains, prelu_trains), the generator first: after 30 it leads both (faster). Each needs its own
    initialisation: at 56 layers the generator with He's variances diverges (msra_diverges), and ReLU with
    Xavier's stays below 20 percent (xavier_stalls).""",
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

convolution_leads, convolution_learns, relu_off_chance = _chances("p_conv_leads p_conv_learns p_conv_relu")

convolutional = Claim(
    "nonlinearity_generator.e2",
    title="Deep convolutional networks without normalisation: the generator learns first",
    where="Figures 11 and 12 and Section 3.2, scaled down: plain-26 on 8 x 8 digits",
    says="""Plain networks of 26 layers with 4 and 8 channels on digits in [-1, 1], rate .02, batches of 32,
    100 updates. A typical generator network passes 15 percent test accuracy (learns) and leads its twin with
    ReLU (leads); a typical ReLU network is still below (relu_stalls). PReLU lies between: some runs learn,
    others do not yet.""",
    formula={
        "learns": Gt(convolution_learns, half),
        "leads": Gt(convolution_leads, half),
        "relu_stalls": Lt(relu_off_chance, half),
    },
    domain=dict.fromkeys((convolution_learns, convolution_leads, relu_off_chance), chances),
    kind="experiment",
)

relu_diverges, prelu_diverges = _chances("p_relu_diverges p_prelu_diverges")

others_diverge = Claim(
    "nonlinearity_generator.others_diverge",
    title="Beyond 20 layers ReLU and PReLU do not diverge: they stall",
    where="Section 3.2, Tables 5 and 6; setting of e2",
    says="""The paper says that without normalisation ReLU and PReLU diverge beyond 20 layers. In the setting
    of e2, at 26 layers, the loss of a typical run of either stays finite: where such networks do not learn,
    their gradients vanish. Wider networks with more updates learn at such depths with all three activations
    (relucidate sweep nonlinearity-generator).""",
    formula={"relu": Lt(relu_diverges, half), "prelu": Lt(prelu_diverges, half)},
    domain=dict.fromkeys((relu_diverges, prelu_diverges), chances),
    printed={"relu_diverges": Gt(relu_diverges, half), "prelu_diverges": Gt(prelu_diverges, half)},
    erratum="false",
    kind="experiment",
)

generator_bears, relu_bears, deep_leads = _chances("p_generator p_relu p_deep")

larger_rate = Claim(
    "nonlinearity_generator.larger_rate",
    title="Without normalisation the generator does not bear larger learning rates in general",
    where="Section 1, advantage 2; dense networks on 8 x 8 digits",
    says="""Setting of e1. With 20 layers and rate .03 a typical generator network leads ReLU and PReLU after
    120 updates (deep_leads). With 8 layers and rate .1 it is the other way round: after 120 updates a typical
    ReLU network has passed 50 percent test accuracy (relu_bears), a typical generator network has not
    (generator_fails): it starts to learn, then breaks down. The printed advantage
    depends on depth.""",
    formula={
        "deep_leads": Gt(deep_leads, half),
        "relu_bears": Gt(relu_bears, half),
        "generator_fails": Lt(generator_bears, half),
    },
    domain=dict.fromkeys((generator_bears, relu_bears, deep_leads), chances),
    printed={"generator_bears": Gt(generator_bears, half)},
    erratum="missing assumption",
    kind="experiment",
)

bn_relu, bn_prelu, bn_learns = _chances("p_bn_relu p_bn_prelu p_bn_learns")
small_relu, small_prelu = _chances("p_small_relu p_small_prelu")
residual_relu, residual_prelu = _chances("p_residual_relu p_residual_prelu")

normalised = Claim(
    "nonlinearity_generator.e3",
    title="With batch normalisation the generator learns first",
    where="Figures 6 to 9 and 13, Section 3.1, scaled down: dense and residual networks on 8 x 8 digits",
    says="""Batch normalisation before every activation, rate .1. Dense networks of 56 layers (width 64,
    batches of 64, 60 updates): a typical generator network passes 25 percent test accuracy (learns), ahead of
    ReLU (leads_relu) and PReLU (leads_prelu), and so with weights of a hundredth of the usual size
    (small_leads_relu, small_leads_prelu). ResNet-56 with 2, 4 and 8 channels (batches of 32):
    over updates 21 to 30 the generator has the smaller loss than ReLU (residual_leads_relu) and PReLU
    (residual_leads_prelu).""",
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

(tiny_learns,) = _chances("p_tiny,")

small_start = Claim(
    "nonlinearity_generator.small_start",
    title="From tiny weights the generator does not learn either",
    where="Figures 7 and 9, Section 3.1; setting of e3",
    says="""The paper reports that with batch normalisation the generator still converges from tiny weights,
    where ReLU and PReLU do not. In the setting of e3, from weights of a ten-thousandth of the usual size, a
    typical generator network stays below 20 percent test accuracy: epsilon then exceeds the variance that
    is to be normalised (Growth of gradients under batch normalisation, beyond the paper). Its formulas
    scale a standard deviation for the generator, a variance for the others, so that its comparison gives
    them different starts (The Gaussian initialisation).""",
    formula=Lt(tiny_learns, half),
    domain={tiny_learns: chances},
    printed=Gt(tiny_learns, half),
    erratum="missing assumption",
    kind="experiment",
)
