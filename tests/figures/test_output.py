import hashlib
import json

import matplotlib
import numpy as np
import pytest
from PIL import Image

from figures import output, registry
from figures.output import data_hash, render, render_all
from figures.provenance import source_hash

NOISE = np.random.default_rng(20200513).normal(size=(4, 5))


def test_hash_depends_on_names_dtypes_shapes_and_values_but_not_on_order():
    data = {"a": NOISE, "b": np.arange(3)}
    assert data_hash(data) == data_hash(dict(reversed(data.items())))
    assert data_hash(data) == data_hash({"a": np.asfortranarray(NOISE), "b": np.arange(3)})
    others = [
        {"a": NOISE},
        {"a": NOISE, "c": np.arange(3)},
        {"a": NOISE.T, "b": np.arange(3)},
        {"a": NOISE, "b": np.arange(3.0)},
        {"a": NOISE, "b": np.array([0, 1, 3])},
        {"a": NOISE * (1 + 1e-8), "b": np.arange(3)},
    ]
    assert len({data_hash(other) for other in [data, *others]}) == 1 + len(others)


def test_hash_is_blind_to_noise_in_the_last_bits():
    shaken = NOISE * (1 + 1e-14 * np.sign(NOISE[::-1]))
    assert np.any(shaken != NOISE)
    assert data_hash({"a": shaken}) == data_hash({"a": NOISE})
    assert data_hash({"a": shaken + 1j * NOISE}) == data_hash({"a": NOISE + 1j * shaken + NOISE - shaken})


def test_hash_sees_the_tenth_digit_and_not_the_twelfth():
    assert data_hash({"x": 1.234567891}) != data_hash({"x": 1.234567892})
    assert data_hash({"x": 1.23456789101}) == data_hash({"x": 1.23456789102})
    assert data_hash({"x": 1.234567891e-300}) != data_hash({"x": 1.234567892e-300})


def test_hash_knows_one_zero_one_nan_and_one_byte_order():
    assert data_hash({"x": [-0.0, 1.0]}) == data_hash({"x": [0.0, 1.0]})
    assert data_hash({"x": [-1e-320 * 0]}) == data_hash({"x": [0.0]})
    odd_nan = np.array([0x7FF8000000000001, 0xFFF8000000000000], dtype=np.uint64).view(np.float64)
    assert data_hash({"x": odd_nan}) == data_hash({"x": [np.nan, np.nan]})
    for values in (NOISE, np.arange(3), NOISE + 1j):
        assert data_hash({"x": values.astype(values.dtype.newbyteorder(">"))}) == data_hash({"x": values})
    assert data_hash({"x": [np.inf]}) != data_hash({"x": [-np.inf]})


def test_hash_is_the_documented_one():
    # Written out by hand: name, dtype and shape, then little-endian values.
    stream = b'["x", "<f8", [2]]\n' + np.array([1.0, 0.1], dtype="<f8").tobytes()
    assert data_hash({"x": [1.0, 0.1]}) == hashlib.sha256(stream).hexdigest()


@pytest.mark.parametrize("bad", [np.array([object()]), np.array(["2020"], dtype="M8[D]"), b"raw"])
def test_hash_refuses_what_is_not_data(bad):
    with pytest.raises(TypeError, match=r"data\['odd'\] has dtype"):
        data_hash({"fine": 1.0, "odd": bad})


