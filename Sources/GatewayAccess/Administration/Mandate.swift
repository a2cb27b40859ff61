public import GatewayIdentity
internal import GatewayStore

/// Who orders a change, why, and under which request: no change of people, sessions, locks or grants is made without
/// one.
public struct Mandate: Hashable, Sendable {
    public let actor: Actor
    public let reason: StatedReason
    public let requestID: RequestID

    public init(actor: Actor, reason: StatedReason, requestID: RequestID) {
        self.actor = actor
        self.reason = reason
        self.requestID = requestID
    }
}

/// Why an administrator does something, in their own words: 3 to 500 bytes of text without control characters, as it
/// goes into the record.
public struct StatedReason: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init?(_ text: String) {
        guard (3...500).contains(text.utf8.count), text.unicodeScalars.allSatisfy({ !$0.isForbiddenInRecords }),
            text.unicodeScalars.contains(where: { !$0.properties.isWhitespace })
        else { return nil }
        description = text
    }

    /// Why the gateway itself does something.
    init(ours text: StaticString) { description = "\(text)" }
}

extension Unicode.Scalar {
    /// Controls and formatting (line breaks, bidirectional overrides): they could make one record look like two, or
    /// like another.
    fileprivate var isForbiddenInRecords: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: true
        default: false  // Unicode's own list of categories, not one of ours
        }
    }
}

extension Actor {
    /// As the store keeps it beside a lock or a grant: an account's name, or `uid:0` for the control socket.
    ///
    /// `isSamePerson` tells who two of these names are.
    var storedName: AccountName {
        switch self {
        case .administrator(let account), .provisioner(let account), .owner(let account): account
        case .controlSocket, .gateway: AccountName(stored: description)
        }
    }

    /// Whether this would be one person's word twice. Whoever may open the control socket is one person, under whichever
    /// number: root can take any of them.
    func isSamePerson(as stored: AccountName) -> Bool {
        switch self {
        case .controlSocket: stored.text.hasPrefix("uid:")
        case .administrator, .provisioner, .owner, .gateway: storedName == stored
        }
    }
}
