import GatewayIdentity

/// How a refusal is put into words. What a person may be told depends on the reason's public side; past the
/// certificate, a few denials may say a little more.
struct RefusalWording {
    let title: Phrase
    let message: String
    let tone: ProblemView.Tone
    private(set) var steps: [String] = []
    private var phrases: [Phrase] = []
    /// The refused certificate belongs on the page.
    var showsCertificate = false
    /// The same request may succeed a little later.
    var offersRetry = false

    init(_ refusal: Refusal, in exchange: Exchange) {
        let say = { (phrase: Phrase) in exchange.text(phrase) }
        let reference = exchange.requestID.description
        let remedies = Self.remedies(refusal, in: exchange)
        switch refusal.reason.publicReason {
        case .noClientCertificate:
            self.init(
                .titleNoCertificate, say(.certificateNone), .certificate,
                steps: [.stepInstall, .stepRestart, .stepSelect, .stepAsk])
        case .certificateUntrustedIssuer:
            self.init(
                .titleUntrusted, say(.certificateUntrusted), .certificate, steps: [.stepRestart, .stepSelect, .stepAsk])
        case .certificateExpired:
            let date = exchange.visitor.certificate.map { TimeText.date($0.notAfter, in: exchange.language) } ?? "–"
            self.init(
                .titleExpired, exchange.text(.certificateExpired(date: date)), .certificate,
                steps: [.stepRenew, .certificateChooseAgain, .stepAsk])
        case .certificateNotYetValid:
            self.init(
                .titleNotYet, say(.certificateNotYet), .certificate,
                steps: [.stepClock, .certificateChooseAgain, .stepAsk])
        case .certificateRevoked:
            self.init(
                .titleRevoked, say(.certificateRevoked), .certificate, steps: [.certificateChooseAgain, .stepAsk])
        case .certificateNotBound:
            self.init(
                .titleNotBound, say(.certificateUnbound), .certificate, steps: [.stepApply, .certificateChooseAgain])
        case .certificateUnusable where refusal.reason == .revocationUnknown:
            self.init(.titleUnusable, say(.certificateCheckFailed), .certificate, steps: [.stepAsk])
            offersRetry = true
        case .certificateUnusable:
            self.init(
                .titleUnusable, say(.certificatePurpose), .certificate, steps: [.certificateChooseAgain, .stepAsk])
        case .factorRequired where exchange.isFromService, .notAllowed where Self.isPageForPeople(refusal, exchange):
            self.init(.titleService, say(.deniedService), .denied)
        case .factorRequired:
            self.init(.titleFactorRequired, say(SignOutCause(refusal.reason)?.phrase ?? .problemSignIn), .wait)
        case .factorFailed:
            self.init(.titleFactorFailed, say(.loginFailed), .denied)
        case .notAllowed:
            self.init(.titleNotAllowed, Self.denial(refusal, remedies, in: exchange), .denied)
        case .downloadDenied:
            self.init(.titleDownloadDenied, say(.deniedDownload), .denied)
        case .sourceThrottled:
            self.init(.titleThrottled, say(.blockedSource), .wait)
        case .hostMismatch:
            self.init(.titleHostMismatch, say(.problemHost), .denied)
        case .badRequest:
            self.init(.titleBadRequest, say(.problemBadRequest), .denied)
        case .tooLarge:
            self.init(.titleTooLarge, say(.problemTooLarge), .denied)
        case .upstreamUnreachable:
            self.init(.titleUpstreamUnreachable, say(.problemUpstream), .wait)
            offersRetry = true
        case .upstreamTimeout:
            self.init(.titleUpstreamTimeout, say(.problemTimeout), .wait)
            offersRetry = true
        case .notRecorded:
            self.init(.titleNotRecorded, exchange.text(.internalError(reference: reference)), .wait)
            offersRetry = true
        case .overloaded:
            self.init(.titleOverloaded, say(.problemOverloaded), .wait)
            offersRetry = true
        }
        showsCertificate = tone == .certificate
        steps = phrases.map(say) + remedies.map { $0.text(in: exchange) }
        if !remedies.isEmpty { steps.append(say(.stepAsk)) }
    }

    /// Told only to the owner of a verified certificate, as a denial in words is.
    private static func remedies(_ refusal: Refusal, in exchange: Exchange) -> [PersonalRemedy] {
        guard exchange.visitor.person != nil, !exchange.isFromService else { return [] }
        switch refusal.reason.publicReason {
        case .notAllowed, .downloadDenied: return refusal.remedies()
        case _: return []
        }
    }

    /// A program asked for a page that only people have to do with.
    private static func isPageForPeople(_ refusal: Refusal, _ exchange: Exchange) -> Bool {
        exchange.isFromService && PageResponder.owns(path: exchange.request.path)
    }

    private init(_ title: Phrase, _ message: String, _ tone: ProblemView.Tone, steps: [Phrase] = []) {
        self.title = title
        self.message = message
        self.tone = tone
        phrases = steps
    }

    /// Denials that the profile has words for (section 4, "Access decision" and "Partner notice"). They are told only
    /// to the owner of a verified certificate; all others are told that they have no access.
    private static func denial(_ refusal: Refusal, _ remedies: [PersonalRemedy], in exchange: Exchange) -> String {
        guard exchange.visitor.person != nil else {
            return exchange.text(.denied(reference: exchange.requestID.description))
        }
        if refusal.reason == .timeWindowDenied, let hours = remedies.lazy.compactMap(\.hours).first {
            let windows = hours.map { $0.text(in: exchange.language) }
            return exchange.text(.deniedOutside(window: windows.joined(separator: " · ")))
        }
        if let phrase = denials[refusal.reason] { return exchange.text(phrase) }
        return exchange.text(.denied(reference: exchange.requestID.description))
    }

    private static let denials: [Reason: Phrase] = [
        .zoneDenied: .deniedZone, .countryDenied: .deniedZone, .deviceNotDesignated: .deniedDevice,
        .pledgeMissing: .partnerPledge,
        .trainingExpired: .partnerTraining, .approvalExpired: .partnerEnded,
    ]
}

extension PersonalRemedy {
    fileprivate var hours: [PermittedHours]? {
        switch self {
        case .wait(_, let hours) where !hours.isEmpty: hours
        case .wait, .showCertificate, .verify, .useApprovedNetwork, .useApprovedCountry, .useDesignatedDevice,
            .signPledge, .takeTraining, .joinHandlers, .askForGrant, .askForApproval, .applyForRights, .waitForUnlock:
            nil
        }
    }
}
