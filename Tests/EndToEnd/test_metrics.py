"""Numbers for collectors, and answers for orchestrators: they say what was done, and nothing about who did it."""

import json
import os
import random
import re
import socket
import string
from urllib.parse import urlsplit

import pytest
import yaml

from harness import program
from harness.ops import Ops
from harness.visit import JSON
from harness.waiting import until
from test_records_fail_closed import fill, small_disk  # noqa: F401 (a fixture)


@pytest.fixture(scope="module")
def ops(gate):
    return Ops(gate)


def test_the_page_reads_in_both_formats_with_the_same_series(gate, ops):
    gate.logged_in().get("/both")
    text, openmetrics = ops.numbers(), ops.openmetrics_numbers()
    assert text.series() == openmetrics.series()
    for family in text.families:
        assert family.documentation and family.type in ("counter", "gauge", "histogram"), family.name
    assert text.get("gwanmun_build_info", **next(s.labels for f in text.families for s in f.samples if s.name == "gwanmun_build_info")) == 1
    assert text.get("process_resident_memory_bytes") > 1 << 20


def test_requests_move_their_numbers_by_as_many_as_were_made(gate, origin, ops):
    visit = gate.logged_in(gate.person("staff", nth=1))
    before = ops.numbers()
    for number in range(7):
        assert visit.get(f"/counted/{number}").status == 200
    for _ in range(3):
        assert visit.post("/counted/up", b"x" * 1000).status == 200
    assert gate.visit("build", visit.person).get("/counted").status == 401  # another factor is asked for
    assert gate.visit("fab", visit.person).get("/counted").status in (401, 403)
    assert visit.get("/.gwanmun/session").status == 200
    origin.on("/counted/missing", lambda exchange: exchange.reply(404))
    assert visit.get("/counted/missing").status == 404

    after = until("the last record's numbers", lambda: _moved(ops, before, 11))

    def moved(name, **labels):
        return after.get(name, **labels) - before.get(name, **labels)

    requests = "gwanmun_requests_total"
    assert moved(requests, console="build", decision="permit", status="2xx") == 10
    assert moved(requests, console="build", decision="permit", status="4xx") == 1
    assert moved(requests, console="build", decision="step_up", status="4xx") == 1
    assert moved(requests, console="build", decision="answered", status="2xx") == 1
    assert after.sum(requests, console="fab") - before.sum(requests, console="fab") == 1
    assert moved("gwanmun_request_body_bytes_total", console="build") == 3000
    assert moved("gwanmun_request_seconds_count") == 11
    assert moved("gwanmun_request_gate_seconds_count") == 11
    assert moved("gwanmun_request_answer_seconds_count") == 3
    assert moved("gwanmun_request_upstream_seconds_count", console="build") == 11
    assert moved("gwanmun_denials_total", reason="factor_required") in (1, 2)
    # Each request came over a connection of its own.
    assert moved("gwanmun_connections_accepted_total", listener="gate") == 14
    assert moved("gwanmun_handshakes_total", result="ok") == 14
    assert moved("gwanmun_handshake_seconds_count") == 14
    opened, reused = moved("gwanmun_upstream_connections_opened_total"), moved("gwanmun_upstream_connections_reused_total")
    assert opened + reused == 11 and reused > 0
    for name in ("gwanmun_request_gate_seconds", "gwanmun_request_seconds"):
        assert 0 < after.get(name + "_sum") - before.get(name + "_sum") < 30


def _moved(ops, before, requests):
    """Records and numbers of a request follow its answer by a moment."""
    now = ops.numbers()
    name, labels = "gwanmun_requests_total", {"console": "build", "decision": "permit"}
    return now.sum(name, **labels) - before.sum(name, **labels) >= requests and now


def test_certificates_that_are_worth_nothing_are_counted_by_why(gate, ops):
    before = ops.numbers()
    for state, reason in [("revoked", "cert_revoked"), ("unbound", "cert_not_bound"), ("foreign_ca", "cert_untrusted_issuer")]:
        person = gate.person(None, state)
        assert gate.visit("build", person).get("/").status == 403
        after = ops.numbers()
        for name, labels in [("gwanmun_handshakes_total", {"result": reason}), ("gwanmun_denials_total", {"reason": reason})]:
            assert after.get(name, **labels) - before.get(name, **labels) == 1, (name, reason)
    assert gate.visit("build").get("/").status == 403
    assert ops.numbers().get("gwanmun_handshakes_total", result="no_client_cert") == 1 + before.get("gwanmun_handshakes_total", result="no_client_cert")


