internal import GatewayAudit
internal import GatewayIdentity

/// A checkpoint whose signature is good: what the trail must hold.
struct Anchor: Hashable, Sendable {
    let point: ChainPoint
    /// When it was signed.
    let time: UnixTime
    /// Which of the files it is from, and on which of its lines it stands.
    let file: Int
    let line: Int
}

/// Anchors in the order of their records, passed one by one as the trail is read.
struct AnchorWalk: Sendable {
    enum Fate: UInt8, Sendable {
        /// The record has the hash that it names.
        case met
        /// The record has another.
        case contradicted
        /// The record was deleted: what it was cannot be told any more.
        case deleted
    }

    private let anchors: [Anchor]
    /// Of those that were passed.
    private var fates: [Fate] = []
    /// The next record that one names; beyond every record when there is none.
    private var next: UInt64

    init(_ anchors: [Anchor]) {
        self.anchors = anchors.sorted { $0.point.sequence < $1.point.sequence }
        next = self.anchors.first?.point.sequence ?? .max
    }

    /// The trail holds this record.
    mutating func pass(_ point: ChainPoint) {
        guard point.sequence >= next else { return }
        while let anchor = ahead.first, anchor.point.sequence <= point.sequence {
            fates.append(anchor.point == point ? .met : .contradicted)
        }
        next = ahead.first?.point.sequence ?? .max
    }

    /// Records up to this one were deleted after their time: what they held cannot be told any more, but for the last one's hash.
    mutating func pass(deletedThrough point: ChainPoint) {
        while let anchor = ahead.first, anchor.point.sequence < point.sequence { fates.append(.deleted) }
        next = ahead.first?.point.sequence ?? .max
        pass(point)
    }

    /// Those that name records behind the last one passed.
    var ahead: ArraySlice<Anchor> { anchors[fates.count...] }

    /// Those that were passed, in the order of their records.
    func forEachPassed(_ use: (Anchor, Fate) -> Void) {
        for (anchor, fate) in zip(anchors, fates) { use(anchor, fate) }
    }

    func those(_ fate: Fate) -> [Anchor] {
        var found: [Anchor] = []
        forEachPassed { if $1 == fate { found.append($0) } }
        return found
    }
}
