import GatewayIdentity
import GatewayStore
import GatewayTesting
import Testing

@testable import GatewayAccess

@Suite struct `An early directory` {
    private static func entry(_ name: String, key byte: UInt8, state: AccountState = .active) -> DirectoryEntry {
        var account = Sample.account(name)
        account.state = state
        let binding = CertificateBinding(
            account: account.name, reference: .publicKey(Sample.certificate(byte).publicKey), boundAt: Sample.start)
        return DirectoryEntry(account: account, bindings: [binding], grants: [])
    }

    private static func whole(_ entries: DirectoryEntry...) -> Directory {
        var directory = Directory()
        for entry in entries { directory.put(entry) }
        return directory
    }

    @Test func `becomes whole with what was read, and over it what was put or removed meanwhile`() {
        var directory = Directory.early([])
        directory.put(Self.entry("kim-7f3a", key: 1, state: .disabled))
        directory.put(nil, named: Sample.name("lee-90aa"))
        directory.complete(
            with: Self.whole(
                Self.entry("kim-7f3a", key: 2), Self.entry("lee-90aa", key: 3), Self.entry("cho-9a1c", key: 4)))
        #expect(directory.hasEverybody)
        #expect(directory.accounts[Sample.name("kim-7f3a")]?.state == .disabled)
        #expect(directory.accounts[Sample.name("lee-90aa")] == nil)
        #expect(directory.accounts[Sample.name("cho-9a1c")] != nil)
        #expect(directory.bindings[Sample.name("kim-7f3a")] == Self.entry("kim-7f3a", key: 1).bindings)
        #expect(directory.bindings[Sample.name("lee-90aa")] == nil)
    }

    @Test func `keeps its locks, and takes none from what was read`() {
        let lock = EmergencyLock(
            id: "1", target: .organisation("한빛 반도체"), reason: "incident 7", by: Sample.name("sec-4d5e"),
            at: Sample.start, until: nil)
        var directory = Directory.early([lock])
        directory.complete(with: Directory())
        #expect(directory.locks == ["1": lock])
    }

    @Test func `follows a binding from one account to another while it is being read`() {
        var directory = Directory.early([])
        directory.put(DirectoryEntry(account: Sample.account("kim-7f3a"), bindings: [], grants: []))
        directory.put(Self.entry("lee-90aa", key: 1))
        // As it was before: the key is kim's.
        directory.complete(with: Self.whole(Self.entry("kim-7f3a", key: 1)))
        let again = Self.entry("lee-90aa", key: 1).bindings
        #expect(directory.bindings[Sample.name("lee-90aa")] == again)
        #expect(directory.bindings[Sample.name("kim-7f3a")] == [])
    }

    @Test func `answers for so many certificates and no more`() {
        var directory = Directory.early([])
        func certificate(_ number: Int) -> ClientCertificate {
            let sample = Sample.certificate()
            var bytes = [UInt8](repeating: 0, count: 32)
            for byte in 0..<4 { bytes[byte] = UInt8(truncatingIfNeeded: number >> (8 * byte)) }
            return ClientCertificate(
                fingerprint: bytes.withUnsafeBytes { SHA256Digest($0) }, publicKey: sample.publicKey,
                issuer: sample.issuer, serial: sample.serial, subject: sample.subject, notBefore: sample.notBefore,
                notAfter: sample.notAfter, policies: [])
        }
        var answers = 0
        while answers < Directory.answerLimit, directory.answer(for: certificate(answers), with: []) { answers += 1 }
        #expect(answers == Directory.answerLimit)
        let oneMore = directory.answer(for: certificate(Directory.answerLimit), with: [])
        #expect(!oneMore)
        #expect(!directory.speaks(for: certificate(Directory.answerLimit)))
        // Those it answers for already it goes on answering for.
        let again = directory.answer(for: certificate(7), with: [])
        #expect(again)
    }
}
