import Dispatch
import Glibc
import Synchronization

@testable import GatewayAuditFile

/// What the files of a `FaultyFolder` do wrong, changed by a test while the trail is open.
final class Faults: Sendable {
    enum Fault: Sendable {
        case none
        /// Takes so many bytes of the next append, then has no space until told otherwise.
        case full(after: Int)
        case failingSync
        case failingOpen
    }

    private let fault = Mutex(Fault.none)
    /// While held, synchronising does not return: a disk that stands still.
    private let stall = Mutex<DispatchSemaphore?>(nil)
    private let syncs = Atomic<Int>(0)

    var current: Fault {
        get { fault.withLock { $0 } }
        set { fault.withLock { $0 = newValue } }
    }

    /// - Returns: what to signal, once for each synchronisation that may go on.
    func stallSynchronising() -> DispatchSemaphore {
        let gate = DispatchSemaphore(value: 0)
        stall.withLock { $0 = gate }
        return gate
    }

    func endStall() { stall.withLock { $0 = nil } }

    func passStall() {
        syncs.add(1, ordering: .relaxed)
        _ = stall.withLock { $0 }?.wait(timeout: .now() + 30)
    }
}

struct FaultyFolder: TrailFolder {
    let real: DiskFolder
    let faults: Faults

    var path: String { real.path }
    func segments() throws(FileFailure) -> [SegmentName] { try real.segments() }

    func open(_ segment: SegmentName, isNew: Bool) throws(FileFailure) -> any AppendOnlyFile {
        if case .failingOpen = faults.current { throw FileFailure(.open, segment.file, code: ENOSPC) }
        return FaultyFile(real: try real.open(segment, isNew: isNew), faults: faults)
    }
}

final class FaultyFile: AppendOnlyFile {
    private let real: any AppendOnlyFile
    private let faults: Faults

    init(real: any AppendOnlyFile, faults: Faults) {
        self.real = real
        self.faults = faults
    }

    var length: Int { real.length }

    func append(_ bytes: UnsafeRawBufferPointer) throws(FileFailure) {
        switch faults.current {
        case .full(let taken):
            try real.append(UnsafeRawBufferPointer(rebasing: bytes.prefix(taken)))
            throw FileFailure(.write, "segment", code: ENOSPC)
        case .none, .failingSync, .failingOpen: try real.append(bytes)
        }
    }

    func synchronize() throws(FileFailure) {
        faults.passStall()
        if case .failingSync = faults.current { throw FileFailure(.synchronize, "segment", code: EIO) }
        try real.synchronize()
    }

    func truncate(to length: Int) throws(FileFailure) { try real.truncate(to: length) }
}
