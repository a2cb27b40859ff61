"""No secret lies in clear on the disk, and what is sealed opens with the right key alone (T07, T09, T10, T32, T108)."""

import base64
import glob
import json
import os
import shutil
import signal
import subprocess

import pytest

from harness import program
from harness.enrolment import Enrolment
from harness.service import Service, configure, serving
from harness.waiting import until



def keys_made(gate):
    """Records of keys that wrap; the one that signs checkpoints is made with the trail."""
    return [r for r in gate.trail.find(type="key_event", change="created") if not r["object"].startswith("checkpoint ")]


def spellings(secret):
    """A secret as it could lie about: raw, base32, hexadecimal, base64, base64url."""
    raw = secret if isinstance(secret, bytes) else secret.encode()
    texts = [base64.b32encode(raw), raw.hex().encode(), raw.hex().upper().encode(), base64.b64encode(raw), base64.urlsafe_b64encode(raw)]
    return {raw, *(text.rstrip(b"=") for text in texts)}


def seed(base32):
    return base64.b32decode(base32 + "=" * (-len(base32) % 8))


def files(folder):
    return [os.path.join(place, name) for place, _, names in os.walk(folder) for name in names]


def kept_by(gate):
    """Every file that the node writes: store, log of the store, records, spool, its own log. Two keys are what the rest is sealed
    and signed with, and lie in files of their own (docs/keys.md, docs/audit-trail.md) where no token keeps them."""
    demo = os.path.dirname(gate.ready["config"])
    found = [path for part in ("data", "audit") for path in files(os.path.join(demo, part)) if not path.endswith(("gwanmun.key", "checkpoint.key"))]
    found = [path for path in found if not path.endswith(".sock")]
    return [*found, os.path.join(gate.folder, "output.log")]


def expect_none(gate, canaries):
    paths = kept_by(gate)
    assert any(path.endswith("gwanmun.sqlite") for path in paths)
    for path in paths:
        with open(path, "rb") as file:
            content = file.read()
        for name, canary in canaries.items():
            for spelling in spellings(canary):
                assert spelling not in content, f"{name} is in {path}"


def test_no_secret_of_anybody_lies_in_clear_in_any_file_of_the_node(own_gate):
    """T10, T108: enrolled, logged in, mistaken, recovered; while it runs, killed, after a start and after an ordinary end."""
    person = own_gate.person("staff")
    enrolment = Enrolment(own_gate, person)
    visit = own_gate.visit("build", person)
    visit.present(totp=own_gate.wrong_code(person), password="canary-password-7391", recovery_code="canary-recovery-7391")
    visit.log_in()
    visit.post("/x", b"canary-body-7391", [("Authorization", "Bearer canary-bearer-7391"), ("Cookie", "sid=canary-cookie-7391")])
    other = own_gate.visit("notice", person)
    recovery = enrolment.recovery_codes[0]
    other.present(recovery_code=recovery)
    own_gate.trail.wait_for(path="/x")

    canaries = {
        "seed": seed(enrolment.secret), "seed as shown": enrolment.secret, "enrolment code": enrolment.code,
        "enrolment code without hyphens": enrolment.code.replace("-", ""), "cookie": visit.cookie, "token": visit.token,
        "password": "canary-password-7391", "body": "canary-body-7391", "bearer": "canary-bearer-7391",
        "cookie of the console": "canary-cookie-7391", "mistaken recovery code": "canary-recovery-7391",
    }
    for number, code in enumerate(enrolment.recovery_codes):
        canaries[f"recovery code {number}"] = code
        canaries[f"recovery code {number} without hyphens"] = code.replace("-", "")
    for other_person in own_gate.people:
        if other_person.authenticator and other_person is not person:
            canaries[f"seed of {other_person.name}"] = seed(other_person.authenticator.secret)

    # The search finds what is there.
    assert any(person.name.encode() in open(path, "rb").read() for path in kept_by(own_gate))
    expect_none(own_gate, canaries)
    own_gate.kill()
    expect_none(own_gate, canaries)
    own_gate.start()
    expect_none(own_gate, canaries)
    assert own_gate.stop() == 0
    expect_none(own_gate, canaries)


