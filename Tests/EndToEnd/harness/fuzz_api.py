"""schemathesis, which finds names under .localhost and knows the format of ours: `python -m harness.fuzz_api run …`."""

import schemathesis
import schemathesis.cli
from hypothesis import strategies

from . import names

# A reason for the record: one line of what can be seen, 3 to 500 bytes.
visible = strategies.characters(exclude_categories=["C", "Zl", "Zp"], max_codepoint=0xFFFF)
line = strategies.text(visible, min_size=3, max_size=160).filter(lambda text: text.strip() and len(text.encode()) <= 500)

if __name__ == "__main__":
    names.teach_resolver()
    schemathesis.openapi.format("line", line)
    schemathesis.cli.schemathesis()
