import GatewayIdentity

/// What a person is told about the sign-ins before this one.
struct NoticeView: Sendable {
    let last: String?
    let failures: String?
    let expiry: String?
    let displaced: String?
    /// "This was not me", where there is a sign-in to speak of.
    let disown: SessionForm?

    init(_ notice: SignInNotice, of person: Person, session: OpenSession, in exchange: Exchange) {
        last = notice.lastSignIn.map { visit in
            let device = DeviceName(userAgent: visit.userAgent).text ?? exchange.text(.accountUnknownDevice)
            return exchange.text(
                .lastSignIn(
                    time: TimeText.dateAndTime(visit.at, in: exchange.language),
                    place: visit.place ?? exchange.text(.accountUnknownPlace), device: device))
        }
        failures = notice.failuresSince > 0 ? exchange.text(.failuresSince(notice.failuresSince)) : nil
        displaced = notice.displaced > 0 ? exchange.text(.displaced(notice.displaced)) : nil
        disown = notice == .nothingToTell ? nil : SessionForm(action: Path.disown, formToken: session.formToken)
        expiry = Ending.days(from: exchange.now, to: person.certificate.notAfter).map {
            exchange.text(.certificateExpiring(days: $0))
        }
    }
}

/// A form of one button that acts by the session.
struct SessionForm: Sendable {
    let action: String
    let formToken: String
}

/// Tells two minutes before a session ends that it will (compliance profile nct-2025-04, 2.2; N2SF SN-5).
struct EndWarningView: Sendable {
    /// From the making of the page; what the reader's clock shows does not matter.
    let secondsLeft: Int64
    let text: String
    /// `nil`: its whole time is over, and nothing prolongs it.
    let stay: SessionForm?

    private static let notice: Int64 = 120

    init(_ session: OpenSession, in exchange: Exchange) {
        secondsLeft = max(0, (session.idleExpiresAt - exchange.now).wholeSeconds)
        text = exchange.text(.sessionExpiring(seconds: min(secondsLeft, Self.notice)))
        stay =
            session.idleExpiresAt < session.expiresAt
            ? SessionForm(action: Path.stay, formToken: session.formToken) : nil
    }
}
