public import GatewayIdentity
public import GatewayPolicy

/// Names and words of the organisation.
public struct SiteSettings: Hashable, Sendable {
    /// Console hosts of one label stand below it.
    public var domain: HostName
    /// Default `gate.<domain>`.
    public var gate: HostName
    /// Default `desk.<domain>`. Must differ from `gate`: the desk answers under its own name only.
    public var desk: HostName
    /// The port in links to the gate; `nil`: the one it listens on. Differs behind a port mapping.
    public var publicPort: UInt16?
    /// The same of the desk.
    public var deskPublicPort: UInt16?
    public var organisation: LocalisedText
    /// How people reach the security officer; shown wherever somebody is refused.
    public var contact: LocalisedText
    /// For browsers that ask for neither. Korean, as the guide it follows is.
    public var language: Language

    public init(
        domain: HostName, gate: HostName, desk: HostName, publicPort: UInt16? = nil, deskPublicPort: UInt16? = nil,
        organisation: LocalisedText,
        contact: LocalisedText,
        language: Language = .korean
    ) {
        self.domain = domain
        self.gate = gate
        self.desk = desk
        self.publicPort = publicPort
        self.deskPublicPort = deskPublicPort
        self.organisation = organisation
        self.contact = contact
        self.language = language
    }
}

public struct LocalisedText: Hashable, Sendable {
    public var korean: String
    public var english: String

    public init(korean: String, english: String) {
        self.korean = korean
        self.english = english
    }

    public subscript(language: Language) -> String {
        switch language {
        case .korean: korean
        case .english: english
        }
    }
}
