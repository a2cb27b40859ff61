"""The desk's live view in Chromium: rows come, change and go by themselves, under the page's own policy. Issue 6, point 4."""

import pytest
from harness.browser import keep_picture, open_browsers, wait_for
from harness.websocket import echo, open_websocket
from selenium.webdriver.common.by import By
from test_browser_desk import BASICS, complaints, heading, sign_in
from websockets.exceptions import ConnectionClosed


@pytest.fixture
def open_browser(gate, tmp_path):
    yield from open_browsers(gate, tmp_path)


def row_of(browser, person):
    for row in browser.find_elements(By.CSS_SELECTOR, "table[data-live] tbody tr"):
        if row.find_element(By.CSS_SELECTOR, "[data-field=user]").text == person.name:
            return row
    return None


def field(row, name):
    return row.find_element(By.CSS_SELECTOR, f"[data-field={name}]").text


def test_a_partner_comes_works_and_is_put_out_before_the_officers_eyes(gate, origin, open_browser):
    officer, partner = gate.person("security_admin"), gate.person("foreign_partner")
    browser = open_browser(officer, "ko", 1280)
    sign_in(browser, gate, officer, "/live")
    assert heading(browser) == "실시간 접속 현황"
    wait_for(browser, "the first event", lambda b: b.find_elements(By.CSS_SELECTOR, "table[data-live-open]"))
    assert row_of(browser, officer), "the officer, who is at the desk"
    assert not row_of(browser, partner)
    origin.on("/ws", echo)
    visit = gate.logged_in(partner)
    with open_websocket(visit) as socket:
        socket.send("x" * 5000)
        assert len(socket.recv(timeout=10)) == 5000
        wait_for(browser, "the partner", lambda b: row_of(b, partner))
        wait_for(browser, "the tunnel", lambda b: "WebSocket build" in field(row_of(b, partner), "streams"))
        row = row_of(browser, partner)
        assert row.find_element(By.CSS_SELECTOR, "[data-field=partner]").text == "외국기업 등"
        assert "Meyer Optik GmbH" in field(row, "belongs")
        assert "5.0 kB" in field(row, "bytes")
        assert browser.find_elements(By.CSS_SELECTOR, "table[data-live] tbody tr")[0] == row, "partners come first"
        assert "session_start" in browser.find_element(By.CSS_SELECTOR, "[data-happenings]").text
        assert browser.execute_script(BASICS) == []
        keep_picture(browser, "desk-live-1280")
        row.find_element(By.PARTIAL_LINK_TEXT, "세션 종료").click()
        reason = wait_for(browser, "the form", lambda b: b.find_element(By.NAME, "reason"))
        reason.send_keys("seen in the live view")
        browser.find_element(By.CSS_SELECTOR, "main button[type=submit]").click()
        with pytest.raises(ConnectionClosed):
            socket.recv(timeout=5)
    browser.get(gate.ready["desk"] + "/live")
    wait_for(browser, "the partner is gone", lambda b: b.find_elements(By.CSS_SELECTOR, "table[data-live-open]") and not row_of(b, partner))
    ended = gate.trail.wait_for(type="session_end", stated_reason="seen in the live view")
    assert (ended["account"], ended["object"]) == (officer.name, partner.name), "who ended whose"
    begun = gate.trail.find(type="session_start", account=partner.name)
    assert ended["session_hash"] in {record["session_hash"] for record in begun}
    assert complaints(browser) == []


def test_what_is_loaded_and_what_the_script_says_is_the_same(gate, open_browser):
    """Without the script the page can be loaded again, and says the same."""
    officer = gate.person("security_admin")
    staff = gate.logged_in(gate.person("staff"))
    assert staff.get("/").status
    browser = open_browser(officer, "ko", 500)
    sign_in(browser, gate, officer, f"/live?user={staff.person.name}")
    wait_for(browser, "the first event", lambda b: b.find_elements(By.CSS_SELECTOR, "table[data-live-open]"))
    fields = ["user", "belongs", "places", "streams", "source", "papers", "since", "idle", "requests", "bytes", "last", "holds", "acts"]
    row = wait_for(browser, "the row with its action", lambda b: (found := row_of(b, staff.person)) and field(found, "last") and found)
    by_script = {name: row.find_element(By.CSS_SELECTOR, f"[data-field={name}]").get_attribute("textContent").strip() for name in fields}
    links = [a.get_attribute("href") for a in row.find_elements(By.CSS_SELECTOR, "[data-field=acts] a")]
    assert browser.execute_script(BASICS) == []
    keep_picture(browser, "desk-live-500")
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    browser.get(browser.current_url)
    row = wait_for(browser, "the row", lambda b: row_of(b, staff.person))
    assert not browser.find_elements(By.CSS_SELECTOR, "table[data-live-open]"), "no script has run"
    assert {name: row.find_element(By.CSS_SELECTOR, f"[data-field={name}]").get_attribute("textContent").strip() for name in fields} == by_script
    assert [a.get_attribute("href") for a in row.find_elements(By.CSS_SELECTOR, "[data-field=acts] a")] == links
    assert browser.find_element(By.LINK_TEXT, "지금 상태로 새로 고침").get_attribute("href").endswith(f"/live?user={staff.person.name}")


def test_nobody_there_is_said_in_words(gate, open_browser):
    officer = gate.person("security_admin")
    browser = open_browser(officer, "ko")
    sign_in(browser, gate, officer, "/live?user=nobody-0000")
    wait_for(browser, "the first event", lambda b: b.find_elements(By.CSS_SELECTOR, "table[data-live-open]"))
    assert "조건에 맞는 접속이 없습니다." in browser.find_element(By.TAG_NAME, "main").text
    browser.find_element(By.LINK_TEXT, "English").click()
    wait_for(browser, "English", lambda b: "Nobody who fits is connected." in b.find_element(By.TAG_NAME, "main").text)
    wait_for(browser, "the state in words", lambda b: "Changes appear as they happen." in b.find_element(By.CSS_SELECTOR, "[data-live-state]").text)
    assert complaints(browser) == []
