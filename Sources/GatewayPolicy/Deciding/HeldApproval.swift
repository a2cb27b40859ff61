public import GatewayIdentity

/// Something that the subject has: an approval that was given, a pledge that was signed, a place in a list. It holds in `[from, to)`, and never longer
/// than the policy says of its name.
public struct HeldApproval: Hashable, Sendable {
    public var name: ApprovalName
    public var consoles: Selection<ConsoleID>
    public var from: UnixTime
    public var to: UnixTime

    public init(_ name: ApprovalName, consoles: Selection<ConsoleID> = .all, from: UnixTime, to: UnixTime) {
        self.name = name
        self.consoles = consoles
        self.from = from
        self.to = to
    }
}
