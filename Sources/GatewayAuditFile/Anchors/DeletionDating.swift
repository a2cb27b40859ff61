internal import GatewayAudit
internal import GatewayIdentity

/// A deletion that a record tells of.
struct ProvenDeletion: Hashable, Sendable {
    let stretch: DeletedStretch
    /// When it was, by that record's word.
    let time: UnixTime
    /// The number of that record.
    let sequence: UInt64
}

/// Holds deletions against the time for which no rule lets anything be deleted.
///
/// Whoever deletes writes the record of it, and can write any time into it. So it counts as made no later than the first checkpoint that covers
/// that record was signed, and no later than `latest`; and its records count as no older than the newest checkpoint of one of them, or of one before.
struct DeletionDating {
    /// The first deletion before its time, and the checkpoint that shows it.
    private(set) var early: (stretch: DeletedStretch, anchor: Anchor)?
    /// Deletions of whose records no checkpoint tells how old they were.
    private(set) var undated = 0

    /// So far a clock of whoever verifies may be behind. More, and whoever deletes and signs would say by a clock of their own what time it is.
    static let lag = Duration.seconds(7 * 86_400)

    /// What time it is at the latest: the verifier's clock says, or else the newest checkpoint that the trail meets, as far as it is not further than `lag`.
    static func latest(_ clock: UnixTime, _ anchors: AnchorWalk) -> UnixTime {
        let signed = anchors.those(.met).map(\.time).max() ?? clock
        return max(clock, min(signed, clock + lag))
    }

    /// - Parameter now: `nil`: not known.
    init(_ deletions: [ProvenDeletion], by anchors: AnchorWalk, asOf now: UnixTime?) {
        for deletion in deletions.sorted(by: { $0.stretch.first < $1.stretch.first }) {
            var newest: Anchor?
            var made = min(deletion.time, now ?? deletion.time)
            var isCovered = false
            anchors.forEachPassed { anchor, fate in
                // Of another trail, which was set aside.
                if fate == .contradicted { return }
                if anchor.point.sequence <= deletion.stretch.last, newest.map({ $0.time < anchor.time }) ?? true {
                    newest = anchor
                }
                if !isCovered, anchor.point.sequence >= deletion.sequence {
                    isCovered = true
                    made = min(made, anchor.time)
                }
            }
            guard let newest else {
                undated += 1
                continue
            }
            if early == nil, newest.time > made - RetentionRules.floor { early = (deletion.stretch, newest) }
        }
    }
}