def test_the_key_that_signs_for_consoles_is_sealed_too(own_gate):
    data = os.path.join(os.path.dirname(own_gate.ready["config"]), "data")
    for path in kept_by(own_gate):
        with open(path, "rb") as file:
            assert b"PRIVATE KEY" not in file.read(), path
    assert not os.path.exists(os.path.join(data, "assertion.pem"))


def test_a_key_from_before_it_was_sealed_is_taken_over_and_shredded(own_gate):
    """What consoles have learnt to trust does not change with the version."""
    old = os.path.join(os.path.dirname(own_gate.ready["config"]), "data", "assertion.pem")
    assert own_gate.stop() == 0
    made = subprocess.run(["openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout"], capture_output=True, check=True)
    pkcs8 = subprocess.run(["openssl", "pkcs8", "-topk8", "-nocrypt"], input=made.stdout, capture_output=True, check=True).stdout
    descriptor = os.open(old, os.O_WRONLY | os.O_CREAT, 0o600)
    os.write(descriptor, pkcs8)
    os.close(descriptor)
    store = os.path.join(os.path.dirname(old), "gwanmun.sqlite")
    subprocess.run(["python3", "-c", "import sqlite3,sys; d=sqlite3.connect(sys.argv[1]); d.execute('DELETE FROM node_secrets'); d.commit()", store], check=True)
    own_gate.start()
    assert not os.path.exists(old)
    keys = own_gate.visit("build", own_gate.person("staff")).get("/.gwanmun/jwks.json").json()["keys"]
    public = subprocess.run(["openssl", "ec", "-pubout", "-outform", "DER"], input=made.stdout, capture_output=True, check=True).stdout
    x = base64.urlsafe_b64decode(keys[0]["x"] + "==")
    assert x in public


def test_it_leaves_no_core_where_another_program_would(own_gate, tmp_path):
    """T10, T108: neither in a file nor for a program that collects them."""
    with open(f"/proc/{own_gate.process.pid}/limits", encoding="utf-8") as limits:
        core = next(line for line in limits if line.startswith("Max core file size"))
    assert core.split()[4:6] == ["0", "0"]
    # Keys are in memory that is not swapped out (proc(5), VmLck in KiB).
    assert own_gate._status("VmLck") >= 1000
    # Not dumpable: what others of its user could look into belongs to root alone (proc(5)).
    nobody = subprocess.run(
        ["setpriv", "--reuid", "65534", "--clear-groups", "cat", f"/proc/{own_gate.process.pid}/environ"], capture_output=True)
    assert nobody.returncode != 0
    own_gate._was_told_to_end = True
    own_gate.process.send_signal(signal.SIGABRT)
    status = os.waitid(os.P_PID, own_gate.process.pid, os.WEXITED | os.WNOWAIT)
    own_gate.process.wait(20)
    assert status.si_code == os.CLD_KILLED, "it dumped core"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_a_key_file_that_others_may_read_stops_the_start(own_gate, origin, mode):
    """T32: file, mode and what was expected are told."""
    configure(own_gate, origin)
    key = own_gate.named_in_settings("data/gwanmun.key")
    os.chmod(key, mode)
    done = program.run("serve", "--config", own_gate.ready["config"])
    assert done.returncode != 0
    assert f"{key}: mode {mode:o}, expected 600" in done.stderr, done.stderr
    assert "hint: chmod 600" in done.stderr


def test_without_its_key_the_node_does_not_serve_and_with_it_it_does(own_gate, origin):
    """T09: the key is away at the start; another key is no key."""
    configure(own_gate, origin)
    key = own_gate.named_in_settings("data/gwanmun.key")
    os.rename(key, key + ".away")
    done = program.run("serve", "--config", own_gate.ready["config"])
    assert done.returncode != 0 and key in done.stderr
    assert program.run("config", "new-key", key).returncode == 0
    done = program.run("serve", "--config", own_gate.ready["config"])
    assert done.returncode != 0 and "the store was sealed with key" in done.stderr, done.stderr
    os.rename(key + ".away", key)
    service = Service(own_gate)
    try:
        serving(service)
    finally:
        service.end()


