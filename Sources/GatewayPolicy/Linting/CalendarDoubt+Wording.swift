import GatewayIdentity

extension CalendarDoubt {
    var code: String {
        switch self {
        case .noHolidays: "no-holidays-of-the-year"
        case .contract: "contract-ends"
        case .attestation: "attestation-ends"
        case .noAttestation: "no-attestation"
        case .exception: "exception-ends"
        }
    }

    var advice: PolicyDoubt.Advice {
        switch self {
        case .noHolidays(let year):
            .init(
                "no holidays listed for \(year)", "On holidays that are not listed the window is open.",
                "List those of \(year), the substitute ones too.")
        case .contract(let day, let hasEnded, let onExpiry):
            .init(
                hasEnded ? "the contract ended on \(day)" : "the contract ends on \(day)",
                onExpiry == .deny
                    ? "After that day the console is closed (upstream_closed)."
                    : "After that day nobody says any more whose the information is, nor how it is kept.",
                "Renew it, and write the new day under 'expires'; or take the information away.")
        case .attestation(let day, let hasEnded):
            .init(
                "double encryption was verified on \(day)" + (hasEnded ? ", 90 days ago or more" : ""),
                "90 days after that day nobody comes in (attestation_stale).",
                "Look at the keys again, and write the day under 'verified_at'.")
        case .noAttestation:
            .init(
                "has no 'double_encryption', which one of its tags asks for", "Nobody comes in (attestation_stale).",
                "Look at both keys, and write down their names, the day and who looked.")
        case .exception(let rule, let expires, let hasEnded):
            .init(
                hasEnded ? "ended at \(RFC3339.string(expires))" : "ends at \(RFC3339.string(expires))",
                hasEnded
                    ? "It relaxes nothing any more, and whoever reads it believes that it does."
                    : "From then on rule '\(rule)' holds as it is written.",
                hasEnded ? "Delete it; whoever still needs it asks for another." : "Ask who still needs it.")
        }
    }

    var koreanAdvice: PolicyDoubt.Advice {
        switch self {
        case .noHolidays(let year):
            .init("\(year)년 휴일이 없습니다", "적혀 있지 않은 휴일에는 시간대가 열립니다.", "대체공휴일을 포함하여 \(year)년 휴일을 적으세요.")
        case .contract(let day, let hasEnded, let onExpiry):
            .init(
                hasEnded ? "계약이 \(day)에 끝났습니다" : "계약이 \(day)에 끝납니다",
                onExpiry == .deny
                    ? "그날이 지나면 콘솔을 닫습니다(upstream_closed)." : "그날이 지나면 정보의 소유와 보관 조건을 정한 것이 없습니다.",
                "계약을 갱신하고 'expires'를 고치거나 정보를 회수하세요.")
        case .attestation(let day, let hasEnded):
            .init(
                "이중 암호화를 \(day)에 확인했습니다" + (hasEnded ? "(90일 지남)" : ""),
                "확인한 날부터 90일이 지나면 아무도 접속할 수 없습니다(attestation_stale).", "키를 다시 확인하고 'verified_at'을 고치세요.")
        case .noAttestation:
            .init(
                "태그가 요구하는 'double_encryption'이 없습니다", "아무도 접속할 수 없습니다(attestation_stale).",
                "두 키를 확인하고 키 이름, 확인한 날과 확인자를 적으세요.")
        case .exception(let rule, let expires, let hasEnded):
            .init(
                "예외가 \(RFC3339.string(expires))에 " + (hasEnded ? "끝났습니다" : "끝납니다"),
                hasEnded
                    ? "더는 아무것도 완화하지 않지만, 읽는 사람은 효력이 있다고 여깁니다." : "그 뒤로는 규칙 '\(rule)'이 적힌 그대로 적용됩니다.",
                hasEnded ? "삭제하고, 필요하면 새로 승인받으세요." : "계속 필요한지 확인하세요.")
        }
    }
}
