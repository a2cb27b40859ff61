"""A grant is voted on by people of two groups in their browsers, and its partner is off-boarded there: issue 5, point 8; T84."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from harness.approvals import Board, answer
from harness.browser import keep_picture, open_browsers, wait_for
from test_browser_desk import BASICS, complaints, heading, sign_in


@pytest.fixture
def open_browser(gate, tmp_path):
    yield from open_browsers(gate, tmp_path)


@pytest.fixture(scope="module")
def board(gate):
    return Board(gate)


def give_word(browser, board, request, button, reason):
    """From the list to the form, and its outcome."""
    browser.find_element(By.CSS_SELECTOR, f"a[href='/approvals/{request}']").click()
    wait_for(browser, "the request", lambda b: b.find_elements(By.ID, "scope"))
    assert "/p-17/drawings" in browser.find_element(By.TAG_NAME, "main").text
    assert browser.execute_script(BASICS) == []
    browser.find_element(By.CSS_SELECTOR, f"a[href='/approvals/{request}/{button}']").click()
    wait_for(browser, "the form", lambda b: b.find_element(By.NAME, "reason")).send_keys(reason, Keys.ENTER)
    return wait_for(browser, "the outcome", lambda b: b.find_element(By.CSS_SELECTOR, "[role=status]")).text


def test_two_groups_approve_and_the_partner_is_off_boarded(board, gate, open_browser):
    board.take_everything()
    [grant] = board.ask()
    colleague = open_browser(board.colleague.person)
    sign_in(colleague, gate, board.colleague.person, "/approvals")
    assert "staff 0/1" in colleague.find_element(By.TAG_NAME, "main").text
    assert not colleague.find_elements(By.CSS_SELECTOR, "nav a[href='/people']"), "no menu of what is not theirs"
    assert "다른 사람의 승인을 더 기다립니다" in give_word(colleague, board, grant["request"], "approve", "planned with the project")
    keep_picture(colleague, "desk-approval-voted")
    assert complaints(colleague) == []

    browser = open_browser(board.security.person)
    sign_in(browser, gate, board.security.person, "/approvals")
    assert "staff 1/1" in browser.find_element(By.TAG_NAME, "main").text
    assert "처리했습니다" in give_word(browser, board, grant["request"], "approve", "export approval seen")
    [running] = [g for g in answer(gate.command("grant", "list", "--user", board.partner.name, "--json")) if g["running"]]
    assert running["id"] == grant["id"]
    assert gate.logged_in(board.partner).get("/p-17/drawings").status == 200

    browser.get(gate.ready["desk"] + "/partners")
    browser.find_element(By.LINK_TEXT, "Meyer Optik GmbH").click()
    wait_for(browser, "the partner", lambda b: heading(b) == "Meyer Optik GmbH")
    assert browser.execute_script(BASICS) == []
    keep_picture(browser, "desk-partner")
    browser.find_element(By.CSS_SELECTOR, "a[href^='/partners/off-board']").click()
    field = wait_for(browser, "the form", lambda b: b.find_element(By.NAME, "organisation"))
    assert field.get_attribute("value") == "Meyer Optik GmbH"
    browser.find_element(By.NAME, "reason").send_keys("contract ended", Keys.ENTER)
    wait_for(browser, "the report", lambda b: b.find_elements(By.ID, "report"))
    told = browser.find_element(By.TAG_NAME, "main").text
    assert board.partner.name in told and grant["id"] in told
    keep_picture(browser, "desk-off-boarded")
    assert complaints(browser) == []
    assert gate.visit("build", board.partner).get("/").reason == "cert_not_bound"
