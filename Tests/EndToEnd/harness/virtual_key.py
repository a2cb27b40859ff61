"""A security key of Chromium's own making (the WebDriver extension of WebAuthn Level 2, section 11): the browser runs the whole ceremony."""

from selenium.webdriver.common.by import By

from .browser import wait_for


def attach(browser, verifies=True, copyable=False, protocol="ctap2"):
    """A key on USB; it checks finger or PIN unless told otherwise."""
    is_ctap2 = protocol == "ctap2"
    options = {
        "protocol": protocol, "transport": "usb", "hasResidentKey": False, "hasUserVerification": verifies and is_ctap2,
        "isUserVerified": verifies and is_ctap2, "isUserConsenting": True, "automaticPresenceSimulation": True,
    }
    if copyable:
        options |= {"ctap2Version": "ctap2_1", "defaultBackupEligibility": True, "defaultBackupState": True}
    if not getattr(browser, "knows_keys", False):
        browser.execute_cdp_cmd("WebAuthn.enable", {"enableUI": False})
        browser.knows_keys = True
    return browser.execute_cdp_cmd("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def detach(browser, key):
    browser.execute_cdp_cmd("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": key})


def credentials(browser, key):
    return browser.execute_cdp_cmd("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]


def press(browser):
    """The button of the page."""
    wait_for(browser, "the button for the key", lambda b: start_button(b).is_displayed())
    start_button(browser).click()


def start_button(browser):
    return browser.find_element(By.CSS_SELECTOR, "[data-key-start]")
