internal import GRDB
internal import GatewayStore

extension StoreError {
    /// What an error out of GRDB means to the gateway. SQL arguments are never part of the text.
    init(sqlite error: any Error) {
        switch error {
        case let error as StoreError:
            self = error
        case let error as DatabaseError:
            self.init(result: error)
        case is CancellationError:
            self = .unavailable("the caller gave up")
        default:
            self = .unavailable("\(error)")
        }
    }

    private init(result error: DatabaseError) {
        switch error.resultCode {
        case .SQLITE_FULL:
            self = .full
        case .SQLITE_READONLY:
            self = .readOnly
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self = .busy
        case .SQLITE_CONSTRAINT where error.extendedResultCode == .SQLITE_CONSTRAINT_FOREIGNKEY:
            // The only rows that a caller names without having put them in the same call.
            self = .notFound(.account)
        default:
            self = .unavailable("SQLite \(error.extendedResultCode.rawValue): \(error.message ?? "no message")")
        }
    }
}
