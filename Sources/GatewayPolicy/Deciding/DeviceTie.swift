public import GatewayIdentity

/// What is known of the terminal that a connection comes from. Never what a client says in a request.
public enum DeviceTie: Hashable, Sendable {
    case none
    /// Known by name, and on no list.
    case presented(DeviceID)
    /// On the list of designated terminals.
    case designated(DeviceID)

    /// For the record.
    public var id: DeviceID? {
        switch self {
        case .none: nil
        case .presented(let id), .designated(let id): id
        }
    }

    func satisfies(_ demand: DeviceDemand) -> Bool {
        switch (demand, self) {
        case (.any, _), (.designated, .designated): true
        case (.designated, .none), (.designated, .presented): false
        }
    }
}
