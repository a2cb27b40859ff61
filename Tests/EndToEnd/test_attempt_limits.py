"""Guesses are counted before they are checked, and the count outlives everything (compliance profile, section 2.1)."""

import json
import os
import time
from concurrent.futures import ThreadPoolExecutor

from harness import program
from harness.guessing import STAFF_LIMIT, STRICT_LIMIT, fail
from harness.visit import JSON

def right_code_is_refused(gate, visit):
    answer = visit.present(totp=gate.code(visit.person))
    return (answer.status, answer.reason) == (401, "factor_failed")


def test_after_the_last_allowed_failure_the_right_code_is_refused(own_gate):
    """T50 and V17."""
    visit = own_gate.visit("build", own_gate.person("staff"))
    fail(own_gate, visit, STAFF_LIMIT)
    assert right_code_is_refused(own_gate, visit)
    locked = own_gate.trail.find(account=visit.person.name, reason="account_locked")
    assert locked, "the trail says that the account was locked"


def test_one_failure_fewer_does_not_lock(own_gate):
    visit = own_gate.visit("build", own_gate.person("staff"))
    fail(own_gate, visit, STAFF_LIMIT - 1)
    visit.log_in()


def test_guesses_at_the_same_time_all_count(own_gate):
    """Fifty parallel guesses get no more looks at the secret than five in a row."""
    person = own_gate.person("staff")
    body = json.dumps({"totp": own_gate.wrong_code(person)}).encode()

    def guess(_):
        return own_gate.visit("build", person).post("/.gwanmun/session", body, [JSON]).status

    with ThreadPoolExecutor(25) as pool:
        assert set(pool.map(guess, range(50))) <= {401, 503}
    assert right_code_is_refused(own_gate, own_gate.visit("build", person))
    checked = [r for r in own_gate.trail.records() if r.get("account") == person.name and r.get("reason") == "factor_failed"]
    assert len(checked) <= STAFF_LIMIT


def test_the_lock_ends_after_its_time(own_gate):
    visit = own_gate.visit("build", own_gate.person("staff"))
    fail(own_gate, visit, STAFF_LIMIT)
    own_gate.clock.advance(minutes=29)
    assert right_code_is_refused(own_gate, visit)
    own_gate.clock.advance(minutes=62)
    visit.log_in()


def desk_order(gate, administrator, tmp_path, *arguments):
    """A command at the desk, by a security administrator who proves a second factor for it."""
    code = tmp_path / "code"
    code.write_text(gate.code(administrator))
    code.chmod(0o600)
    return program.run(
        *arguments, "--reason", "e2e: identity checked in person", "--desk", gate.ready["desk"], "--cert", administrator.cert,
        "--key", administrator.key, "--ca", gate.ca, "--totp-file", code, env={**os.environ, **gate.clock.environment()})


def test_a_partner_stays_locked_until_two_people_have_acted(own_gate, tmp_path):
    """V17 and compliance profile 2.1, N2SF LI-4: a security administrator with a second factor, then the owner with certificate, factor and code."""
    visit = own_gate.visit("build", own_gate.person("foreign_partner"))
    fail(own_gate, visit, STRICT_LIMIT)
    own_gate.clock.advance(hours=1)
    assert right_code_is_refused(own_gate, visit)

    refused = own_gate.command("user", "unlock", visit.person.name)
    assert refused.returncode != 0
    assert "--desk" in refused.stderr

    administrator = own_gate.person("security_admin")
    ordered = desk_order(own_gate, administrator, tmp_path, "user", "unlock", visit.person.name, "--json")
    assert ordered.returncode == 0, ordered.stderr
    code = json.loads(ordered.stdout)["unlock_code"]
    assert right_code_is_refused(own_gate, visit), "the administrator's order alone lifts nothing"
    wrong = visit.present(totp=own_gate.code(visit.person), unlock_code="0000-0000-0000-0000")
    assert (wrong.status, wrong.reason) == (401, "factor_failed")
    answer = visit.present(totp=own_gate.code(visit.person), unlock_code=code)
    assert answer.status == 201
    assert own_gate.trail.find(type="unlock", object=visit.person.name)
    assert code not in own_gate.trail.text()


def test_the_count_survives_a_kill(own_gate):
    """T105."""
    visit = own_gate.visit("build", own_gate.person("staff"))
    fail(own_gate, visit, STAFF_LIMIT - 1)
    own_gate.kill()
    own_gate.start()
    fail(own_gate, visit, 1)
    assert right_code_is_refused(own_gate, visit)


def test_success_on_the_way_does_not_hide_a_guessing_run(own_gate):
    """Another person's success must not give this account fresh tries."""
    visit = own_gate.visit("build", own_gate.person("staff"))
    other = own_gate.visit("build", own_gate.person("staff", nth=1))
    fail(own_gate, visit, STAFF_LIMIT - 1)
    other.log_in()
    fail(own_gate, visit, 1)
    assert right_code_is_refused(own_gate, visit)
    other.log_in()


def test_wrong_replayed_and_locked_look_the_same(own_gate):
    """T54: text, status and fields are equal; only the request id differs."""
    visit = own_gate.visit("build", own_gate.person("staff"))
    code = own_gate.code(visit.person)
    assert visit.present(totp=code).status == 201
    replayed = visit.present(totp=code)
    wrong = visit.present(totp=own_gate.wrong_code(visit.person))
    fail(own_gate, visit, STAFF_LIMIT)
    locked = visit.present(totp=own_gate.code(visit.person))

    def shape(answer):
        body = {key: value for key, value in answer.json().items() if key != "request_id"}
        told = {name.lower() for name, _ in answer.headers}
        return answer.status, json.dumps(body, sort_keys=True), sorted(told)

    assert shape(replayed) == shape(wrong) == shape(locked)


def test_a_locked_account_takes_as_long_over_the_right_code_as_over_a_wrong_one(own_gate):
    """T54: within a bound that no network would let anyone see."""
    visits = [own_gate.visit("build", own_gate.person("staff", nth=n)) for n in (0, 1)]

    def duration(visit, code):
        start = time.perf_counter()
        assert visit.present(totp=code).status == 401
        return time.perf_counter() - start

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda visit: fail(own_gate, visit, STAFF_LIMIT), visits))
        wrong, right = (own_gate.wrong_code(visits[0].person), own_gate.code(visits[1].person))
        times = list(pool.map(duration, visits, (wrong, right)))
    assert abs(times[0] - times[1]) < 0.2