def test_render_writes_pictures_and_a_complete_sidecar(make_plate, tmp_path):
    plate = make_plate()
    folder = tmp_path / "deep" / "down"
    sidecar = render(plate, folder)
    assert sidecar == {
        "id": "toy.fig1",
        "title": "A toy",
        "caption": "Noise, drawn as a line.",
        "paper": "toy",
        "shows": ["toy.eq1", "toy.eq2"],
        "seeds": [7],
        "data_hash": data_hash(plate.data()),
        "files": {"svg": "toy.fig1.svg", "png": "toy.fig1.png"},
        "stamp": "",
        "source_hash": source_hash(plate.compute.__module__),
        "versions": {"numpy": np.__version__, "matplotlib": matplotlib.__version__},
    }
    assert json.loads((folder / "toy.fig1.json").read_text(encoding="utf-8")) == sidecar
    assert sorted(path.name for path in folder.iterdir()) == [
        f"toy.fig1.{end}" for end in ("json", "npz", "png", "svg")
    ]
    png = (folder / "toy.fig1.png").read_bytes()
    width, height = (int.from_bytes(png[i : i + 4], "big") for i in (16, 20))
    assert (width, height) == (400, 300)  # 2 x 1.5 inches at 200 dots per inch


def test_rendering_again_gives_the_same_bytes(make_plate, tmp_path):
    plate = make_plate()
    for folder in ("one", "two"):
        with matplotlib.rc_context({"lines.linewidth": 9, "svg.hashsalt": folder, "font.size": 20}):
            render(plate, tmp_path / folder)
    for name in ("toy.fig1.svg", "toy.fig1.png", "toy.fig1.json", "toy.fig1.npz"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert b"<dc:date>" not in (tmp_path / "one" / "toy.fig1.svg").read_bytes()


def test_a_failed_drawing_leaves_the_old_files_whole(make_plate, tmp_path, monkeypatch):
    plate = make_plate()
    render(plate, tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    monkeypatch.setattr(plate, "_draw", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        render(plate, tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_failed_write_leaves_the_old_files_whole_and_no_litter(make_plate, tmp_path, monkeypatch):
    plate = make_plate()
    render(plate, tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    plate.seeds = (8,)
    write = output.Path.write_bytes

    def full_disk(path, content):
        write(path, content[: len(content) // 2])
        if ".json" in path.name:
            raise OSError("no space left")

    monkeypatch.setattr(output.Path, "write_bytes", full_disk)
    with pytest.raises(OSError, match="no space left"):
        render(plate, tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_render_all_takes_ids_and_papers_and_reports_progress(make_plate, tmp_path):
    make_plate("toy.fig1")
    make_plate("toy.fig2")
    seen = []
    sidecars = render_all(["toy"], tmp_path, progress=lambda *report: seen.append(report))
    assert [sidecar["id"] for sidecar in sidecars] == ["toy.fig1", "toy.fig2"]
    assert seen == [(0, 2, "toy.fig1"), (1, 2, "toy.fig2"), (2, 2, "toy.fig2")]


def test_render_all_draws_nothing_when_a_name_is_wrong(make_plate, tmp_path):
    make_plate()
    with pytest.raises(registry.UnknownFigureError, match=r"toy\.fig7"):
        render_all(["toy.fig1", "toy.fig7"], tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_stamp_is_on_the_face_and_in_the_sidecar(make_plate, tmp_path):
    plate = make_plate()
    render(plate, tmp_path / "plain")
    said = render(plate, tmp_path / "stamped", stamp="toy.eq1: refuted")
    assert said["stamp"] == "toy.eq1: refuted"
    plain, stamped = (
        np.asarray(Image.open(tmp_path / name / "toy.fig1.png")) for name in ("plain", "stamped")
    )
    assert (plain != stamped).any()
    red = (stamped[..., 0] > 180) & (stamped[..., 1] < 130) & (stamped[..., 2] < 60)
    assert red[: stamped.shape[0] // 5].sum() > 50  # in words across the top


def test_slides_are_written_where_asked_for_and_there_are_any(make_plate, tmp_path):
    plate = make_plate()
    render(plate, tmp_path, slide=True)
    assert not list(tmp_path.glob("*.slide.*"))
    plate.slide(plate._draw)
    render(plate, tmp_path, slide=True)
    assert {path.name for path in tmp_path.glob("*.slide.*")} == {"toy.fig1.slide.svg", "toy.fig1.slide.png"}
