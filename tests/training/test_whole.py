"""The whole training: steps in an order that serves, done steps left alone, failures told."""

from __future__ import annotations

from pathlib import Path

import pytest

from training import whole


@pytest.fixture(autouse=True)
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(whole, "RUNS", tmp_path)
    return tmp_path


def needed(name: str, by_name: dict[str, whole.Step]) -> set[str]:
    """Return the step with all it waits for."""
    return {name}.union(*(needed(before, by_name) for before in by_name[name].after))


def test_a_step_waits_for_every_step_whose_file_it_reads() -> None:
    by_name = {step.name: step for step in whole.steps()}
    makers = {str(step.makes): step.name for step in by_name.values()}
    read = 0
    for step in by_name.values():
        before = needed(step.name, by_name) - {step.name}
        runs = {option.partition(":")[0] for option in step.options}
        named = {run for run in runs if run in by_name} - {step.name}
        files = {makers[option] for option in step.options if option in makers}
        read += len(named | files)
        assert named | files <= before, step.name
    assert read > len(by_name)


def test_what_is_validated_never_saw_what_it_is_measured_on() -> None:
    steps = {step.name: step for step in whole.steps()}
    for run in steps["validate"].options[1:]:
        assert "--fold" in steps[run].options
        assert "--init" not in steps[run].options


def test_a_step_that_is_done_is_not_run_again(tmp_path: Path) -> None:
    done = tmp_path / "model.safetensors"
    done.touch()
    assert whole.take(whole.Step("done", "no_such_module", makes=done), bf16=False) == 0.0
    assert not (tmp_path / "done.log").exists()


def test_a_failed_step_names_its_log_and_shows_the_end_of_it(tmp_path: Path) -> None:
    with pytest.raises(whole.StepError, match="No module named") as told:
        whole.take(whole.Step("first", "no_such_module"), bf16=True)
    assert str(tmp_path / "first.log") in str(told.value)


@pytest.mark.parametrize("after", [("first",), ()])
def test_after_a_failure_no_other_step_begins(tmp_path: Path, after: tuple[str, ...]) -> None:
    first = whole.Step("first", "no_such_module")
    other = whole.Step("other", "no_such_module", after=after)
    with pytest.raises(whole.StepError, match="first failed"):
        whole.take_all([first, other], side_by_side=1, bf16=False)
    assert not (tmp_path / "other.log").exists()


@pytest.mark.parametrize("side_by_side", [1, 2, 5])
def test_every_step_is_taken_once_after_all_it_needs(
    monkeypatch: pytest.MonkeyPatch, side_by_side: int
) -> None:
    ended: list[str] = []
    planned = whole.steps()

    def take(step: whole.Step, bf16: bool) -> float:
        assert set(step.after) <= set(ended)
        ended.append(step.name)
        return 0.0

    monkeypatch.setattr(whole, "take", take)
    whole.take_all(planned[::-1], side_by_side, bf16=True)
    assert sorted(ended) == sorted(step.name for step in planned)
