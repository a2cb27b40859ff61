import FoundationEssentials
import GatewayAccess
import GatewayIdentity

/// A message as machines receive it: the facts of its gravest warning, those of the others, and the words in both
/// languages.
struct WarningDocument: Encodable {
    /// Names this message: the same at every attempt, so that a receiver can tell a repetition.
    let id: String
    let lead: WarningEnvelope
    let occurrences: Int
    /// What came while the recipient was not to be disturbed, oldest first.
    let also: [WarningEnvelope]
    let text: Texts

    struct Texts: Encodable {
        let ko: String
        let en: String
    }

    private enum CodingKeys: String, CodingKey {
        case id, occurrences, also, text
    }

    init(_ message: WarningMessage, id: String) {
        self.id = id
        lead = WarningEnvelope(message.lead)
        occurrences = message.occurrences
        also = message.others.map { WarningEnvelope($0) }
        text = Texts(ko: message.text(in: .korean), en: message.text(in: .english))
    }

    /// The lead's members and these beside each other.
    func encode(to encoder: any Encoder) throws {
        try lead.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(occurrences, forKey: .occurrences)
        if !also.isEmpty { try container.encode(also, forKey: .also) }
        try container.encode(text, forKey: .text)
    }

    func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self))
    }
}
