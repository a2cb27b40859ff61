"""The gate connects to its consoles and to nothing else, whatever a request or an answer names (T62; compliance profile nct-2025-04, NCT2-4.3-P3).

A console's own name that begins to lead elsewhere: test_upstreams.py, and GatewayUpstreamsTests/AddressGuardTests.swift for every special range.
"""

import pytest

from harness.origin import Origin


@pytest.fixture(scope="module")
def inside():
    """A service of the gate's own surroundings that no console names."""
    origin = Origin()
    yield origin
    origin.close()


METADATA = "169.254.169.254"


@pytest.mark.parametrize("line, host, status", [
    ("GET http://{inside}/latest/meta-data/", "{inside}", (400, 421)),
    ("GET http://{inside}/latest/meta-data/", "{console}", (400, 421)),
    ("GET http://%s/latest/meta-data/" % METADATA, METADATA, (400, 421)),
    ("GET /latest/meta-data/", METADATA, 421),
    ("GET /latest/meta-data/", "{inside}", 421),
    ("GET /latest/meta-data/", "0x7f000001:{port}", 421),
    ("GET /latest/meta-data/", "[::ffff:127.0.0.1]:{port}", 421),
    ("CONNECT {inside}", "{inside}", (400, 403, 405, 421, 501)),
    ("CONNECT {inside}", "{console}", (400, 403, 405, 421, 501)),
    ("GET {inside}", "{console}", 400),
    ("GET http://{console}@{inside}/", "{console}", (400, 421)),
])
def test_t62_an_address_in_a_request_leads_nowhere(gate, origin, inside, line, host, status):
    origin.forget()
    with gate.wire("notice", gate.person("staff")) as wire:
        names = {"inside": f"127.0.0.1:{inside.port}", "port": inside.port, "console": wire.host}
        wire.send(f"{line.format(**names)} HTTP/1.1\r\nHost: {host.format(**names)}\r\n\r\n".encode())
        answer = wire.answer(line.split()[0])
    assert answer.status in ((status,) if isinstance(status, int) else status)
    assert inside.connection_count() == 0 and origin.arrivals() == []


@pytest.mark.parametrize("name", ["X-Forwarded-Host", "X-Host", "X-Original-URL", "X-Rewrite-URL", "Forwarded", "X-Forwarded-Server", "Destination"])
def test_t62_a_field_that_names_a_host_leads_nowhere(gate, origin, inside, name):
    address = f"127.0.0.1:{inside.port}"
    value = f"host={address}" if name == "Forwarded" else f"http://{address}/"
    path = f"/by-field/{name}"
    assert gate.visit("notice", gate.person("staff")).get(path, [(name, value)]).status == 200
    origin.the_arrival(path)
    assert inside.connection_count() == 0


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_t62_a_console_that_sends_people_elsewhere_does_not_send_the_gate_there(gate, origin, inside, status):
    address = f"http://127.0.0.1:{inside.port}/latest/meta-data/"
    origin.on("/away", lambda e: (e.read_body(), e.reply(status, [
        ("Location", address), ("Refresh", f"0; url={address}"), ("Link", f"<{address}>; rel=preload"), ("Alt-Svc", f'h2="127.0.0.1:{inside.port}"')])))
    answer = gate.visit("notice", gate.person("staff")).get("/away")
    assert answer.status == status and answer.header("Location") == address
    assert gate.visit("notice", gate.person("staff")).get("/after").status == 200
    assert inside.connection_count() == 0
