"""``python -m sandbox`` as a process, and the sandbox inside a thread."""

import json
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sandbox.server import running

ROOT = Path(__file__).parents[3]


@contextmanager
def process(*options: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--employees", "3", *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as started:
        try:
            assert started.stdout is not None
            yield started, json.loads(started.stdout.readline())
        finally:
            started.terminate()


def get(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=10) as response:
        return json.load(response)


def test_the_first_line_says_where_it_listens_and_how_to_sign_in() -> None:
    with process() as (_, line):
        assert {name: set(value) for name, value in line.items() if name != "url"} == {
            "bamboohr": {"company", "api_key"},
            "plansource": {"client_id", "client_secret", "logged_in_user"},
        }


def test_it_answers_as_soon_as_the_first_line_is_out() -> None:
    with process("--seed", "7") as (_, line):
        assert get(line["url"] + "/__sandbox/health") == {"status": "ok", "employees": 3, "seed": 7}


def test_it_listens_on_the_loopback_address_only() -> None:
    with process() as (_, line):
        assert line["url"].startswith("http://127.0.0.1:")


def test_it_starts_on_the_day_asked_for() -> None:
    with process("--today", "2027-02-01") as (_, line):
        assert get(line["url"] + "/__sandbox/clock")["today"] == "2027-02-01"


def test_it_starts_with_the_faults_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "faults.json"
    path.write_text('[{"kind": "latency"}]', encoding="utf-8")
    with process("--faults", str(path)) as (_, line):
        assert [rule["kind"] for rule in get(line["url"] + "/__sandbox/faults")] == ["latency"]


def test_it_stops_cleanly_on_sigterm_and_saves_its_state(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    with process("--state", str(path)) as (started, _):
        started.send_signal(signal.SIGTERM)
        assert (started.wait(10), path.exists()) == (0, True)


def test_a_wrong_fault_file_is_named_and_nothing_starts(tmp_path: Path) -> None:
    path = tmp_path / "faults.json"
    path.write_text('[{"kind": "storm"}]', encoding="utf-8")
    command = [sys.executable, "-m", "sandbox", "--faults", str(path)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=30)
    assert (ended.returncode, ended.stdout, "kind must be one of" in ended.stderr) == (2, "", True)


def test_the_same_seed_gives_the_same_credentials() -> None:
    seeds = [running(1, seed=seed).credentials for seed in (1, 1, 2)]
    assert (seeds[0] == seeds[1], seeds[0] == seeds[2]) == (True, False)


def test_it_serves_from_a_thread_for_a_plain_test() -> None:
    with running(employees=3) as box:
        assert get(box.url + "/__sandbox/health")["employees"] == 3


def test_two_sandboxes_run_side_by_side() -> None:
    with running(1, seed=1) as one, running(1, seed=2) as other:
        assert [get(box.url + "/__sandbox/health")["seed"] for box in (one, other)] == [1, 2]
