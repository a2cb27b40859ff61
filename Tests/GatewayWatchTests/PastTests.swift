import GatewayIdentity
import GatewayPolicy
import GatewayWatch
import Testing

@Suite struct `A watch that begins within the past` {
    private static let day = 86400
    private let somebody = AccountName(stored: "lee-90aa")

    private func scene(isCut: Bool) -> WatchScene {
        let scene = WatchScene(
            .unfamiliar(.country, memory: .seconds(30 * Self.day), learning: .seconds(7 * Self.day)))
        scene.post.beginWithin(past: isCut)
        return scene
    }

    @Test func `of which a part is not there learns nobody anew`() {
        let scene = scene(isCut: true)
        #expect(scene.see(.signIn, at: 0, country: "KR").isEmpty)
        scene.post.endPast()
        #expect(scene.see(.signIn, at: 60, country: "KR").isEmpty)
        #expect(scene.see(.signIn, at: 61, country: "RU").map(\.limit) == ["KR"])
        // Of whom nothing is left, everything is new.
        #expect(scene.see(.signIn, at: 62, by: somebody, country: "KR").map(\.limit) == ["nothing used in 30d"])
        #expect(scene.see(.signIn, at: 63, by: somebody, country: "KR").isEmpty)
    }

    @Test func `takes no other step over a guess than to tell, and climbs no ladder by it`() {
        let scene = WatchScene(
            .unfamiliar(.country, memory: .seconds(30 * Self.day), learning: .seconds(7 * Self.day)),
            measures: [.stepUp, .lockCertificate])
        scene.post.beginWithin(past: true)
        scene.post.endPast()
        #expect(scene.see(.signIn, at: 1, country: "KR").map(\.measure) == [.notify])
        #expect(scene.see(.signIn, at: 2, country: "RU").map(\.measure) == [.stepUp])
    }

    @Test func `that is there learns whoever comes`() {
        let scene = scene(isCut: false)
        #expect(scene.see(.signIn, at: 0, country: "KR").isEmpty)
        scene.post.endPast()
        #expect(scene.see(.signIn, at: 61, country: "RU").isEmpty)
    }

    @Test func `learns as ever once nothing that is missing would be remembered, and by rules that are new`() {
        let scene = scene(isCut: true)
        scene.see(.signIn, at: 0, country: "KR")
        scene.post.endPast()
        #expect(scene.see(.signIn, at: 35 * Self.day, by: somebody, country: "KR").isEmpty)
        let other = self.scene(isCut: true)
        other.post.endPast()
        other.post.adopt(
            [
                WatchRule(
                    id: "another",
                    condition: .unfamiliar(.country, memory: .seconds(86400), learning: .seconds(3600)))
            ], windows: [:])
        #expect(other.see(.signIn, at: 0, country: "KR").isEmpty)
    }
}

@Suite struct `A stamp from the future` {
    private let two = WatchRate(limit: 2, within: .seconds(600))
    private static let days = 5 * 86400

    private func alarms(_ scene: WatchScene, _ stamps: [(stamped: Int, present: Int?)]) -> [Int] {
        stamps.indices.filter { index in
            let (stamped, present) = stamps[index]
            let event = WatchedEvent(
                .refused(path: "/"), by: WatchScene.kim, at: WatchScene.start + .seconds(Int64(stamped)))
            return !scene.post.observe(event, at: present.map { WatchScene.start + .seconds(Int64($0)) }).isEmpty
        }
    }

    @Test func `counts as of now, so that nobody is out of sight until then`() {
        let scene = WatchScene(.denials(two), cooldown: .seconds(60))
        let stamps = [Self.days, 1, 2, 100, 101, 102].enumerated().map {
            (stamped: $1, present: Optional([0, 1, 2, 100, 101, 102][$0]))
        }
        #expect(alarms(scene, stamps) == [2, 5])
    }

    @Test func `makes no rule silent for longer than it is ever silent, when the clock was wrong too`() {
        // The clock stood five days ahead, and made an alarm; then it was set right.
        let scene = WatchScene(.denials(two), cooldown: .seconds(60))
        let ahead = (0..<3).map { (stamped: Self.days + $0, present: Optional(Self.days + $0)) }
        let right = (0..<6).map { (stamped: 100 + $0, present: Optional(100 + $0)) }
        #expect(alarms(scene, ahead + right).first { $0 > 2 } == 5)
    }

    @Test func `of a moment ago ends no silence`() {
        let scene = WatchScene(.denials(two), cooldown: .seconds(60))
        let stamps = [10, 11, 12, 11, 11, 11, 10, 12, 12].map { (stamped: $0, present: Optional(12)) }
        #expect(alarms(scene, stamps) == [2])
    }

    @Test func `does not make a rule learn until then`() {
        let scene = WatchScene(.unfamiliar(.country, memory: .seconds(30 * 86400), learning: .seconds(60)))
        func see(_ country: String, at second: Int, present: Int) -> Int {
            scene.post.observe(
                WatchedEvent(
                    .signIn, by: WatchScene.kim, at: WatchScene.start + .seconds(Int64(second)),
                    country: CountryCode(country)), at: WatchScene.start + .seconds(Int64(present))
            ).count
        }
        #expect(see("KR", at: Self.days, present: Self.days) == 0)
        #expect(see("KR", at: 0, present: 0) == 0)
        #expect(see("RU", at: 61, present: 61) == 1)
    }
}
