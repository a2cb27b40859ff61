/// What a column or a fact is called.
enum Heading {
    case name, displayName, roles, organisation, language, state, created
    case binding, since, device, lastUsed, recoveryCodes
    case session, user, factors, factor, lastSeen, expires, source
    case lock, target, reason, by, until
    case grant, consoles, kind, reference, sponsor, from, to
    case version, started, policy, policyWarnings, trustGeneration, alarms, upstreams, users, sessions, locks, grants,
        draining
    case receiver, receivers, clock
    case part, result, warnings, channel, recipient, mail
    case keyEncryptionKey, dataKey, place, ageInDays, rotateBy, dataKeys, wrappedBy, accountKeys, secrets
    case steps
    case request, applicant, approver, purpose, reviewed, checked, due
    case authenticator, separateDevice, serial, manufacturer
    case reset, askedBy, approvedBy, effective
    case owner, networks
    case console, grade, manager, tags, provider, region, contract
    case draft, base, author
    case done, onTrial, rule, requests, examples, trialPolicy
    case measure, observed, limit, step
    case gained, lost, eased, tightened, reworded
    case segment, hold
    case review, findings, right, reviewsOpen, reviewsOverdue
    case report, about, made

    // Records.
    case sequence, time, type, outcome, what

    var text: String {
        switch self {
        case .segment: worded("기록 파일", "SEGMENT")
        case .hold: worded("보존 명령", "HOLD")
        case .sequence: worded("순번", "SEQ")
        case .time: worded("시각", "TIME")
        case .type: worded("종류", "TYPE")
        case .outcome: worded("결과", "OUTCOME")
        case .what: worded("내용", "WHAT")
        case .measure: worded("조치 번호", "MEASURE")
        case .observed: worded("감지", "SEEN")
        case .limit: worded("기준", "LIMIT")
        case .step: worded("조치", "STEP")
        case .done: worded("실제 결과", "DONE")
        case .onTrial: worded("시험 결과", "ON TRIAL")
        case .rule: worded("규칙", "RULE")
        case .trialPolicy: worded("시험 정책", "TRIED POLICY")
        case .gained: worded("새로 허용", "GAINED")
        case .lost: worded("새로 거부", "LOST")
        case .eased: worded("완화", "EASED")
        case .tightened: worded("강화", "TIGHTENED")
        case .reworded: worded("규칙만 다름", "REWORDED")
        case .requests: worded("요청", "REQUESTS")
        case .examples: worded("예", "EXAMPLES")
        case .console: worded("콘솔", "CONSOLE")
        case .grade: worded("보안등급", "GRADE")
        case .manager: worded("관리자", "MANAGER")
        case .tags: worded("태그", "TAGS")
        case .provider: worded("제공자", "PROVIDER")
        case .region: worded("지역", "REGION")
        case .contract: worded("계약", "CONTRACT")
        case .name: worded("이름", "NAME")
        case .displayName: worded("표시 이름", "DISPLAY NAME")
        case .roles: worded("역할", "ROLES")
        case .organisation: worded("소속", "ORGANISATION")
        case .language: worded("언어", "LANGUAGE")
        case .state: worded("상태", "STATE")
        case .created: worded("등록", "CREATED")
        case .binding: worded("인증서 연결", "BOUND CERTIFICATE")
        case .since: worded("시작 시각", "SINCE")
        case .device: worded("인증 장치", "DEVICE")
        case .lastUsed: worded("마지막 사용", "LAST USED")
        case .recoveryCodes: worded("남은 복구 코드", "RECOVERY CODES LEFT")
        case .session: worded("세션", "SESSION")
        case .user: worded("사용자", "USER")
        case .factors: worded("인증 수단", "FACTORS")
        case .factor: worded("인증 수단", "FACTOR")
        case .lastSeen: worded("마지막 활동", "LAST SEEN")
        case .expires: worded("만료", "EXPIRES")
        case .source: worded("접속지", "FROM ADDRESS")
        case .lock: worded("잠금", "LOCK")
        case .target: worded("대상", "TARGET")
        case .reason: worded("사유", "REASON")
        case .by: worded("처리자", "BY")
        case .until: worded("종료", "UNTIL")
        case .grant: worded("승인", "GRANT")
        case .consoles: worded("콘솔", "CONSOLES")
        case .kind: worded("종류", "KIND")
        case .reference: worded("문서 번호", "REFERENCE")
        case .sponsor: worded("책임자", "SPONSOR")
        case .from: worded("시작", "FROM")
        case .to: worded("끝", "TO")
        case .version: worded("버전", "VERSION")
        case .started: worded("시작 시각", "STARTED")
        case .policy: worded("정책", "POLICY")
        case .policyWarnings: worded("정책 경고", "POLICY WARNINGS")
        case .trustGeneration: worded("신뢰 세대", "TRUST GENERATION")
        case .alarms: worded("폐지 목록 경보", "CRL ALARMS")
        case .upstreams: worded("업스트림", "UPSTREAMS")
        case .users: worded("사용자", "USERS")
        case .sessions: worded("세션", "SESSIONS")
        case .locks: worded("잠금", "LOCKS")
        case .grants: worded("진행 중 승인", "RUNNING GRANTS")
        case .draining: worded("종료 중", "DRAINING")
        case .reset: worded("초기화 요청", "RESET")
        case .askedBy: worded("요청자", "ASKED BY")
        case .approvedBy: worded("승인자", "APPROVED BY")
        case .effective: worded("진행 가능 시각", "EFFECTIVE FROM")
        case .authenticator: worded("인증 수단", "AUTHENTICATOR")
        case .separateDevice: worded("별도 기기(신고)", "SEPARATE (DECLARED)")
        case .serial: worded("일련번호", "SERIAL")
        case .manufacturer: worded("제조사", "MANUFACTURER")
        case .warnings: worded("경고", "WARNINGS")
        case .channel: worded("전달 수단", "CHANNEL")
        case .recipient: worded("받는 사람", "RECIPIENT")
        case .mail: worded("알림 주소", "MAIL")
        case .receiver: worded("수신처", "RECEIVER")
        case .receivers: worded("기록 전송", "RECORDS TO")
        case .clock: worded("시각", "CLOCK")
        case .part: worded("부분", "PART")
        case .result: worded("결과", "RESULT")
        case .keyEncryptionKey: worded("키 암호화 키", "KEY-ENCRYPTION KEY")
        case .dataKey: worded("데이터 키", "DATA KEY")
        case .place: worded("위치", "PLACE")
        case .ageInDays: worded("경과 일수", "AGE, DAYS")
        case .rotateBy: worded("교체 기한", "ROTATE BY")
        case .dataKeys: worded("감싼 데이터 키", "DATA KEYS")
        case .wrappedBy: worded("감싼 키", "WRAPPED BY")
        case .accountKeys: worded("감싼 계정 키", "ACCOUNT KEYS")
        case .secrets: worded("직접 봉인한 비밀", "SECRETS")
        case .steps: worded("할 일", "TO DO")
        case .request: worded("신청", "REQUEST")
        case .applicant: worded("신청자", "APPLICANT")
        case .approver: worded("승인자", "APPROVER")
        case .purpose: worded("목적", "PURPOSE")
        case .reviewed: worded("점검", "REVIEWED")
        case .checked: worded("확인", "CHECKED")
        case .owner: worded("담당자", "OWNER")
        case .draft: worded("초안", "DRAFT")
        case .base: worded("기준 판", "FOLLOWS")
        case .author: worded("작성자", "AUTHOR")
        case .networks: worded("허용 네트워크", "NETWORKS")
        case .due: worded("기한", "DUE")
        case .review: worded("점검", "REVIEW")
        case .findings: worded("지적", "FINDINGS")
        case .right: worded("권한", "RIGHT")
        case .report: worded("보고서", "REPORT")
        case .about: worded("대상", "ABOUT")
        case .made: worded("작성", "MADE")
        case .reviewsOpen: worded("서명을 기다리는 정기 점검", "REVIEWS TO SIGN OFF")
        case .reviewsOverdue: worded("기한이 지난 정기 점검", "REVIEWS OVERDUE")
        }
    }
}
