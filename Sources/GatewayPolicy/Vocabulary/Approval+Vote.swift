public import GatewayIdentity

extension Approval {
    /// How many more people must approve until every group has its own.
    ///
    /// One person counts once, for one group, even if they hold the roles of several; where it matters, for the group that lacks them most.
    ///
    /// - Parameters:
    ///   - votes: who has approved, with the roles they hold.
    ///   - requester: who asked for it.
    /// - Returns: 0 when it is given.
    public func missingApprovers(after votes: [AccountName: Set<RoleName>], requestedBy requester: AccountName) -> Int {
        let voters = votes.filter { $0.key != requester || !isDistinctFromRequester }
            .sorted { $0.key.text < $1.key.text }.map(\.value)
        let seats = approvers.flatMap { Array(repeating: $0.roles, count: $0.count) }
        var seating = Seating(seats: seats, voters: voters)
        return seats.count - seating.fill()
    }
}

/// The largest number of seats that the voters can take, one each (augmenting paths; H. W. Kuhn, 1955). Sizes are those of `mostApprovers`.
private struct Seating {
    let seats: [Set<RoleName>]
    let voters: [Set<RoleName>]
    /// By voter.
    private var seatOf: [Int: Int] = [:]

    init(seats: [Set<RoleName>], voters: [Set<RoleName>]) {
        self.seats = seats
        self.voters = voters
    }

    mutating func fill() -> Int {
        for seat in seats.indices {
            var asked: Set<Int> = []
            _ = take(seat, &asked)
        }
        return seatOf.count
    }

    /// Finds somebody for the seat, who may have to leave another one that somebody else can take.
    private mutating func take(_ seat: Int, _ asked: inout Set<Int>) -> Bool {
        for voter in voters.indices
        where !seats[seat].isDisjoint(with: voters[voter]) && asked.insert(voter).inserted {
            if let other = seatOf[voter], !take(other, &asked) { continue }
            seatOf[voter] = seat
            return true
        }
        return false
    }
}
