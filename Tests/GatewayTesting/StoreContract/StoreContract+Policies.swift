internal import GatewayCrypto
internal import GatewayIdentity
internal import GatewayStore
internal import Testing

/// Drafts and versions of the policy.
extension StoreContract {
    private static let kim = PolicyHand(Sample.name("kim-7f3a"), key: AuthenticatorID("cert-kim"))
    private static let lee = PolicyHand(Sample.name("lee-8b2c"), key: AuthenticatorID("cert-lee"))
    private static let han = PolicyHand(Sample.name("han-3d4e"), key: AuthenticatorID("cert-han"))
    private static let hour = Duration.seconds(3600)

    static let policies: [StoreClaim] = [
        StoreClaim("of 20 first versions exactly one is kept, with its files") { store in
            let bundle = try bundle("first")
            let kept = try await winners(of: 20) { _ in try await store.activate(founding(), holding: bundle) }
            #expect(kept == 1)
            #expect(try await store.currentPolicy() == founding())
            #expect(try await store.policyBundle(digest("first")) == bundle)
            #expect(try await store.policyBundle(digest("second")) == nil)
        },
        StoreClaim("a version follows the one in force, or is none") { store in
            try await found(store)
            let second = version(2, "second", .file)
            #expect(try await store.activate(version(3, "third", .file), holding: try bundle("third")) == false)
            #expect(try await store.activate(second, holding: try bundle("second")))
            #expect(try await store.activate(second, holding: try bundle("second")) == false)
            #expect(try await store.policyVersions(limit: 9) == [second, founding()])
            #expect(try await store.policyVersion(1) == founding())
            try await store.noteFolderShows(2, at: Sample.start)
            #expect(try await store.currentPolicy()?.folderWrittenAt == Sample.start)
        },
        StoreClaim("a draft is approved once, by nobody who wrote in it nor by the same certificate") { store in
            try await found(store)
            let draft = try await propose(in: store)
            let same = PolicyHand(Sample.name("twin-0000"), key: kim.key)
            for hand in [kim, same] {
                #expect(try await store.approveDraft("d-1", saying: draft.content, approval(by: hand)) == false)
            }
            let approved = try await winners(of: 20) { _ in
                try await store.approveDraft("d-1", saying: draft.content, approval(by: lee))
            }
            #expect(approved == 1)
            #expect(try await store.policyDraft("d-1")?.state == .approved(approval(by: lee)))
        },
        StoreClaim("an edit voids the approval, and its writer approves the draft no more") { store in
            try await found(store)
            let draft = try await propose(in: store)
            #expect(try await store.approveDraft("d-1", saying: draft.content, approval(by: lee)))
            let edited = content("third")
            #expect(
                try await store.editDraft(
                    "d-1", to: edited, holding: try bundle("third"), by: han, replacing: digest("stale")) == false)
            #expect(
                try await store.editDraft(
                    "d-1", to: edited, holding: try bundle("third"), by: han, replacing: digest("second")))
            #expect(try await store.policyDraft("d-1")?.state == .open)
            #expect(try await store.policyDraft("d-1")?.hands == [kim, han])
            #expect(try await store.policyBundle(digest("second")) == nil)
            #expect(try await store.activate(version(2, "second", .change), from: "d-1", under: seal) == false)
            #expect(try await store.approveDraft("d-1", saying: draft.content, approval(by: lee)) == false)
            #expect(try await store.approveDraft("d-1", saying: edited, approval(by: han)) == false)
            #expect(try await store.approveDraft("d-1", saying: edited, approval(by: lee)))
        },
        StoreClaim("an unsound draft is not approved") { store in
            try await found(store)
            let draft = try await propose(in: store, sound: false)
            #expect(try await store.approveDraft("d-1", saying: draft.content, approval(by: lee)) == false)
        },
        StoreClaim("an approved draft comes into force once, under its seal, and voids what was approved beside it") {
            store in
            try await found(store)
            let draft = try await propose(in: store)
            let other = try await propose("d-2", "third", in: store)
            #expect(try await store.approveDraft("d-1", saying: draft.content, approval(by: lee)))
            #expect(try await store.approveDraft("d-2", saying: other.content, approval(by: lee)))
            let second = version(2, "second", .change)
            #expect(try await store.activate(second, from: "d-1", under: Sample.digest(1)) == false)
            #expect(try await store.activate(version(2, "third", .change), from: "d-1", under: seal) == false)
            let activated = try await winners(of: 20) { _ in
                try await store.activate(second, from: "d-1", under: seal)
            }
            #expect(activated == 1)
            #expect(try await store.policyDraft("d-1")?.state == .activated(version: 2, at: second.at))
            #expect(try await store.policyDraft("d-2")?.state == .open)
            // It follows version 1 still.
            #expect(try await store.approveDraft("d-2", saying: other.content, approval(by: lee)) == false)
            #expect(try await store.activate(version(3, "third", .change), from: "d-2", under: seal) == false)
        },
        StoreClaim("a draft that is closed is neither edited, approved nor scheduled") { store in
            try await found(store)
            let draft = try await propose(in: store)
            let closing = PolicyDraft.Closing(.rejected, by: lee.account, at: Sample.start, reason: "밤에 열림")
            #expect(try await winners(of: 20) { _ in try await store.closeDraft("d-1", closing) } == 1)
            #expect(try await store.policyDraft("d-1")?.state == .closed(closing))
            #expect(try await store.approveDraft("d-1", saying: draft.content, approval(by: lee)) == false)
            #expect(try await store.scheduleDraft("d-1", under: seal, due: Sample.start) == false)
            #expect(
                try await store.editDraft(
                    "d-1", to: content("third"), holding: try bundle("third"), by: kim, replacing: digest("second"))
                    == false)
            #expect(try await store.openPolicyDrafts().isEmpty)
            #expect(try await store.policyDrafts(limit: 9).map(\.id) == ["d-1"])
        },
        StoreClaim("an approved draft waits for a time under its seal") { store in
            try await found(store)
            let draft = try await propose(in: store)
            #expect(try await store.scheduleDraft("d-1", under: seal, due: Sample.start + hour) == false)
            #expect(try await store.approveDraft("d-1", saying: draft.content, approval(by: lee)))
            #expect(try await store.scheduleDraft("d-1", under: Sample.digest(1), due: Sample.start) == false)
            #expect(try await store.scheduleDraft("d-1", under: seal, due: Sample.start + hour))
            let expected = PolicyDraft.Approval(
                by: lee, at: Sample.start, reason: "looked through", seal: seal, due: Sample.start + hour)
            #expect(try await store.policyDraft("d-1")?.state == .approved(expected))
        },
        StoreClaim("an emergency is ratified once, in time, in force, and by another person and certificate") { store in
            try await found(store)
            let emergency = PolicyVersion(
                number: 2, bundle: digest("second"), policy: Sample.digest(8), cause: .emergency, author: kim.account,
                reason: "incident 23", at: Sample.start, emergency: .init(by: kim, until: Sample.start + hour))
            #expect(try await store.activate(emergency, holding: try bundle("second")))
            #expect(try await store.lastingPolicy(before: 3) == founding())
            let twin = PolicyHand(Sample.name("twin-0000"), key: kim.key)
            #expect(try await store.ratify(2, ratification(by: kim)) == false)
            #expect(try await store.ratify(2, ratification(by: twin)) == false)
            #expect(try await store.ratify(2, ratification(by: lee, at: Sample.start + hour)) == false)
            #expect(try await winners(of: 20) { _ in try await store.ratify(2, ratification(by: lee)) } == 1)
            #expect(try await store.currentPolicy()?.emergency?.ratification == ratification(by: lee))
            #expect(try await store.lastingPolicy(before: 3)?.number == 2)
        },
    ]

    private static let seal = Sample.digest(42)

    private static func bundle(_ word: String) throws -> PolicyBundle {
        try PolicyBundle([.init(name: "rules.yaml", text: word), .init(name: "tests/rules.yaml", text: word)])
    }

    private static func digest(_ word: String) -> SHA256Digest { SHA256.digest(of: Array(word.utf8)) }

    private static func founding() -> PolicyVersion { version(1, "first", .founding) }

    private static func version(_ number: Int, _ word: String, _ cause: PolicyVersion.Cause) -> PolicyVersion {
        PolicyVersion(
            number: number, bundle: digest(word), policy: Sample.digest(7), cause: cause, author: kim.account,
            approver: cause == .change ? lee.account : nil, reason: "as found", at: Sample.start,
            draft: cause == .change ? "d-1" : nil)
    }

    private static func found(_ store: any Store) async throws {
        #expect(try await store.activate(founding(), holding: try bundle("first")))
    }

    private static func content(_ word: String, sound: Bool = true) -> PolicyDraft.Content {
        PolicyDraft.Content(
            bundle: digest(word), base: 1, reason: "야간 근무", editedAt: Sample.start,
            examination: StoredExamination(report: "{}", sha256: Sample.digest(9), isSound: sound))
    }

    @discardableResult
    private static func propose(
        _ id: String = "d-1", _ word: String = "second", in store: any Store, sound: Bool = true
    ) async throws -> PolicyDraft {
        let draft = PolicyDraft(
            id: id, purpose: .change, author: kim.account, createdAt: Sample.start,
            content: content(word, sound: sound), hands: [kim])
        try await store.insert(draft, holding: try bundle(word))
        #expect(try await store.policyDraft(id) == draft)
        return draft
    }

    private static func approval(by hand: PolicyHand) -> PolicyDraft.Approval {
        .init(by: hand, at: Sample.start, reason: "looked through", seal: seal)
    }

    private static func ratification(by hand: PolicyHand, at: UnixTime = Sample.start) -> PolicyVersion.Ratification {
        .init(by: hand, at: at, reason: "still needed")
    }
}
