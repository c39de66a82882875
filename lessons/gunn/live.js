// A linear layer of three units, updated one after another (gradual) or all at once (simultaneous).
"use strict";

const lesson = (() => {
  const N = 3;

  /** Outputs of a gradual layer, and what each unit read: y_i = x_i + omega_i . h_i. Qiao et al., Eq. 1. */
  function forward(omega, x) {
    const y = [], reads = [];
    for (let i = 0; i < N; i++) {
      const h = x.map((value, j) => (j < i ? y[j] : value));
      reads.push(h);
      y.push(x[i] + h.reduce((sum, value, j) => sum + omega[i][j] * value, 0));
    }
    return { y, reads };
  }

  /** Total gradients delta: what each output changes in the loss, through the units after it as well. */
  function total(omega, g) {
    const delta = [...g];
    for (let i = N - 1; i >= 0; i--) {
      for (let k = i + 1; k < N; k++) delta[i] += omega[k][i] * delta[k];
    }
    return delta;
  }

  /** One step on half the squared distance of r . y to a target, for one sample; r reads the outputs. */
  function step(omega, x, { read, target, eta }, gradual) {
    const { y, reads } = gradual ? forward(omega, x) : { y: simultaneous(omega, x), reads: omega.map(() => x) };
    const error = y.reduce((sum, value, i) => sum + read[i] * value, 0) - target;
    const g = read.map((weight) => weight * error), delta = gradual ? total(omega, g) : g;
    return omega.map((row, i) => row.map((weight, j) => weight - eta * delta[i] * reads[i][j]));
  }

  const simultaneous = (w, x) => x.map((value, i) => value + w[i].reduce((sum, weight, j) => sum + weight * x[j], 0));

  /** Let unit q copy unit p: in a gradual layer it erases itself and reads p, in the other it takes p's row. */
  function collapse(omega, p, q, gradual) {
    const e = (i) => Array.from({ length: N }, (_, j) => +(i === j));
    const row = gradual
      ? e(p).map((one, j) => one - e(q)[j])
      : omega[p].map((weight, j) => weight + e(p)[j] - e(q)[j]);
    return omega.map((old, i) => (i === q ? row : old));
  }

  return { forward, total, step, simultaneous, collapse };
})();

function start() {
  const form = document.querySelector("#controls"), say = document.querySelector("#say");
  const gap = new live.Plot(document.querySelector("#gap"), {
    x: [0, 1], y: [1e-16, 10], log: "y", xlabel: "updates", ylabel: "|y3 − y2| at a new input",
  });
  const draw = ({ eta, steps, seed, first, second }) => {
    const { normal } = live.random(seed), probe = [1, -0.5, 0.7];
    const omega = [0, 1, 2].map(() => [0, 1, 2].map(() => 0.3 * normal()));
    const samples = Array.from({ length: 16 }, () => [normal(), normal(), normal()]);
    const read = [1, first, second], targets = samples.map((x) => x[0] - x[1] + 0.5 * x[2]);
    const lines = [];
    let gradualWeights = omega;
    for (const gradual of [true, false]) {
      let now = lesson.collapse(omega, 1, 2, gradual);
      const line = [];
      for (let t = 0; t <= steps; t++) {
        if (gradual) gradualWeights = now;
        const y = gradual ? lesson.forward(now, probe).y : lesson.simultaneous(now, probe);
        line.push([t, Math.max(Math.abs(y[2] - y[1]), 1e-16)]);
        now = lesson.step(now, samples[t % 16], { read, target: targets[t % 16], eta }, gradual);
      }
      lines.push(line);
    }
    gap.x = [0, steps];
    gap.clear();
    gap.line(lines[0], { stroke: "#0b57a4", width: 2.4 });
    gap.line(lines[1], { stroke: "#c2571a", width: 2.4, dash: [7, 4] });
    document.querySelector("#weights").replaceChildren(
      ...gradualWeights.map((row, i) => {
        const line = document.createElement("tr"), head = document.createElement("th");
        head.scope = "row";
        head.textContent = `unit ${i + 1}`;
        const cells = row.map((weight) => {
          const cell = document.createElement("td");
          cell.textContent = weight.toFixed(3).replace("-", "\u2212");
          return cell;
        });
        line.append(head, ...cells);
        return line;
      }),
    );
    const last = (line) => line[line.length - 1][1].toExponential(1).replace("-", "\u2212");
    say.textContent = `Gap at the end: gradual ${last(lines[0])}, simultaneous ${last(lines[1])}.`;
  };
  live.run(form, [gap], draw);
}

if (document.querySelector("#gap")) start();
