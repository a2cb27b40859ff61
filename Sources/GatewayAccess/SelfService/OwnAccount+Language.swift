public import GatewayIdentity
internal import GatewayLimits
internal import GatewayStore

extension OwnAccount {
    /// In which language pages, notices and warnings speak to the person, on every device.
    public func chooseLanguage(_ language: Language, of session: LiveSession, requestID: RequestID)
        async throws(AccessFailure)
    {
        let name = session.account
        do {
            try await core.changes.run { () async throws in
                try await core.record([
                    SecurityEvent(
                        .languageChosen, at: core.now(), requestID: requestID, actor: .owner(name), account: name,
                        details: ["language": language.rawValue])
                ])
                try await core.ports.store.setLanguage(language, of: name)
                try await core.readBack(name)
                core.advanceEpoch()
            }
        } catch {
            throw AccessFailure(wrapping: error)
        }
    }
}
