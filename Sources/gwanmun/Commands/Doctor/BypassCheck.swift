import GatewayPolicy
import GatewayTLS

/// Whether consoles answer whoever comes without the gate (guide, NCT2-4.2-C1): asks each upstream address as a stranger would.
///
/// One GET of `/` to each address, without assertion, without the gate's client certificate, without its headers. An answer that is neither 401 nor 403
/// nor 404 means that the way around is open from here. What this machine may do says nothing of other networks: it is for a machine that is not the gate.
struct BypassCheck {
    private let policy: PolicySnapshot?

    /// For each address; there are as many at once as there are addresses, up to `width`.
    private static let patience = Duration.seconds(5)
    private static let width = 16

    init(_ policy: PolicySnapshot?) { self.policy = policy }

    private struct Address: Sendable {
        let console: Console
        let url: UpstreamURL
    }

    func findings() async -> [Finding] {
        let addresses = (policy?.definition.consoles ?? []).flatMap { console in
            console.upstreams.members.map { Address(console: console, url: $0.url) }
        }
        var findings: [Finding] = []
        var next = addresses.startIndex
        while next < addresses.endIndex {
            let end = min(next + Self.width, addresses.endIndex)
            findings += await withTaskGroup(of: Finding.self) { group in
                for address in addresses[next..<end] { group.addTask { await Self.ask(address) } }
                var found: [Finding] = []
                for await finding in group { found.append(finding) }
                return found
            }
            next = end
        }
        return findings.sorted { $0.subject < $1.subject }
    }

    private static func ask(_ address: Address) async -> Finding {
        let subject = "console \(address.console.id)"
        do throws(HTTPFailure) {
            let status = try await HTTPClient(peer: try peer(address), patience: patience, answerLimit: 1 << 20)
                .send(HTTPCall(.get, "/")).status
            guard [401, 403, 404].contains(status) else {
                return Finding(
                    .error, subject, "reachable around the gate: \(address.url) answers a stranger with \(status)",
                    "Let the console take the gate's address alone (the provider's source restriction), or demand the gate's assertion or certificate."
                )
            }
            return Finding(
                .warning, subject,
                "reachable around the gate: \(address.url) answers a stranger, and refuses with \(status)",
                "Nothing is shown without a login of its own. Let the console take the gate's address alone."
            )
        } catch {
            return Finding(
                .note, subject, "\(address.url) does not answer a stranger from here: \(error)",
                "Ask again from a machine that is not the gate, and keep the answer: older than 7 days it shows nothing."
            )
        }
    }

    /// As anybody may verify it: with the console's authorities, and no certificate of ours.
    private static func peer(_ address: Address) throws(HTTPFailure) -> HTTPPeer {
        guard address.url.scheme == .https else { return HTTPPeer(plain: address.url) }
        do throws(TLSFailure) {
            return HTTPPeer(
                address.url,
                verifiedBy: try TLSClientContext(
                    trustFile: address.console.tls?.authorities, certificateChainFile: nil, privateKeyFile: nil))
        } catch {
            throw .tls(error)
        }
    }
}
