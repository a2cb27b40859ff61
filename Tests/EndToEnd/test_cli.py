"""Commands: what they do, how they fail, what a machine reads of them (outside interface, "Commands")."""

import datetime
import json
import os
import re

import pytest
import yaml
from cryptography.x509.oid import ExtendedKeyUsageOID

from harness import program
from harness.authority import Authority

COMMANDS = ["demo", "serve", "config check", "policy check", "policy test", "policy explain", "policy propose", "policy drafts", "policy draft show", "policy draft drop",
            "policy approve", "policy reject", "policy activate", "policy history", "policy show", "policy rollback", "policy emergency",
            "policy ratify", "policy sign", "policy try", "policy trial", "user add", "user list",
            "user show", "user request", "user requests", "user approve", "user reject", "user suspend", "user resume",
            "user remove", "user reviews", "user review", "user check", "user open", "user roles", "user bind-cert", "user disable", "user unlock", "user reset-factor", "session list", "session watch", "session end",
            "service add", "service list", "service renew",
            "lock add", "lock list", "lock lift", "pki init", "pki issue", "pki revoke", "pki crl", "audit verify",
            "cert check", "doctor", "evidence export", "evidence check", "incident snapshot", "incident check", "login", "logout", "curl-config",
            "keys list", "keys rotate", "keys destroy", "config new-key", "config remove-key"]
POSITION = re.compile(r"^error: \S+:\d+:\d+: ", re.MULTILINE)


def refused(done, status):
    assert done.returncode == status, (done.returncode, done.stdout, done.stderr)
    assert done.stderr.startswith("error: "), done.stderr
    assert "\nhint: " in done.stderr, done.stderr
    return done.stderr


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_explains_itself(command):
    done = program.run(*command.split(), "--help")
    assert done.returncode == 0
    assert "USAGE" in done.stdout


@pytest.mark.parametrize("arguments", [["demoo"], ["demo", "--nonsense"], ["serve"], ["demo", "--listen", "nowhere"],
                                       ["demo", "--listen", "127.0.0.1:99999"], ["demo", "--upstream", "ftp://x"],
                                       ["policy", "check"], ["cert", "check"], ["audit", "verify"]])
def test_a_wrong_call_is_bad_usage(arguments):
    refused(program.run(*arguments), 2)


def test_its_version_is_a_version():
    assert re.fullmatch(r"(gwanmun )?\d+\.\d+\.\d+\S*\n", program.run("--version").stdout)


class TestConfigCheck:
    def test_a_good_file_passes(self, gate):
        assert program.run("config", "check", gate.ready["config"]).returncode == 0

    @pytest.mark.parametrize("old, new, told", [
        ("listen:", "lisen:", "listen"), ("version: 1", "version: 7", "1"), ("listen:", "listen: []\nx:", "listen"),
    ])
    def test_a_bad_file_is_named_with_line_and_column(self, gate, tmp_path, old, new, told):
        with open(gate.ready["config"], encoding="utf-8") as file:
            text = file.read()
        assert old in text
        bad = tmp_path / "gwanmun.yaml"
        bad.write_text(text.replace(old, new, 1), encoding="utf-8")
        said = refused(program.run("config", "check", bad), 2)
        assert f"{bad}:" in said and POSITION.search(said) and told in said

    def test_a_missing_file_is_named(self, tmp_path):
        assert "absent.yaml" in refused(program.run("config", "check", tmp_path / "absent.yaml"), 2)

    def test_a_key_that_others_can_read_is_refused(self, own_gate):
        """T32."""
        key = own_gate.named_in_settings(own_gate.settings()["tls"]["certificates"][0]["key"])
        os.chmod(key, 0o644)
        done = program.run("config", "check", own_gate.ready["config"])
        assert os.path.basename(key) in refused(done, 2)

    def test_so_is_the_key_that_is_shown_to_an_upstream(self, own_gate, tmp_path):
        """T32. The same files pass before: the mode alone refuses them."""
        authority = Authority(tmp_path)
        certificate, key = authority.issue("gate.example.kr", usage=ExtendedKeyUsageOID.CLIENT_AUTH)
        tls = {"ca": authority.path, "client": {"certificate": certificate, "key": key}}
        own_gate.edit_policy("consoles.yaml", lambda policy: policy["consoles"]["notice"].update(tls=tls))
        settings = own_gate.settings()
        settings["upstreams"]["notice"] = ["https://127.0.0.1:1"]
        with open(own_gate.ready["config"], "w", encoding="utf-8") as file:
            yaml.safe_dump(settings, file, allow_unicode=True)
        assert program.run("config", "check", own_gate.ready["config"]).returncode == 0
        os.chmod(key, 0o640)
        said = refused(program.run("config", "check", own_gate.ready["config"]), 2)
        assert key in said and "permissions 640" in said and "chmod 600" in said


