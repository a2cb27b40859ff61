/// What people read beside the profile's own words.
enum EvidenceWords {
    static let notice = Bilingual(
        ko: "이 자료는 설정과 기록이 보여 주는 것만 옮깁니다. 어떤 인증이나 적합 판정도 아니며, 법령 준수 여부는 담당 기관과 조직이 판단합니다.",
        en:
            "This says what settings and records show, and nothing else. It certifies nothing; whether the law is kept is for the authorities and the organisation to judge."
    )
    /// Under the list of clauses: the marks are no verdict.
    static let reach = Bilingual(
        ko: "●, ◐, ○는 게이트웨이가 조항을 어디까지 이행할 수 있는지이며 판정이 아닙니다. 빨간 글씨는 이행을 보여 줄 설정이나 기록이 이 게이트웨이에 없다는 뜻입니다.",
        en:
            "●, ◐ and ○ say how far a gateway can reach a clause; they are no verdict. Red: this gateway has no setting or record that shows it."
    )
    static let cutByDeletion = Bilingual(
        ko: "이 기간의 기록 일부가 보존 기간이 끝나 삭제되었습니다. 건수는 남은 기록의 것입니다.",
        en: "Records of this period were deleted when their time was over: the counts are of what is left."
    )
    static let brokenTrail = Bilingual(
        ko: "감사 기록이 온전하지 않아 건수를 증거로 쓸 수 없습니다", en: "the audit trail is not whole: its counts prove nothing")

    static func notInForce(_ id: EvidenceSetting) -> Bilingual {
        Bilingual(ko: "설정이 없거나 부족함: \(name(id).ko)", en: "not set, or not enough: \(name(id).en)")
    }

    static func nothingCounted(_ id: EvidenceCount) -> Bilingual {
        Bilingual(ko: "기간 중 기록이 없음: \(name(id).ko)", en: "no record in the period: \(name(id).en)")
    }

    static func happened(_ id: EvidenceCount, _ count: Int) -> Bilingual {
        Bilingual(ko: "기간 중 발생: \(name(id).ko) \(count)건", en: "happened in the period: \(name(id).en), \(count)")
    }

    static func name(_ party: ClauseParty) -> Bilingual {
        switch party {
        case .user: Bilingual(ko: "이용자", en: "user")
        case .provider: Bilingual(ko: "제공자", en: "provider")
        case .both: Bilingual(ko: "공통(이용자와 제공자)", en: "both (user and provider)")
        }
    }

    static func name(_ reach: ClauseReach) -> Bilingual {
        switch reach {
        case .met: Bilingual(ko: "● 게이트웨이가 이행", en: "● met by the gateway")
        case .partly: Bilingual(ko: "◐ 게이트웨이가 일부 이행", en: "◐ partly met by the gateway")
        case .notByGateway: Bilingual(ko: "○ 게이트웨이 밖", en: "○ not by the gateway")
        }
    }

    static func name(_ id: EvidenceSetting) -> Bilingual {
        switch id {
        case .policy: Bilingual(ko: "정책(프로필, SHA-256)", en: "policy (profile, SHA-256)")
        case .consoles: Bilingual(ko: "콘솔과 등급", en: "consoles and grades")
        case .owners: Bilingual(ko: "책임자와 관리자", en: "owners and managers")
        case .hosting: Bilingual(ko: "제공자와 위치", en: "providers and regions")
        case .contracts: Bilingual(ko: "계약", en: "contracts")
        case .doubleEncryption: Bilingual(ko: "이중 암호화 확인", en: "double encryption attested")
        case .rules: Bilingual(ko: "규칙(기본 거부)", en: "rules (default deny)")
        case .secondFactor: Bilingual(ko: "두 번째 인증 요소", en: "second factor at sensitive and classified consoles")
        case .lockout: Bilingual(ko: "로그인 횟수 제한", en: "limits of failed logins")
        case .sessions: Bilingual(ko: "세션 시간과 동시 접속", en: "session times and concurrency")
        case .clientCertificates: Bilingual(ko: "클라이언트 인증서 요건", en: "demands on client certificates")
        case .revocationAge: Bilingual(ko: "폐지 목록의 최대 나이", en: "greatest age of revocation lists")
        case .serverTLS: Bilingual(ko: "TLS 프로필", en: "TLS profile")
        case .upstreamTLS: Bilingual(ko: "콘솔까지의 TLS", en: "TLS to consoles")
        case .keyPlace: Bilingual(ko: "키 암호화 키의 위치", en: "place of the key-encryption key")
        case .keyRotation: Bilingual(ko: "키 교체 주기", en: "key rotation")
        case .checkpointKey: Bilingual(ko: "검증점 서명 키", en: "key of checkpoints")
        case .checkpointDestinations: Bilingual(ko: "외부에 보관하는 검증점", en: "checkpoints kept elsewhere")
        case .verification: Bilingual(ko: "기록 검증 주기", en: "verification of the trail")
        case .retention: Bilingual(ko: "보존 기간", en: "retention")
        case .siem: Bilingual(ko: "기록 전송 대상", en: "receivers of records")
        case .clock: Bilingual(ko: "시각 동기", en: "clock sources")
        case .reviews: Bilingual(ko: "점검 주기", en: "review intervals")
        case .watch: Bilingual(ko: "감시 규칙", en: "watch rules")
        case .policyChanges: Bilingual(ko: "정책 변경 절차", en: "how the policy is changed")
        case .exceptions: Bilingual(ko: "예외", en: "exceptions")
        case .partnerRoles: Bilingual(ko: "외부 역할", en: "external roles")
        case .approvals: Bilingual(ko: "승인", en: "approvals")
        case .zones: Bilingual(ko: "구역", en: "zones")
        case .accounts: Bilingual(ko: "계정 규칙", en: "rules of accounts")
        case .specialRoles: Bilingual(ko: "특수 목적 역할", en: "special-purpose roles")
        case .passwords: Bilingual(ko: "비밀번호", en: "passwords")
        case .warnings: Bilingual(ko: "경고 전송 경로", en: "ways of warnings")
        case .desk: Bilingual(ko: "관리 창구", en: "the administrators' desk")
        case .limits: Bilingual(ko: "연결 제한", en: "limits of connections")
        }
    }

