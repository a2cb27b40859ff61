/// From which terminals a rule lets people in.
public enum DeviceDemand: String, CaseIterable, Sendable {
    /// From any; what the rule says when it says nothing.
    case any
    /// From terminals of the site's list alone (profile nct-2025-04, NCT3-N-U2).
    case designated
}
