internal import GatewayXML

/// Portable Symmetric Key Container (RFC 6030): the file in which makers of tokens send seeds.
public enum PSKCFile {
    /// - Parameters:
    ///   - name: what problems call the file.
    ///   - key: for an encrypted container.
    /// - Returns: every one-time-password token of the file, in its order. PIN keys (section 5, figure 5) are no tokens, and are left out.
    /// - Throws: the first problem; then nothing of the file is taken.
    public static func seeds(in bytes: [UInt8], named name: String, key: PSKCKey?) throws(SeedProblem) -> [TokenSeed] {
        let container = try container(bytes, name)
        let cipher = try PSKCCipher(container: container, key: key)
        var seeds: [TokenSeed] = []
        var known: Set<String> = []
        for package in container.children(PSKCNames.pskc("KeyPackage")) {
            guard let key = try package.child(PSKCNames.pskc("Key")) else { continue }
            let id = try key.required(attribute: "Id")
            guard known.insert(id).inserted else { throw key.rules.problem("a second key", id, "another Id") }
            if let seed = try PSKCToken(package: package, key: key, cipher: cipher).seed() { seeds.append(seed) }
        }
        return seeds
    }

    private static func container(_ bytes: [UInt8], _ name: String) throws(SeedProblem) -> PSKCElement {
        let root: XMLElement
        do throws(XMLProblem) {
            root = try XMLReader.document(bytes)
        } catch {
            throw SeedProblem(name, error.place, error.what, expected: "a well-formed document")
        }
        let container = PSKCElement(element: root, file: name)
        guard root.name == PSKCNames.pskc("KeyContainer") else {
            throw container.rules.problem(
                "root", root.name.local, "KeyContainer of urn:ietf:params:xml:ns:keyprov:pskc")
        }
        let version = try container.required(attribute: "Version")
        guard version == "1.0" else { throw container.rules.problem("Version", version, "1.0") }
        return container
    }
}
