// Drawing on a canvas, dragging with mouse, finger or keys, and the few special functions that lessons need.
"use strict";

const live = (() => {
  const SQRT2PI = Math.sqrt(2 * Math.PI);

  /** Density of a standard normal variable. */
  const phi = (x) => Math.exp(-0.5 * x * x) / SQRT2PI;

  /** Distribution function of a standard normal variable, to some 14 digits relative in both tails. */
  function Phi(x) {
    const t = Math.abs(x);
    let tail; // the chance of more than t
    if (t < 3) {
      // Phi(t) = 1/2 + phi(t) (t + t^3/3 + t^5/(3 5) + ...)
      let term = t, sum = t;
      for (let n = 1; term > 1e-17 * sum && n < 200; n++) {
        term *= (t * t) / (2 * n + 1);
        sum += term;
      }
      tail = 0.5 - phi(t) * sum;
    } else {
      // Mills' ratio as a continued fraction, from the inside out.
      let f = t;
      for (let n = 120; n > 0; n--) f = t + n / f;
      tail = phi(t) / f;
    }
    return x < 0 ? tail : 1 - tail;
  }

  /** Random numbers that are the same on every run: mulberry32 and the polar method. */
  function random(seed) {
    let state = seed >>> 0;
    const uniform = () => {
      state = (state + 0x6d2b79f5) >>> 0;
      let t = state;
      t = Math.imul(t ^ (t >>> 15), t | 1);
      t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
    const normal = () => {
      for (;;) {
        const a = 2 * uniform() - 1, b = 2 * uniform() - 1, s = a * a + b * b;
        if (s > 0 && s < 1) return a * Math.sqrt((-2 * Math.log(s)) / s);
      }
    };
    return { uniform, normal };
  }

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

  /** A plot with axes; `x` and `y` are ranges, `log` names the axes that are logarithmic. */
  class Plot {
    constructor(canvas, { x, y, log = "", xlabel = "", ylabel = "", square = false }) {
      Object.assign(this, { canvas, x, y, log, xlabel, ylabel, square });
      this.pen = canvas.getContext("2d");
      if (square) canvas.style.maxWidth = "34rem";
      this.resize();
    }

    resize() {
      const wide = this.canvas.clientWidth || 600;
      const high = this.square ? wide - 24 : Math.min(0.6 * wide + 40, 380);
      const scale = window.devicePixelRatio || 1;
      this.canvas.width = wide * scale;
      this.canvas.height = high * scale;
      this.canvas.style.height = `${high}px`;
      this.pen.setTransform(scale, 0, 0, scale, 0, 0);
      this.box = { left: 64, top: 10, right: wide - 12, bottom: high - 40 };
    }

    share(value, [a, b], log) {
      return log ? Math.log(value / a) / Math.log(b / a) : (value - a) / (b - a);
    }

    px(x) {
      return this.box.left + this.share(x, this.x, this.log.includes("x")) * (this.box.right - this.box.left);
    }

    py(y) {
      return this.box.bottom - this.share(y, this.y, this.log.includes("y")) * (this.box.bottom - this.box.top);
    }

    data(px, py) {
      const at = (share, [a, b], log) => (log ? a * (b / a) ** share : a + share * (b - a));
      return [
        at((px - this.box.left) / (this.box.right - this.box.left), this.x, this.log.includes("x")),
        at((this.box.bottom - py) / (this.box.bottom - this.box.top), this.y, this.log.includes("y")),
      ];
    }

    ticks([a, b], log) {
      const found = [];
      if (log) {
        const step = Math.max(1, Math.ceil(Math.log10(b / a) / 6));
        for (let n = Math.ceil(Math.log10(a) - 1e-9); 10 ** n <= b * 1.0001; n += step) found.push(10 ** n);
        return found;
      }
      const raw = (b - a) / 5, unit = 10 ** Math.floor(Math.log10(raw));
      const step = [1, 2, 5, 10].map((n) => n * unit).find((n) => n >= raw);
      for (let n = Math.ceil(a / step - 1e-9); n * step <= b + 1e-9 * step; n++) found.push(n * step);
      return found;
    }

    clear() {
      const { pen, box } = this;
      pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
      pen.font = "13px system-ui, sans-serif";
      pen.fillStyle = pen.strokeStyle = colour("quiet");
      pen.lineWidth = 1;
      pen.strokeRect(box.left, box.top, box.right - box.left, box.bottom - box.top);
      const shown = (n, log) => (log ? `1e${Math.round(Math.log10(n))}` : String(+n.toPrecision(6)).replace("-", "\u2212"));
      pen.textAlign = "center";
      for (const n of this.ticks(this.x, this.log.includes("x"))) {
        pen.fillText(shown(n, this.log.includes("x")), this.px(n), box.bottom + 16);
      }
      pen.fillText(this.xlabel, (box.left + box.right) / 2, box.bottom + 33);
      pen.textAlign = "right";
      for (const n of this.ticks(this.y, this.log.includes("y"))) {
        pen.fillText(shown(n, this.log.includes("y")), box.left - 5, this.py(n) + 4);
      }
      pen.save();
      pen.translate(12, (box.top + box.bottom) / 2);
      pen.rotate(-Math.PI / 2);
      pen.textAlign = "center";
      pen.fillText(this.ylabel, 0, 0);
      pen.restore();
      return this;
    }

    inside(draw) {
      const { pen, box } = this;
      pen.save();
      pen.beginPath();
      pen.rect(box.left, box.top, box.right - box.left, box.bottom - box.top);
      pen.clip();
      draw(pen);
      pen.restore();
    }

    line(points, { stroke = colour("ink"), width = 1.6, dash = [] } = {}) {
      this.inside((pen) => {
        pen.strokeStyle = stroke;
        pen.lineWidth = width;
        pen.setLineDash(dash);
        pen.beginPath();
        points.forEach(([x, y], i) => pen[i ? "lineTo" : "moveTo"](this.px(x), this.py(y)));
        pen.stroke();
      });
    }

    dot([x, y], { fill = colour("link"), radius = 6, mark = "" } = {}) {
      const { pen } = this;
      pen.beginPath();
      pen.arc(this.px(x), this.py(y), radius, 0, 7);
      pen.fillStyle = fill;
      pen.fill();
      pen.strokeStyle = colour("paper");
      pen.lineWidth = 2;
      pen.stroke();
      if (mark) this.text([x, y], mark, 10);
    }

    text([x, y], words, shift = 0, fill = colour("ink")) {
      this.pen.fillStyle = fill;
      this.pen.textAlign = "left";
      this.pen.fillText(words, this.px(x) + shift, this.py(y) - shift);
    }

    arrow([x, y], [dx, dy], length = 14) {
      const ux = dx * (this.px(1) - this.px(0)), uy = dy * (this.py(1) - this.py(0)), size = Math.hypot(ux, uy);
      if (!(size > 0)) return;
      const { pen } = this, px = this.px(x), py = this.py(y), cx = (ux / size) * length, cy = (uy / size) * length;
      pen.strokeStyle = colour("quiet");
      pen.lineWidth = 1;
      pen.beginPath();
      pen.moveTo(px, py);
      pen.lineTo(px + cx, py + cy);
      pen.lineTo(px + 0.65 * cx - 0.2 * cy, py + 0.65 * cy + 0.2 * cx);
      pen.moveTo(px + cx, py + cy);
      pen.lineTo(px + 0.65 * cx + 0.2 * cy, py + 0.65 * cy - 0.2 * cx);
      pen.stroke();
    }

    /** Colour cells of a grid; `fill(i, j)` gives a colour or nothing. */
    cells(columns, rows, fill) {
      const { pen, box } = this, wide = (box.right - box.left) / columns, high = (box.bottom - box.top) / rows;
      for (let i = 0; i < columns; i++) {
        for (let j = 0; j < rows; j++) {
          const shade = fill(i, j);
          if (!shade) continue;
          pen.fillStyle = shade;
          pen.fillRect(box.left + i * wide, box.bottom - (j + 1) * high, wide + 0.5, high + 0.5);
        }
      }
    }

    /** Let a point be dragged by mouse, finger or arrow keys; `moved(x, y)` is told where to. */
    drag(get, moved) {
      const { canvas } = this;
      const go = (event) => {
        const frame = canvas.getBoundingClientRect();
        const [x, y] = this.data(event.clientX - frame.left, event.clientY - frame.top);
        moved(clamp(x, this.x), clamp(y, this.y));
      };
      canvas.tabIndex = 0;
      canvas.style.touchAction = "none";
      canvas.addEventListener("pointerdown", (event) => {
        canvas.setPointerCapture(event.pointerId);
        go(event);
      });
      canvas.addEventListener("pointermove", (event) => event.buttons && go(event));
      canvas.addEventListener("keydown", (event) => {
        const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
        if (!way) return;
        event.preventDefault();
        const [x, y] = get(), step = event.shiftKey ? 0.1 : 0.02;
        moved(clamp(x + way[0] * step * (this.x[1] - this.x[0]), this.x), clamp(y + way[1] * step * (this.y[1] - this.y[0]), this.y));
      });
    }
  }

  const clamp = (value, [a, b]) => Math.min(Math.max(value, a), b);

  /** Values of all ranges and selects of a form; those marked data-log hold decimal logarithms. */
  function values(form) {
    const found = {};
    for (const input of form.querySelectorAll("input[type=range], select")) {
      let value = input.value;
      if (input.type === "range") {
        value = input.dataset.log === undefined ? +value : 10 ** +value;
        const out = form.querySelector(`output[for=${input.id}]`);
        if (out) out.textContent = String(+value.toPrecision(3)).replace("-", "\u2212");
      }
      found[input.name] = value;
    }
    return found;
  }

  /** Let a button move a range from its least value to its largest, a step a frame; pressed again it stops. */
  function play(button, form) {
    const input = form.querySelector(`#${button.dataset.plays}`), word = button.textContent;
    let timer = 0;
    const stop = () => {
      clearInterval(timer);
      timer = 0;
      button.textContent = word;
    };
    button.addEventListener("click", () => {
      if (timer) return stop();
      const least = +input.min, most = +input.max, frames = 60;
      let frame = 0;
      button.textContent = "Stop";
      timer = setInterval(() => {
        input.value = String(least + ((most - least) * frame) / frames);
        input.dispatchEvent(new Event("input", { bubbles: true }));
        if (frame++ >= frames || !button.isConnected) stop();
      }, 80);
    });
  }

  /** Draw now, and again whenever a control moves, the window changes or day turns to night. */
  function run(form, plots, draw) {
    const again = () => {
      plots.forEach((plot) => plot.resize());
      draw(values(form));
    };
    form.addEventListener("input", () => draw(values(form)));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.querySelectorAll("button[data-plays]").forEach((button) => play(button, form));
    window.addEventListener("resize", again);
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
    draw(values(form));
    return () => draw(values(form));
  }

  return { phi, Phi, random, colour, Plot, clamp, values, run };
})();
