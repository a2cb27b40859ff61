"""The desk's pages from a shell: what needs no browser to be shown. Issue 5, point 7."""

import json
import re
import subprocess

import pytest

PAGE = ["--header", "Accept: text/html", "--header", "Accept-Language: en"]


@pytest.fixture
def curl(gate, tmp_path):
    def of(person):
        def run(*arguments):
            jar = tmp_path / f"{person.name}.jar"
            command = ["curl", "--silent", "--show-error", "--cacert", gate.ca, "--cert", person.cert, "--key", person.key]
            command += ["--cookie", jar, "--cookie-jar", jar, "--write-out", "\n%{http_code} %{redirect_url}"]
            done = subprocess.run([*command, *arguments], check=True, capture_output=True, text=True, timeout=60)
            body, answer = done.stdout.rsplit("\n", 1)
            return int(answer.split(" ")[0]), answer.split(" ", 1)[1], body

        return run

    return of


def sign_in(gate, curl, person):
    status, _, _ = curl("--json", json.dumps({"totp": gate.code(person)}), gate.ready["desk"] + "/.gwanmun/session")
    assert status == 201


def form_of(page):
    return re.search(r'name="form_token" value="([^"]+)"', page).group(1)


def test_a_change_needs_the_sessions_token_the_desks_origin_and_a_reason(gate, curl):
    person, other = gate.person("security_admin"), gate.person("staff", nth=1)
    desk, ask = gate.ready["desk"], curl(person)
    sign_in(gate, ask, person)
    url = f"{desk}/people/{other.name}/suspend"
    status, _, page = ask(*PAGE, url)
    assert status == 200
    token = form_of(page)
    send = lambda *more: ask(*PAGE, *more, url)  # noqa: E731
    assert send("--data", "form_token=wrong&reason=ticket 4711")[0] == 403
    assert send("--header", "Origin: https://evil.example", "--data", f"form_token={token}&reason=ticket 4711")[0] == 403
    assert send("--header", f"Origin: {gate.ready['gate']}", "--data", f"form_token={token}&reason=ticket 4711")[0] == 403
    assert send("--data", f"form_token={token}&reason=x")[0] == 422
    assert not gate.trail.find(type="account_change", object=other.name, change="suspended")

    status, target, _ = send("--header", f"Origin: {desk}", "--data", f"form_token={token}&reason=ticket 4711")
    assert (status, target) == (303, f"{desk}/people/{other.name}?done=yes")
    record = gate.trail.wait_for(type="account_change", object=other.name, change="suspended")
    assert (record["account"], record["stated_reason"]) == (person.name, "ticket 4711")
    active = f"{desk}/people/{gate.person('staff').name}/resume"
    status, _, page = ask(*PAGE, "--data", f"form_token={token}&reason=ticket 4711", active)
    assert status == 409 and "계정의 현재 상태에서는 할 수 없습니다." in page


def test_an_auditor_cannot_send_a_form(gate, curl):
    person, other = gate.person("auditor"), gate.person("staff")
    desk, ask = gate.ready["desk"], curl(person)
    sign_in(gate, ask, person)
    status, _, page = ask(*PAGE, desk + "/records")
    assert status == 200 and "127.0.0.1" not in page
    token = form_of(page)
    assert ask(*PAGE, "--data", f"form_token={token}&reason=ticket 4711", f"{desk}/people/{other.name}/suspend")[0] == 403
    assert gate.trail.wait_for(type="administration_refused", account=person.name, reason="action_denied")


def test_a_partner_is_refused_and_recorded(gate, curl):
    person = gate.person("foreign_partner")
    ask = curl(person)
    for path in ["/", "/people", "/records"]:
        status, _, page = ask(*PAGE, gate.ready["desk"] + path)
        assert status == 403 and "<nav" not in page
    assert gate.trail.wait_for(type="administration_refused", account=person.name)


def test_without_a_session_a_page_leads_to_the_login_and_a_program_is_told(gate, curl):
    ask = curl(gate.person("security_admin"))
    status, target, _ = ask(*PAGE, gate.ready["desk"] + "/people?q=a")
    assert status == 303 and target.startswith(gate.ready["gate"] + "/.gwanmun/login?to=https%3A%2F%2Fdesk.")
    status, _, body = ask("--header", "Accept: application/json", gate.ready["desk"] + "/people")
    assert status == 401 and json.loads(body)["reason"] == "factor_required"


def test_the_gates_login_leads_to_no_other_port_or_host(gate, curl):
    """An open redirect would lead an administrator to a copy of the desk."""
    ask = curl(gate.person("security_admin"))
    desk = gate.ready["desk"]
    for place in [desk + "1/people", desk.replace("desk.", "desk2."), desk + "/.gwanmun/logout", desk.replace("https", "http") + "/people"]:
        _, _, page = ask(*PAGE, "--get", "--data-urlencode", f"to={place}", gate.ready["gate"] + "/.gwanmun/login")
        assert 'name="to"' not in page, place
    _, _, page = ask(*PAGE, "--get", "--data-urlencode", f"to={desk}/people", gate.ready["gate"] + "/.gwanmun/login")
    assert f'name="to" value="{desk}/people"' in page
