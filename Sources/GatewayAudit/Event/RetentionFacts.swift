/// Why a `log_deleted` was written.
public enum DeletionCause: String, CaseIterable, Sendable {
    case retention, restated
}

public enum HoldChange: String, CaseIterable, Sendable {
    case added, removed
}
