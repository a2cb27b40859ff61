internal import GatewayCrypto
internal import GatewayFactors
public import GatewayIdentity
internal import GatewayStore
internal import GatewayVault

extension Administration {
    /// Tries an hour, for each device. Two codes in a row are a guess in 10^12; the limit is for who would try all the same.
    public static let resynchronisationsAnHour = 5

    /// Finds a device whose clock has drifted, or whose counter has run ahead, by two codes that it showed one after the
    /// other. Each try is counted before it is made.
    ///
    /// - Throws: `.codesRefused`, `.tooManyTries`, `.notFound(.authenticator)`.
    public func resynchronise(
        _ id: AuthenticatorID, of name: AccountName, by first: String, and second: String, _ mandate: Mandate
    ) async throws(AdministrationProblem) {
        let details = ["authenticator": id.text]
        try await carryOut(.tokenResynchronised, mandate, on: name, details: details, severity: .high) {
            () throws(AdministrationProblem) in
            _ = try require(name)
        } _: { now in
            let store = core.ports.store
            guard let device = try await store.oneTimeCodeDevices(of: name).first(where: { $0.id == id }) else {
                throw AdministrationProblem.notFound(.authenticator)
            }
            let isCounted = try await store.countResynchronisation(
                of: id, at: now, since: now - .seconds(3600), limit: Self.resynchronisationsAnHour)
            guard isCounted else { throw AdministrationProblem.tooManyTries }
            guard try await set(device, by: first, and: second, at: now) else {
                throw AdministrationProblem.codesRefused
            }
        }
    }

    /// - Returns: `false` when the codes are not its codes, or not new.
    private func set(
        _ device: OneTimeCodeDevice, by first: String, and second: String, at now: UnixTime
    ) async throws -> Bool {
        let account = device.authenticator.account
        switch device {
        case .totp(let totp):
            let secret = try await core.ports.vault.open(
                totp.secret, for: TOTPDevice.binding(of: totp.id, account: account))
            let found = TOTP(secret: secret, parameters: totp.parameters)
                .resynchronisation(by: first, and: second, at: now, after: totp.lastStep)
            switch found {
            case .found(let drift, let step):
                return try await core.ports.store.setDrift(drift, step: step, of: totp.id)
            case .refused: return false
            }
        case .hotp(let hotp):
            let secret = try await core.ports.vault.open(
                hotp.secret, for: HOTPDevice.binding(of: hotp.id, account: account))
            let found = HOTPToken(secret: secret, parameters: hotp.parameters)
                .resynchronisation(by: first, and: second, from: hotp.next)
            switch found {
            case .found(let next): return try await core.ports.store.setCounter(next: next, of: hotp.id)
            case .refused: return false
            }
        }
    }
}
