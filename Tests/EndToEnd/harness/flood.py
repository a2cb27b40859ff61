"""Many connections at once, each at the same point of a handshake."""

import resource
import socket
import ssl

SOURCES = 200


def greeting(name):
    """The first words of a TLS client, as Python's own says them."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = context.wrap_bio(incoming, outgoing, server_hostname=name)
    try:
        client.do_handshake()
    except ssl.SSLWantReadError:
        pass
    return outgoing.read()


class Flood:
    """`count` connections from many addresses, each of which said `words` and then nothing."""

    def __init__(self, port, count, words):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if soft < hard:
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        self.connections = [self._connect(port, number, words) for number in range(count)]

    @staticmethod
    def _connect(port, number, words):
        source = f"127.0.{100 + number % SOURCES // 100}.{number % SOURCES % 100 + 1}"
        connection = socket.create_connection(("127.0.0.1", port), 10, (source, 0))
        if words:
            connection.sendall(words)
        return connection

    def closed(self):
        """How many the gate has closed by now."""
        return sum(self._is_closed(connection) for connection in self.connections)

    @staticmethod
    def _is_closed(connection):
        connection.setblocking(False)
        try:
            while piece := connection.recv(65536):
                pass
            return piece == b""
        except BlockingIOError:
            return False
        except OSError:
            return True

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for connection in self.connections:
            connection.close()
