import GatewayIdentity
import GatewayPages
import GatewayPolicy

extension NeededFactors {
    /// What to ask of somebody who holds these factors: a security key in the place of an app that they do not have, and not a word of a key that they
    /// have not.
    func fitted(to held: Set<FactorKind>, codeDigits: Int) -> NeededFactors {
        let hasKey = !held.isDisjoint(with: [.webauthn, .passkey])
        let asksForCode = kinds.contains(.totp)
        let keyStandsIn = asksForCode && securityKeyAllowed && hasKey && !held.contains(.totp)
        let asked = keyStandsIn ? kinds.filter { $0 != .totp } + [.webauthn] : kinds
        return NeededFactors(
            kinds: asked.sorted(), securityKeyAllowed: asksForCode && securityKeyAllowed && hasKey && !keyStandsIn,
            lacksSecurityKey: !keyStandsIn && kinds.contains(.webauthn) && !held.contains(.webauthn),
            recoveryCodeAllowed: recoveryCodeAllowed, isStepUp: isStepUp, codeDigits: codeDigits)
    }
}

extension FactorGap {
    /// Whether a security key fills it.
    var acceptsKey: Bool { acceptedKinds.contains(.webauthn) }
}
