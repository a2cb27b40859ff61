internal import GatewayJSON
internal import HTTPTypes

/// One operation of the API, as its document tells it: where it is, who may, what it takes and what it answers.
struct OperationDescription: Sendable {
    /// `listUsers`.
    let id: String
    let method: HTTPRequest.Method
    /// From the root: `/api/v1/users/{name}`.
    let path: String
    let tag: DeskTag
    /// One line.
    let summary: String
    let access: DeskAccess
    let query: [QueryMember]
    /// What its parameters in the path can be; any text where nothing is said.
    let place: [String: ValueSchema]
    let body: OperationBody
    let answers: [DescribedAnswer]
    /// Beside those that every operation has.
    let refusals: Set<DeskRefusal>

    /// `GET`.
    var verb: String { method.rawValue }

    /// Names in the path, in their order.
    var parameters: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    }
}

/// Who may ask for an operation.
enum DeskAccess: Sendable {
    case right(DeskRight)
    /// A personnel system, by its certificate.
    case provisioner
}

/// A parameter behind the `?`.
struct QueryMember: Sendable {
    let name: String
    let value: ValueSchema
    let note: String

    init(_ name: String, _ value: ValueSchema, _ note: String) {
        self.name = name
        self.value = value
        self.note = note
    }

    static let user = QueryMember("user", .account, "Only those of this account.")
}

enum OperationBody: Sendable {
    case none
    case object(any StrictBody.Type)
    /// Of SCIM: what stands in a standard of its own.
    case standard(String)
}

/// An answer that is no refusal.
struct DescribedAnswer: Sendable {
    let status: Int
    let content: AnswerContent
    let note: String

    static func ok(_ type: any DeskDocument.Type, _ note: String = "Done.") -> Self {
        .init(status: 200, content: .object(type), note: note)
    }

    static func list(_ name: String, of type: any DeskDocument.Type, _ note: String = "The list.") -> Self {
        .init(status: 200, content: .list(name, of: type), note: note)
    }

    static func created(_ type: any DeskDocument.Type, _ note: String = "Done.") -> Self {
        .init(status: 201, content: .object(type), note: note)
    }

    static func createdList(_ name: String, of type: any DeskDocument.Type, _ note: String) -> Self {
        .init(status: 201, content: .list(name, of: type), note: note)
    }

    /// The object, or events about it for whoever takes `text/event-stream`.
    static func okOrEvents(_ type: any DeskDocument.Type, _ note: String) -> Self {
        .init(status: 200, content: .objectOrEvents(type), note: note)
    }

    static func accepted(_ type: any DeskDocument.Type, _ note: String) -> Self {
        .init(status: 202, content: .object(type), note: note)
    }

    static func either(_ types: [any DeskDocument.Type], _ note: String) -> Self {
        .init(status: 200, content: .either(types), note: note)
    }

    static let done = DescribedAnswer(status: 204, content: .nothing, note: "Done; there is nothing to tell.")

    /// RFC 9110 section 15.4.5.
    static let unchanged = DescribedAnswer(status: 304, content: .nothing, note: "As the client has it.")

    static func standard(_ status: Int, _ note: String) -> Self {
        .init(status: status, content: .standard, note: note)
    }
}

/// What an answer holds.
enum AnswerContent: Sendable {
    case nothing
    case object(any DeskDocument.Type)
    case either([any DeskDocument.Type])
    /// Or a stream of events, whose data are these objects.
    case objectOrEvents(any DeskDocument.Type)
    /// `{"users": [User]}`.
    case list(String, of: any DeskDocument.Type)
    /// OpenAPI, or SCIM: what stands in a standard of its own.
    case standard
}

/// Why some operations say no, beside what every one can say.
enum DeskRefusal: Int, CaseIterable, Sendable {
    case notThere = 404
    case conflict = 409
    case changedSince = 412
    case impossible = 422
    case notOffered = 501
}

/// Operations that belong together.
struct DeskTag: Sendable {
    let name: String
    let note: String
}
