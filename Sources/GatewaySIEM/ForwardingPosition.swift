internal import GatewayJSON

/// Up to where a receiver is known to have the records; kept on the disk.
public struct ForwardingPosition: Hashable, Sendable {
    /// The last record that need not be sent again; 0: none.
    public var sequence: UInt64
    /// The last record up to there that was sent: others were not wanted.
    public var sent: UInt64
    /// Of the record `sequence`, so that another trail is told from this one.
    public var hash: String?

    public init(sequence: UInt64 = 0, sent: UInt64 = 0, hash: String? = nil) {
        self.sequence = sequence
        self.sent = sent
        self.hash = hash
    }

    private static let format = "gwanmun-siem-position/1"

    /// One line of JSON, with its end.
    public var bytes: [UInt8] {
        var members: [JSON.Member] = [
            .init(name: "format", value: .string(Self.format)),
            .init(name: "seq", value: .number(String(sequence))), .init(name: "sent", value: .number(String(sent))),
        ]
        if let hash { members.append(.init(name: "hash", value: .string(hash))) }
        return JSON.object(members).bytes + [0x0A]
    }

    /// `nil` for anything that was not written by `bytes`.
    public init?(_ bytes: [UInt8]) {
        guard let members = JSON(bytes)?.members, members.first?.name == "format",
            members.first?.value.string == Self.format
        else { return nil }
        func number(_ name: String) -> UInt64? {
            guard case .number(let text)? = members.first(where: { $0.name == name })?.value else { return nil }
            return UInt64(text)
        }
        guard let sequence = number("seq"), let sent = number("sent"), sent <= sequence else { return nil }
        self.init(
            sequence: sequence, sent: sent, hash: members.first { $0.name == "hash" }.flatMap { $0.value.string })
    }
}
