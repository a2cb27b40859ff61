import GatewayAccess
import GatewayDesk
import GatewayFactors
import GatewayIdentity
import GatewayLimits
import GatewayStore

extension AccountState {
    var words: Words {
        switch self {
        case .active: Words("사용 중", "Active")
        case .suspended: Words("중지", "Suspended")
        case .disabled: Words("비활성", "Disabled")
        case .removed: Words("삭제", "Removed")
        }
    }

    var tone: Piece.Tone {
        switch self {
        case .active: .good
        case .suspended: .warn
        case .disabled, .removed: .bad
        }
    }
}

extension AccountUse {
    var words: Words {
        switch self {
        case .person: Words("개인", "Person")
        case .shared: Words("공용", "Shared")
        case .service: Words("서비스 계정", "Service account")
        }
    }
}

extension AccountRequest.Wish {
    var words: Words {
        switch self {
        case .admission: Words("계정 등록", "New account")
        case .roles: Words("역할 변경", "Roles")
        case .opening: Words("비상 계정 개방", "Opening of an emergency account")
        case .terms: Words("서비스 계정 조건", "Terms of a service account")
        }
    }
}

extension AccountRequest.Decision.Verdict {
    var words: Words {
        switch self {
        case .approved: Words("승인됨", "Approved")
        case .rejected: Words("반려됨", "Rejected")
        case .expired: Words("기한 지남", "Expired")
        }
    }
}

extension AttemptLock {
    func text(in language: Language) -> String {
        switch self {
        case .open: Words("잠기지 않음", "Not locked")[language]
        case .until: Words("일시 잠금", "Locked for a while")[language] + " · " + text
        case .untilAdministrator: Words("관리자 확인 전까지 잠금", "Locked until an administrator lifts it")[language]
        case .disabled: Words("사용 정지", "Taken out of use")[language]
        }
    }
}

extension AuthenticatorState {
    var words: Words {
        switch self {
        case .pending: Words("등록 대기", "Pending")
        case .active: Words("사용 중", "In use")
        case .locked: Words("잠김", "Locked")
        case .copied: Words("복제 의심", "Suspected copy")
        case .lost: Words("분실", "Lost")
        case .replaced: Words("교체됨", "Replaced")
        case .revoked: Words("폐지됨", "Revoked")
        }
    }
}

extension Authenticator.Kind {
    var words: Words {
        switch self {
        case .totp: Words("인증 앱·토큰(시간)", "App or token (time)")
        case .hotp: Words("토큰(횟수)", "Token (counter)")
        case .webauthn: Words("보안키", "Security key")
        }
    }
}

extension PartnerGrant.Kind {
    var words: Words {
        switch self {
        case .exportApproval: Words("수출승인", "Export approval")
        case .exportNotification: Words("수출신고", "Export notification")
        }
    }
}

extension LockTarget {
    var words: Words {
        switch self {
        case .account: Words("계정", "Account")
        case .certificate: Words("인증서", "Certificate")
        case .organisation: Words("소속", "Organisation")
        case .issuer: Words("발급기관", "Issuer")
        case .network: Words("네트워크", "Network")
        }
    }

    var named: String {
        switch self {
        case .account(let name): name.text
        case .certificate(let digest): digest.hex
        case .organisation(let name), .issuer(let name): name
        case .network(let block): block.description
        }
    }
}

extension ServiceAccount.Standing {
    var words: Words {
        switch self {
        case .running: Words("사용 중", "Running")
        case .suspended: Words("중지", "Suspended")
        case .disabled: Words("비활성", "Disabled")
        case .noTerms: Words("조건 없음", "No terms")
        case .ended: Words("기간 종료", "Ended")
        case .ownerLeft: Words("책임자 없음", "Owner has left")
        }
    }
}

extension FactorReset.State {
    var words: Words {
        switch self {
        case .asked: Words("승인 대기", "Waits for approval")
        case .approved: Words("승인됨", "Approved")
        case .cancelled: Words("취소됨", "Cancelled")
        case .done: Words("완료", "Done")
        }
    }
}

extension NodeStatus.Upstream.State {
    var words: Words {
        switch self {
        case .serving: Words("정상", "Serving")
        case .leftOut: Words("제외됨", "Left out")
        case .onProbation: Words("복귀 확인 중", "On probation")
        case .failingChecks: Words("점검 실패", "Failing its checks")
        case .unresolved: Words("주소 확인 불가", "Name not resolved")
        case .refused: Words("허용되지 않은 주소", "Address refused")
        }
    }

    var tone: Piece.Tone {
        switch self {
        case .serving: .good
        case .onProbation: .warn
        case .leftOut, .failingChecks, .unresolved, .refused: .bad
        }
    }
}

extension StockToken.State {
    var words: Words {
        switch self {
        case .waiting: Words("보관 중", "In stock")
        case .assigned: Words("지급됨", "Assigned")
        case .revoked: Words("폐기됨", "Revoked")
        }
    }
}
