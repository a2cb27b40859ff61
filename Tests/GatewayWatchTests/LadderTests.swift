import GatewayIdentity
import GatewayPolicy
import GatewayWatch
import Testing

@Suite struct `The ladder of a rule` {
    private let one = WatchRate(limit: 1, within: .seconds(600))

    @Test func `is climbed alarm by alarm, and its last step is taken again`() {
        let scene = WatchScene(.denials(one), measures: [.notify, .stepUp, .lockCertificate])
        let steps = (0..<8).flatMap { scene.see(.refused(path: "/"), at: $0).map(\.measure) }
        #expect(steps == [.notify, .stepUp, .lockCertificate, .lockCertificate])
    }

    @Test func `begins below when the alarm before is long ago`() {
        let scene = WatchScene(.denials(one), measures: [.notify, .stepUp], escalation: .seconds(3600))
        func two(at second: Int) -> [WatchMeasure] {
            (0..<2).flatMap { _ in scene.see(.refused(path: "/"), at: second).map(\.measure) }
        }
        #expect(two(at: 0) == [.notify])
        #expect(two(at: 3599) == [.stepUp])
        #expect(two(at: 3599 + 3600) == [.notify])
    }

    @Test func `is at rest while the rule cools down`() {
        let scene = WatchScene(.denials(one), cooldown: .seconds(60))
        let alarms = (0..<130).filter { scene.alarms(.refused(path: "/"), at: $0) }
        #expect(alarms == [1, 61, 121])
    }
}

@Suite struct `Whom a rule looks at` {
    private let any = WatchCondition.denials(WatchRate(limit: 1, within: .seconds(600)))

    private func alarms(
        _ target: WatchRule.Target, roles: Set<RoleName> = [], grants: Set<String> = [], console: ConsoleID? = nil,
        grade: Grade? = nil
    ) -> Bool {
        let scene = WatchScene(any, of: target)
        return (0..<2).contains {
            !scene.see(
                .refused(path: "/"), at: $0, console: console, roles: roles, grants: grants, grade: grade
            ).isEmpty
        }
    }

    @Test func `is by role, grant, console and grade`() {
        #expect(alarms(.init(roles: .only(["staff"])), roles: ["staff", "auditor"]))
        #expect(!alarms(.init(roles: .only(["staff"])), roles: ["auditor"]))
        #expect(alarms(.init(grants: .only(["EXP-1"])), grants: ["EXP-1"]))
        #expect(!alarms(.init(grants: .only(["EXP-1"])), grants: ["EXP-2"]))
        #expect(alarms(.init(consoles: .only(["fab"])), console: "fab"))
        #expect(!alarms(.init(consoles: .only(["fab"])), console: "build"))
        #expect(!alarms(.init(consoles: .only(["fab"]))))
        #expect(alarms(.init(grades: .only([.classified])), grade: .classified))
        #expect(!alarms(.init(grades: .only([.classified])), grade: .open))
        #expect(alarms(.init()))
    }
}

@Suite struct `A watch post` {
    private let one = WatchRate(limit: 1, within: .seconds(600))

    @Test func `never mixes people up: in whatever order they come, each one's alarms are the same`() {
        let people = (0..<5).map { AccountName(stored: "person-\($0)") }
        var random = SplitMix(state: 7)
        let deeds = (0..<400).map { second in
            (second, people[Int(random.next() % 5)], random.next() % 3)
        }
        func alarms(_ person: AccountName, among order: [(Int, AccountName, UInt64)]) -> [Int] {
            let scene = WatchScene(.denials(WatchRate(limit: 3, within: .seconds(20))))
            return order.compactMap { second, name, kind in
                let deed: WatchedEvent.Deed = kind == 0 ? .read("/") : .refused(path: "/")
                return scene.alarms(deed, at: second, by: name) && name == person ? second : nil
            }
        }
        for person in people {
            let alone = alarms(person, among: deeds.filter { $0.1 == person })
            #expect(!alone.isEmpty)
            #expect(alarms(person, among: deeds) == alone)
            // Others first, each in their own order.
            let others = deeds.filter { $0.1 != person } + deeds.filter { $0.1 == person }
            #expect(alarms(person, among: others) == alone)
        }
    }

    @Test func `keeps no more people than it may, and forgets those not seen for longest`() {
        let scene = WatchScene(.denials(one), mostPersons: 100)
        for number in 0..<1000 { scene.see(.refused(path: "/"), at: number, by: AccountName(stored: "p-\(number)")) }
        #expect(scene.post.personCount <= 100)
        #expect(scene.alarms(.refused(path: "/"), at: 1000, by: AccountName(stored: "p-999")))
        #expect(!scene.alarms(.refused(path: "/"), at: 1000, by: AccountName(stored: "p-1")))
    }

    @Test func `lets nobody run away by a clock that steps back`() {
        let scene = WatchScene(.denials(WatchRate(limit: 2, within: .seconds(60))))
        #expect(!scene.alarms(.refused(path: "/"), at: 100))
        #expect(!scene.alarms(.refused(path: "/"), at: 40))
        #expect(scene.alarms(.refused(path: "/"), at: 130))
    }

    @Test func `forgets nothing of a rule that stays as it is, and all of one that changes`() {
        func rule(_ id: WatchRuleID, _ limit: Int) -> WatchRule {
            WatchRule(id: id, condition: .denials(WatchRate(limit: limit, within: .seconds(600))), cooldown: .zero)
        }
        func refused(_ second: Int) -> WatchedEvent {
            WatchedEvent(.refused(path: "/"), by: WatchScene.kim, at: WatchScene.start + .seconds(second))
        }
        var post = WatchPost([rule("same", 2), rule("other", 2)])
        #expect(post.observe(refused(0)).isEmpty)
        #expect(post.observe(refused(1)).isEmpty)
        post.adopt([rule("same", 2), rule("other", 1)], windows: [:])
        #expect(post.observe(refused(2)).map(\.rule) == ["same"])
        #expect(post.observe(refused(3)).map(\.rule) == ["other"])
    }

    @Test func `marks a drill as one (T103)`() {
        let rule = WatchRule(id: "rule", condition: .denials(one), measures: [.notify, .endSessions])
        let drill = WatchFinding.drill(rule, on: WatchScene.kim, at: WatchScene.start)
        #expect(drill.isDrill)
        #expect(drill.observed == "drill")
        #expect(drill.limit == "1 in 10m")
    }
}

/// Numbers that look random and are the same each time (Steele, Lea, Flood: SplitMix64).
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func next(below bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
