import Testing

@testable import gwanmun

@Suite struct `Events of a node` {
    @Test(arguments: [1, 3, 1000])
    func `are read in whatever pieces they come`(size: Int) {
        let text =
            "retry: 2000\nevent: snapshot\nid: 7\ndata: {\"a\":1}\n\n:\n\nevent: change\r\ndata: one\r\ndata:two\r\n\r\ndata: three\n\nevent: x\n\n"
        var stream = EventStream()
        var events: [EventStream.Event] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            events += stream.take(rest.prefix(size))
            rest = rest.dropFirst(size)
        }
        #expect(
            events == [
                .init(name: "snapshot", data: #"{"a":1}"#, id: "7"), .init(name: "change", data: "one\ntwo"),
                .init(name: "message", data: "three"),
            ])
    }

    private static let kim =
        #"{"id":"s1","user":"kim-7f3a","partner":false,"organisation":"한빛","places":[{"kind":"console","console":"fab"}],"source":"192.0.2.7","connections":1,"streams":[{"kind":"websocket","console":"fab"}],"requests":3,"denials":1,"bytes_in":10,"bytes_out":20}"#

    @Test func `are shown as a line for each who comes, changes and goes`() throws {
        var people: [String: String] = [:]
        let first = LiveScreen.lines(
            of: .init(name: "snapshot", data: #"{"rows":[\#(Self.kim)],"left_out":0}"#), &people)
        #expect(first.count == 1)
        #expect(first[0].hasPrefix("+ kim-7f3a (한빛)  fab,websocket@fab  192.0.2.7"))
        let second = LiveScreen.lines(
            of: .init(name: "change", data: #"{"rows":[\#(Self.kim)],"gone":[],"left_out":0}"#), &people)
        #expect(second.map { $0.prefix(10) } == ["~ kim-7f3a"])
        let third = LiveScreen.lines(
            of: .init(name: "change", data: #"{"rows":[],"gone":["s1","s2"],"left_out":0}"#), &people)
        #expect(third == ["- kim-7f3a"])
    }

    @Test func `of what was done are shown with who did it, on one line`() {
        var people: [String: String] = [:]
        let lines = LiveScreen.lines(
            of: .init(
                name: "actions",
                data:
                    #"{"actions":[{"seq":4,"at":"2026-12-01T09:00:01.000+09:00","user":"meyer-01aa","type":"decision","outcome":"denied","console":"fab","method":"GET","path":"/a\n/b","decision":"deny","reason":"path_not_allowed"}],"left_out":0}"#
            ), &people)
        #expect(lines.count == 1)
        #expect(lines[0].hasPrefix("! 09:00:01 meyer-01aa fab GET /a"))
        #expect(lines[0].hasSuffix("deny path_not_allowed"))
        #expect(!lines[0].contains("\n"))
    }

    @Test func `are handed to programs as they came, one on a line`() {
        #expect(
            LiveScreen.line(of: .init(name: "change", data: #"{"rows":[]}"#, id: "7"))
                == #"{"event":"change","data":{"rows":[]}}"#)
    }
}
