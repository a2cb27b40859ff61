"""The desk's live view, followed as a program would: server-sent events on a connection of its own."""

import contextlib
import json
import socket
import ssl
import threading
from http.client import HTTPSConnection
from urllib.parse import urlencode, urlsplit

from .waiting import until

JSON = {"Content-Type": "application/json"}


def connect(gate, person, within=30):
    context = ssl.create_default_context(cafile=gate.ca)
    context.load_cert_chain(person.cert, person.key)
    desk = urlsplit(gate.ready["desk"])
    return HTTPSConnection(desk.hostname, desk.port, context=context, timeout=within)


class DeskSession:
    """Somebody who has proved a second factor at the desk."""

    def __init__(self, gate, person):
        self.gate = gate
        self.person = person
        answer = self.ask("POST", "/.gwanmun/session", {"totp": gate.code(person)})
        assert answer[0] == 201, answer
        self.token = answer[1]["token"]

    def ask(self, method, path, body=None):
        connection = connect(self.gate, self.person)
        headers = {"Gwanmun-Session": self.token} if hasattr(self, "token") else {}
        data = None if body is None else json.dumps(body)
        connection.request(method, path, data, headers | (JSON if body is not None else {}))
        response = connection.getresponse()
        text = response.read()
        connection.close()
        return response.status, json.loads(text) if text else None

    def watch(self, **query):
        return Watch(self, query)


class Watch:
    """Events as they come; `rows` is what a page would show."""

    def __init__(self, session, query, headers=()):
        self.events = []
        self.rows = {}
        self.actions = []
        self.is_over = False
        self._connection = connect(session.gate, session.person)
        path = "/api/v1/live" + ("?" + urlencode(query) if query else "")
        self._connection.request("GET", path, headers={"Gwanmun-Session": session.token, "Accept": "text/event-stream", **dict(headers)})
        self.response = self._connection.getresponse()
        assert self.response.status == 200, self.response.read()
        assert self.response.headers["Content-Type"] == "text/event-stream"
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self):
        event, data = None, ""
        try:
            for line in iter(self.response.readline, b""):
                name, _, value = line.decode().rstrip("\n").partition(": ")
                if name == "event":
                    event = value
                elif name == "data":
                    data = json.loads(value)
                elif not name and event:
                    self._take(event, data)
                    event = None
        except (OSError, ValueError, AttributeError):
            pass
        self.is_over = True

    def _take(self, event, data):
        if event == "snapshot":
            self.rows = {row["id"]: row for row in data["rows"]}
        elif event == "change":
            rows = {key: row for key, row in self.rows.items() if key not in data["gone"]}
            self.rows = rows | {row["id"]: row for row in data["rows"]}
        elif event == "actions":
            self.actions = self.actions + data["actions"]
        self.events.append(event)

    def of(self, person):
        """Rows of somebody."""
        return [row for row in self.rows.values() if row["user"] == person.name]

    def row(self, person, fits=lambda row: True, within=5.0):
        """The first row of somebody that is as it should be."""
        return until(f"{person.name} in the live view", lambda: [row for row in self.of(person) if fits(row)], within)[0]

    def action(self, within=5.0, **fields):
        return until(f"an action with {fields}", lambda: [a for a in self.actions if all(a.get(k) == v for k, v in fields.items())], within)[0]

    def close(self):
        # What reads has the connection's file: the socket itself is shut for it to notice.
        with contextlib.suppress(OSError, AttributeError):
            self._connection.sock.shutdown(socket.SHUT_RDWR)
        self._thread.join(10)
        self._connection.close()
