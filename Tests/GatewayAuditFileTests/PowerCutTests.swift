import GatewayAudit
import GatewayIdentity
import Glibc
import Testing

@testable import GatewayAuditFile

/// Every moment of a small trail, every byte that a disk may keep or lose of what it was not asked to keep.
@Suite struct `A power cut` {
    private let fixture: TrailFixture
    private let journal: DiskJournal
    private let steps: [DiskJournal.Moment]

    init() throws {
        fixture = try TrailFixture()
        let folder = try DiskFolder(fixture.path, isMade: true)
        journal = DiskJournal(folder)
        let trail = try AuditTrail(
            folder: folder, writingTo: JournalledFolder(real: folder, journal: journal),
            settings: TrailFixture.settings { $0.segmentBytes = 900 }, clock: { TrailFixture.time },
            ids: EventIDSource(origin: 1))
        for number in 1...5 { try trail.lane().appendDurably("r\(number)") }
        trail.close()
        steps = journal.all
    }

    @Test func `at any moment, at any byte: nothing acknowledged is lost, the trail opens and is whole`() throws {
        var cuts = 0
        for count in 1...steps.count {
            let disk = CutDisk(steps[..<count].map(\.step))
            for kept in 0...disk.uncertain {
                try play(disk, .kept(kept), head: steps[count - 1].head)
                cuts += 1
            }
        }
        #expect(cuts > 2000)
    }

    @Test func `with blocks written out of order`() throws {
        for count in 1...steps.count {
            let disk = CutDisk(steps[..<count].map(\.step))
            for zeros in stride(from: 1, through: disk.uncertain, by: 13) {
                try play(disk, .zeroed(zeros), head: steps[count - 1].head)
            }
        }
    }

    @Test func `with a head that is any older one`() throws {
        for count in 1...steps.count {
            let disk = CutDisk(steps[..<count].map(\.step))
            for head in Set(steps[..<count].map(\.head)) {
                for kept in stride(from: 0, through: disk.uncertain, by: 61) { try play(disk, .kept(kept), head: head) }
            }
        }
    }

    @Test func `before the name of a new segment was on the disk`() throws {
        for count in 1...steps.count {
            let disk = CutDisk(steps[..<count].map(\.step))
            guard let newest = disk.newest else { continue }
            try play(disk, .kept(0), head: steps[count - 1].head, without: newest)
        }
    }

    private func play(_ disk: CutDisk, _ fate: CutDisk.Fate, head: [UInt8], without missing: String? = nil) throws {
        let after = try TrailFixture()
        let folder = try DiskFolder(after.path, isMade: true)
        for (name, bytes) in disk.left(fate) where name != missing { try after.write(name, bytes) }
        try after.write(HeadFile.name, head)
        let place = try TrailOpening(folder: folder, brokenTrail: .refuse).place()
        #expect(Int(place.point.sequence) >= disk.acknowledged, "\(fate)")
        guard !place.isNew else { return }
        let found = try AuditVerifier.verify(directory: after.path)
        #expect(found.isWhole, "\(fate): \(found)")
    }
}
