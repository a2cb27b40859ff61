"""The objects of the access record (compliance profile nct-2025-04, 2.8), and what a record of each must hold (T46)."""

EVERY = {"seq", "ts", "event_id", "type", "severity", "outcome", "host", "prev_hash", "hash"}
WHO = {"account", "roles"}
CREDENTIAL = {"cert_issuer", "cert_serial", "cert_spki_sha256", "factors"}
WHERE_FROM = {"src_ip", "zone"}
WHAT = {"upstream", "grade", "method", "path", "action"}
DECISION = {"decision", "rule_id", "profile_id", "policy_sha256"}
SESSION = {"session_hash"}
PERSON = WHO | CREDENTIAL | WHERE_FROM | {"request_id"}
# What somebody did to something, with the reason they gave.
ORDER = {"request_id", "stated_reason"}
THING = {"object_type", "object"}

# What a record of this type must hold beside what every record holds.
OBJECTS = {
    # The node.
    "start": {"version"},
    "stop": {"cause"},
    "config": {"after"},
    "reload": {"part", "change"},
    "clock_offset": {"clock_offset_ms", "request_id"},
    # The door.
    "tls_refused": WHERE_FROM | {"reason", "cause", "failures", "request_id"},
    "login_ok": PERSON | SESSION,
    "login_failed": WHO | WHERE_FROM | {"reason", "cert_issuer", "cert_serial", "cert_spki_sha256", "request_id"},
    "factor_ok": PERSON | {"factor", "authenticator_id"},
    "factor_failed": WHO | WHERE_FROM | {"reason", "factor", "failures", "request_id"},
    "lock": THING | ORDER | {"reason"},
    "unlock": THING | ORDER,
    "disable": THING | ORDER | {"reason"},
    "enable": THING | ORDER,
    # The session.
    "session_start": PERSON | SESSION | {"until"},
    "session_step_up": PERSON | SESSION | {"factor"},
    "session_end": SESSION | {"account", "cause", "object_type", "object", "request_id"},
    "session_misuse": SESSION | WHERE_FROM | {"account", "reason", "cert_issuer", "cert_serial", "cert_spki_sha256", "request_id"},
    "handoff": SESSION | WHERE_FROM | {"account", "change", "request_id"},
    "terminal_code": SESSION | WHERE_FROM | {"account", "change", "request_id"},
    # The request.
    "decision": PERSON | WHAT | DECISION | SESSION | {"inputs"},
    "access": PERSON | WHAT | DECISION | SESSION | {"inputs", "status", "bytes_in", "bytes_out", "duration_ms"},
    # Telling people.
    "warning_sent": {"channel", "recipient", "change", "cause"},
    "warnings_tested": ORDER,
    "forwarding": {"channel", "change", "request_id"},
    # Watching.
    "anomaly": THING | {"cause", "rule_id", "observed", "limit", "request", "request_id"},
    "measure": THING | {"change", "rule_id", "measure", "request", "request_id"},
    "monitor": {"change", "request_id"},
    # Administration.
    "account_change": THING | ORDER | {"change"},
    "account_request": THING | ORDER | {"change", "request", "applicant", "cause"},
    "role_change": THING | ORDER | {"before", "after", "applicant"},
    "certificate_change": THING | ORDER | {"change", "after"},
    "factor_change": THING | ORDER | {"change", "factor"},
    "grant_change": THING | ORDER | {"change", "recipient"},
    "policy_change": {"change", "after"},
    "policy_draft": THING | ORDER | {"account", "change"},
    "policy_tamper": {"before", "after", "request_id"},
    "key_event": THING | {"change"},
    "people_read": {"request_id"},
    "people_watched": {"account", "change", "request_id"},
    "administration_refused": {"account", "reason", "request_id"},
    # Reviews, and rights that are kept.
    "review_task": THING | {"change", "period", "request_id"},
    "review_signed": THING | ORDER | {"account", "after", "period", "findings"},
    "right_kept": THING | ORDER | {"account", "change", "until"},
    "report_change": THING | {"change", "part", "about", "after", "from", "until", "request_id"},
    # The trail about itself.
    "segment_start": {"version", "format"},
    "log_gap": {"cause"},
    "log_verified": {"first_seq", "last_seq", "request_id"},
    "log_read": {"query", "request_id"},
    "log_hold": THING | ORDER | {"change", "from"},
    "log_unmasked": THING | ORDER | {"account"},
    "log_export": ORDER | {"query", "format", "first_seq", "last_seq", "records"},
}

# Those whose effect takes half a minute: the test that waits for it anyway looks at the record.
SHOWN_BY = {
    "monitor": ("test_watching.py", "test_while_nobody_watches_partners_are_refused_and_nobody_else"),
    "review_task": ("test_reviews.py", "test_the_records_of_a_month_are_shown_and_signed_off_by_an_auditor"),
    "review_signed": ("test_reviews.py", "test_the_records_of_a_month_are_shown_and_signed_off_by_an_auditor"),
    "report_change": (
        "test_reports.py", "test_t11_a_providers_report_that_is_past_due_is_told_to_the_officer_once_a_day_and_stands_in_evidence_as_overdue"),
}

# Those for which a node must run longer than a test does, and what shows them instead.
ELSEWHERE = {
    "log_deleted": (
        "a node deletes nothing in its first ten minutes: its clock may be wrong",
        "Tests/GatewayAuditFileTests/RetentionTests.swift", "are there for two years, and gone at the next look after them, while the chain holds"),
}


def missing(record):
    """The fields that it should hold and does not, or holds empty."""
    return {name for name in EVERY | OBJECTS[record["type"]] if record.get(name) in (None, "")}


def assert_whole(record):
    assert not missing(record), f"missing: {missing(record)} in {record}"
    assert None not in record.values()
    return record
