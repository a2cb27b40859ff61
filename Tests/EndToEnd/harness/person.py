"""The people that `gwanmun demo` makes."""

from .totp import Authenticator


class Person:
    def __init__(self, entry, now):
        self.name = entry.get("name")
        self.roles = entry.get("roles", [])
        self.state = entry["state"]
        self.cert = entry["cert"]
        self.key = entry["key"]
        self.p12 = entry.get("p12")
        self.p12_password = entry.get("p12_password")
        self.authenticator = Authenticator(entry["totp"], now) if entry.get("totp") else None

    def __repr__(self):
        return f"<{self.name} {'+'.join(self.roles)} {self.state}>"
