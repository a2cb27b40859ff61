import GatewayAudit
import GatewayCrypto
import GatewayIdentity
import Glibc
import Synchronization
import Testing

@testable import GatewayAuditFile

@Suite struct `A node that looks at its own trail` {
    private let signed: SignedTrail

    init() throws { signed = try SignedTrail() }

    @Test func `says that it is whole, and from where to where`() throws {
        #expect(try firstFinding().description == "whole 1 to 9")
    }

    @Test func `finds a record that was edited while it served`() throws {
        let name = try #require(try signed.trail.segmentFiles.first)
        var edited = try signed.trail.read(name)
        edited[30] ^= 1
        try signed.trail.write(name, edited)
        #expect(try firstFinding().description == "broken by chain")
    }

    @Test func `finds by a copy elsewhere that the folder is an older one`() throws {
        try signed.rewrite(keeping: 4)
        signed.trail.remove(CheckpointFile.name)
        #expect(try firstFinding().description == "whole 1 to 4")
        #expect(try firstFinding(copies: [signed.copy]).description == "broken by checkpoint")
    }

    @Test func `looks at a segment when it is closed`() throws {
        let names = try DiskFolder(signed.trail.path, isMade: false).segments()
        let findings = Findings()
        let patrol = try patrol(findings, first: .seconds(3600))
        patrol.verify(names[1])
        #expect(findings.next().description == "whole 4 to 6")
        var edited = try signed.trail.read(names[1].file)
        edited[edited.count - 200] ^= 1
        try signed.trail.write(names[1].file, edited)
        patrol.verify(names[1])
        #expect(findings.next().description == "broken by chain")
        patrol.stop()
    }

    private func firstFinding(copies: [String] = []) throws -> PatrolFinding {
        let findings = Findings()
        let patrol = try patrol(findings, first: .zero, copies: copies)
        defer { patrol.stop() }
        return findings.next()
    }

    private func patrol(_ findings: Findings, first: Duration, copies: [String] = []) throws -> TrailPatrol {
        let key = try signed.key.verificationKey
        return try TrailPatrol(
            signed.trail.path, every: .seconds(3600), first: first,
            against: { AnchorSources(files: copies, keys: [key]) }, report: { findings.add($0) })
    }
}

/// What a patrol reported, one after the other.
private final class Findings: Sendable {
    private let all = Mutex<[PatrolFinding]>([])
    private let isThere = WakeSignal()

    func add(_ finding: PatrolFinding) {
        all.withLock { $0.append(finding) }
        isThere.signal()
    }

    func next() -> PatrolFinding {
        while true {
            if let first = all.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { return first }
            isThere.wait(atMost: .seconds(1))
        }
    }
}

extension PatrolFinding {
    fileprivate var description: String {
        switch self {
        case .whole(let first, let last): "whole \(first) to \(last)"
        case .broken(_, _, let chainBreak): "broken by \(chainBreak.difference.witness.rawValue)"
        case .unreadable(let why): "unreadable: \(why)"
        }
    }
}
