"""SCIM 2.0 on the desk (RFC 7643, 7644), by real clients: scim2-tester, scim2-client, and what Okta and Entra send."""

import json
import os
import ssl

import httpx2
import pytest
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_models import PatchOp, PatchOperation
from scim2_tester import Status, check_server

from harness import program, services
from harness.desk import Administrator
from harness.waiting import until

SYSTEM = "hr-feed-77"
USER = "urn:ietf:params:scim:schemas:core:2.0:User"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"


def done(result):
    assert result.returncode == 0, (result.stdout, result.stderr)
    return result.stdout


def door(gate, cert, key):
    context = ssl.create_default_context(cafile=gate.ca)
    context.load_cert_chain(cert, key)
    return httpx2.Client(base_url=gate.ready["desk"] + "/scim/v2", verify=context, headers={"Content-Type": "application/scim+json"})


def personnel_system(gate):
    """A program with a certificate and an account of its own, entered by the operator."""
    out = os.path.join(gate.folder, SYSTEM)
    done(program.run("pki", "issue", "--dir", os.path.dirname(gate.ready["ca"]), "--name", "HR feed", "--out", out))
    terms = ["--owner", gate.person("security_admin").name, "--network", "127.0.0.1", "--until", services.day(gate, 300)]
    done(gate.command("service", "add", SYSTEM, "--role", "provisioner", *terms, "--organisation", "연구소", "--reason", "contract 12"))
    done(gate.command("user", "bind-cert", SYSTEM, out + ".pem", "--reason", "contract 12"))
    return door(gate, out + ".pem", out + ".key")


@pytest.fixture(scope="module")
def standing(gate):
    """A site that approved beforehand what its personnel system brings."""
    gate.reconfigure(lambda settings: settings["people"].update(provisioning="standing"))
    with personnel_system(gate) as client:
        yield client


def user(name, **attributes):
    return {"schemas": [USER], "userName": name, "displayName": "오지은", "roles": [{"value": "staff"}], **attributes}


def patch(*operations):
    return {"schemas": [PATCH], "Operations": list(operations)}


def shown(gate, name):
    return json.loads(done(gate.command("user", "show", name, "--json")))["user"]


def test_a_tester_of_others_finds_its_discovery_right(standing):
    results = check_server(SyncSCIMClient(standing), include_tags={"discovery", "misc"})
    wrong = [f"{result.title}: {result.reason}" for result in results if result.status not in (Status.SUCCESS, Status.SKIPPED)]
    assert wrong == []
    assert len(results) > 10


def test_a_client_of_others_brings_changes_finds_and_takes_a_person(standing, gate):
    client = SyncSCIMClient(standing)
    client.discover()
    User = client.get_resource_model("User")
    made = client.create(User(user_name="oh-4c1d", display_name="오지은", external_id="E-41", active=True))
    assert (made.id, made.active, made.external_id) == ("oh-4c1d", True, "E-41")
    assert shown(gate, "oh-4c1d")["state"] == "active"

    made.display_name = "오지은 (연구소)"
    assert client.replace(made).display_name == "오지은 (연구소)"
    operation = PatchOperation(op=PatchOperation.Op.replace_, path="active", value=False)
    assert client.modify(User, made.id, PatchOp[User](operations=[operation])).active is False
    assert shown(gate, "oh-4c1d")["state"] == "disabled"

    found = client.query(User)
    assert made.id in {entry.id for entry in found.resources}
    client.delete(User, made.id)
    assert standing.get("/Users/oh-4c1d").status_code == 404
    assert shown(gate, "oh-4c1d")["state"] == "disabled", "disabled, not erased"


def test_what_it_brings_has_the_name_of_who_approved_it(standing, gate):
    """T95."""
    assert standing.post("/Users", json=user("ryu-77ab")).status_code == 201
    [proof] = json.loads(done(gate.command("user", "requests", "--user", "ryu-77ab", "--json")))
    assert proof["applicant"] == SYSTEM and proof["state"] == "approved" and proof["decided_by"] not in (SYSTEM, "ryu-77ab")
    record = gate.trail.wait_for(type="role_change", object="ryu-77ab")
    assert (record["before"], record["after"], record["cause"]) == ([], ["staff"], "standing")
    assert (record["applicant"], record["approver"], record["request"]) == (SYSTEM, proof["decided_by"], proof["id"])


