// One ReLU unit in the plane of target weight and bias: gradient field, cones, separatrix, a run with momentum.
"use strict";

const lesson = (() => {
  /** Gradient of the expected loss for the target gamma x; weight w (not 0) and bias b. Arnekvist et al., Eqs. 30-32. */
  function gradient(w, b, gamma) {
    const size = Math.abs(w), sign = Math.sign(w), c = b / size, p = live.phi(c), P = live.Phi(c);
    return [(w - gamma) * (P - c * p) + sign * b * p, sign * (w - gamma) * p + b * P];
  }

  /** Run momentum descent (moving average) from (w, b); returns the path, at most one point in `every` steps. */
  function train(w, b, { gamma, eta, beta, steps, every = 1 }) {
    const path = [[w, b]];
    let mw = 0, mb = 0;
    for (let t = 1; t <= steps; t++) {
      const [dw, db] = gradient(w, b, gamma);
      mw = beta * mw + (1 - beta) * dw;
      mb = beta * mb + (1 - beta) * db;
      w -= eta * mw;
      b -= eta * mb;
      if (t % every === 0) path.push([w, b]);
      if (!(Math.abs(w) < 1e6 && Math.abs(b) < 1e6)) break;
    }
    return path;
  }

  /** What became of a unit: at the optimum within a fifth of gamma, dead beyond c = -3, or neither. */
  function outcome([w, b], gamma) {
    if (Math.hypot(w - gamma, b) <= 0.2 * gamma) return "optimum";
    return b <= -3 * Math.abs(w) ? "dead" : "undecided";
  }

  /** The separatrix on the left: points (w, b) with w from 0 to -reach; below it the exact flow dies. */
  function separatrix(gamma, reach) {
    const slope = (v, c) => {
      const p = live.phi(c), P = live.Phi(c);
      return (v * p + ((1 + c * c) * p - c * P)) / (v * (v * P + P - c * p));
    };
    // c = b/|w| as a function of v = |w|/gamma. Near v = 0 it is .622, where (1 + c^2) phi = c Phi. Away from there
    // the curve attracts its neighbours, so that it can be followed outwards in steps that grow with v.
    let v = 1e-4, c = 0.6220360896;
    const points = [[0, 0]], end = reach / gamma, count = 400, grow = (end / v) ** (1 / count) - 1;
    for (let n = 0; n < count; n++) {
      const h = v * grow, k1 = slope(v, c), k2 = slope(v + h / 2, c + (h / 2) * k1);
      const k3 = slope(v + h / 2, c + (h / 2) * k2), k4 = slope(v + h, c + h * k3);
      c += (h / 6) * (k1 + 2 * k2 + 2 * k3 + k4);
      v += h;
      points.push([-v * gamma, c * v * gamma]);
    }
    return points;
  }

  return { gradient, train, outcome, separatrix };
})();

function start() {
  const form = document.querySelector("#controls"), say = document.querySelector("#say");
  const plot = new live.Plot(document.querySelector("#plane"), {
    x: [-1, 1], y: [-1, 1], xlabel: "weight w", ylabel: "bias b", square: true,
  });
  let at = [-0.6, 0.55], map = null;
  const colours = { optimum: "#2a7f4f55", dead: "#c2571a66", undecided: "#88888833" };

  const draw = (now) => {
    const { gamma, eta, beta, steps } = now;
    plot.clear();
    if (map && map.key === JSON.stringify([gamma, eta, beta, steps])) {
      plot.cells(map.size, map.size, (i, j) => colours[map.fates[i * map.size + j]]);
    }
    for (let w = -0.95; w < 1; w += 0.1) {
      for (let b = -0.95; b < 1; b += 0.1) plot.arrow([w, b], lesson.gradient(w, b, gamma).map((n) => -n));
    }
    const far = 1.5;
    plot.line([[-far / 3, far], [0, 0], [far / 3, far]], { stroke: "#3b8ecf", width: 2 });
    plot.line([[-far / 3, -far], [0, 0], [far / 3, -far]], { stroke: "#c2571a", width: 2 });
    plot.line(lesson.separatrix(gamma, 1), { stroke: "#a0488f", width: 2, dash: [7, 4] });
    const path = lesson.train(at[0], at[1], { gamma, eta, beta, steps });
    const fate = lesson.outcome(path[path.length - 1], gamma);
    plot.line(path, { width: 2.2 });
    plot.dot([gamma, 0], { fill: "#d9b100", radius: 7, mark: "optimum" });
    plot.dot(at, { radius: 8 });
    plot.dot(path[path.length - 1], { fill: live.colour("ink"), radius: 4 });
    const word = { optimum: "reaches the optimum", dead: "is dead", undecided: "is neither dead nor at the optimum" }[fate];
    say.textContent = `From w = ${at[0].toFixed(2)}, b = ${at[1].toFixed(2)} the unit ${word} after ${path.length - 1} updates.`.replaceAll("-", "\u2212");
  };

  const again = live.run(form, [plot], draw);
  plot.drag(() => at, (w, b) => {
    at = [Math.abs(w) < 1e-3 ? 1e-3 : w, b];
    again();
  });
  document.querySelector("#map").addEventListener("click", () => {
    const { gamma, eta, beta, steps } = live.values(form), size = 40, fates = [];
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        const path = lesson.train((2 * (i + 0.5)) / size - 1, (2 * (j + 0.5)) / size - 1, { gamma, eta, beta, steps, every: steps });
        fates.push(lesson.outcome(path[path.length - 1], gamma));
      }
    }
    map = { key: JSON.stringify([gamma, eta, beta, steps]), size, fates };
    again();
  });
}

if (document.querySelector("#plane")) start();
