"""WebSockets for tests: a console that echoes, and what a client needs to reach it through the gate."""

import ssl

from websockets.frames import Opcode
from websockets.protocol import Protocol, Side, State
from websockets.server import ServerProtocol
from websockets.sync.client import connect


def accept(exchange, headers=()):
    """A behaviour of an origin: agrees to the upgrade, with these headers too, and leaves. Gives the protocol's state to one that stays."""
    protocol = ServerProtocol()
    protocol.receive_data(exchange.head + b"\r\n")
    [request] = protocol.events_received()
    response = protocol.accept(request)
    response.headers.update(headers)
    protocol.send_response(response)
    exchange.connection.is_done = True
    for data in protocol.data_to_send():
        exchange.send(data)
    return protocol


def echo(exchange):
    """A behaviour of an origin: every message goes back."""
    protocol = accept(exchange)
    while data := exchange.connection.file.read1(65536):
        protocol.receive_data(data)
        for frame in protocol.events_received():
            if frame.opcode in (frame.opcode.TEXT, frame.opcode.BINARY):
                (protocol.send_text if frame.opcode is frame.opcode.TEXT else protocol.send_binary)(frame.data)
        for data in protocol.data_to_send():
            if not data:
                return
            exchange.send(data)


def context_of(visit):
    """TLS as the visit's person."""
    context = ssl.create_default_context(cafile=visit.gate.ca)
    context.load_cert_chain(visit.person.cert, visit.person.key)
    context.set_alpn_protocols(["http/1.1"])
    return context


def open_websocket(visit, origin_header=None, path="/ws", **options):
    """A connection of `websockets`, with what the visit would send."""
    console = visit.gate.consoles[visit.console]
    return connect(
        console.url.replace("https://", "wss://") + path, ssl=context_of(visit), origin=origin_header or console.url,
        additional_headers=visit.credentials(), compression=None, proxy=None, **options)


class Http2WebSocket:
    """A WebSocket on one stream of an HTTP/2 connection (RFC 8441)."""

    OFFER = [("sec-websocket-version", "13")]

    def __init__(self, connection, visit, path="/ws", headers=(), origin=None):
        self.connection = connection
        said = [*visit.credentials(), *self.OFFER, ("origin", origin or visit.gate.consoles[visit.console].url), *headers]
        self.number = connection.open("CONNECT", path, said, ends=False, protocol="websocket")
        self.stream = connection.streams[self.number]
        connection.wait("an answer", lambda: self.stream.head or self.stream.is_over)
        self._protocol = Protocol(Side.CLIENT, state=State.OPEN)
        self._taken = 0

    def send(self, message):
        data = message.encode() if isinstance(message, str) else message
        (self._protocol.send_text if isinstance(message, str) else self._protocol.send_binary)(data)
        self._pass_on()

    def recv(self, within=10):
        """The next message; None when the stream has ended."""
        arrived = []
        while not arrived:
            if self._taken == len(self.stream.body):
                if self.stream.is_over or self.connection.is_closed:
                    return None
                before = len(self.stream.body)
                self.connection.wait("a message", lambda: len(self.stream.body) > before or self.stream.is_over, within)
            self._protocol.receive_data(bytes(self.stream.body[self._taken :]))
            self._taken = len(self.stream.body)
            arrived = [frame for frame in self._protocol.events_received() if frame.opcode in (Opcode.TEXT, Opcode.BINARY, Opcode.CONT)]
        assert len(arrived) == 1 and arrived[0].fin, "one message at a time, and whole"
        return arrived[0].data.decode() if arrived[0].opcode is Opcode.TEXT else arrived[0].data

    @property
    def close_code(self):
        """Of the close frame that came, once the stream has ended."""
        self._protocol.receive_data(bytes(self.stream.body[self._taken :]))
        self._taken = len(self.stream.body)
        return self._protocol.close_rcvd and self._protocol.close_rcvd.code

    def _pass_on(self):
        for data in self._protocol.data_to_send():
            self.connection.data(self.number, data)
