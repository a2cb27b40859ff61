import GatewayAccess
import GatewayIdentity
import GatewayPolicy

extension ApprovalProblem {
    /// For the administrator, in both languages.
    var words: Words {
        switch self {
        case .unknown(let name):
            Words("정책에 없는 승인입니다: \(name)", "The policy defines no approval '\(name)'.")
        case .notAskedForHere:
            Words("외국기업 등의 접근권한은 따로 신청합니다.", "Partner access is asked for by a form of its own.")
        case .tooLong(let most):
            Words(
                "기간이 최대 기간(\(most.wholeSeconds / 3600)시간)보다 깁니다.",
                "The period is longer than \(most.wholeSeconds / 3600) hours, which is the longest here.")
        case .noVoter(let roles):
            Words(
                "승인 권한이 있는 역할이 필요합니다: \(roles.map(\.text).joined(separator: ", "))",
                "This takes a vote of somebody with one of the roles \(roles.map(\.text).joined(separator: ", ")).")
        case .personNeeded:
            Words("인증서로 확인된 사람만 승인할 수 있습니다.", "A vote takes a person with a certificate.")
        case .votedAlready: Words("이미 승인했습니다.", "You have voted already.")
        case .notTheirs:
            Words(
                "본인, 책임자 또는 보안관리자만 신청할 수 있습니다.",
                "Asked for by the person, who answers for them, or a security administrator.")
        case .wildcard(let path):
            Words(
                "경로에 와일드카드를 쓸 수 없습니다: \(path.text)", "A partner grant names exact paths: '\(path.text)' has a wildcard."
            )
        case .noPath: Words("경로를 하나 이상 입력해 주세요.", "Name at least one path.")
        case .emptyList: Words("비어 있는 목록이 있습니다.", "A list is empty: leave it out, or name what the grant is for.")
        case .persons(let most):
            Words(
                "같은 소속의 사용자 1~\(most)명을 입력해 주세요.", "A request is for 1 to \(most) persons of one organisation.")
        case .votedOn:
            Words(
                "정책에 승인자가 정해져 있습니다. 신청한 뒤 승인을 받아 주세요.",
                "The policy says who approves export permissions: ask for the grant, and let them vote.")
        case .unknownZone(let zone): Words("정책에 없는 구역입니다: \(zone)", "The policy knows no zone '\(zone)'.")
        case .unknownWindow(let window):
            Words("정책에 없는 시간대입니다: \(window)", "The policy knows no window '\(window)'.")
        case .nobodyApproves(let name):
            Words("정책에 승인자가 없습니다: \(name)", "The policy names nobody who could approve '\(name)'.")
        case .notOver: Words("아직 끝나지 않은 접근권한입니다.", "The grant is not over: nothing is to be destroyed yet.")
        case .homeOrganisation(let name):
            Words("이 사이트의 소속입니다: \(name)", "'\(name)' is this site's own organisation.")
        case .specialMembers(_, let members):
            Words(
                "특수 역할을 가진 사용자가 있습니다. 역할을 먼저 회수해 주세요: \(members.map(\.text).joined(separator: ", "))",
                "Take their special roles away first: \(members.map(\.text).joined(separator: ", "))")
        case .unknownOrganisation(let name):
            Words("소속된 외부 사용자가 없습니다: \(name)", "No partner belongs to the organisation '\(name)'.")
        }
    }
}
