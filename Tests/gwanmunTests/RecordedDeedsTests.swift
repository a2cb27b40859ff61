import GatewayIdentity
import GatewayPolicy
import GatewayWatch
import Testing

@testable import gwanmun

@Suite struct `What the watch reads off a record` {
    private static let who =
        #""event_id":"000000000000000100000000000000ff","account":"smith-02d9","roles":["auditor","foreign_partner"],"#
    private static let place =
        #""src_ip":"10.77.0.5","country":"KR","device_id":"KT-0042","upstream":"fab","grade":"classified","#
        + #""method":"GET","path":"/p-17/도면","#

    private func read(_ type: String, _ rest: String = "", who: String = Self.who) -> RecordedDeeds.Reading? {
        var deeds = RecordedDeeds()
        let start = #"{"seq":7,"ts":"2026-11-23T10:00:00.123+09:00","type":""# + type + #"","#
        let line = start + who + rest + #""hash":"00"}"#
        return Array(line.utf8).withUnsafeBytes { deeds.read($0)?.reading }
    }

    private func deed(_ type: String, _ rest: String = "") throws -> WatchedEvent {
        guard case .deed(let event) = read(type, rest) else { throw NoDeed() }
        return event
    }

    private struct NoDeed: Error {}

    @Test func `is who did it, from where, to what, and which record says so`() throws {
        let event = try deed("access", Self.place + #""status":200,"bytes_out":1234,"decision":"permit","#)
        #expect(event.deed == .answered(path: "/p-17/도면", status: 200, bytes: 1234))
        #expect(event.person == AccountName(stored: "smith-02d9"))
        #expect(event.roles == [RoleName("auditor"), RoleName("foreign_partner")])
        #expect((event.console, event.grade) == (ConsoleID("fab"), .classified))
        #expect(event.source == NetworkAddress("10.77.0.5"))
        #expect(event.country == CountryCode("KR"))
        #expect(event.device == "KT-0042")
        #expect(event.mark.description == "000000000000000100000000000000ff")
        #expect(event.at == RFC3339.parse("2026-11-23T10:00:00.123+09:00"))
    }

    @Test func `has its query by a mark, and in its path only where the path was cut`() throws {
        let asked = try deed("access", Self.place + #""target_mark":"0a","status":200,"bytes_out":1,"#)
        #expect(asked.deed == .answered(path: "/p-17/도면", status: 200, bytes: 1))
        #expect(asked.query == "0a" && !asked.isBackground)
        let cut = try deed("access", Self.place + #""path_length":9000,"target_mark":"0b","status":200,"bytes_out":1,"#)
        #expect(cut.deed == .answered(path: "/p-17/도면#0b", status: 200, bytes: 1))
        let polled = try deed("access", Self.place + #""activity":"background","status":200,"bytes_out":1,"#)
        #expect(polled.isBackground && polled.query == nil)
    }

    @Test func `is a request that was let through or refused, not one that was asked for a factor`() throws {
        #expect(try deed("decision", Self.place + #""decision":"permit","#).deed == .begun(path: "/p-17/도면"))
        for reason in ["zone_denied", "download_denied", "default_deny"] {
            let rest = Self.place + #""decision":"deny","reason":""# + reason + #"","#
            #expect(try deed("decision", rest).deed == .refused(path: "/p-17/도면"))
        }
        for reason in ["session_idle", "factor_missing", "monitor_unavailable", "log_unavailable", "new_reason"] {
            let rest = Self.place + #""decision":"deny","reason":""# + reason + #"","#
            #expect(throws: NoDeed.self) { try deed("decision", rest) }
        }
        #expect(throws: NoDeed.self) { try deed("decision", Self.place + #""decision":"step_up","#) }
    }

    @Test func `is a sign-in and a wrong code`() throws {
        #expect(try deed("login_ok").deed == .signIn)
        #expect(try deed("factor_failed").deed == .codeFailed)
    }

    @Test func `is nothing where nobody did it, or where it is about something else`() {
        let records = [
            ("access", ""), ("login_ok", ""), ("segment_start", Self.who), ("of_a_newer_version", Self.who),
        ]
        for (type, who) in records {
            guard case .other = read(type, Self.place, who: who) else {
                Issue.record("\(type) is a deed")
                continue
            }
        }
        var deeds = RecordedDeeds()
        #expect(Array("not a record".utf8).withUnsafeBytes { deeds.read($0) } == nil)
    }

    @Test func `is an alarm that was raised already`() {
        guard
            case .alarm(let rule, let person) = read("anomaly", #""rule_id":"partner-objects","object":"smith-02d9","#)
        else {
            Issue.record("no alarm")
            return
        }
        #expect(rule == "partner-objects")
        #expect(person == AccountName(stored: "smith-02d9"))
    }
}
