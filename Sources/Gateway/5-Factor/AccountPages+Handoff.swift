internal import GatewayAccess
internal import GatewayIdentity
public import GatewayPages
internal import GatewaySessions

extension AccountPages: HandoffService {
    public func handoffCode(for session: OpenSession, to host: PageHost, visit: Visit)
        async throws(ServiceUnavailable) -> String?
    {
        let live = try live(session, visit)
        guard let name = names().name(of: host) else { throw ServiceUnavailable(.unknownHost) }
        let code = try await asking { () throws(AccessFailure) in
            try await access.handoffs.mint(for: live, to: name, by: visitor(visit))
        }
        return code?.text
    }

    public func redeem(handoffCode: String, visit: Visit) async throws(ServiceUnavailable) -> String? {
        let entry = try await asking { () throws(AccessFailure) in
            try await access.handoffs.redeem(handoffCode, by: visitor(visit))
        }
        return entry?.cookie.text
    }
}
