"""A console on several servers: shared by weight, without the sick ones, never asked twice for what is not safe, and nowhere that nobody named."""

import contextlib
import json
import socket
import threading

import pytest

from harness.authority import Authority
from harness.origin import Origin
from harness.waiting import until


def status(gate):
    told = gate.command("status", "--json")
    assert told.returncode == 0, told.stderr
    return {entry["url"]: entry for entry in json.loads(told.stdout)["upstreams"] if entry["console"] == "notice"}


def wait_for_state(gate, url, state, within=20):
    return until(f"{url} to be {state}", lambda: status(gate)[url]["state"] == state, within)


def closed_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def counts(origins, path):
    return [len(origin.arrivals(path)) for origin in origins]


@pytest.fixture
def origins():
    """Makes servers; each answers with what arrived."""
    made = []

    def make(count=2, **options):
        made.extend(Origin(**options) for _ in range(count))
        return made[-count:]

    yield make
    for origin in made:
        origin.close()


@pytest.fixture
def behind(start_gate):
    """A gate with the open console on these upstreams, as gwanmun.yaml has them."""

    def place(members, threads=None, **rules):
        gate = start_gate(upstream=None, clock="real")

        def edit(settings):
            settings["upstreams"]["notice"] = {"members": members, **rules}
            if threads:
                settings["threads"] = threads

        gate.reconfigure(edit)
        return gate, gate.visit("notice", gate.person("staff"))

    return place


# Sharing.


def test_requests_are_shared_by_weight(behind, origins):
    heavy, light = origins()
    _, visit = behind([{"url": heavy.url, "weight": 3}, light.url], threads=1)
    for _ in range(40):
        assert visit.get("/shared").status == 200
    assert counts([heavy, light], "/shared") == [30, 10]


def test_a_person_stays_with_one_server(behind, origins):
    servers = origins(4)
    gate, _ = behind([server.url for server in servers], sticky="session")
    for nth, role in [(0, "staff"), (1, "staff"), (0, "auditor"), (0, "security_admin")]:
        visit = gate.visit("notice", gate.person(role, nth=nth))
        path = f"/sticky/{role}/{nth}"
        for _ in range(8):
            assert visit.get(path).status == 200
        assert sorted(counts(servers, path)) == [0, 0, 0, 8]


def test_a_person_whose_server_is_gone_is_served_by_another_and_stays_there(behind, origins):
    servers = origins(3)
    _, visit = behind([server.url for server in servers], sticky="session")
    assert visit.get("/first").status == 200
    gone = next(server for server in servers if server.arrivals("/first"))
    gone.close()
    for _ in range(8):
        assert visit.get("/then").status == 200
    assert sorted(counts(servers, "/then")) == [0, 0, 8]


# Failing.


@contextlib.contextmanager
def eight_people(visit, path):
    """Ask one thing after the other, each on a connection of their own; yields what was not answered well."""
    failures, stop = [], threading.Event()

    def ask():
        with visit.wire() as wire:
            while not stop.is_set():
                answer = wire.request("GET", path)
                if answer.status != 200:
                    failures.append(repr(answer))

    people = [threading.Thread(target=ask) for _ in range(8)]
    for person in people:
        person.start()
    try:
        yield failures
    finally:
        stop.set()
        for person in people:
            person.join()


def wait_for_more(origin, path, count):
    before = len(origin.arrivals(path))
    until(f"{count} more requests", lambda: len(origin.arrivals(path)) > before + count, 30)


def test_nobody_notices_that_one_of_two_is_killed(behind, origins):
    """Requests run on eight connections when it happens."""
    doomed, other = origins()
    gate, visit = behind([doomed.url, other.url])
    with eight_people(visit, "/steady") as failures:
        until("both to be at work", lambda: all(count > 50 for count in counts([doomed, other], "/steady")), 30)
        doomed.close()
        wait_for_more(other, "/steady", 200)
    assert failures == []
    assert "upstream left out" in gate.output()


