import GatewayAudit
import Glibc
import Testing

@testable import GatewayAuditFile

@Suite struct `A copy of the checkpoints on another disk` {
    private let signed: SignedTrail
    private var spool: String { signed.trail.path + "/" + CheckpointFile.name }

    init() throws { signed = try SignedTrail() }

    @Test func `begins at the beginning where it has nothing`() throws {
        #expect(try CheckpointOutlet(signed.trail.path + "-none").alignment(with: spool) == 0)
    }

    @Test func `goes on behind what it has last, whatever was noted here`() throws {
        let lines = try signed.trail.read(CheckpointFile.name).split(separator: 0x0A).map { Array($0) + [0x0A] }
        try signed.trail.write("../audit-copy.ndjson", lines[0] + lines[1])
        #expect(try CheckpointOutlet(signed.copy).alignment(with: spool) == lines[0].count + lines[1].count)
    }

    @Test func `of another trail keeps its own lines, and says nothing of where it stands`() throws {
        let other = try SignedTrail()
        #expect(try CheckpointOutlet(other.copy).alignment(with: spool) == nil)
    }

    @Test func `loses a half line that a disk left when it went away, and nothing else`() throws {
        let whole = try signed.trail.read(CheckpointFile.name)
        try signed.trail.write("../audit-copy.ndjson", whole + Array("{\"format\"".utf8))
        try CheckpointOutlet(signed.copy).append(Array("next\n".utf8))
        #expect(try signed.trail.read("../audit-copy.ndjson") == whole + Array("next\n".utf8))
    }

    @Test func `makes no folder: a disk that is not mounted is not there`() throws {
        let outlet = CheckpointOutlet(signed.trail.path + "-away/copy.ndjson")
        #expect(throws: FileFailure.self) { try outlet.append([0x0A]) }
        #expect(access(signed.trail.path + "-away", F_OK) != 0)
    }
}
