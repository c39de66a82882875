"""What the paper saw in trained networks (Figures 1 and 6): trends, as chances over random runs.

Every symbol is the chance that something happens in a run with a random start and a random order of
mini-batches; a trend is there when that chance is above one half.
"""

from __future__ import annotations

from sympy import Gt, Interval, Lt, Rational

from theory.claim import Claim
from theory.dying_relu.setting import real

half = Rational(1, 2)
chances = Interval(0, 1)

error_rises, more_die, die_anyway = real("p_error p_death p_no_momentum")

one_layer = Claim(
    "dying_relu.fig1",
    title="Small targets: larger relative error and more dead units",
    where="Figure 1, Section 1 and Appendix A",
    says="""One hidden layer of 16 units, weights and biases from +-1/sqrt(fan-in), columns of mean 0 and
    variance 1, Adam with its usual parameters (step 0.001), 25000 updates, targets of standard deviation
    gamma; a unit is dead when inactive on the whole table. In a typical run with gamma = 0.0001 the error in
    units of gamma ends above that of its twin with gamma = 1 (same start, same mini-batches: error_grows),
    and more units end dead (death_grows). Both trends of the paper are thus reproduced. Two remarks. Death
    takes long: in some 10000 updates next to none occurs (Figure 1 shows the course at widths 64 and 200).
    And momentum, which the paper holds responsible, is not needed: with Adam's momentum switched off
    (beta_1 = 0) at least half of the units end dead all the same (no_momentum_needed). The tables, width,
    batch size and number of updates of the paper are lost to us; those here are ours.""",
    formula={
        "error_grows": Gt(error_rises, half),
        "death_grows": Gt(more_die, half),
        "no_momentum_needed": Gt(die_anyway, half),
    },
    domain={error_rises: chances, more_die: chances, die_anyway: chances},
    kind="experiment",
)

more_at_start, residual_at_start = real("p_start p_residual_start")
adam_kills, more_deaths, small_kills, sgd_kills = real("p_adam p_deeper p_small p_sgd")
residual_dies, residual_deeper = real("p_residual p_residual_deeper")
early_deeper, late_deeper = real("p_early_deeper p_late_deeper")

depth = Claim(
    "dying_relu.fig6",
    title="Depth and dying units, in plain and in residual networks",
    where="Figure 6, Section 6",
    says="""Setting as for Figure 1; each of what follows happens in a typical run. Plain networks of width
    32: the share of dead units at the start is larger at depth 6 than at depth 2 (dead_at_start_grows); with
    gamma = 0.0001, 150 updates of Adam kill units at depth 6 (adam_kills), a larger share than at depth 1
    (depth_aggravates), and leave more dead than from the same start with gamma = 1
    (small_targets_aggravate), while SGD with step 0.1 does not raise the share by two percentage points
    (sgd_does_not). In the long run this turns round. With gamma = 0.0001, width 16 and Adam's second
    averaging shortened to 0.99, three layers have lost a larger share than one after 2000 updates
    (deep_dies_sooner), but after 12000 it is one layer that has lost more (depth_spares_late). Residual
    networks with batch normalisation before every ReLU, width 16, start without a
    dead unit (residual_starts_alive) and lose units all the same: with gamma = 0.0001 and Adam's second
    averaging shortened to 0.99, within 7000 updates (residual_dies). So much agrees with the paper,
    but for depth_spares_late: the paper finds more deaths the deeper the network, and so do we at first
    only. Nor does the same trend reproduce in residual networks: in ours depth delays death rather than
    hastening it (residual_depth_delays). The paper does not spell out its blocks; ours are normalisation,
    ReLU and one affine map, added to the block's input.""",
    formula={
        "dead_at_start_grows": Gt(more_at_start, half),
        "adam_kills": Gt(adam_kills, half),
        "depth_aggravates": Gt(more_deaths, half),
        "small_targets_aggravate": Gt(small_kills, half),
        "sgd_does_not": Lt(sgd_kills, half),
        "residual_starts_alive": Lt(residual_at_start, half),
        "residual_dies": Gt(residual_dies, half),
        "residual_depth_delays": Lt(residual_deeper, half),
        "deep_dies_sooner": Gt(early_deeper, half),
        "depth_spares_late": Lt(late_deeper, half),
    },
    domain=dict.fromkeys(
        (
            more_at_start,
            adam_kills,
            more_deaths,
            small_kills,
            sgd_kills,
            residual_at_start,
            residual_dies,
            residual_deeper,
            early_deeper,
            late_deeper,
        ),
        chances,
    ),
    printed={
        "residual_depth_aggravates": Gt(residual_deeper, half),
        "depth_aggravates_late": Gt(late_deeper, half),
    },
    erratum="missing assumption",
    kind="experiment",
)
