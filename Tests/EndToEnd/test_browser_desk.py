"""An administrator with Chromium at the desk: signs in over the gate, looks, changes, sees the record. Issue 5, point 7; T67."""

import re

import pytest
from harness.browser import keep_picture, open_browsers, wait_for
from harness.waiting import until
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys


@pytest.fixture
def open_browser(gate, tmp_path):
    yield from open_browsers(gate, tmp_path)


PLACES = ["/", "/live", "/consoles", "/policies", "/people", "/requests", "/approvals", "/sessions", "/locks", "/grants", "/partners", "/resets", "/special-accounts", "/services",
          "/reviews", "/tokens", "/records"]

# What axe asks of every page before anything else: names, landmarks, one heading of the first order, no id twice.
BASICS = """
const wrong = [];
const named = (e) => e.labels && e.labels.length || e.getAttribute('aria-label') || e.getAttribute('aria-labelledby');
for (const e of document.querySelectorAll('input:not([type=hidden]), select, textarea')) if (!named(e)) wrong.push('no label: ' + e.name);
for (const e of document.querySelectorAll('a, button')) if (!e.textContent.trim()) wrong.push('no words: ' + e.outerHTML);
for (const kind of ['main', 'nav', 'header', 'footer', 'h1'])
  if (document.querySelectorAll(kind).length !== 1) wrong.push('not one ' + kind);
const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
if (new Set(ids).size !== ids.length) wrong.push('an id twice');
for (const e of document.querySelectorAll('th')) if (!e.scope) wrong.push('a heading of nothing');
if (!document.documentElement.lang || !document.title) wrong.push('no language or title');
if (document.documentElement.scrollWidth > window.innerWidth) wrong.push('wider than the window');
return wrong;
"""


def sign_in(browser, gate, person, path="/"):
    """Over the gate's login, and back to `path` at the desk."""
    browser.get(gate.ready["desk"] + path)
    field = wait_for(browser, "the code field", lambda b: b.find_element(By.NAME, "totp"))
    assert browser.current_url.startswith(gate.ready["gate"]), "the factor is asked for at the gate"
    field.send_keys(gate.code(person), Keys.ENTER)
    pass_the_notice(browser, gate)
    wait_for(browser, "the desk", lambda b: b.current_url.startswith(gate.ready["desk"]))


def pass_the_notice(browser, gate):
    """An earlier sign-in, or another session, has a page of its own first."""
    def is_there(b):
        return (b.current_url.startswith(gate.ready["desk"]) or b.find_elements(By.CSS_SELECTOR, "main a.primary")
                or b.find_elements(By.NAME, "end_others"))

    wait_for(browser, "what follows the code", is_there)
    for link in browser.find_elements(By.CSS_SELECTOR, "main a.primary"):
        if browser.current_url.startswith(gate.ready["gate"]):
            link.click()
            return


def complaints(browser):
    """What the browser says of a page: broken scripts, and what the content security policy refused."""
    return [entry["message"] for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]


def is_refused(browser, path):
    """Waits until the browser tells of the refusal of this page, and sees that it tells of nothing else."""
    said = []
    until("the browser to tell of the refusal", lambda: said.extend(complaints(browser)) or said)
    assert all(path in line and "403" in line for line in said), said


def heading(browser):
    return browser.find_element(By.TAG_NAME, "h1").text


@pytest.mark.parametrize("width", [1280, 500])
def test_every_page_is_there_for_an_administrator(gate, open_browser, width):
    """Labels, landmarks and widths; nothing refused by the pages' own policy."""
    person = gate.person("security_admin")
    browser = open_browser(person, "ko", width)
    sign_in(browser, gate, person, "/people")
    assert browser.current_url == gate.ready["desk"] + "/people", "one comes back to where one was"
    for place in PLACES:
        browser.get(gate.ready["desk"] + place)
        assert browser.execute_script(BASICS) == [], place
        assert complaints(browser) == [], place
        keep_picture(browser, f"desk-{place.strip('/') or 'overview'}-{width}")


