import GatewayIdentity
import GatewaySettings

/// A draft of the report that people finish and send. What is not known stays open; nothing is sent from here.
struct IncidentReport {
    static let format = "gwanmun-incident/1"

    let site: SiteSettings
    let agencies: [String]
    let from: UnixTime
    let to: UnixTime
    let policy: String
    let window: IncidentWindow

    private func deletions(_ language: Language) -> String {
        guard window.deleted > 0 else { return "" }
        return switch language {
        case .korean: "\n이 구간의 기록 \(window.deleted)건은 보존 기간이 끝나 삭제되었습니다. 건수는 남은 기록의 것입니다."
        case .english:
            "\n\(window.deleted) records of this piece were deleted when their time was over: the counts are of what is left."
        }
    }

    func text(in language: Language) -> String {
        let types = window.types.sorted { $0.key < $1.key }.map { "- \($0.key): \($0.value)" }.joined(separator: "\n")
        let people = window.people.keys.sorted().prefix(200).map { "- \($0)" }.joined(separator: "\n")
        let agencies = agencies.map { "- \($0)" }.joined(separator: "\n")
        switch language {
        case .korean:
            return """
                # 사고 보고서 초안

                이 초안은 기록이 보여 주는 것만 옮깁니다. 빈칸을 채우고 사실을 확인한 뒤 사람이 보냅니다. 국가핵심기술 유출이 의심되면 바로 신고해야 합니다(산업기술보호법 제15조).

                ## 신고 기관
                \(agencies)

                ## 조직과 연락처
                \(site.organisation.korean), \(site.contact.korean)

                ## 기간
                \(RFC3339.string(from))부터 \(RFC3339.string(to)) 전까지, 기록 \(window.records)건 (records/)\(deletions(.korean))

                ## 적용된 정책
                \(policy)

                ## 무슨 일이 있었는가
                (작성)

                ## 영향을 받은 정보와 콘솔
                (작성)

                ## 기록에 나오는 계정
                \(people)

                ## 기록의 종류
                \(types)

                ## 취한 조치와 다음 조치
                (작성)

                """
        case .english:
            return """
                # Draft of an incident report

                This draft says what the records show and nothing else. People complete it, check it, and send it. Where a leak of national core technology is suspected, report at once (Article 15 of the Act).

                ## Agencies
                \(agencies)

                ## Organisation and contact
                \(site.organisation.english), \(site.contact.english)

                ## Window
                From \(RFC3339.string(from)) to before \(RFC3339.string(to)), \(window.records) records (records/)\(deletions(.english))

                ## Policy in force
                \(policy)

                ## What happened
                (to be written)

                ## Information and consoles concerned
                (to be written)

                ## Accounts in the records
                \(people)

                ## Kinds of records
                \(types)

                ## Measures taken, and next
                (to be written)

                """
        }
    }
}
