"""Keys in a PKCS#11 token (SoftHSM). The key-encryption key never leaves it, and without it secrets stay shut (T09); checkpoints of the trail are
signed in it (T25)."""

import hashlib
import json
import os
import shutil

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from harness import program
from harness.enrolment import Enrolment
from harness.ops import Ops
from harness.service import Service, configure, serving
from harness.smartcard import PIN, Token
from harness.trail_verifier import Broken, verify
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
    """T09, T104: at run time. The enrolment code is not used up."""
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
    """T09, T104: fail closed."""
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
    """T09, T104: at the start. Pulled out, then with the wrong PIN, which is tried once."""
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


def test_checkpoints_are_signed_in_the_token_and_two_hands_agree_on_them(start_gate, token, tmp_path):
    """T25, V18: a key pair that is made in the token and never leaves it; a token that is away delays checkpoints and nothing else."""
    gate, copy = start_gate(), tmp_path / "vault.ndjson"

    def edit(settings):
        settings.update(keys=token.settings(patience="2s"), key_file="data/gwanmun.key")
        settings["audit_trail"] = {"checkpoints": {
            "key": {"token": "gwanmun-trail"}, "every_records": 5, "every": "1s", "send": [{"name": "vault", "file": str(copy)}]}}

    gate.reconfigure(edit)
    [paper] = [name for name in os.listdir(gate.trail.folder) if in_the_token(gate, name)]
    key = shutil.copy(os.path.join(gate.trail.folder, paper), tmp_path / "key.pem")
    record = gate.trail.wait_for(type="key_event", object_type="key", object=f"checkpoint {key_id(key)}")
    assert record["change"] == "rotated", "there was one in a file before"
    shown = token.tool("--list-objects", "--type", "privkey").stdout
    assert "gwanmun-trail" in shown and "never extractable" in shown, shown
    assert not os.path.exists(gate.named_in_settings("data/gwanmun-trail"))

    visit = gate.logged_in()
    token.pull_out()
    for number in range(10):
        assert visit.get(f"/{number}").status == 200
    gate.trail.wait_for(path="/9", type="access")
    token.plug_in()
    last = gate.trail.find(path="/9")[-1]["seq"]
    until("the checkpoints that are late", lambda: [c for c in checkpoints(copy) if c["seq"] >= last], 40)
    mine = [c for c in checkpoints(copy) if c["key_id"] == key_id(key)]
    assert mine and {c["algorithm"] for c in mine} == {"ecdsa-sha256"}
    assert gate.stop() == 0

    # Those from before are signed with the key in the file, whose paper stays beside the trail.
    keys = [os.path.join(gate.trail.folder, name) for name in os.listdir(gate.trail.folder) if name.endswith(".pem")]
    named = [argument for path in keys for argument in ("--key", path)]
    verified = gate.command("audit", "verify", gate.trail.folder, "--checkpoints", str(copy), *named, "--json")
    assert verified.returncode == 0, verified.stderr
    assert verify(gate.trail.folder, [copy], keys) == json.loads(verified.stdout)["records"]

    # One bit of a signature, and another's key: found by both.
    lines = copy.read_text().splitlines(keepends=True)
    at = lines[-1].index('"signature":"') + 40
    forged = tmp_path / "forged.ndjson"
    forged.write_text("".join(lines[:-1]) + lines[-1][:at] + ("0" if lines[-1][at] != "0" else "1") + lines[-1][at + 1:])
    for papers, points in [(keys, forged), ([path for path in keys if not same(path, key)], copy)]:
        named = [argument for path in papers for argument in ("--key", path)]
        assert gate.command("audit", "verify", gate.trail.folder, "--checkpoints", str(points), *named).returncode == 1
        with pytest.raises(Broken) as found:
            verify(gate.trail.folder, [points], papers)
        assert found.value.witness == "checkpoint"


def checkpoints(path):
    with open(path, encoding="ascii") as file:
        return [json.loads(line) for line in file if line.endswith("\n")]


def in_the_token(gate, name):
    """Whether it is the paper of a key on P-256: the one that the node makes in a file is of Ed25519."""
    if not name.startswith("checkpoint-key-"):
        return False
    with open(os.path.join(gate.trail.folder, name), "rb") as file:
        return isinstance(load_pem_public_key(file.read()), ec.EllipticCurvePublicKey)


def key_id(path):
    with open(path, "rb") as file:
        der = load_pem_public_key(file.read()).public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(der).hexdigest()


def same(path, other):
    return key_id(path) == key_id(other)