def test_what_is_no_handshake_is_counted_too(gate, ops):
    before = ops.numbers()
    with socket.create_connection(("127.0.0.1", gate.port), 5) as plain:
        plain.sendall(b"GET / HTTP/1.1\r\n\r\n")
        plain.recv(1000)
    with socket.create_connection(("127.0.0.1", gate.port), 5):
        pass

    def moved(result):
        name = "gwanmun_handshakes_total"
        return ops.numbers().get(name, result=result) - before.get(name, result=result)

    until("a failed handshake", lambda: moved("failed") == 1)
    until("one that never was", lambda: moved("abandoned") == 1)
    until("connections to be gone", lambda: ops.numbers().get("gwanmun_connections_open", listener="gate") == 0)


def test_logins_are_counted_by_factor_and_result(gate, ops):
    person = gate.person("staff", nth=0)
    visit = gate.visit("build", person)
    before = ops.numbers()
    assert visit.present(totp=gate.wrong_code(person)).status == 401
    visit.log_in()
    after = ops.numbers()

    def moved(**labels):
        return after.get("gwanmun_logins_total", **labels) - before.get("gwanmun_logins_total", **labels)

    assert moved(factor="totp", result="factor_failed") == 1
    assert moved(factor="totp", result="ok") == 1
    assert after.get("gwanmun_sessions") == before.get("gwanmun_sessions") + 1
    assert visit.request("DELETE", "/.gwanmun/session").status == 204
    until("the session to be gone", lambda: ops.numbers().get("gwanmun_sessions") == before.get("gwanmun_sessions"))
    gate.command("user", "unlock", person.name, "--reason", "test")


def test_connections_to_upstreams_are_idle_or_in_use(gate, origin, ops):
    visit = gate.logged_in(gate.person("staff", nth=1))
    waiting = []
    origin.on("/held", waiting.append)
    with visit.wire() as wire:
        wire.send_head("GET", "/held", visit.credentials())
        until("one in use", lambda: ops.numbers().get("gwanmun_upstream_connections", state="in_use") == 1)
        waiting[0].reply(200)
        assert wire.answer().status == 200
        until("none in use", lambda: ops.numbers().get("gwanmun_upstream_connections", state="in_use") == 0)
        assert ops.numbers().get("gwanmun_upstream_connections", state="idle") >= 1


def test_an_upstream_that_is_down_is_a_failure_of_its_console(start_gate):
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    gate = start_gate(upstream=f"http://127.0.0.1:{port}")
    ops, visit = Ops(gate), gate.logged_in()
    for _ in range(3):
        assert visit.get("/").status == 502

    def numbers_of_all():
        now = ops.numbers()
        return now.get("gwanmun_requests_total", console="build", decision="permit", status="5xx") == 3 and now

    numbers = until("the numbers of the last request", numbers_of_all)
    assert numbers.get("gwanmun_upstream_failures_total", console="build", reason="upstream_unreachable") == 3
    assert numbers.get("gwanmun_exchange_failures_total", reason="upstream_unreachable") == 3
    assert numbers.get("gwanmun_upstream_member_serving", console="build", upstream=f"http://127.0.0.1:{port}") in (0, 1)
    assert numbers.get("gwanmun_ready", part="listeners") == 1  # a console that is down is no fault of the node


def test_a_scanner_makes_no_series(gate, ops):
    """1000 random paths and hosts, as many as a scanner needs for a start."""
    chance = random.Random(20261122)

    def word():
        return "".join(chance.choices(string.ascii_lowercase, k=12))

    def probe(wire):
        wire.send(f"GET /{word()}?{word()} HTTP/1.1\r\nHost: {word()}.{word()}\r\n\r\n".encode())
        return wire.answer().status

    visit = gate.visit("build", gate.person())
    with visit.wire() as wire:
        assert probe(wire) == 421
        assert wire.request("GET", f"/{word()}").status == 401
    before = ops.numbers()
    seen = 0
    while seen < 1000:
        with visit.wire() as wire:
            for _ in range(50):
                assert probe(wire) == 421
                assert wire.request("GET", f"/{word()}/{word()}").status == 401
                seen += 2
    after = ops.numbers()
    new = {name for name, _ in after.series() - before.series()}
    assert not new, new
    assert after.sum("gwanmun_requests_total") - before.sum("gwanmun_requests_total") == 1000


