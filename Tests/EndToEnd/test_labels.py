"""A console labels its answers: a label raises what an answer counts as, and never lowers it (T15, semantics 4)."""

import json
import os
import subprocess

import pytest

from harness.services import Program, day
from harness.waiting import until

HEADER = "X-Data-Grade"
SECRET = b"<!doctype html><p>a drawing of the national core technology"


def label_answers(gate, *consoles):
    """From now on these consoles' answers may say what they count as."""
    gate.edit_policy("consoles.yaml", lambda content: [content["consoles"][name].update(label_header=HEADER) for name in consoles])
    done(gate.command("reload"))
    return gate


def done(result):
    assert result.returncode == 0, (result.stdout, result.stderr)
    return result.stdout


def says(*labels, body=SECRET, status=200):
    headers = [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "max-age=60"), *[(HEADER, label) for label in labels]]
    return lambda exchange: (exchange.read_body(), exchange.reply(status, headers, body))


@pytest.fixture(scope="module")
def site(gate):
    return label_answers(gate, "build", "notice")


@pytest.fixture(scope="module")
def visit(site):
    return site.logged_in(site.person("staff"))


@pytest.fixture
def tired(own_gate):
    """Somebody whose factor is good enough for a sensitive console, and too old for what is classified."""
    visit = label_answers(own_gate, "build").logged_in()
    own_gate.clock.advance(minutes=14)
    assert visit.get("/before").status == 200
    own_gate.clock.advance(minutes=2)
    return visit


def records(gate, answer, kind):
    """Of one request, in their order; once its end is there."""
    request_id = answer.header("X-Request-Id") or answer.json()["request_id"]
    gate.trail.wait_for(request_id=request_id, type="access")
    return [record for record in gate.trail.of_request(request_id) if record["type"] == kind]


@pytest.mark.parametrize("label", ["open", "O", "Sensitive", "s"])
def test_t15_a_label_no_higher_than_the_console_is_ignored(site, origin, visit, label):
    origin.on(f"/low/{label}", says(label))
    answer = visit.get(f"/low/{label}")
    assert (answer.status, answer.body) == (200, SECRET)
    [decision] = records(site, answer, "decision")
    assert decision["grade"] == "sensitive" and "label" not in decision


@pytest.mark.parametrize("labels", [["classified"], ["c"], ["open, C"], ["O", "Classified"]])
def test_t15_a_fresh_factor_opens_what_is_labelled_classified(site, origin, visit, labels):
    origin.on("/high", says(*labels))
    answer = visit.get("/high")
    assert (answer.status, answer.body) == (200, SECRET)
    assert answer.header("Cache-Control") == "no-store"
    own, raised = records(site, answer, "decision")
    assert (own["grade"], raised["grade"], raised["label"]) == ("sensitive", "classified", "classified")
    assert raised["decision"] == "permit" and raised["inputs"] == "whole"
    [end] = records(site, answer, "access")
    assert end["grade"] == "classified" and end["inputs"] == "earlier"


@pytest.mark.parametrize("label", ["secret", "0", "", "open;q=1"])
def test_t15_a_label_that_nobody_knows_counts_as_classified(site, origin, visit, label):
    origin.on("/unknown", says(label))
    assert records(site, visit.get("/unknown"), "decision")[-1]["label"] == "classified"


def test_t15_an_old_factor_is_asked_for_again_and_nothing_leaks(origin, tired):
    gate = tired.gate
    origin.on("/drawing", says("classified"))
    answer = tired.get("/drawing")
    assert (answer.status, answer.reason) == (401, "factor_required")
    assert answer.json()["factors"] == ["totp"] and "login_url" in answer.json()
    assert SECRET[-20:] not in answer.body and answer.header(HEADER) is None
    raised = records(gate, answer, "decision")[-1]
    assert (raised["decision"], raised["reason"], raised["grade"], raised["label"]) == ("step_up", "factor_missing", "classified", "classified")
    [end] = records(gate, answer, "access")
    assert (end["reason"], end["status"], end["grade"]) == ("factor_missing", 401, "classified")

    # What is not classified is still open to the same session; and a fresh factor opens the rest.
    assert tired.get("/plain").status == 200
    tired.log_in()
    assert tired.get("/drawing").body == SECRET


