internal import GatewayJSON

/// The body of `POST /.gwanmun/session` that goes on with a login: `{"conversation": "…", "answers": ["123456"]}`.
///
/// As strict as `FactorDocument`.
struct ReplyDocument {
    enum Problem: Error, Equatable {
        case malformed
        case unknownKey
        case repeatedKey
    }

    let reply: SignInReply

    /// - Returns: `nil` when the body is about something else: it names no conversation.
    init?(_ body: [UInt8]) throws(Problem) {
        guard let members = JSON(body)?.members, members.contains(where: { $0.name == Key.conversation.rawValue })
        else { return nil }
        var values: [Key: JSON] = [:]
        for member in members {
            guard let key = Key(rawValue: member.name) else { throw .unknownKey }
            guard values.updateValue(member.value, forKey: key) == nil else { throw .repeatedKey }
        }
        guard let conversation = values[.conversation]?.string, case .array(let items)? = values[.answers] else {
            throw .malformed
        }
        let answers = items.compactMap(\.string)
        guard answers.count == items.count else { throw .malformed }
        reply = SignInReply(conversation: conversation, content: .answers(answers))
    }

    private enum Key: String {
        case conversation, answers
    }
}
