import GatewayIdentity

/// What a person is told about the sign-ins before this one.
struct NoticeView: Sendable {
    let last: String?
    let failures: String?
    let expiry: String?

    init(_ notice: SignInNotice, of person: Person, in exchange: Exchange) {
        last = notice.lastSignIn.map { visit in
            let device = DeviceName(userAgent: visit.userAgent).text ?? exchange.text(.accountUnknownDevice)
            return exchange.text(
                .lastSignIn(
                    time: TimeText.dateAndTime(visit.at, in: exchange.language),
                    place: visit.place ?? exchange.text(.accountUnknownPlace), device: device))
        }
        failures = notice.failuresSince > 0 ? exchange.text(.failuresSince(notice.failuresSince)) : nil
        expiry = Ending.days(from: exchange.now, to: person.certificate.notAfter).map {
            exchange.text(.certificateExpiring(days: $0))
        }
    }
}
