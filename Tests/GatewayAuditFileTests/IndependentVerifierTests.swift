import Glibc
import Testing

@testable import GatewayAuditFile

/// The verifier in Python that `docs/audit-trail.md` prints, run as it stands there.
@Suite(.enabled(if: system("python3 -c '' 2>/dev/null") == 0, "python3 is not installed"))
struct `The verifier printed in the documentation` {
    private let trail: TrailFixture

    init() throws {
        trail = try TrailFixture()
        try trail.writeThreeSegments()
    }

    @Test func `agrees that a trail is whole`() throws {
        #expect(try saysWhole())
        let name = try #require(try trail.segmentFiles.last)
        try trail.write(name, try trail.read(name) + Array("{\"seq\":10,".utf8))
        #expect(try saysWhole(), "an unfinished line behind the head is no break")
    }

    @Test func `agrees that a changed trail is broken`() throws {
        for name in try trail.segmentFiles + [HeadFile.name] {
            let original = try trail.read(name)
            for at in stride(from: 0, to: original.count, by: 97) {
                var edited = original
                edited[at] ^= 1
                try trail.write(name, edited)
                #expect(try !saysWhole(), "\(name), byte \(at)")
            }
            try trail.write(name, Array(original.dropLast()))
            #expect(try !saysWhole(), "\(name), cut by one byte")
            trail.remove(name)
            #expect(try !saysWhole(), "\(name), removed")
            try trail.write(name, original)
        }
        #expect(try saysWhole())
    }

    @Test func `agrees about packed segments`() throws {
        let packer = try SegmentPacker(directory: trail.path)
        while try packer.packNext() != nil {}
        #expect(try saysWhole())
        let name = try #require(try trail.segmentFiles.first) + ".gz"
        let original = try trail.read(name)
        // Behind the header, which says where members begin and means nothing to every gzip.
        for at in stride(from: 24, to: original.count, by: 29) {
            var edited = original
            edited[at] ^= 1
            try trail.write(name, edited)
            #expect(try !saysWhole(), "byte \(at)")
        }
        trail.remove(name)
        #expect(try !saysWhole())
    }

    private func saysWhole() throws -> Bool { try trail.isWholeByTheDocument() }
}

extension TrailFixture {
    /// What the verifier says that `docs/audit-trail.md` prints.
    func isWholeByTheDocument() throws -> Bool {
        let script = path + "/verify.py"
        try write("verify.py", try Self.verifier())
        return system("python3 '\(script)' '\(path)' >/dev/null 2>&1") == 0
    }

    /// The one Python block of the document.
    private static func verifier() throws -> [UInt8] {
        let tests = try #require(realpath(#filePath, nil))
        defer { free(tests) }
        let root = String(cString: tests).split(separator: "/").dropLast(3).joined(separator: "/")
        let document = String(
            decoding: try DiskFolder("/" + root + "/docs", isMade: false).content(of: "audit-trail.md"), as: UTF8.self)
        let start = try #require(document.firstRange(of: "```python\n"))
        let end = try #require(document[start.upperBound...].firstRange(of: "```"))
        return Array(document[start.upperBound..<end.lowerBound].utf8)
    }
}
