"""Security keys (WebAuthn) over the JSON interface: registration, login, and everything that must not pass for either.

The key is software of Yubico's fido2 and cryptography (harness/security_key.py): another reading of the specification than the gateway's.
"""

import threading

import pytest

from harness.security_key import BACKUP_ELIGIBLE, UP, UV, KeyHolder, SecurityKey, enrolment_code, key_holder


@pytest.fixture
def kim(gate):
    """Staff, with a new security key as the only second factor, and no failure counted."""
    person = gate.person("staff")
    assert gate.command("user", "unlock", person.name, "--reason", "a new test").returncode == 0
    return key_holder(gate, person, "build")


def refused(answer):
    assert answer.status == 401 and answer.json()["reason"] == "factor_failed", answer
    assert not answer.header("Set-Cookie")


def causes(gate):
    return [record.get("cause") for record in gate.trail.find(type="factor_failed")]


def test_a_key_opens_a_session_by_itself_and_the_console(gate, origin, kim):
    login = kim.log_in()
    assert {factor["kind"] for factor in login.json()["factors"]} == {"certificate", "webauthn"}
    assert kim.visit.get("/hello").status == 200
    assert gate.trail.find(type="login_ok")


def test_registration_is_told_to_the_owner_the_record_and_the_administrator(gate, kim):
    shown = gate.command("user", "show", kim.visit.person.name, "--json").stdout
    assert '"kind" : "webauthn"' in shown or '"kind":"webauthn"' in shown, shown
    assert "drawer" in shown
    added = gate.trail.find(type="factor_change")
    assert any(r["change"] == "added" and r["factor"] == "webauthn" and r["authenticator_id"].startswith("key-") for r in added)


def test_a_key_is_added_with_a_fresh_factor_only(own_gate, origin):
    person = own_gate.person("staff")
    visit = own_gate.logged_in(person)
    holder = KeyHolder(visit)
    own_gate.clock.advance(301)
    stale = holder.creation()
    assert stale.status == 401 and stale.json()["reason"] == "factor_required"
    visit.keep(visit.present(totp=own_gate.code(person)))
    added = holder.register(holder.creation().json(), name="노트북 옆")
    assert added.status == 201, added
    # No new recovery codes for a key beside other factors.
    assert set(added.json()) == {"authenticator"}
    again = KeyHolder(own_gate.visit("build", person), holder.key)
    again.log_in()


def test_without_user_verification_nothing_counts(gate, kim):
    """T44: an assertion without the UV flag is refused, and so is a registration."""
    refused(kim.show(flags=UP))
    assert "webauthn_user_not_verified" in causes(gate)
    kim.log_in()
    options = kim.creation().json()
    refused(kim.register(options, key=SecurityKey(flags=UP)))


def test_the_same_assertion_works_once(gate, kim):
    """A replay is refused, and is no reason to lock the key."""
    assertion = kim.key.show(kim.ask(), kim.origin)
    assert kim.visit.present(webauthn=assertion).status == 201
    refused(kim.visit.present(webauthn=assertion))
    kim.log_in()


def test_of_thirty_posts_of_one_assertion_exactly_one_succeeds(gate, kim):
    """T106, for assertions."""
    assertion = kim.key.show(kim.ask(), kim.origin)
    start = threading.Barrier(30)
    statuses = []

    def post():
        start.wait()
        statuses.append(kim.visit.present(webauthn=assertion).status)

    threads = [threading.Thread(target=post) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses).count(201) == 1 and len(statuses) == 30, statuses


def test_a_challenge_is_spent_by_a_failure_too(gate, kim):
    options = kim.ask()
    refused(kim.show(options, flags=UP))
    refused(kim.show(options))
    kim.log_in()


def test_a_challenge_lives_five_minutes(gate, kim):
    options = kim.ask()
    gate.clock.advance(301)
    refused(kim.show(options))


@pytest.mark.parametrize("change", [
    {"origin": "https://gate.gw.localhost.evil.example"}, {"origin": "https://build.gw.localhost"}, {"rp_id": "gw.localhost"},
    {"rp_id": "evil.example"}, {"challenge": bytes(32)},
])
def test_another_origin_relying_party_or_challenge_is_refused(gate, kim, change):
    refused(kim.show(**change))


def test_somebody_elses_key_and_challenge_open_nothing(gate, kim):
    lee = key_holder(gate, gate.person("staff", nth=1), "build")
    refused(kim.show(key=lee.key))
    # What was issued to Lee, Kim cannot answer; and Lee still can.
    options = lee.ask()
    refused(kim.show(options))
    refused(kim.show(options, key=lee.key))
    assert lee.show(options).status == 201


