"""A person who registers an authenticator app, on the pages and with the code that an administrator handed over."""

import json
import re
from urllib.parse import urlencode

from .totp import Authenticator

FORM = ("Content-Type", "application/x-www-form-urlencoded")


class Enrolment:
    """What was shown to the person once: the code, the secret, the recovery codes."""

    def __init__(self, gate, person):
        ticket = gate.command("user", "reset-factor", person.name, "--reason", "new telephone", "--json")
        assert ticket.returncode == 0, ticket.stderr
        self.code = json.loads(ticket.stdout)["enrolment_code"]
        origin = ("Origin", f"https://{gate.host}:{gate.port}")
        visit = gate.visit(person=person)
        page = visit.post("/.gwanmun/enrol", urlencode({"code": self.code}).encode(), [FORM, origin])
        assert page.status == 200, page
        text = page.body.decode()
        self.secret = "".join(re.findall(r"<code>([A-Z2-7]+)</code>", text))
        pending = re.search(r'name="pending" value="([^"]+)"', text)[1]
        digits = re.search(r'name="digits" value="(\d+)"', text)[1]
        settings = {"secret_base32": self.secret, "digits": int(digits), "period": 30, "algorithm": "SHA1"}
        person.authenticator = Authenticator(settings, gate.clock.now())
        totp = person.authenticator.unused_code(gate.clock.now())
        fields = {"pending": pending, "digits": digits, "totp": totp}
        page = visit.post("/.gwanmun/enrol/confirm", urlencode(fields).encode(), [FORM, origin])
        assert page.status == 200, page
        self.recovery_codes = re.findall(r"<code>([^<]+)</code>", page.body.decode())
