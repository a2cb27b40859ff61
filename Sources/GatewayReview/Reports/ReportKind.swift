/// What others report about, again and again (compliance profile nct-2025-04).
public enum ReportKind: String, CaseIterable, Sendable {
    /// A provider's check for vulnerabilities, with its results (guide, NCT2-2.2-C1).
    case provider
    /// Whether consoles answer whoever comes around the gate, as `gwanmun doctor --bypass` says on a machine that is not the gate (guide, NCT2-4.2-C1).
    case bypass
}

/// What came out of it.
public enum ReportResult: String, CaseIterable, Sendable {
    case passed, failed
}
