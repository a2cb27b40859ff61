"""Security keys in Chromium, with its virtual authenticator: pages, script, ceremony and gateway together, in both languages."""

import json

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select

from harness.browser import keep_picture, open_browsers, wait_for
from harness.security_key import enrolment_code
from harness.virtual_key import attach, credentials, detach, press, start_button

# Who is known is spoken to in their own language, whatever the browser prefers.
SPEAKERS = {
    "ko": ("staff", "보안키를 연결하고 지문 또는 PIN으로 본인 확인을 해 주세요.", "보안키를 등록했습니다."),
    "en": ("foreign_partner", "Connect your security key and verify with fingerprint or PIN.", "Your security key is registered."),
}


@pytest.fixture
def open_browser(own_gate, tmp_path):
    yield from open_browsers(own_gate, tmp_path)


@pytest.fixture(autouse=True)
def console(origin):
    page = "<!doctype html><title>Console</title><h1>Hello from the console</h1>".encode()
    origin.on("/hello", lambda e: (e.read_body(), e.reply(200, [("Content-Type", "text/html; charset=utf-8")], page)))


def enrol(browser, gate, person, name="drawer"):
    """From the administrator's code to the end; what the last page says."""
    code = enrolment_code(gate, person)
    browser.get(gate.ready["gate"] + "/.gwanmun/enrol")
    browser.find_element(By.NAME, "code").send_keys(code)
    browser.find_element(By.CSS_SELECTOR, "button[name=kind][value=key]").click()
    return register(browser, name)


def register(browser, name):
    def is_typed(browser):
        field = browser.find_element(By.NAME, "name")
        if field.get_attribute("value") != name:
            field.clear()
            field.send_keys(name)
        return field.get_attribute("value") == name

    wait_for(browser, "the name", is_typed)
    press(browser)


def said(browser):
    return wait_for(browser, "the message", lambda b: [e for e in b.find_elements(By.CSS_SELECTOR, "[role=status], [role=alert]") if e.is_displayed()])[0].text


def go_to_login(browser, gate):
    browser.get(gate.consoles["build"].url + "/hello")
    wait_for(browser, "the login", lambda b: b.find_element(By.CSS_SELECTOR, "[data-key=show]"))


def arrive(browser):
    """Past the page that tells of the last login, if there is one, to the console."""
    there = wait_for(browser, "what follows the login", lambda b: b.find_elements(By.CSS_SELECTOR, "main a.primary") or "Hello from the console" in b.page_source)
    if there is not True:
        there[0].click()
        wait_for(browser, "the console", lambda b: "Hello from the console" in b.page_source)


def add_from_my_page(browser, gate, person, name="drawer", replacing=None):
    """By somebody who has an app: two would have to agree before a partner gets a code of the officer's."""
    browser.get(gate.consoles["build"].url + "/hello")
    wait_for(browser, "the code field", lambda b: b.find_element(By.NAME, "totp")).send_keys(gate.code(person))
    browser.find_element(By.CSS_SELECTOR, "button[type=submit].primary").click()
    arrive(browser)
    browser.get(gate.ready["gate"] + "/.gwanmun/me/keys")
    if replacing:
        Select(wait_for(browser, "the choice", lambda b: b.find_element(By.NAME, "replaces"))).select_by_value(replacing)
        keep_picture(browser, "key-in-place-of-an-app")
    register(browser, name)


def sign_out(browser, gate):
    browser.get(gate.ready["gate"] + "/.gwanmun/me")
    wait_for(browser, "my page", lambda b: b.find_element(By.CSS_SELECTOR, "form[action$='logout'] button")).click()
    wait_for(browser, "the good-bye", lambda b: not b.find_elements(By.CSS_SELECTOR, "form[action$='logout']"))


