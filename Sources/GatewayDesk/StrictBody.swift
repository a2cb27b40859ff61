internal import FoundationEssentials
internal import GatewayJSON

/// A JSON body whose members are a closed list, its schema's: what an administrator wrote and we do not know is refused, not ignored.
protocol StrictBody: DescribedObject {}

extension StrictBody {
    static func read(_ body: [UInt8], contentType: String?) throws(DeskProblem) -> Self {
        // A page of another origin cannot send this media type without asking first (Fetch, CORS-safelisted
        // request-header).
        guard contentType == "application/json" else { throw .badRequest("the body must be sent as application/json") }
        guard let document = JSON(body) else { throw .badRequest("the body is not JSON") }
        try schema.checkNames(of: document, called: "the body")
        do {
            return try JSONDecoder().decode(Self.self, from: Data(body))
        } catch let error as DecodingError {
            throw .badRequest(error.said)
        } catch {
            throw .badRequest("the body is not JSON")
        }
    }
}

extension ObjectSchema {
    /// Every member is known, there once, and not `null`: what has nothing to say is left out.
    fileprivate func checkNames(of document: JSON, called name: String) throws(DeskProblem) {
        guard let sent = document.members else { throw .badRequest("\(name) must be an object") }
        var seen: Set<String> = []
        for entry in sent {
            guard let member = member(entry.name) else {
                let known = members.map(\.name).sorted().joined(separator: ", ")
                throw .badRequest("unknown member '\(entry.name)'; known are \(known)")
            }
            guard seen.insert(entry.name).inserted else { throw .badRequest("'\(entry.name)' is there twice") }
            guard entry.value != .null else { throw .badRequest("'\(entry.name)' is null; leave it out instead") }
            try member.value.checkNames(of: entry.value, called: "'\(entry.name)'")
        }
    }
}

extension ValueSchema {
    /// What is of another kind is left to the decoder.
    fileprivate func checkNames(of value: JSON, called name: String) throws(DeskProblem) {
        switch (self, value) {
        case (.object(let type), _): try type.schema.checkNames(of: value, called: name)
        case (.list(let item, _, _), .array(let values)):
            for value in values { try item.checkNames(of: value, called: "a member of \(name)") }
        case (.map(let item, _, _), .object(let members)):
            for member in members { try item.checkNames(of: member.value, called: "a member of \(name)") }
        case (.text, _), (.count, _), (.among, _), (.flag, _), (.list, _), (.map, _): break
        }
    }
}

extension DecodingError {
    fileprivate var said: String {
        switch self {
        case .keyNotFound(let key, _): "the member '\(key.stringValue)' is missing"
        case .typeMismatch(let type, let context): "\(place(context)) must be \(Self.word(for: type))"
        case .valueNotFound(let type, let context): "\(place(context)) is null, and must be \(Self.word(for: type))"
        case .dataCorrupted(let context):
            context.codingPath.isEmpty ? "the body is not JSON" : "\(place(context)): \(context.debugDescription)"
        @unknown default: "the body cannot be read"
        }
    }

    private func place(_ context: Context) -> String {
        context.codingPath.isEmpty ? "the body" : "'\(context.codingPath.map(\.stringValue).joined(separator: "."))'"
    }

    private static func word(for type: any Any.Type) -> String {
        switch type {
        case is String.Type: "a text"
        case is [String].Type, is [Any].Type: "a list of texts"
        default: "an object"
        }
    }
}

/// JSON as we write it: names sorted, slashes unescaped.
enum DeskJSON {
    static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value))
    }
}
