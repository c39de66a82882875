"""What does a shortcut buy? The mean of the output weights, with a step to enlarge."""

import marimo

app = marimo.App(app_title="What does a shortcut buy?")


@app.cell
def tools():
    """Load what the cells below use."""
    import marimo as mo
    from sympy import symbols

    from lessons.shared.judging import judge, said
    from numerics.shortcut import reduced

    return judge, mo, reduced, said, symbols


@app.cell
def question(mo):
    """Say what the notebook is about."""
    mo.md(
        r"""
        # What does a shortcut buy?

        Lemma 5: the mean $\sigma$ of the output weights never passes that of the teacher, if the step is
        at most
        $2\pi / (k + \pi - 1)$. With $\kappa = \eta (k + \pi - 1) / 2\pi$ and $e = \eta (k - 1 + g) / 2\pi
        \le \kappa$,
        one step is $\sigma' = (1 - \kappa) \sigma + e$.
        """
    )


@app.cell
def claim(mo, said):
    """Say what is claimed."""
    mo.md(said("shortcut.lemma5"))


@app.cell
def controls(mo):
    """Let the reader enlarge the step."""
    most = mo.ui.slider(0.5, 2, step=0.25, value=1, label="largest κ")
    most
    return (most,)


@app.cell
def verdict(judge, mo, most, symbols):
    """Ask the engines whether the mean stays below that of the teacher."""
    from sympy import Rational

    sigma, kappa, e = symbols("sigma kappa e", real=True)
    assuming = [sigma >= -1, sigma <= 1, kappa > 0, kappa <= Rational(most.value), e >= 0, e <= kappa]
    stays = judge((1 - kappa) * sigma + e <= 1, assuming=assuming)
    mo.md(f"**Does the mean stay at most 1?** {stays}")
    return (stays,)


@app.cell
def angle(mo):
    """Let the reader choose the first angle."""
    share = mo.ui.slider(0.05, 0.95, step=0.05, value=0.45, label="first angle, in π")
    share
    return (share,)


@app.cell
def simulation(mo, reduced, share):
    """Run from the worst corner of the ball."""
    import numpy as np

    codes = reduced.success(
        np.array([-1.0]), np.array([-0.2]), np.array([share.value * np.pi]),
        k=16, q2=0.05, size=1.0, schedule=[(4000, 0.17, 1.3)],
    ).codes  # fmt: skip
    fate = reduced.LABELS[int(codes[0])]
    mo.md(f"From the lower left corner the run ends: **{fate}**.")
    return (fate,)


if __name__ == "__main__":
    app.run()
