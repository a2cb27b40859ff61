/// What a start does with an audit trail whose acknowledged end is not whole.
public enum BrokenTrailAction: String, CaseIterable, Sendable {
    /// The node does not start: somebody has to look first.
    case refuse
    /// The trail is moved aside, untouched, and a new one begins that says so.
    case setAside = "set_aside"
}
