// Gradient descent on the two-layer network with a shortcut, reduced exactly to three numbers.
"use strict";

const lesson = (() => {
  const PI = Math.PI;
  const g = (phi) => (PI - phi) * Math.cos(phi) + Math.sin(phi);
  const h = (phi) => (PI - phi) * Math.sin(phi);

  /** Share of the teacher in the output weights: a'a* / |a*|^2. */
  const share = (sigma, chi, q2) => q2 * sigma + (1 - q2) * chi;

  /** One update of (mean sigma, rest chi, angle phi). Liu et al., Eq. 8 with Proposition 16. */
  function step([sigma, chi, phi], { k, q2, size, etaA, etaW }) {
    const x = share(sigma, chi, q2), kappa = (etaA * (k + PI - 1)) / (2 * PI), c = (etaA * (PI - 1)) / (2 * PI);
    let next = phi - Math.atan((etaW * size * x * h(phi)) / (2 * PI));
    next = Math.abs(next);
    if (next > PI) next = 2 * PI - next;
    return [
      (1 - kappa) * sigma + (etaA / (2 * PI)) * (k - 1 + g(phi)),
      (1 - c) * chi + (etaA / (2 * PI)) * (g(phi) - 1),
      next,
    ];
  }

  /** Which way a run must end, as soon as that is certain: "optimum", "spurious" or "". */
  function exit([sigma, chi, phi], { k, q2 }) {
    const sigmaE = (k - 1 + g(phi)) / (k + PI - 1), chiE = (g(phi) - 1) / (PI - 1);
    if (share(Math.min(sigma, sigmaE), Math.min(chi, chiE), q2) > 0) return "optimum";
    if (share(Math.max(sigma, sigmaE), Math.max(chi, chiE), q2) < 0) return "spurious";
    return "";
  }

  /** Run with `warm` updates at a hundredth of the filter's step, then with the whole of it. */
  function run(state, setting, { warm, steps, every = 1, stop = false }) {
    const path = [state];
    let fate = "";
    for (let t = 1; t <= steps; t++) {
      const etaW = t <= warm ? setting.etaW / 100 : setting.etaW;
      state = step(state, { ...setting, etaW });
      fate = fate || exit(state, setting);
      if (t % every === 0) path.push(state);
      if (stop && fate) break;
    }
    return { path, fate };
  }

  return { g, h, share, step, exit, run };
})();

function start() {
  const form = document.querySelector("#controls"), say = document.querySelector("#say");
  const disc = new live.Plot(document.querySelector("#disc"), {
    x: [-1, 1], y: [-1, 1], xlabel: "mean of the output weights", ylabel: "rest, along the teacher's", square: true,
  });
  const course = new live.Plot(document.querySelector("#course"), {
    x: [0, 1], y: [0, Math.PI], xlabel: "updates", ylabel: "angle (radians)",
  });
  const shares = new live.Plot(document.querySelector("#shares"), {
    x: [0, 1], y: [-1, 1.2], xlabel: "updates", ylabel: "a'a* / |a*|²",
  });
  let at = [-0.5, -0.5];
  const STEPS = 3000;

  const setup = (now) => {
    const k = now.k, q2 = now.q2, etaA = Math.PI / (k + Math.PI - 1);
    return { k, q2, size: 1, etaA, etaW: Math.min(now.ratio * etaA, 1.656) };
  };
  // A start in the ball: u1 is the mean, u2 the rest, in units of the ball's radius.
  const begin = ([u1, u2], q2, phi) => [u1, (Math.sqrt(q2) * u2) / Math.sqrt(1 - q2), phi];

  const draw = (now) => {
    const setting = setup(now), angle = now.angle * Math.PI;
    disc.clear();
    disc.cells(36, 36, (i, j) => {
      const u = [(2 * (i + 0.5)) / 36 - 1, (2 * (j + 0.5)) / 36 - 1];
      if (Math.hypot(...u) > 1) return "";
      const { fate } = lesson.run(begin(u, now.q2, angle), setting, { warm: now.warm, steps: STEPS, every: STEPS, stop: true });
      return { optimum: "#2a7f4f66", spurious: "#c2571a88", "": "#88888855" }[fate];
    });
    const circle = Array.from({ length: 121 }, (_, n) => [Math.cos((n * Math.PI) / 60), Math.sin((n * Math.PI) / 60)]);
    disc.line(circle);
    disc.dot(at, { radius: 8 });
    const { path, fate } = lesson.run(begin(at, now.q2, angle), setting, { warm: now.warm, steps: STEPS });
    const certain = path.findIndex((state) => lesson.exit(state, setting));
    const shown = Math.min(STEPS, Math.max(60, 3 * (certain < 0 ? STEPS : certain), 1.3 * now.warm));
    for (const [plot, pick] of [[course, (s) => s[2]], [shares, (s) => lesson.share(s[0], s[1], now.q2)]]) {
      plot.x = [0, shown];
      plot.clear();
      if (now.warm) plot.line([[now.warm, -9], [now.warm, 9]], { stroke: live.colour("note"), dash: [4, 4] });
      plot.line(path.slice(0, shown + 1).map((state, t) => [t, pick(state)]), { width: 2.2 });
    }
    course.line([[0, Math.PI / 2], [shown, Math.PI / 2]], { dash: [2, 4] });
    shares.line([[0, 0], [shown, 0]], { dash: [2, 4] });
    const word = { optimum: "will reach the teacher", spurious: "will end at the spurious point", "": "is undecided still" }[fate];
    say.textContent = `This run ${word}${certain >= 0 ? `; that is certain after ${certain} updates` : ""}.`;
  };

  const again = live.run(form, [disc, course, shares], draw);
  disc.drag(() => at, (x, y) => {
    const far = Math.max(1, Math.hypot(x, y));
    at = [x / far, y / far];
    again();
  });
}

if (document.querySelector("#disc")) start();
