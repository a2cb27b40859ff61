public import GatewayIdentity

/// An approval that is asked for and that the subject has not, or not any more.
public struct ApprovalGap: Hashable, Sendable {
    public let name: ApprovalName
    public let status: Status

    public enum Status: String, Sendable {
        /// There is none, or it has not begun.
        case missing
        case expired
    }

    public var reason: Reason { obstacle.reason }

    /// What stands in the way, in the order in which it is told.
    enum Obstacle: UInt8, Comparable {
        case handlerNotListed, missing, expired, pledge, training

        var reason: Reason {
            switch self {
            case .handlerNotListed: .handlerNotListed
            case .missing: .approvalMissing
            case .expired: .approvalExpired
            case .pledge: .pledgeMissing
            case .training: .trainingExpired
            }
        }

        static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
    }

    var obstacle: Obstacle {
        switch name {
        case .handler: .handlerNotListed
        case .pledge: .pledge
        case .training: .training
        case _:
            switch status {
            case .missing: .missing
            case .expired: .expired
            }
        }
    }
}

extension ApprovalGap: CustomStringConvertible {
    public var description: String {
        switch status {
        case .missing: "\(name) (\(reason.rawValue))"
        case .expired: "\(name) (\(reason.rawValue); it has ended)"
        }
    }
}
