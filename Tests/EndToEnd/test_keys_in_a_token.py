"""The key-encryption key in a PKCS#11 token (SoftHSM): it never leaves it, and without it secrets stay shut (T09)."""

import json
import os

import pytest

from harness import program
from harness.enrolment import Enrolment
from harness.ops import Ops
from harness.service import Service, configure, serving
from harness.smartcard import PIN, Token
from harness.waiting import until


@pytest.fixture
def token(tmp_path, monkeypatch):
    token = Token(tmp_path / "token")
    for name, value in token.environment.items():
        monkeypatch.setenv(name, value)
    yield token
    token.end()


@pytest.fixture
def gate(token, start_gate):
    """A gate whose key was in its file, and is in the token."""
    gate = start_gate()
    gate.reconfigure(lambda settings: settings.update(keys=token.settings(patience="2s"), key_file="data/gwanmun.key"))
    old = keys(gate)["key_encryption_keys"][0]["id"]
    assert order(gate, "rotate").returncode == 0
    assert order(gate, "destroy", old).returncode == 1, "the last key of a file stays"
    gate.reconfigure(lambda settings: settings.pop("key_file"))
    os.remove(gate.named_in_settings("data/gwanmun.key"))
    return gate


def order(gate, what, *arguments):
    return gate.command("keys", what, *arguments, "--reason", "into the token, ticket 72")


def keys(gate):
    return json.loads(gate.command("keys", "list", "--json").stdout)


def not_ready(gate):
    return {gap["part"]: gap["why"] for gap in json.loads(Ops(gate).ask("/readyz")[2])["not_ready"]}


def test_the_key_goes_from_the_file_into_the_token_and_everybody_gets_in(gate, token):
    assert [(key["place"], key["state"]) for key in keys(gate)["key_encryption_keys"]] == [("file", "destroyed"), ("token", "in_use")]
    gate.logged_in()
    shown = token.tool("--list-objects", "--type", "secrkey").stdout
    assert "gwanmun-kek" in shown and "never extractable" in shown, shown


def test_a_rotation_makes_another_key_in_the_token_and_the_old_one_can_be_destroyed(gate, token):
    old = keys(gate)["key_encryption_keys"][-1]["id"]
    assert order(gate, "rotate", "--data-keys").returncode == 0
    assert keys(gate)["pending"] == 0
    gate.logged_in()
    done = order(gate, "destroy", old)
    assert done.returncode == 0, done.stderr
    assert token.tool("--list-objects", "--type", "secrkey").stdout.count("gwanmun-kek") == 1
    gate.restart()
    gate.logged_in()


def test_a_token_that_is_pulled_out_lets_nobody_enrol_and_is_told_of(gate, token):
    """T09: at run time. The enrolment code is not used up."""
    visit = gate.logged_in()
    person = gate.person("staff", nth=1)
    token.pull_out()
    until("the part 'keys' to be told of", lambda: "keys" in not_ready(gate), 30)
    gate.trail.wait_for(type="key_event", change="unavailable")
    with pytest.raises(AssertionError, match="503"):
        Enrolment(gate, person)
    # Who is in goes on, and within the lease people get in.
    assert visit.get().status == 200
    gate.logged_in(gate.person("staff"))
    token.plug_in()
    until("the node to be ready", lambda: not not_ready(gate), 30)
    gate.trail.wait_for(type="key_event", change="restored")
    Enrolment(gate, person)
    gate.logged_in(person)


def test_secrets_stay_shut_when_the_lease_is_over_and_open_when_the_token_is_back(gate, token):
    """T09: fail closed."""
    gate.reconfigure(lambda settings: settings["keys"].update(lease="1s"))
    visit = gate.logged_in()
    token.pull_out()
    until("secrets to be shut", lambda: "stay shut" in not_ready(gate).get("keys", ""), 40)
    person = gate.person("staff")
    assert gate.visit("build", person).present(totp=gate.code(person)).status == 503
    assert visit.get().status == 200
    token.plug_in()
    until("the node to be ready", lambda: not not_ready(gate), 30)
    gate.logged_in()


def test_a_token_that_hangs_holds_nobody_up(gate, token):
    token.hold_up()
    until("the part 'keys' to be told of", lambda: "has not answered within" in not_ready(gate).get("keys", ""), 40)
    gate.logged_in()
    token.let_go()
    until("the node to be ready", lambda: not not_ready(gate), 40)


def test_without_the_token_the_node_does_not_serve(gate, token, origin):
    """T09: at the start. Pulled out, then with the wrong PIN, which is tried once."""
    configure(gate, origin)
    token.pull_out()
    done = program.run("serve", "--config", gate.ready["config"])
    assert done.returncode != 0 and done.stderr.count("error: ") == 1, done.stderr
    token.plug_in()
    token.put_pin("not-it-5172")
    done = program.run("serve", "--config", gate.ready["config"])
    assert done.returncode != 0 and f"token 'gwanmun' refused the PIN in {token.pin_file}" in done.stderr
    os.chmod(token.pin_file, 0o644)
    done = program.run("serve", "--config", gate.ready["config"])
    assert done.returncode != 0 and f"{token.pin_file}: mode 644, expected 600" in done.stderr
    os.chmod(token.pin_file, 0o600)
    token.put_pin(PIN)
    service = Service(gate)
    try:
        serving(service)
        # T108: neither an argument, nor in the environment, nor written.
        for name in ("cmdline", "environ"):
            with open(f"/proc/{service.process.pid}/{name}", "rb") as file:
                assert PIN.encode() not in file.read()
        assert PIN not in service.output() + gate.trail.text()
    finally:
        service.end()
