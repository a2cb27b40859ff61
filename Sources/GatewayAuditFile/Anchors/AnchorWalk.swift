internal import GatewayAudit

/// A checkpoint whose signature is good: what the trail must hold.
struct Anchor: Hashable, Sendable {
    let point: ChainPoint
    /// Which of the files it is from, and on which of its lines it stands.
    let file: Int
    let line: Int
}

/// Anchors in the order of their records, passed one by one as the trail is read.
struct AnchorWalk: Sendable {
    private let anchors: [Anchor]
    private var at = 0
    /// The next record that one names; beyond every record when there is none.
    private var next: UInt64
    /// Those whose record has the hash they name.
    private(set) var met: [Int: Int] = [:]
    private(set) var lastMet: [Int: UInt64] = [:]
    /// Those whose record has another.
    private(set) var contradicted: [Anchor] = []

    init(_ anchors: [Anchor]) {
        self.anchors = anchors.sorted { $0.point.sequence < $1.point.sequence }
        next = self.anchors.first?.point.sequence ?? .max
    }

    /// The trail holds this record.
    mutating func pass(_ point: ChainPoint) {
        guard point.sequence >= next else { return }
        while at < anchors.count, anchors[at].point.sequence <= point.sequence {
            if anchors[at].point == point { meet(anchors[at]) } else { contradicted.append(anchors[at]) }
            at += 1
        }
        next = at < anchors.count ? anchors[at].point.sequence : .max
    }

    /// Records up to this one were deleted after their time: what they held cannot be told any more, but for the last one's hash.
    mutating func pass(deletedThrough point: ChainPoint) {
        while at < anchors.count, anchors[at].point.sequence < point.sequence { at += 1 }
        next = at < anchors.count ? anchors[at].point.sequence : .max
        pass(point)
    }

    /// Those that name records behind the last one passed.
    var ahead: ArraySlice<Anchor> { anchors[at...] }

    private mutating func meet(_ anchor: Anchor) {
        met[anchor.file, default: 0] += 1
        lastMet[anchor.file] = anchor.point.sequence
    }
}
