"""What cannot be recorded does not happen: no record, no forward (T48)."""

import json
import os
import subprocess
import threading

import pytest

from harness.faults import standing_still
from harness.trail_verifier import verify
from harness.waiting import until

KILLS = int(os.environ.get("GWANMUN_KILLS", "12"))
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
            until("some of them at the origin", lambda: len(origin.arrivals()) > 10 * (round_ + 1))
            own_gate.kill()
        own_gate.start()
    recorded = {record.get("request_id") for record in own_gate.trail.records()}
    arrived = {exchange.header("X-Request-Id") for exchange in origin.arrivals()}
    assert arrived and arrived <= recorded
    verified = own_gate.command("audit", "verify", own_gate.trail.folder)
    assert verified.returncode == 0, verified.stderr


@pytest.mark.timeout(600)
def test_kills_under_load_lose_nothing_that_was_acknowledged(own_gate, origin):
    """T48: whatever was answered or reached the origin is in the trail; the trail and its checkpoints verify each time, as the kill left them
    and once the node has mended them, by two hands.

    Twelve kills with four people at work; GWANMUN_KILLS asks for more of them.
    """
    origin.forget()
    own_gate.reconfigure(lambda settings: settings.update(audit_trail={"checkpoints": {"every_records": 7}}))
    answered = set()
    for round_ in range(KILLS):
        visits = [own_gate.logged_in(person) for person in (own_gate.person("staff"), own_gate.person("staff", nth=1))]
        is_over = threading.Event()

        def work(visit, path):
            number = 0
            while not is_over.is_set():
                try:
                    answer = visit.get(f"{path}/{number}")
                except OSError:
                    return
                if answer.status == 200:
                    answered.add(f"{path}/{number}")
                number += 1

        workers = [threading.Thread(target=work, args=(visits[n % 2], f"/load/{round_}/{n}")) for n in range(4)]
        for worker in workers:
            worker.start()
        before = len(answered)
        until("answers", lambda: len(answered) > before + 5 + round_, 30)
        own_gate.kill()
        is_over.set()
        for worker in workers:
            worker.join(30)
        as_left = verify(own_gate.trail.folder)
        own_gate.start()
        assert verify(own_gate.trail.folder) >= as_left
    records = own_gate.trail.records()
    assert [record["seq"] for record in records] == list(range(1, len(records) + 1))
    assert answered <= {record.get("path") for record in records if record["type"] == "decision"}
    arrived = {exchange.header("X-Request-Id") for exchange in origin.arrivals()}
    assert arrived <= {record.get("request_id") for record in records}
    assert own_gate.stop() == 0
    verified = own_gate.command("audit", "verify", own_gate.trail.folder, "--json")
    assert verified.returncode == 0, verified.stderr
    assert verify(own_gate.trail.folder) == json.loads(verified.stdout)["records"] > len(records)


@pytest.mark.parametrize("call", ["write", "fdatasync"])
def test_a_disk_that_stands_still_denies_in_time_and_goes_on_by_itself(own_gate, origin, call):
    """T48: whoever asks for a graded console is told so while the disk still stands; nothing of theirs reaches the origin, and nothing is lost."""
    gate = own_gate
    visits = {name: gate.logged_in(gate.person("staff"), console=name) for name in ("build", "fab")}
    notice = gate.visit("notice", gate.person("staff", nth=1))
    for visit in [*visits.values(), notice]:
        assert visit.get("/before").status == 200
    answers = {}

    def ask(name):
        answers[name] = visits[name].get(f"/held/{name}")

    with standing_still(gate, call) as disk:
        asking = [threading.Thread(target=ask, args=(name,)) for name in visits]
        for thread in asking:
            thread.start()
        until("the trail to wait for the disk", disk.was_met)
        late = gate.visit("build", gate.person("staff", nth=1))
        signing_in = threading.Thread(target=lambda: answers.update(late=late.present(totp=gate.code(late.person))))
        signing_in.start()
        for number in range(5):
            assert notice.get(f"/open/{number}").status == 200
        for thread in asking:
            thread.join(30)
        for name, visit in visits.items():
            assert (answers[name].status, answers[name].reason) == (503, "not_recorded"), name
        signing_in.join(60)
        assert (answers["late"].status, answers["late"].reason) == (503, "overloaded"), "a login is told too, though nothing of it is on the disk"
        # What nobody waits for is not on the disk yet: the disk stands.
        assert not gate.trail.find(path="/open/4")
    for name, visit in visits.items():
        until(f"{name} to open", lambda visit=visit: visit.get("/after").status == 200, 20)
        request_id = answers[name].json()["request_id"]
        refused = gate.trail.wait_for(request_id=request_id, reason="log_unavailable")
        assert (refused["upstream"], refused["path"]) == (name, f"/held/{name}")
        assert not origin.arrivals(f"/held/{name}")
    for number in range(5):
        gate.trail.wait_for(type="access", path=f"/open/{number}", status=200)
    assert verify(gate.trail.folder) > 0


def test_a_disk_that_takes_nothing_is_told_to_the_officers(start_gate, origin, small_disk):
    """T48: the alarm."""
    gate = start_gate(demo=small_disk)
    filler = fill(os.path.dirname(gate.ready["audit"]))
    visit = gate.visit("build", gate.person("staff"))
    until("a refusal", lambda: visit.present(totp=gate.code(visit.person)).status == 503, 20)
    until("the alarm", lambda: "nothing can be recorded" in gate.output() and "trail_stopped" in gate.output(), 20)
    os.remove(filler)
    until("its end", lambda: "records can be written again" in gate.output(), 20)
