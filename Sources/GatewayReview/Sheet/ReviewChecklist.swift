public import GatewayIdentity

/// One question of a review. Nobody signs off before each is answered.
public enum ReviewItem: String, CaseIterable, Sendable {
    case denials
    case offHours = "off_hours"
    case newSources = "new_sources"
    case downloads
    case reading
    case trail
    case privileged
    case changes
    case roles
    case special
    case unused
    case grants
    case sponsors
    case use
    case bundle

    public func question(in language: Language) -> String {
        switch language {
        case .korean: korean
        case .english: english
        }
    }

    private var korean: String {
        switch self {
        case .denials: "거부된 접속에 공격이나 오용의 징후가 없습니까?"
        case .offHours: "업무시간 외 접속은 모두 업무상 필요한 것입니까?"
        case .newSources: "새로운 접속지는 모두 확인된 곳입니까?"
        case .downloads: "내려받기마다 정당한 사유가 있습니까?"
        case .reading: "기록 조회·가림 해제·내보내기는 모두 업무상 필요한 것입니까?"
        case .trail: "기록 누락이 설명되고 검증이 모두 정상입니까?"
        case .privileged: "특권 작업은 모두 승인된 것입니까?"
        case .changes: "정책·권한·계정 변경은 모두 절차대로 이루어졌습니까?"
        case .roles: "각 사용자의 역할이 지금 맡은 일에 맞습니까?"
        case .special: "특수 목적 계정은 최소한이고 목록과 일치합니까?"
        case .unused: "사용하지 않은 권한을 줄였거나 유지 사유를 남겼습니까?"
        case .grants: "접근권한이 수출 승인·신고의 범위와 기간 안에 있습니까?"
        case .sponsors: "외국기업 등마다 책임자가 있고 계속 필요합니까?"
        case .use: "이용 내역이 승인된 목적에 맞습니까?"
        case .bundle: "지원 작업 기록을 받아 승인한 작업과 대조했습니까?"
        }
    }

    private var english: String {
        switch self {
        case .denials: "Do the denials show no sign of attack or misuse?"
        case .offHours: "Was all use outside working hours needed for work?"
        case .newSources: "Is every new source known?"
        case .downloads: "Does every download have a good reason?"
        case .reading: "Was all reading, unmasking and exporting of records needed for work?"
        case .trail: "Are gaps explained, and did every verification find the records whole?"
        case .privileged: "Was every privileged call approved?"
        case .changes: "Did every change of policy, rights and accounts go the site's way?"
        case .roles: "Do each person's roles fit what they do now?"
        case .special: "Are special-purpose accounts few, and as listed?"
        case .unused: "Were unused rights taken away, or kept with a reason?"
        case .grants: "Do grants stay within the export approval or notification, in reach and time?"
        case .sponsors: "Does every partner have a sponsor, and is each still needed?"
        case .use: "Does what partners did fit what was approved?"
        case .bundle: "Were the records received, and held against what was approved?"
        }
    }
}

/// What somebody found out about one question.
public enum ReviewVerdict: String, CaseIterable, Sendable {
    case sound, finding
}

extension ReviewKind {
    /// In the order in which they are asked.
    public var checklist: [ReviewItem] {
        switch self {
        case .accessRecords:
            [.denials, .offHours, .newSources, .downloads, .reading, .trail, .privileged, .changes]
        case .rights: [.roles, .special, .unused, .grants]
        case .partnerRights: [.grants, .sponsors, .unused]
        case .partnerReport: [.use, .grants, .downloads]
        case .logBundle: [.bundle, .use]
        }
    }
}
