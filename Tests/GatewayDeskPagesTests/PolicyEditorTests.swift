import GatewayAccess
import GatewayIdentity
import GatewayPages
import GatewayTesting
import Testing

@testable import GatewayDeskPages

@Suite struct `The editor of a policy's files` {
    private static let examine = "/policies/examine"

    @Test func `works without its script: a button examines, and keeps nothing`() async throws {
        let hall = try await DeskHall()
        let page = await hall.get("/policies/new", query: "file=rules.yaml", as: hall.author).text
        #expect(page.contains("<textarea id=\"f-text\"") && page.contains("name=\"act\" value=\"examine\""))
        let form = try await PolicyForm(hall, "/policies/new", query: "file=rules.yaml")
        let answer = await hall.post(
            "/policies/new", form.body(text: "version: 1\nbroken", reason: "", ["act": "examine"]), as: hall.author)
        #expect(
            answer.status == 200 && answer.text.contains("rules.yaml:2:1") && answer.text.contains("broken</textarea>"))
        #expect(try await hall.drafts.isEmpty)
    }

    @Test func `asks for no fresh factor while somebody types`() async throws {
        let hall = try await DeskHall()
        let stale = hall.visitor("song-31aa", roles: ["policy_author"], factorAge: .seconds(3000))
        let form = try await PolicyForm(hall, "/policies/new", query: "file=rules.yaml", as: stale)
        #expect(await hall.post(Self.examine, form.body(text: "version: 1\nbroken"), as: stale).status == 200)
        let button = form.body(text: "version: 1\nbroken", reason: "", ["act": "examine"])
        #expect(await hall.post("/policies/new", button, as: stale).status == 200)
    }

    @Test func `is told errors and doubts with their lines in this file`() async throws {
        let hall = try await DeskHall()
        let form = try await PolicyForm(hall, "/policies/new", query: "file=rules.yaml")
        let wrong = await hall.post(Self.examine, form.body(text: "version: 1\n\nbroken"), as: hall.author)
        #expect(wrong.header("Content-Type") == "application/json" && wrong.header("Cache-Control") == "no-store")
        #expect(
            wrong.text
                == #"{"summary":"1 errors, 0 warnings, 0 things change","clean":false,"findings":[{"kind":"error","text":"is broken","more":"","place":"rules.yaml:3:1","line":3}]}"#
        )
        let doubtful = await hall.post(Self.examine, form.body(text: "version: 1\ndoubtful"), as: hall.author).text
        #expect(doubtful.contains(#""clean":true"#) && doubtful.contains(#""line":2"#))
        #expect(doubtful.contains("Another takes it all. Delete it."))
        let name = await hall.post(Self.examine, form.body(name: "../x.yaml", text: "version: 1"), as: hall.author).text
        #expect(name.contains("Expected a name such as roles.yaml"))
        #expect(try await hall.drafts.isEmpty)
    }

    /// Each gate of it alone refuses.
    @Test func `answers its own page, its own session, and those who may try`() async throws {
        let hall = try await DeskHall()
        let body = try await PolicyForm(hall, "/policies/new", query: "file=rules.yaml").body(text: "version: 1")
        #expect(await hall.post(Self.examine, body, as: hall.author).status == 200)
        #expect(
            await hall.post(Self.examine, body, token: "f0rm-t0ken-0123456789abcdeX", as: hall.author).status == 403)
        #expect(await hall.post(Self.examine, body, token: nil, as: hall.author).status == 403)
        #expect(await hall.post(Self.examine, body, origin: "https://evil.example", as: hall.author).status == 403)
        for role in ["auditor", "policy_approver", "operator", "staff"] {
            #expect(await hall.post(Self.examine, body, as: hall.visitor("choi-55cc", roles: [role])).status == 403)
        }
        #expect(hall.record.events(.administrationRefused).count == 4)
        let unproved = hall.visitor("song-31aa", roles: ["policy_author"], factorAge: nil)
        #expect(await hall.post(Self.examine, body, as: unproved).status != 200)
        #expect(await hall.post(Self.examine, body + "&more=1", as: hall.author).status == 400)
        let long = String(repeating: "a", count: FileEdit.formLimit)
        #expect(await hall.post(Self.examine, body + long, as: hall.author).status == 413)
        #expect(await hall.get(Self.examine, as: hall.author).status == 404)
    }

    @Test func `adds, renames and takes out a file`() async throws {
        let hall = try await DeskHall()
        let start = try DeskHall.bundle()
        func edited(was: String, name: String, text: String) throws -> [String] {
            let entries = Entries(["was": was, "name": name, "text": text])
            return try FileEdit(entries).applied(to: start).files.map(\.name)
        }
        #expect(
            try edited(was: "", name: "tests/a.yaml", text: "version: 1") == [
                "roles.yaml", "rules.yaml", "tests/a.yaml",
            ])
        #expect(try edited(was: "roles.yaml", name: "people.yaml", text: "x") == ["people.yaml", "rules.yaml"])
        #expect(try edited(was: "roles.yaml", name: "roles.yaml", text: " \n ") == ["rules.yaml"])
        for (was, name) in [("", "rules.yaml"), ("roles.yaml", "rules.yaml"), ("", "../rules.yaml"), ("", "")] {
            #expect(throws: FieldProblems.self) { try edited(was: was, name: name, text: "x") }
        }
        let new = await hall.get("/policies/new", query: "add=yes", as: hall.author).text
        #expect(new.contains("version: 1\n</textarea>"))
        #expect(await hall.get("/policies/new", query: "file=nowhere.yaml", as: hall.author).status == 404)
    }

    @Test func `lets one examination of a person run at a time, and two in all`() async throws {
        let turns = ExaminationTurns()
        let (kim, lee, park) = ("kim-7f3a", "lee-90aa", "park-22dd")
        func take(_ name: String, _ work: @escaping @Sendable () async throws -> Bool) async throws -> Bool? {
            try await turns.take(AccountName(stored: name), work)
        }
        let inner = try await take(kim) {
            #expect(try await turns.take(AccountName(stored: kim)) { true } == nil)
            return try await turns.take(AccountName(stored: lee)) {
                try await turns.take(AccountName(stored: park)) { true } == nil
            } ?? false
        }
        #expect(inner == true)
        #expect(try await take(park) { true } == true, "turns come back")
        await #expect(throws: FieldProblems.self) {
            _ = try await turns.take(AccountName(stored: kim)) { throw FieldProblems("x", EditorWords.badName) }
        }
        #expect(try await take(kim) { true } == true, "also after a failure")
    }
}

