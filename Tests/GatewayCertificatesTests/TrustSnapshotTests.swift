import COpenSSL
import GatewayIdentity
import Testing

@testable import GatewayCertificates

@Suite struct `Trust` {
    let pki: TestPKI
    let folder: TemporaryFolder
    let sources: TrustSources

    /// Files of both kinds of encoding, as an operator would lay them out.
    init() throws {
        pki = try TestPKI()
        folder = try TemporaryFolder()
        sources = TrustSources(
            anchors: [try folder.write(pki.root.certificate.pem(), "root.pem")],
            intermediates: [try folder.write(pki.issuing.certificate.der, "issuing.der")],
            revocationLists: [
                try folder.write(pki.list(by: pki.root).pem(), "root.crl"),
                try folder.write(pki.list(by: pki.issuing).der, "issuing.crl"),
            ])
    }

    private func load(_ sources: TrustSources, _ profile: CertificateProfile = .organisation) throws -> TrustSnapshot {
        try TrustSnapshot.load(sources, profile: profile)
    }

    private func problems(_ sources: TrustSources) -> [FileProblem] {
        do throws(TrustProblems) {
            _ = try TrustSnapshot.load(sources, profile: .organisation)
            return []
        } catch {
            return error.problems
        }
    }

    @Test func `is read from PEM and DER files`() throws {
        let trust = try load(sources)
        #expect(trust.judge.verdict(on: try pki.leaf()).reason == nil)
        #expect(trust.alarms(at: TestPKI.now).isEmpty)
        #expect(trust.authorities == [pki.root.certificate.der, pki.issuing.certificate.der])
    }

    @Test func `is read from a folder, which may hold a README and files still being written`() throws {
        let lists = try TemporaryFolder()
        try lists.write(pki.list(by: pki.root).pem() + pki.list(by: pki.issuing).pem(), "all.pem")
        try lists.write(Array("ask Kim".utf8), "README")
        try lists.write(Array("half a li".utf8), ".all.pem.new")
        var sources = sources
        sources.revocationLists = [lists.path]
        #expect(try load(sources).judge.verdict(on: pki.leaf()).reason == nil)
    }

    @Test func `counts its generations`() throws {
        let first = try load(sources).generation
        #expect(try load(sources).generation > first)
    }

    // MARK: Files that cannot be used

    @Test func `names every file that cannot be used`() throws {
        let broken = try folder.write(
            Array("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".utf8), "broken.pem")
        let missing = folder.path + "/missing.pem"
        let list = try folder.write(Array(try pki.list(by: pki.root).der.dropLast()), "short.crl")
        let found = problems(
            TrustSources(anchors: sources.anchors, intermediates: [broken, missing], revocationLists: [list]))
        #expect(Set(found.map(\.file)) == [broken, missing, list])
        #expect(found.first { $0.file == missing }?.what == "cannot open: No such file or directory")
    }

    @Test func `refuses an empty file, text, and bytes behind an object`() throws {
        for bytes in [[], Array("hello".utf8), pki.root.certificate.der + [0]] as [[UInt8]] {
            let file = try folder.write(bytes, "odd.pem")
            #expect(problems(TrustSources(anchors: [file], revocationLists: [])).map(\.file) == [file])
        }
    }

    @Test func `refuses a damaged block behind a good one`() throws {
        let file = try folder.write(
            try pki.root.certificate.pem() + Array("-----BEGIN CERTIFICATE-----\nAAAA\n".utf8), "half.pem")
        let found = problems(TrustSources(anchors: [file], revocationLists: []))
        #expect(found.first?.what.hasPrefix("PEM block 2 is damaged") == true)
    }