class TestPolicy:
    @pytest.fixture
    def folder(self, gate):
        return gate.ready["policies"]

    @pytest.fixture(params=["", "demo"])
    def shipped(self, request):
        return os.path.join(program.ROOT, "Policies", request.param)

    def test_the_shipped_policies_are_sound(self, shipped):
        assert program.run("policy", "check", shipped).returncode == 0

    def test_the_shipped_policies_pass_their_own_tests(self, shipped):
        done = program.run("policy", "test", shipped)
        assert done.returncode == 0
        assert re.search(r"\d+ passed, 0 failed", done.stdout)

    def test_a_typing_error_is_named_with_what_was_meant(self, tmp_path):
        bad = tmp_path / "rules.yaml"
        bad.write_text("version: 1\nprofile: nct-2025-04\nrules:\n  - {id: x, effect: deny, consoels: [a]}\n")
        said = refused(program.run("policy", "check", tmp_path), 2)
        assert f"{bad}:4:" in said and "consoles" in said

    def test_every_problem_is_told_at_once(self, tmp_path):
        (tmp_path / "a.yaml").write_text("version: 1\nprofil: x\n")
        (tmp_path / "b.yaml").write_text("version: 1\nruels: []\n")
        said = refused(program.run("policy", "check", tmp_path), 2)
        assert "a.yaml:2:1" in said and "b.yaml:2:1" in said

    def test_a_decision_is_explained(self, folder, tmp_path):
        question = tmp_path / "question.yaml"
        question.write_text("""at: "2026-11-23T10:00:00+09:00"
account: kim-7f3a
roles: [staff]
console: build
from: 127.0.0.1
factors: [certificate]
request: GET /
""")
        done = program.run("policy", "explain", folder, "--input", question)
        assert done.returncode == 0
        assert "step" in done.stdout.lower() and "totp" in done.stdout and "build-people" in done.stdout


class TestCertCheck:
    def check(self, gate, person, *options):
        return program.run("cert", "check", "--trust", gate.ready["ca"], "--crl", gate.ready["crl"], "--leaf", person.cert,
                           "--at", now(gate), "--json", *options)

    @pytest.mark.parametrize("state, reason", [
        ("active", None), ("revoked", "cert_revoked"), ("expired", "cert_expired"), ("foreign_ca", "cert_untrusted_issuer"),
    ])
    def test_it_says_what_the_handshake_says(self, gate, state, reason):
        done = self.check(gate, gate.person(None, state))
        assert done.returncode == (1 if reason else 0), done.stderr
        assert json.loads(done.stdout).get("reason") == reason

    def test_without_a_list_nobody_is_known_to_be_unrevoked(self, gate):
        done = program.run("cert", "check", "--trust", gate.ready["ca"], "--leaf", gate.person().cert, "--json")
        assert done.returncode == 1
        assert json.loads(done.stdout)["reason"] == "revocation_unknown"

    def test_what_is_no_certificate_is_bad_input(self, gate, tmp_path):
        (tmp_path / "leaf.pem").write_text("hello")
        refused(program.run("cert", "check", "--trust", gate.ready["ca"], "--leaf", tmp_path / "leaf.pem"), 2)


