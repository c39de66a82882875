"""A training step of plain-20 beside PyTorch's on the CPU: ratios in one run.

A step is forward, loss, backward to the parameters and an update by SGD, of 128 images in single precision.
The ways take turns of two steps, of which the second counts, as in a training one step follows another. Ours
has as many processes as PyTorch has threads. PyTorch computes in both of its layouts, and the nonlinearity
generator both as a maximum and composed of a ReLU and two sums; the ratio is over the fastest of these. The
floor is the time that the products of the convolutions alone would take, one by one, at the speed at which
NumPy multiplies large matrices; ours saves half of the multiplications where channels suffice.

Medians of ratios on two cores of an AMD EPYC (Zen 5), NumPy 2.4 with OpenBLAS 0.3.31, PyTorch 2.13, without
and with batch normalisation:

==================  ==========  ==========  ==========
maps                32 x 32     16 x 16     8 x 8
==================  ==========  ==========  ==========
generator           0.72  0.83  0.67  0.78  0.64  0.78
ReLU                0.88  0.92  0.87  0.89  0.74  0.91
generator, AVX2     1.21  1.25  1.36  1.18  0.91  0.97
ReLU, AVX2          1.49  1.43  1.45  1.31  1.07  1.16
generator, 1 core   0.73  0.88  0.88  0.91  0.81  0.94
ReLU, 1 core        0.86  0.87  0.95  0.97  0.90  1.03
==================  ==========  ==========  ==========

With AVX2 NumPy was held to kernels of half the width by ``OPENBLAS_CORETYPE=Haswell``, PyTorch was not; where
that variable is set, the table's title tells.

When other programs want the cores, PyTorch's threads wait for each other and its time grows tenfold: ratios
of such runs say nothing.

Run with ``python benchmarks/small_cnn.py`` after ``pip install -e '.[oracle]'``.
"""

import argparse
import os
import resource
import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table
from threadpoolctl import threadpool_info, threadpool_limits

from numerics import cnn

BATCH = 128


def own_network(
    images: Any, kind: str, batch_norm: bool, processes: int, depth: int = 20
) -> cnn.DataParallel:
    rng = np.random.default_rng(0)
    model = cnn.plain(depth, kind, rng=rng, image=images.shape[1:], batch_norm=batch_norm)
    return cnn.DataParallel(model, processes)


def own_step(model: cnn.Layer, images: Any, labels: Any) -> Callable[[], float]:
    optimiser = cnn.SGD(model.parameters, 1e-4)

    def step() -> float:
        loss, gradient = cnn.softmax_cross_entropy(model.forward(images), labels)
        model.backward_to_parameters(gradient)
        optimiser.step()
        return loss

    return step


def torch_steps(images: Any, labels: Any, kind: str, batch_norm: bool) -> dict[str, Callable[[], float]]:
    """Return PyTorch's ways by name."""
    import torch  # noqa: PLC0415 - may be missing
    from torch import nn  # noqa: PLC0415 - may be missing

    class Generator(nn.Module):
        def __init__(self, channels: int, composed: bool) -> None:
            super().__init__()
            self.t = nn.Parameter(torch.full((1, channels, 1, 1), -1.0))
            self.composed = composed

        def forward(self, x: Any) -> Any:
            return torch.relu(x - self.t) + self.t if self.composed else torch.maximum(x, self.t)

    def network(composed: bool) -> Any:
        layers: list[Any] = []
        channels = 3
        for width, count in ((16, 7), (32, 6), (64, 6)):
            layers += [nn.MaxPool2d(2)] if width > 16 else []
            for _ in range(count):
                layers.append(nn.Conv2d(channels, width, 3, padding=1, bias=False))
                layers += [nn.BatchNorm2d(width)] if batch_norm else []
                layers.append(nn.ReLU() if kind == "relu" else Generator(width, composed))
                channels = width
        return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))

    def step(model: Any, optimiser: Any, x: Any, y: Any) -> float:
        optimiser.zero_grad()
        loss = nn.functional.cross_entropy(model(x), y)
        loss.backward()
        optimiser.step()
        return float(loss.detach())

    ways = {}
    for composed in (False, True) if kind == "generator" else (False,):
        for layout in (torch.contiguous_format, torch.channels_last):
            model = network(composed).to(memory_format=layout)
            x = torch.tensor(images.transpose(0, 3, 1, 2)).contiguous(memory_format=layout)
            optimiser = torch.optim.SGD(model.parameters(), lr=1e-4, momentum=0.9, weight_decay=5e-4)
            name = ("composed, " if composed else "") + ("NHWC" if layout == torch.channels_last else "NCHW")
            ways[name] = partial(step, model, optimiser, x, torch.tensor(labels))
    return ways