def test_the_page_names_no_person_and_no_secret(gate, ops):
    visit = gate.logged_in(gate.person("staff", nth=1))
    visit.get("/kim/secret-plan?token=s3cr3t")
    # Consoles' own addresses are settings.
    page = re.sub(r'upstream="[^"]*"', "", ops.page())
    people = [text for p in gate.people for text in (p.name, os.path.basename(p.cert)) if text]
    for text in [*people, visit.cookie, visit.token, "secret-plan", "s3cr3t", "127.0.0.1", gate.folder, "한빛"]:
        assert text not in page, text
    assert not re.search(r"CN=|[0-9a-f]{32}", page)


def test_a_reload_is_counted_adopted_or_refused(own_gate):
    ops = Ops(own_gate)

    def count(**labels):
        return ops.numbers().get("gwanmun_reloads_total", **labels)

    before, generation = count(part="policy", result="adopted"), ops.numbers().get("gwanmun_policy_generation")
    own_gate.reload()
    until("a new policy", lambda: count(part="policy", result="adopted") == before + 1)
    numbers = ops.numbers()
    assert numbers.get("gwanmun_policy_generation") == generation + 1
    assert abs(numbers.get("gwanmun_policy_loaded_timestamp_seconds") - own_gate.clock.now()) < 60
    assert numbers.get("gwanmun_policy_consoles") == 3
    own_gate.edit_policy("rules.yaml", lambda content: content.update({"nonsense": 1}))
    until("a refused policy", lambda: count(part="policy", result="refused") >= 1)
    assert ops.numbers().get("gwanmun_policy_generation") == generation + 1


def test_lists_and_certificates_have_ages_and_ends(gate, ops):
    numbers, now = ops.numbers(), gate.clock.now()
    assert numbers.sum("gwanmun_crl_used") == 2
    for family in numbers.families:
        for sample in family.samples:
            if sample.name == "gwanmun_crl_end_timestamp_seconds":
                assert sample.value > now
                assert set(sample.labels) == {"file", "issuer"}
    assert numbers.sum("gwanmun_server_certificate_end_timestamp_seconds") > now
    assert numbers.get("gwanmun_trust_alarms") == 0


def test_event_loops_tell_how_late_they_are(gate, ops):
    count = "gwanmun_event_loop_lag_seconds_count"
    before = ops.numbers().get(count)
    until("some ticks", lambda: ops.numbers().get(count) > before + 3)
    assert ops.numbers().get("gwanmun_event_loops") >= 1


