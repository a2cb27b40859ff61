internal import FoundationEssentials

/// A JSON body whose names are a closed list: what an administrator wrote and we do not know is refused, not ignored.
protocol StrictBody: Decodable {
    associatedtype Field: CodingKey & CaseIterable & RawRepresentable<String>
}

extension StrictBody {
    static func read(_ body: [UInt8], contentType: String?) throws(DeskProblem) -> Self {
        // A page of another origin cannot send this media type without asking first (Fetch, CORS-safelisted
        // request-header).
        guard contentType == "application/json" else { throw .badRequest("the body must be sent as application/json") }
        let decoder = JSONDecoder()
        do {
            let names = try decoder.decode(NamesOnly.self, from: Data(body)).names
            let known = Field.allCases.map(\.rawValue)
            if let unknown = names.sorted().first(where: { !known.contains($0) }) {
                throw DeskProblem.badRequest(
                    "unknown member '\(unknown)'; known are \(known.sorted().joined(separator: ", "))")
            }
            return try decoder.decode(Self.self, from: Data(body))
        } catch let problem as DeskProblem {
            throw problem
        } catch let error as DecodingError {
            throw .badRequest(error.said)
        } catch {
            throw .badRequest("the body is not JSON")
        }
    }
}

/// The member names of an object, whatever the values.
private struct NamesOnly: Decodable {
    let names: [String]

    private struct AnyName: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        names = try decoder.container(keyedBy: AnyName.self).allKeys.map(\.stringValue)
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
