"""What the node leans on goes away while it runs: nobody gets in for that (T104; compliance profile nct-2025-04, NCT2-5.2-C1).

Here the store and the lists of revoked certificates; the place of keys is in test_keys_in_a_token.py, the trail in test_records_fail_closed.py,
the clock in test_the_clock_is_watched.py.
"""

import os

from harness.faults import store_failing
from harness.ops import Ops
from harness.waiting import until
from test_reload_of_broken_files_keeps_the_old import list_of_people


def test_t104_without_the_store_nobody_gets_in_and_nothing_is_changed(own_gate, origin):
    gate = own_gate
    visit = gate.logged_in()
    person = gate.person("staff", nth=1)
    with store_failing(gate) as fault:
        other = gate.visit("build", person)
        refused = other.present(totp=gate.code(person))
        assert (refused.status, refused.reason) == (503, "not_recorded") and not refused.all("Set-Cookie")
        assert fault.was_met()
        assert other.get("/without-a-session").status in (401, 503)
        # Who is out stays out, and who is in does not get further than that.
        assert gate.visit("notice", gate.person(None, "revoked")).get("/revoked").status == 403
        assert gate.visit("notice", gate.person(None, "unbound")).get("/unbound").status in (403, 503)
        assert visit.get("/in-already").status in (200, 503)
        until("the store to be told of", lambda: Ops(gate).ask("/readyz")[0] == 503, 20)
        done = gate.command("user", "roles", person.name, "--role", "security_admin", "--reason", "e2e: while nobody looks")
        assert done.returncode == 1 and done.stderr.startswith("error: ")
    for path in ["/without-a-session", "/revoked", "/unbound"]:
        assert origin.arrivals(path) == []
    until("the node to be ready", lambda: Ops(gate).ask("/readyz")[0] == 200, 30)
    assert gate.logged_in(person).get("/again").status == 200
    assert '"security_admin"' not in gate.command("user", "show", person.name, "--json").stdout


def test_t104_without_the_list_of_revoked_certificates_nobody_gets_in(own_gate, origin):
    """Neither who was on it nor anybody else of that authority, with a session or without; and it is said."""
    gate = own_gate
    path, _ = list_of_people(gate)
    visit = gate.logged_in()
    os.rename(path, path + ".away")
    gate.reload()
    until("the list to be gone for the node too", lambda: gate.visit("notice", gate.person("staff")).get("/").status == 403, 20)
    assert "has no revocation list; its certificates are refused" in gate.output()
    for person, console in [(gate.person(None, "revoked"), "notice"), (gate.person("staff"), "notice"), (gate.person("staff"), "build")]:
        answer = gate.visit(console, person).get("/without-the-list", visit.credentials())
        assert answer.status == 403
        record = gate.trail.wait_for(request_id=answer.json()["request_id"])
        assert (record["decision"], record["reason"]) == ("deny", "revocation_unknown")
    assert gate.visit("build", gate.person("staff")).present(totp=gate.code(gate.person("staff"))).status == 403
    assert origin.arrivals("/without-the-list") == []
    os.rename(path + ".away", path)
    gate.reload()
    until("people to be let in", lambda: gate.visit("notice", gate.person("staff")).get("/").status == 200, 20)
    assert gate.visit("notice", gate.person(None, "revoked")).get("/").reason == "cert_revoked"
