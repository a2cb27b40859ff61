public import GatewayAccess
public import GatewayCrypto
internal import GatewayFactors
public import GatewayIdentity
public import GatewayPages
internal import GatewayPolicy
internal import GatewaySessions
internal import GatewayStore
internal import Synchronization

/// Stage 5: what the pages ask, answered by the people and sessions of this node.
///
/// A translation and nothing more: counting, verifying and recording happen behind `Access`.
public final class AccountPages: Sendable {
    let access: Access
    let names: @Sendable () -> PageNames
    private let keySetDocument: String
    private let formKey: SecretBytes
    let clock: Clock
    let notices = Mutex<[String: SignInNotice]>([:])
    static let mostNotices = 4096

    /// - Parameters:
    ///   - names: the host names in use, asked once per request.
    ///   - formKey: 32 random bytes; a form made before a restart has to be loaded again.
    public init(
        access: Access, names: @escaping @Sendable () -> PageNames, keySet: String, formKey: SecretBytes,
        clock: @escaping Clock
    ) {
        self.access = access
        self.names = names
        keySetDocument = keySet
        self.formKey = formKey
        self.clock = clock
    }

    /// A session as the pages see it.
    public func openSession(_ session: LiveSession, at now: UnixTime) -> OpenSession {
        OpenSession(
            handle: SessionHandle(session.id.description), factors: access.proofs(of: session),
            startedAt: session.createdAt,
            expiresAt: session.absoluteExpiry,
            idleExpiresAt: session.idleExpiry, gradeReached: access.gradeReached(in: session, at: now),
            formToken: formToken(of: session))
    }

    private func formToken(of session: LiveSession) -> String {
        Base64URL.encode(HMAC.code(for: Array("form ".utf8) + session.id.digest.bytes, key: formKey, using: .sha256))
    }

    func visitor(_ visit: Visit) -> VerifiedVisitor {
        VerifiedVisitor(
            account: visit.person.account, certificate: visit.person.certificate, source: visit.source,
            userAgent: visit.userAgent,
            host: visit.hostName, requestID: visit.requestID)
    }

    /// What the node could not do is told by its reason alone.
    func asking<T>(_ work: () async throws(AccessFailure) -> T) async throws(ServiceUnavailable) -> T {
        do throws(AccessFailure) {
            return try await work()
        } catch {
            throw ServiceUnavailable(error.reason)
        }
    }

    func live(_ session: OpenSession, _ visit: Visit) throws(ServiceUnavailable) -> LiveSession {
        guard
            let live = access.ownAccount.openSessions(of: visit.person.account).first(where: {
                $0.id.description == session.handle.text
            })
        else {
            throw ServiceUnavailable(.sessionEnded)
        }
        return live
    }
}

/// The names under which the pages are reached.
public struct PageNames: Sendable {
    /// Lower case, without a port.
    public let gate: String
    public let desk: String
    public let consoles: [ConsoleID: String]

    public init(gate: String, desk: String, consoles: [ConsoleID: String]) {
        self.gate = gate
        self.desk = desk
        self.consoles = consoles
    }

    func name(of host: PageHost) -> String? {
        switch host {
        case .gate: gate
        case .desk: desk
        case .console(let console): consoles[console]
        }
    }
}

extension AccountPages: NodeService {
    public func isServing() async -> Bool { true }
    public func keySet() async -> [UInt8] { Array(keySetDocument.utf8) }
}
