/// What people read of reports that others made.
extension EvidenceWords {
    static let registerUnread = Bilingual(
        ko: "점검 보고서 대장을 읽을 수 없습니다", en: "the register of reports could not be read")

    static func name(_ register: EvidenceRegister) -> Bilingual {
        switch register {
        case .providerReports: Bilingual(ko: "제공자 점검 보고서", en: "reports of providers")
        case .bypassChecks: Bilingual(ko: "우회 접속 점검", en: "check for ways around the gate")
        }
    }

    static func noReport(_ register: EvidenceRegister) -> Bilingual {
        Bilingual(ko: "등록되지 않음: \(name(register).ko)", en: "none was filed: \(name(register).en)")
    }

    static func overdue(_ report: ReportEvidence) -> Bilingual {
        Bilingual(
            ko: "기한 지남(overdue): \(name(report.register).ko), \(report.about), 다음 기한 \(report.nextDue)",
            en: "overdue: \(name(report.register).en), \(report.about), the next one was due \(report.nextDue)")
    }

    static func failed(_ report: ReportEvidence) -> Bilingual {
        Bilingual(
            ko: "최근 우회 접속 점검이 실패함: \(report.madeAt), \(report.about)",
            en: "the newest check for ways around the gate failed: \(report.madeAt), \(report.about)")
    }

    static func unasked(_ consoles: [String]) -> Bilingual {
        let names = consoles.joined(separator: ", ")
        return Bilingual(
            ko: "최근 우회 접속 점검이 묻지 않은 콘솔: \(names)",
            en: "the newest check for ways around the gate left consoles out: \(names)")
    }

    /// Which there are could not be read.
    static var consolesUnknown: Bilingual {
        Bilingual(
            ko: "정책을 읽을 수 없어 우회 접속 점검이 모든 콘솔을 물었는지 알 수 없음",
            en:
                "the policy cannot be read, so nobody knows whether the check for ways around the gate left consoles out"
        )
    }

    static func unrecorded(_ report: ReportEvidence) -> Bilingual {
        Bilingual(
            ko: "대장에는 있지만 감사 기록에 등록 기록이 없거나 삭제된 것으로 기록된 보고서: \(report.id), \(report.about)",
            en: "in the register, and no record says that it was filed and stayed: \(report.id), \(report.about)")
    }

    static func lost(_ id: String, _ register: EvidenceRegister) -> Bilingual {
        Bilingual(
            ko: "감사 기록에는 등록되었지만 대장에 없는 보고서: \(id), \(name(register).ko)",
            en: "filed by the records, and not in the register: \(id), \(name(register).en)")
    }

    static let reportColumns = [
        Bilingual(ko: "대상", en: "about"), Bilingual(ko: "작성", en: "made at"), Bilingual(ko: "결과", en: "outcome"),
        Bilingual(ko: "다음 기한", en: "next due"), Bilingual(ko: "콘솔", en: "consoles"),
        Bilingual(ko: "파일과 SHA-256", en: "file and SHA-256"), Bilingual(ko: "등록", en: "filed"),
    ]

    static func outcome(_ report: ReportEvidence) -> Bilingual {
        switch report.outcome {
        case "passed"?: Bilingual(ko: "통과", en: "passed")
        case "failed"?: Bilingual(ko: "실패", en: "failed")
        case let other: Bilingual(ko: other ?? "-", en: other ?? "-")
        }
    }

    static let overdueMark = Bilingual(ko: "기한 지남(overdue)", en: "overdue")
}