def test_a_leaver_is_out_within_five_seconds(standing, gate):
    """T23, T97: Entra's way of saying it; the next request is refused, the session is over."""
    visit = gate.logged_in(gate.person("staff", nth=1))
    answer = standing.patch(f"/Users/{visit.person.name}", json=patch({"op": "Replace", "path": "active", "value": "False"}))
    assert answer.status_code == 200 and answer.json()["active"] is False
    until("the next request to be refused", lambda: visit.get("/").status in (401, 403), 5)
    assert gate.trail.wait_for(type="disable", object=visit.person.name)["account"] == SYSTEM
    back = standing.patch(f"/Users/{visit.person.name}", json=patch({"op": "replace", "value": {"active": True}}))
    assert back.json()["active"] is True


def test_a_leaver_comes_back_by_no_word_that_is_missing(standing, gate):
    """A PUT without `active`, or a PATCH that removes it, lets nobody in again."""
    assert standing.post("/Users", json=user("gone-4a1b")).status_code == 201
    assert standing.put("/Users/gone-4a1b", json=user("gone-4a1b", active=False)).status_code == 200
    assert standing.put("/Users/gone-4a1b", json=user("gone-4a1b", displayName="오지은 2")).status_code == 200
    removed = standing.patch("/Users/gone-4a1b", json=patch({"op": "remove", "path": "active"}))
    assert removed.status_code in (200, 400)
    assert shown(gate, "gone-4a1b")["state"] == "disabled"


def test_programs_are_none_of_its_people(standing, gate):
    before = shown(gate, SYSTEM)
    assert standing.get(f"/Users/{SYSTEM}").status_code == 404
    answer = standing.post("/Users", json=user(SYSTEM, roles=[]))
    assert answer.status_code in (403, 409), answer.text
    assert shown(gate, SYSTEM) == before


@pytest.mark.parametrize("role", ["security_admin", "privileged_admin", "auditor", "break_glass", "provisioner"])
def test_no_special_role_comes_by_it(standing, gate, role):
    answer = standing.post("/Users", json=user("bad-99ff", roles=[{"value": role}]))
    assert answer.status_code in (400, 403) and answer.headers["Content-Type"] == "application/scim+json"
    name = gate.person("staff").name
    operation = {"op": "add", "path": "roles", "value": [{"value": role}]}
    assert standing.patch(f"/Users/{name}", json=patch(operation)).status_code in (400, 403)
    assert role not in shown(gate, name)["roles"]
    if role != "provisioner":
        operation = {"op": "add", "path": "members", "value": [{"value": name}]}
        assert standing.patch(f"/Groups/{role}", json=patch(operation)).status_code == 403
        assert role not in shown(gate, name)["roles"]


def test_groups_are_roles_whose_members_come_and_go(standing, gate):
    for name in ("seo-11aa", "bae-22bb"):
        assert standing.post("/Users", json=user(name, roles=[])).status_code == 201
    add = patch({"op": "add", "path": "members", "value": [{"value": "seo-11aa"}, {"value": "bae-22bb"}]})
    members = {member["value"] for member in standing.patch("/Groups/staff", json=add).json()["members"]}
    assert {"seo-11aa", "bae-22bb"} <= members
    remove = patch({"op": "remove", "path": 'members[value eq "seo-11aa"]'})
    assert standing.patch("/Groups/staff", json=remove).status_code == 200
    assert shown(gate, "seo-11aa")["roles"] == [] and shown(gate, "bae-22bb")["roles"] == ["staff"]
    assert standing.get("/Users/bae-22bb").json()["groups"][0]["value"] == "staff"
    assert standing.post("/Groups", json={"displayName": "x"}).status_code == 403
    unknown = patch({"op": "add", "path": "members", "value": [{"value": "nobody-00"}]})
    assert standing.patch("/Groups/staff", json=unknown).json()["scimType"] == "invalidValue"


