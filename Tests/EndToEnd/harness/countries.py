"""Writes small MaxMind DB files: a few networks, each with its country.

MaxMind DB file format 2.0 (https://maxmind.github.io/MaxMind-DB/): a binary tree over addresses, 16 bytes of zeros, the records that
its leaves point to, a marker, and a map that describes all this.
"""

import ipaddress
import struct
from typing import NamedTuple

MARKER = b"\xab\xcd\xefMaxMind.com"


class Unsigned(NamedTuple):
    """A number, and how wide its reader expects it to be: 16, 32 or 64 bits."""

    bits: int
    number: int


def _control(kind: int, size: int) -> bytes:
    """A control byte: three bits of type (more than 7: the next byte), five of size (29 and 30: one or two more bytes)."""
    extended = bytes([kind - 7]) if kind > 7 else b""
    first = (kind if kind <= 7 else 0) << 5
    if size < 29:
        return bytes([first | size]) + extended
    if size < 285:
        return bytes([first | 29]) + extended + bytes([size - 29])
    return bytes([first | 30]) + extended + struct.pack(">H", size - 285)


def encode(value) -> bytes:
    """Maps, texts, numbers and lists, as far as databases of countries need them."""
    if isinstance(value, dict):
        return _control(7, len(value)) + b"".join(encode(key) + encode(item) for key, item in value.items())
    if isinstance(value, str):
        return _control(2, len(value.encode())) + value.encode()
    if isinstance(value, list):
        return _control(11, len(value)) + b"".join(encode(item) for item in value)
    if isinstance(value, Unsigned):
        raw = value.number.to_bytes((value.number.bit_length() + 7) // 8, "big")
        return _control({16: 5, 32: 6, 64: 9}[value.bits], len(raw)) + raw
    raise TypeError(type(value))


def database(networks: dict, *, record=lambda code: {"country": {"iso_code": code}}, record_size: int = 24) -> bytes:
    """`{"203.0.113.0/24": "KR"}` as a file over IPv6, with IPv4 below ::/96."""
    nodes: list[list] = [[None, None]]
    data = b""
    places: dict = {}
    for network, code in networks.items():
        if code not in places:
            places[code] = len(data)
            data += encode(record(code))
        net = ipaddress.ip_network(network)
        bits, length = int(net.network_address), net.prefixlen + (96 if net.version == 4 else 0)
        at = 0
        for depth in range(length):
            bit = bits >> (127 - depth) & 1
            if depth == length - 1:
                nodes[at][bit] = ("data", places[code])
            elif isinstance(nodes[at][bit], int):
                at = nodes[at][bit]
            else:
                nodes.append([None, None])
                nodes[at][bit] = at = len(nodes) - 1
    count = len(nodes)

    def pointer(child) -> int:
        if child is None:
            return count
        return child if isinstance(child, int) else count + 16 + child[1]

    def packed(left: int, right: int) -> bytes:
        if record_size == 28:
            middle = (left >> 24) << 4 | right >> 24
            return (left & 0xFFFFFF).to_bytes(3, "big") + bytes([middle]) + (right & 0xFFFFFF).to_bytes(3, "big")
        return left.to_bytes(record_size // 8, "big") + right.to_bytes(record_size // 8, "big")

    tree = b"".join(packed(pointer(left), pointer(right)) for left, right in nodes)
    metadata = {
        "node_count": Unsigned(32, count),
        "record_size": Unsigned(16, record_size),
        "ip_version": Unsigned(16, 6),
        "database_type": "Gwanmun-Test-Country",
        "languages": ["en"],
        "binary_format_major_version": Unsigned(16, 2),
        "binary_format_minor_version": Unsigned(16, 0),
        "build_epoch": Unsigned(64, 1_790_000_000),
        "description": {"en": "countries of a few networks"},
    }
    return tree + bytes(16) + data + MARKER + encode(metadata)
