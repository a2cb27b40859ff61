import GatewayIdentity

/// An authenticator that is in use, or may be.
struct FactorRow: Sendable {
    /// In the list: for the names of its fields.
    let place: Int
    let handle: String
    let kind: String
    let label: String
    let serial: String?
    let replaces: String?
    let isSeparate: Bool
    let state: String
    let isActive: Bool
    let registered: TimeView
    let lastUsed: TimeView?
    let ends: TimeView?
    /// Of a hardware token that waits for its first code: until when.
    let pending: PendingView?
    let rename: String
    let lost: LostForm?
    let remove: String

    init(_ factor: RegisteredFactor, at place: Int, in language: Language) {
        self.place = place
        handle = factor.handle.text
        kind = factor.kind.phrase.text(in: language)
        label = factor.label
        serial = factor.serial
        replaces = factor.replaces
        isSeparate = factor.isSeparateDevice
        state = factor.state.phrase.text(in: language)
        isActive = factor.state == .active
        registered = TimeView(factor.registeredAt, in: language)
        lastUsed = factor.lastUsedAt.map { TimeView($0, in: language) }
        ends = factor.endsAt.map { TimeView($0, in: language) }
        pending = factor.state == .pending && factor.serial != nil ? PendingView(factor, in: language) : nil
        rename = Path.renameFactor
        lost = factor.state == .active || factor.state == .locked ? LostForm(action: Path.loseFactor) : nil
        remove = Path.removeFactor
    }
}

struct PendingView: Sendable {
    let until: TimeView
    let action: String

    init(_ factor: RegisteredFactor, in language: Language) {
        until = TimeView(factor.stateAt, in: language)
        action = Path.confirmFactor
    }
}

struct LostForm: Sendable {
    let action: String
}

/// What is out of use for good: the history.
struct EarlierFactors: Sendable {
    struct Row: Sendable {
        let kind: String
        let label: String
        let state: String
        let since: TimeView
    }

    let rows: [Row]

    init?(_ factors: [RegisteredFactor], in language: Language) {
        guard !factors.isEmpty else { return nil }
        rows = factors.map {
            Row(
                kind: $0.kind.phrase.text(in: language), label: $0.label,
                state: $0.replacedBy.map { Sentence.replacedBy($0).text(in: language) }
                    ?? $0.state.phrase.text(in: language),
                since: TimeView($0.stateAt, in: language))
        }
    }
}

extension RegisteredFactor.Kind {
    var phrase: Phrase {
        switch self {
        case .app: .factorTOTP
        case .clockToken: .accountClockToken
        case .buttonToken: .accountButtonToken
        case .securityKey: .factorWebAuthn
        }
    }
}

extension RegisteredFactor.State {
    var phrase: Phrase {
        switch self {
        case .pending: .accountStatePending
        case .active: .accountStateActive
        case .locked: .accountStateLocked
        case .copied: .accountStateCopied
        case .lost: .accountStateLost
        case .replaced: .accountStateReplaced
        case .revoked: .accountStateRevoked
        }
    }

    /// For good.
    var isOver: Bool {
        switch self {
        case .pending, .active, .locked: false
        case .copied, .lost, .replaced, .revoked: true
        }
    }
}

/// A reset of the factors of the one who reads, with the one press that stops it.
struct ResetView: Sendable {
    let message: String
    let action: String

    init(_ reset: ResetSummary, in exchange: Exchange) {
        let asked = TimeText.dateAndTime(reset.askedAt, in: exchange.language)
        let effective = reset.effectiveAt.map { TimeText.dateAndTime($0, in: exchange.language) }
        message = exchange.text(
            effective.map { .resetEffective(asked: asked, effective: $0) } ?? .resetWaiting(asked: asked))
        action = Path.cancelReset
    }
}

struct ResetCancelledView: PageView {
    static let template = TemplateName.resetCancelled
    let frame: PageFrame
    let next: String

    init(_ exchange: Exchange) {
        frame = PageFrame(title: exchange.text(.resetTitle), of: exchange)
        next = exchange.visitor.session == nil ? Path.login : Path.account
    }
}

/// Partners of the one who reads.
struct PartnerRows: Sendable {
    struct Row: Sendable {
        /// In the list: for the name of its field.
        let place: Int
        let account: String
        let name: String
    }

    let rows: [Row]
    let action: String

    init?(_ partners: [PartnerSummary]) {
        guard !partners.isEmpty else { return nil }
        rows = partners.enumerated().map { Row(place: $0, account: $1.account.text, name: $1.displayName) }
        action = Path.askReset
    }
}

struct LanguageRow: Sendable {
    let code: String
    let name: String
    let isChosen: Bool

    init(_ language: Language, isChosen: Bool) {
        code = language.rawValue
        switch language {
        case .korean: name = "한국어"
        case .english: name = "English"
        }
        self.isChosen = isChosen
    }
}
