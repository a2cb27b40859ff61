"""A person with Chromium where a console asks for a password: the field, what PAM asks more, another password in place of an expired one."""

import pytest
from harness.browser import keep_picture, open_browsers, wait_for
from harness.pam import HOTP_CODES, PASSWORD, PamFolder, gate_with_passwords
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

# Who is known is spoken to in their own language. A partner's console asks for both.
SPEAKERS = {"ko": ("staff", "fab"), "en": ("foreign_partner", "build")}


@pytest.fixture
def pam(tmp_path):
    folder = tmp_path / "pam"
    folder.mkdir()
    return PamFolder(folder)


@pytest.fixture
def enter(origin, pam, tmp_path):
    """Opens a browser before a console, with password and code typed in."""
    gates, browsers = [], []
    page = "<!doctype html><title>Console</title><h1>Hello from the console</h1>".encode()
    origin.on("/hello", lambda e: (e.read_body(), e.reply(200, [("Content-Type", "text/html; charset=utf-8")], page)))

    def enter(service, language):
        folder = tmp_path / "gate"
        folder.mkdir()
        gates.append(gate_with_passwords(folder, origin, pam, service, rules=("fab-people", "partner-view")))
        role, console = SPEAKERS[language]
        person = gates[-1].person(role)
        browsers.append(open_browsers(gates[-1], tmp_path))
        browser = next(browsers[-1])(person, language)
        browser.get(gates[-1].consoles[console].url + "/hello")
        field = wait_for(browser, "the password field", lambda b: b.find_element(By.NAME, "password"))
        assert browser.switch_to.active_element == field and field.get_attribute("type") == "password"
        assert field.accessible_name == {"ko": "비밀번호", "en": "Password"}[language]
        keep_picture(browser, f"password-{language}")
        field.send_keys(PASSWORD)
        browser.find_element(By.NAME, "totp").send_keys(gates[-1].code(person), Keys.ENTER)
        return browser, person

    yield enter
    for opened in browsers:
        list(opened)
    for gate in gates:
        gate.end()


def arrives(browser):
    wait_for(browser, "the console", lambda b: "Hello from the console" in b.page_source)


@pytest.mark.parametrize("language", SPEAKERS)
def test_password_and_code_lead_to_the_console(enter, language):
    browser, _ = enter("login", language)
    arrives(browser)


@pytest.mark.parametrize("language, title", [("ko", "추가 확인"), ("en", "One more check")])
def test_what_pam_asks_more_is_asked_on_a_page(enter, language, title):
    browser, person = enter("two", language)
    field = wait_for(browser, "the question", lambda b: b.find_element(By.NAME, "answer_1"))
    assert title in browser.find_element(By.TAG_NAME, "h1").text
    assert browser.find_element(By.TAG_NAME, "html").get_attribute("lang") == language
    assert field.get_attribute("type") == "password" and browser.switch_to.active_element == field
    assert field.accessible_name == f"One-time password (OATH) for `{person.name}'"
    keep_picture(browser, f"question-{language}")
    field.send_keys(HOTP_CODES[0], Keys.ENTER)
    arrives(browser)


@pytest.mark.parametrize("language, title, differ", [
    ("ko", "비밀번호 변경", "새 비밀번호가 서로 다릅니다"), ("en", "Change your password", "The new passwords differ")])
def test_an_expired_password_is_changed_on_the_way(enter, pam, language, title, differ):
    """T93."""
    browser, person = enter("expired", language)

    def change(current, new, repeated):
        for name, text in [("current_password", current), ("new_password", new), ("repeat_password", repeated)]:
            field = wait_for(browser, name, lambda b, name=name: b.find_element(By.NAME, name))
            field.send_keys(text)
        field.send_keys(Keys.ENTER)

    wait_for(browser, "the form", lambda b: b.find_element(By.NAME, "current_password"))
    assert title in browser.find_element(By.TAG_NAME, "h1").text
    keep_picture(browser, f"password-change-{language}")
    change(PASSWORD, "a new long password", "another long password")
    told = wait_for(browser, "the difference", lambda b: b.find_element(By.CSS_SELECTOR, "[role=alert]"))
    assert differ in told.text
    change(PASSWORD, "a new long password", "a new long password")
    arrives(browser)
    assert f"{person.name}:a new long password:" in pam.read("passwords")