    @Test func `refuses a private key among certificates`() throws {
        let file = try folder.write(try pki.root.certificate.pem() + pki.root.key.pem(), "both.pem")
        #expect(
            problems(TrustSources(anchors: [file], revocationLists: [])).first?.what
                == "holds a PRIVATE KEY; only CERTIFICATE is expected here")
    }

    @Test func `refuses an anchor that is not self-signed, or no CA`() throws {
        let file = try folder.write(try pki.issuing.certificate.pem(), "issuing.pem")
        #expect(
            problems(TrustSources(anchors: [file], revocationLists: [])).first?.what.contains("is not self-signed")
                == true)
        let leaf = try folder.write(try pki.leaf().pem(), "leaf.pem")
        #expect(
            problems(TrustSources(anchors: [leaf], revocationLists: [])).first?.what.contains("is not a CA") == true)
    }

    @Test func `needs an anchor`() throws {
        let empty = try TemporaryFolder()
        #expect(problems(TrustSources(anchors: [empty.path], revocationLists: [])).map(\.file) == [empty.path])
        #expect(!problems(TrustSources(anchors: [], revocationLists: [])).isEmpty)
    }

    @Test func `refuses a profile whose policies are not object identifiers`() throws {
        let profile = CertificateProfile(
            name: "odd", extendedKeyUsage: .clientAuthentication, policies: .init(allowed: ["1.2.3", "gold"]))
        #expect(throws: TrustProblems.self) { try load(sources, profile) }
    }

    // MARK: Alarms

    private func alarms(
        _ lists: [RevocationList], at time: UnixTime = TestPKI.now, _ profile: CertificateProfile = .organisation
    ) throws -> [TrustAlarm] {
        let folder = try TemporaryFolder()
        for (index, list) in lists.enumerated() { try folder.write(list.der, "\(index).crl") }
        var sources = sources
        sources.revocationLists = [folder.path]
        return try load(sources, profile).alarms(at: time)
    }

    @Test func `warns of an issuer without a list`() throws {
        let found = try alarms([pki.list(by: pki.root)])
        #expect(found.map(\.kind) == [.listMissing])
        #expect(found.first?.issuer == "CN=Issuing,O=시험")
    }

    @Test func `warns of a list that is stale, and before of one that will be`() throws {
        let lists = [
            try pki.list(by: pki.root),
            try pki.list(by: pki.issuing) { $0.span = TestPKI.now - TestPKI.day * 9..<TestPKI.now + TestPKI.day },
        ]
        #expect(try alarms(lists, at: TestPKI.now - TestPKI.day).isEmpty)
        let soon = try alarms(lists, at: TestPKI.now + .seconds(3600))
        #expect(soon.map(\.kind) == [.listEndsSoon] && soon.allSatisfy { !$0.refusesPeople })
        let stale = try #require(try alarms(lists, at: TestPKI.now + TestPKI.day).first)
        #expect(stale.kind == .listStale && stale.refusesPeople)
        #expect(stale.age == TestPKI.day * 10 && stale.end == TestPKI.now + TestPKI.day)
        #expect(stale.file?.hasSuffix("/1.crl") == true)
    }

    @Test func `warns of a list older than the profile allows, but not of an anchor's`() throws {
        let profile = CertificateProfile(
            name: "fresh", extendedKeyUsage: .clientAuthentication, maximumListAge: .seconds(1800))
        let found = try alarms([pki.list(by: pki.root), pki.list(by: pki.issuing)], profile)
        #expect(found.map(\.kind) == [.listStale] && found.first?.issuer == "CN=Issuing,O=시험")
    }

    @Test func `does not warn of a stale list beside a fresh one`() throws {
        let old = try pki.list(by: pki.issuing) { $0.span = TestPKI.now - TestPKI.day * 9..<TestPKI.now - TestPKI.day }
        #expect(try alarms([pki.list(by: pki.root), pki.list(by: pki.issuing), old]).isEmpty)
    }

    @Test func `warns of a list that no known authority has signed`() throws {
        let forger = TestPKI.Issuer(certificate: pki.issuing.certificate, key: try PrivateKey.generate())
        #expect(
            try alarms([pki.list(by: pki.root), pki.list(by: pki.issuing), pki.list(by: forger)]).map(\.kind) == [
                .listUnverified
            ])
    }

    @Test func `does not use a list that is signed over a weak digest, and says so`() throws {
        let found = try alarms([pki.list(by: pki.root), pki.list(by: pki.issuing) { $0.digest = "SHA1" }])
        #expect(found.map(\.kind).contains(.listUnusable("signature over SHA1; SHA-256 is expected")))
        #expect(found.map(\.kind).contains(.listMissing))
    }

    @Test func `does not use an indirect list, and says so`() throws {
        let found = try alarms([
            pki.list(by: pki.root),
            pki.list(by: pki.issuing) { $0.extensions = [(NID_issuing_distribution_point, "critical,DER:30038401FF")] },
        ])
        #expect(found.map(\.kind).contains(.listUnusable("indirect lists are not supported")))
    }

    @Test func `warns of an authority that has expired`() throws {
        let kinds = try alarms([pki.list(by: pki.root), pki.list(by: pki.issuing)], at: TestPKI.now + TestPKI.year * 2)
            .map(\.kind)
        #expect(kinds.filter { $0 == .authorityExpired }.count == 2)
    }

    // MARK: What it tells of its lists

    @Test func `names every list with its file, its times and whether it speaks`() throws {
        let weak = try folder.write(pki.list(by: pki.issuing) { $0.digest = "SHA1" }.der, "weak.crl")
        var sources = sources
        sources.revocationLists.append(weak)
        let lists = try load(sources).revocationLists
        #expect(lists.map(\.file) == sources.revocationLists)
        #expect(lists.map { $0.speaks(at: TestPKI.now) } == [true, true, false])
        #expect(lists.map { $0.speaks(at: lists[0].end) } == [false, false, false])
        #expect(lists[0].issuer == pki.root.certificate.subject)
        #expect(lists.allSatisfy { $0.thisUpdate < TestPKI.now && TestPKI.now < $0.end })
    }

    @Test func `ends a list where the profile says that it is too old`() throws {
        var profile = CertificateProfile.organisation
        profile.maximumListAge = .seconds(7200)
        let lists = try load(sources, profile).revocationLists
        // The anchor's list speaks for authorities, which are not held to that age.
        #expect(lists[0].end > lists[0].thisUpdate + .seconds(7200))
        #expect(lists[1].end == lists[1].thisUpdate + .seconds(7200))
    }

    // MARK: Watching

    @Test func `shows by its stamp that a file was replaced, added or lost`() throws {
        var sources = sources
        sources.revocationLists = [folder.path]
        let before = sources.stamp()
        #expect(sources.stamp() == before)
        try folder.write(pki.list(by: pki.issuing) { $0.number = 2 }.der, "issuing.crl")
        let replaced = sources.stamp()
        #expect(replaced != before)
        try folder.write(pki.list(by: pki.issuing).der, "more.crl")
        #expect(sources.stamp() != replaced)
        sources.anchors = [folder.path + "/gone.pem"]
        #expect(sources.stamp() != replaced)
    }
}
