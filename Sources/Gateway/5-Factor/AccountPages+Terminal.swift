internal import GatewayAccess
internal import GatewayIdentity
public import GatewayPages
internal import GatewaySessions

extension AccountPages: TerminalService {
    public func terminalCode(for session: OpenSession, visit: Visit) async throws(ServiceUnavailable) -> String? {
        let live = try live(session, visit)
        return try await asking { () throws(AccessFailure) in
            try await access.terminalCodes.mint(for: live, by: visitor(visit))
        }
    }

    public func redeem(terminalCode: String, visit: Visit) async throws(ServiceUnavailable) -> TerminalEntry {
        switch try await asking({ () throws(AccessFailure) in
            try await access.terminalCodes.redeem(terminalCode, by: visitor(visit))
        }) {
        case .entered(let session, let token):
            return .entered(openSession(session, at: clock()), token: token.text)
        case .refused: return .refused
        case .throttled(let until): return .throttled(retryAfter: until - clock())
        }
    }
}
