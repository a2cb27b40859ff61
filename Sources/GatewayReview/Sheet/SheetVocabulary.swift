public import GatewayIdentity

/// The parts of sheets.
public enum SheetSection: String, CaseIterable, Sendable {
    case overview, types, denials, people, consoles, downloads, privileged, changes, reading, trail
    case offHours = "off_hours"
    case newSources = "new_sources"
    case persons
    case roleUse = "role_use"
    case grants, approvals
    case unusedRights = "unused_rights"
    case kept
    case partnerUse = "partner_use"
    case sessions
    case grantChanges = "grant_changes"

    public func title(in language: Language) -> String {
        switch language {
        case .korean: korean
        case .english: english
        }
    }

    private var korean: String {
        switch self {
        case .overview: "요약"
        case .types: "기록 종류별 건수"
        case .denials: "거부 사유별 건수"
        case .people: "사용자별 접속"
        case .consoles: "콘솔별 접속"
        case .downloads: "내려받기와 사유"
        case .privileged: "특권 작업"
        case .changes: "정책·권한·계정 변경"
        case .reading: "기록 조회·열람·내보내기"
        case .trail: "기록 누락·검증"
        case .offHours: "업무시간 외 접속"
        case .newSources: "새로운 접속지"
        case .persons: "사용자와 권한"
        case .roleUse: "역할별 마지막 사용"
        case .grants: "외국기업 등 접근권한"
        case .approvals: "승인"
        case .unusedRights: "사용하지 않은 권한"
        case .kept: "사유를 두고 유지하는 권한"
        case .partnerUse: "외국기업 등 일자별 이용"
        case .sessions: "세션"
        case .grantChanges: "접근권한 변경"
        }
    }

    private var english: String {
        switch self {
        case .overview: "Summary"
        case .types: "Records by type"
        case .denials: "Denials by reason"
        case .people: "Use by person"
        case .consoles: "Use by console"
        case .downloads: "Downloads and their reasons"
        case .privileged: "Privileged calls"
        case .changes: "Changes of policy, rights and accounts"
        case .reading: "Reading, unmasking and exporting of records"
        case .trail: "Gaps and verifications of the records"
        case .offHours: "Outside working hours"
        case .newSources: "New sources"
        case .persons: "Persons and their rights"
        case .roleUse: "Last use of each role"
        case .grants: "Partner grants"
        case .approvals: "Approvals"
        case .unusedRights: "Rights that nobody used"
        case .kept: "Rights kept with a reason"
        case .partnerUse: "Partners' use by day"
        case .sessions: "Sessions"
        case .grantChanges: "Changes of grants"
        }
    }
}

/// Columns of tables.
public enum SheetColumn: String, CaseIterable, Sendable {
    case fact, value, type, count, reason, account, requests, permitted, denied, downloads, last, first, console, grade
    case bytes = "bytes_out"
    case source, time, path, approvals, action, by, change, object, cause, roles, organisation, state, role
    case statedReason = "stated_reason"
    case lastUse = "last_use"
    case reviewed, due, reference, sponsor, from, to, name, right, until, day, sessions
    case grant

    public func title(in language: Language) -> String {
        switch language {
        case .korean: korean
        case .english: rawValue.split(separator: "_").joined(separator: " ")
        }
    }

    private var korean: String {
        switch self {
        case .fact: "항목"
        case .value: "값"
        case .type: "종류"
        case .count: "건수"
        case .reason: "사유"
        case .account: "계정"
        case .requests: "요청"
        case .permitted: "허용"
        case .denied: "거부"
        case .downloads: "내려받기"
        case .last: "마지막"
        case .first: "처음"
        case .console: "콘솔"
        case .grade: "보안등급"
        case .bytes: "전송량(바이트)"
        case .source: "접속지"
        case .time: "시각"
        case .path: "경로"
        case .approvals: "승인"
        case .action: "작업"
        case .by: "처리자"
        case .change: "변경"
        case .object: "대상"
        case .cause: "원인"
        case .roles: "역할"
        case .organisation: "소속"
        case .state: "상태"
        case .role: "역할"
        case .statedReason: "기재한 사유"
        case .lastUse: "마지막 사용"
        case .reviewed: "최근 점검"
        case .due: "기한"
        case .reference: "승인·신고 번호"
        case .sponsor: "책임자"
        case .from: "시작"
        case .to: "끝"
        case .name: "이름"
        case .right: "권한"
        case .until: "까지"
        case .day: "날짜"
        case .sessions: "세션"
        case .grant: "접근권한"
        }
    }
}

extension ReviewKind {
    public func title(in language: Language) -> String {
        switch (self, language) {
        case (.accessRecords, .korean): "접속기록 월 점검"
        case (.accessRecords, .english): "Review of access records"
        case (.rights, .korean): "접근권한 분기 점검"
        case (.rights, .english): "Review of rights"
        case (.partnerRights, .korean): "외국기업 등 권한 월 점검"
        case (.partnerRights, .english): "Review of partners' rights"
        case (.partnerReport, .korean): "외국기업 등 월 보고서"
        case (.partnerReport, .english): "Monthly report on partners"
        case (.logBundle, .korean): "제공자 지원 작업 기록"
        case (.logBundle, .english): "Records of a provider's support"
        }
    }
}
