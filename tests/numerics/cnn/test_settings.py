"""A checkpoint answers for one network only: every layer names its settings, and they are in the key."""

import inspect

import numpy as np
import pytest

from numerics import cnn
from numerics.cnn import BatchNorm, Chain, Convolution, Dense, GlobalAveragePool, MaxPool, ReLU, initialise
from numerics.cnn.activations import _Activation
from numerics.cnn.chain import IdentityShortcut
from numerics.cnn.layer import Layer
from numerics.cnn.training import train

#: Arguments of constructors that are seen elsewhere: in the arrays, or in the layers within.
IN_THE_ARRAYS = {"dtype", "start", "shape", "bias", "layers", "branch", "shortcut", "model", "processes"}


def network(**changed):
    given = {"stride": 1, "padding": 1, "momentum": 0.9, "epsilon": 1e-5, "pool": 2} | changed
    net = Chain(
        [
            Convolution(1, 3, stride=given["stride"], padding=given["padding"]),
            BatchNorm(3, momentum=given["momentum"], epsilon=given["epsilon"]),
            ReLU(),
            MaxPool(given["pool"]),
            GlobalAveragePool(),
            Dense(3, 4),
        ]
    )
    initialise(net, "xavier", rng=np.random.default_rng(0))
    return net


def trained(net, folder):
    rng = np.random.default_rng(1)
    images = rng.standard_normal((24, 12, 12, 1)).astype(np.float32)
    history = train(
        net, images, rng.integers(0, 4, 24), steps=3, batch=8, rate=0.1, seed=0, record=[3], folder=folder
    )
    return history.losses.tolist(), history.train_accuracies.tolist()


@pytest.mark.parametrize(
    "changed", [{"stride": 2}, {"padding": 0}, {"momentum": 0.1}, {"epsilon": 1.0}, {"pool": 4}], ids=str
)
def test_a_checkpoint_answers_for_no_other_network(tmp_path, changed):
    trained(network(), tmp_path)
    assert trained(network(**changed), tmp_path) == trained(network(**changed), None)
    assert len(list(tmp_path.glob("*.npz"))) == 2


def every_layer():
    found, waiting = [], [Layer]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith("numerics.cnn") and not kind.__name__.startswith(("_", "Many")):
            found.append(kind)
    return [kind for kind in found if kind not in (Layer, _Activation)]


@pytest.mark.parametrize("kind", every_layer(), ids=lambda kind: kind.__name__)
def test_settings_name_every_argument_of_the_constructor(kind):
    wanted = set(inspect.signature(kind.__init__).parameters) - {"self", *IN_THE_ARRAYS}
    numbers = {"c_in": 2, "c_out": 2, "n_in": 2, "n_out": 2, "channels": 2, "shape": 2}
    given = {n: v for n, v in numbers.items() if n in inspect.signature(kind.__init__).parameters}
    if wanted:
        assert wanted <= set(kind(**given).settings)


def test_a_layer_with_a_setting_of_no_known_kind_is_refused(tmp_path):
    class Odd(ReLU):
        def __init__(self):
            super().__init__()
            self.curve = np.tanh

    net = network()
    odd = Chain([*net.layers[:2], Odd(), *net.layers[3:]])
    with pytest.raises(TypeError, match=r"Odd\.curve=.* override Odd\.settings"):
        trained(odd, tmp_path)
    assert isinstance(IdentityShortcut(2, 4, 2).settings["stride"], int)
    assert cnn.Residual(ReLU(), ReLU()).settings == {}
