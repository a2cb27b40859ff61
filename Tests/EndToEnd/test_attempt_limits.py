"""Guesses are counted before they are checked, and the count outlives everything (compliance profile, section 2.1)."""

import json
import statistics
import time
from concurrent.futures import ThreadPoolExecutor

from harness.visit import JSON

STAFF_LIMIT = 5


def fail(gate, visit, times=1):
    for _ in range(times):
        answer = visit.present(totp=gate.wrong_code(visit.person))
        assert (answer.status, answer.reason) == (401, "factor_failed")


def right_code_is_refused(gate, visit):
    answer = visit.present(totp=gate.code(visit.person))
    return (answer.status, answer.reason) == (401, "factor_failed")


def test_after_the_last_allowed_failure_the_right_code_is_refused(own_gate):
    """T50."""
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
    """A hundred parallel guesses get no more looks at the secret than five in a row."""
    person = own_gate.person("staff")
    body = json.dumps({"totp": own_gate.wrong_code(person)}).encode()

    def guess(_):
        return own_gate.visit("build", person).post("/.gwanmun/session", body, [JSON]).status

    with ThreadPoolExecutor(20) as pool:
        assert set(pool.map(guess, range(100))) <= {401, 503}
    assert right_code_is_refused(own_gate, own_gate.visit("build", person))
    checked = [r for r in own_gate.trail.records() if r.get("account") == person.name and r["reason"] == "factor_failed"]
    assert len(checked) <= STAFF_LIMIT


def test_the_lock_ends_after_its_time(own_gate):
    visit = own_gate.visit("build", own_gate.person("staff"))
    fail(own_gate, visit, STAFF_LIMIT)
    own_gate.clock.advance(minutes=29)
    assert right_code_is_refused(own_gate, visit)
    own_gate.clock.advance(minutes=62)
    visit.log_in()


def test_a_partner_stays_locked_until_an_administrator_unlocks(own_gate):
    visit = own_gate.visit("build", own_gate.person("foreign_partner"))
    fail(own_gate, visit, 5)
    own_gate.clock.advance(hours=1)
    assert right_code_is_refused(own_gate, visit)

    unlocked = own_gate.command("user", "unlock", visit.person.name)
    assert unlocked.returncode == 0, unlocked.stderr
    answer = visit.present(totp=own_gate.code(visit.person))
    assert answer.status == 201


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


def test_wrong_and_locked_take_the_same_time(own_gate):
    """T54: medians within a bound that no network would let anyone see."""
    wrong_person, locked_person = own_gate.person("staff"), own_gate.person("staff", nth=1)
    locked = own_gate.visit("build", locked_person)
    fail(own_gate, locked, STAFF_LIMIT)

    def duration(person, code):
        body = json.dumps({"totp": code}).encode()
        with own_gate.wire("build", person) as wire:
            start = time.perf_counter()
            assert wire.request("POST", "/.gwanmun/session", [JSON], body).status == 401
            return time.perf_counter() - start

    wrong_times = [duration(wrong_person, own_gate.wrong_code(wrong_person)) for _ in range(STAFF_LIMIT - 1)]
    locked_times = [duration(locked_person, own_gate.wrong_code(locked_person)) for _ in range(STAFF_LIMIT - 1)]
    assert abs(statistics.median(wrong_times) - statistics.median(locked_times)) < 0.1
