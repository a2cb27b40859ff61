import ArgumentParser
import GatewayAudit
import GatewayIdentity
import GatewaySettings

/// Which records: every filter that is given must fit.
struct RecordFilterOptions: ParsableArguments {
    @Option(help: "Who did it, to whom it was done, who asked for it or allowed it: an account.")
    var person: String?
    @Option(help: "The console.")
    var console: String?
    @Option(
        help: .init("At or after this time; of a day (in Korea), its beginning.", valueName: TimeArgument.valueName),
        transform: TimeArgument.init)
    var from: TimeArgument?
    @Option(
        help: .init("Before this time; of a day, its end.", valueName: TimeArgument.valueName),
        transform: TimeArgument.init)
    var to: TimeArgument?
    @Option(help: .init("The reason of a refusal, for example default_deny.", valueName: "code"))
    var reason: String?
    @Option(help: .init("The kind of record, for example login_failed.", valueName: "type"))
    var type: String?
    @Option(help: .init("success, failure or denied.", valueName: "outcome"))
    var outcome: String?
    @Option(help: .init("The request, as the answer's X-Request-Id named it.", valueName: "id"))
    var request: String?
    @Option(help: .init("The record itself, by its event_id.", valueName: "id"))
    var event: String?
    @Option(help: "The address it came from.")
    var address: String?
    @Option(help: .init("The grant: its changes, and what was done under it; or the request for it.", valueName: "id"))
    var grant: String?
    @Option(help: .init("The session, by the SHA-256 of its token (session_hash).", valueName: "sha256"))
    var session: String?

    func validate() throws { _ = try criteria() }

    /// - Throws: what is wrong, and what was expected.
    func criteria() throws -> RecordCriteria {
        var criteria = RecordCriteria()
        criteria.person = person
        criteria.console = console
        criteria.grant = grant
        criteria.requestID = try Self.ordered(.request, request)
        criteria.eventID = try Self.ordered(.event, event)
        criteria.sessionHash = try Self.ordered(.session, session)
        criteria.address = try Self.ordered(.address, address)
        criteria.type = try type.map { try Self.word($0, "--type") }
        criteria.outcome = try outcome.map { try Self.word($0, "--outcome") }
        criteria.reason = try reason.map { text -> Reason in try Self.word(text, "--reason") }?.rawValue
        criteria.from = from?.begin
        criteria.to = to?.end
        if let from = criteria.from, let to = criteria.to, to <= from {
            throw ValidationError("--to is not after --from")
        }
        return criteria
    }

    private static func ordered(_ key: RecordKey, _ text: String?) throws -> String? {
        guard let text else { return nil }
        guard let ordered = key.ordered(text) else {
            throw ValidationError("--\(key.rawValue): '\(text)' is not \(key.expected)")
        }
        return ordered
    }

    private static func word<Word: RawRepresentable<String> & CaseIterable>(_ text: String, _ name: String) throws
        -> Word
    {
        guard let word = Word(rawValue: text) else {
            let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("\(name): '\(text)' is none of \(known)")
        }
        return word
    }

    /// As the desk's API spells them, and each as records spell it.
    var query: [(name: String, value: String)] {
        let texts = [
            ("person", person), ("console", console), ("from", from?.beginText),
            ("to", to?.endText), ("reason", reason), ("type", type),
            ("outcome", outcome), ("request", request), ("event", event), ("address", address), ("grant", grant),
            ("session", session),
        ]
        return texts.compactMap { name, text in
            text.map { (name, RecordKey(rawValue: name)?.ordered($0) ?? $0) }
        }
    }
}

/// Where records are read: from the files, or from a node, which records that they are read.
struct RecordSourceOptions: ParsableArguments {
    @Argument(
        help: .init(
            "The folder of the segments, read directly; the node is asked otherwise, and then its record says who looked.",
            valueName: "dir"))
    var folder: String?
    @OptionGroup var node: NodeOptions

    enum Source {
        case files(String)
        case node
    }

    func validate() throws {
        if folder != nil, node.desk != nil || node.socket != nil {
            throw ValidationError("Name a folder or a node, not both.")
        }
    }

    /// A node when there is one. Without one the files, which anybody reads without a trace: a person is told so.
    func source() async throws -> Source {
        if let folder { return .files(folder) }
        if node.desk != nil || node.socket != nil { return .node }
        let places = try node.configuration().places
        // A socket that a node left behind answers nobody.
        if PathCheck.exists(places.controlSocket), await NodeClient(places.controlSocket).isRunning { return .node }
        Terminal.error(
            worded(
                "참고: 실행 중인 노드가 없어 파일을 직접 읽습니다. 이 조회는 기록되지 않습니다.",
                "note: no node is running, so the files are read directly; nothing records this."))
        return .files(places.audit)
    }
}
