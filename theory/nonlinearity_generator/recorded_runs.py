"""What recorded runs of the paper's own networks show."""

from __future__ import annotations

from theory.claim import Assertion, Claim, Remark

learning_behaviour = Claim(
    "nonlinearity_generator.fig5",
    title="The paper's plain-20 on CIFAR-10: the generator learns first",
    where="Figure 5, Section 3.1",
    says=[
        Assertion(
            "In one recorded run for each activation of the paper's plain network of 20 layers on CIFAR-10, "
            "without batch normalisation, rate .01, batches of 128, the mean loss is lowest with the "
            "generator, then with PReLU, then with ReLU in each of the nine blocks of 15 updates from "
            "update 16 to 150.",
            shown_by=["proof_by_the_recorded_losses"],
            source="prose",
        ),
        Assertion(
            "Over updates 136 to 150 the generator has the highest training accuracy of the three.",
            shown_by=["proof_by_the_recorded_accuracies"],
            source="prose",
        ),
        Remark(
            "The figure shows whole trainings. These runs were stopped before half an epoch, so that they "
            "tell about the beginning alone; one run each, they say nothing of chance."
        ),
    ],
    scaled="The paper's networks, data, rate and batches, but one run each and the first 150 updates.",
    kind="experiment",
)