class TestKeys:
    def keys(self, gate):
        done = gate.command("keys", "list", "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def rotate(self, gate, *arguments):
        return gate.command("keys", "rotate", "--reason", "yearly, ticket 71", *arguments)

    def test_are_listed_with_age_and_what_depends_on_them(self, gate):
        keys = self.keys(gate)
        assert [key["state"] for key in keys["key_encryption_keys"]] == ["in_use"]
        assert keys["key_encryption_keys"][0]["age_days"] == 0
        assert keys["data_keys"][0]["account_keys"] >= 1 and keys["data_keys"][0]["secrets"] == 1
        assert keys["pending"] == 0
        assert keys["key_encryption_keys"][0]["id"] in gate.command("keys", "list").stdout

    def test_are_rotated_while_people_are_in_and_log_in(self, own_gate):
        visit = own_gate.logged_in()
        before = self.keys(own_gate)["key_encryption_keys"][0]["id"]
        done = self.rotate(own_gate)
        assert done.returncode == 0, done.stderr
        keys = self.keys(own_gate)
        assert [key["state"] for key in keys["key_encryption_keys"]] == ["idle", "in_use"]
        assert keys["data_keys"][0]["wrapped_by"] == keys["key_encryption_keys"][1]["id"] != before
        assert visit.get().status == 200
        own_gate.logged_in()
        own_gate.restart()
        own_gate.logged_in()
        record = own_gate.trail.find(type="key_event", change="rotated")[0]
        assert record["object"] == keys["key_encryption_keys"][1]["id"]

    def test_all_of_them_are_rotated_and_the_old_ones_destroyed(self, own_gate):
        old = self.keys(own_gate)
        old_key, old_data_key = old["key_encryption_keys"][0]["id"], old["data_keys"][0]["id"]
        refused = own_gate.command("keys", "destroy", old_key, "--reason", "too early")
        assert refused.returncode == 1 and "depends on the key" in refused.stderr
        done = self.rotate(own_gate, "--data-keys")
        assert done.returncode == 0, done.stderr
        keys = self.keys(own_gate)
        assert keys["pending"] == 0
        assert [key["account_keys"] for key in keys["data_keys"]] == [0, old["data_keys"][0]["account_keys"]]
        for key in (old_data_key, old_key):
            done = own_gate.command("keys", "destroy", key, "--reason", "rotated, ticket 71")
            assert done.returncode == 0, done.stderr
        with open(own_gate.named_in_settings("data/gwanmun.key"), encoding="ascii") as file:
            assert len(file.readlines()) == 1
        own_gate.restart()
        own_gate.logged_in()
        destroyed = own_gate.trail.find(type="key_event", change="destroyed")
        assert [record["object"] for record in destroyed] == [old_key, old_data_key, old_key]

    def test_survive_an_end_in_the_middle_of_a_rotation(self, own_gate):
        """Whenever it is killed, everybody gets in afterwards, and it goes on to the end by itself."""
        for _ in range(4):
            command = subprocess.Popen(
                [program.path(), "keys", "rotate", "--data-keys", "--reason", "cut off", "--config", own_gate.ready["config"]],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            until("the rotation to begin", lambda: keys_made(own_gate) or command.poll() is not None)
            own_gate.kill()
            command.communicate(timeout=30)
            own_gate.start()
            own_gate.logged_in()
            until("everything to be under the newest keys", lambda: self.keys(own_gate)["pending"] == 0)
        own_gate.logged_in()

    def test_that_the_node_may_not_write_are_made_beside_it_and_then_taken(self, own_gate):
        key = own_gate.named_in_settings("data/gwanmun.key")
        done = program.run("config", "new-key", "--add", key)
        assert done.returncode == 0
        assert self.rotate(own_gate).returncode == 0
        keys = self.keys(own_gate)["key_encryption_keys"]
        assert len(keys) == 2 and keys[1]["id"] in done.stdout


def test_a_copy_of_the_store_opens_nothing_without_the_key(own_gate, origin, tmp_path):
    """T10: whoever carries the disk of the store away has no seed, and cannot make the node serve it."""
    configure(own_gate, origin)
    store = own_gate.named_in_settings("data/gwanmun.sqlite")
    for path in glob.glob(store + "*"):
        shutil.copy(path, tmp_path)
    settings = own_gate.settings()
    settings["store"] = str(tmp_path / os.path.basename(store))
    settings["key_file"] = str(tmp_path / "thief.key")
    assert program.run("config", "new-key", settings["key_file"]).returncode == 0
    own_gate.rewrite_settings(settings)
    done = program.run("serve", "--config", own_gate.ready["config"])
    assert done.returncode != 0 and "the store was sealed with key" in done.stderr
