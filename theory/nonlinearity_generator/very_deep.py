"""Gradients at the start of the paper's deepest networks."""

from __future__ import annotations

from theory.claim import Assertion, Claim, Remark

start_growth = Claim(
    "nonlinearity_generator.beyond.start_growth",
    title="Gradients at the start of the paper's deepest networks",
    where="Beyond Section 3.3, Figures 11 and 13",
    kind="beyond",
    says=[
        Assertion(
            "In three plain networks of 248 layers with batch normalisation, widths 16, 32 and 64, before "
            "any update, on images of noise, the gradient by the weights of the first layer is more than "
            "$10^{12}$ times that of the last convolution with ReLU, $10^6$ to $10^{11}$ times with PReLU "
            "and $10^4$ to $10^9$ times with the generator.",
            shown_by=["proof_on_plain_networks"],
        ),
        Assertion(
            "With one seed for all three the generator's ratio is the smallest and ReLU's the largest.",
            shown_by=["proof_of_the_order"],
        ),
        Assertion(
            "In three networks ResNet-110 the ratio is below 100 with each of the three activations.",
            shown_by=["proof_on_residual_networks"],
        ),
        Remark(
            "That is the order in which figure 11 reports failures. Images are 8 x 8, 32 in a batch; each "
            "activation starts from its own initialisation."
        ),
    ],
)
