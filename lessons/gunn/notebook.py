"""Can two neurons become one? The condition for a collapse, with an entry to change."""

import marimo

app = marimo.App(app_title="Can two neurons become one?")


@app.cell
def tools():
    """Load what the cells below use."""
    import marimo as mo
    from sympy import symbols

    from lessons.shared.judging import judge, said
    from numerics import gunn

    return gunn, judge, mo, said, symbols


@app.cell
def question(mo):
    """Say what the notebook is about."""
    mo.md(
        r"""
        # Can two neurons become one?

        Two units, one after the other: $y_1 = x_1 + \omega_{11} x_1 + \omega_{12} x_2$ and
        $y_2 = x_2 + \omega_{21} y_1 + \omega_{22} x_2$. Choose the second row. When is $y_2 = y_1$ for
        all inputs?
        """
    )


@app.cell
def claim(mo, said):
    """Say what is claimed."""
    mo.md(said("gunn.theorem"))


@app.cell
def controls(mo):
    """Let the reader choose the second row."""
    left = mo.ui.slider(-2, 2, step=1, value=1, label="ω₂₁")
    right = mo.ui.slider(-2, 2, step=1, value=-1, label="ω₂₂")
    mo.hstack([left, right])
    return left, right


@app.cell
def verdict(judge, left, mo, right, symbols):
    """Ask the engines whether the two are one."""
    from sympy import Eq

    x1, x2, w11, w12 = symbols("x1 x2 w11 w12", real=True)
    y1 = x1 + w11 * x1 + w12 * x2
    y2 = x2 + left.value * y1 + right.value * x2
    same = judge(Eq(y2, y1, evaluate=False))
    mo.md(f"**The same for all inputs and all first rows?** {same}")
    return (same,)


@app.cell
def simulation(gunn, left, mo, right):
    """Compare the two outputs on one input."""
    y = gunn.forward([[0.3, -0.2], [float(left.value), float(right.value)]], [1.0, 0.5])
    gap = abs(float(y[1]) - float(y[0]))
    mo.md(f"On the input (1, 1/2) the outputs differ by **{gap:.3g}**.")
    return (gap,)


if __name__ == "__main__":
    app.run()