def multiplications(side: int) -> int:
    """Multiplications of plain-20's convolutions: forward, and twice backward but for the images."""
    first = 9 * 3 * 16 * side**2
    rest = 9 * side**2 * (6 * 16 * 16 + (16 * 32 + 5 * 32 * 32) // 4 + (32 * 64 + 5 * 64 * 64) // 16)
    return BATCH * (2 * first + 3 * rest)


def speed(threads: int) -> float:
    """Multiplications of large matrices a second, best of five."""
    a, best = np.ones((2048, 2048), np.float32), 0.0
    with threadpool_limits(threads):
        for _ in range(5):
            begin = time.perf_counter()
            a @ a
            best = max(best, 2048**3 / (time.perf_counter() - begin))
    return best


def timed(ways: dict[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each way, round by round, after one round of warming up."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(rounds + 1):
        for name, way in ways.items():
            time.sleep(0.01)  # threads of the way before that still wait actively go to sleep
            way()
            begin = time.perf_counter()
            way()
            if turn:
                times[name].append(1e3 * (time.perf_counter() - begin))
    return times


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=9, help="the ways take turns; medians count")
    parser.add_argument("--sides", type=int, nargs="+", default=[32, 16, 8])
    parser.add_argument("--memory", action="store_true", help="only the memory of a step of plain-56")
    options = parser.parse_args()
    rng = np.random.default_rng(0)
    if options.memory:
        images = rng.standard_normal((BATCH, 32, 32, 3)).astype(np.float32)
        with own_network(images, "generator", True, processes=1, depth=56) as model:
            step = own_step(model, images, rng.integers(10, size=BATCH))
            step()
            step()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        Console().print(f"plain-56 with batch normalisation, 32 x 32: at most {peak:.2f} GiB")
        return
    import torch  # noqa: PLC0415 - may be missing

    torch.set_num_threads(options.threads)
    kernels = ", ".join(sorted({str(d.get("architecture")) for d in threadpool_info()} - {"None"}))
    if "OPENBLAS_CORETYPE" in os.environ:
        kernels += ", as OPENBLAS_CORETYPE demands"
    table = Table(
        title=f"plain-20, batch {BATCH}, {options.threads} threads or processes: ms a step\n"
        f"(matrix products for {kernels}; load before {os.getloadavg()[0]:.1f})"
    )
    columns = ("maps", "activation", "BN", "ours", "PyTorch", "its way", "ratio", "quartiles", "floor")
    for column in columns:
        table.add_column(column, justify="right")
    for side in options.sides:
        images = rng.standard_normal((BATCH, side, side, 3)).astype(np.float32)
        labels = rng.integers(10, size=BATCH)
        for kind in ("generator", "relu"):
            for batch_norm in (False, True):
                floor = 1e3 * multiplications(side) / speed(options.threads)
                with own_network(images, kind, batch_norm, options.threads) as model:
                    ways = {"ours": own_step(model, images, labels)}
                    ways |= torch_steps(images, labels, kind, batch_norm)
                    times = timed(ways, options.rounds)
                middle = {name: statistics.median(them) for name, them in times.items()}
                best = min((name for name in ways if name != "ours"), key=middle.__getitem__)
                ratios = [a / b for a, b in zip(times["ours"], times[best], strict=True)]
                low, median, high = statistics.quantiles(ratios, n=4)
                table.add_row(
                    f"{side} x {side}",
                    kind,
                    "yes" if batch_norm else "no",
                    f"{middle['ours']:.0f}",
                    f"{middle[best]:.0f}",
                    best,
                    f"{median:.2f}",
                    f"{low:.2f}-{high:.2f}",
                    f"{floor:.0f}",
                )
        table.add_section()
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
