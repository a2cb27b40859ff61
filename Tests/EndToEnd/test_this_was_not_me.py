"""One press on the page that tells of the last sign-in: everybody under this account is out, and stays out."""

import json

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from test_browser_login import ask_for, console, keep_picture, open_browser, wait_for  # noqa: F401

WORDS = {
    "ko": ("staff", "본인이 아닙니다", "계정을 잠갔습니다", "보안책임자가 본인을 확인하고"),
    "en": ("foreign_partner", "This was not me", "Your account is locked", "when the security officer has verified you"),
}


def locked_by_owner(gate, person):
    return gate.trail.find(type="lock", object=person.name, object_type="account")


@pytest.mark.parametrize("language", WORDS)
def test_it_ends_all_sessions_locks_and_says_what_happens_next(gate, open_browser, language):  # noqa: F811
    role, press, title, next_step = WORDS[language]
    person = gate.person(role)
    elsewhere = gate.logged_in(person)
    browser = open_browser(person, language)
    ask_for(browser, gate, "/hello").send_keys(gate.code(person), Keys.ENTER)
    button = wait_for(browser, "the button", lambda b: b.find_element(By.XPATH, f"//button[contains(., '{press}')]"))
    assert button.accessible_name == press
    keep_picture(browser, f"notice-{language}")
    button.click()
    wait_for(browser, "the answer", lambda b: title in b.page_source)
    assert next_step in browser.page_source
    assert gate.host not in [cookie["domain"] for cookie in browser.get_cookies() if cookie["name"] == "__Host-gwanmun"]
    keep_picture(browser, f"disowned-{language}")

    assert locked_by_owner(gate, person)
    refused = elsewhere.get("/hello")
    assert refused.status in (401, 403)
    again = gate.visit("build", person).present(totp=gate.code(person))
    assert again.status in (401, 403)
    locks = json.loads(gate.command("lock", "list", "--json").stdout)
    [lock] = [lock for lock in locks if lock["target"] == f"account:{person.name}"]
    assert lock["by"] == person.name
    assert gate.command("lock", "lift", lock["id"], "--reason", "spoke to them in person").returncode == 0
    gate.logged_in(person)


def test_another_page_cannot_press_it(gate):
    """Without the form's token, or from another origin, nothing happens (CSRF)."""
    person = gate.person("staff", nth=1)
    visit = gate.visit(None, person)
    visit.log_in()
    form = ("Content-Type", "application/x-www-form-urlencoded")
    for headers in [[form], [form, ("Origin", "https://evil.example")], [form, ("Sec-Fetch-Site", "cross-site")]]:
        assert visit.post("/.gwanmun/me/not-me", b"form_token=guess", headers).status == 403
    assert not locked_by_owner(gate, person)
    assert visit.get("/.gwanmun/session").status == 200


@pytest.mark.parametrize("language, words", [("ko", "다른 기기에서 로그인되어 기존 세션이 종료되었습니다"),
                                             ("en", "Your session ended because of a sign-in elsewhere")])
def test_both_sides_of_a_displaced_session_are_told(gate, open_browser, language, words):  # noqa: F811
    """T53: the old one on the login page it is led to, the new one on the page after the sign-in."""
    person = gate.person("staff", nth=1)
    browser = open_browser(person, language)
    ask_for(browser, gate, "/hello")
    if language == "en":
        browser.find_element(By.LINK_TEXT, "English").click()
    wait_for(browser, "the code field", lambda b: b.find_element(By.NAME, "totp")).send_keys(gate.code(person), Keys.ENTER)
    wait_for(browser, "to be signed in", lambda b: "/.gwanmun/login" not in b.current_url)
    # As many as it takes to displace the first one.
    for _ in range(3):
        newer = gate.logged_in(person)
    for page in [gate.consoles["build"].url + "/hello", gate.ready["gate"] + "/.gwanmun/me"]:
        browser.get(page)
        wait_for(browser, "the reason", lambda b: words in b.page_source)
    keep_picture(browser, f"displaced-{language}")
    assert newer.get("/hello").status == 200
    displaced = [r for r in gate.trail.records() if r.get("type") == "session_end" and r.get("cause") == "replaced_by_login"]
    assert displaced


def test_a_session_that_is_about_to_end_says_so_and_can_be_kept(gate, open_browser):  # noqa: F811
    """N2SF SN-5: two minutes before."""
    person = gate.person("privileged_admin")
    browser = open_browser(person)
    ask_for(browser, gate, "/hello").send_keys(gate.code(person), Keys.ENTER)
    wait_for(browser, "to be signed in", lambda b: "/.gwanmun/login" not in b.current_url)
    account = gate.ready["gate"] + "/.gwanmun/me"
    browser.get(account)
    warning = wait_for(browser, "the page", lambda b: b.find_element(By.CSS_SELECTOR, "[data-seconds-left]"))
    assert not warning.is_displayed()
    gate.clock.advance(int(warning.get_attribute("data-seconds-left")) - 60)
    browser.get(account)
    wait_for(browser, "the warning", lambda b: b.find_element(By.CSS_SELECTOR, "[data-seconds-left]").is_displayed())
    keep_picture(browser, "about-to-end")
    browser.find_element(By.XPATH, "//button[contains(., '계속 사용하기')]").click()
    wait_for(browser, "more time", lambda b: int(
        b.find_element(By.CSS_SELECTOR, "[data-seconds-left]").get_attribute("data-seconds-left")) > 120)
