internal import GatewayCrypto
internal import GatewayFactors
internal import GatewayIdentity
internal import GatewayStore
internal import GatewayVault

/// Judges a typed code by every device of a person that shows codes, by the clock or by a counter.
///
/// Whatever comes of it, the store is asked the same in the same order: the devices with clocks, those with counters, a
/// step to take, a counter to take. Where there is none to take, a decoy's is.
///
/// Secrets are opened before the attempt is counted: where the keys or the store are out of reach, nobody has failed.
struct OneTimeCodeCheck {
    let core: AccessCore
    let account: Account
    let requestID: RequestID
    let now: UnixTime

    /// A device that can be asked.
    struct Opened {
        let device: OneTimeCodeDevice
        fileprivate let secret: SecretBytes
    }

    /// What one device says of the code.
    private struct Opinion {
        let device: OneTimeCodeDevice?
        let verdict: Verdict
    }

    enum Verdict {
        case step(TimeStep)
        case counter(next: HOTPCounter)
        case refused(CodeVerdict.Refusal)
    }

    /// Everything that may show a code now.
    func open() async throws -> [Opened] {
        var opened: [Opened] = []
        for device in try await core.provingDevices(of: account.name, at: now) {
            opened.append(try await open(device))
        }
        return opened
    }

    func judge(_ code: String, by devices: [Opened], mayCount: Bool) async throws -> FactorCheck.Finding {
        let opinions = devices.map { Opinion(device: $0.device, verdict: verdict(of: $0, on: code)) }
        // Of several, the one that says most counts; of two that are right, the first.
        let best = opinions.max { $0.verdict.weight < $1.verdict.weight } ?? decoyOpinion(on: code)
        let isTaken = try await take(best, mayCount: mayCount)
        switch best.verdict {
        case .refused(.replayed): return .replayed
        case .refused(.wrong), .refused(.malformed): return .wrong
        case .step, .counter:
            guard let device = best.device else { return .wrong }
            let proof = FactorProof(kind: .totp, authenticator: device.id, at: now)
            return mayCount && !isTaken ? .replayed : .right(proof)
        }
    }

    /// The first code of a token that was handed over, by somebody who has proved themselves otherwise.
    ///
    /// - Returns: `nil` for a wrong one.
    func firstVerdict(of opened: Opened, on code: String) -> Verdict? {
        let verdict = verdict(of: opened, on: code)
        switch verdict {
        case .step, .counter: return verdict
        case .refused: return nil
        }
    }

    func open(_ device: OneTimeCodeDevice) async throws -> Opened {
        let secret =
            switch device {
            case .totp(let totp):
                try await core.ports.vault.open(
                    totp.secret, for: TOTPDevice.binding(of: totp.id, account: account.name))
            case .hotp(let hotp):
                try await core.ports.vault.open(
                    hotp.secret, for: HOTPDevice.binding(of: hotp.id, account: account.name))
            }
        return Opened(device: device, secret: secret)
    }

    private func verdict(of opened: Opened, on code: String) -> Verdict {
        switch opened.device {
        case .totp(let totp):
            let verdict = TOTP(secret: opened.secret, parameters: totp.parameters).verdict(
                on: code, at: now, after: totp.lastStep, drift: totp.drift)
            switch verdict {
            case .accepted(let step): return .step(step)
            case .refused(let refusal): return .refused(refusal)
            }
        case .hotp(let hotp):
            switch HOTPToken(secret: opened.secret, parameters: hotp.parameters).verdict(on: code, from: hotp.next) {
            case .accepted(let next): return .counter(next: next)
            case .refused(let refusal): return .refused(refusal)
            }
        }
    }

    /// As much work as for a device, and never right: even a lucky guess of the decoy's code is refused.
    private func decoyOpinion(on code: String) -> Opinion {
        let verdict = TOTP(secret: core.decoySecret, parameters: .compatible).verdict(on: code, at: now, after: nil)
        switch verdict {
        case .accepted: return Opinion(device: nil, verdict: .refused(.wrong))
        case .refused(let refusal): return Opinion(device: nil, verdict: .refused(refusal))
        }
    }

    /// Uses the code up, if it is right and may count.
    ///
    /// - Returns: whether it was new.
    private func take(_ opinion: Opinion, mayCount: Bool) async throws -> Bool {
        let store = core.ports.store
        let device = mayCount ? opinion.device : nil
        var (step, counter) = ((FactorCheck.decoy, TimeStep(at: now)), (FactorCheck.decoy, HOTPCounter(0)))
        switch opinion.verdict {
        case .step(let right): step = (device?.id ?? FactorCheck.decoy, right)
        case .counter(let next): counter = (device?.id ?? FactorCheck.decoy, next)
        case .refused: break
        }
        let hasStep = try await store.acceptStep(step.1, of: step.0)
        let hasCounter = try await store.acceptCounter(next: counter.1, of: counter.0, at: now)
        if hasStep || hasCounter { return true }
        guard let device, !device.authenticator.state.isUsable else { return false }
        return try await confirm(device.authenticator, by: opinion.verdict)
    }

    /// The first code of a token that was handed over.
    func confirm(_ token: Authenticator, by verdict: Verdict) async throws -> Bool {
        try await core.record([
            SecurityEvent(
                .enrolmentConfirmed, at: now, requestID: requestID, actor: .owner(account.name), account: account.name,
                severity: .medium, details: token.confirmationDetails)
        ])
        switch verdict {
        case .step(let step): return try await core.ports.store.activate(token.id, step: step, at: now)
        case .counter(let next): return try await core.ports.store.activate(token.id, next: next, at: now)
        case .refused: return false
        }
    }
}

extension OneTimeCodeCheck.Verdict {
    fileprivate var weight: Int {
        switch self {
        case .step, .counter: 2
        case .refused(.replayed): 1
        case .refused(.wrong), .refused(.malformed): 0
        }
    }
}
