"""How deep can a signal go? The variance of a weight update, with a factor to change."""

import marimo

app = marimo.App(app_title="How deep can a signal go?")


@app.cell
def tools():
    """Load what the cells below use."""
    import marimo as mo
    from sympy import symbols

    from lessons.shared.judging import judge, said
    from numerics import nonlinearity_generator as ng

    return judge, mo, ng, said, symbols


@app.cell
def question(mo):
    """Say what the notebook is about."""
    mo.md(
        r"""
        # How deep can a signal go?

        For two gradients $d$ and two inputs $z$ the update has the four entries $d_i z_j$. The paper
        bounds their
        variance by twice the sum
        $\mathrm{Var}(d)\, E(z)^2 + \mathrm{Var}(z)\, E(d)^2 + \mathrm{Var}(d)\, \mathrm{Var}(z)$.
        How small can the factor be?
        """
    )


@app.cell
def claim(mo, said):
    """Say what is claimed."""
    mo.md(said("nonlinearity_generator.theorem1"))


@app.cell
def controls(mo):
    """Let the reader change the factor."""
    factor = mo.ui.slider(0.5, 2, step=0.25, value=2, label="factor of the bound")
    factor
    return (factor,)


@app.cell
def verdict(factor, judge, mo, symbols):
    """Ask the engines whether the bound holds."""
    from sympy import Rational

    d1, d2, z1, z2 = symbols("d1 d2 z1 z2", real=True)
    mean_d, mean_z = (d1 + d2) / 2, (z1 + z2) / 2
    var_d, var_z = ((d1 - d2) / 2) ** 2, ((z1 - z2) / 2) ** 2
    entries = [d * z for d in (d1, d2) for z in (z1, z2)]
    variance = sum((entry - mean_d * mean_z) ** 2 for entry in entries) / 4
    bound = Rational(factor.value) * (var_d * mean_z**2 + var_z * mean_d**2 + var_d * var_z)
    holds = judge(variance <= bound)
    mo.md(f"**Does the bound hold?** {holds}")
    return (holds,)


@app.cell
def simulation(mo, ng):
    """Follow the energy through 55 layers."""
    last = {name: ng.energies(1.0, depth=55, activation=name)[-1] for name in ng.ACTIVATIONS}
    shown = ", ".join(f"{name} {value:.1e}" for name, value in last.items())
    mo.md(f"Energy after 55 layers, from 1: {shown}.")
    return (last,)


if __name__ == "__main__":
    app.run()
