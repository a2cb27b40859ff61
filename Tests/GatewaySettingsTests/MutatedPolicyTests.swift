import GatewayIdentity
import GatewayPolicy
import GatewaySettings
import Testing

/// Slips of the finger: a damaged policy is refused, or allows nothing that the sound one did not.
@Suite struct `A mutated policy` {
    private static let names = [
        "grades.yaml", "roles.yaml", "zones.yaml", "consoles.yaml", "approvals.yaml", "floors.yaml", "rules.yaml",
    ]
    private let files: [SettingsFile]
    private let reader: PolicyReader
    private let sound: PolicySnapshot
    private let questions: [Question]

    init() throws {
        files = try Self.names.map { SettingsFile(name: $0, text: try Repository.text("Policies/" + $0)) }
        reader = PolicyReader(site: try .test(), digest: testDigest)
        let loaded = try reader.read(files, directory: "/p")
        sound = loaded.snapshot
        questions = try Self.questions()
    }

    private static func questions() throws -> [Question] {
        let now = try #require(RFC3339.parse("2026-11-23T10:00:00+09:00"))
        var questions: [Question] = []
        for (roles, time) in [
            (["staff"], now), (["staff"], now + .seconds(12 * 3600)), (["auditor"], now), (["privileged_admin"], now),
            (["foreign_partner"], now),
        ] {
            for (console, path) in [
                ("notice", "/"), ("build", "/jobs"), ("build", "/export/a"), ("fab", "/project/x"), ("fab", "/kms/a"),
                ("fab", "/project/p-17/drawings"),
            ] {
                for (source, kinds, isBacked) in [
                    ("10.20.1.5", [FactorKind.certificate, .totp], false),
                    ("10.20.1.5", [.certificate, .webauthn], true), ("10.30.0.5", [.certificate, .webauthn], true),
                    ("10.77.0.9", [.certificate], false), ("10.77.0.9", [.certificate, .totp], true),
                ] {
                    for method in [RequestMethod.get, .put, .delete] {
                        let proofs = kinds.map {
                            FactorProof(kind: $0, authenticator: AuthenticatorID($0.rawValue), at: time)
                        }
                        questions.append(
                            Question(
                                subject: Subject(
                                    account: AccountName(stored: "kim-7f3a"), roles: Set(roles.map { RoleName($0) })),
                                console: ConsoleID(console),
                                circumstances: Circumstances(
                                    at: time, source: try #require(NetworkAddress(source)), proofs: proofs,
                                    grants: isBacked ? [hour(of: console, around: time)] : [],
                                    approvals: isBacked ? everything(around: time) : [],
                                    device: isBacked ? .designated(try #require(DeviceID("KT-0042"))) : .none),
                                method: method, path: path))
                    }
                }
            }
        }
        return questions
    }

    private static func hour(of console: String, around time: UnixTime) -> Grant {
        Grant(console: ConsoleID(console), from: time - .seconds(1800), to: time + .seconds(1800))
    }

    /// But the officer's approval, which the wireless network needs.
    private static func everything(around time: UnixTime) -> [HeldApproval] {
        [.handler, .pledge, .training, ApprovalName("two_person")].map {
            HeldApproval($0, from: time - .seconds(1800), to: time + .seconds(1800))
        }
    }

    private func isOpen(_ decision: Decision) -> Bool {
        switch decision {
        case .permit: true
        case .stepUp, .deny: false
        }
    }

    /// A tenth of a second a hundred in a release build; `make fuzz` runs more of the same.
    @Test(arguments: [1, 2, 3, 4])
    func `never allows more`(seed: UInt64) throws {
        #expect(questions.contains { isOpen(sound.decide($0)) })
        var random = SeededRandom(seed)
        var refused = 0
        for _ in 0..<60 {
            let mutated = mutate(&random)
            do throws(SettingsProblems) {
                let snapshot = try reader.read(mutated.files, directory: "/p").snapshot
                for question in questions where isOpen(snapshot.decide(question)) {
                    #expect(isOpen(sound.decide(question)), "\(mutated.what) opened \(question)")
                }
            } catch {
                refused += 1
            }
        }
        #expect(refused > 30)
    }

    /// One slip in one word of one file. Words that are free text, networks, paths and numbers stay: another of them is another policy, not a slip.
    private func mutate(_ random: inout SeededRandom) -> (files: [SettingsFile], what: String) {
        let index = Int.random(in: files.indices, using: &random)
        var lines = files[index].text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let free = [
            "#", "hosts:", "upstreams:", "owner:", "manager:", "cidr:", "paths:", "timeouts:", "hours:", "holidays:",
            "methods:",
        ]
        let candidates = lines.indices.filter { number in
            lines[number].count > 4 && !free.contains { lines[number].contains($0) }
        }
        let number = candidates[Int.random(in: candidates.indices, using: &random)]
        let before = lines[number]
        lines[number] = Self.slip(in: before, &random)
        var copy = files
        copy[index] = SettingsFile(name: files[index].name, text: lines.joined(separator: "\n"))
        return (copy, "\(before) -> \(lines[number])")
    }

    private static func slip(in line: String, _ random: inout SeededRandom) -> String {
        var bytes = Array(line.utf8)
        let letters = bytes.indices.filter { (0x61...0x7A).contains(bytes[$0]) }
        guard let at = letters.randomElement(using: &random) else { return line + "x" }
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes[at] = UInt8.random(in: 0x61...0x7A, using: &random)
        case 1: bytes.remove(at: at)
        case 2: bytes.insert(UInt8.random(in: 0x61...0x7A, using: &random), at: at)
        case 3: bytes.insert(contentsOf: Array("&a ".utf8), at: at)
        case 4: bytes.insert(contentsOf: Array("!t ".utf8), at: at)
        case _: bytes = Array(bytes[..<at])
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Any bytes: never a crash, and either a policy or a complaint with a place.
    @Test func `of any kind is a policy or a complaint`() throws {
        var random = SeededRandom(0x79_616d_6c)
        let pieces = [
            "{", "}", "[", "]", ":", ",", "- ", "\n", "  ", "&a", "*a", "!!", "\"", "'", "|", ">", "#", "? ", "%", "@",
            "\t", "한", "\u{0}", "rules", "1", "<<", "---",
        ]
        for _ in 0..<300 {
            var text = Int.random(in: 0..<2, using: &random) == 0 ? "version: 1\n" : ""
            for _ in 0..<Int.random(in: 1...20, using: &random) {
                text += pieces[Int.random(in: pieces.indices, using: &random)]
            }
            do throws(SettingsProblems) {
                _ = try reader.read(files + [SettingsFile(name: "x.yaml", text: text)], directory: "/p")
            } catch {
                #expect(
                    error.all.allSatisfy { $0.position.line >= 1 && $0.position.column >= 1 && !$0.description.isEmpty }
                )
            }
        }
    }
}
