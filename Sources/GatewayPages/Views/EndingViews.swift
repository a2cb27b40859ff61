import GatewayIdentity

/// Certificates bound to the person, beside the one that was shown.
struct CertificateRows: Sendable {
    struct Row: Sendable {
        let issuer: String
        let serial: String
        let from: TimeView
        let until: TimeView
        let isPresent: Bool
        let notice: String?
    }

    let rows: [Row]

    init?(
        _ certificates: [CertificateSummary], beside present: ClientCertificate, at now: UnixTime, in language: Language
    ) {
        guard !certificates.isEmpty else { return nil }
        rows = certificates.map { certificate in
            Row(
                issuer: certificate.issuer, serial: certificate.serial,
                from: TimeView(certificate.notBefore, in: language),
                until: TimeView(certificate.notAfter, in: language),
                isPresent: certificate.serial == present.serial && certificate.issuer == present.issuer,
                notice: Ending.days(from: now, to: certificate.notAfter).map {
                    Sentence.certificateExpiring(days: $0).text(in: language)
                })
        }
    }
}

/// Permissions of the person, with their ends.
struct GrantRows: Sendable {
    struct Row: Sendable {
        let consoles: String
        let reference: String
        let from: TimeView
        let until: TimeView
        let notice: String?
    }

    let rows: [Row]

    init?(_ grants: [GrantSummary], in exchange: Exchange) {
        guard !grants.isEmpty else { return nil }
        rows = grants.map { grant in
            let names = grant.consoles.map { id in
                exchange.site.consoles.first { $0.id == id }?.displayName ?? id.text
            }
            return Row(
                consoles: names.joined(separator: ", "), reference: grant.reference,
                from: TimeView(grant.from, in: exchange.language), until: TimeView(grant.to, in: exchange.language),
                notice: Ending.days(from: exchange.now, to: grant.to).map {
                    exchange.text(.grantEnding(days: $0))
                })
        }
    }
}

/// When to speak of something that will end: the notices of 30, 7 and 1 days stand on the page from the first on.
enum Ending {
    private static let noticeDays = 30

    static func days(from now: UnixTime, to end: UnixTime) -> Int? {
        let days = TimeText.days(from: now, to: end)
        return days <= noticeDays ? max(0, days) : nil
    }
}
