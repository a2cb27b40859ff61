public import GatewayIdentity

/// A report that others made, as the register has it. The file itself is kept by whoever filed it; its digest ties it to this entry.
public struct FiledReport: Hashable, Sendable {
    /// The file: its last path component, SHA-256 and size in bytes.
    public struct File: Hashable, Sendable {
        public let name: String
        public let sha256: SHA256Digest
        public let size: Int

        public init(name: String, sha256: SHA256Digest, size: Int) {
            self.name = name
            self.sha256 = sha256
            self.size = size
        }
    }

    /// What it says.
    public struct Content: Hashable, Sendable {
        public let kind: ReportKind
        /// Of a provider: the provider's or the console's name. Of a bypass check: the machine that asked.
        public let about: String
        public let madeAt: UnixTime
        /// When the next one is due.
        public let due: UnixTime
        /// `nil`: it was not said.
        public let result: ReportResult?
        /// Of a bypass check: the consoles that were asked, by name; empty otherwise.
        public let consoles: [String]

        public init(
            _ kind: ReportKind, about: String, madeAt: UnixTime, due: UnixTime, result: ReportResult? = nil,
            consoles: [String] = []
        ) {
            self.kind = kind
            self.about = about
            self.madeAt = madeAt
            self.due = due
            self.result = result
            self.consoles = consoles
        }
    }

    public let id: String
    public let file: File
    public let content: Content
    /// Who filed it, when and why.
    public let by: AccountName
    public let at: UnixTime
    public let reason: String

    public init(id: String, file: File, content: Content, by: AccountName, at: UnixTime, reason: String) {
        self.id = id
        self.file = file
        self.content = content
        self.by = by
        self.at = at
        self.reason = reason
    }

    /// A report takes the place of those of the same matter that were made before it. Of bypass checks there is one matter, whatever machine asked.
    var matter: String {
        switch content.kind {
        case .provider: "provider \(content.about)"
        case .bypass: "bypass"
        }
    }
}
