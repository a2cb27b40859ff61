public import GatewayAudit
public import GatewayIdentity

extension RecordType {
    /// What it is, in a few words.
    public func title(in language: Language) -> String { words[language] }
}
