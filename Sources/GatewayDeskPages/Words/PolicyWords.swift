import GatewayAccess
import GatewayIdentity

extension PolicyChangeProblem {
    /// For the administrator, in both languages.
    var words: Words {
        switch self {
        case .folderRules:
            Words("이 사이트에서는 정책 폴더의 파일이 기준입니다.", "At this site the policy is the files in its folder: edit them there.")
        case .personNeeded:
            Words("인증서로 확인된 사람만 할 수 있습니다.", "This takes a person with a certificate.")
        case .bundle(let problem):
            Words(
                "정책 파일 묶음을 사용할 수 없습니다. (\(problem.description))", "The files cannot be a policy: \(problem.description)"
            )
        case .unchanged: Words("적용 중인 정책과 같습니다.", "These files are the policy in force.")
        case .unsound(let lines):
            Words("정책에 오류가 있습니다: \(lines.first ?? "")", "The policy is not sound: \(lines.first ?? "")")
        case .ownDraft: Words("본인이 작성한 변경은 직접 승인할 수 없습니다.", "You cannot approve your own change.")
        case .changedSinceSeen:
            Words("그사이에 초안이 바뀌었습니다. 다시 확인해 주세요.", "The draft changed since you looked at it: look at it again.")
        case .outdated:
            Words(
                "그사이에 다른 정책이 적용되었습니다. 새 정책을 기준으로 다시 제안해 주세요.",
                "Another version came into force meanwhile: propose it again over that.")
        case .notApproved: Words("아직 승인되지 않았습니다.", "The draft is not approved: another person has to approve it first.")
        case .approvalOver:
            Words(
                "승인의 유효기간이 지났습니다. 다시 승인을 받아 주세요.",
                "The approval has run out: another person has to look at the draft again.")
        case .approverGone(let name):
            Words(
                "승인한 사람(\(name))이 더 이상 승인할 수 없습니다. 다시 제안하여 승인을 받아 주세요.",
                "\(name), who approved it, is not active any more or may not approve: edit it or propose it again, and let another person approve it."
            )
        case .securityAdministratorNeeded(let lines):
            Words(
                "등급을 낮추는 변경은 보안관리자가 승인합니다: \(lines.first ?? "")",
                "A lower grade is approved by a security administrator: \(lines.first ?? "")")
        case .hours(let limit):
            Words("긴급 변경은 1~\(limit)시간 동안 적용할 수 있습니다.", "An emergency change lasts from 1 to \(limit) hours.")
        case .emergencyRuns:
            Words(
                "긴급 변경이 적용 중입니다. 먼저 승인하거나 종료해 주세요.", "An emergency change is in force: ratify it, or let it end, first."
            )
        case .noEmergency:
            Words("승인할 긴급 변경이 없습니다.", "There is no emergency change in force that you could ratify.")
        case .badTime: Words("적용 시각이 올바르지 않습니다.", "The time has to come, and not too far away.")
        case .trialRuns(let draft):
            Words(
                "이미 시험 운영 중인 초안(\(draft))이 있습니다. 먼저 끝내 주세요.",
                "Draft \(draft) is on trial, and one is at a time: end that first.")
        case .notOnTrial: Words("시험 운영 중인 초안이 아닙니다.", "The draft is not on trial.")
        case .trialTime(let days):
            Words("시험 운영은 \(days)일까지 할 수 있습니다.", "A trial lasts at most \(days) days.")
        case .busy: Words("다른 정책 작업이 진행 중입니다.", "Another change of the policy is under way.")
        }
    }
}
