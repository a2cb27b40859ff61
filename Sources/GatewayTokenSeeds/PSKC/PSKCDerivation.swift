internal import GatewayCrypto
internal import GatewayXML

/// How a container's key comes from a password (RFC 6030 section 6.2): PBKDF2 as XML Encryption 1.1 and PKCS #5 describe it.
struct PSKCDerivation {
    private let element: PSKCElement
    private let salt: [UInt8]
    private let iterations: Int
    private let keySize: Int
    private let algorithm: HMAC.Algorithm

    init(_ derived: PSKCElement) throws(SeedProblem) {
        let method = try derived.required(PSKCNames.encryption11("KeyDerivationMethod"))
        let name = try method.required(attribute: "Algorithm")
        guard name == PSKCNames.pbkdf2 else { throw method.rules.problem("key derivation", name, "PBKDF2") }
        let parameters = try method.required(in: "PBKDF2-params")
        element = parameters
        salt = try Self.parameter("Salt", parameters).required(in: "Specified").base64()
        iterations = try Self.number("IterationCount", parameters, 1...PBKDF2.iterationLimit)
        keySize = try Self.number("KeyLength", parameters, 16...32)
        algorithm = try Self.algorithm(parameters)
    }

    func key(from password: SecretBytes) throws(SeedProblem) -> SecretBytes {
        do throws(CryptoFailure) {
            return try PBKDF2.derive(
                from: password, salt: salt, iterations: iterations, using: algorithm, count: keySize)
        } catch {
            throw SeedProblem(element.file, element.place, error.description, expected: "a key")
        }
    }

    /// PKCS #5's schema leaves its elements without a namespace; some writers give them their parent's, or the container's,
    /// and XML Encryption 1.1 has parameters of the same names in its own.
    private static func parameter(_ local: String, _ parent: PSKCElement) throws(SeedProblem) -> PSKCElement {
        try parent.required(in: local)
    }

    private static func number(
        _ local: String, _ parent: PSKCElement, _ range: ClosedRange<Int>
    ) throws(SeedProblem) -> Int {
        let parameter = try parameter(local, parent)
        guard let number = Int(parameter.text), range.contains(number) else {
            throw parameter.rules.problem(local, parameter.text, "\(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// PKCS #5: HMAC with SHA-1 unless the document names another.
    private static func algorithm(_ parent: PSKCElement) throws(SeedProblem) -> HMAC.Algorithm {
        guard let name = try parent.child(in: "PRF")?.element.attributes["Algorithm"] else { return .sha1 }
        switch name {
        case "http://www.w3.org/2000/09/xmldsig#hmac-sha1": return .sha1
        case "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256": return .sha256
        default: throw parent.rules.problem("PRF", name, "hmac-sha1 or hmac-sha256")
        }
    }
}

extension PSKCElement {
    /// The one child of that name in whichever namespace, or `nil`.
    fileprivate func child(in local: String) throws(SeedProblem) -> PSKCElement? {
        let named = element.children.filter { $0.name.local == local }
        guard named.count <= 1 else {
            throw SeedProblem(file, named[1].place, "a second \(local) in \(self.local)", expected: "one")
        }
        return named.first.map { PSKCElement(element: $0, file: file) }
    }

    fileprivate func required(in local: String) throws(SeedProblem) -> PSKCElement {
        guard let child = try child(in: local) else {
            throw SeedProblem(file, place, "no \(local) in \(self.local)", expected: "one")
        }
        return child
    }
}
