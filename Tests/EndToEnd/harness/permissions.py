"""Ways of taking a permission away from somebody who has it. Each tells what the records of the running exchanges then say, and gives it back."""

import contextlib
import json
import os


def run(gate, *arguments):
    done = gate.command(*arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextlib.contextmanager
def session_ended(gate, visit):
    run(gate, "session", "end", visit.person.name)
    yield "session_ended"


@contextlib.contextmanager
def signed_out(gate, visit):
    assert visit.request("DELETE", "/.gwanmun/session").status == 204
    yield "session_ended"


@contextlib.contextmanager
def account_locked(gate, visit):
    lock = json.loads(run(gate, "lock", "add", "--account", visit.person.name, "--reason", "incident 17", "--json"))
    try:
        yield "account_locked"
    finally:
        run(gate, "lock", "lift", lock["id"], "--reason", "incident 17 closed")


@contextlib.contextmanager
def account_disabled(gate, visit):
    run(gate, "user", "disable", visit.person.name, "--reason", "left the company")
    try:
        yield "account_disabled"
    finally:
        run(gate, "user", "enable", visit.person.name, "--reason", "came back")


@contextlib.contextmanager
def policy_changed(gate, visit):
    """To one that the demo's own tests still pass."""
    path = os.path.join(gate.ready["policies"], "zz-closed.yaml")
    with open(path + ".new", "w") as file:
        file.write("version: 1\nrules:\n  - {id: closed, effect: deny, consoles: [build], paths: [/policy_changed/**]}\n")
    os.rename(path + ".new", path)
    run(gate, "reload")
    try:
        yield "deny_rule"
    finally:
        os.remove(path)
        run(gate, "reload")


@contextlib.contextmanager
def session_idle(gate, visit):
    gate.clock.advance(minutes=16)
    yield "session_idle"


@contextlib.contextmanager
def certificate_revoked(gate, visit):
    run(gate, "pki", "revoke", "--cert", visit.person.cert)
    yield "cert_revoked"


@contextlib.contextmanager
def grant_ended(gate, visit):
    """It takes the sessions along."""
    [grant] = json.loads(run(gate, "grant", "list", "--user", visit.person.name, "--json"))
    run(gate, "grant", "end", grant["id"], "--reason", "project closed")
    yield "session_ended"


# Those that can be given back; the other two are for somebody who does nothing else in a file.
WAYS = [session_ended, signed_out, account_locked, account_disabled, policy_changed, session_idle]
