public import GatewayCrypto

extension PAMRequest {
    /// Version and kind; another version is another number.
    private static let kind: UInt8 = 0x11

    public func message() -> SecretBytes {
        var writer = PAMWriter()
        writer.put(Self.kind)
        writer.put(purpose.rawValue)
        writer.put(account)
        writer.put(source)
        writer.put(answers) { $1.put($0) }
        writer.put(changeAnswers) { $1.put($0) }
        return writer.message()
    }

    public init(message: SecretBytes) throws(PAMWireProblem) {
        self = try message.withUnsafeBytes { (bytes) throws(PAMWireProblem) in
            var reader = PAMReader(bytes)
            guard try reader.byte() == Self.kind, let purpose = Purpose(rawValue: try reader.byte()) else {
                throw .unknownKind
            }
            let account = try reader.text()
            let source = try reader.text()
            let answers = try reader.list { (item) throws(PAMWireProblem) in try item.secret() }
            let changeAnswers = try reader.list { (item) throws(PAMWireProblem) in try item.secret() }
            try reader.end()
            return try PAMRequest(
                purpose: purpose, account: account, source: source, answers: answers, changeAnswers: changeAnswers)
        }
    }
}
