"""A binary upgrade: the new process listens beside the old one and goes on where that one ends. Nobody is refused, reset or forgotten."""

import http.client
import json
import signal
import threading
import urllib.error
import urllib.request

import pytest

from harness import program
from harness.gate import Gate
from harness.http2 import REFUSED_STREAM
from harness.service import Service, configure, serving
from harness.waiting import until

DRAIN_SECONDS = 8


@pytest.fixture
def gate(origin, tmp_path):
    gate = Gate(tmp_path, upstream=origin.url, clock="real")
    gate.visit_before = gate.logged_in()

    def shared(settings):
        settings["listen"]["reuse_port"] = True
        settings["limits"] = {"drain_time": f"{DRAIN_SECONDS}s"}

    configure(gate, origin, shared)
    yield gate
    gate.end()


@pytest.fixture
def start(gate):
    services = []

    def start(*arguments):
        services.append(Service(gate, *arguments, name=f"service-{len(services)}"))
        return services[-1]

    yield start
    for service in services:
        service.end()


class Clients:
    """People who ask without a pause: each request on a connection of its own, all on one as long as it is kept, or several at a time by HTTP/2."""

    STREAMS = 4

    def __init__(self, visit):
        self._visit = visit
        self._stop = threading.Event()
        self.failures = []
        ways = {"fresh": lambda: self._ask_by_http1(keeps=False), "kept": lambda: self._ask_by_http1(keeps=True), "http2": self._ask_by_http2}
        self.answered = dict.fromkeys(ways, 0)
        self._threads = [threading.Thread(target=self._run, args=(way,)) for way in ways.values() for _ in range(2)]
        for thread in self._threads:
            thread.start()

    def all_get_on(self, by=20):
        """Waits until everybody has been answered so often, whatever way they ask."""
        before = dict(self.answered)
        until("requests to be answered", lambda: all(self.answered[way] >= before[way] + by for way in before), 60)

    def _run(self, ask):
        try:
            ask()
        except Exception as failure:  # noqa: BLE001: whatever it is, it is what this test is about
            self.failures.append(repr(failure))

    def _ask_by_http2(self):
        connection = None
        while not self._stop.is_set():
            connection = connection or self._visit.http2()
            streams = [connection.open("GET", "/", self._visit.credentials()) for _ in range(self.STREAMS)]
            for number in streams:
                stream = connection.answer(number)
                if stream.status == 200 and stream.is_ended:
                    self.answered["http2"] += 1
                else:
                    # The gate has not looked at it, and says so: it is safe to ask again (RFC 9113, section 8.7).
                    assert stream.reset == REFUSED_STREAM or connection.goaway and number > connection.goaway.last_stream_id, stream
            if connection.goaway or connection.is_closed:
                connection.wire.close()
                connection = None

    def _ask_by_http1(self, keeps):
        wire = None
        while not self._stop.is_set():
            try:
                wire = wire or self._visit.wire()
                answer = wire.request("GET", "/", self._visit.credentials())
                assert answer.status == 200, answer
                self.answered["kept" if keeps else "fresh"] += 1
                if not keeps or answer.header("Connection") == "close":
                    wire.close()
                    wire = None
            except http.client.RemoteDisconnected:
                # An idle connection may be closed at any time (RFC 9112, section 9.5): the client asks again on another.
                assert keeps
                wire = None

    def stop(self):
        self._stop.set()
        for thread in self._threads:
            thread.join(60)


def test_requests_go_on_without_a_failure(gate, start):
    """By HTTP/1.1 and HTTP/2, while files are read again and while one process takes over from the other."""
    old = serving(start())
    clients = Clients(gate.visit_before)
    try:
        clients.all_get_on()
        for _ in range(5):
            old.process.send_signal(signal.SIGHUP)
            clients.all_get_on(by=5)
        new = start("--take-over", "1")
        until("the new process to wait", new.is_waiting, 60)
        clients.all_get_on()
        old.ask_to_stop()
        assert old.process.wait(60) == 0, old.output()
        serving(new)
        clients.all_get_on()
    finally:
        clients.stop()
    assert clients.failures == []
    new.end()
    done = program.run("audit", "verify", gate.trail.folder)
    assert done.returncode == 0, done.stderr
    assert [r["type"] for r in gate.trail.records() if r["type"] in ("start", "stop")][-4:] == ["start", "stop"] * 2


def test_a_request_that_takes_its_time_is_finished_by_the_old_process(gate, origin, start):
    release = threading.Event()

    def slow(exchange):
        exchange.read_body()
        assert release.wait(30)
        exchange.reply(200, body=b"finished")

    origin.on("/slow", slow)
    old = serving(start())
    visit = gate.visit_before
    with visit.wire() as wire:
        wire.send_head("GET", "/slow", visit.credentials())
        origin.wait_for("/slow")
        new = start("--take-over", "1")
        until("the new process to wait", new.is_waiting, 60)
        old.ask_to_stop()
        # Connected, and waiting with the kernel for the new process to serve.
        asked = threading.Thread(target=lambda: answers.append(visit.get("/waited")))
        answers = []
        until("the old process to say that it goes", lambda: "draining" in ops(gate, "/readyz"))
        asked.start()
        release.set()
        assert wire.answer().body == b"finished"
    assert old.process.wait(60) == 0
    asked.join(60)
    assert [answer.status for answer in answers] == [200]
    serving(new)


def ops(gate, path):
    try:
        with urllib.request.urlopen(gate.ready["ops"] + path, timeout=5) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.read().decode()


def test_it_goes_on_when_the_old_process_is_killed(gate, start):
    old = serving(start())
    new = start("--take-over", "1")
    until("the new process to wait", new.is_waiting, 60)
    old.process.kill()
    old.process.wait(10)
    serving(new)
    assert gate.visit_before.get("/").status == 200


def test_only_one_waits_and_only_for_so_long(gate, start):
    serving(start())
    waiting = start("--take-over", "1")
    until("it to wait", waiting.is_waiting, 60)
    third = start("--take-over", "1")
    assert third.process.wait(60) == 1
    assert "another process waits to take over" in third.output()
    waiting.ask_to_stop()
    assert waiting.process.wait(10) == 0
    assert gate.visit_before.get("/").status == 200


def test_without_being_told_to_wait_a_second_process_does_not_start(gate, start):
    serving(start())
    second = start()
    assert second.process.wait(60) == 1
    assert "in use by another process" in second.output()
    assert gate.visit_before.get("/").status == 200


def test_it_needs_a_port_that_may_be_shared(gate, start):
    settings = gate.settings()
    del settings["listen"]["reuse_port"]
    with open(gate.ready["config"], "w", encoding="utf-8") as file:
        json.dump(settings, file, ensure_ascii=False)
    refused = start("--take-over", "1")
    assert refused.process.wait(60) == 1
    assert "reuse_port" in refused.output()
