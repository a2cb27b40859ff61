import GatewayAudit
import GatewayIdentity
import Glibc
import Testing

@testable import GatewayAuditFile

/// A folder of its own for one test, removed with it.
final class TrailFixture {
    let path: String
    static let time = UnixTime(seconds: 1_795_309_200)

    init() throws {
        // In memory where there is such a place: these tests are about what is written, not about how fast a disk is.
        let place = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
        var template = Array("\(place)/audit-trail-XXXXXX".utf8CString)
        path = try #require(mkdtemp(&template).map { String(cString: $0) }) + "/audit"
    }

    deinit { Self.remove(String(path.dropLast("/audit".count))) }

    static func settings(_ change: (inout TrailSettings) -> Void = { _ in }) -> TrailSettings {
        var settings = TrailSettings(node: "gw01", version: "0.1.0")
        settings.retryInterval = .milliseconds(1)
        change(&settings)
        return settings
    }

    func open(_ settings: TrailSettings = TrailFixture.settings()) throws(AuditTrail.OpenFailure) -> AuditTrail {
        try AuditTrail(directory: path, settings: settings, clock: { Self.time }, ids: EventIDSource(origin: 1))
    }

    /// Opens with segments that can be made to fail.
    func open(_ settings: TrailSettings = TrailFixture.settings(), faults: Faults) throws -> AuditTrail {
        let folder = try DiskFolder(path, isMade: true)
        return try AuditTrail(
            folder: folder, writingTo: FaultyFolder(real: folder, faults: faults), settings: settings,
            clock: { Self.time }, ids: EventIDSource(origin: 1))
    }

    /// A closed trail of three segments, two records of its own in each beside the segment's first.
    func writeThreeSegments() throws {
        let trail = try open(Self.settings { $0.segmentBytes = 1000 })
        for number in 1...6 { try trail.lane().appendDurably("record \(number)") }
        trail.close()
    }

    func verify() throws -> AuditVerification { try AuditVerifier.verify(directory: path) }

    func verifiedBreak() throws -> ChainBreak? {
        switch try verify() {
        case .whole: nil
        case .broken(let chainBreak): chainBreak
        }
    }

    func records() throws -> [ParsedRecord] {
        var records: [ParsedRecord] = []
        try AuditReader(directory: path).forEach {
            records.append($0)
            return .next
        }
        return records
    }

    // MARK: Files as an attacker or a power cut changes them

    var segmentFiles: [String] {
        get throws { try DiskFolder(path, isMade: false).segments().map(\.file) }
    }

    func read(_ name: String) throws -> [UInt8] { try DiskFolder(path, isMade: false).content(of: name) }

    func write(_ name: String, _ bytes: [UInt8]) throws {
        let file = try FileDescriptor(path + "/" + name, flags: O_WRONLY | O_CREAT | O_TRUNC)
        try file.write(bytes)
    }

    func remove(_ name: String) { #expect(unlink(path + "/" + name) == 0) }

    func rename(_ name: String, to other: String) { #expect(Glibc.rename(path + "/" + name, path + "/" + other) == 0) }

    /// Writes `bytes`, looks, and puts back what was there.
    func verifiedBreak(with bytes: [UInt8], in name: String) throws -> ChainBreak? {
        let original = try read(name)
        try write(name, bytes)
        defer { #expect(throws: Never.self) { try write(name, original) } }
        return try verifiedBreak()
    }

    /// A file, or a folder with what is in it.
    private static func remove(_ path: String) {
        if Glibc.remove(path) == 0 { return }
        let names = (try? DiskFolder(path, isMade: false).names()) ?? []
        for name in names { remove(path + "/" + name) }
        rmdir(path)
    }
}

extension AuditLane {
    /// The body of a record about the request `name`.
    static func body(_ name: String, origin: UInt64 = 7) -> [UInt8] {
        var composer = RecordComposer(node: "gw01", ids: EventIDSource(origin: origin))
        let line = RequestLine(method: "GET", path: RecordedPath("/" + name))
        return composer.compose(AuditEntry(.decision(.deny(.defaultDeny, by: .none), line), at: TrailFixture.time)) {
            Array($0)
        }
    }

    func append(_ name: String) throws(AuditFailure) {
        try Self.body(name).withUnsafeBytes { bytes in Result { () throws(AuditFailure) in try append(bytes) } }.get()
    }

    func append(_ name: String, onDurable: @escaping @Sendable (Result<Void, AuditFailure>) -> Void)
        throws(AuditFailure)
    {
        try Self.body(name).withUnsafeBytes { bytes in
            Result { () throws(AuditFailure) in try append(bytes, onDurable: onDurable) }
        }.get()
    }

    /// Returns when the record is on the disk.
    func appendDurably(_ name: String) throws(AuditFailure) {
        let answer = Answer()
        try append(name) { answer.give($0) }
        try answer.wait().get()
    }
}

extension TrailFixture {
    /// Permission bits of a file of the trail, or of its folder for an empty name.
    func mode(of name: String) throws -> mode_t {
        var status = stat()
        try #require(lstat(path + "/" + name, &status) == 0)
        return status.st_mode & 0o777
    }
}
