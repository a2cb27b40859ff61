"""Records are kept for their time: packed once their segment is closed, held by order, and never for less than a year."""

import gzip
import json
import os

import pytest

from harness import program
from harness.waiting import until


def packed(gate):
    return sorted(name for name in os.listdir(gate.trail.folder) if name.endswith(".jsonl.gz"))


@pytest.fixture
def with_a_closed_segment(own_gate):
    """A gateway whose first segment is a day old, and so closed and packed."""
    own_gate.logged_in().get("/yesterday")
    own_gate.trail.wait_for(path="/yesterday")
    own_gate.clock.advance(hours=25)
    own_gate.visit("build", own_gate.person("staff")).get("/today")
    until("the packed segment", lambda: packed(own_gate), 30)
    return own_gate


def test_a_closed_segment_is_packed_and_stays_readable_for_every_gzip_and_for_the_gateway(with_a_closed_segment):
    gate = with_a_closed_segment
    [name] = packed(gate)
    until("the segment itself gone", lambda: not os.path.exists(os.path.join(gate.trail.folder, name[:-3])))
    with gzip.open(os.path.join(gate.trail.folder, name), "rt", encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    assert [r["seq"] for r in records] == list(range(1, len(records) + 1))
    assert any(r.get("path") == "/yesterday" for r in records)
    verified = program.run("audit", "verify", gate.trail.folder, "--json")
    assert verified.returncode == 0 and json.loads(verified.stdout)["whole"] is True
    gate.restart()
    assert program.run("audit", "verify", gate.trail.folder).returncode == 0


def test_a_packed_segment_that_was_changed_is_found(with_a_closed_segment):
    gate = with_a_closed_segment
    [name] = packed(gate)
    gate.stop()
    path = os.path.join(gate.trail.folder, name)
    content = bytearray(open(path, "rb").read())
    content[len(content) // 2] ^= 1
    open(path, "wb").write(content)
    found = program.run("audit", "verify", gate.trail.folder, "--json")
    assert found.returncode == 1
    assert json.loads(found.stdout)["segment"] == name


def test_segments_say_until_when_they_are_kept(with_a_closed_segment):
    gate = with_a_closed_segment
    gate.restart()  # One more segment, so that the first is none of the last two.
    gate.clock.advance(hours=25)
    gate.visit("build", gate.person("staff")).get("/the-day-after")
    until("three segments", lambda: len(listed(gate)) >= 3)
    first = listed(gate)[0]
    assert first["state"] == "kept" and first["first_seq"] == 1
    # The first segment says which policy came into force: five years of 366 days.
    assert int(first["kept_until"][:4]) - int(first["from"][:4]) == 5
    assert [segment["state"] for segment in listed(gate)[-2:]] == ["open", "open"]


def listed(gate):
    done = gate.command("audit", "segments", "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_who_holds_records_is_recorded_and_so_is_who_lets_them_go(own_gate):
    added = own_gate.command("audit", "hold", "add", "--from", "2026-11-01T00:00:00+09:00", "--reason", "incident 17", "--json")
    assert added.returncode == 0, added.stderr
    hold = json.loads(added.stdout)
    [listed] = json.loads(own_gate.command("audit", "hold", "list", "--json").stdout)
    assert listed == hold and hold["reason"] == "incident 17"
    record = own_gate.trail.wait_for(type="log_hold", change="added")
    assert record["object"] == hold["id"] and record["stated_reason"] == "incident 17"
    assert record["from"].startswith("2026-11-01T00:00:00")
    own_gate.restart()
    assert json.loads(own_gate.command("audit", "hold", "list", "--json").stdout) == [hold]
    assert own_gate.command("audit", "hold", "lift", hold["id"], "--reason", "closed").returncode == 0
    own_gate.trail.wait_for(type="log_hold", change="removed")
    again = own_gate.command("audit", "hold", "lift", hold["id"], "--reason", "closed")
    assert again.returncode == 1 and "no such hold" in again.stderr


def test_a_hold_of_no_time_is_refused(own_gate):
    instant = "2026-11-01T00:00:00+09:00"
    done = own_gate.command("audit", "hold", "add", "--from", instant, "--to", instant, "--reason", "a mistake")
    assert done.returncode == 2 and "--to" in done.stderr
    bad = own_gate.command("audit", "hold", "add", "--from", "yesterday", "--reason", "a mistake")
    assert bad.returncode in (2, 64) and "yesterday" in bad.stderr


@pytest.mark.parametrize("kind", ["access", "rights", "partners", "policy"])
def test_less_than_a_year_cannot_be_configured(own_gate, kind):
    """T47."""
    settings = own_gate.settings()
    settings["retention"] = {kind: "365d"}
    own_gate.rewrite_settings(settings)
    done = program.run("config", "check", own_gate.ready["config"])
    assert done.returncode == 2
    line = next(line for line in done.stderr.splitlines() if "366d" in line)
    assert f"{own_gate.ready['config']}:" in line
