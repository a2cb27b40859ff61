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
    private static let day = Duration.seconds(86400)

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
        StoreClaim("an edit of a way back makes a change of it") { store in
            try await found(store)
            _ = try await propose(in: store, for: .rollback(to: 1))
            #expect(
                try await store.editDraft(
                    "d-1", to: content("third"), holding: try bundle("third"), by: kim, replacing: digest("second")))
            #expect(try await store.policyDraft("d-1")?.purpose == .change)
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
                by: lee, at: Sample.start, until: Sample.start + day, reason: "looked through", seal: seal,
                due: Sample.start + hour)
            #expect(try await store.policyDraft("d-1")?.state == .approved(expected))
        },
        StoreClaim("an approval that ended puts nothing in force") { store in
            try await found(store)
            let draft = try await propose(in: store)
            #expect(try await store.approveDraft("d-1", saying: draft.content, approval(by: lee)))
            #expect(
                try await store.activate(
                    version(2, "second", .change, at: Sample.start + day), from: "d-1", under: seal)
                    == false)
            #expect(
                try await store.activate(
                    version(2, "second", .change, at: Sample.start + day - hour), from: "d-1", under: seal))
        },
        StoreClaim("over an emergency that nobody ratified its author approves nothing") { store in
            try await found(store)
            #expect(try await store.activate(emergency(), holding: try bundle("second")))
            let draft = try await propose("d-1", "third", in: store, base: 2, by: han)
            let twin = PolicyHand(Sample.name("twin-0000"), key: kim.key)
            for hand in [kim, twin] {
                #expect(try await store.approveDraft("d-1", saying: draft.content, approval(by: hand)) == false)
            }
            #expect(try await store.ratify(2, ratification(by: lee)))
            #expect(try await store.approveDraft("d-1", saying: draft.content, approval(by: kim)))
        },
        StoreClaim("a version keeps everybody's name who wrote in it, and who signed it") { store in
            try await found(store)
            let signed = PolicyVersion(
                number: 2, bundle: digest("second"), policy: Sample.digest(8), cause: .signedFile, author: kim.account,
                writers: [kim.account, han.account], signing: .init(serial: 3, signers: ["CN=김문지,O=예시", "key 00ff"]),
                reason: "as found", at: Sample.start)
            #expect(try await store.activate(signed, holding: try bundle("second")))
            #expect(try await store.currentPolicy() == signed)
        },
        StoreClaim("signed files come into force under serial numbers that only grow") { store in
            try await found(store)
            #expect(try await store.highestPolicySerial() == nil)
            func signed(_ number: Int, _ serial: Int) -> PolicyVersion {
                PolicyVersion(
                    number: number, bundle: digest("v\(serial)"), policy: Sample.digest(8), cause: .signedFile,
                    author: kim.account, signing: .init(serial: serial, signers: ["key 00ff"]), reason: "as found",
                    at: Sample.start)
            }
            #expect(try await store.activate(signed(2, 5), holding: try bundle("second")))
            for serial in [4, 5] {
                #expect(try await store.activate(signed(3, serial), holding: try bundle("third")) == false)
            }
            #expect(try await store.activate(signed(3, 6), holding: try bundle("third")))
            #expect(try await store.highestPolicySerial() == 6)
        },
        StoreClaim("drafts that came to nothing are forgotten with their files; what is open or in force stays") {
            store in
            try await found(store)
            let activated = try await propose("d-1", "second", in: store)
            #expect(try await store.approveDraft("d-1", saying: activated.content, approval(by: lee)))
            for (id, word) in [("d-2", "third"), ("d-3", "fourth")] { try await propose(id, word, in: store) }
            let closing = PolicyDraft.Closing(.dropped, by: kim.account, at: Sample.start, reason: "밤에 열림")
            #expect(try await store.closeDraft("d-2", closing))
            let later = Sample.start + hour
            #expect(try await store.stalePolicyDrafts(before: later, limit: 9).map(\.id) == ["d-2"])
            #expect(try await store.forgetPolicyDraft("d-3", staleBefore: later) == false)
            #expect(try await store.activate(version(2, "second", .change), from: "d-1", under: seal))
            #expect(try await store.stalePolicyDrafts(before: Sample.start, limit: 9).isEmpty)
            #expect(try await store.stalePolicyDrafts(before: later, limit: 9).map(\.id) == ["d-2", "d-3"])
            for id in ["d-2", "d-3"] { #expect(try await store.forgetPolicyDraft(id, staleBefore: later)) }
            #expect(try await store.forgetPolicyDraft("d-1", staleBefore: later) == false)
            #expect(try await store.policyDrafts(limit: 9).map(\.id) == ["d-1"])
            #expect(try await store.policyBundle(digest("third")) == nil)
            #expect(try await store.policyBundle(digest("second")) != nil)
        },
        StoreClaim("the folder's last version is the newest that it showed") { store in
            try await found(store)
            #expect(try await store.lastShownPolicy() == nil)
            try await store.noteFolderShows(1, at: Sample.start)
            #expect(try await store.activate(version(2, "second", .file), holding: try bundle("second")))
            #expect(try await store.lastShownPolicy()?.number == 1)
        },
        StoreClaim("an emergency is ratified once, while it is in force, and by another person and certificate") {
            store in
            try await found(store)
            #expect(try await store.activate(emergency(), holding: try bundle("second")))
            #expect(try await store.lastingPolicy(before: 3) == founding())
            let twin = PolicyHand(Sample.name("twin-0000"), key: kim.key)
            #expect(try await store.ratify(2, ratification(by: kim)) == false)
            #expect(try await store.ratify(2, ratification(by: twin)) == false)
            // Also when its hours are over, as long as nothing took its place.
            let late = ratification(by: lee, at: Sample.start + hour)
            #expect(try await winners(of: 20) { _ in try await store.ratify(2, late) } == 1)
            #expect(try await store.currentPolicy()?.emergency?.ratification == late)
            #expect(try await store.lastingPolicy(before: 3)?.number == 2)
            #expect(try await store.activate(version(3, "third", .file), holding: try bundle("third")))
            #expect(try await store.ratify(2, ratification(by: han)) == false)
        },
        StoreClaim("of 20 trials of drafts exactly one begins, and it ends once") { store in
            try await found(store)
            try await propose(in: store)
            try await propose("d-2", "third", in: store)
            let begun = try await winners(of: 20) { index in
                try await store.startTrial(index.isMultiple(of: 2) ? trial() : trial("d-2", "third"))
            }
            #expect(begun == 1)
            let kept = try #require(try await store.policyTrial())
            #expect(kept == trial() || kept == trial("d-2", "third"))
            // One that began at another time is another.
            #expect(try await store.endTrial(trial(kept.draft, at: Sample.start + hour)) == false)
            #expect(try await winners(of: 20) { _ in try await store.endTrial(kept) } == 1)
            #expect(try await store.policyTrial() == nil)
            #expect(try await store.startTrial(trial()))
        },
        StoreClaim("what is on trial is a sound draft as it is now, over the version in force") { store in
            try await found(store)
            try await propose(in: store)
            try await propose("d-2", "third", in: store, sound: false)
            try await propose("d-3", "fourth", in: store)
            #expect(try await store.startTrial(trial("d-2", "third")) == false)
            #expect(try await store.startTrial(trial("d-1", "fourth")) == false)
            #expect(try await store.startTrial(trial("d-9")) == false)
            let closing = PolicyDraft.Closing(.dropped, by: kim.account, at: Sample.start, reason: "not needed")
            #expect(try await store.closeDraft("d-3", closing))
            #expect(try await store.startTrial(trial("d-3", "fourth")) == false)
            #expect(try await store.activate(version(2, "fifth", .file), holding: try bundle("fifth")))
            #expect(try await store.startTrial(trial()) == false)
            #expect(try await store.policyTrial() == nil)
        },
        StoreClaim("a draft that is forgotten is on trial no more") { store in
            try await found(store)
            try await propose(in: store)
            #expect(try await store.startTrial(trial()))
            let closing = PolicyDraft.Closing(.dropped, by: kim.account, at: Sample.start, reason: "not needed")
            #expect(try await store.closeDraft("d-1", closing))
            #expect(try await store.policyTrial() == trial())
            #expect(try await store.forgetPolicyDraft("d-1", staleBefore: Sample.start + day))
            #expect(try await store.policyTrial() == nil)
        },
    ]

    private static func trial(_ draft: String = "d-1", _ word: String = "second", at: UnixTime = Sample.start)
        -> PolicyTrial
    {
        PolicyTrial(
            draft: draft, bundle: digest(word), policy: Sample.digest(8), base: 1, startedBy: lee.account,
            reason: "두 주 동안", startedAt: at, until: at + day)
    }

    private static let seal = Sample.digest(42)

    private static func bundle(_ word: String) throws -> PolicyBundle {
        try PolicyBundle([.init(name: "rules.yaml", text: word), .init(name: "tests/rules.yaml", text: word)])
    }

    private static func digest(_ word: String) -> SHA256Digest { SHA256.digest(of: Array(word.utf8)) }

    private static func founding() -> PolicyVersion { version(1, "first", .founding) }

    private static func emergency() -> PolicyVersion {
        PolicyVersion(
            number: 2, bundle: digest("second"), policy: Sample.digest(8), cause: .emergency, author: kim.account,
            reason: "incident 23", at: Sample.start, emergency: .init(by: kim, until: Sample.start + hour))
    }

    private static func version(
        _ number: Int, _ word: String, _ cause: PolicyVersion.Cause, at: UnixTime = Sample.start
    ) -> PolicyVersion {
        PolicyVersion(
            number: number, bundle: digest(word), policy: Sample.digest(7), cause: cause, author: kim.account,
            approver: cause == .change ? lee.account : nil, reason: "as found", at: at,
            draft: cause == .change ? "d-1" : nil)
    }

    private static func found(_ store: any Store) async throws {
        #expect(try await store.activate(founding(), holding: try bundle("first")))
    }

    private static func content(_ word: String, sound: Bool = true, base: Int = 1) -> PolicyDraft.Content {
        PolicyDraft.Content(
            bundle: digest(word), base: base, reason: "야간 근무", editedAt: Sample.start,
            examination: StoredExamination(report: "{}", sha256: Sample.digest(9), isSound: sound))
    }

    @discardableResult
    private static func propose(
        _ id: String = "d-1", _ word: String = "second", in store: any Store, sound: Bool = true, base: Int = 1,
        by hand: PolicyHand = kim, for purpose: PolicyDraft.Purpose = .change
    ) async throws -> PolicyDraft {
        let draft = PolicyDraft(
            id: id, purpose: purpose, author: hand.account, createdAt: Sample.start,
            content: content(word, sound: sound, base: base), hands: [hand])
        try await store.insert(draft, holding: try bundle(word))
        #expect(try await store.policyDraft(id) == draft)
        return draft
    }

    private static func approval(by hand: PolicyHand) -> PolicyDraft.Approval {
        .init(by: hand, at: Sample.start, until: Sample.start + day, reason: "looked through", seal: seal)
    }

    private static func ratification(by hand: PolicyHand, at: UnixTime = Sample.start) -> PolicyVersion.Ratification {
        .init(by: hand, at: at, reason: "still needed")
    }
}
