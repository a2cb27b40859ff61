"""The clock is held against sources; one that is off closes classified consoles (compliance profile nct-2025-04, NCT2-4.6-P3)."""

import json

import pytest

from harness import program
from harness.ops import Ops
from harness.timeserver import TimeServer
from harness.waiting import until


@pytest.fixture
def source(own_gate):
    source = TimeServer(own_gate.clock.now)
    yield source
    source.end()


def watch(gate, *sources):
    gate.reconfigure(lambda settings: settings.update(clock={"sources": list(sources), "every": "1s"}))


def clock(gate):
    return json.loads(gate.command("status", "--json").stdout)["clock"]


def standing(gate, expected):
    return until(f"the clock to be {expected}", lambda: clock(gate)["standing"] == expected and clock(gate))


def test_a_clock_that_was_set_closes_classified_consoles_until_it_is_right(own_gate, source):
    """T102: skew injected, alarm and denial; and it recovers by itself."""
    watch(own_gate, source.url)
    assert standing(own_gate, "safe")["problems"] == []
    first = own_gate.trail.wait_for(type="clock_offset")
    assert first["outcome"] == "success" and abs(first["clock_offset_ms"]) < 1000
    fab, build = own_gate.logged_in(console="fab"), own_gate.logged_in(console="build")
    assert abs(own_gate.trail.wait_for(type="login_ok")["clock_offset_ms"]) < 1000
    assert fab.get().status == build.get().status == 200

    # The source is right, and the clock of this machine is five seconds behind it.
    source.lie = 5
    assert 4000 < standing(own_gate, "unsafe")["offset_ms"] < 6000
    refused = until("a refusal", lambda: (answer := fab.get()).status != 200 and answer)
    assert refused.status == 403 and refused.json()["reason"] == "not_allowed"
    denial = own_gate.trail.wait_for(type="decision", reason="clock_unsafe", request_id=refused.json()["request_id"])
    assert denial["upstream"] == "fab" and denial["decision"] == "deny" and denial["inputs"] == "none"
    assert build.get().status == 200
    # Nor does anybody get as far as to be asked for a code.
    stranger = own_gate.visit("fab", own_gate.person("staff", nth=1)).get()
    assert stranger.status == 403, stranger
    alarm = own_gate.trail.wait_for(type="clock_offset", outcome="failure")
    assert alarm["severity"] == "critical" and alarm["reason"] == "clock_unsafe" and alarm["clock_offset_ms"] > 4000
    assert "clock_unsafe" in own_gate.output()
    status, _, body = Ops(own_gate).ask("/readyz")
    assert status == 503 and [gap["part"] for gap in json.loads(body)["not_ready"]] == ["clock"]
    assert Ops(own_gate).ask("/metrics")[2].decode().count("\ngwanmun_clock_closes_consoles 1\n") == 1

    source.lie = 0
    standing(own_gate, "safe")
    until("the console to open", lambda: fab.get().status == 200)


def test_a_clock_that_nobody_vouches_for_closes_them_too(own_gate, source):
    """T102: unknown counts as unsafe, once nobody has answered for three rounds."""
    watch(own_gate, source.url)
    fab = own_gate.logged_in(console="fab")
    standing(own_gate, "safe")
    source.is_silent = True
    state = standing(own_gate, "unknown")
    assert "offset_ms" not in state and state["problems"] == [f"{source.url}: no answer"]
    until("a refusal", lambda: fab.get().status == 403)
    assert own_gate.trail.wait_for(type="clock_offset", outcome="failure").get("clock_offset_ms") is None
    source.is_silent = False
    standing(own_gate, "safe")
    until("the console to open", lambda: fab.get().status == 200)


def test_one_source_of_three_may_lie(own_gate, source):
    others = [TimeServer(own_gate.clock.now) for _ in range(2)]
    others[0].lie = 3600
    watch(own_gate, source.url, *(other.url for other in others))
    assert abs(standing(own_gate, "safe")["offset_ms"]) < 1000
    others[1].lie = -3600
    assert "the sources contradict each other" in standing(own_gate, "unknown")["problems"]
    for other in others:
        other.end()


def test_a_second_and_a_half_is_an_alarm_and_no_refusal(own_gate, source):
    source.lie = 1.5
    watch(own_gate, source.url)
    standing(own_gate, "warn")
    assert own_gate.logged_in(console="fab").get().status == 200
    assert "clock_off" in own_gate.output()


def test_without_sources_nothing_is_refused_and_the_doctor_says_so(own_gate):
    assert clock(own_gate)["standing"] == "unwatched"
    assert own_gate.logged_in(console="fab").get().status == 200
    found = own_gate.command("doctor", "--json")
    assert any(f["subject"] == "clock" and "held against nothing" in f["what"] for f in json.loads(found.stdout)["findings"]), found.stdout


def test_the_doctor_asks_the_sources(own_gate, source):
    source.lie = 30
    watch(own_gate, source.url)
    found = json.loads(own_gate.command("doctor", "--json").stdout)["findings"]
    assert any(f["subject"] == "clock" and f["level"] == "error" and f["what"].startswith("unsafe: ") for f in found), found


@pytest.mark.parametrize("clock, told", [
    ({"sources": []}, "at least one source"),
    ({"sources": ["pool.ntp.org"]}, "ntp://ntp.example.kr"),
    ({"sources": ["kernel"], "deny": "3s"}, "at most 2.0 seconds"),
    ({"sources": ["kernel"], "warn": "2s", "deny": "1s"}, "'warn' no longer than 'deny'"),
])
def test_settings_that_would_watch_less_are_refused_where_they_stand(own_gate, clock, told):
    own_gate.rewrite_settings({**own_gate.settings(), "clock": clock})
    done = program.run("config", "check", own_gate.ready["config"])
    assert done.returncode == 2 and told in done.stderr, done.stderr
    assert own_gate.ready["config"] + ":" in done.stderr
