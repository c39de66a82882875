"""Chunks for the tests of sweeps, in a module of their own because spawned workers import it."""

import os
import signal
import threading
import time
from pathlib import Path

import numpy as np


def normals(task, rng):
    """Draws, and what they came from."""
    return {"draws": rng.standard_normal(task["draws"]), "task": task["draws"]}


def logged(task, rng):
    """Leave a line for every chunk that is computed."""
    with Path(task["log"]).open("a") as log:
        log.write(f"{task['label']}\n")
    return {"draw": rng.random(4)}


def uneven(task, rng):
    """Later tasks finish first, or fail."""
    if task["seconds"] < 0:
        raise ArithmeticError("no such time")
    time.sleep(task["seconds"])
    return {"draw": rng.random(4)}


def uneven_sign(task, rng):
    """Fail on one task."""
    if task == "bad":
        raise ArithmeticError("no sign")
    return {"draw": rng.random(2)}


class ManyWordsError(Exception):
    """An exception that pickles but does not come back."""

    def __init__(self, one, two):
        super().__init__(one + two)


def many_words(_task, _rng):
    raise ManyWordsError("from ", "afar")


def die(task, rng):
    """End the worker as a shortage of memory would."""
    if task:
        os.kill(os.getpid(), signal.SIGKILL)
    return {"draw": rng.random(2)}


def interrupted(task, rng):
    """Be interrupted on one task."""
    if task["interrupt"]:
        raise KeyboardInterrupt
    return logged(task, rng)


def endless(task, rng):
    """Finish the first tasks, then say so and never finish."""
    if task["last"]:
        Path(task["log"]).write_text(str(os.getpid()))
        time.sleep(600)
    return {"draw": rng.random(4)}


def returns_what_it_is_told(task, _rng):
    results = {
        "list": [1.0],
        "objects": {"x": np.array([None])},
        "masked": {"x": np.ma.masked_array([1.0], [True])},
        "name": {"not a name": 1.0},
        "number": {1: 1.0},
    }
    return results[task]


def overwrites_itself(task, rng):
    """Return views of a buffer that the next chunk overwrites, and spoil its task."""
    task.append("spoiled")
    BUFFER[:] = rng.random((3, 4))
    return {"file": BUFFER.T, "allow_pickle": BUFFER[::2, ::2]}


BUFFER = np.zeros((3, 4))


def gated(task, rng):
    """Wait at the gate, if told so."""
    if task == "wait":
        AT_THE_GATE.set()
        GATE.wait(20)
    return {"draw": rng.random(2)}


AT_THE_GATE, GATE = threading.Event(), threading.Event()