    static func name(_ id: EvidenceCount) -> Bilingual {
        switch id {
        case .records: Bilingual(ko: "기록", en: "records")
        case .logins: Bilingual(ko: "로그인", en: "logins")
        case .loginsRefused: Bilingual(ko: "거부된 로그인", en: "logins refused")
        case .factorsRefused: Bilingual(ko: "거부된 인증 요소", en: "factors refused")
        case .handshakesRefused: Bilingual(ko: "거부된 TLS 연결", en: "TLS handshakes refused")
        case .locks: Bilingual(ko: "잠금", en: "locks")
        case .unlocks: Bilingual(ko: "잠금 해제", en: "unlocks")
        case .sessions: Bilingual(ko: "세션", en: "sessions")
        case .requests: Bilingual(ko: "요청", en: "requests")
        case .denials: Bilingual(ko: "거부된 요청", en: "requests denied")
        case .stepUps: Bilingual(ko: "추가 인증 요구", en: "requests for which a factor was asked")
        case .downloads: Bilingual(ko: "내려받기", en: "downloads")
        case .uploads: Bilingual(ko: "올리기", en: "uploads")
        case .grantsGiven: Bilingual(ko: "부여된 허가", en: "grants given")
        case .grantsEnded: Bilingual(ko: "끝난 허가", en: "grants ended")
        case .grantsSuspended: Bilingual(ko: "중지된 허가", en: "grants suspended")
        case .deletionsConfirmed: Bilingual(ko: "확인된 삭제", en: "deletions confirmed")
        case .accountRequests: Bilingual(ko: "계정 신청과 승인", en: "account requests and approvals")
        case .accountChanges: Bilingual(ko: "계정 변경", en: "account changes")
        case .roleChanges: Bilingual(ko: "권한 변경", en: "role changes")
        case .certificateChanges: Bilingual(ko: "인증서 변경", en: "certificate changes")
        case .factorChanges: Bilingual(ko: "인증 요소 변경", en: "factor changes")
        case .policyChanges: Bilingual(ko: "정책 변경", en: "policy changes")
        case .policyTampers: Bilingual(ko: "정책 변조", en: "policy tampered with")
        case .reviewsSigned: Bilingual(ko: "서명된 점검", en: "reviews signed")
        case .reviewsOverdue: Bilingual(ko: "기한이 지난 점검", en: "reviews overdue")
        case .anomalies: Bilingual(ko: "이상 징후", en: "anomalies")
        case .measures: Bilingual(ko: "조치", en: "measures")
        case .warningsSent: Bilingual(ko: "보낸 경고", en: "warnings sent")
        case .keyEvents: Bilingual(ko: "키 사건", en: "key events")
        case .clockAlarms: Bilingual(ko: "시각 사건", en: "clock events")
        case .logGaps: Bilingual(ko: "기록 누락", en: "gaps of the trail")
        case .verifications: Bilingual(ko: "온전하다고 확인된 검증", en: "verifications that found it whole")
        case .verificationsFailed: Bilingual(ko: "실패한 검증", en: "verifications that failed")
        case .recordsDeleted: Bilingual(ko: "기록 삭제", en: "deletions of records")
        case .recordsHeld: Bilingual(ko: "삭제 보류", en: "legal holds")
        case .exports: Bilingual(ko: "내보내기", en: "exports")
        case .unmaskings: Bilingual(ko: "가림 해제", en: "unmaskings")
        case .administrationRefused: Bilingual(ko: "거부된 관리 행위", en: "administrative acts refused")
        }
    }
}
