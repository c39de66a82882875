import os
import pickle
import time

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from numerics.sweeps import chunk_store
from numerics.sweeps.chunk_store import ChunkStore, content_key, plain_arrays

KEY = content_key(width=2)

# The disk and the machine may be busy.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

numbers = st.booleans() | st.integers() | st.floats() | st.complex_numbers()
leaves = st.none() | numbers | st.text() | st.binary() | hnp.arrays(hnp.scalar_dtypes(), hnp.array_shapes())
plain = st.recursive(
    leaves,
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@unhurried
@given(plain)
def test_key_survives_a_round_trip(value):
    assert content_key(task=pickle.loads(pickle.dumps(value))) == content_key(task=value)


def test_key_ignores_the_order_of_a_dict():
    assert content_key(task={"a": 1, "b": [2]}) == content_key(task={"b": [2], "a": 1})


def test_key_tells_apart_what_merely_compares_equal():
    alike = [1, 1.0, True, 1 + 0j, "1", b"1", np.int8(1), np.int64(1), np.float64(1), np.ones(()), None]
    alike += [[1], (1,), [[1]], {"1": 1}, {}, [], (), "", 0, 0.0, -0.0, False, "None", ["int", "0x1"]]
    alike += [np.ones(1), np.ones((1, 1)), np.ones(1, "f4"), np.ones(1, "m8[s]"), np.ones(1, "m8[D]")]
    alike += [np.zeros(1, [("x", "f8")]), np.zeros(1, [("y", "f8")]), np.zeros((2, 3)), np.zeros((3, 2))]
    assert len({content_key(task=value) for value in alike}) == len(alike)


def test_byte_order_is_no_content_and_goes_unnoticed():
    big, little = np.arange(3, dtype=">f8"), np.arange(3, dtype="<f8")
    assert content_key(task=big) == content_key(task=little)
    assert plain_arrays({"x": big})["x"].dtype.isnative


def test_key_is_the_same_on_every_machine():
    # Recorded once: a change would orphan everybody's stored chunks, and calls for another FORMAT.
    key = content_key(name="widths", task={"width": 2, "scale": 0.5, "weights": np.arange(3, dtype="<f4")})
    assert key == "4cabbdce3de02879aeb3a465c1bd23fd91f80b28fc0c386ffe2b3c67d8589cd7"


@pytest.mark.parametrize(
    ("value", "where"),
    [
        (object(), "task .* got object"),
        ([0, {"rng": {1, 2}}], r"task\[1\]\['rng'\] .* got set: {1, 2}"),
        (np.array([None]), "task .* got ndarray"),
        (np.ma.masked_array([1.0]), "task .* got MaskedArray"),
        ({1: 2}, "task .* got dict: {1: 2}"),
        (len, "task .* got builtin_function_or_method"),
    ],
    ids=["object", "set", "object array", "masked array", "numbered dict", "function"],
)
def test_key_refuses_what_has_no_plain_content(value, where):
    with pytest.raises(TypeError, match="^" + where.replace(" ", " must be plain data ", 1)):
        content_key(task=value)


def test_key_refuses_what_contains_itself():
    knot = []
    knot.append(knot)
    with pytest.raises(ValueError, match=r"^task must not contain itself$"):
        content_key(task=knot)


stored = st.dictionaries(
    st.sampled_from(["x", "file", "allow_pickle", "größe", "X"]),
    hnp.arrays(hnp.scalar_dtypes(), hnp.array_shapes(min_dims=0, min_side=0), fill=st.nothing()),
)


@unhurried
@given(stored)
def test_arrays_come_back_bit_for_bit(tmp_path_factory, arrays):
    store = ChunkStore(tmp_path_factory.getbasetemp() / "round trips")
    arrays = plain_arrays(arrays)
    store.save(KEY, arrays)
    loaded = store.load(KEY)
    assert list(loaded) == list(arrays)
    for name, array in arrays.items():
        assert (loaded[name].dtype, loaded[name].shape) == (array.dtype, array.shape)
        assert loaded[name].tobytes() == array.tobytes()
        assert loaded[name].flags.c_contiguous
        assert loaded[name].flags.writeable


def test_numpy_opens_the_file(tmp_path):
    store = ChunkStore(tmp_path)
    store.save(KEY, {"loss": np.arange(3)})
    with np.load(store.path(KEY), allow_pickle=False) as arrays:
        assert arrays["loss"].tolist() == [0, 1, 2]


def test_equal_chunks_are_equal_files(tmp_path):
    contents = []
    for folder in ("one", "two"):
        store = ChunkStore(tmp_path / folder)
        store.save(KEY, {"loss": np.arange(3)})
        contents.append(store.path(KEY).read_bytes())
    assert contents[0] == contents[1]


def test_a_missing_chunk_is_none(tmp_path):
    assert ChunkStore(tmp_path).load(KEY) is None


def test_every_cut_and_every_flipped_bit_is_noticed(tmp_path):
    store = ChunkStore(tmp_path)
    store.save(KEY, {"loss": np.arange(2, dtype="u1")})
    path = store.path(KEY)
    sound = path.read_bytes()
    for length in range(0, len(sound), 7):
        path.write_bytes(sound[:length])
        assert store.load(KEY) is None
    for place in range(0, len(sound), 3):
        damaged = bytearray(sound)
        damaged[place] ^= 1 << place % 8
        path.write_bytes(damaged)
        assert store.load(KEY) is None
    path.write_bytes(sound + b"\0")
    assert store.load(KEY) is None
    path.write_bytes(sound)
    assert store.load(KEY) is not None


def test_a_sound_file_under_another_key_is_not_trusted(tmp_path):
    store = ChunkStore(tmp_path)
    store.save(KEY, {"loss": np.arange(3)})
    other = content_key(width=3)
    store.path(KEY).rename(store.path(other))
    assert store.load(other) is None


def test_a_file_that_cannot_be_read_is_an_error(tmp_path):
    store = ChunkStore(tmp_path)
    store.path(KEY).mkdir()
    with pytest.raises(OSError, match=KEY):
        store.load(KEY)


def test_a_chunk_appears_whole_or_not_at_all(tmp_path, monkeypatch):
    store = ChunkStore(tmp_path)
    store.save(KEY, {"loss": np.zeros(3)})

    def power_cut(_descriptor):
        raise OSError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr(chunk_store.os, "fsync", power_cut)
        with pytest.raises(OSError, match="power cut"):
            store.save(KEY, {"loss": np.ones(3)})
    assert os.listdir(tmp_path) == [f"{KEY}.npz"]  # noqa: PTH208
    assert store.load(KEY)["loss"].tolist() == [0, 0, 0]


def test_only_abandoned_temporary_files_are_removed(tmp_path):
    abandoned, fresh, foreign = tmp_path / ".a.tmp", tmp_path / ".b.tmp", tmp_path / "notes.txt"
    for path in (abandoned, fresh, foreign):
        path.write_text("half a chunk")
    long_ago = time.time() - 2 * chunk_store.ABANDONED_AFTER
    for path in (abandoned, foreign):
        os.utime(path, (long_ago, long_ago))
    assert ChunkStore(tmp_path).keys() == set()
    assert sorted(path.name for path in tmp_path.iterdir()) == [".b.tmp", "notes.txt"]


def test_folder_is_made_and_may_not_be_a_file(tmp_path):
    ChunkStore(tmp_path / "new" / "folder").save(KEY, {})
    file = tmp_path / "file"
    file.touch()
    for folder in (file, file / "below"):
        with pytest.raises(ValueError, match=r"folder must be a folder or not exist yet, got a file: .*file"):
            ChunkStore(folder)
    with pytest.raises(TypeError, match="folder must be a path, got int: 3"):
        ChunkStore(3)
