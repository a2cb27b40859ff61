public import GatewayCrypto

/// Version and kind of what the gate says; another version is another number.
private enum Kind: UInt8 {
    case request = 0x12
    case reply = 0x13
}

extension PAMRequest {
    public func message() -> SecretBytes {
        var writer = PAMWriter()
        writer.put(Kind.request.rawValue)
        writer.put(account)
        writer.put(source)
        writer.put(answers) { $1.put($0) }
        return writer.message()
    }

    public init(message: SecretBytes) throws(PAMWireProblem) {
        self = try message.withUnsafeBytes { (bytes) throws(PAMWireProblem) in
            var reader = PAMReader(bytes)
            guard try reader.byte() == Kind.request.rawValue else { throw .unknownKind }
            let account = try reader.text()
            let source = try reader.text()
            let answers = try reader.list { (item) throws(PAMWireProblem) in try item.secret() }
            try reader.end()
            return try PAMRequest(account: account, source: source, answers: answers)
        }
    }
}

extension PAMReply {
    public func message() -> SecretBytes {
        var writer = PAMWriter()
        writer.put(Kind.reply.rawValue)
        writer.put(answers) { $1.put($0) }
        return writer.message()
    }

    public init(message: SecretBytes) throws(PAMWireProblem) {
        self = try message.withUnsafeBytes { (bytes) throws(PAMWireProblem) in
            var reader = PAMReader(bytes)
            guard try reader.byte() == Kind.reply.rawValue else { throw .unknownKind }
            let answers = try reader.list { (item) throws(PAMWireProblem) in try item.secret() }
            try reader.end()
            return try PAMReply(answers: answers)
        }
    }
}
