"""Chromium with the certificate of a person in its own store, as people have it."""

import json
import os
import shutil
import subprocess

from selenium import webdriver
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException, TimeoutException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.ui import WebDriverWait

ARTEFACTS = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "artefacts")
SECONDS = 20

# Chromium reads the rule that picks a certificate without asking from /etc/chromium alone; here it gets an /etc/chromium of its own.
LAUNCHER = """#!/bin/bash
exec unshare {as_root} --mount bash -c '
    mount -t tmpfs none /etc/chromium && mkdir -p /etc/chromium/policies/managed &&
    cp "{policy}" /etc/chromium/policies/managed/ && exec chromium "$@"' chromium "$@"
"""


def make_certificate_store(home, ca, person):
    store = home / ".pki" / "nssdb"
    store.mkdir(parents=True)
    run = lambda *command: subprocess.run(command, check=True, capture_output=True)  # noqa: E731
    run("certutil", "-N", "-d", f"sql:{store}", "--empty-password")
    run("certutil", "-A", "-d", f"sql:{store}", "-n", "demo", "-t", "C,,", "-i", ca)
    if person:
        run("pk12util", "-i", person.p12, "-d", f"sql:{store}", "-W", person.p12_password, "-K", "")


def start(home, gate_url, language, width):
    rule = json.dumps({"pattern": "https://[*.]gw.localhost", "filter": {}})
    policy = home / "certificate.json"
    policy.write_text(json.dumps({"AutoSelectCertificateForUrls": [rule]}))
    launcher = home / "chromium"
    launcher.write_text(LAUNCHER.format(policy=policy, as_root="" if os.geteuid() == 0 else "--map-root-user"))
    launcher.chmod(0o755)
    options = webdriver.ChromeOptions()
    options.binary_location = str(launcher)
    for argument in ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", f"--user-data-dir={home}/profile",
                     f"--lang={language}", f"--accept-lang={language}", f"--window-size={width},900"]:
        options.add_argument(argument)
    environment = {**os.environ, "HOME": str(home), "LANGUAGE": language}
    return webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver"), env=environment))


def keep_picture(browser, name):
    os.makedirs(ARTEFACTS, exist_ok=True)
    browser.save_screenshot(os.path.join(ARTEFACTS, f"{name}.png"))


# What a page that is being replaced says of its elements: they are looked for again.
PASSING = [NoSuchElementException, StaleElementReferenceException]


def wait_for(browser, what, condition):
    try:
        return WebDriverWait(browser, SECONDS, ignored_exceptions=PASSING).until(condition, message=what)
    except TimeoutException:
        keep_picture(browser, "instead-of-" + what.replace(" ", "-"))
        raise


def open_browsers(gate, folder):
    """Gives a function that opens a browser for a person, and at the end closes them all: for fixtures."""
    browsers = []

    def open_for(person, language="en", width=1280):
        home = folder / f"home-{len(browsers)}"
        make_certificate_store(home, gate.ca, person)
        browsers.append(start(home, gate.ready["gate"], language, width))
        return browsers[-1]

    yield open_for
    for browser in browsers:
        browser.quit()
