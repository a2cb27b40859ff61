import GatewayIdentity
import GatewayJSON
import Testing

@testable import GatewayDesk

/// Holds an answer against what the description says of its operation.
struct Conformance {
    private let operation: OperationDescription

    /// `nil` where there is no such operation.
    init?(_ method: String, _ path: String) {
        let segments = path.split(separator: "/")
        let found = DeskAPI.descriptions.filter { description in
            let places = description.path.split(separator: "/")
            return description.verb == method && places.count == segments.count
                && zip(places, segments).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
        // A place that is written out goes before one that is filled in.
        guard let operation = found.min(by: { $0.parameters.count < $1.parameters.count }) else { return nil }
        self.operation = operation
    }

    func check(_ response: DeskResponse) {
        let name = "\(operation.id) \(response.status)"
        let body = JSON(response.body)
        guard let answer = operation.answers.first(where: { $0.status == response.status }) else {
            let refusals = OpenAPIRefusals.common.union(operation.refusals.map(\.rawValue)).union([413])
            #expect(refusals.contains(response.status), "\(name) is not described")
            guard operation.path.hasPrefix("/api/") else { return }
            #expect(problems(body, ValueSchema.object(DeskProblemDocument.self)) == [], "\(name)")
            return
        }
        switch answer.content {
        case .nothing: #expect(response.body == [], "\(name)")
        case .object(let type): #expect(problems(body, .object(type)) == [], "\(name)")
        case .objectOrEvents(let type):
            guard response.stream == nil else { return #expect(response.contentType == "text/event-stream") }
            #expect(problems(body, .object(type)) == [], "\(name)")
        case .either(let types): #expect(types.contains { problems(body, .object($0)) == [] }, "\(name)")
        case .list(let member, let type):
            #expect(body?.members?.map(\.name) == [member], "\(name)")
            #expect(problems(body?.members?.first?.value, .list(of: .object(type))) == [], "\(name)")
        case .standard: #expect(body?.members != nil, "\(name)")
        }
    }

    private func problems(_ value: JSON?, _ schema: ValueSchema, at place: String = "") -> [String] {
        switch (schema, value) {
        case (.text(let text), .string(let found)):
            text.words.isEmpty || text.words.contains(found) ? timed(found, text, place) : ["\(place): \(found)"]
        case (.count(let range), .number(let found)):
            Int(found).map { range?.contains($0) ?? true } ?? false ? [] : ["\(place): \(found)"]
        case (.among(let numbers), .number(let found)):
            Int(found).map(numbers.contains) ?? false ? [] : ["\(place): \(found)"]
        case (.flag, .bool): []
        case (.list(let item, _, _), .array(let values)): values.flatMap { problems($0, item, at: place + "[]") }
        case (.map(let item, _, _), .object(let members)):
            members.flatMap { problems($0.value, item, at: place + "{}") }
        case (.object(let type), .object(let members)): problems(members, type.schema, at: place)
        case _: ["\(place): \(value?.indented ?? "nothing")"]
        }
    }

    private func problems(_ members: [JSON.Member], _ schema: ObjectSchema, at place: String) -> [String] {
        let missing = schema.members.filter { needed in needed.isNeeded && !members.contains { $0.name == needed.name }
        }
        return missing.map { "\(place): no \($0.name)" }
            + members.flatMap { member in
                schema.member(member.name).map { problems(member.value, $0.value, at: "\(place).\(member.name)") }
                    ?? ["\(place): \(member.name) is not described"]
            }
    }

    private func timed(_ text: String, _ schema: TextSchema, _ place: String) -> [String] {
        schema.format == "date-time" && RFC3339.parse(text) == nil ? ["\(place): \(text) is no time"] : []
    }
}