@Suite struct `A line of an examination` {
    @Test func `is taken apart by the names of the files`() {
        let files = ["rules.yaml", "odd:name.yaml"]
        let line = PolicyLine("rules.yaml:3:5: unknown key: 'x'", of: files)
        #expect(line.place == .init(file: "rules.yaml", line: 3, column: 5) && line.words == "unknown key: 'x'")
        #expect(PolicyLine("odd:name.yaml:1:2: what", of: files).place?.line == 1)
        for text in ["kim-7f3a would be shut out", "rules.yaml: is empty", "other.yaml:1:2: what", "rules.yaml:x:1: y"]
        {
            #expect(PolicyLine(text, of: files) == PolicyLine(place: nil, words: text))
        }
    }
}

@Suite struct `The difference of two texts` {
    private func turns(_ old: String, _ new: String) -> String {
        LineDifference(from: old, to: new).lines.map { line in
            switch line.turn {
            case .stayed: " " + line.text
            case .added: "+" + line.text
            case .removed: "-" + line.text
            }
        }.joined(separator: "|")
    }

    @Test func `is told line by line, in the order of reading`() {
        #expect(turns("a\nb\nc\n", "a\nx\nc\n") == " a|-b|+x| c")
        #expect(turns("", "a\n") == "+a" && turns("a\n", "") == "-a" && turns("a", "a\n") == " a")
        #expect(turns("a\nb\n", "b\na\nb\n").filter { $0 == "+" }.count == 1)
        #expect(turns("a\n\nb\n", "a\nb\n") == " a|-| b")
    }

    @Test func `gives both texts back, however much is different`() {
        let old = (0..<3000).map { "old \($0 % 7)" }.joined(separator: "\n")
        let new = (0..<3000).map { $0 % 3 == 0 ? "old \($0 % 7)" : "new \($0)" }.joined(separator: "\n")
        for (old, new) in [(old, new), ("a\nb\nc\nd\n", "b\nd\ne\n")] {
            let lines = LineDifference(from: old, to: new).lines
            #expect(lines.filter { $0.turn != .added }.map(\.text) == LineDifference.lines(of: old))
            #expect(lines.filter { $0.turn != .removed }.map(\.text) == LineDifference.lines(of: new))
        }
    }
}

@Suite struct `A kept replay` {
    @Test func `is read as the report was written`() throws {
        let replay = try #require(KeptReplay(HallWorkshop.report))
        #expect(replay.decisions == 13 && replay.outside == 4 && replay.from == "2026-11-22T10:00:00Z")
        let rule = try #require(replay.rules.rows.first)
        #expect(rule.name == "build-people" && rule.now == "no-usb" && rule.requests == ["7c1d02"])
        #expect(replay.consoles.rows.first?.counts.map(\.kind) == [.gained, .lost, .undecidable])
        #expect(replay.people.remainder == 3)
    }

    @Test(arguments: ["", "{}", "[]", #"{"format":"gwanmun-replay/2"}"#])
    func `of another format is none`(report: String) { #expect(KeptReplay(report) == nil) }
}
