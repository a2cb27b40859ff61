import GatewayIdentity
import GatewayPolicy

/// The matrix of consoles and roles for machines: names as the policy spells them, times in seconds, `null` for "any".
struct MatrixDocument: Encodable {
    let cells: [Cell]
    /// Names of deny rules by console.
    let denials: [String: [String]]

    struct Cell: Encodable {
        let console: String
        let role: String
        let openings: [Opening]
    }

    struct Opening: Encodable {
        let rule: String
        let paths: [String]
        let methods: [String]?
        let actions: [String]
        let factors: [Factor]
        let zones: [String]?
        let windows: [String]?
        let countries: [String]?
        let devices: String
        let approvals: [String]
        let storage: String
        let monitored: Bool
        let idle: Int64
        let absolute: Int64

        struct Factor: Encodable {
            let kind: String
            let maxAge: Int64?
        }
    }

    init(_ matrix: AccessMatrix) {
        cells = matrix.cells.map { cell in
            Cell(console: cell.console.text, role: cell.role.text, openings: cell.openings.map { Opening($0) })
        }
        denials = Dictionary(uniqueKeysWithValues: matrix.denials.map { ($0.key.text, $0.value.map(\.id.text)) })
    }
}

extension MatrixDocument.Opening {
    fileprivate init(_ opening: GatewayPolicy.Opening) {
        rule = opening.rule.text
        paths = opening.paths.map(\.text)
        methods = opening.methods?.map(\.description)
        actions = opening.actions.elements.map(\.rawValue)
        factors = opening.factors.map { Factor(kind: $0.name.rawValue, maxAge: $0.maximumAge?.wholeSeconds) }
        zones = opening.zones.names
        windows = opening.windows.names
        countries = opening.countries.names
        devices = opening.devices.rawValue
        approvals = opening.approvals.map(\.text)
        storage = opening.obligations.storage.rawValue
        monitored = opening.obligations.monitored
        idle = opening.limits.idle.wholeSeconds
        absolute = opening.limits.absolute.wholeSeconds
    }
}

extension Selection where Element: CustomStringConvertible & Comparable {
    /// In order; `nil`: all.
    var names: [String]? {
        switch self {
        case .all: nil
        case .only(let listed): listed.sorted().map(\.description)
        }
    }
}