@pytest.mark.parametrize("language", SPEAKERS)
def test_a_person_registers_a_key_and_logs_in_with_it(own_gate, open_browser, language):
    role, touch, done = SPEAKERS[language]
    person = own_gate.person(role)
    browser = open_browser(person, language)
    key = attach(browser)
    (enrol if language == "ko" else add_from_my_page)(browser, own_gate, person)
    wait_for(browser, "the end of the registration", lambda b: done in b.page_source)
    keep_picture(browser, f"key-registered-{language}")
    assert len(credentials(browser, key)) == 1
    if language == "en":
        sign_out(browser, own_gate)

    go_to_login(browser, own_gate)
    assert touch in browser.page_source
    assert bool(browser.find_elements(By.NAME, "totp")) == (language == "en"), "a code is asked of who has an app"
    keep_picture(browser, f"key-login-{language}")
    press(browser)
    arrive(browser)
    assert browser.current_url == own_gate.consoles["build"].url + "/hello"
    assert [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"] == []


@pytest.mark.parametrize("language, words", [("ko", "교체됨(새 인증 수단: drawer)"), ("en", "Replaced by drawer")])
def test_a_key_takes_the_place_of_the_app_that_was_chosen(own_gate, open_browser, language, words):
    role, _, done = SPEAKERS[language]
    person = own_gate.person(role)
    shown = json.loads(own_gate.command("user", "show", person.name, "--json").stdout)
    browser = open_browser(person, language)
    attach(browser)
    add_from_my_page(browser, own_gate, person, replacing=shown["devices"][0]["id"])
    wait_for(browser, "the end of the registration", lambda b: done in b.page_source)
    browser.get(own_gate.ready["gate"] + "/.gwanmun/me")
    wait_for(browser, "the history", lambda b: words in b.page_source)
    keep_picture(browser, f"replaced-{language}")
    assert own_gate.visit("build", person).present(totp=own_gate.code(person)).status == 401


def test_without_user_verification_the_key_is_not_registered(own_gate, open_browser):
    """T44, in the browser: it refuses to ask a key that cannot verify, and nothing reaches the gateway."""
    person = own_gate.person("staff")
    browser = open_browser(person)
    blind = attach(browser, verifies=False)
    enrol(browser, own_gate, person)
    assert said(browser)
    assert start_button(browser).is_enabled(), "another try is possible"
    # With one that can, the same page goes on.
    detach(browser, blind)
    attach(browser)
    press(browser)
    wait_for(browser, "the end of the registration", lambda b: "보안키를 등록했습니다." in b.page_source)


def test_a_u2f_key_verifies_nobody_and_is_not_registered(own_gate, open_browser):
    person = own_gate.person("staff")
    browser = open_browser(person)
    attach(browser, protocol="u2f")
    enrol(browser, own_gate, person)
    assert said(browser)
    assert "webauthn" not in own_gate.command("user", "show", person.name, "--json").stdout


def test_a_key_that_can_be_copied_is_refused_with_the_reason(own_gate, open_browser):
    person = own_gate.person("staff")
    browser = open_browser(person)
    first = attach(browser, copyable=True)
    enrol(browser, own_gate, person)
    wait_for(browser, "the reason", lambda b: "다른 기기로 복사될 수 있는 패스키는 등록할 수 없습니다." in b.page_source)
    keep_picture(browser, "key-copyable")
    # The page offers another try: with a key that stays where it is.
    detach(browser, first)
    attach(browser)
    register(browser, "책상")
    wait_for(browser, "the end of the registration", lambda b: "보안키를 등록했습니다." in b.page_source)


def test_a_second_key_is_added_from_my_page_and_the_same_one_is_not(own_gate, open_browser):
    person = own_gate.person("staff")
    browser = open_browser(person)
    first = attach(browser)
    enrol(browser, own_gate, person)
    wait_for(browser, "the end of the registration", lambda b: "보안키를 등록했습니다." in b.page_source)
    go_to_login(browser, own_gate)
    press(browser)
    arrive(browser)

    browser.get(own_gate.ready["gate"] + "/.gwanmun/me/keys")
    register(browser, "둘째")
    wait_for(browser, "that it is known", lambda b: b.find_element(By.CSS_SELECTOR, "[data-key-known]").is_displayed())
    detach(browser, first)
    attach(browser)
    press(browser)
    wait_for(browser, "the end of the registration", lambda b: "보안키를 등록했습니다." in b.page_source)
    shown = own_gate.command("user", "show", person.name, "--json").stdout
    assert "drawer" in shown and "둘째" in shown


def test_who_has_an_app_and_a_key_chooses(own_gate, open_browser):
    person = own_gate.person("staff")
    browser = open_browser(person)
    attach(browser)
    browser.get(own_gate.consoles["build"].url + "/hello")
    field = wait_for(browser, "the code field", lambda b: b.find_element(By.NAME, "totp"))
    assert not browser.find_elements(By.CSS_SELECTOR, "[data-key=show]"), "no key, no word of keys"
    field.send_keys(own_gate.code(person))
    browser.find_element(By.CSS_SELECTOR, "button[type=submit].primary").click()
    arrive(browser)
    browser.get(own_gate.ready["gate"] + "/.gwanmun/me/keys")
    register(browser, "책상")
    wait_for(browser, "the end of the registration", lambda b: "보안키를 등록했습니다." in b.page_source)
    # Proved too long ago for another change: both ways are offered.
    own_gate.clock.advance(301)
    browser.get(own_gate.ready["gate"] + "/.gwanmun/me/keys")
    wait_for(browser, "the choice", lambda b: b.find_element(By.CSS_SELECTOR, "[data-key=show]"))
    assert browser.find_element(By.NAME, "totp").is_displayed()
    keep_picture(browser, "key-or-code")
    press(browser)
    wait_for(browser, "the page for another key", lambda b: b.find_element(By.NAME, "name"))


def test_without_script_the_page_says_what_is_missing(own_gate, open_browser):
    person = own_gate.person("staff")
    browser = open_browser(person)
    attach(browser)
    enrol(browser, own_gate, person)
    wait_for(browser, "the end of the registration", lambda b: "보안키를 등록했습니다." in b.page_source)
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    browser.get(own_gate.consoles["build"].url + "/hello")
    told = wait_for(browser, "the sentence", lambda b: b.find_element(By.CSS_SELECTOR, "[data-key-unavailable]"))
    assert told.is_displayed() and "자바스크립트를 켜고" in told.text
    assert not start_button(browser).is_displayed()
    keep_picture(browser, "key-without-script")
