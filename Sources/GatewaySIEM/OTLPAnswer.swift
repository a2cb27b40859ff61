internal import GatewayJSON

/// What a receiver of OTLP answered (OTLP 1.x, "OTLP/HTTP Response").
public enum OTLPAnswer: Hashable, Sendable {
    case taken
    /// It took the request and kept less than all of it; sending again would not help.
    case partly(rejected: UInt64, because: String)
    /// To be sent again, not before `after` seconds where it said so.
    case refused(because: String, after: Int?)

    /// - Parameter retryAfter: the field's value in seconds.
    public init(status: Int, body: [UInt8], retryAfter: Int?) {
        guard (200..<300).contains(status) else {
            self = .refused(because: "status \(status)", after: retryAfter.map { min(max($0, 1), 600) })
            return
        }
        // An answer that is no JSON, or none at all, is a success all the same: the status says it.
        let partial = JSON(body)?.members?.first { $0.name == "partialSuccess" }?.value.members ?? []
        let text = partial.first { $0.name == "rejectedLogRecords" }.flatMap { Self.number($0.value) }
        let why = partial.first { $0.name == "errorMessage" }?.value.string ?? ""
        guard let rejected = text, rejected > 0 else {
            self = .taken
            return
        }
        self = .partly(rejected: rejected, because: VisibleText.cut(VisibleText.of(why), to: 256))
    }

    private static func number(_ value: JSON) -> UInt64? {
        switch value {
        case .number(let text), .string(let text): UInt64(text)
        case .object, .array, .bool, .null: nil
        }
    }
}
