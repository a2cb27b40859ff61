internal import GatewayCrypto
internal import GatewayFactors
internal import GatewayIdentity
internal import GatewayXML

/// One `KeyPackage` of a container, read.
struct PSKCToken {
    let package: PSKCElement
    let key: PSKCElement
    let cipher: PSKCCipher?

    /// - Returns: `nil` for a PIN.
    func seed() throws(SeedProblem) -> TokenSeed? {
        let algorithm = try key.required(attribute: "Algorithm")
        switch algorithm {
        case PSKCNames.hotp, PSKCNames.totp: return try seed(isTimeBased: algorithm == PSKCNames.totp)
        case PSKCNames.pin: return nil
        default: throw key.rules.problem("Algorithm", algorithm, "\(PSKCNames.hotp) or \(PSKCNames.totp)")
        }
    }

    private func seed(isTimeBased: Bool) throws(SeedProblem) -> TokenSeed {
        let data = try key.required(PSKCNames.pskc("Data"))
        let device = try package.child(PSKCNames.pskc("DeviceInfo"))
        let policy = try key.child(PSKCNames.pskc("Policy"))
        try checkPolicy(policy)
        return TokenSeed(
            serial: try serial(device), manufacturer: try device?.child(PSKCNames.pskc("Manufacturer"))?.text ?? "",
            moving: isTimeBased ? .time(try drift(data)) : .counter(try counter(data)),
            parameters: try parameters(isTimeBased ? data : nil),
            secret: try secret(data), place: package.place,
            begins: try policy?.child(PSKCNames.pskc("StartDate"))?.time(),
            ends: try policy?.child(PSKCNames.pskc("ExpiryDate"))?.time())
    }

    /// The key's Id where the device is not described.
    private func serial(_ device: PSKCElement?) throws(SeedProblem) -> String {
        guard let serial = try device?.child(PSKCNames.pskc("SerialNo")) else {
            return try key.rules.serial(try key.required(attribute: "Id"))
        }
        return try serial.rules.serial(serial.text)
    }

    private func secret(_ data: PSKCElement) throws(SeedProblem) -> SecretBytes {
        let secret = try data.required(PSKCNames.pskc("Secret"))
        if let plain = try secret.child(PSKCNames.pskc("PlainValue")) {
            // A container with both would let whoever changed it on its way choose.
            guard cipher == nil else {
                throw SeedProblem(
                    plain.file, plain.place, "a plain secret in an encrypted container",
                    expected: "EncryptedValue")
            }
            var value = try plain.base64()
            return try plain.rules.secret(SecretBytes(wiping: &value))
        }
        let encrypted = try secret.required(PSKCNames.pskc("EncryptedValue"))
        guard let cipher else {
            throw SeedProblem(
                encrypted.file, encrypted.place, "an encrypted secret in a container without EncryptionKey",
                expected: "PlainValue")
        }
        let opened = try cipher.secret(encrypted, code: try secret.child(PSKCNames.pskc("ValueMAC")))
        return try encrypted.rules.secret(opened)
    }

    /// - Parameter clock: where a token with a clock says how long its steps are.
    private func parameters(_ clock: PSKCElement?) throws(SeedProblem) -> TOTPParameters {
        let period = try clock.map { (data) throws(SeedProblem) in try self.period(data) } ?? .usual
        guard let parameters = try key.child(PSKCNames.pskc("AlgorithmParameters")) else {
            return TOTPParameters(algorithm: .sha1, digits: .six, period: period)
        }
        let format = try parameters.child(PSKCNames.pskc("ResponseFormat"))
        if let format, let encoding = format.element.attributes["Encoding"], encoding != "DECIMAL" {
            throw format.rules.problem("Encoding", encoding, "DECIMAL")
        }
        return TOTPParameters(
            algorithm: try hash(parameters),
            digits: try format?.element.attributes["Length"].map { (text) throws(SeedProblem) in
                try parameters.rules.digits(text)
            } ?? .six, period: period)
    }

    /// RFC 6030 section 4.3.4 leaves the values of Suite to the algorithm; these are what is written for RFC 6238.
    private func hash(_ parameters: PSKCElement) throws(SeedProblem) -> HMAC.Algorithm {
        guard let suite = try parameters.child(PSKCNames.pskc("Suite")) else { return .sha1 }
        switch suite.text {
        case "HMAC-SHA1", "SHA1": return .sha1
        case "HMAC-SHA256", "SHA256": return .sha256
        case "HMAC-SHA512", "SHA512": return .sha512
        default: throw suite.rules.problem("Suite", suite.text, "HMAC-SHA1, HMAC-SHA256 or HMAC-SHA512")
        }
    }

    private func counter(_ data: PSKCElement) throws(SeedProblem) -> HOTPCounter {
        guard let plain = try plain("Counter", data) else { return HOTPCounter(0) }
        return try plain.rules.counter(plain.text)
    }

    private func drift(_ data: PSKCElement) throws(SeedProblem) -> ClockDrift {
        guard let plain = try plain("TimeDrift", data) else { return .none }
        return try plain.rules.drift(plain.text)
    }

    private func period(_ data: PSKCElement) throws(SeedProblem) -> TimeStep.Period {
        guard let plain = try plain("TimeInterval", data) else { return .usual }
        return try plain.rules.period(plain.text)
    }

    /// These are no secrets, and no maker encrypts them.
    private func plain(_ local: String, _ data: PSKCElement) throws(SeedProblem) -> PSKCElement? {
        try data.child(PSKCNames.pskc(local))?.required(PSKCNames.pskc("PlainValue"))
    }

    /// RFC 6030 section 5.1: a policy that is not understood means that the key must not be used.
    private func checkPolicy(_ policy: PSKCElement?) throws(SeedProblem) {
        guard let policy else { return }
        if let mode = try policy.child(PSKCNames.pskc("PINPolicy"))?.element.attributes["PINUsageMode"], mode != "Local"
        {
            throw policy.rules.problem("PINUsageMode", mode, "Local: a PIN that is typed into the token")
        }
        for usage in policy.children(PSKCNames.pskc("KeyUsage")) where usage.text != "OTP" {
            throw usage.rules.problem("KeyUsage", usage.text, "OTP")
        }
        let known = ["StartDate", "ExpiryDate", "PINPolicy", "KeyUsage"].map(PSKCNames.pskc)
        if let foreign = policy.element.children.first(where: { !known.contains($0.name) }) {
            throw SeedProblem(
                policy.file, foreign.place, "policy", value: foreign.name.local,
                expected: "StartDate, ExpiryDate, PINPolicy or KeyUsage")
        }
    }
}