def test_one_that_takes_no_more_connections_is_left_out_though_it_answers_on_one(behind, origins):
    """As servers do that end in order: what stands is served on, which says nothing about who would be served next."""
    leaving, other = origins()
    gate, visit = behind([leaving.url, other.url], threads=1, ejection={"rate": "off"})
    with eight_people(visit, "/steady") as failures:
        until("both to be at work", lambda: all(count > 50 for count in counts([leaving, other], "/steady")), 30)
        leaving.stop_listening()
        first, *others = [connection for connection in leaving.connections() if not connection.is_over]
        for connection in others:
            connection.cut()
        until("it to be left out", lambda: status(gate)[leaving.url]["state"] == "left_out", 30)
        wait_for_more(other, "/steady", 50)
    assert failures == []
    assert not first.is_over


def test_one_whose_connections_come_about_in_between_is_not_left_out(behind, origins):
    """Every other connection is refused, and those between are answered: no row of two."""
    (well,) = origins(1)
    port = closed_port()
    url = f"http://127.0.0.1:{port}"
    gate, visit = behind([well.url, url], threads=1, ejection={"failures": 2, "rate": "off"})
    for nth in range(3):
        refused, answered = f"/refused/{nth}", f"/answered/{nth}"
        assert [visit.get(refused).status for _ in range(2)] == [200, 200]
        assert len(well.arrivals(refused)) == 2
        (other,) = origins(1, port=port)
        assert [visit.get(answered).status for _ in range(2)] == [200, 200]
        assert len(other.arrivals(answered)) == 1
        other.close()
        until("its connection to be gone", lambda: all(connection.is_over for connection in other.connections()))
    assert status(gate)[url]["state"] == "serving"


def test_one_that_refuses_connections_is_left_out_and_used_again_when_it_is_back(behind, origins):
    (well,) = origins(1)
    port = closed_port()
    url = f"http://127.0.0.1:{port}"
    gate, visit = behind([well.url, url], threads=1, ejection={"failures": 2, "first": "1s", "longest": "1s"})
    until("it to be left out", lambda: visit.get("/meanwhile").status == 200 and status(gate)[url]["state"] == "left_out")
    (back,) = origins(1, port=port)
    until("it to be used again", lambda: visit.get("/afterwards").status == 200 and back.arrivals("/afterwards"), 20)
    assert visit.get("/afterwards").status == 200
    wait_for_state(gate, url, "serving")
    assert {"upstream left out", "upstream used again"} <= {
        phrase for phrase in ("upstream left out", "upstream used again") if phrase in gate.output()}


def test_a_request_with_a_body_is_never_sent_twice(behind, origins):
    """Both servers read it and hang up: whoever did what it asks for, it is not asked again."""
    servers = origins()
    _, visit = behind([server.url for server in servers])

    def hang_up(exchange):
        exchange.read_body()
        exchange.connection.is_done = True

    for server in servers:
        server.on("/order", hang_up)
    for method in ("POST", "PUT"):
        answer = visit.request(method, "/order", body=b"one of these, please")
        assert (answer.status, answer.reason) == (502, "upstream_unreachable")
    assert sum(counts(servers, "/order")) == 2
    # Without a body, what may be repeated is, once for each of the two; what may not is not.
    assert visit.request("POST", "/order", body=b"").status == 502
    assert sum(counts(servers, "/order")) == 3
    assert visit.request("DELETE", "/order").status == 502
    assert sum(counts(servers, "/order")) == 5


def test_a_request_that_could_not_be_sent_goes_to_another_server_whatever_it_is(behind, origins):
    (well,) = origins(1)
    _, visit = behind([f"http://127.0.0.1:{closed_port()}", well.url], threads=1, ejection="off")
    for _ in range(4):
        assert visit.post("/order", b"one of these, please").status == 200
    assert [exchange.body for exchange in well.arrivals("/order")] == [b"one of these, please"] * 4


def test_the_next_server_is_asked_by_its_own_name_where_the_console_wants_that(behind, origins):
    (well,) = origins(1)
    gate, visit = behind([f"http://127.0.0.1:{closed_port()}", well.url], ejection="off")
    gate.edit_policy("consoles.yaml", lambda c: c["consoles"]["notice"].update(host_header="rewrite"))
    gate.restart()
    for _ in range(4):
        assert visit.get("/named").status == 200
    assert {exchange.header("Host") for exchange in well.arrivals("/named")} == {f"127.0.0.1:{well.port}"}


