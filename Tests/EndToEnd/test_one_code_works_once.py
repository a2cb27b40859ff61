"""RFC 6238, section 5.2: the verifier must not accept the second attempt of a code."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from harness.visit import JSON


def test_of_fifty_at_the_same_instant_one_succeeds(own_gate):
    """T106. All fifty requests are on the wire but for their last byte before any is completed."""
    gate = own_gate
    person = gate.person("staff")
    body = json.dumps({"totp": gate.code(person)}).encode()
    together = Barrier(50)

    def present(_):
        with gate.wire("build", person) as wire:
            wire.send_head("POST", "/.gwanmun/session", [JSON, ("Content-Length", len(body))])
            wire.send(body[:-1])
            together.wait(60)
            wire.send(body[-1:])
            return wire.answer("POST").status

    with ThreadPoolExecutor(50) as pool:
        statuses = list(pool.map(present, range(50)))
    assert statuses.count(201) == 1
    assert set(statuses) <= {201, 401}


def test_the_same_code_is_refused_later(gate):
    visit = gate.visit("build", gate.person("staff"))
    code = gate.code(visit.person)
    assert visit.present(totp=code).status == 201
    again = visit.present(totp=code)
    assert (again.status, again.reason) == (401, "factor_failed")
    record = gate.trail.wait_for(request_id=again.json()["request_id"])
    assert record["reason"] == "otp_replayed"


def test_the_code_of_an_older_step_is_refused(gate):
    """T45: a step below the last accepted one is spent too, although it is inside the window."""
    person = gate.person("staff", nth=1)
    visit = gate.visit("build", person)
    gate.clock.advance(120)
    step = int(gate.clock.now()) // 30
    assert visit.present(totp=person.authenticator.code_for(step)).status == 201
    assert visit.present(totp=person.authenticator.code_for(step - 1)).status == 401


def test_a_code_two_steps_away_is_refused(gate):
    person = gate.person("security_admin")
    visit = gate.visit("build", person)
    step = int(gate.clock.now()) // 30
    assert visit.present(totp=person.authenticator.code_for(step - 3)).status == 401
    assert visit.present(totp=person.authenticator.code_for(step + 3)).status == 401


def test_a_spent_code_stays_spent_across_a_restart(own_gate):
    visit = own_gate.visit("build", own_gate.person("staff"))
    code = own_gate.code(visit.person)
    assert visit.present(totp=code).status == 201
    own_gate.kill()
    own_gate.start()
    assert visit.present(totp=code).status == 401
