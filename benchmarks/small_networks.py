"""Training many small networks at once beside PyTorch on the CPU, as ratios in one run.

Full-batch gradient descent on the logistic loss, one network a seed, all seeds in one batch of matrices;
PyTorch does the same with ``torch.bmm`` and its own derivatives, on the same data, in 64 bits. Run with
``python benchmarks/small_networks.py``; without PyTorch (``pip install -e '.[bench]'``) only our own
speed is shown.
"""

import importlib.util
import statistics
import time
from itertools import pairwise
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from numerics import descent
from numerics.architecture import Layered, Plain, dense
from numerics.network import LINEAR, RELU

STEPS, ROUNDS = 300, 5


def build(widths: tuple[int, ...]) -> Layered:
    return Layered(
        [Plain(dense(m, n), RELU if i == 0 else LINEAR) for i, (n, m) in enumerate(pairwise(widths))]
    )


def by_torch(net: Layered, theta: Any, x: Any, y: Any, eta: float) -> Any:
    import torch  # noqa: PLC0415

    inputs, labels = torch.tensor(x).expand(len(theta), *x.shape), torch.tensor(y)
    maps = [torch.tensor(np.ascontiguousarray(w)).requires_grad_() for w in net.split(theta)]
    for _ in range(STEPS):
        h = inputs
        for layer, w in enumerate(maps):
            h = torch.bmm(h, w.transpose(1, 2))
            if layer == 0:
                h = torch.relu(h)
        loss = torch.nn.functional.softplus(-labels * h[..., 0]).mean(dim=-1).sum()
        slopes = torch.autograd.grad(loss, maps)
        with torch.no_grad():
            for w, g in zip(maps, slopes, strict=True):
                w.sub_(eta * g)
    return np.concatenate([w.detach().numpy().reshape(len(theta), -1) for w in maps], axis=1)


def main() -> None:
    have_torch = importlib.util.find_spec("torch") is not None
    console = Console()
    if not have_torch:
        console.print("PyTorch is not installed: only our own speed is shown")
    table = Table(title=f"{STEPS} full-batch steps, 64 samples")
    for column in ("widths", "seeds", "ours, steps/s", "PyTorch, steps/s", "ours / PyTorch"):
        table.add_column(column, justify="right")
    for widths in ((8, 16, 8, 1), (8, 16, 12, 8, 1), (8, 16, 12, 10, 8, 1)):
        net = build(widths)
        for seeds in (1, 8, 32):
            rng = np.random.default_rng(0)
            x = rng.normal(size=(64, 8))
            y = np.where(x @ rng.normal(size=8) > 0, 1.0, -1.0)
            theta = rng.normal(size=(seeds, net.size)) / 4
            ours, theirs = [], []
            for _ in range(ROUNDS):
                begin = time.perf_counter()
                mine = descent.train(net, theta, x, y, loss="logistic", eta=0.1, steps=STEPS)
                ours.append(time.perf_counter() - begin)
                if have_torch:
                    begin = time.perf_counter()
                    other = by_torch(net, theta, x, y, 0.1)
                    theirs.append(time.perf_counter() - begin)
                    assert np.allclose(mine, other, atol=1e-9)
            speed = STEPS / statistics.median(ours)
            row = ["-", "-"]
            if theirs:
                ratio = statistics.median(b / a for a, b in zip(ours, theirs, strict=True))
                row = [f"{STEPS / statistics.median(theirs):.0f}", f"{ratio:.2f}"]
            table.add_row("-".join(map(str, widths)), str(seeds), f"{speed:.0f}", *row)
    console.print(table)


if __name__ == "__main__":
    main()
