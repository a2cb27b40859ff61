import GatewayIdentity
import GatewayPolicy
import GatewayReview
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

    /// What one address answered, and what that means.
    struct Outcome: Sendable {
        let asked: BypassAnswer.Asked
        let finding: Finding
    }

    /// By console and address.
    func outcomes() async -> [Outcome] {
        let addresses = (policy?.definition.consoles ?? []).flatMap { console in
            console.upstreams.members.map { Address(console: console, url: $0.url) }
        }
        var outcomes: [Outcome] = []
        var next = addresses.startIndex
        while next < addresses.endIndex {
            let end = min(next + Self.width, addresses.endIndex)
            outcomes += await withTaskGroup(of: Outcome.self) { group in
                for address in addresses[next..<end] { group.addTask { await Self.ask(address) } }
                var found: [Outcome] = []
                for await outcome in group { found.append(outcome) }
                return found
            }
            next = end
        }
        return outcomes.sorted { ($0.asked.console, $0.asked.address) < ($1.asked.console, $1.asked.address) }
    }

    private static func ask(_ address: Address) async -> Outcome {
        let (finding, status) = await found(address)
        return Outcome(
            asked: .init(console: address.console.id.text, address: "\(address.url)", status: status), finding: finding)
    }

    /// - Returns: also the status; `nil` where nothing answered.
    private static func found(_ address: Address) async -> (Finding, status: Int?) {
        let subject = FindingText.console(address.console.id)
        do throws(HTTPFailure) {
            let status = try await HTTPClient(peer: try peer(address), patience: patience, answerLimit: 1 << 20)
                .send(HTTPCall(.get, "/")).status
            guard [401, 403, 404].contains(status) else {
                let finding = Finding(
                    .error, subject,
                    .init(
                        "게이트웨이를 거치지 않고 접속할 수 있습니다: 신원을 밝히지 않은 요청에 \(address.url)에서 \(status) 응답이 왔습니다",
                        "\(BypassAnswer.reachable)\(address.url) answers a stranger with \(status)"),
                    .init(
                        "제공자의 접속지 제한으로 게이트웨이의 주소에서만 접속할 수 있게 하거나, 콘솔이 게이트웨이가 서명한 신원 정보나 게이트웨이의 인증서를 요구하게 하십시오.",
                        "Let the console take the gate's address alone (the provider's source restriction), or demand the gate's assertion or certificate."
                    )
                )
                return (finding, status)
            }
            let finding = Finding(
                .warning, subject,
                .init(
                    "게이트웨이를 거치지 않고 접속할 수 있습니다: 신원을 밝히지 않은 요청을 \(address.url)에서 \(status) 응답으로 거부했습니다",
                    "\(BypassAnswer.reachable)\(address.url) answers a stranger, and refuses with \(status)"),
                .init(
                    "콘솔에 따로 로그인하지 않으면 아무것도 보이지 않습니다. 게이트웨이의 주소에서만 접속할 수 있게 하십시오.",
                    "Nothing is shown without a login of its own. Let the console take the gate's address alone.")
            )
            return (finding, status)
        } catch {
            let finding = Finding(
                .note, subject,
                .init(
                    "이 서버에서 보낸 신원을 밝히지 않은 요청에 \(address.url)에서 응답이 없습니다: \(error)",
                    "\(address.url) does not answer a stranger from here: \(error)"),
                .init(
                    "게이트웨이가 아닌 서버에서 다시 확인하고 결과를 'gwanmun report add'로 등록하십시오. 7일이 지난 결과로는 아무것도 보일 수 없습니다.",
                    "Ask again from a machine that is not the gate, and file the answer by 'gwanmun report add': older than 7 days it shows nothing."
                )
            )
            return (finding, nil)
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
