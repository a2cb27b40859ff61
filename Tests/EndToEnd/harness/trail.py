"""The audit trail, read from its segment files as an auditor would."""

import glob
import gzip
import json
import os

from .waiting import until


class Trail:
    def __init__(self, folder):
        self.folder = folder

    def segments(self):
        return sorted(glob.glob(os.path.join(self.folder, "**", "*.jsonl"), recursive=True))

    def text(self):
        """Also of those that are packed."""
        open_ = {path: open for path in self.segments()}
        packed = glob.glob(os.path.join(self.folder, "*.jsonl.gz"))
        open_ |= {path: gzip.open for path in packed if path.removesuffix(".gz") not in open_}
        return "".join(self._read(open_[path], path) for path in sorted(open_))

    @staticmethod
    def _read(open_, path):
        with open_(path, "rt", encoding="utf-8") as file:
            return file.read()

    def records(self):
        """Whole lines only: the last may just be on its way."""
        lines = self.text().splitlines(keepends=True)
        records = [json.loads(line) for line in lines if line.endswith("\n")]
        return sorted((r for r in records if "seq" in r), key=lambda r: r["seq"])

    def of_request(self, request_id):
        return [r for r in self.records() if r.get("request_id") == request_id]

    def find(self, **fields):
        return [r for r in self.records() if all(r.get(key) == value for key, value in fields.items())]

    def wait_for(self, within=30.0, **fields):
        """The first record with these values; O-graded access records may take a second (design 10)."""
        return until(f"a record with {fields}", lambda: self.find(**fields), within)[0]

    def last_sequence(self):
        records = self.records()
        return records[-1]["seq"] if records else -1

    def since(self, sequence):
        return [r for r in self.records() if r["seq"] > sequence]
