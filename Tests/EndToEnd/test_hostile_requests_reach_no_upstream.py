"""Requests that two parsers could understand differently die at the gate. The origin's log is the verdict.

The corpus is Tests/Corpus/http1, which the codec's own tests read too; here it goes through TLS, the flow and a connection to a console.
"""

import json
import os
import re

import pytest

from harness import program

CORPUS = os.path.join(program.ROOT, "Tests", "Corpus", "http1")


def corpus(name):
    with open(os.path.join(CORPUS, name), encoding="utf-8") as file:
        cases = json.load(file)
    return [pytest.param(case, id=case["name"]) for case in cases]


def request(gate, case):
    """The case's bytes, meant for a console that exists."""
    host = gate.consoles["notice"].host.encode()
    with open(os.path.join(CORPUS, case["file"]), "rb") as file:
        return re.sub(rb"(?i)console\.test", lambda name: host if name[0].islower() else host.upper(), file.read())


def send(wire, data):
    try:
        wire.send(data)
    except (ConnectionResetError, BrokenPipeError):
        pass  # cut while still sending: the answer may have been written before


def status_of(answer):
    version, status = answer.split(b"\r\n", 1)[0].split(b" ")[:2]
    assert version == b"HTTP/1.1"
    return int(status)


@pytest.mark.parametrize("case", corpus("index.json"))
def test_it_is_refused_and_no_console_acts_on_it(gate, origin, case):
    """T59."""
    origin.forget()
    with gate.wire("notice", gate.person("staff")) as wire:
        send(wire, request(gate, case))
        answer = wire.rest() if case["stage"] != "path" else wire.line()
    assert status_of(answer) in case["status"], case["why"]
    assert answer.count(b"HTTP/1.1 ") == 1, "one connection, one answer, then the end"
    if case["stage"] == "body":
        # The head was sound and may have gone ahead; what follows must never look finished or be a request.
        assert all(arrived.was_cut() for arrived in origin.arrivals()), case["why"]
    else:
        assert origin.arrivals() == [], case["why"]


# Sound HTTP that other gates than the codec's refuse: no rule knows the method, no console has the name, `*` is no path of one.
SOUND_AND_REFUSED = {"lower-case-method": 403, "webdav": 403, "asterisk": 400, "http-1-0": 421, "host-ipv6": 421}


@pytest.mark.parametrize("case", corpus("benign.json"))
def test_its_innocent_neighbour_passes(gate, origin, case):
    """So that the refusals above are not for being strict with everyone."""
    origin.forget()
    with gate.wire("notice", gate.person("staff")) as wire:
        data = request(gate, case)
        send(wire, data)
        method = data.split()[0].decode()
        assert wire.answer(method).status == SOUND_AND_REFUSED.get(case["name"], 200), case["why"]
    assert bool(origin.arrivals()) == (case["name"] not in SOUND_AND_REFUSED)


def test_the_trail_says_what_was_wrong(gate):
    with gate.wire("notice", gate.person("staff")) as wire:
        wire.send(f"GET / HTTP/1.1\r\nHost: {wire.name}\r\nX : y\r\n\r\n".encode())
        answer = wire.answer()
    assert (answer.status, answer.reason) == (400, "bad_request")
    assert gate.trail.wait_for(request_id=answer.json()["request_id"])["reason"] == "bad_request"
