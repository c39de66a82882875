// A small network f(x) = sum_j c_j relu(u_j . x), trained step by step: what is conserved, and what drifts.
"use strict";

const lesson = (() => {
  /** Gradient of the mean of the losses; `net` = {u: rows into hidden units, c: weights out}. */
  function gradient(net, data, slopeOfLoss) {
    const hidden = net.c.length, inputs = net.u[0].length;
    const u = net.u.map(() => new Array(inputs).fill(0)), c = new Array(hidden).fill(0);
    let risk = 0;
    for (const { x, y } of data) {
      const z = net.u.map((row) => row.reduce((sum, w, i) => sum + w * x[i], 0));
      const f = z.reduce((sum, v, j) => sum + net.c[j] * Math.max(v, 0), 0);
      const [loss, slope] = slopeOfLoss(f, y);
      risk += loss / data.length;
      for (let j = 0; j < hidden; j++) {
        if (z[j] <= 0) continue; // the slope at a kink is taken to be 0
        c[j] += (slope * z[j]) / data.length;
        for (let i = 0; i < inputs; i++) u[j][i] += (slope * net.c[j] * x[i]) / data.length;
      }
    }
    return { u, c, risk };
  }

  const square = (f, y) => [0.5 * (f - y) ** 2, f - y];
  const plain = (f, y) => [y * f, y];

  /** One step of gradient descent. */
  function step(net, data, eta, loss = square) {
    const slopes = gradient(net, data, loss);
    return {
      u: net.u.map((row, j) => row.map((w, i) => w - eta * slopes.u[j][i])),
      c: net.c.map((w, j) => w - eta * slopes.c[j]),
    };
  }

  /** Squares into a unit less squares out of it: constant under gradient flow (Le & Jegelka, Eq. 4). */
  const balance = (net, j) => net.u[j].reduce((sum, w) => sum + w * w, 0) - net.c[j] ** 2;

  /** Products of the weights of two units, in less out (Eq. 5). */
  const pair = (net, i, j) => net.u[i].reduce((sum, w, n) => sum + w * net.u[j][n], 0) - net.c[i] * net.c[j];

  /** A random start and data whose signs no unit can share. */
  function generic(seed) {
    const { normal } = live.random(seed);
    const u = [0, 1].map(() => [0, 1].map(() => 0.7 * normal())), c = [0, 1].map(() => 0.7 * normal());
    const data = Array.from({ length: 8 }, () => {
      const x = [normal(), normal()];
      return { x, y: Math.abs(x[0]) - 0.5 * x[1] };
    });
    return { net: { u, c }, data, loss: square };
  }

  /** The flow that slides along the kink u . x = 0 of the first unit (counterexample to Eq. 5). */
  function sliding() {
    const data = [{ x: [1, -1], y: 2 }, { x: [1, 0], y: -2 }];
    return { net: { u: [[1, 1], [3, 1]], c: [1, 1] }, data, loss: plain };
  }

  return { gradient, step, balance, pair, generic, sliding, square, plain };
})();

function start() {
  const form = document.querySelector("#controls"), say = document.querySelector("#say");
  const drift = new live.Plot(document.querySelector("#drift"), {
    x: [0, 1], y: [-1, 1], xlabel: "time: updates times step size", ylabel: "change since the start",
  });
  const names = ["balance of unit 1", "balance of unit 2", "product of both"];
  const strokes = ["#0b57a4", "#c2571a", "#2a7f4f"], dashes = [[], [8, 4], [2, 4]];

  const draw = ({ eta, time, seed, setting }) => {
    const { net: first, data, loss } = setting === "sliding" ? lesson.sliding() : lesson.generic(seed);
    const laws = [(n) => lesson.balance(n, 0), (n) => lesson.balance(n, 1), (n) => lesson.pair(n, 0, 1)];
    const zero = laws.map((law) => law(first)), curves = laws.map(() => [[0, 0]]);
    const end = setting === "sliding" ? Math.min(time, 1) : time;
    let net = first;
    const steps = Math.round(end / eta);
    for (let t = 1; t <= steps; t++) {
      net = lesson.step(net, data, eta, loss);
      if (t % Math.max(1, Math.floor(steps / 400)) === 0) laws.forEach((law, i) => curves[i].push([t * eta, law(net) - zero[i]]));
    }
    const most = Math.max(1e-6, ...curves.flat().map(([, y]) => Math.abs(y)));
    drift.x = [0, end];
    drift.y = [-1.15 * most, 1.15 * most];
    drift.clear();
    curves.forEach((curve, i) => drift.line(curve, { stroke: strokes[i], dash: dashes[i], width: 2.2 }));
    drift.line([[0, 0], [end, 0]], { stroke: live.colour("quiet"), width: 1 });
    const last = curves.map((curve) => curve[curve.length - 1][1]);
    say.textContent = names.map((name, i) => `${name}: ${last[i].toExponential(2)}`).join("; ").replaceAll("-", "\u2212");
  };
  live.run(form, [drift], draw);
}

if (document.querySelector("#drift")) start();
