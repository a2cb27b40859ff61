import ArgumentParser
import GatewayCrypto
import GatewayIdentity
import GatewayTokenSeeds

/// A maker's file of seeds, with what opens it.
struct TokenFile {
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case pskc, csv
    }

    let path: String
    /// `nil`: by the file's name.
    let format: Format?
    /// Files.
    let key: String?
    let password: String?

    private static let sizeLimit = 8 * 1024 * 1024

    private static let hint = "Nothing of the file was taken."

    /// - Throws: `FILE:LINE:COLUMN: what, value, expectation` for the first thing that is wrong.
    func seeds() throws -> [TokenSeed] {
        guard let bytes = try PrivateFile.read(path, limit: Self.sizeLimit) else {
            throw CommandFailure(.badInput, ["\(path): is not there"], hint: Self.hint)
        }
        let seeds = try seeds(in: bytes)
        guard !seeds.isEmpty else {
            throw CommandFailure(
                .badInput, ["\(path):1:1: a file without tokens: one or more expected"], hint: Self.hint)
        }
        try refuseSecond(seeds)
        return seeds
    }

    /// A device of several keys would be several tokens of one serial number: which one was handed over?
    private func refuseSecond(_ seeds: [TokenSeed]) throws {
        var known: Set<String> = []
        for seed in seeds where !known.insert(seed.serial).inserted {
            throw CommandFailure(
                .badInput, ["\(path):\(seed.place): a second token '\(seed.serial)': another serial number expected"],
                hint: Self.hint)
        }
    }

    private func seeds(in bytes: [UInt8]) throws -> [TokenSeed] {
        let opener = try opener()
        do throws(SeedProblem) {
            switch format ?? (path.hasSuffix(".csv") ? .csv : .pskc) {
            case .pskc: return try PSKCFile.seeds(in: bytes, named: path, key: opener)
            case .csv: return try CSVSeedFile.seeds(in: bytes, named: path)
            }
        } catch {
            throw CommandFailure(.badInput, [error.description], hint: Self.hint)
        }
    }

    private func opener() throws -> PSKCKey? {
        if let password {
            var line = try firstLine(of: password)
            return .password(SecretBytes(wiping: &line))
        }
        guard let key else { return nil }
        var digits = try firstLine(of: key)
        guard var bytes = Hex.decode(String(decoding: digits, as: UTF8.self)), [16, 24, 32].contains(bytes.count) else {
            throw CommandFailure(
                .badInput, ["\(key):1:1: the key: 32, 48 or 64 hexadecimal digits expected"], hint: Self.hint)
        }
        _ = SecretBytes(wiping: &digits)
        return .preShared(SecretBytes(wiping: &bytes))
    }

    private func firstLine(of file: String) throws -> [UInt8] {
        guard let bytes = try PrivateFile.read(file) else {
            throw CommandFailure(.badInput, ["\(file): is not there"], hint: Self.hint)
        }
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        guard !line.isEmpty else {
            throw CommandFailure(.badInput, ["\(file):1:1: an empty line: a secret expected"], hint: Self.hint)
        }
        return Array(line)
    }
}
