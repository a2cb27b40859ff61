/// How the policy of this site is changed.
public struct PolicyChangeRules: Hashable, Sendable {
    public enum Truth: Hashable, Sendable {
        /// What stands in the folder; signed where the site asks for that.
        case folder
        /// What two people put in force.
        case store
    }

    public let truth: Truth
    /// Hours that one person's emergency change may last at most.
    public let emergencyHours: Int
    /// That the folder's files must bear; 0 where none are asked for.
    public let signatures: Int
    /// How long what one person approved may wait to be taken into use.
    public let approvalLife: Duration

    public init(
        truth: Truth = .folder, emergencyHours: Int = 4, signatures: Int = 0,
        approvalLife: Duration = .seconds(30 * 86400)
    ) {
        self.truth = truth
        self.emergencyHours = emergencyHours
        self.signatures = signatures
        self.approvalLife = approvalLife
    }
}
