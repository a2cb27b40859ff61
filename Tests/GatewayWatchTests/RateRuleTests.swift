import GatewayIdentity
import GatewayPolicy
import GatewayWatch
import Testing

@Suite struct `Rules that count` {
    private let three = WatchRate(limit: 3, within: .seconds(600))

    @Test func `are silent at the limit and speak above it, of what lies within the span (T82)`() {
        let scene = WatchScene(.distinctObjects(three))
        for place in 1...3 { #expect(!scene.alarms(.read("/\(place)"), at: place)) }
        let found = scene.see(.read("/4"), at: 600, console: "fab")
        #expect(found.map(\.observed) == ["4"])
        #expect(found.map(\.limit) == ["3 in 10m"])
        #expect(found.first?.grounds.map(\.low) == [1, 2, 3, 4])
        // At 601 the first lies outside.
        let later = WatchScene(.distinctObjects(three))
        for place in 1...3 { #expect(!later.alarms(.read("/\(place)"), at: place)) }
        #expect(!later.alarms(.read("/4"), at: 601))
    }

    @Test func `count one object once, however often it is read, and none that was not there`() {
        let scene = WatchScene(.distinctObjects(three))
        for second in 0..<50 { #expect(!scene.alarms(.read("/same"), at: second)) }
        for place in 0..<50 { #expect(!scene.alarms(.answered(path: "/\(place)", status: 404, bytes: 0), at: 60)) }
        for place in 0..<50 { #expect(!scene.alarms(.refused(path: "/\(place)"), at: 70)) }
    }

    @Test func `count what only queries tell apart where they are asked to, and not as objects`() {
        for (condition, alarm) in [(WatchCondition.distinctObjects(three), false), (.distinctQueries(three), true)] {
            let scene = WatchScene(condition)
            let found = (0..<4).map { number -> Bool in
                var event = WatchedEvent(.read("/poll"), by: WatchScene.kim, at: WatchScene.start)
                event.query = "_=\(number)"
                return !scene.post.observe(event).isEmpty
            }
            #expect(found == [false, false, false, alarm])
        }
    }

    @Test func `count nothing that a console's pages ask for by themselves`() {
        let scene = WatchScene(.distinctObjects(three))
        for number in 0..<50 {
            var event = WatchedEvent(.read("/\(number)"), by: WatchScene.kim, at: WatchScene.start)
            event.isBackground = true
            #expect(scene.post.observe(event).isEmpty)
        }
    }

    @Test func `count an object from when it is let through, not from when it has arrived`() {
        let scene = WatchScene(.distinctObjects(three))
        for place in 1...3 { #expect(!scene.alarms(.begun(path: "/\(place)"), at: place)) }
        for place in 1...3 { #expect(!scene.alarms(.read("/\(place)"), at: 10 + place)) }
        #expect(scene.alarms(.begun(path: "/4"), at: 20))
    }

    @Test func `name no more records than eight, the last ones`() throws {
        let scene = WatchScene(.denials(WatchRate(limit: 100, within: .seconds(600))))
        for second in 0..<100 { #expect(!scene.alarms(.refused(path: "/"), at: second)) }
        let finding = try #require(scene.see(.refused(path: "/"), at: 101).first)
        #expect(finding.observed == "101")
        #expect(finding.grounds.map(\.low) == Array(94...101))
    }

    @Test func `begin anew after an alarm`() {
        let scene = WatchScene(.denials(three))
        let alarms = (0..<12).filter { scene.alarms(.refused(path: "/"), at: $0) }
        #expect(alarms == [3, 7, 11])
    }

    @Test func `take denials by themselves, and codes by themselves`() {
        let denials = WatchScene(.denials(three))
        for second in 0..<9 { #expect(!denials.alarms(.codeFailed, at: second)) }
        let codes = WatchScene(.codeFailures(three))
        for second in 0..<9 { #expect(!codes.alarms(.refused(path: "/"), at: second)) }
        for second in 10..<13 { #expect(!codes.alarms(.codeFailed, at: second)) }
        #expect(codes.alarms(.codeFailed, at: 13))
    }

    @Test func `see who tries many paths that are not there or not allowed`() {
        let scene = WatchScene(.enumeration(three))
        #expect(!scene.alarms(.answered(path: "/1", status: 404, bytes: 0), at: 1))
        #expect(!scene.alarms(.answered(path: "/2", status: 403, bytes: 0), at: 2))
        #expect(!scene.alarms(.refused(path: "/3"), at: 3))
        #expect(!scene.alarms(.answered(path: "/4", status: 500, bytes: 0), at: 4))
        #expect(!scene.alarms(.read("/5"), at: 5))
        #expect(!scene.alarms(.refused(path: "/3"), at: 6))
        #expect(scene.alarms(.refused(path: "/6"), at: 7))
    }

    @Test func `see one person in more networks than the limit at a time`() {
        let scene = WatchScene(.concurrentUse(WatchRate(limit: 1, within: .seconds(300))))
        #expect(scene.see(.signIn, at: 0, from: "203.0.113.7").isEmpty)
        #expect(scene.see(.read("/"), at: 10, from: "203.0.113.250").isEmpty)
        #expect(!scene.see(.read("/"), at: 20, from: "198.51.100.1").isEmpty)
        #expect(scene.see(.read("/"), at: 400, from: "2001:db8:1:2::1").isEmpty)
        #expect(scene.see(.read("/"), at: 410, from: "2001:db8:1:ff::9").isEmpty)
        // What is refused is not use.
        #expect(scene.see(.refused(path: "/"), at: 420, from: "198.51.100.1").isEmpty)
    }
}
