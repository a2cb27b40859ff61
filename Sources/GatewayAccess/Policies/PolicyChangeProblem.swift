public import GatewayIdentity

/// Why a change of the policy was not carried out.
public enum PolicyChangeProblem: Error, Hashable, Sendable {
    /// At this site the folder is the truth.
    case folderRules
    /// The control socket is nobody's certificate.
    case personNeeded
    case bundle(PolicyBundleProblem)
    /// It says nothing else than the version in force.
    case unchanged
    /// What is wrong with it, in lines.
    case unsound([String])
    /// Whoever had a hand in it, or the same certificate.
    case ownDraft
    /// It is not what was seen any more: edited, examined anew, or over another version.
    case changedSinceSeen
    /// Another version came into force meanwhile.
    case outdated(base: Int, current: Int)
    case notApproved
    /// It was approved too long ago.
    case approvalOver(since: UnixTime)
    /// Disabled, removed or locked since, or without a role that approves.
    case approverGone(AccountName)
    /// It lowers the grade of what these lines name.
    case securityAdministratorNeeded([String])
    /// An emergency change lasts from one hour to so many.
    case hours(limit: Int)
    case emergencyRuns(version: Int)
    case noEmergency
    /// Not after now, or too far away.
    case badTime
    /// One draft at a time is on trial.
    case trialRuns(draft: String)
    case notOnTrial
    /// A trial ends after now, and within so many days.
    case trialTime(days: Int)
    case busy
}

extension PolicyChangeProblem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .folderRules:
            "at this site the policy is what its folder says (policy_changes): edit the files, or set 'policy_changes: two_people'"
        case .personNeeded:
            "the policy is changed by people with certificates of their own, at the desk (--desk): the control socket is nobody's certificate"
        case .bundle(let problem): problem.description
        case .unchanged: "these files are the policy in force"
        case .unsound(let lines): lines.prefix(20).joined(separator: "\n")
        // Compliance profile nct-2025-04, section 4: adm.self_approve.
        case .ownDraft: "You cannot approve your own change. 본인이 작성한 변경은 직접 승인할 수 없습니다."
        case .changedSinceSeen: "the draft changed since you looked at it: look at it again"
        case .outdated(let base, let current):
            "the draft follows version \(base), and version \(current) is in force by now: propose it again over that"
        case .notApproved: "the draft is not approved: another person has to approve it first"
        case .approvalOver(let end):
            "the approval ended at \(RFC3339.string(end)): another person has to look at the draft again. 승인의 유효기간이 지났습니다. 다시 승인을 받아 주세요."
        case .approverGone(let name):
            "\(name), who approved it, is not active any more or may not approve: edit it or propose it again, and let another person approve it. 승인한 사람이 더 이상 승인할 수 없습니다. 다시 제안하여 승인을 받아 주세요."
        case .securityAdministratorNeeded(let lines):
            "a lower grade is approved by a security administrator. 등급을 낮추는 변경은 보안관리자(security_admin)가 승인합니다.\n"
                + lines.prefix(20).joined(separator: "\n")
        case .hours(let limit): "an emergency change lasts from 1 to \(limit) hours"
        case .emergencyRuns(let version):
            "version \(version) is an emergency change that nobody ratified yet: ratify it, or let it end, first. 버전 \(version)은 아직 승인되지 않은 긴급 변경입니다. 먼저 승인하거나 끝날 때까지 기다려 주세요."
        case .noEmergency: "this is not an emergency change in force that another person could ratify now"
        case .badTime: "the time must come after now, within a year, and while the approval stands"
        case .trialRuns(let draft):
            "draft \(draft) is on trial, and one is at a time: end that first. 이미 시험 운영 중인 초안(\(draft))이 있습니다. 먼저 끝내 주세요."
        case .notOnTrial: "the draft is not on trial. 시험 운영 중인 초안이 아닙니다."
        case .trialTime(let days): "a trial ends after now, and within \(days) days"
        case .busy: "another change of the policy came in between: look again"
        }
    }
}
