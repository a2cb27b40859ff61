"""Whoever floods the gate with connections shuts out others like themselves; people who were known a moment ago come first."""

import ssl
import threading

import pytest

from harness.flood import Flood, greeting
from harness.gate import Gate
from harness.waiting import until

pytestmark = pytest.mark.alone

HANDSHAKE_SECONDS = 4
FLOOD = 600


@pytest.fixture
def gate(origin, tmp_path):
    gate = Gate(tmp_path, upstream=origin.url, source_limits="on", clock="real")
    limits = {"handshake_time": f"{HANDSHAKE_SECONDS}s", "handshakes": 64}
    gate.reconfigure(lambda settings: settings.update(limits=limits))
    yield gate
    gate.end()


def all_succeed(visit, stop):
    """Requests one after the other, each over a handshake of its own."""
    answered = 0
    while not stop.is_set():
        answer = visit.get("/")
        assert answer.status == 200, answer
        answered += 1
    return answered


def test_who_is_logged_in_is_served_during_a_flood_of_handshakes(gate):
    """They take turns that nobody ends; handshakes from where somebody was known come first all the same."""
    visit = gate.logged_in()
    assert visit.get("/").status == 200
    words = greeting(visit.gate.consoles["build"].host)
    with visit.wire() as open_before, Flood(gate.port, FLOOD, words) as flood:
        stop = threading.Event()
        threading.Timer(HANDSHAKE_SECONDS - 1, stop.set).start()
        assert all_succeed(visit, stop) > 5
        assert open_before.request("GET", "/", visit.credentials()).status == 200
        # Nobody who waits or holds a turn has longer than that.
        until("the end of the flood", lambda: flood.closed() == FLOOD, HANDSHAKE_SECONDS + 10)
    assert gate.visit("notice", gate.person("staff", nth=1)).get("/").status == 200


def test_a_stranger_gets_in_again_when_the_flood_is_over(gate):
    with Flood(gate.port, FLOOD, greeting(gate.host)):
        with pytest.raises((ssl.SSLError, OSError)):
            for _ in range(FLOOD):
                gate.wire("notice", source="127.0.9.9").close()
    until("a stranger to get in", lambda: gets_in(gate, "127.0.9.9"))


def gets_in(gate, source):
    try:
        gate.wire("notice", source=source).close()
        return True
    except (ssl.SSLError, OSError):
        return False


def test_who_is_logged_in_works_beside_idle_connections_and_a_flood_at_once(gate):
    """The times are measured by `make bench-crowd`; here everybody is answered."""
    visit = gate.logged_in()
    other = gate.person("staff", nth=1)
    idle = [gate.wire("notice", other, source=f"127.0.{90 + number // 100}.{number % 100 + 1}") for number in range(300)]
    try:
        with visit.wire() as kept, Flood(gate.port, FLOOD, greeting(visit.gate.consoles["build"].host)):
            connection = visit.http2()
            for _ in range(20):
                assert kept.request("GET", "/", visit.credentials()).status == 200
                assert connection.get("/", visit.credentials()).status == 200
                assert visit.get("/").status == 200
            assert idle[-1].request("GET", "/").status == 200, "an idle connection is none that is lost"
    finally:
        for wire in idle:
            wire.close()


@pytest.mark.parametrize("words", [b"", b"\x16\x03\x01", b"\x16\x03\x01\x02\x00" + b"\x01" * 100])
def test_connections_that_do_not_finish_their_greeting_cost_little_and_take_no_turn(gate, words):
    visit = gate.visit("notice", gate.person("staff"))
    assert visit.get("/").status == 200
    before = gate.resident_kib()
    with Flood(gate.port, 1500, words):
        assert gate.wire("notice", source="127.0.9.8").close() is None, "a stranger shakes hands"
        assert visit.get("/").status == 200
        assert (gate.resident_kib() - before) / 1500 < 16, "KiB a connection"


class TestAnOverloadedNode:
    """It has outgrown `limits.memory`, which is set to less than it needs."""

    @pytest.fixture
    def visit(self, gate):
        visit = gate.logged_in()
        assert visit.get("/").status == 200

        def shrink(settings):
            settings["limits"]["memory"] = "32MiB"

        gate.reconfigure(shrink)
        until("pressure", lambda: "memory runs short" in gate.output())
        until("the gate to turn strangers away", lambda: self.first_refused(gate))
        return visit

    @staticmethod
    def first_refused(gate):
        try:
            return gate.visit("notice", gate.person("staff", nth=1)).get("/").status == 503
        except (ssl.SSLError, OSError):
            return True

    def test_serves_who_is_logged_in(self, gate, visit):
        for _ in range(20):
            assert visit.get("/").status == 200

    def test_tells_others_when_to_come_back(self, gate, visit):
        answer = gate.visit("notice", gate.person("staff", nth=1)).get("/")
        assert (answer.status, answer.reason) == (503, "overloaded")
        assert int(answer.header("Retry-After")) > 0
        page = gate.visit("notice", gate.person("staff", nth=1)).navigate("/", "ko")
        assert page.status == 503 and "text/html" in page.header("Content-Type")

    def test_sheds_streams_of_http2_one_by_one(self, gate, visit):
        connection = visit.http2()
        for _ in range(3):
            assert connection.get("/", visit.credentials()).status == 200
            shed = connection.get("/")
            assert (shed.status, shed.reason) == (503, "overloaded")
            assert int(shed.header("retry-after")) > 0
        assert not connection.goaway

    def test_tells_that_it_is_well(self, gate, visit):
        assert gate.visit().get("/.gwanmun/health").status == 200

    def test_obeys_its_administrators(self, gate, visit):
        assert gate.command("session", "list").returncode == 0
        assert gate.command("status").returncode == 0


class TestStreamsOfHttp2:
    """What they hold is memory of the process like any other, and nobody holds it for long."""

    CONNECTIONS, STREAMS = 5, 95
    # Half of what they hold.
    ROOM_MIB = 8
    OVERLOADED = 0.95

    def test_that_nobody_reads_are_counted_and_their_memory_comes_back(self, gate, origin):
        large = b"x" * (4 << 20)
        origin.on("/unread", lambda exchange: (exchange.take_body(), exchange.reply(200, body=large)))
        visit, stranger = gate.logged_in(), gate.visit("notice", gate.person("staff", nth=1))
        assert (visit.get("/").status, stranger.get("/").status) == (200, 200)
        limit = int((gate.resident_kib() / 1024 + self.ROOM_MIB) / self.OVERLOADED)
        gate.reconfigure(lambda settings: settings["limits"].update(memory=f"{limit}MiB"))
        assert (visit.get("/").status, stranger.get("/").status) == (200, 200)
        greedy = [gate.visit("notice", gate.person("staff")).http2() for _ in range(self.CONNECTIONS)]
        for connection in greedy:
            for _ in range(self.STREAMS):
                connection.open("GET", "/unread")
        until("the gate to shed", lambda: stranger.get("/").status == 503, 30)
        assert visit.get("/").status == 200
        for connection in greedy:
            connection.wire.close()
        # What was freed is given back to the system every 30 seconds; the first time may come before all of it is free.
        until("the gate to serve everybody again", lambda: stranger.get("/").status == 200, 120)