def test_with_all_servers_down_it_is_a_bad_gateway(behind):
    gate, visit = behind([f"http://127.0.0.1:{closed_port()}" for _ in range(2)])
    answer = visit.get("/down")
    assert (answer.status, answer.reason) == (502, "upstream_unreachable")
    assert gate.trail.wait_for(request_id=answer.json()["request_id"], reason="upstream_unreachable")


def test_an_answer_that_counts_as_a_failure_is_handed_on_and_counted(behind, origins):
    ill, well = origins()
    ill.on("/page", lambda exchange: (exchange.read_body(), exchange.reply(503, body=b"not now")))
    gate, visit = behind([ill.url, well.url], threads=1, ejection={"failures": 3, "statuses": [503]})
    answers = [visit.get("/page").status for _ in range(6)]
    assert answers.count(503) == 3
    assert status(gate)[ill.url]["state"] == "left_out"
    assert [visit.get("/page").status for _ in range(6)] == [200] * 6


# Health checks.


def test_a_server_that_fails_its_health_checks_gets_nothing(behind, origins):
    ill, well = origins()
    mood = {"status": 503}
    ill.on("/healthz", lambda exchange: (exchange.read_body(), exchange.reply(mood["status"])))
    health = {"path": "/healthz", "interval": "1s", "rise": 2, "fall": 2}
    gate, visit = behind([ill.url, well.url], health=health)
    wait_for_state(gate, ill.url, "failing_checks")
    ill.forget()
    for _ in range(20):
        assert visit.get("/work").status == 200
    assert counts([ill, well], "/work") == [0, 20]
    until("it to be asked how it is", lambda: ill.arrivals("/healthz"))
    assert {exchange.path for exchange in ill.arrivals()} == {"/healthz"}
    # It gets nothing of people's: no identity, no request of theirs.
    check = ill.arrivals("/healthz")[-1]
    assert check.names == {"host", "user-agent", "accept", "connection"}
    mood["status"] = 200
    wait_for_state(gate, ill.url, "serving")
    until("it to be used", lambda: visit.get("/work").status == 200 and ill.arrivals("/work"))


def test_when_all_fail_their_health_checks_nobody_is_asked(behind, origins):
    servers = origins()
    for server in servers:
        server.on("/healthz", lambda exchange: (exchange.read_body(), exchange.reply(500)))
    gate, visit = behind([server.url for server in servers], health={"path": "/healthz", "interval": "1s"})
    for server in servers:
        wait_for_state(gate, server.url, "failing_checks")
    answer = visit.get("/work")
    assert (answer.status, answer.reason) == (502, "upstream_unreachable")
    assert gate.trail.wait_for(request_id=answer.json()["request_id"], reason="upstream_unreachable")
    assert counts(servers, "/work") == [0, 0]
    assert "no upstream serves" in gate.output()


def test_what_is_known_of_a_server_outlives_a_reload(behind, origins):
    ill, well = origins()
    ill.on("/healthz", lambda exchange: (exchange.read_body(), exchange.reply(503)))
    rules = {"health": {"path": "/healthz", "interval": "1h", "timeout": "2s"}}
    gate, visit = behind([ill.url, well.url], **rules)
    wait_for_state(gate, ill.url, "failing_checks")
    (third,) = origins(1)
    place = gate.settings()
    place["upstreams"]["notice"]["members"].insert(0, third.url)
    gate.rewrite_settings(place)
    gate.reload()
    wait_for_state(gate, third.url, "serving")
    assert status(gate)[ill.url]["state"] == "failing_checks"
    for _ in range(10):
        assert visit.get("/after").status == 200
    assert counts([ill], "/after") == [0]


# Places.