def test_an_administrator_suspends_somebody_and_sees_the_record(gate, open_browser):
    person, other = gate.person("security_admin"), gate.person("staff", nth=1)
    browser = open_browser(person)
    sign_in(browser, gate, person)
    browser.get(gate.ready["desk"] + f"/people?q={other.name}")
    browser.find_element(By.LINK_TEXT, other.name).click()
    wait_for(browser, "the person", lambda b: heading(b) == other.name)
    browser.get(gate.ready["desk"] + f"/people/{other.name}/suspend")
    reason = browser.find_element(By.NAME, "reason")
    assert reason.accessible_name == "변경 사유를 입력해 주세요."
    reason.send_keys("laptop stolen, see ticket 4711", Keys.ENTER)
    told = wait_for(browser, "the outcome", lambda b: b.find_element(By.CSS_SELECTOR, "[role=status]"))
    assert "처리했습니다" in told.text
    assert "중지" in browser.find_element(By.ID, "about").find_element(By.XPATH, "..").text
    keep_picture(browser, "desk-suspended")

    record = gate.trail.wait_for(type="account_change", object=other.name, change="suspended")
    assert (record["account"], record["stated_reason"]) == (person.name, "laptop stolen, see ticket 4711")
    browser.get(gate.ready["desk"] + f"/records?person={other.name}")
    assert "laptop stolen, see ticket 4711" in browser.find_element(By.TAG_NAME, "main").text
    assert gate.trail.wait_for(type="log_read", account=person.name)
    keep_picture(browser, "desk-records")
    assert complaints(browser) == []


def test_a_form_waits_while_its_sender_proves_a_factor_again(gate, open_browser):
    """A change needs a factor of the last five minutes: nothing of what was typed is lost."""
    person = gate.person("security_admin")
    browser = open_browser(person)
    sign_in(browser, gate, person, "/new-lock")
    assert heading(browser) == "잠금 추가"
    gate.clock.advance(301)
    for name, text in [("target", "Elsewhere & Co"), ("reason", "a contract was broken")]:
        browser.find_element(By.NAME, name).send_keys(text)
    browser.find_element(By.CSS_SELECTOR, "option[value=organisation]").click()
    browser.find_element(By.CSS_SELECTOR, "main button[type=submit]").click()
    field = wait_for(browser, "the code field", lambda b: b.find_element(By.NAME, "totp"))
    assert "Elsewhere" not in browser.current_url and "contract" not in browser.current_url
    field.send_keys(gate.code(person), Keys.ENTER)
    typed = wait_for(browser, "the form again", lambda b: b.find_element(By.NAME, "target"))
    assert typed.get_attribute("value") == "Elsewhere & Co"
    assert browser.find_element(By.NAME, "reason").get_attribute("value") == "a contract was broken"
    keep_picture(browser, "desk-form-again")
    browser.find_element(By.CSS_SELECTOR, "main button[type=submit]").click()
    wait_for(browser, "the lock", lambda b: "Elsewhere & Co" in b.find_element(By.TAG_NAME, "main").text and "/locks" in b.current_url)
    assert complaints(browser) == []


def test_the_language_can_be_chosen_and_one_signs_out(gate, open_browser):
    person = gate.person("auditor")
    browser = open_browser(person, "ko")
    sign_in(browser, gate, person)
    assert heading(browser) == "접속 현황"
    browser.find_element(By.LINK_TEXT, "English").click()
    wait_for(browser, "English", lambda b: heading(b) == "Access overview")
    assert complaints(browser) == []
    browser.find_element(By.XPATH, "//button[contains(., 'Sign out')]").click()
    wait_for(browser, "the good-bye", lambda b: "safely signed out" in b.page_source)


def test_an_auditor_reads_and_is_offered_no_change(gate, open_browser):
    person, other = gate.person("auditor"), gate.person("privileged_admin")
    browser = open_browser(person, "en")
    sign_in(browser, gate, person, f"/people/{other.name}")
    assert not browser.find_elements(By.CSS_SELECTOR, "a[href$='/suspend'], a[href$='/bind-cert']")
    browser.get(gate.ready["desk"] + f"/people/{other.name}/suspend")
    assert not browser.find_elements(By.NAME, "reason")
    browser.get(gate.ready["desk"] + "/records")
    assert not re.search(r"127\.0\.0\.1", browser.page_source), "addresses are shown in part"


@pytest.mark.parametrize("role", ["staff", "privileged_admin"])
def test_others_are_shown_nothing(gate, open_browser, role):
    """Nor asked for a factor: it would not help."""
    person = gate.person(role)
    browser = open_browser(person, "en")
    browser.get(gate.ready["desk"] + "/people")
    assert heading(browser) == "접근권한 없음"
    assert not browser.find_elements(By.TAG_NAME, "nav")
    assert gate.trail.wait_for(type="administration_refused", account=person.name, reason="action_denied")


@pytest.mark.parametrize("state", ["unbound", None])
def test_without_a_certificate_of_ours_there_is_no_desk(gate, open_browser, state):
    browser = open_browser(gate.person(None, state) if state else None, "en")
    browser.get(gate.ready["desk"] + "/people")
    assert not browser.find_elements(By.TAG_NAME, "nav") and not browser.find_elements(By.NAME, "totp")


def test_the_gate_has_no_desk(gate):
    """T67: the desk's pages are not found where users are."""
    visit = gate.logged_in(gate.person("foreign_partner"), console=None)
    for place in ["/people", "/records", "/new-lock"]:
        assert visit.navigate(place).status == 404, place
