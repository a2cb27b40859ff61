import GatewayCrypto
import GatewayTokenSeeds

/// What must hold for the readers of seed files whatever the bytes. Fuzzed, and replayed by ordinary tests.
package enum SeedFileProperties {
    /// The key of RFC 6030, figure 6. Passwords are left out: a file may ask for millions of rounds.
    private static let key = PSKCKey.preShared(
        SecretBytes(
            copying: [UInt8](
                arrayLiteral: 0x12, 0x34, 0x56, 0x78, 0x90, 0x12, 0x34, 0x56, 0x78, 0x90, 0x12, 0x34, 0x56, 0x78, 0x90,
                0x12)))

    /// - Returns: what does not hold, or `nil`.
    package static func violation(inContainer input: [UInt8]) -> String? {
        for key in [nil, key] {
            let found = violation(in: input) { (bytes) throws(SeedProblem) in
                try PSKCFile.seeds(in: bytes, named: "f", key: key)
            }
            if let found { return found }
        }
        return nil
    }

    package static func violation(inTable input: [UInt8]) -> String? {
        violation(in: input) { (bytes) throws(SeedProblem) in try CSVSeedFile.seeds(in: bytes, named: "f") }
    }

    private static func violation(
        in input: [UInt8], _ read: ([UInt8]) throws(SeedProblem) -> [TokenSeed]
    ) -> String? {
        do throws(SeedProblem) {
            for seed in try read(input) {
                if let fault = fault(of: seed, in: input) { return fault }
            }
            return nil
        } catch {
            // A carriage return ends a line too (XML 1.0 section 2.11).
            let lines = input.count { $0 == 0x0A || $0 == 0x0D } + 1
            return error.place.line >= 1 && error.place.line <= lines && error.place.column >= 1
                ? nil : "a problem outside of the file: \(error)"
        }
    }

    private static func fault(of seed: TokenSeed, in input: [UInt8]) -> String? {
        guard (16...128).contains(seed.secret.count) else { return "a secret of \(seed.secret.count) bytes" }
        guard (1...64).contains(seed.serial.utf8.count), seed.serial.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return "a serial number that cannot be typed" }
        return seed.place.line >= 1 && seed.place.column >= 1 ? nil : "a token that is nowhere"
    }
}
