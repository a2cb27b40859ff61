import GatewayIdentity

/// Asks for the administrator's one-time code.
struct EnrolmentView: PageView {
    static let template = TemplateName.enrolment
    let frame: PageFrame
    let error: String?
    let action: String

    init(_ exchange: Exchange, error: Phrase? = nil) {
        frame = PageFrame(title: exchange.text(.enrolTitle), of: exchange)
        self.error = error.map { exchange.text($0) }
        action = Path.enrolment
    }
}

/// The secret, once; then only the form for the code that confirms it.
struct OfferView: PageView {
    static let template = TemplateName.offer
    let frame: PageFrame
    let offer: OfferDetails?
    let error: String?
    let code: CodeField
    let pending: String
    let action: String

    init(_ exchange: Exchange, pending: PendingEnrolment, digits: Int, offer: OfferDetails?, error: Phrase? = nil) {
        frame = PageFrame(title: exchange.text(.enrolTitle), of: exchange)
        self.offer = offer
        self.error = error.map { exchange.text($0) }
        code = CodeField(digits: digits, in: exchange.language)
        self.pending = pending.text
        action = Path.enrolmentConfirmation
    }
}

struct OfferDetails: Sendable {
    let instruction: String
    let qrSide: Int
    let qrPath: String
    /// In groups of four, for typing.
    let secret: [String]
    let settings: String

    /// `nil` when the URI does not fit a QR code.
    init?(_ offer: TOTPOffer, in language: Language) {
        guard let code = QRCode(offer.uri) else { return nil }
        instruction = Sentence.enrol(digits: offer.digits).text(in: language)
        qrSide = code.side
        qrPath = code.path
        let letters = Array(offer.secret)
        secret = stride(from: 0, to: letters.count, by: 4).map { String(letters[$0..<min($0 + 4, letters.count)]) }
        settings = Sentence.appSettings(algorithm: offer.algorithm, digits: offer.digits, seconds: offer.periodSeconds)
            .text(in: language)
    }
}

/// Recovery codes, once.
struct RecoveryView: PageView {
    static let template = TemplateName.recovery
    let frame: PageFrame
    let message: String
    let codes: [String]
    let hasCodes: Bool
    let next: String

    init(_ exchange: Exchange, message: Phrase, codes: [String], next: String) {
        frame = PageFrame(title: exchange.text(.recoveryTitle), of: exchange)
        self.message = exchange.text(message)
        self.codes = codes
        hasCodes = !codes.isEmpty
        self.next = next
    }
}