def test_people_are_found_by_filter_and_page(standing):
    for number in range(5):
        assert standing.post("/Users", json=user(f"page-{number}xyz", externalId=f"P{number}")).status_code == 201
    def found(text, **parameters):
        answer = standing.get("/Users", params={"filter": text, **parameters})
        assert answer.status_code == 200, answer.text
        return answer.json()
    assert found('userName eq "PAGE-3xyz"')["totalResults"] == 1
    assert found('externalId eq "P4"')["Resources"][0]["id"] == "page-4xyz"
    page = found('userName sw "page-" and active eq true', startIndex=2, count=2)
    assert (page["totalResults"], page["startIndex"], page["itemsPerPage"]) == (5, 2, 2)
    assert [entry["id"] for entry in page["Resources"]] == ["page-1xyz", "page-2xyz"]
    only = standing.get("/Users/page-1xyz", params={"attributes": "userName"}).json()
    assert set(only) == {"schemas", "id", "userName"}
    wrong = standing.get("/Users", params={"filter": "userName equals x"})
    assert wrong.status_code == 400 and wrong.json()["scimType"] == "invalidFilter"


def test_a_change_of_another_version_is_refused(standing):
    made = standing.post("/Users", json=user("yang-5e5e"))
    tag = made.headers["ETag"]
    assert made.json()["meta"]["version"] == tag and made.headers["Location"].endswith("/Users/yang-5e5e")
    assert standing.get("/Users/yang-5e5e", headers={"If-None-Match": tag}).status_code == 304
    rename = patch({"op": "replace", "path": "displayName", "value": "양"})
    assert standing.patch("/Users/yang-5e5e", json=rename, headers={"If-Match": tag}).status_code == 200
    again = standing.patch("/Users/yang-5e5e", json=rename, headers={"If-Match": tag})
    assert again.status_code == 412 and again.json()["status"] == "412"


@pytest.mark.parametrize("body, kind", [
    ({"schemas": [USER]}, "invalidValue"), ({"userName": "kim-0000x"}, "invalidSyntax"), (user("admin"), "invalidValue"),
    (user("a b"), "invalidValue"), (user("oh-9d9d", active="perhaps"), "invalidValue"), (user("oh-9d9d", roles=[{"value": "astronaut"}]), "invalidValue"),
])
def test_what_is_no_person_is_refused_and_nothing_is_stored(standing, gate, body, kind):
    answer = standing.post("/Users", json=body)
    assert (answer.status_code, answer.json()["scimType"]) in ((400, kind), (422, kind))
    assert gate.command("user", "show", "oh-9d9d").returncode == 1


def test_twice_the_same_name_is_a_conflict(standing):
    assert standing.post("/Users", json=user("twin-3f3f")).status_code == 201
    again = standing.post("/Users", json=user("TWIN-3f3f"))
    assert (again.status_code, again.json()["scimType"]) == (409, "uniqueness")


def test_what_it_does_not_offer_it_says(standing):
    assert standing.post("/Bulk", json={}).status_code == 501
    assert standing.get("/ServiceProviderConfig").json()["bulk"]["supported"] is False


def test_nobody_else_comes_in_here_and_it_gets_nowhere_else(standing, gate):
    officer = gate.person("security_admin")
    with door(gate, officer.cert, officer.key) as client:
        refused = client.get("/Users")
        assert refused.status_code == 403 and refused.headers["Content-Type"] == "application/scim+json"
    origin = gate.ready["desk"]
    assert standing.get(origin + "/api/v1/users").status_code == 403
    assert standing.post(origin + "/api/v1/requests/account", json={}, headers={"Content-Type": "application/json"}).status_code == 403


def test_without_a_standing_approval_people_wait_for_another_person(own_gate):
    """T95: what a personnel system brings is asked for, shown as waiting, and approved by somebody else."""
    with personnel_system(own_gate) as client:
        made = client.post("/Users", json=user("wait-6b6b"))
        assert made.status_code == 201 and made.json()["active"] is False
        [request] = json.loads(done(own_gate.command("user", "requests", "--json")))
        assert request["applicant"] == SYSTEM
        officer = Administrator(own_gate, own_gate.person("security_admin"))
        done(officer.command("user", "approve", request["id"], "--reason", "hiring letter seen"))
        assert client.get("/Users/wait-6b6b").json()["active"] is True
        assert client.post("/Users", json=user("gone-7c7c")).status_code == 201
        assert client.delete("/Users/gone-7c7c").status_code == 204, "a request is taken back"
        assert client.get("/Users/gone-7c7c").status_code == 404
        assert json.loads(done(own_gate.command("user", "requests", "--json"))) == []
