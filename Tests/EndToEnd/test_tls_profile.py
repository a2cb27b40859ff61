"""TLS as compliance.md 2.4 lists it, seen by another implementation: openssl s_client."""

import socket
import ssl
import subprocess

import pytest

from harness.gate import Gate

OFFERED = ["-tls1_2", "-tls1_3"]
REFUSED_SUITES = ["AES256-GCM-SHA384", "ECDHE-RSA-AES128-SHA", "ECDHE-ECDSA-AES128-SHA256", "DHE-RSA-AES128-GCM-SHA256",
                  "ECDHE-ECDSA-AES256-SHA384", "NULL", "aNULL", "PSK"]


def s_client(gate, *options, person=None, stdin="", name=None):
    command = ["openssl", "s_client", "-connect", f"127.0.0.1:{gate.port}", "-servername", name or gate.consoles["notice"].host]
    command += ["-CAfile", gate.ca, "-verify_return_error", *options]
    if person:
        command += ["-cert", person.cert, "-key", person.key]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, timeout=30)


def shook_hands(done):
    return "Cipher is (NONE)" not in done.stdout and "Verify return code: 0 (ok)" in done.stdout


@pytest.mark.parametrize("version", OFFERED)
def test_it_speaks_tls_1_2_and_1_3(gate, version):
    assert shook_hands(s_client(gate, version, person=gate.person("staff")))


@pytest.mark.parametrize("version", ["-tls1", "-tls1_1"])
def test_it_refuses_older_versions(gate, version):
    assert not shook_hands(s_client(gate, version, "-cipher", "DEFAULT@SECLEVEL=0"))


@pytest.mark.parametrize("suite", REFUSED_SUITES)
def test_it_refuses_weak_suites(gate, suite):
    assert not shook_hands(s_client(gate, "-tls1_2", "-cipher", suite + ":@SECLEVEL=0"))


@pytest.mark.parametrize("group", ["X25519", "P-256", "P-384"])
def test_it_offers_the_groups_of_the_profile(gate, group):
    assert shook_hands(s_client(gate, "-tls1_3", "-groups", group))


@pytest.mark.parametrize("group", ["P-521", "ffdhe2048", "X448"])
def test_it_offers_no_other_group(gate, group):
    assert not shook_hands(s_client(gate, "-tls1_3", "-groups", group))


@pytest.mark.parametrize("version", OFFERED)
def test_a_session_is_never_resumed(gate, tmp_path, version):
    """Design 3: a resumed session would skip the certificate step."""
    saved = str(tmp_path / "session.pem")
    request = f"GET /.gwanmun/health HTTP/1.1\r\nHost: {gate.consoles['notice'].host}\r\nConnection: close\r\n\r\n"
    person = gate.person("staff")
    first = s_client(gate, version, "-sess_out", saved, "-ign_eof", person=person, stdin=request)
    assert "HTTP/1.1 200" in first.stdout
    assert "New Session Ticket arrived" not in first.stdout
    again = s_client(gate, version, "-sess_in", saved, person=person) if version == "-tls1_2" else first
    assert "Reused" not in again.stdout


def test_nobody_can_renegotiate(gate):
    done = s_client(gate, "-tls1_2", person=gate.person("staff"), stdin="R\n")
    assert "RENEGOTIATING" in done.stdout + done.stderr
    assert "no renegotiation" in (done.stdout + done.stderr).lower()


def test_it_does_not_compress(gate):
    assert "Compression: NONE" in s_client(gate, "-tls1_2").stdout


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_a_host_other_than_the_server_name_is_misdirected(gate, origin, version):
    """T98, RFC 9110 section 15.5.20: one connection, one name."""
    person = gate.person("staff")
    with gate.wire("notice", person, versions=(version, version)) as wire:
        wire.host = gate.consoles["build"].host
        answer = wire.request("GET", "/misdirected")
    assert (answer.status, answer.reason) == (421, "host_mismatch")
    assert origin.arrivals("/misdirected") == []


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "notice.gw.localhost.evil.example", "localhost", ""])
def test_an_unknown_host_is_nobodys(gate, origin, host):
    with gate.wire("notice", gate.person("staff")) as wire:
        wire.host = host
        answer = wire.request("GET", "/nobodys")
    assert answer.status in (400, 421)
    assert origin.arrivals("/nobodys") == []


def test_a_connection_without_a_server_name_gets_nothing(gate, origin):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.load_verify_locations(gate.ca)
    person = gate.person("staff")
    context.load_cert_chain(person.cert, person.key)
    with socket.create_connection(("127.0.0.1", gate.port), 10) as plain:
        try:
            with context.wrap_socket(plain) as stream:
                stream.sendall(f"GET /nameless HTTP/1.1\r\nHost: {gate.consoles['notice'].host}\r\n\r\n".encode())
                assert b" 421 " in stream.recv(4096).split(b"\r\n")[0]
        except ssl.SSLError:
            pass  # refused in the handshake: as good
    assert origin.arrivals("/nameless") == []


def test_plain_http_on_the_tls_port_is_not_served(gate):
    with socket.create_connection(("127.0.0.1", gate.port), 10) as plain:
        plain.sendall(b"GET / HTTP/1.1\r\nHost: notice.gw.localhost\r\n\r\n")
        plain.settimeout(10)
        try:
            assert b"200" not in plain.recv(4096)
        except ConnectionResetError:
            pass


@pytest.mark.parametrize("garbage", [b"\x00" * 100, b"\xff" * 100, b"\x16\x03\x01\xff\xff" + b"A" * 70_000, b"\x16\x03\x01\x00\x05\x01\x00\x00\x01\x00",
                                     b"\x80\x2e\x01\x00\x02" + b"\x00" * 41],
                         ids=["zeroes", "ones", "long", "empty-hello", "ssl2"])
def test_garbage_for_a_handshake_ends_the_connection(gate, garbage):
    with socket.create_connection(("127.0.0.1", gate.port), 10) as plain:
        plain.settimeout(20)
        try:
            plain.sendall(garbage)
            plain.shutdown(socket.SHUT_WR)
            while plain.recv(4096):
                pass
        except OSError:
            pass  # it had enough before everything was sent
    assert gate.visit("notice").get("/.gwanmun/health").status == 200


@pytest.mark.parametrize("version", OFFERED)
def test_a_strict_gate_says_no_in_the_handshake(strict_gate, version):
    """T42: where no page is wanted, who has no usable certificate sees a TLS alert and no HTTP at all."""
    request = f"GET / HTTP/1.1\r\nHost: {strict_gate.consoles['notice'].host}\r\nConnection: close\r\n\r\n"
    let_in = s_client(strict_gate, version, "-ign_eof", person=strict_gate.person("staff"), stdin=request)
    assert "HTTP/1.1 200" in let_in.stdout
    for nobody in [None, *(strict_gate.person(None, state) for state in ("expired", "revoked", "foreign_ca"))]:
        refused = s_client(strict_gate, version, "-ign_eof", person=nobody, stdin=request)
        assert "HTTP/1.1" not in refused.stdout
        assert "alert" in refused.stderr


@pytest.fixture(scope="module")
def strict_gate(origin, tmp_path_factory):
    gate = Gate(tmp_path_factory.mktemp("gate"), upstream=origin.url)
    gate.reconfigure(lambda settings: settings["clients"].update(demand="strict"))
    yield gate
    gate.end()
