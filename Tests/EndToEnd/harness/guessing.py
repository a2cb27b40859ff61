"""Wrong codes, given on purpose."""

from concurrent.futures import ThreadPoolExecutor

# Of the lockout profile `normal`; who has special rights gets three tries.
STAFF_LIMIT = 5
STRICT_LIMIT = 3


def fail(gate, visit, times=1):
    """At the same time, because the gate takes longer over each further failure."""
    with ThreadPoolExecutor(times) as pool:
        answers = list(pool.map(lambda _: visit.present(totp=gate.wrong_code(visit.person)), range(times)))
    assert [(answer.status, answer.reason) for answer in answers] == [(401, "factor_failed")] * times
