"""A restart, clean or not, gives nothing back that was taken and takes nothing that was given."""

import threading

import pytest

from harness.gate import Gate
from harness.guessing import STAFF_LIMIT, fail

ENDINGS = [Gate.stop, Gate.kill]


@pytest.mark.parametrize("end", ENDINGS)
def test_a_session_goes_on(own_gate, end):
    visit = own_gate.logged_in()
    end(own_gate)
    own_gate.start()
    assert visit.get("/").status == 200
    assert visit.get("/.gwanmun/session").json()["user"] == visit.person.name


@pytest.mark.parametrize("end", ENDINGS)
def test_an_ended_session_stays_ended(own_gate, end):
    visit = own_gate.logged_in()
    assert visit.request("DELETE", "/.gwanmun/session").status == 204
    end(own_gate)
    own_gate.start()
    assert visit.get("/").status == 401


@pytest.mark.parametrize("end", ENDINGS)
def test_a_lock_stays(own_gate, end):
    visit = own_gate.visit("build", own_gate.person("staff"))
    fail(own_gate, visit, STAFF_LIMIT)
    end(own_gate)
    own_gate.start()
    assert visit.present(totp=own_gate.code(visit.person)).status == 401


@pytest.mark.parametrize("end", ENDINGS)
def test_the_trail_is_continued_not_begun_anew(own_gate, end):
    own_gate.logged_in()
    before = own_gate.trail.last_sequence()
    end(own_gate)
    own_gate.start()
    own_gate.logged_in(own_gate.person("staff", nth=1))
    assert own_gate.trail.last_sequence() > before
    done = own_gate.command("audit", "verify", own_gate.trail.folder)
    assert done.returncode == 0, done.stderr


def test_a_drain_lets_running_requests_finish(own_gate, origin):
    """SIGTERM: no new work, the old is finished, then the end."""
    release = threading.Event()

    def slow(exchange):
        exchange.read_body()
        assert release.wait(20)
        exchange.reply(200, body=b"finished")

    origin.on("/slow", slow)
    visit = own_gate.visit("notice", own_gate.person("staff"))
    with visit.wire() as wire:
        wire.send_head("GET", "/slow")
        origin.wait_for("/slow")
        own_gate.ask_to_stop()
        release.set()
        assert wire.answer().body == b"finished"
    assert own_gate.process.wait(20) == 0
