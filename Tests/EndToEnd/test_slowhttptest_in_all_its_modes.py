"""slowhttptest as somebody with a good certificate: what it opens is cut by a limit, and whoever works at a console does not notice."""

import threading

import pytest

from harness.gate import Gate
from harness.ops import Ops
from harness.slow import Passer, SlowHTTPTest
from harness.waiting import until

pytestmark = pytest.mark.alone

CONNECTIONS = 150
# As long as it may take until the last of its connections is cut; the tool itself would go on for that long.
SECONDS = 40
# More than the kernel keeps for one slow connection.
LARGE = 8 << 20
LIMITS = {"header_time": "3s", "body_time": "3s", "keep_alive_time": "4s", "connections_per_source": 2 * CONNECTIONS}


@pytest.fixture(scope="module")
def gate(origin, tmp_path_factory):
    gate = Gate(tmp_path_factory.mktemp("gate"), upstream=origin.url, clock="real")

    def edit(settings):
        settings["limits"] = LIMITS
        gate.edit_policy("consoles.yaml", lambda content: content["consoles"]["notice"].update(timeouts={"idle": "4s"}))

    gate.reconfigure(edit)
    large = b"x" * LARGE
    origin.on("/large", lambda exchange: (exchange.take_body(), exchange.reply(200, body=large)))
    yield gate
    gate.end()


@pytest.fixture
def passer(gate):
    passer = Passer(gate, "notice", gate.person("staff", nth=1))
    yield passer
    passer.end()


class Worker:
    """Somebody who is logged in and asks without a pause: on one connection, and now and then on a new one."""

    def __init__(self, visit):
        self._visit = visit
        self._stop = threading.Event()
        self.answered = 0
        self.failure = None
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self):
        try:
            while not self._stop.is_set():
                with self._visit.wire() as wire:
                    for _ in range(20):
                        answer = wire.request("GET", "/", self._visit.credentials())
                        assert answer.status == 200, answer
                        self.answered += 1
        except Exception as failure:  # noqa: BLE001: told by the test's own thread
            self.failure = failure

    def stop(self):
        self._stop.set()
        self._thread.join(60)
        if self.failure:
            raise self.failure


def open_connections(gate):
    return Ops(gate).numbers().get("gwanmun_connections_open", listener="gate")


def limits_hit(gate, limit):
    return Ops(gate).numbers().get("gwanmun_limits_hit_total", limit=limit)


@pytest.fixture
def attack(gate, passer):
    """Runs the tool while somebody works, until nothing of it is left at the gate."""
    tools = []

    def run(path, begun, *options):
        worker = Worker(gate.logged_in())
        try:
            before = open_connections(gate)
            tools.append(SlowHTTPTest(passer.port, path, CONNECTIONS, SECONDS, *options))
            answered = worker.answered
            until("the attack to be on", begun, 20)
            # The worker has one, and may be about to have another.
            until("the gate to be rid of it", lambda: open_connections(gate) <= before + 1, SECONDS - 5)
            assert worker.answered > answered + 20, "nobody was served during the attack"
        finally:
            worker.stop()

    yield run
    for tool in tools:
        tool.end()


def has_grown(number, by):
    start = number()
    return lambda: number() >= start + by


def are_open(gate):
    return has_grown(lambda: open_connections(gate), CONNECTIONS / 2)


def test_slow_heads_are_cut(gate, attack):
    are_cut = has_grown(lambda: limits_hit(gate, "header_time"), CONNECTIONS)
    attack("/", are_open(gate), "-H")
    assert are_cut()


def test_slow_bodies_are_cut(gate, attack):
    """A few bytes a second: each is progress, and all of them none."""
    are_cut = has_grown(lambda: limits_hit(gate, "body_time"), CONNECTIONS)
    attack("/", are_open(gate), "-B", "-s", "100000", "-x", "2")
    assert are_cut()


def test_ranges_without_end_cost_the_gate_one_head(gate, origin, attack):
    before = gate.resident_kib()
    origin.forget()
    attack("/ranges", lambda: len(origin.arrivals("/ranges")) >= CONNECTIONS, "-R", "-b", "3000")
    assert max(len(arrival.header("Range") or "") for arrival in origin.arrivals("/ranges")) > 10_000
    assert (gate.resident_kib() - before) / CONNECTIONS < 100, "KiB a connection"


def test_slow_readers_are_cut(gate, attack):
    gate.forget_peak()
    before = gate.resident_kib()
    attack("/large", are_open(gate), "-X", "-w", "10", "-y", "20", "-z", "5", "-n", "1", "-k", "1")
    assert (gate.peak_resident_kib() - before) / CONNECTIONS < 600, "KiB a connection: a read of 256 KiB and what became of it"
