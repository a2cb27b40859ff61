public import GatewayCrypto

extension PAMAnswer {
    private enum Kind: UInt8 {
        case accepted = 0x21
        case changed = 0x23
        case refused = 0x24
        case unavailable = 0x25
        case asks = 0x27
    }

    public func message() -> SecretBytes {
        var writer = PAMWriter()
        switch outcome {
        case .accepted: writer.put(Kind.accepted.rawValue)
        case .changed: writer.put(Kind.changed.rawValue)
        case .refused(let code):
            writer.put(Kind.refused.rawValue)
            writer.put(code)
        case .unavailable(let code):
            writer.put(Kind.unavailable.rawValue)
            writer.put(code)
        case .asks(let question):
            writer.put(Kind.asks.rawValue)
            writer.put(question.stage.rawValue)
            writer.put(question.prompts) {
                $1.put(UInt8($0.isEchoed ? 1 : 0))
                $1.put($0.text)
            }
        }
        writer.put(notices) { $1.put($0) }
        return writer.message()
    }

    public init(message: SecretBytes) throws(PAMWireProblem) {
        self = try message.withUnsafeBytes { (bytes) throws(PAMWireProblem) in
            var reader = PAMReader(bytes)
            let outcome = try Self.outcome(&reader)
            let notices = try reader.list { (item) throws(PAMWireProblem) in try item.text() }
            try reader.end()
            return PAMAnswer(outcome: outcome, notices: notices)
        }
    }

    private static func outcome(_ reader: inout PAMReader) throws(PAMWireProblem) -> Outcome {
        guard let kind = Kind(rawValue: try reader.byte()) else { throw .unknownKind }
        switch kind {
        case .accepted: return .accepted
        case .changed: return .changed
        case .refused: return .refused(code: try reader.number())
        case .unavailable: return .unavailable(code: try reader.number())
        case .asks: return .asks(try question(&reader))
        }
    }

    private static func question(_ reader: inout PAMReader) throws(PAMWireProblem) -> PAMQuestion {
        guard let stage = PAMQuestion.Stage(rawValue: try reader.byte()) else { throw .unknownKind }
        let prompts = try reader.list { (item) throws(PAMWireProblem) in
            let isEchoed = try item.byte()
            guard isEchoed <= 1 else { throw .malformed }
            return PAMPrompt(text: try item.text(), isEchoed: isEchoed == 1)
        }
        return try PAMQuestion(stage: stage, prompts: prompts)
    }
}
