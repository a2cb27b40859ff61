"""One TLS connection to the gate, to the byte: what is sent is exactly what the test says."""

import http.client
import json
import socket
import ssl
import time

# More than the 30 seconds that a page of the gate has.
TIMEOUT_SECONDS = 45


class Answer:
    """A whole HTTP response."""

    def __init__(self, response, body):
        self.status = response.status
        self.version = response.version
        self.headers = response.getheaders()
        self.body = body

    def header(self, name):
        """The value, or None; fails when the field stands there more than once."""
        values = self.all(name)
        assert len(values) <= 1, f"{name} stands {len(values)} times"
        return values[0] if values else None

    def all(self, name):
        return [value for key, value in self.headers if key.lower() == name.lower()]

    @property
    def text(self):
        return self.body.decode()

    def json(self):
        return json.loads(self.body)

    @property
    def reason(self):
        """The public reason of a problem (RFC 9457); None when the answer is not one."""
        if self.header("Content-Type") != "application/problem+json":
            return None
        return self.json()["reason"]

    def __repr__(self):
        return f"<{self.status} {self.header('Content-Type')} {self.body[:300]!r}>"


class Wire:
    def __init__(self, port, name, ca, person=None, connect=True, source=None, preface=b"", **tls):
        """`source` is the loopback address to come from; `preface` goes before the handshake."""
        self.name = name
        self.host = f"{name}:{port}"
        self.socket = socket.create_connection(("127.0.0.1", port), TIMEOUT_SECONDS, (source, 0) if source else None)
        # As browsers and curl do: a small request behind a handshake would wait 40 ms for an acknowledgement.
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(preface)
        self._input = None
        if connect:
            self.handshake(ca, person, **tls)

    def handshake(self, ca, person=None, server_name=None, versions=None, alpn=("http/1.1",), wants_goodbye=False):
        """`wants_goodbye`: an end without close_notify is an error, as it is to a client that cares."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(ca)
        context.set_alpn_protocols(list(alpn))
        if wants_goodbye:
            context.options &= ~ssl.OP_IGNORE_UNEXPECTED_EOF
        if versions:
            context.minimum_version, context.maximum_version = versions
        if person:
            context.load_cert_chain(person.cert, person.key)
        self.socket = context.wrap_socket(self.socket, server_hostname=server_name or self.name)
        self._input = self.socket.makefile("rb")

    def send(self, data):
        self.socket.sendall(data)

    def send_head(self, method, target, headers=()):
        """Writes a head with Host first; `headers` are pairs, sent as they are."""
        lines = [f"{method} {target} HTTP/1.1", f"Host: {self.host}"]
        lines += [f"{key}: {value}" for key, value in headers]
        self.send("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n")

    def request(self, method, target, headers=(), body=None):
        headers = list(headers)
        if body is not None:
            headers.append(("Content-Length", len(body)))
        self.send_head(method, target, headers)
        if body:
            self.send(body)
        return self.answer(method)

    def answer(self, method="GET"):
        response = self.begin_answer(method)
        return Answer(response, response.read())

    def begin_answer(self, method="GET"):
        """Reads the head (and skips 1xx); the body is read from the value returned, as it comes."""
        response = http.client.HTTPResponse(_Reader(self._input), method=method)
        response.begin()
        return response

    def line(self):
        return self._input.readline()

    def read(self, size):
        return self._input.read(size)

    def rest(self):
        """Everything until the other side closes; a reset counts as a close."""
        data = b""
        try:
            while piece := self._input.read1(65536):
                data += piece
        except (ConnectionResetError, ssl.SSLError):
            pass
        return data

    def is_closed_within(self, seconds):
        """True when the gate ends the connection; what it says before that is dropped."""
        end = time.monotonic() + seconds
        try:
            while (left := end - time.monotonic()) > 0:
                self.socket.settimeout(left)
                if not self.socket.recv(65536):
                    return True
            return False
        except TimeoutError:
            return False
        except OSError:
            return True
        finally:
            self.socket.settimeout(TIMEOUT_SECONDS)

    def close(self):
        # The socket lives as long as its reader does.
        if self._input:
            self._input.close()
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class _Reader:
    """Lends one buffered reader to HTTPResponse, which would make its own and swallow the next answer's bytes."""

    def __init__(self, file):
        self._file = file

    def makefile(self, _mode):
        return _Lent(self._file)


class _Lent:
    def __init__(self, file):
        self._file = file

    def close(self):
        pass

    def flush(self):
        pass

    def __getattr__(self, name):
        return getattr(self._file, name)
