import ArgumentParser
import FoundationEssentials
import Synchronization

struct SessionWatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Watch who is connected to what, as it changes.",
        discussion: """
            One line for each who comes (+), changes (~) or goes (-), and for what partners do and others are refused (!). Ends with Ctrl-C, \
            and when the node stops or your session ends. It is recorded who watches, from when to when.
            Example: gwanmun session watch --partners
            """)

    @Flag(help: "Partners alone.")
    var partners = false
    @Option(help: "Those alone who use this console.")
    var console: String?
    @Option(help: "Those of this organisation alone.")
    var organisation: String?
    @Option(help: "This account alone.")
    var user: String?
    @OptionGroup var node: NodeOptions
    @Flag(help: "Print each event as a line of JSON: {\"event\", \"data\"}.")
    var json = false

    func run() async throws {
        let query = [
            ("partners", partners ? "true" : nil), ("console", console), ("organisation", organisation), ("user", user),
        ].compactMap { name, value in value.map { (name: name, value: $0) } }
        try await node.talk { node in
            let screen = LiveScreen(isJSON: json)
            try await node.watch("live", query: query) { screen.show($0) }
            throw CommandFailure(
                worded("실시간 표시가 끝났습니다.", "the live view has ended"),
                hint: worded(
                    "노드가 종료 중이거나 세션이 끝났습니다. 다시 실행하십시오.",
                    "The node is stopping, or your session is over. Run the command again."))
        }
    }
}

/// Prints events as they come.
final class LiveScreen: Sendable {
    private struct State {
        var stream = EventStream()
        /// Whom the lines were about, by their ids.
        var people: [String: String] = [:]
    }

    private let isJSON: Bool
    private let state = Mutex(State())

    init(isJSON: Bool) { self.isJSON = isJSON }

    func show(_ bytes: [UInt8]) {
        state.withLock { state in
            for event in state.stream.take(bytes) {
                for line in isJSON ? [Self.line(of: event)] : Self.lines(of: event, &state.people) {
                    Terminal.print(line)
                }
            }
        }
    }

    static func line(of event: EventStream.Event) -> String { #"{"event":"\#(event.name)","data":\#(event.data)}"# }

    /// - Parameter people: those who were shown, by their ids.
    static func lines(of event: EventStream.Event, _ people: inout [String: String]) -> [String] {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let data = Data(event.data.utf8)
        switch event.name {
        case "snapshot", "change":
            guard let live = try? decoder.decode(LiveAnswer.self, from: data) else { return [] }
            let isWhole = event.name == "snapshot"
            if isWhole { people = [:] }
            var lines = (live.gone ?? []).compactMap { id in people.removeValue(forKey: id).map { "- \($0)" } }
            for row in live.rows {
                lines.append((people.updateValue(row.user, forKey: row.id) == nil ? "+ " : "~ ") + text(of: row))
            }
            if isWhole, live.rows.isEmpty { lines = [worded("접속한 사람이 없습니다.", "Nobody is connected.")] }
            return lines.map(\.onOneLine)
        case "actions":
            guard let news = try? decoder.decode(LiveAnswer.Actions.self, from: data) else { return [] }
            return news.actions.map { "! \(text(of: $0))".onOneLine }
        case _: return []
        }
    }

    private static func text(of row: LiveAnswer.Row) -> String {
        let partner = row.partner ? worded("외국기업 등", "partner") : nil
        let who = [partner, row.organisation].compactMap(\.self).joined(separator: ", ")
        let places = row.places.map { $0.console ?? $0.kind } + row.streams.map { "\($0.kind)@\($0.console)" }
        let amount = worded(
            "요청 \(row.requests) 거부 \(row.denials) 수신 \(row.bytesIn) 송신 \(row.bytesOut)",
            "requests \(row.requests) denied \(row.denials) in \(row.bytesIn) out \(row.bytesOut)")
        return [
            "\(row.user) (\(who))", places.joined(separator: ","), row.source, amount, row.last.map(text),
        ].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: "  ")
    }

    private static func text(of action: LiveAnswer.Action) -> String {
        let what =
            action.method == nil
            ? [action.type, action.reason]
            : [action.console, action.method, action.path, action.decision, action.reason]
        let time = String(action.at.dropFirst(11).prefix(8))
        return ([time, action.user] + what).compactMap(\.self).joined(separator: " ")
    }
}
