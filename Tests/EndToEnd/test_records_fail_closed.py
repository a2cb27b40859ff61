"""What cannot be recorded does not happen: no record, no forward (T48)."""

import os
import subprocess
import threading

import pytest

from harness.trail_verifier import verify
from harness.waiting import until

CANNOT_MOUNT = os.geteuid() != 0


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 4 MiB, so that it can be filled."""
    if CANNOT_MOUNT:
        pytest.skip("mounting a small file system needs root")
    folder = tmp_path / "small"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder], check=True)
    yield str(folder)
    subprocess.run(["umount", "--lazy", folder], check=True)


def fill(folder):
    path = os.path.join(folder, "filler")
    with open(path, "ab", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return path


def test_a_full_disk_denies_and_free_space_heals(start_gate, origin, small_disk):
    gate = start_gate(demo=small_disk)
    visit = gate.logged_in()
    assert visit.get("/before").status == 200
    filler = fill(os.path.dirname(gate.ready["audit"]))

    refused = until("the trail to be full", lambda: (a := visit.get("/full")).status == 503 and a, 20)
    assert refused.reason == "not_recorded"
    arrived = len(origin.arrivals("/full"))
    for _ in range(20):
        assert visit.get("/full").status == 503
    assert len(origin.arrivals("/full")) == arrived
    assert gate.visit("build").get("/.gwanmun/health").status in (200, 503)

    other = gate.visit("build", gate.person("staff", nth=1))
    assert other.present(totp=gate.code(other.person)).status == 503

    os.remove(filler)
    until("service to come back without a restart", lambda: visit.get("/after").status == 200, 20)


def test_everything_at_the_origin_is_in_the_trail_after_a_kill(own_gate, origin):
    """The decision is on disk before the request leaves, so a kill at any moment loses none."""
    visit = own_gate.logged_in()
    origin.forget()
    for round_ in range(3):
        with visit.wire() as wire:
            for number in range(50):
                wire.send_head("GET", f"/kill/{round_}/{number}", visit.credentials())
            until("some of them at the origin", lambda: len(origin.arrivals()) > 10 * (round_ + 1), 10)
            own_gate.kill()
        own_gate.start()
    recorded = {record.get("request_id") for record in own_gate.trail.records()}
    arrived = {exchange.header("X-Request-Id") for exchange in origin.arrivals()}
    assert arrived and arrived <= recorded
    verified = own_gate.command("audit", "verify", own_gate.trail.folder)
    assert verified.returncode == 0, verified.stderr


@pytest.mark.timeout(400)
def test_twenty_kills_under_load_lose_nothing_that_was_acknowledged(own_gate, origin):
    """T48: whatever was answered or reached the origin is in the trail, and the trail and its checkpoints verify each time, by two hands."""
    origin.forget()
    answered = []
    for round_ in range(20):
        visit = own_gate.logged_in()
        is_over = threading.Event()

        def load():
            number = 0
            while not is_over.is_set():
                try:
                    answer = visit.get(f"/load/{round_}/{number}")
                except OSError:
                    return
                if answer.status == 200:
                    answered.append(f"/load/{round_}/{number}")
                number += 1

        thread = threading.Thread(target=load)
        thread.start()
        until("answers", lambda: len([path for path in answered if path.startswith(f"/load/{round_}/")]) > 5 + round_, 20)
        own_gate.kill()
        is_over.set()
        thread.join(20)
        own_gate.start()
    records = own_gate.trail.records()
    assert [record["seq"] for record in records] == list(range(1, len(records) + 1))
    decided = {record.get("path") for record in records if record["type"] == "decision"}
    assert set(answered) <= decided
    arrived = {exchange.header("X-Request-Id") for exchange in origin.arrivals()}
    assert arrived <= {record.get("request_id") for record in records}
    assert own_gate.stop() == 0
    verified = own_gate.command("audit", "verify", own_gate.trail.folder)
    assert verified.returncode == 0, verified.stderr
    assert verify(own_gate.trail.folder) > len(records)


def test_a_disk_that_takes_nothing_is_told_to_the_officers(start_gate, origin, small_disk):
    """T48: the alarm."""
    gate = start_gate(demo=small_disk)
    filler = fill(os.path.dirname(gate.ready["audit"]))
    visit = gate.visit("build", gate.person("staff"))
    until("a refusal", lambda: visit.present(totp=gate.code(visit.person)).status == 503, 20)
    until("the alarm", lambda: "nothing can be recorded" in gate.output() and "trail_stopped" in gate.output(), 20)
    os.remove(filler)
    until("its end", lambda: "records can be written again" in gate.output(), 20)
