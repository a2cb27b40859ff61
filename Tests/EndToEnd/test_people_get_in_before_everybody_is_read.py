"""A node serves as soon as it has started; everybody is read beside that, and whoever comes before is looked up."""

import json
import os
import sqlite3
import urllib.error
import urllib.request
from contextlib import closing

from harness.waiting import until

MANY = 20_000


def store(gate):
    """The node's own database."""
    return closing(sqlite3.connect(gate.named_in_settings("data/gwanmun.sqlite")))


def add_accounts(gate, count):
    with store(gate) as database, database:
        database.executemany(
            """
            INSERT INTO accounts (name, display_name, organisation, language, state, created_at, active_since)
            VALUES (?, '많은 사람', '한빛 반도체', 'ko', 'active', 0, unixepoch() * 1000)
            """, ((f"many-{n:05}",) for n in range(count)))
        database.executemany("INSERT INTO account_roles VALUES (?, 'staff')", ((f"many-{n:05}",) for n in range(count)))
        database.executemany(
            "INSERT INTO certificate_bindings (account, public_key, bound_at) VALUES (?, ?, 0)",
            ((f"many-{n:05}", os.urandom(32).hex()) for n in range(count)))


def set_language(gate, name, language):
    with store(gate) as database, database:
        assert database.execute("UPDATE accounts SET language = ? WHERE name = ?", (language, name)).rowcount == 1


def people(gate):
    return json.loads(gate.command("status", "--json").stdout)["people"]


def unready_parts(gate):
    try:
        with urllib.request.urlopen(gate.ready["ops"] + "/readyz", timeout=5) as answer:
            body = answer.read()
    except urllib.error.HTTPError as refusal:
        body = refusal.read()
    return {gap["part"]: gap["why"] for gap in json.loads(body)["not_ready"]}


def test_someone_logs_in_at_once_and_administration_sees_everybody(own_gate):
    assert own_gate.stop() == 0
    add_accounts(own_gate, MANY)
    own_gate.start()
    visit = own_gate.logged_in()
    assert visit.get("/").status == 200
    stranger = own_gate.visit("build", own_gate.person(role=None, state="unbound"))
    assert stranger.get("/").json()["reason"] == "cert_not_bound"
    # Asked right after the start, and never told that there is nobody of a name that was not read yet.
    last = own_gate.command("user", "show", f"many-{MANY - 1:05}")
    assert last.returncode == 0, last.stderr
    status = json.loads(own_gate.command("status", "--json").stdout)
    assert (status["people"], status["users"] >= MANY) == ({"state": "read"}, True)
    assert visit.get("/").status == 200


def test_a_person_gets_in_although_not_everybody_can_be_read(own_gate):
    person = own_gate.person("staff")
    other = own_gate.person("staff", nth=1)
    assert own_gate.stop() == 0
    set_language(own_gate, other.name, "tlh")
    own_gate.start()
    visit = own_gate.logged_in(person)
    assert visit.get("/").status == 200
    # The one whose row is broken is refused with what is the matter, not taken for nobody.
    refused = own_gate.visit("build", other).get("/")
    assert (refused.status, refused.json()["reason"]) == (503, "not_recorded")
    own_gate.trail.wait_for(reason="store_unavailable")

    until("the failure to be known", lambda: people(own_gate)["state"] == "failed")
    assert "language" in people(own_gate)["problem"]
    assert "language" in unready_parts(own_gate)["people"]
    assert "people cannot be read" in own_gate.output()
    refusal = own_gate.command("user", "show", person.name)
    assert refusal.returncode != 0 and "no such" not in refusal.stderr

    set_language(own_gate, other.name, "ko")
    until("the reading to be tried again", lambda: people(own_gate) == {"state": "read"}, 20)
    assert unready_parts(own_gate) == {}
    assert own_gate.command("user", "show", person.name).returncode == 0
    assert own_gate.visit("build", other).get("/").status == 401
