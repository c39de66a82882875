"""What the paper saw in trained networks (Figures 1 and 6): trends, as chances over random runs.

Every symbol is the chance that something happens in a run with a random start and a random order of
mini-batches; a trend is there when that chance is above one half.
"""

from __future__ import annotations

from sympy import Gt, Interval, Lt, Rational

from theory.claim import Assertion, Claim, Remark
from theory.dying_relu.setting import real

half = Rational(1, 2)
chances = Interval(0, 1)

error_rises, more_die, die_anyway = real("p_error p_death p_no_momentum")

one_layer = Claim(
    "dying_relu.fig1",
    title="Small targets: larger relative error and more dead units",
    where="Figure 1, Section 1 and Appendix A",
    says=[
        Assertion(
            r"In a typical run with $\gamma=0.0001$ the error in units of $\gamma$ ends "
            r"above that of its twin with $\gamma=1$ (same start, same mini-batches), and "
            "more units end dead: both trends of the paper.",
            shown_by=["error_grows", "death_grows"],
            source="prose",
        ),
        Assertion(
            "Momentum, which the paper holds responsible, is not needed: with Adam's "
            r"momentum switched off ($\beta_1=0$) at least half of the units end dead all "
            "the same.",
            shown_by=["no_momentum_needed"],
        ),
        Remark(
            r"One hidden layer, weights and biases from $\pm1/\sqrt{\text{fan-in}}$, "
            "columns of mean 0 and variance 1, Adam with its usual parameters (step "
            r"0.001), targets of standard deviation $\gamma$; a unit is dead when inactive "
            "on the whole table. Death takes long: in some 10000 updates next to none "
            "occurs."
        ),
    ],
    scaled=(
        "The tables, width, batch size and number of updates of the paper are lost: 16 "
        "units, 25000 updates and tables of our own stand in their place."
    ),
    formula={
        "error_grows": Gt(error_rises, half),
        "death_grows": Gt(more_die, half),
        "no_momentum_needed": Gt(die_anyway, half),
    },
    domain={error_rises: chances, more_die: chances, die_anyway: chances},
    kind="experiment",
)

more_at_start, residual_at_start = real("p_start p_residual_start")
adam_kills, more_deaths, small_kills = real("p_adam p_deeper p_small")
other_adam_kills, other_small_kills = real("p_adam_2 p_small_2")
sgd_kills, fast_sgd_kills, slow_sgd_kills = real("p_sgd p_sgd_fast p_sgd_slow")
default_deeper = real("p_residual_default")[0]

depth = Claim(
    "dying_relu.fig6",
    title="Depth and dying units, in plain and in residual networks",
    where="Figure 6, Section 6",
    says=[
        Assertion(
            "In a typical run plain networks of width 32 have a larger share of dead "
            "units at the start at depth 6 than at depth 2, and residual networks with "
            "batch normalisation before every ReLU start without a dead unit.",
            shown_by=["dead_at_start_grows", "residual_starts_alive"],
            source="prose",
        ),
        Assertion(
            r"With $\gamma=0.0001$, 150 updates of Adam with its own defaults kill units at depth 6, a "
            r"larger "
            "share than at depth 1, and leave more dead than from the same start with "
            r"$\gamma=1$.",
            shown_by=["adam_kills", "depth_aggravates", "small_targets_aggravate"],
            source="prose",
        ),
        Assertion(
            "So they do at depth 6 on a second table.",
            shown_by=["adam_kills_elsewhere", "small_targets_aggravate_elsewhere"],
            source="prose",
        ),
        Assertion(
            "SGD with steps 0.01, 0.1 and 0.5 does not raise the share by two percentage points.",
            shown_by=["sgd_does_not", "slow_sgd_does_not", "fast_sgd_does_not"],
            source="prose",
        ),
        Assertion(
            "That residual networks die more often the deeper they are is not seen at this budget: with "
            "Adam's "
            r"own defaults, $\gamma=0.0001$ and width 16, most runs have lost no more units at depth 3 "
            r"than at "
            "depth 1 after 1500 updates.",
            shown_by=["residual_depth_unseen", "proof_that_residual_depth_does_not_show_at_this_budget"],
        ),
        Remark(
            "The paper finds more deaths the deeper the network, residual ones included. It does not spell "
            "out "
            "its blocks; ours are normalisation, ReLU and one affine map, added to the "
            "block's input."
        ),
    ],
    printed_source="prose",
    scaled=(
        "Two tables that scikit-learn ships, widths 16 and 32, and 150 updates for plain and 1500 for "
        "residual "
        "networks; the paper's tables, widths and numbers of updates are lost."
    ),
    formula={
        "dead_at_start_grows": Gt(more_at_start, half),
        "adam_kills": Gt(adam_kills, half),
        "depth_aggravates": Gt(more_deaths, half),
        "small_targets_aggravate": Gt(small_kills, half),
        "adam_kills_elsewhere": Gt(other_adam_kills, half),
        "small_targets_aggravate_elsewhere": Gt(other_small_kills, half),
        "sgd_does_not": Lt(sgd_kills, half),
        "slow_sgd_does_not": Lt(slow_sgd_kills, half),
        "fast_sgd_does_not": Lt(fast_sgd_kills, half),
        "residual_starts_alive": Lt(residual_at_start, half),
        "residual_depth_unseen": Lt(default_deeper, half),
    },
    domain=dict.fromkeys(
        (
            more_at_start,
            adam_kills,
            more_deaths,
            small_kills,
            other_adam_kills,
            other_small_kills,
            sgd_kills,
            slow_sgd_kills,
            fast_sgd_kills,
            residual_at_start,
            default_deeper,
        ),
        chances,
    ),
    printed={"residual_depth_unseen": Gt(default_deeper, half)},
    erratum="missing assumption",
    objection=(
        "The text has networks die more the deeper they are; in long runs of narrow ones the shallower "
        "had typically lost more, and in residual ones depth delays death."
    ),
    kind="experiment",
)

residual_dies, residual_deeper = real("p_residual p_residual_deeper")
early_deeper, late_deeper = real("p_early_deeper p_late_deeper")

long_run = Claim(
    "dying_relu.depth_in_the_long_run",
    title="In the long run depth spares units, and in residual networks it delays death",
    where="Beyond Figure 6",
    kind="beyond",
    says=[
        Assertion(
            r"Residual networks of width 16 lose units as well: with $\gamma=0.0001$ and Adam's second "
            r"averaging "
            "shortened to 0.99, one block does within 7000 updates.",
            shown_by=["residual_dies"],
        ),
        Assertion(
            "Three blocks delay death there rather than hastening it.",
            shown_by=["residual_depth_delays"],
        ),
        Assertion(
            r"In plain networks the trend with depth turns round: with $\gamma=0.0001$, width 16 and second "
            "averaging 0.99, three layers have lost a larger share than one after 2000 updates, but after "
            "12000 "
            "it is one layer that has lost more.",
            shown_by=["deep_dies_sooner", "depth_spares_late"],
        ),
        Remark(
            "One table, and not Adam's own second averaging of 0.999, with which death takes longer than "
            "these "
            "runs: so this contradicts no experiment of the paper."
        ),
    ],
    formula={
        "residual_dies": Gt(residual_dies, half),
        "residual_depth_delays": Lt(residual_deeper, half),
        "deep_dies_sooner": Gt(early_deeper, half),
        "depth_spares_late": Lt(late_deeper, half),
    },
    domain=dict.fromkeys((residual_dies, residual_deeper, early_deeper, late_deeper), chances),
)
