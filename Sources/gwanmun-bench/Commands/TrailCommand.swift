import ArgumentParser
import Dispatch
import GatewayAudit
import GatewayAuditFile
import GatewayIdentity
import Glibc
import Synchronization

/// What the audit trail does on this disk: records a second, waiting for the disk, verifying.
struct TrailCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trail", abstract: "Measure writing and verifying an audit trail on a disk.",
        discussion:
            "Makes a trail in a folder of its own below --dir, and removes it. Example: gwanmun-bench trail --dir /var/lib --records 1000000"
    )

    @Option(help: "On the disk that is measured.")
    var dir = "."
    @Option(help: "Records to write without waiting.")
    var records = 500_000
    @Option(help: "Records to wait for, one after the other, and as many synchronisations of a bare file.")
    var durable = 500

    func run() throws {
        var template = Array((dir + "/trail-" + String(repeating: "X", count: 6)).utf8CString)
        guard let made = mkdtemp(&template) else { throw ValidationError("\(dir): no folder can be made there") }
        let folder = String(cString: made)
        defer { removeAll(folder) }
        let bare = try bareSynchronisations(folder + "/bare")
        let trail = try AuditTrail(
            directory: folder + "/audit", settings: TrailSettings(node: "bench", version: "bench"), clock: Self.clock,
            ids: EventIDSource(origin: 1))
        let body = Self.body()
        let rate = try write(body, to: trail)
        let waits = try wait(body, on: trail)
        trail.close()
        let speed = try verify(folder + "/audit")
        print("written:   \(Int(rate)) records/s of \(body.count + 160) bytes, one lane, one writer")
        print("bare:      write and fdatasync p50 \(bare.p50), p99 \(bare.p99)")
        print("durable:   one record waited for p50 \(waits.p50), p99 \(waits.p99)")
        print("verified:  \(Int(speed)) MB/s")
    }

    private static let clock: Clock = {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return UnixTime(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// The record of an access as a console sees thousands.
    private static func body() -> [UInt8] {
        var composer = RecordComposer(node: "gw01.example", ids: EventIDSource(origin: 7))
        let verdict = GatewayAudit.Verdict.permit(by: .none)
        let exchange = GatewayAudit.Exchange(status: 200, bytesIn: 0, bytesOut: 18_234, duration: .milliseconds(12))
        let line = RequestLine(method: "GET", path: RecordedPath("/projects/17/drawings/main-assembly.dwg"))
        let entry = AuditEntry(
            .access(verdict, line, exchange), at: clock(), request: RequestID(high: 1, low: 2),
            from: AuditOrigin(address: NetworkAddress(v4: 0x0A14_0304), zone: "internal"),
            on: AuditResource(console: ConsoleID("build"), grade: .sensitive))
        return composer.compose(entry) { Array($0) }
    }

    private func write(_ body: [UInt8], to trail: AuditTrail) throws -> Double {
        let lane = trail.lane()
        let began = ContinuousClock.now
        var queued = 0
        while queued < records {
            do throws(AuditFailure) {
                try body.withUnsafeBytes { bytes in Result { () throws(AuditFailure) in try lane.append(bytes) } }.get()
                queued += 1
            } catch {
                guard error == .queueFull else { throw error }
                usleep(500)
            }
        }
        while trail.counters.records < records { usleep(500) }
        return Double(records) / (ContinuousClock.now - began).inSeconds
    }

    private func wait(_ body: [UInt8], on trail: AuditTrail) throws -> Waits {
        let lane = trail.lane()
        let isThere = DispatchSemaphore(value: 0)
        var times: [Duration] = []
        for _ in 0..<durable {
            let began = ContinuousClock.now
            try body.withUnsafeBytes { bytes in
                Result { () throws(AuditFailure) in try lane.append(bytes) { _ in isThere.signal() } }
            }.get()
            isThere.wait()
            times.append(.now - began)
        }
        return Waits(times)
    }

    private func bareSynchronisations(_ path: String) throws -> Waits {
        let file = open(path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        guard file >= 0 else { throw ValidationError("\(path): cannot be made") }
        defer { close(file) }
        let bytes = [UInt8](repeating: 0x61, count: 700)
        var times: [Duration] = []
        for _ in 0..<durable {
            let began = ContinuousClock.now
            guard Glibc.write(file, bytes, bytes.count) == bytes.count, fdatasync(file) == 0 else {
                throw ValidationError("\(path): cannot be written")
            }
            times.append(.now - began)
        }
        return Waits(times)
    }

    private func verify(_ folder: String) throws -> Double {
        let size = Mutex(0)
        let began = ContinuousClock.now
        let found = try AuditVerifier.examine(directory: folder, against: .none) { done, _ in
            size.withLock { $0 = done }
            return true
        }
        guard case .whole = found.verification else { throw ValidationError("the trail is not whole: \(found)") }
        return Double(size.withLock { $0 }) / 1e6 / (ContinuousClock.now - began).inSeconds
    }

    private func removeAll(_ path: String) {
        if remove(path) == 0 { return }
        guard let folder = opendir(path) else { return }
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { removeAll(path + "/" + name) }
        }
        closedir(folder)
        rmdir(path)
    }
}

private struct Waits {
    let p50: String
    let p99: String

    init(_ times: [Duration]) {
        let sorted = times.sorted()
        func at(_ share: Double) -> String {
            guard !sorted.isEmpty else { return "-" }
            let value = sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
            return "\(Int(value.inSeconds * 1_000_000)) µs"
        }
        p50 = at(0.5)
        p99 = at(0.99)
    }
}

extension Duration {
    fileprivate var inSeconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}