def test_documents_alerts_and_dashboard_know_every_number_and_no_other(ops):
    shown = set()
    for family in ops.numbers().families:
        suffixes = {"counter": ["_total"], "gauge": [""], "histogram": ["", "_bucket", "_sum", "_count"]}[family.type]
        shown |= {family.name + suffix for suffix in suffixes}

    def named(*path):
        with open(os.path.join(program.ROOT, *path), encoding="utf-8") as file:
            text = file.read()
        # Not the labels and legends beside an expression, which have names of their own.
        return text, set(re.findall(r"\b(?:gwanmun|process)_[a-z0-9_]+", text))

    _, documented = named("docs", "metrics.md")
    assert {name for name in shown if not name.endswith(("_bucket", "_sum", "_count"))} <= documented
    assert documented <= shown
    text, used = named("deploy", "prometheus", "alerts.yaml")
    assert used <= shown
    rules = yaml.safe_load(text)["groups"][0]["rules"]
    assert len({rule["alert"] for rule in rules}) == len(rules)
    assert all({"alert", "expr", "labels", "annotations"} <= set(rule) for rule in rules)
    text, used = named("deploy", "grafana", "gwanmun.json")
    assert used <= shown
    panels = json.loads(text)["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)


# Health.


def test_health_says_that_it_lives_and_that_it_can_serve(gate, ops):
    assert ops.ask("/healthz")[0] == 200
    assert ops.ask("/startupz")[0] == 200
    status, headers, body = ops.ask("/readyz")
    assert (status, headers["Content-Type"], json.loads(body)) == (200, "application/json", {"ready": True, "not_ready": []})
    assert ops.ask("/metrics", "POST")[0] == 405
    assert ops.ask("/elsewhere")[0] == 404
    assert ops.ask("/metrics", "HEAD")[2] == b""
    assert program.run("health", "--ops", gate.ready["ops"]).returncode == 0


def test_a_node_that_drains_is_not_ready(own_gate, origin):
    visit = own_gate.logged_in()
    ops = Ops(own_gate)
    waiting = []
    origin.on("/drained", waiting.append)
    with visit.wire() as wire:
        wire.send_head("GET", "/drained", visit.credentials())
        until("the request at the origin", lambda: waiting)
        own_gate.ask_to_stop()
        status, _, body = until("it to drain", lambda: (answer := ops.ask("/readyz"))[0] == 503 and answer)
        assert json.loads(body)["not_ready"] == [{"part": "listeners", "why": "draining"}]
        assert ops.ask("/healthz")[0] == 200
        assert ops.numbers().get("gwanmun_ready", part="listeners") == 0
        waiting[0].reply(200)
        assert wire.answer().status == 200


def test_a_node_without_a_trail_is_not_ready(start_gate, small_disk):  # noqa: F811
    gate = start_gate(demo=small_disk)
    ops, visit = Ops(gate), gate.logged_in()
    assert ops.ask("/readyz")[0] == 200
    filler = fill(os.path.dirname(gate.ready["audit"]))

    def unready():
        """The trail is tried again five times a second, and may find room for a small record: so ask right behind a refusal."""
        if visit.get("/full").status != 503:
            return None
        status, _, body = ops.ask("/readyz")
        numbers = ops.numbers()
        return status == 503 and numbers.get("gwanmun_trail_failing") == 1 and (json.loads(body), numbers)

    readiness, numbers = until("it to say so", unready, 20)
    assert {"part": "trail", "why": "no space left for the audit trail"} in readiness["not_ready"]
    assert numbers.get("gwanmun_ready", part="trail") == 0
    assert numbers.get("gwanmun_record_write_failures_total") > 0
    assert numbers.get("gwanmun_denials_total", reason="not_recorded") >= 1
    assert numbers.get("gwanmun_limits_hit_total", limit="record") >= 1
    os.remove(filler)
    until("it to be ready again", lambda: visit.get("/after").status == 200 and ops.ask("/readyz")[0] == 200, 20)
    assert ops.numbers().get("gwanmun_trail_failing") == 0


def test_a_node_whose_lists_are_stale_is_not_ready(own_gate):
    ops = Ops(own_gate)
    own_gate.clock.advance(400 * 86400)
    status, _, body = until("it to say so", lambda: (answer := ops.ask("/readyz"))[0] == 503 and answer)
    assert [gap["part"] for gap in json.loads(body)["not_ready"]] == ["trust"]
    numbers = ops.numbers()
    assert numbers.sum("gwanmun_crl_used") == 0
    assert numbers.get("gwanmun_trust_alarms") > 0


def test_the_ops_listener_has_so_many_connections_and_no_more(own_gate):
    ops, address, held = Ops(own_gate), urlsplit(own_gate.ready["ops"]), []

    def connect():
        held.append(socket.create_connection((address.hostname, address.port), 10))
        return held[-1]

    try:
        for _ in range(64):
            connection = connect()
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: ops\r\n\r\n")
            assert connection.recv(12) == b"HTTP/1.1 200"
        assert connect().recv(1) == b""
    finally:
        for connection in held:
            connection.close()

    def answers():
        try:
            return ops.ask("/healthz")[0] == 200
        except OSError:
            return False

    until("it to answer again", answers)


# Traces.


def test_a_trace_passes_on_and_stands_in_the_record(gate, origin):
    visit = gate.logged_in(gate.person("staff", nth=1))
    parent, state = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "congo=t61rcWkgMzE"
    answer = visit.get("/traced", [("traceparent", parent), ("tracestate", state)])
    arrived = origin.the_arrival("/traced")
    assert (arrived.header("traceparent"), arrived.header("tracestate")) == (parent, state)
    records = until("the records", lambda: len(found := gate.trail.of_request(answer.header("X-Request-Id"))) == 2 and found)
    assert {record["trace_id"] for record in records} == {"4bf92f3577b34da6a3ce929d0e0e4736"}

    visit.get("/forged", [("traceparent", "00-${jndi}-x-01"), ("tracestate", state)])
    visit.get("/untraced")
    for path in ("/forged", "/untraced"):
        assert not {"traceparent", "tracestate"} & origin.the_arrival(path).names
    assert visit.request("GET", "/.gwanmun/session", [("traceparent", parent), JSON]).status == 200
