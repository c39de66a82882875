"""Training many small networks at once beside PyTorch on the CPU, as ratios in one run.

Full-batch gradient descent on the logistic loss, one network a seed, all seeds in one batch of matrices;
PyTorch does the same with ``torch.bmm`` and its own derivatives, on the same data, in 64 bits, with as many
threads (one, or OPENBLAS_NUM_THREADS). Rounds of the two alternate; ratios are medians over rounds. In the
networks with a linear tail we compose the tail before we meet the samples; in the one with ReLU throughout
there is nothing to compose. Run with ``python benchmarks/small_networks.py``; without PyTorch
(``pip install -e '.[bench]'``) only our own speed is shown.
"""

import importlib.util
import os
import statistics
import time
from itertools import pairwise
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table
from threadpoolctl import threadpool_limits

from numerics.invariances import descent
from numerics.invariances.architecture import Block, Layered, Plain, block, dense
from numerics.invariances.network import LINEAR, RELU

THREADS = int(os.environ.get("OPENBLAS_NUM_THREADS", "1"))
STEPS, ROUNDS = 300, 7


def build(widths: tuple[int, ...], bent: int = 1) -> Layered:
    """Dense maps, of which the first so many are followed by ReLU."""
    return Layered(
        [Plain(dense(m, n), RELU if i < bent else LINEAR) for i, (n, m) in enumerate(pairwise(widths))]
    )


NETS = {
    "8-16-8-1": build((8, 16, 8, 1)),
    "8-16-12-8-1": build((8, 16, 12, 8, 1)),
    "8-16-12-10-8-1": build((8, 16, 12, 10, 8, 1)),
    "8-16-free-1": Layered(
        [Plain(dense(16, 8), RELU), block(16, 8, 8, "free", inner=LINEAR), Plain(dense(1, 8))]
    ),
    "8-16-12-8-1, all ReLU": build((8, 16, 12, 8, 1), bent=3),
}


def by_us(net: Layered, theta: Any, x: Any, y: Any, eta: float) -> Any:
    with threadpool_limits(THREADS):
        return descent.train(net, theta, x, y, loss="logistic", eta=eta, steps=STEPS)


def by_torch(net: Layered, theta: Any, x: Any, y: Any, eta: float) -> Any:
    import torch  # noqa: PLC0415 - may be missing

    torch.set_num_threads(THREADS)
    inputs, labels = torch.tensor(x).expand(len(theta), *x.shape), torch.tensor(y)
    maps = [torch.tensor(np.ascontiguousarray(w)).requires_grad_() for w in net.split(theta)]

    def times(h: Any, w: Any) -> Any:
        return torch.bmm(h, w.transpose(1, 2))

    for _ in range(STEPS):
        h, parts = inputs, iter(maps)
        for stage in net.stages:
            if isinstance(stage, Block):
                first, second, skip = next(parts), next(parts), next(parts)
                h = times(times(h, first), second) + times(h, skip)
            else:
                h = times(h, next(parts))
                if stage.slopes == RELU:
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
    table = Table(title=f"{STEPS} full-batch steps, 64 samples, {THREADS} thread(s) each")
    for column in ("network", "seeds", "ours, steps/s", "PyTorch, steps/s", "times as fast"):
        table.add_column(column, justify="right")
    for name, net in NETS.items():
        for seeds in (1, 8, 32):
            rng = np.random.default_rng(0)
            x = rng.normal(size=(64, 8))
            y = np.where(x @ rng.normal(size=8) > 0, 1.0, -1.0)
            theta = rng.normal(size=(seeds, net.size)) / 4
            ours, theirs = [], []
            for _ in range(ROUNDS):
                begin = time.perf_counter()
                mine = by_us(net, theta, x, y, 0.1)
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
            table.add_row(name, str(seeds), f"{speed:.0f}", *row)
    console.print(table)


if __name__ == "__main__":
    main()
