"""Verifies a trail and its checkpoints: written from docs/audit-trail.md alone, sharing nothing with the program.

    python3 trail_verifier.py DIR [--checkpoints FILE]... [--key FILE]...

Exit 0 whole, 1 broken (and what shows it).
"""

import argparse
import datetime
import gzip
import hashlib
import json
import os
import re
import sys
import zlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

HEAD = re.compile(rb'\{"format":"gwanmun-audit-head/1","last_seq":"(\d{20})","last_hash":"([0-9a-f]{64})"\}\n')
RECORD = re.compile(rb'(\{"seq":([1-9]\d*),.*,"prev_hash":"([0-9a-f]{64})"),"hash":"([0-9a-f]{64})"\}\n', re.DOTALL)
CHECKPOINT = re.compile(
    rb'(\{"format":"gwanmun-audit-checkpoint/1","seq":([1-9]\d*),"hash":"([0-9a-f]{64})","ts":"([^"]+)","host":"(?:[^"\\]|\\.)+",'
    rb'"key_id":"([0-9a-f]{64})","algorithm":"(ed25519|ecdsa-sha256)"),"signature":"((?:[0-9a-f]{2})+)"\}\n')
# Nothing is deleted earlier.
FLOOR = datetime.timedelta(days=366)
# A verifier's clock may be behind what was signed, by no more.
LAG = datetime.timedelta(days=7)
SEGMENT = re.compile(r"(\d{20})\.jsonl(\.gz)?")
DELETED = re.compile(r"(\d{20})\.jsonl\.deleted")
REMAINS = re.compile(
    rb'\{"format":"gwanmun-audit-deleted/1","first_seq":([1-9]\d*),"last_seq":([1-9]\d*),"prev_hash":"([0-9a-f]{64})","last_hash":"([0-9a-f]{64})"\}\n')


class Broken(Exception):
    """What is not as it was written; `witness` is what shows it: chain, head or checkpoint."""

    def __init__(self, witness, sequence, what):
        super().__init__(f"record {sequence}: {what}")
        self.witness = witness
        self.sequence = sequence


