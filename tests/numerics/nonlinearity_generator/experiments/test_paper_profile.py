"""The paper's own networks: settings, an estimate of their time, and records of what they found."""

import numpy as np
import pytest

from numerics.cnn.history import History
from numerics.nonlinearity_generator.experiments import Result, Setting, paper_profile, records
from numerics.nonlinearity_generator.experiments.estimate import seconds
from numerics.nonlinearity_generator.experiments.profiles import names, settings


def paper(experiment, **options):
    return settings("paper", experiment, have={"cifar10", "mnist"}, **options)


def test_every_network_of_the_tables_is_there():
    found = {(s.data, s.family, s.depth, s.batch_norm, s.activation) for s in paper("tables3to6")}
    assert len(found) == 2 * 12 * 3
    assert ("mnist32", "resnet", 56, True, "prelu") in found
    assert ("cifar10", "plain", 44, False, "generator") in found


def test_settings_are_those_of_section_3():
    every = [setting for name in names("paper") for setting in paper(name)]
    assert {s.batch for s in every} == {128}
    assert {s.widths for s in every} == {(16, 32, 64)}
    assert {s.decay for s in every if s.family == "plain"} == {5e-4}
    residual = {s.activation: s.decay for s in every if s.family == "resnet"}
    assert residual == {"relu": 1e-4, "prelu": 5e-4, "generator": 5e-4}
    assert all(s.augmentation().flip for s in every)
    assert {(s.family, s.rate) for s in paper("tables3to6")} == {("plain", 0.01), ("resnet", 0.1)}
    assert {s.rate for s in paper("large_rates") if s.family == "plain"} == {1.0, 1.5}
    assert {s.start for s in paper("small_starts")} == {"xavier_printed", "msra_printed"}
    deep = {(s.family, s.depth, s.batch_norm) for s in paper("very_deep")}
    assert {("plain", 104, True), ("plain", 248, True), ("resnet", 110, True)} <= deep
    assert every[0].schedule().drops == 3


def test_epochs_end_at_whole_records():
    (setting, *_) = paper("tables3to6", epochs=2)
    assert setting.record == [0, 390, 780]
    assert paper("tables3to6")[0].steps == paper_profile.EPOCHS * 390
    with pytest.raises(ValueError, match="epochs"):
        paper("tables3to6", epochs=0)
    with pytest.raises(ValueError, match="epochs"):
        settings("quick", "e1", epochs=3)
    assert settings("paper", "very_deep", have={"mnist"}) == []


def test_times_grow_with_depth_and_updates():
    chosen = paper("very_deep", epochs=1)
    asked = []

    def measure(kind):
        asked.append((kind.family, kind.depth, kind.batch_norm, kind.activation))
        return 0.1

    deep = next(s for s in chosen if s.depth == 248)
    assert seconds({deep: 2}, measure) == pytest.approx(2 * 390 * 0.1 * 247 / 19)
    asked.clear()
    seconds(dict.fromkeys(chosen, 1), measure)
    assert len(asked) == len(set(asked)) == 9
    shallow = Setting("", "plain", 8, (2, 3, 4), "relu", 0.1, 10, batch=4)
    assert seconds({shallow: 1}) > 0


def test_a_record_is_read_as_it_was_written(tmp_path):
    rng = np.random.default_rng(0)
    history = History(losses=rng.uniform(1, 2, 40), batch_accuracies=rng.integers(0, 9, 40) / 8)
    history.add_record(0, train_accuracies=0.1, test_accuracies=0.125)
    history.add_record(40, train_accuracies=0.1, test_accuracies=np.nan)
    setting = paper("tables3to6")[1]
    path = tmp_path / "record.json"
    path.write_bytes(records.document([Result(setting, (3,), (history,))], {"command": "made"}))
    record = records.read(path)
    assert record.provenance == {"command": "made"}
    (run,) = record.runs
    assert (run.setting, run.seed, run.updates, run.diverged) == (setting, 3, 40, False)
    assert run.first == tuple(history.losses[: records.FIRST])
    blocks = history.losses[:30].reshape(2, records.BLOCK).mean(axis=1)
    np.testing.assert_allclose(run.losses, blocks, rtol=1e-4)
    assert run.measured == ((0, 0.125),)
    assert record.find(family="plain", depth=20) == [run]
    assert record.find(depth=32) == []
    path.write_text('{"runs": [{}]}')
    with pytest.raises(ValueError, match="must be a record of runs"):
        records.read(path)
