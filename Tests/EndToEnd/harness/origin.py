"""A console to protect: an HTTP/1.1 server that keeps what arrives, to the byte, and answers what the test tells it."""

import contextlib
import hashlib
import json
import socket
import ssl
import threading

from .waiting import until

KEPT_BODY_BYTES = 1 << 20


class Exchange:
    """One request on one connection from the gateway, and the way back."""

    def __init__(self, connection, head):
        self.connection = connection
        self.head = head
        lines = head.decode("latin-1").split("\r\n")
        self.method, self.target, self.version = lines[0].split(" ", 2)
        self.headers = [tuple(line.split(": ", 1)) if ": " in line else (line, "") for line in lines[1:] if line]
        self.body = b""
        self.body_bytes = 0
        self.body_sha256 = None
        self.trailers = []
        self._began_body = False
        self._finished = threading.Event()

    @property
    def path(self):
        return self.target.split("?", 1)[0]

    def all(self, name):
        return [value for key, value in self.headers if key.lower() == name.lower()]

    def header(self, name):
        values = self.all(name)
        assert len(values) <= 1, f"{name} arrived {len(values)} times"
        return values[0] if values else None

    @property
    def names(self):
        return {key.lower() for key, _ in self.headers}

    def pieces_of_body(self):
        """The body as it arrives, unchunked."""
        file = self.connection.file
        self._began_body = True
        if self.header("Transfer-Encoding"):
            while size := int(file.readline().split(b";")[0], 16):
                yield file.read(size)
                file.readline()
            while (line := file.readline()) != b"\r\n":
                if not line:
                    raise ConnectionError("the request's trailers ended early")
                self.trailers.append(tuple(line.decode().strip().split(": ", 1)))
            self._finished.set()
            return
        left = int(self.header("Content-Length") or 0)
        while left:
            piece = file.read1(min(left, 1 << 18))
            if not piece:
                raise ConnectionError("the request's body ended early")
            left -= len(piece)
            yield piece
        self._finished.set()

    def read_body(self):
        digest = hashlib.sha256()
        for piece in self.pieces_of_body():
            digest.update(piece)
            self.body_bytes += len(piece)
            if self.body_bytes <= KEPT_BODY_BYTES:
                self.body += piece
        self.body_sha256 = digest.hexdigest()
        return self.body

    def take_body(self):
        """Asks for the body when the other side waits to be asked, and reads it."""
        if (self.header("Expect") or "").lower() == "100-continue":
            self.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        return self.read_body()

    def send(self, data):
        self.connection.socket.sendall(data)

    def reply(self, status=200, headers=(), body=b""):
        lines = [f"HTTP/1.1 {status} Said-So"] + [f"{key}: {value}" for key, value in headers]
        if status not in (204, 304) and not any(key.lower() == "content-length" for key, _ in headers):
            lines.append(f"Content-Length: {len(body)}")
        self.send("\r\n".join(lines).encode() + b"\r\n\r\n" + (b"" if self.method == "HEAD" else body))

    def reply_what_arrived(self):
        told = {"method": self.method, "target": self.target, "headers": self.headers, "body_bytes": self.body_bytes}
        told["body_sha256"] = self.body_sha256
        self.reply(200, [("Content-Type", "application/json")], json.dumps(told).encode())

    def finish(self):
        if not self._began_body:
            self.read_body()

    @property
    def is_whole(self):
        """Head and body arrived to their ends."""
        return self._finished.is_set()

    def was_cut(self):
        """The body never came to its end; asked after the gateway has closed."""
        until("the connection from the gateway to end", lambda: self.connection.is_over)
        return not self.is_whole


class _Connection:
    def __init__(self, stream):
        self.socket = stream
        self.file = stream.makefile("rb")
        self.is_done = False
        self.is_over = False

    def hang_up(self):
        """Says that nothing more will come; the other side may still speak."""
        self.socket.shutdown(socket.SHUT_WR)

    def cut(self):
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)


class Origin:
    """Answers what arrived as JSON, but on paths for which `on` named another behaviour."""

    # What it says to a connection before it is asked anything.
    greeting = b""

    def __init__(self, tls=None, port=0):
        self._listener = socket.create_server(("127.0.0.1", port))
        self._tls = tls
        self._behaviours = {}
        self._lock = threading.Lock()
        self._is_closed = False
        self._exchanges = []
        self._connections = []
        self.port = self._listener.getsockname()[1]
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"
        threading.Thread(target=self._accept, daemon=True).start()

    def on(self, path, behaviour):
        """`behaviour(exchange)` answers requests for `path`."""
        self._behaviours[path] = behaviour

    def behaviour_for(self, path):
        return self._behaviours.get(path, lambda exchange: (exchange.take_body(), exchange.reply_what_arrived()))

    def arrivals(self, path=None):
        """Requests so far, or those for `path`, in the order of their arrival."""
        with self._lock:
            return [e for e in self._exchanges if path is None or e.path == path]

    def the_arrival(self, path):
        found = self.arrivals(path)
        assert len(found) == 1, f"{len(found)} requests for {path} arrived"
        return found[0]

    def wait_for(self, path, within=30.0):
        return until(f"a request for {path} at the origin", lambda: self.arrivals(path), within)[-1]

    def forget(self):
        with self._lock:
            self._exchanges.clear()

    def connections(self):
        """All that the gateway has made since the start."""
        with self._lock:
            return list(self._connections)

    def connection_count(self):
        return len(self.connections())

    def stop_listening(self):
        """Takes no more connections; those that stand are served on."""
        if self._listener.fileno() < 0:
            return
        # Closing alone leaves the socket listening until the thread that waits in `accept` has had one more connection.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def close(self):
        self.stop_listening()
        with self._lock:
            self._is_closed = True
        for connection in self.connections():
            connection.cut()

    def _accept(self):
        while True:
            try:
                plain, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(plain,), daemon=True).start()

    def _serve(self, plain):
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            connection = _Connection(self._tls.wrap_socket(plain, server_side=True) if self._tls else plain)
        except (OSError, ssl.SSLError):
            plain.close()
            return
        with self._lock:
            self._connections.append(connection)
            connection.is_done = self._is_closed
        try:
            connection.socket.sendall(self.greeting)
            while not connection.is_done and (head := self._read_head(connection)):
                self._answer(Exchange(connection, head))
        except (OSError, ValueError):
            pass  # the other side went away or talked nonsense: what arrived until then is in the log
        finally:
            connection.is_over = True
            connection.file.close()
            connection.socket.close()

    def _answer(self, exchange):
        with self._lock:
            self._exchanges.append(exchange)
        self.behaviour_for(exchange.path)(exchange)
        if not exchange.connection.is_done:
            exchange.finish()

    @staticmethod
    def _read_head(connection):
        head = b""
        while line := connection.file.readline(65536):
            head += line
            if line == b"\r\n":
                return head[:-2]
        return None
