"""One person at one console: certificate, session, requests."""

import json

from .http2 import Http2

JSON = ("Content-Type", "application/json")
COOKIE = "__Host-gwanmun"


class Visit:
    def __init__(self, gate, console, person):
        self.gate = gate
        self.console = console
        self.person = person
        self.cookie = None
        self.token = None

    def request(self, method, target, headers=(), body=None):
        """On a connection of its own."""
        with self.wire() as wire:
            return wire.request(method, target, [*self.credentials(), *headers], body)

    def get(self, target="/", headers=()):
        return self.request("GET", target, headers)

    def post(self, target, body=b"", headers=()):
        return self.request("POST", target, headers, body)

    def navigate(self, target="/", language="en"):
        """As a browser asks for a page."""
        headers = [("Accept", "text/html,application/xhtml+xml"), ("Accept-Language", language)]
        headers += [("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document"), ("Sec-Fetch-Site", "none")]
        return self.get(target, headers)

    def wire(self, **tls):
        return self.gate.wire(self.console, self.person, **tls)

    def http2(self, settings=None):
        return Http2(self.wire(alpn=["h2", "http/1.1"]), settings)

    def credentials(self):
        return [("Cookie", f"{COOKIE}={self.cookie}")] if self.cookie else []

    def present(self, **factors):
        """Shows factors to the gate and returns its answer, whatever it is."""
        return self.post("/.gwanmun/session", json.dumps(factors).encode(), [JSON])

    def log_in(self):
        answer = self.present(totp=self.gate.code(self.person))
        assert answer.status == 201, answer
        self.keep(answer)
        return answer

    def keep(self, answer):
        """Holds the session that an answer gave, as a cookie jar would."""
        cookie = answer.header("Set-Cookie")
        self.cookie = cookie.split(";")[0].split("=", 1)[1]
        self.token = answer.json()["token"]