def test_t15_a_browser_comes_back_to_the_page_and_a_post_is_not_repeated(origin, tired):
    origin.on("/page", says("classified"))
    page = tired.navigate("/page?part=17")
    assert page.status == 303
    assert "%2Fpage%3Fpart%3D17" in page.header("Location")

    origin.on("/order", says("classified"))
    headers = [("Accept", "text/html"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document"), ("Sec-Fetch-Site", "same-origin")]
    answer = tired.post("/order", b"count=1", headers)
    assert answer.status == 401 and SECRET[-20:] not in answer.body
    assert len(origin.arrivals("/order")) == 1


def test_t15_over_http2_too(origin, tired):
    origin.on("/h2", says("classified"))
    origin.on("/h2-open", says("open"))
    with tired.http2() as connection:
        answer = connection.get("/h2", tired.credentials())
        assert answer.status == 401 and SECRET[-20:] not in answer.body
        assert connection.get("/h2-open", tired.credentials()).body == SECRET
    tired.log_in()
    with tired.http2() as connection:
        answer = connection.get("/h2", tired.credentials())
        assert (answer.status, answer.body) == (200, SECRET)


def test_t15_a_large_answer_comes_whole_behind_its_record(site, origin, visit):
    body = os.urandom(1 << 20) * 8
    origin.on("/large", says("classified", body=body))
    assert visit.get("/large").body == body
    with visit.http2() as connection:
        assert connection.get("/large", visit.credentials()).body == body


def test_t15_at_an_open_console_the_certificate_alone_is_enough_for_what_is_open(site, origin):
    somebody = site.visit("notice", site.person("staff", nth=1))
    origin.on("/news", says("open"))
    origin.on("/plan", says("sensitive"))
    assert somebody.get("/news").status == 200
    answer = somebody.get("/plan")
    assert (answer.status, answer.header("Cache-Control")) == (200, "no-store")
    [raised] = records(site, answer, "decision")
    assert (raised["grade"], raised["label"]) == ("sensitive", "sensitive")


def test_t15_no_program_gets_what_is_classified(own_gate, origin):
    gate = own_gate
    gate.edit_policy("roles.yaml", lambda content: content["roles"].update(build_bot={"kind": "service"}))
    gate.edit_policy("rules.yaml", lambda content: content["rules"].append({
        "id": "build-bots", "effect": "allow", "roles": ["build_bot"], "consoles": ["build"], "paths": ["/artefacts/**"],
        "actions": ["view"], "factors": ["certificate"]}))
    label_answers(gate, "build")
    done(gate.command(
        "service", "add", "build-bot-5e", "--role", "build_bot", "--owner", gate.person("staff").name, "--network", "127.0.0.1",
        "--until", day(gate, 30), "--reason", "ticket 61"))
    bot = Program(gate, "build-bot-5e")
    done(gate.command("user", "bind-cert", bot.name, bot.cert, "--reason", "ticket 61"))
    origin.on("/artefacts/plain", says("sensitive"))
    origin.on("/artefacts/drawing", says("classified"))
    console = gate.consoles["build"].url
    assert bot.curl(console + "/artefacts/plain").body == SECRET.decode()
    answer = bot.curl(console + "/artefacts/drawing")
    assert answer.status == 403 and SECRET[-20:].decode() not in answer.body
    record = gate.trail.wait_for(request_id=answer.json()["request_id"], label="classified")
    assert (record["type"], record["decision"], record["reason"]) == ("decision", "deny", "default_deny")


def test_t15_a_revocation_list_that_is_fresh_enough_for_less_is_too_old_for_what_is_classified(own_gate, origin):
    gate = own_gate
    gate.edit_policy("grades.yaml", lambda content: content["grades"]["classified"].update(revocation_age="1m"))
    visit = label_answers(gate, "build").logged_in()
    gate.clock.advance(minutes=10)
    origin.on("/cleared", says("classified"))
    assert visit.get("/plain").status == 200
    answer = visit.get("/cleared")
    assert answer.status in (403, 503) and SECRET[-20:] not in answer.body
    assert records(gate, answer, "decision")[-1]["reason"] == "revocation_unknown"


def test_t15_what_was_decided_is_decided_again_by_a_replay(origin, tired):
    gate = tired.gate
    origin.on("/again", says("classified"))
    refused = tired.get("/again")
    assert refused.status == 401
    records(gate, refused, "access")
    tired.log_in()
    records(gate, tired.get("/again"), "access")
    result = gate.command("policy", "replay", gate.ready["policies"], "--records", gate.ready["audit"], "--json")
    report = json.loads(done(result))["replay"]
    assert report["differences"].pop("unchanged") == report["decisions"] >= 5
    assert set(report["differences"].values()) == {0} and report["undecidable"] == {}


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small file system needs root")
def test_t15_without_a_record_nothing_leaves(start_gate, origin, tmp_path):
    folder = tmp_path / "small"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder], check=True)
    try:
        gate = label_answers(start_gate(demo=str(folder)), "notice")
        visit = gate.visit("notice", gate.person("staff"))
        filler = os.path.join(os.path.dirname(gate.ready["audit"]), "filler")

        def fills_the_disk_first(exchange):
            exchange.read_body()
            with open(filler, "ab", buffering=0) as file:
                try:
                    while True:
                        file.write(bytes(4096))
                except OSError:
                    pass
            exchange.reply(200, [(HEADER, "sensitive")], SECRET)

        # The request is to an open console: it is forwarded before its record is on the disk.
        origin.on("/late", fills_the_disk_first)
        answer = until("the disk to be full", lambda: (a := visit.get("/late")).status == 503 and a, 20)
        assert answer.reason == "not_recorded" and SECRET[-20:] not in answer.body
        os.remove(filler)
        origin.on("/healed", says("sensitive"))
        until("service to come back", lambda: visit.get("/healed").status == 200, 20)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)
