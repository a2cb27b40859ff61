import GatewayIdentity
import GatewayPolicy
import Testing

@Suite struct `Background traffic` {
    private func permit(_ method: RequestMethod, _ path: String, _ background: [BackgroundTraffic]) throws -> Permit? {
        var policy = try ExamplePolicy()
        policy.definition.consoles[0].background = background
        let question = try Question.staffAtTen().changed {
            $0.method = method
            $0.path = path
        }
        return try policy.decide(question).permit
    }

    @Test func `is what its paths match, and nothing where none are named`() throws {
        let background = [
            BackgroundTraffic(paths: [try PathPattern("/project/poll"), try PathPattern("/project/events/**")])
        ]
        for (path, isBackground) in [
            ("/project/poll", true), ("/project/%70oll", true), ("/project/events/a/b", true),
            ("/project/events", true),
            ("/project/polling", false), ("/project/poll/", false), ("/project/x", false),
        ] {
            #expect(try permit(.get, path, background)?.isBackground == isBackground, "\(path)")
            #expect(try permit(.get, path, [])?.isBackground == false)
        }
    }

    @Test func `is of its methods alone, where some are named`() throws {
        let background = [BackgroundTraffic(methods: [.get], paths: [.everything])]
        #expect(try permit(.get, "/project/x", background)?.isBackground == true)
        #expect(try permit(.head, "/project/x", background)?.isBackground == false)
    }

    @Test func `is decided as all else`() throws {
        var policy = try ExamplePolicy()
        policy.definition.consoles[0].background = [BackgroundTraffic(paths: [.everything])]
        let question = try Question.staffAtTen()
        #expect(try policy.decide(question.changed { $0.method = .delete }).permit == nil)
        #expect(try policy.decide(question.changed { $0.path = "/iam" }).reason == .pathNotAllowed)
    }

    @Test func `needs paths, and methods that are not refused anyway`() throws {
        var policy = try ExamplePolicy()
        policy.definition.consoles[0].background = [
            BackgroundTraffic(paths: []), BackgroundTraffic(methods: [.trace], paths: [.everything]),
        ]
        let defects = #expect(throws: PolicyDefects.self) { try policy.snapshot() }
        #expect(defects?.all.map(\.place.key) == ["background", "background"])
        #expect(defects?.all.map(\.what) == [.emptyList, .methodAlwaysRefused])
    }
}
