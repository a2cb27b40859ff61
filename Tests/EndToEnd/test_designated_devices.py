"""Partners come from designated terminals alone (guide, NCT3-N-U2): by a certificate whose key a terminal is declared to keep."""

import json
import os

import pytest

from harness import program
from harness.services import Program

TERMINAL = "KT-0042"


def done(result):
    assert result.returncode == 0, (result.stdout, result.stderr)
    return result.stdout


def designated_only(content):
    for rule in content["rules"]:
        if "notice" in rule.get("consoles", []):
            rule["devices"] = "designated"


def from_the_terminal(content):
    """The demo's own tests come from there too, or the policy would not be taken."""
    for test in content["tests"]:
        test["device"] = TERMINAL


@pytest.fixture(scope="module")
def site(gate):
    gate.edit_policy(os.path.join("tests", "demo.yaml"), from_the_terminal)
    gate.edit_policy("rules.yaml", designated_only)
    done(gate.command("reload"))
    return gate


@pytest.fixture(scope="module")
def terminal(site):
    """A second certificate of somebody, whose key the designated terminal keeps."""
    person = site.person("staff")
    terminal = Program(site, "terminal-of-" + person.name)
    bound = json.loads(done(site.command(
        "user", "bind-cert", person.name, terminal.cert, "--device", TERMINAL, "--reason", "asset list 2026-11", "--json")))
    assert bound["device"] == TERMINAL
    return terminal


def test_t88_the_right_person_with_another_certificate_is_refused(site, terminal):
    answer = site.visit("notice", site.person("staff")).get("/elsewhere")
    assert (answer.status, answer.reason) == (403, "not_allowed")
    record = site.trail.wait_for(request_id=answer.json()["request_id"], reason="device_not_designated")
    assert "device_id" not in record


def test_from_the_terminal_they_come_in_and_the_record_names_it(site, terminal, origin):
    assert terminal.curl(site.consoles["notice"].url + "/from-the-terminal").status == 200
    arrived = origin.the_arrival("/from-the-terminal")
    record = site.trail.wait_for(request_id=arrived.header("X-Request-Id"), decision="permit")
    assert (record["account"], record["device_id"]) == (site.person("staff").name, TERMINAL)


@pytest.mark.parametrize("name", ["X-Device-Id", "X-Gwanmun-Device", "X_Gwanmun_Device", "Device-Id", "X-Client-Device", "X-SSL-Client-Verify"])
def test_t89_what_a_client_says_of_its_device_has_no_effect(site, terminal, name):
    answer = site.visit("notice", site.person("staff")).get("/forged", headers=[(name, TERMINAL)])
    assert answer.status == 403
    assert site.trail.wait_for(request_id=answer.json()["request_id"], reason="device_not_designated")


def test_the_binding_is_shown_and_recorded(site, terminal):
    person = site.person("staff").name
    shown = json.loads(done(site.command("user", "show", person, "--json")))
    assert TERMINAL in [binding.get("device") for binding in shown["bindings"]]
    record = site.trail.wait_for(type="certificate_change", device_id=TERMINAL)
    assert record["change"] == "added" and record["stated_reason"] == "asset list 2026-11"


def test_names_that_are_none_are_refused(site):
    other = Program(site, "unlisted-terminal")
    refused = site.command("user", "bind-cert", site.person("staff").name, other.cert, "--device", "a b", "--reason", "asset list 2026-11")
    assert refused.returncode != 0 and "'device'" in refused.stderr


def test_the_terminal_is_forgotten_with_its_binding(site, terminal, tmp_path):
    person = site.person("staff").name
    shown = json.loads(done(site.command("user", "show", person, "--json")))
    binding = next(entry["binding"] for entry in shown["bindings"] if entry.get("device") == TERMINAL)
    done(site.command("user", "unbind-cert", person, binding, "--reason", "terminal returned"))
    assert terminal.curl(site.consoles["notice"].url + "/after").status == 403


def test_a_question_names_the_device(site, tmp_path):
    question = tmp_path / "question.yaml"
    text = """at: "2026-11-23T10:00:00+09:00"
account: kim-7f3a
roles: [staff]
console: notice
from: 127.0.0.1
factors: [certificate]
request: GET /
"""
    for line, expected in [("", "device_not_designated"), (f"device: {TERMINAL}\n", None),
                           (f"device: {{id: {TERMINAL}, designated: false}}\n", "device_not_designated")]:
        question.write_text(text + line)
        answer = json.loads(done(program.run("policy", "explain", site.ready["policies"], "--input", str(question), "--json")))
        assert answer.get("reason") == expected