def now(gate):
    return datetime.datetime.fromtimestamp(gate.clock.now(), datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class TestPeople:
    def test_a_list_is_for_machines_too(self, gate):
        done = gate.command("user", "list", "--json")
        assert done.returncode == 0, done.stderr
        names = {user["name"] for user in json.loads(done.stdout)}
        assert {p.name for p in gate.people if p.state in ("active", "revoked", "expired", "grant_ended")} <= names

    def test_secrets_are_not_shown(self, gate):
        person = gate.person("staff")
        done = gate.command("user", "show", person.name, "--json")
        assert done.returncode == 0, done.stderr
        assert person.authenticator.secret not in done.stdout

    @pytest.mark.parametrize("name", ["admin", "root", "user-01", "Test", "a", "x" * 65, "a b", "../x"])
    def test_a_name_that_anyone_would_try_is_refused(self, gate, name):
        done = gate.command("user", "add", name, "--role", "staff")
        assert done.returncode in (1, 2)
        assert done.stderr.startswith("error: ")

    def test_one_certificate_belongs_to_one_account(self, own_gate):
        """T40."""
        added = own_gate.command("user", "add", "park-9c2e", "--role", "staff")
        assert added.returncode == 0, added.stderr
        refused(own_gate.command("user", "bind-cert", "park-9c2e", own_gate.person("staff").cert), 1)

    def test_roles_that_exclude_each_other_are_refused(self, own_gate):
        """V11."""
        done = own_gate.command("user", "add", "choi-1d4b", "--role", "foreign_partner", "--role", "privileged_admin")
        refused(done, 1)

    def test_every_change_is_recorded(self, own_gate):
        person = own_gate.person("staff")
        done = own_gate.command("user", "disable", person.name, "--reason", "on leave")
        assert done.returncode == 0, done.stderr
        own_gate.trail.wait_for(type="disable")
        assert own_gate.visit("notice", person).get("/").status == 403

    def test_a_script_may_leave_the_reason_out_and_the_record_says_so(self, own_gate):
        person = own_gate.person("staff")
        assert own_gate.command("user", "disable", person.name).returncode == 0
        assert own_gate.trail.wait_for(type="disable")["stated_reason"] == "no reason stated (command line)"


class TestSessionsAndLocks:
    def test_a_session_is_listed_and_ended(self, own_gate):
        visit = own_gate.logged_in()
        listed = own_gate.command("session", "list", "--json")
        assert any(entry["user"] == visit.person.name for entry in json.loads(listed.stdout))
        assert visit.cookie not in listed.stdout
        assert own_gate.command("session", "end", visit.person.name).returncode == 0
        assert visit.get("/").status == 401

    def test_a_lock_closes_and_its_lifting_opens(self, own_gate):
        person = own_gate.person("staff")
        visit = own_gate.visit("notice", person)
        assert own_gate.command("lock", "add", "--account", person.name, "--reason", "incident 17").returncode == 0
        assert visit.get("/").reason == "factor_failed", "locked tells no more than a wrong code does"
        [lock] = json.loads(own_gate.command("lock", "list", "--json").stdout)
        assert own_gate.command("lock", "lift", lock["id"]).returncode == 0
        assert visit.get("/").status == 200

    def test_without_a_running_node_nothing_is_changed(self, own_gate):
        own_gate.stop()
        refused(own_gate.command("user", "disable", own_gate.person("staff").name, "--reason", "x"), 1)


class TestPrivateCA:
    def test_it_issues_what_the_gate_accepts_and_revokes_what_it_refuses(self, tmp_path):
        authority = tmp_path / "ca"
        assert program.run("pki", "init", "--dir", authority, "--name", "Test CA").returncode == 0
        issued = program.run("pki", "issue", "--dir", authority, "--name", "Park Jiwoo", "--out", tmp_path / "park")
        assert issued.returncode == 0, issued.stderr


def test_the_doctor_finds_a_weakness(own_gate):
    """T12: non-zero when something is weak; the demo, with its made-up PKI, is."""
    done = program.run("doctor", "--config", own_gate.ready["config"])
    assert done.returncode == 1
    assert "demo" in done.stdout.lower() or "weak" in done.stdout.lower() or done.stdout