def test_a_server_with_all_places_taken_is_spared(behind, origins):
    (server,) = origins(1)
    release = threading.Event()
    server.on("/long", lambda exchange: (exchange.read_body(), release.wait(20), exchange.reply(body=b"at last")))
    gate, visit = behind([server.url], threads=2, connections={"limit": 1, "wait": "none"})
    with visit.wire() as first:
        first.send_head("GET", "/long")
        server.wait_for("/long")
        answer = visit.get("/short")
        assert (answer.status, answer.reason, answer.header("Retry-After")) == (503, "overloaded", "1")
        assert status(gate)[server.url]["connections"] == 1
        release.set()
        assert first.answer().body == b"at last"
    assert not server.arrivals("/short")


@pytest.mark.parametrize("threads", [1, 2])
def test_whoever_waits_for_a_place_gets_the_next_one(behind, origins, threads):
    (server,) = origins(1)
    release = threading.Event()
    server.on("/long", lambda exchange: (exchange.read_body(), release.wait(20), exchange.reply(body=b"at last")))
    gate, visit = behind([server.url], threads=threads, connections={"limit": 1, "wait": "10s"})
    with visit.wire() as first:
        first.send_head("GET", "/long")
        server.wait_for("/long")
        waiting = [visit.wire() for _ in range(6)]
        for wire in waiting:
            wire.send_head("GET", "/short")
        until("all to wait", lambda: status(gate)[server.url]["waiting"] == 6)
        assert not server.arrivals("/short")
        release.set()
        assert first.answer().body == b"at last"
        for wire in waiting:
            assert wire.answer().status == 200
            wire.close()
    assert len(server.arrivals("/short")) == 6


# Where names lead.


def refused(gate, visit):
    answer = visit.get("/secret-path")
    assert (answer.status, answer.reason) == (502, "upstream_unreachable")
    gate.trail.wait_for(request_id=answer.json()["request_id"], reason="upstream_address_refused")
    return gate.output()


@pytest.mark.parametrize(("name", "address", "kind"), [
    # inet_aton reads these as addresses, which is how such names get past those who look at names.
    ("0xa9fea9fe", "169.254.169.254", "metadata"),
    ("0x0a000001", "10.0.0.1", "private"),
    ("0xc0.0xa8.0x1.0x1", "192.168.1.1", "private"),
])
def test_a_name_that_leads_inside_is_refused(behind, name, address, kind):
    gate, visit = behind([f"http://{name}"])
    assert f"{address} is a {kind} address, which the console does not name" in refused(gate, visit)
    assert list(status(gate).values())[0]["state"] == "refused"


def test_a_name_that_leads_to_the_gateways_own_machine_is_refused_unless_that_is_named(behind, origins):
    (server,) = origins(1)
    url = f"http://0x7f000001:{server.port}"
    gate, visit = behind([url], allow_private=True)
    refused(gate, visit)
    assert server.connection_count() == 0
    named = gate.settings()
    named["upstreams"]["notice"]["networks"] = ["127.0.0.0/8"]
    gate.rewrite_settings(named)
    gate.reload()
    until("the name to be used", lambda: visit.get("/named").status == 200)
    assert server.the_arrival("/named")


def test_the_doctor_finds_an_upstream_that_is_a_metadata_service(behind):
    gate, _ = behind(["http://169.254.169.254"])
    told = gate.command("doctor")
    assert told.returncode == 1
    assert "http://169.254.169.254 is a metadata address" in told.stdout


def test_localhost_names_this_machine_by_itself(behind, origins):
    (server,) = origins(1)
    _, visit = behind([f"http://console.localhost:{server.port}"])
    assert visit.get("/here").status == 200
    assert server.the_arrival("/here")


def test_a_name_is_verified_as_written_whatever_address_it_leads_to(behind, origins, tmp_path):
    authority = Authority(tmp_path)
    for name, expected in [("console.localhost", 200), ("127.0.0.1", 502)]:
        (server,) = origins(1, tls=authority.server_context("console.localhost"))
        gate, visit = behind([f"https://{name}:{server.port}"])
        gate.edit_policy("consoles.yaml", lambda c: c["consoles"]["notice"].update(tls={"ca": authority.path}))
        gate.restart()
        assert visit.get("/verified").status == expected
