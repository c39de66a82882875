"""What does training never change? A conserved quantity, with an exponent to change."""

import marimo

app = marimo.App(app_title="What does training never change?")


@app.cell
def tools():
    """Load what the cells below use."""
    import marimo as mo
    from sympy import symbols

    from lessons.shared.judging import judge, said

    return judge, mo, said, symbols


@app.cell
def question(mo):
    """Say what the notebook is about."""
    mo.md(
        r"""
        # What does training never change?

        A unit with two inputs computes $c \max(0, u_1 x_1 + u_2 x_2)$. While it is active, its weights
        move by
        $u_i' = -\delta c x_i$ and $c' = -\delta (u_1 x_1 + u_2 x_2)$, with some slope $\delta$ of the
        loss. The balance is
        $u_1^2 + u_2^2 - c^n$ with $n = 2$.
        """
    )


@app.cell
def claim(mo, said):
    """Say what is claimed."""
    mo.md(said("invariances.lemma2.eq4"))


@app.cell
def controls(mo):
    """Let the reader change the exponent."""
    power = mo.ui.slider(1, 4, step=1, value=2, label="exponent n of c")
    power
    return (power,)


@app.cell
def verdict(judge, mo, power, symbols):
    """Ask the engines whether the balance is constant."""
    from sympy import Eq

    u1, u2, c, x1, x2, delta = symbols("u1 u2 c x1 x2 delta", real=True)
    z = u1 * x1 + u2 * x2
    change = (
        2 * u1 * (-delta * c * x1)
        + 2 * u2 * (-delta * c * x2)
        - power.value * c ** (power.value - 1) * (-delta * z)
    )
    constant = judge(Eq(change, 0, evaluate=False))
    mo.md(f"**Is the balance constant?** {constant}")
    return (constant,)


@app.cell
def simulation(mo, power):
    """Train and measure the drift for two step sizes."""
    import numpy as np

    def drift(eta):
        rng = np.random.default_rng(0)
        u, c, x = rng.normal(size=2), 0.7, rng.normal(size=(20, 2))
        y = np.maximum(x[:, 0], 0)
        start = u @ u - abs(c) ** power.value
        for _ in range(int(2 / eta)):
            z = x @ u
            error = c * np.maximum(z, 0) - y
            slope_u, slope_c = (error * c * (z > 0)) @ x / 20, error @ np.maximum(z, 0) / 20
            u, c = u - eta * slope_u, c - eta * slope_c
        return abs(u @ u - abs(c) ** power.value - start)

    ratio = drift(0.01) / drift(0.005)
    mo.md(f"Halving the step divides the drift by **{ratio:.2f}**: by 2 if the flow conserves the balance.")
    return (ratio,)


if __name__ == "__main__":
    app.run()
