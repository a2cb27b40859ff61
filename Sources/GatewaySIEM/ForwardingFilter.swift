public import GatewayAudit
public import GatewayIdentity

/// Which records a receiver gets. Empty sets: all.
public struct ForwardingFilter: Hashable, Sendable {
    public var types: Set<RecordType>
    public var minimumSeverity: Severity
    /// Of records that belong to a console; those that belong to none are always wanted.
    public var grades: Set<Grade>

    public init(types: Set<RecordType> = [], minimumSeverity: Severity = .info, grades: Set<Grade> = []) {
        self.types = types
        self.minimumSeverity = minimumSeverity
        self.grades = grades
    }

    public static let fields: [RecordField] = [.type, .severity, .grade]

    /// - Parameter scanner: has read this line, for `fields` at least.
    public func wants(_ line: UnsafeRawBufferPointer, _ scanner: RecordScanner) -> Bool {
        // What this program does not know is not held back.
        if !types.isEmpty, let type = scanner.text(.type, of: line), !types.contains(where: { $0.rawValue == type }) {
            return false
        }
        if let severity = scanner.text(.severity, of: line).flatMap(Severity.init),
            severity.syslogCode > minimumSeverity.syslogCode
        {
            return false
        }
        if !grades.isEmpty, let grade = scanner.text(.grade, of: line),
            !grades.contains(where: { $0.rawValue == grade })
        {
            return false
        }
        return true
    }
}