def test_a_key_is_registered_to_one_person(gate, kim):
    lee = KeyHolder(gate.visit("build", gate.person("staff", nth=1)), kim.key)
    options = lee.creation(enrolment_code(gate, lee.visit.person)).json()
    refused(lee.register(options))


def test_the_names_of_keys_are_told_to_the_owner_of_the_certificate_alone(gate, kim):
    told = kim.ask()["publicKey"]["allowCredentials"]
    assert len(told) == 1
    # Who has none is told a name that is nobody's, the same each time.
    lee = KeyHolder(gate.visit("build", gate.person("staff", nth=1)))
    decoy = lee.ask()["publicKey"]["allowCredentials"]
    assert len(decoy) == 1 and decoy != told and lee.ask()["publicKey"]["allowCredentials"] == decoy
    stranger = KeyHolder(gate.visit("build", gate.person(None, "unbound")))
    assert stranger.post("/.gwanmun/webauthn/request", {}).status == 403


def test_a_count_that_goes_back_locks_the_key_and_alarms(gate, kim):
    kim.key.count = 40
    kim.log_in()
    refused(kim.show(count=12))
    assert kim.visit.get("/.gwanmun/session").status == 401, "sessions of the key have ended"
    gate.trail.wait_for(type="lock", object_type="factor")
    refused(kim.show(count=60))
    assert "key_copied" in gate.output()


def test_five_wrong_assertions_lock_and_the_right_one_is_refused_alike(gate, kim):
    for _ in range(5):
        refused(kim.show(key=SecurityKey()))
    refused(kim.show())
    assert gate.trail.find(type="lock")


def test_a_key_that_can_be_copied_is_refused_to_who_reaches_classified_consoles(gate):
    """Profile 2.3: device-bound for classified and national core technology."""
    copyable = SecurityKey(flags=UP | UV | BACKUP_ELIGIBLE)
    holder = KeyHolder(gate.visit("build", gate.person("staff")), copyable)
    refused(holder.register(holder.creation(enrolment_code(gate, holder.visit.person)).json()))
    assert "webauthn_backup_eligible" in causes(gate)


def test_codes_and_keys_are_told_apart_by_policy(own_gate, origin):
    """T43 and V12: two codes of one app are one factor, and a code is none where a strong factor is asked for."""

    def ask_for_strong(content):
        for rule in content["rules"]:
            if rule["id"] == "build-people":
                rule["factors"] = ["certificate", "strong", "totp"]

    def drop_tests(content):
        content["tests"] = [t for t in content["tests"] if t["console"] != "build"]

    own_gate.edit_policy("tests/demo.yaml", drop_tests)
    own_gate.edit_policy("rules.yaml", ask_for_strong)
    own_gate.reload()
    person = own_gate.person("staff")
    visit = own_gate.logged_in(person)
    visit.keep(visit.present(totp=own_gate.code(person)))
    answer = visit.get("/hello")
    assert answer.status == 401 and answer.json()["factors"] == ["webauthn"], answer
    holder = KeyHolder(visit)
    assert holder.register(holder.creation().json()).status == 201
    holder.log_in()
    assert visit.get("/hello").status == 200, "code and key, raised in one session"
    # Two assertions of one key are one factor.
    other = KeyHolder(own_gate.visit("build", person), holder.key)
    other.log_in()
    other.log_in()
    answer = other.visit.get("/hello")
    assert answer.status == 401 and answer.json()["factors"] == ["totp"], answer


def test_another_relying_party_and_console_origins_are_configured(own_gate):
    def edit(settings):
        settings["webauthn"] = {"rp_id": "gw.localhost", "origins": ["https://build.gw.localhost:8443"]}

    own_gate.reconfigure(edit)
    holder = key_holder(own_gate, own_gate.person("staff"), "build", origin="https://build.gw.localhost:8443")
    assert holder.ask()["publicKey"]["rpId"] == "gw.localhost"
    holder.log_in()
    refused(holder.show(origin="https://fab.gw.localhost:8443"))


def test_a_key_survives_a_restart_and_so_does_its_count(gate, kim):
    kim.key.count = 20
    kim.log_in()
    gate.restart()
    kim.origin = gate.ready["gate"]
    refused(kim.show(count=20))


@pytest.mark.parametrize("body", [b"", b"[]", b'{"webauthn":1}', b'{"webauthn":{"type":"public-key"}}', b'{"webauthn":' + b"[" * 5000])
def test_what_is_no_credential_is_a_bad_request(gate, kim, body):
    answer = kim.visit.post("/.gwanmun/session", body, [("Content-Type", "application/json")])
    assert answer.status == 400 and answer.json()["reason"] == "bad_request"
    kim.log_in()