def instant(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


class Checkpoint:
    def __init__(self, line, keys, place):
        match = CHECKPOINT.fullmatch(line)
        if not match:
            raise Broken("checkpoint", 0, f"{place}: not a checkpoint")
        self.place, self.sequence, self.hash, self.time = place, int(match[2]), match[3], instant(match[4].decode())
        key = keys.get(match[5])
        if key is None:
            raise Broken("checkpoint", self.sequence, f"{place}: signed with an unknown key")
        statement, signature = match[1] + b"}", bytes.fromhex(match[7].decode())
        try:
            if isinstance(key, ed25519.Ed25519PublicKey) and match[6] == b"ed25519":
                key.verify(signature, statement)
            elif isinstance(key, ec.EllipticCurvePublicKey) and match[6] == b"ecdsa-sha256":
                key.verify(signature, statement, ec.ECDSA(hashes.SHA256()))
            else:
                raise InvalidSignature
        except InvalidSignature:
            raise Broken("checkpoint", self.sequence, f"{place}: forged") from None


def read_keys(paths):
    keys = {}
    for path in paths:
        with open(path, "rb") as file:
            key = load_pem_public_key(file.read())
        der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        keys[hashlib.sha256(der).hexdigest().encode()] = key
    return keys


def read_checkpoints(path, keys):
    """The good ones, and what is wrong with the first that is not."""
    good, fault = [], None
    with open(path, "rb") as file:
        for number, line in enumerate(file, 1):
            if not line.endswith(b"\n"):
                break  # being written
            try:
                good.append(Checkpoint(line, keys, f"{path}:{number}"))
            except Broken as error:
                fault = fault or error
    return good, fault


def segments(folder):
    """By the first record; the unpacked form where both are there."""
    names = sorted((name for name in os.listdir(folder) if SEGMENT.fullmatch(name)), reverse=True)
    return {int(name[:20]): name for name in names}


def remains(folder):
    """What is left of deleted segments, by the first record: (first, last, hash before, hash at the end)."""
    found = {}
    for name in os.listdir(folder):
        if not DELETED.fullmatch(name):
            continue
        with open(os.path.join(folder, name), "rb") as file:
            match = REMAINS.fullmatch(file.read())
        if not match or int(match[1]) != int(name[:20]):
            raise Broken("chain", int(name[:20]), f"{name}: not what is left of a segment")
        found[int(match[1])] = (int(match[1]), int(match[2]), match[3], match[4])
    return found


def lines_of(folder, name):
    path = os.path.join(folder, name)
    try:
        with (gzip.open(path, "rb") if name.endswith(".gz") else open(path, "rb")) as file:
            yield from enumerate(file, 1)
    except (OSError, EOFError, zlib.error) as error:
        raise Broken("chain", 0, f"{name}: {error}") from None


def read_head(folder):
    try:
        with open(os.path.join(folder, "head"), "rb") as file:
            match = HEAD.fullmatch(file.read())
    except FileNotFoundError:
        match = None
    if not match:
        raise Broken("head", 0, "the head is missing or damaged")
    return int(match[1]), match[2]


def walk(folder, head_sequence, head_hash, visit, deletions):
    """Calls `visit(sequence, hash)` for each good record; raises at the first that is none. Returns the last number.

    `deletions` gets what was deleted and told of: (first, last, when by that record's word, number of that record).
    """
    sequence, last = 0, b"0" * 64
    names, left = segments(folder), remains(folder)
    unproven = set(left.values())
    for first in sorted(set(names) | set(left)):
        if first not in names:
            stretch = left[first]
            if stretch[1] > sequence:
                if (stretch[0], stretch[2]) != (sequence + 1, last):
                    raise Broken("chain", sequence + 1, f"{first}: what is left of a segment does not fit")
                sequence, last = stretch[1], stretch[3]
                visit(sequence, last)
            continue
        name, number = names[first], 0
        for number, line in lines_of(folder, name):
            if not line.endswith(b"\n") and first == max(names) and sequence >= head_sequence:
                break
            match = RECORD.fullmatch(line)
            if (not match or int(match[2]) != sequence + 1 or match[3] != last
                    or hashlib.sha256(match[1] + b"}").hexdigest().encode() != match[4]
                    or (number == 1 and first != sequence + 1)):
                raise Broken("chain", sequence + 1, f"{name}:{number} does not continue the chain")
            if sequence + 1 == head_sequence and match[4] != head_hash:
                raise Broken("head", sequence + 1, "the head names another hash")
            sequence, last = sequence + 1, match[4]
            visit(sequence, last)
            if unproven and b'"type":"log_deleted"' in line:
                told = json.loads(line)
                stretch = (told["first_seq"], told["last_seq"], told["before"].encode(), told["after"].encode())
                if stretch in unproven:
                    unproven.discard(stretch)
                    deletions.append((stretch[0], stretch[1], instant(told["ts"]), sequence))
        if number == 0 and first != sequence + 1:
            raise Broken("chain", sequence + 1, f"{name}: not the name of the next segment")
    if unproven:
        raise Broken("chain", min(unproven)[0], "no record tells of a deletion")
    if sequence < head_sequence:
        raise Broken("head", sequence + 1, f"records up to {head_sequence} are gone")
    return sequence


def judged(anchors, hashes_of, deletions, now):
    """The first record that was deleted too early, by the anchor that shows it; and what was deleted nobody knows when."""
    early, undated = None, []
    for first, last, told, by in sorted(deletions):
        of_this = [a for a in anchors if hashes_of.get(a.sequence, a.hash) == a.hash]
        covering = [a for a in of_this if a.sequence >= by and a.sequence in hashes_of]
        # Whoever deletes writes what time it was: no later than the next signature, and no later than now.
        made = min([told, now] + [a.time for a in sorted(covering, key=lambda a: a.sequence)[:1]])
        known = [a for a in of_this if a.sequence <= last]
        if not known:
            undated.append((first, last))
        elif early is None and max(a.time for a in known) > made - FLOOR:
            early = (first, max(known, key=lambda a: a.time))
    return early, undated


def read_through(folder, head, anchors):
    """Follows a trail as far as it is good: the last number, hashes of what anchors name, deletions, and where it ends."""
    hashes_of, deletions, wanted = {}, [], {anchor.sequence for anchor in anchors}

    def visit(sequence, digest):
        if sequence in wanted:
            hashes_of[sequence] = digest

    try:
        return walk(folder, *head, visit, deletions), hashes_of, deletions, None
    except Broken as error:
        return None, hashes_of, deletions, error


def in_deleted(anchor, folder):
    return any(first <= anchor.sequence < last for first, last, _, _ in remains(folder).values())


def named_aside(folder):
    """The number of the newest trail set aside that this one goes on from, by its first records; 0: none."""
    names = segments(folder)
    starts = sorted(set(names) | set(remains(folder)))
    if not starts or starts[0] not in names:
        return 10 ** 9 if starts else 0
    for number, line in lines_of(folder, names[starts[0]]):
        told = json.loads(line) if starts[0] == 1 and number <= 16 and line.endswith(b"}\n") else {}
        match = re.fullmatch(r"broken-([1-9]\d*)", told.get("object", "")) if told.get("cause") == "continued_after_break" else None
        if match and told.get("type") == "log_gap":
            return int(match[1])
        if number > 16:
            break
    return 0


def in_set_aside(folder, anchors, now):
    """Those anchors that a trail set aside beside this one proves, from its own first record on."""
    found, newest = set(), named_aside(folder)
    for name in os.listdir(folder):
        match = re.fullmatch(r"broken-([1-9]\d*)", name)
        if not match or int(match[1]) > newest:
            continue
        aside = os.path.join(folder, name)
        _, hashes_of, deletions, error = read_through(aside, (0, b""), anchors)
        early, _ = judged(anchors, hashes_of, deletions, now)
        told = {(first, last) for first, last, _, _ in deletions}
        untold = [first for first, last, _, _ in remains(aside).values() if (first, last) not in told]
        end = min([error.sequence if error else 10 ** 20, early[0] if early else 10 ** 20, *untold])
        found |= {a for a in anchors if a.sequence < end and (hashes_of.get(a.sequence) == a.hash or in_deleted(a, aside))}
    return found


def verify(folder, checkpoints=(), keys=(), now=None):
    """The number of records; raises `Broken` for the first that is not what it was."""
    now = now or datetime.datetime.now(datetime.timezone.utc)
    own = os.path.join(folder, "checkpoints.ndjson")
    papers = [os.path.join(folder, name) for name in os.listdir(folder) if re.fullmatch(r"checkpoint-key-.*\.pem", name)]
    known = read_keys(keys or papers)
    anchors, fault = [], None
    for path in [*([own] if os.path.exists(own) else []), *checkpoints]:
        good, problem = read_checkpoints(path, known)
        anchors += good
        fault = fault or problem
    end, hashes_of, deletions, broken = read_through(folder, read_head(folder), anchors)
    met = [a.time for a in anchors if hashes_of.get(a.sequence) == a.hash]
    now = max([now, *[min(time, now + LAG) for time in met]])
    early, _ = judged(anchors, hashes_of, deletions, now)
    if early and (broken is None or early[0] < broken.sequence):
        broken = Broken("checkpoint", early[0], f"deleted too early, by {early[1].place}")
    # Of deleted records only the last one's hash is known. Behind a break nothing is; before it, what is signed must be there.
    if end is not None:
        anchors = [a for a in anchors if not in_deleted(a, folder)]
    unmet = [a for a in anchors if (a.sequence in hashes_of or end is not None) and hashes_of.get(a.sequence) != a.hash]
    elsewhere = in_set_aside(folder, unmet, now) if unmet else set()
    for anchor in unmet:
        if anchor in elsewhere:
            continue
        if broken is None or anchor.sequence < broken.sequence:
            broken = Broken("checkpoint", anchor.sequence, f"{anchor.place} contradicts the trail")
    if broken or fault:
        raise broken or fault
    return end


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--checkpoints", action="append", default=[])
    parser.add_argument("--key", action="append", default=[])
    arguments = parser.parse_args()
    try:
        print(f"whole: {verify(arguments.folder, arguments.checkpoints, arguments.key)} records")
    except Broken as error:
        sys.exit(f"broken: {error}; found by: {error.witness}")


if __name__ == "__main__":
    main()
