"""A person with Chromium: the certificate from the browser's own store, the code into the page, the console."""

import pytest
from harness.browser import keep_picture, open_browsers, wait_for
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys


@pytest.fixture
def open_browser(gate, tmp_path):
    yield from open_browsers(gate, tmp_path)


def ask_for(browser, gate, path="/"):
    """Opens a page of the sensitive console, is led to the login page and returns its field."""
    browser.get(gate.consoles["build"].url + path)
    return wait_for(browser, "the code field", lambda b: b.find_element(By.NAME, "totp"))


def go_on(browser):
    """Past the page that tells of the last login, to the console."""
    wait_for(browser, "the notice", lambda b: b.find_element(By.CSS_SELECTOR, "main a.primary")).click()
    wait_for(browser, "the console", lambda b: "Hello from the console" in b.page_source)


@pytest.fixture(autouse=True)
def console(origin):
    page = "<!doctype html><title>Console</title><h1>Hello from the console</h1>".encode()
    for path in ["/hello", "/project/17"]:
        origin.on(path, lambda e: (e.read_body(), e.reply(200, [("Content-Type", "text/html; charset=utf-8")], page)))


# Who is known is spoken to in their own language, whatever the browser prefers.
SPEAKERS = {"ko": ("staff", "2차 인증"), "en": ("foreign_partner", "Second verification")}


@pytest.mark.parametrize("language", SPEAKERS)
def test_a_person_logs_in_and_comes_back_to_where_they_were_going(gate, open_browser, language):
    role, words = SPEAKERS[language]
    person = gate.person(role)
    browser = open_browser(person, language)
    field = ask_for(browser, gate, "/project/17?tab=2")
    assert browser.find_element(By.TAG_NAME, "html").get_attribute("lang") == language
    assert words in browser.page_source
    keep_picture(browser, f"login-{language}")

    field.send_keys(gate.code(person), Keys.ENTER)
    wait_for(browser, "the console", lambda b: "Hello from the console" in b.page_source)
    assert browser.current_url == gate.consoles["build"].url + "/project/17?tab=2"
    keep_picture(browser, f"console-{language}")


def test_the_language_can_be_chosen(gate, open_browser):
    browser = open_browser(gate.person("staff"), "ko")
    ask_for(browser, gate)
    browser.find_element(By.LINK_TEXT, "English").click()
    wait_for(browser, "English", lambda b: "Second verification" in b.page_source)
    assert browser.find_element(By.NAME, "totp")


def test_a_wrong_code_is_told_mended_and_told_again_after_the_login(gate, open_browser):
    """T51: who logs in learns of failures since the last time."""
    person = gate.person("staff", nth=1)
    browser = open_browser(person)
    ask_for(browser, gate, "/hello").send_keys(gate.wrong_code(person), Keys.ENTER)
    told = wait_for(browser, "the message", lambda b: b.find_element(By.CSS_SELECTOR, "[role=alert]"))
    assert "인증에 실패했습니다" in told.text
    keep_picture(browser, "wrong-code")

    browser.find_element(By.NAME, "totp").send_keys(gate.code(person), Keys.ENTER)
    wait_for(browser, "the notice", lambda b: "인증 실패가 1회 있었습니다" in b.page_source)
    keep_picture(browser, "failures-since")
    go_on(browser)


@pytest.mark.parametrize("state", ["revoked", "expired", "unbound", None])
def test_a_certificate_problem_is_a_page_not_a_browser_error(gate, open_browser, state):
    browser = open_browser(gate.person(None, state) if state else None, "ko")
    browser.get(gate.consoles["build"].url + "/")
    assert browser.find_element(By.TAG_NAME, "h1").text
    assert not browser.find_elements(By.NAME, "totp")
    keep_picture(browser, f"certificate-{state or 'none'}")


def test_a_person_signs_out_from_their_page(gate, open_browser):
    person = gate.person("privileged_admin")
    browser = open_browser(person)
    ask_for(browser, gate, "/hello").send_keys(gate.code(person), Keys.ENTER)
    wait_for(browser, "the console", lambda b: "Hello from the console" in b.page_source)
    browser.get(gate.consoles["build"].url + "/.gwanmun/me")
    assert person.name in browser.page_source
    keep_picture(browser, "my-page")
    browser.find_element(By.XPATH, "//button[contains(., '로그아웃')]").click()
    wait_for(browser, "the good-bye", lambda b: "안전하게 로그아웃되었습니다" in b.page_source)
    ask_for(browser, gate)


def test_the_login_page_fits_a_phone_and_says_no_error_to_the_console(gate, open_browser):
    browser = open_browser(gate.person("staff"), "ko", width=500)
    ask_for(browser, gate)
    assert browser.execute_script("return document.documentElement.scrollWidth <= window.innerWidth")
    assert [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"] == []
    keep_picture(browser, "login-phone")


def test_the_code_field_is_named_focused_and_numeric(gate, open_browser):
    """For screen readers, keyboards and phones."""
    browser = open_browser(gate.person("staff"))
    field = ask_for(browser, gate)
    assert field.accessible_name
    assert field.get_attribute("inputmode") == "numeric"
    assert field.get_attribute("autocomplete") == "one-time-code"
    assert browser.switch_to.active_element == field
