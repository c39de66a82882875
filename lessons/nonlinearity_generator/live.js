// The generator max(x, t): its mean for normal inputs, and energies through depth beside ReLU and PReLU.
"use strict";

const lesson = (() => {
  /** Mean and mean square of max(X, t) for X normal of mean mu and deviation sigma. */
  function moments(mu, sigma, t) {
    const a = (t - mu) / sigma, p = live.phi(a), below = live.Phi(a), above = live.Phi(-a);
    return [
      t * below + mu * above + sigma * p,
      t * t * below + (mu * mu + sigma * sigma) * above + sigma * (mu + t) * p,
    ];
  }

  /** Energy of the pre-activations layer by layer, for weights of variance scale / n and no biases. */
  function energies(q, { depth, scale, activation, t = -1 }) {
    const found = [q];
    for (let n = 0; n < depth; n++) {
      const now = found[n];
      const half = { relu: 0.5, prelu: (1 + 1 / 16) / 2 }[activation];
      found.push(scale * (half ? now * half : moments(0, Math.sqrt(now), t)[1]));
    }
    return found;
  }

  /** Energy of the gradient as it comes down through the layers with these energies, from 1 at the top. */
  function gradients(levels, { scale, activation, t = -1 }) {
    const found = [1];
    for (let n = levels.length - 2; n >= 0; n--) {
      const share = { relu: 0.5, prelu: (1 + 1 / 16) / 2 }[activation] ?? live.Phi(-t / Math.sqrt(levels[n]));
      found.push(found[found.length - 1] * scale * share);
    }
    return found.reverse();
  }

  /** Mean and variance of the outputs of layers whose pre-activations have these energies and mean 0. */
  function outputs(levels, { activation, t = -1 }) {
    return levels.map((level) => {
      const [mean, square] = moments(0, Math.sqrt(level), activation === "generator" ? t : 0);
      const slope = activation === "prelu" ? 1 / 4 : 0; // max(x, 0) + slope min(x, 0)
      const shift = (1 - slope) * mean;
      return [shift, square + slope ** 2 * (level - square) - shift ** 2];
    });
  }

  /** Variance of the entries of d z^T in its three parts (Jiang et al., Theorem 1 as an identity). */
  function parts({ meanD, varD, meanZ, varZ }) {
    return [varD * varZ, varD * meanZ ** 2, varZ * meanD ** 2];
  }

  return { moments, energies, gradients, outputs, parts };
})();

function start() {
  const form = document.querySelector("#controls"), say = document.querySelector("#say");
  const unit = new live.Plot(document.querySelector("#unit"), { x: [-3, 3], y: [-3, 3], xlabel: "input x", ylabel: "output" });
  const depths = new live.Plot(document.querySelector("#depths"), {
    x: [0, 56], y: [1e-18, 100], log: "y", xlabel: "layer", ylabel: "energy of the gradient",
  });
  const signals = new live.Plot(document.querySelector("#signals"), {
    x: [0, 56], y: [1e-18, 100], log: "y", xlabel: "layer", ylabel: "variance of the outputs",
  });
  const means = new live.Plot(document.querySelector("#means"), { x: [0, 56], y: [-1, 1], xlabel: "layer", ylabel: "mean of the outputs" });
  const styles = { generator: ["#0b57a4", []], relu: ["#c2571a", [7, 4]], prelu: ["#2a7f4f", [2, 4]] };

  const draw = ({ t, depth, scale, q }) => {
    unit.clear();
    const xs = Array.from({ length: 121 }, (_, n) => -3 + n / 20);
    unit.line(xs.map((x) => [x, live.phi(x) * 4 - 3]), { stroke: live.colour("quiet"), dash: [3, 3] });
    unit.line(xs.map((x) => [x, Math.max(x, 0)]), { stroke: styles.relu[0], dash: styles.relu[1] });
    unit.line(xs.map((x) => [x, Math.max(x, t)]), { stroke: styles.generator[0], width: 2.4 });
    const mean = lesson.moments(0, 1, t)[0];
    unit.line([[-3, mean], [3, mean]], { stroke: styles.generator[0], width: 1 });
    depths.x = [0, depth];
    const all = Object.keys(styles).map((activation) => {
      const setting = { depth, scale, activation, t };
      return [activation, lesson.gradients(lesson.energies(q, setting), setting)];
    });
    const values = all.flatMap(([, line]) => line);
    depths.y = [Math.max(1e-30, Math.min(...values) / 3), Math.max(...values) * 3];
    depths.clear();
    for (const [activation, line] of all) {
      const [stroke, dash] = styles[activation];
      depths.line(line.map((value, n) => [n, value]), { stroke, dash, width: 2.2 });
    }
    const through = Object.keys(styles).map((activation) => {
      const setting = { depth, scale, activation, t };
      return [activation, lesson.outputs(lesson.energies(q, setting), setting)];
    });
    const variances = through.flatMap(([, line]) => line.map(([, variance]) => Math.max(variance, 1e-30)));
    const largest = Math.max(0.1, ...through.flatMap(([, line]) => line.map(([shift]) => Math.abs(shift))));
    signals.x = means.x = [0, depth];
    signals.y = [Math.min(...variances) / 3, Math.max(...variances) * 3];
    means.y = [-1.1 * largest, 1.1 * largest];
    for (const plot of [signals, means]) plot.clear();
    for (const [activation, line] of through) {
      const [stroke, dash] = styles[activation];
      means.line(line.map(([shift], n) => [n, shift]), { stroke, dash, width: 2.2 });
      signals.line(line.map(([, variance], n) => [n, Math.max(variance, 1e-30)]), { stroke, dash, width: 2.2 });
    }
    const first = all.map(([name, line]) => `${name} ${line[0].toExponential(1)}`).join(", ").replaceAll("-", "\u2212");
    say.textContent = `Mean output for a standard normal input: ${mean.toFixed(4)}. Gradient that reaches the first layer: ${first}.`.replace("-", "\u2212");
  };
  live.run(form, [unit, depths, signals, means], draw);
}

if (document.querySelector("#unit")) start();
