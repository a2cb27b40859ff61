public import GatewayIdentity

/// An approval that is asked for and that the subject has not, or not any more.
public struct ApprovalGap: Hashable, Sendable {
    public let name: ApprovalName
    public let status: Status

    public enum Status: String, Sendable {
        /// There is none, or it has not begun.
        case missing
        case expired
        // A grant runs, and not for this.
        case aboveCeiling = "above_ceiling"
        case otherCountry = "other_country"
        case otherZone = "other_zone"
        case otherDevice = "other_device"
        case otherTime = "other_time"
        case otherPath = "other_path"
        case otherMethod = "other_method"
    }

    public var reason: Reason { obstacle.reason }

    /// What stands in the way, in the order in which it is told.
    enum Obstacle: UInt8, Comparable {
        case handlerNotListed, missing, expired
        case grantCountry, grantZone, grantDevice, grantWindow, grantPath, grantMethod
        case pledge, training

        var reason: Reason {
            switch self {
            case .handlerNotListed: .handlerNotListed
            case .missing: .approvalMissing
            case .expired: .approvalExpired
            case .grantCountry: .countryDenied
            case .grantZone: .zoneDenied
            case .grantDevice: .deviceNotDesignated
            case .grantWindow: .timeWindowDenied
            case .grantPath: .pathNotAllowed
            case .grantMethod: .actionDenied
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
            case .missing, .aboveCeiling: .missing
            case .expired: .expired
            case .otherCountry: .grantCountry
            case .otherZone: .grantZone
            case .otherDevice: .grantDevice
            case .otherTime: .grantWindow
            case .otherPath: .grantPath
            case .otherMethod: .grantMethod
            }
        }
    }
}

extension ApprovalGap: CustomStringConvertible {
    public var description: String {
        "\(name) (\(reason.rawValue)\(status.remark))"
    }
}

extension ApprovalGap.Status {
    fileprivate var remark: String {
        switch self {
        case .missing: ""
        case .expired: "; it has ended"
        case .aboveCeiling: "; what runs is for lower grades"
        case .otherCountry: "; what runs is for other countries"
        case .otherZone: "; what runs is for other zones"
        case .otherDevice: "; what runs is for other terminals"
        case .otherTime: "; what runs is for other hours"
        case .otherPath: "; what runs is for other paths"
        case .otherMethod: "; what runs is for other methods"
        }
    }
}
