import GatewayAudit
import Testing

@testable import gwanmun

@Suite struct `Filters of records on the command line` {
    private static let id = String(repeating: "aB", count: 16)

    private func options(_ change: (inout RecordFilterOptions) -> Void) -> RecordFilterOptions {
        var options = RecordFilterOptions()
        (options.person, options.console, options.from, options.to) = (nil, nil, nil, nil)
        (options.reason, options.type, options.outcome, options.grant) = (nil, nil, nil, nil)
        (options.request, options.event, options.address, options.session) = (nil, nil, nil, nil)
        change(&options)
        return options
    }

    @Test func `are put in order alike, whether files are read or a node is asked`() throws {
        let hash = String(repeating: "Cd", count: 32)
        let options = options {
            ($0.address, $0.person) = ("::ffff:127.0.0.1", "Kim")
            ($0.request, $0.event, $0.session) = (Self.id, Self.id, hash)
        }
        let criteria = try options.criteria()
        let asked = Dictionary(options.query.map { ($0.name, $0.value) }) { $1 }
        #expect(criteria.address == "127.0.0.1" && asked["address"] == "127.0.0.1")
        #expect(criteria.requestID == Self.id.lowercased() && asked["request"] == Self.id.lowercased())
        #expect(criteria.eventID == Self.id.lowercased() && asked["event"] == Self.id.lowercased())
        #expect(criteria.sessionHash == hash.lowercased() && asked["session"] == hash.lowercased())
        #expect(criteria.person == "Kim" && asked["person"] == "Kim")
    }

    @Test func `that nothing could fit are refused`() {
        for change: (inout RecordFilterOptions) -> Void in [
            { $0.address = "here" }, { $0.request = "12" }, { $0.event = "x" }, { $0.session = "12" },
        ] {
            #expect(throws: (any Error).self) { try options(change).criteria() }
        }
    }
}
