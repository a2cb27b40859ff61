"""Checks an export of the audit trail from its document alone (docs/audit-trail.md), with nothing of the program's."""

import hashlib
import json
import os
import re

K = [int(x, 16) for x in """
428a2f98 71374491 b5c0fbcf e9b5dba5 3956c25b 59f111f1 923f82a4 ab1c5ed5 d807aa98 12835b01 243185be 550c7dc3 72be5d74 80deb1fe 9bdc06a7 c19bf174
e49b69c1 efbe4786 0fc19dc6 240ca1cc 2de92c6f 4a7484aa 5cb0a9dc 76f988da 983e5152 a831c66d b00327c8 bf597fc7 c6e00bf3 d5a79147 06ca6351 14292967
27b70a85 2e1b2138 4d2c6dfc 53380d13 650a7354 766a0abb 81c2c92e 92722c85 a2bfe8a1 a81a664b c24b8b70 c76c51a3 d192e819 d6990624 f40e3585 106aa070
19a4c116 1e376c08 2748774c 34b0bcb5 391c0cb3 4ed8aa4a 5b9cca4f 682e6ff3 748f82ee 78a5636f 84c87814 8cc70208 90befffa a4506ceb bef9a3f7 c67178f2
""".split()]
MASK = 0xFFFFFFFF


def compress(state, block):
    turned = lambda word, by: (word >> by | word << (32 - by)) & MASK  # noqa: E731
    w = [int.from_bytes(block[i * 4 : i * 4 + 4], "big") for i in range(16)]
    for i in range(16, 64):
        s0 = turned(w[i - 15], 7) ^ turned(w[i - 15], 18) ^ (w[i - 15] >> 3)
        s1 = turned(w[i - 2], 17) ^ turned(w[i - 2], 19) ^ (w[i - 2] >> 10)
        w.append((w[i - 16] + s0 + w[i - 7] + s1) & MASK)
    a, b, c, d, e, f, g, h = state
    for i in range(64):
        t1 = h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & MASK & g)) + K[i] + w[i]
        t2 = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))
        a, b, c, d, e, f, g, h = (t1 + t2) & MASK, a, b, c, (d + t1) & MASK, e, f, g
    return [(x + y) & MASK for x, y in zip(state, [a, b, c, d, e, f, g, h])]


def finished(state, rest, length):
    state = [int.from_bytes(state[i : i + 4], "big") for i in range(0, 32, 4)]
    rest += b"\x80" + b"\0" * ((55 - len(rest)) % 64) + (8 * length).to_bytes(8, "big")
    for start in range(0, len(rest), 64):
        state = compress(state, rest[start : start + 64])
    return b"".join(word.to_bytes(4, "big") for word in state).hex()


def problem(folder):
    """What is wrong with it; None when it holds together."""
    read = lambda name: open(os.path.join(folder, name), "rb").read()  # noqa: E731
    manifest = json.loads(read("manifest.json"))
    for name, digest in manifest["files"].items():
        if hashlib.sha256(read(name)).hexdigest() != digest:
            return f"{name}: not the file that the manifest names"
    told = {json.loads(line)["seq"]: line for line in read("records.jsonl").splitlines()}
    omitted = {json.loads(line)["seq"]: json.loads(line) for line in read("omitted.jsonl").splitlines()}
    deleted = {}
    if "deleted.jsonl" in manifest["files"]:
        deleted = {json.loads(line)["first_seq"]: json.loads(line) for line in read("deleted.jsonl").splitlines()}
    if sum(left["last_seq"] - left["first_seq"] + 1 for left in deleted.values()) != manifest.get("deleted", 0):
        return "the count of deleted records differs"
    if (len(told), len(omitted)) != (manifest["records"], manifest["omitted"]):
        return "the counts differ"
    last = manifest.get("prev_hash")
    passed = 0
    for seq in range(manifest["first_seq"], manifest["last_seq"] + 1) if manifest["first_seq"] else []:
        if seq <= passed:
            if seq in told or seq in omitted:
                return f"record {seq} is there and deleted"
        elif seq in deleted:
            if deleted[seq]["prev_hash"] != last:
                return f"what was deleted from record {seq} on does not follow the one before"
            passed, last = deleted[seq]["last_seq"], deleted[seq]["last_hash"]
        elif seq in told:
            parts = re.fullmatch(rb'(\{"seq":.*,"prev_hash":"([0-9a-f]{64})"),"hash":"([0-9a-f]{64})"\}', told[seq], re.DOTALL)
            if not parts or parts[2].decode() != last or hashlib.sha256(parts[1] + b"}").hexdigest() != parts[3].decode():
                return f"record {seq} does not follow the one before, or was edited"
            last = parts[3].decode()
        elif seq in omitted:
            proof = omitted[seq]
            tail = bytes.fromhex(proof["tail"])
            digits = re.search(rb'([0-9a-f]{24,64})"\}$', tail)
            if not digits or not last.encode().endswith(digits[1]):
                return f"record {seq} does not follow the one before"
            last = finished(bytes.fromhex(proof["state"]), tail, proof["after"] + len(tail))
        else:
            return f"record {seq} is neither there nor proven"
    return None if last == manifest.get("last_hash") else "the last record is not the one that the manifest names"
