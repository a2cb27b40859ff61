import GatewayAudit
import Synchronization

@testable import GatewayAuditFile

/// What was asked of a disk, in order, so that a power cut can be played at any moment of it.
final class DiskJournal: Sendable {
    enum Step: Sendable {
        /// A new name: may be there or not until the next step.
        case made(String)
        case appended(String, [UInt8])
        case synchronized(String)
        case cut(String, to: Int)
    }

    struct Moment: Sendable {
        let step: Step
        /// The head as it was written by then; never synchronised while the trail is open.
        let head: [UInt8]
    }

    private let moments = Mutex<[Moment]>([])
    private let folder: DiskFolder

    init(_ folder: DiskFolder) { self.folder = folder }

    var all: [Moment] { moments.withLock { $0 } }

    func note(_ step: Step) {
        let head = (try? folder.content(of: HeadFile.name)) ?? []
        moments.withLock { $0.append(Moment(step: step, head: head)) }
    }
}

struct JournalledFolder: TrailFolder {
    let real: DiskFolder
    let journal: DiskJournal

    var path: String { real.path }
    func segments() throws(FileFailure) -> [SegmentName] { try real.segments() }

    func open(_ segment: SegmentName, isNew: Bool) throws(FileFailure) -> any AppendOnlyFile {
        if isNew { journal.note(.made(segment.file)) }
        return JournalledFile(real: try real.open(segment, isNew: isNew), name: segment.file, journal: journal)
    }
}

private final class JournalledFile: AppendOnlyFile {
    private let real: any AppendOnlyFile
    private let name: String
    private let journal: DiskJournal

    init(real: any AppendOnlyFile, name: String, journal: DiskJournal) {
        self.real = real
        self.name = name
        self.journal = journal
    }

    var length: Int { real.length }

    func append(_ bytes: UnsafeRawBufferPointer) throws(FileFailure) {
        journal.note(.appended(name, Array(bytes)))
        try real.append(bytes)
    }

    func synchronize() throws(FileFailure) {
        try real.synchronize()
        journal.note(.synchronized(name))
    }

    func truncate(to length: Int) throws(FileFailure) {
        journal.note(.cut(name, to: length))
        try real.truncate(to: length)
    }
}

/// What is left of a disk after a power cut: what was synchronised, and of the rest whatever the disk liked.
struct CutDisk {
    /// Bytes that are there for certain, and those that came behind.
    private(set) var files: [String: (certain: [UInt8], rest: [UInt8])] = [:]
    /// A name that may be missing.
    private(set) var newest: String?

    /// - Parameter steps: up to the cut.
    init(_ steps: some Sequence<DiskJournal.Step>) {
        for step in steps {
            newest = nil
            switch step {
            case .made(let name):
                files[name] = ([], [])
                newest = name
            case .appended(let name, let bytes): files[name, default: ([], [])].rest += bytes
            case .synchronized(let name):
                let file = files[name, default: ([], [])]
                files[name] = (file.certain + file.rest, [])
            case .cut(let name, let length):
                let file = files[name, default: ([], [])]
                let whole = Array((file.certain + file.rest).prefix(length))
                files[name] = (Array(whole.prefix(file.certain.count)), Array(whole.dropFirst(file.certain.count)))
            }
        }
    }

    /// Records that were synchronised, and so may have been acknowledged.
    var acknowledged: Int { files.values.reduce(0) { $0 + $1.certain.count { $0 == 0x0A } } }

    var uncertain: Int { files.values.reduce(0) { $0 + $1.rest.count } }

    enum Fate {
        /// So many bytes of what was not synchronised reached the disk.
        case kept(Int)
        /// The file has its length, and so many bytes of the rest are zeros: blocks were written out of order.
        case zeroed(Int)
    }

    func left(_ fate: Fate) -> [(name: String, bytes: [UInt8])] {
        files.sorted { $0.key < $1.key }.map { name, file in
            switch fate {
            case .kept(let count): (name, file.certain + file.rest.prefix(count))
            case .zeroed(let count):
                (
                    name,
                    file.certain + [UInt8](repeating: 0, count: min(count, file.rest.count))
                        + file.rest.dropFirst(count)
                )
            }
        }
    }
}
