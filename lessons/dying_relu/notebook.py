"""Why do units die? The stability of momentum, with an assumption to drop."""

import marimo

app = marimo.App(app_title="Why do units die?")


@app.cell
def tools():
    """Load what the cells below use."""
    import marimo as mo
    from sympy import symbols

    from lessons.shared.judging import judge, said
    from numerics.dying_relu import relu_unit

    return judge, mo, relu_unit, said, symbols


@app.cell
def question(mo):
    """Say what the notebook is about."""
    mo.md(
        r"""
        # Why do units die?

        Far from its kink a ReLU unit is affine, and momentum makes it a linear system with trace
        $T = 1 + \beta - a$ and determinant $\beta$, where $a$ is the effective step. It is stable exactly if
        $|T| < 1 + \beta$ and $\beta < 1$ (Jury's conditions).
        """
    )


@app.cell
def claim(mo, said):
    """Say what is claimed."""
    mo.md(said("dying_relu.ripples"))


@app.cell
def controls(mo):
    """Let the reader drop an assumption or move the limit."""
    keep = mo.ui.checkbox(value=True, label="assume a > 0")
    limit = mo.ui.slider(1, 4, step=0.5, value=2, label="a < limit · (1 + β); limit")
    mo.hstack([keep, limit])
    return keep, limit


@app.cell
def verdict(judge, keep, limit, mo, symbols):
    """Ask the engines whether the run is stable."""
    from sympy import And, Rational

    a, beta = symbols("a beta", real=True)
    trace = 1 + beta - a
    assuming = [beta >= 0, beta < 1, a < Rational(limit.value) * (1 + beta)]
    if keep.value:
        assuming.append(a > 0)
    stable = judge(And(trace < 1 + beta, -trace < 1 + beta), assuming=assuming)
    mo.md(f"**Stable?** {stable}")
    return (stable,)


@app.cell
def scale(mo):
    """Let the reader choose the scale of the target."""
    exponent = mo.ui.slider(-3, 0, step=0.5, value=-1, label="scale of the target, as a power of ten")
    exponent
    return (exponent,)


@app.cell
def simulation(exponent, mo, relu_unit):
    """Count who dies from starts with weight -1/2 and various biases."""
    gamma = 10**exponent.value
    biases = [0.1 * n for n in range(-10, 11)]
    end = relu_unit.train([[-0.5]] * len(biases), biases, gamma=gamma, eta=0.1, beta=0.0, steps=2000)
    fates = relu_unit.outcome(end.w, end.b, gamma)
    dead = sum(str(fate) == "dead" for fate in fates)
    mo.md(
        f"Of {len(biases)} starts with weight −1/2, **{dead}** are dead after 2000 updates at γ = {gamma:g}."
    )
    return (dead,)


if __name__ == "__main__":
    app.run()
