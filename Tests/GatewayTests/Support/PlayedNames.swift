import GatewayIdentity
import GatewayPolicy
import GatewaySystem
import GatewayTLS
import Logging
import Synchronization
import Testing

@testable import Gateway

/// Names that lead where a test says. Nothing is asked of a network.
final class PlayedNames: Sendable {
    private let answers = Mutex<[String: [String]]>([:])
    private let questions = Mutex<[String]>([])

    /// Without addresses the name cannot be resolved.
    func lead(_ name: String, to addresses: String...) { answers.withLock { $0[name] = addresses } }

    /// Names that were asked for, in their order.
    var asked: [String] { questions.withLock { $0 } }

    func directory(_ logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }) -> UpstreamDirectory {
        UpstreamDirectory(
            lookup: { [self] name, answer in
                questions.withLock { $0.append(name) }
                let found = answers.withLock { $0[name] ?? [] }.compactMap { NetworkAddress($0) }
                answer(found.isEmpty ? .failure(.unknownName) : .success(found))
            }, logger: logger)
    }
}

extension UpstreamTarget {
    /// `http://…`, by itself.
    convenience init(_ url: String) throws {
        let upstreams: ConsoleUpstreams = [try #require(UpstreamURL(url))]
        self.init(UpstreamMember(upstreams.members[0], of: upstreams), tls: nil, serverName: nil)
    }
}
