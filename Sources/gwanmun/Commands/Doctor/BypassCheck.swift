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
        /// `nil`: it could not be asked.
        let asked: BypassAnswer.Asked?
        let finding: Finding
    }

    private enum Reply {
        case status(Int)
        /// Somebody is there who speaks to strangers; what they say cannot be judged.
        case unclear(HTTPFailure)
        case none(HTTPFailure)
        /// What it takes to ask is not there.
        case notAsked(TLSFailure)
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
        return outcomes.sorted {
            ($0.finding.subject.english, $0.asked?.address ?? "") < (
                $1.finding.subject.english, $1.asked?.address ?? ""
            )
        }
    }

    private static func ask(_ address: Address) async -> Outcome {
        let reply = await reply(of: address)
        let (answered, status): (Bool?, Int?) =
            switch reply {
            case .status(let status): (true, status)
            case .unclear: (true, nil)
            case .none: (false, nil)
            case .notAsked: (nil, nil)
            }
        return Outcome(
            asked: answered.map {
                BypassAnswer.Asked(
                    console: address.console.id.text, address: "\(address.url)", answered: $0, status: status)
            }, finding: finding(reply, address))
    }

    private static func reply(of address: Address) async -> Reply {
        let peer: HTTPPeer
        do throws(TLSFailure) { peer = try self.peer(address) } catch { return .notAsked(error) }
        do throws(HTTPFailure) {
            return .status(
                try await HTTPClient(peer: peer, patience: patience, answerLimit: 1 << 20)
                    .send(HTTPCall(.get, "/")).status)
        } catch {
            switch error {
            case .malformed, .tooLarge: return .unclear(error)
            // It showed a stranger its certificate, and what follows was not looked at.
            case .tls(let failure): return failure.concernsCertificate ? .unclear(error) : .none(error)
            case .system, .unreachable, .timeout, .cutShort: return .none(error)
            }
        }
    }

    private static func finding(_ reply: Reply, _ address: Address) -> Finding {
        let subject = FindingText.console(address.console.id)
        let url = address.url
        switch reply {
        case .status(let status) where [401, 403, 404].contains(status):
            return Finding(
                .warning, subject,
                .init(
                    "게이트웨이를 거치지 않고 접속할 수 있습니다: 신원을 밝히지 않은 요청을 \(url)에서 \(status) 응답으로 거부했습니다",
                    "\(BypassAnswer.reachable)\(url) answers a stranger, and refuses with \(status)"),
                .init(
                    "콘솔에 따로 로그인하지 않으면 아무것도 보이지 않습니다. 게이트웨이의 주소에서만 접속할 수 있게 하십시오.",
                    "Nothing is shown without a login of its own. Let the console take the gate's address alone."))
        case .status(let status):
            return Finding(
                .error, subject,
                .init(
                    "게이트웨이를 거치지 않고 접속할 수 있습니다: 신원을 밝히지 않은 요청에 \(url)에서 \(status) 응답이 왔습니다",
                    "\(BypassAnswer.reachable)\(url) answers a stranger with \(status)"),
                .init(
                    "제공자의 접속지 제한으로 게이트웨이의 주소에서만 접속할 수 있게 하거나, 콘솔이 게이트웨이가 서명한 신원 정보나 게이트웨이의 인증서를 요구하게 하십시오.",
                    "Let the console take the gate's address alone (the provider's source restriction), or demand the gate's assertion or certificate."
                ))
        case .unclear(let failure):
            return Finding(
                .warning, subject,
                .init(
                    "게이트웨이를 거치지 않고 접속할 수 있습니다: 신원을 밝히지 않은 요청에 \(url)에서 응답이 왔지만 내용을 판단할 수 없습니다: \(failure)",
                    "\(BypassAnswer.reachable)\(url) answers a stranger, and nobody can tell what: \(failure)"),
                .init(
                    "콘솔을 게이트웨이의 주소에서만 접속할 수 있게 하십시오. 인증서를 확인할 수 없다면 tls.authorities를 확인하십시오.",
                    "Let the console take the gate's address alone. Where its certificate could not be verified, look at tls.authorities."
                ))
        case .none(let failure):
            return Finding(
                .note, subject,
                .init(
                    "이 서버에서 보낸 신원을 밝히지 않은 요청에 \(url)에서 응답이 없습니다: \(failure)",
                    "\(url) does not answer a stranger from here: \(failure)"),
                .init(
                    "게이트웨이가 아닌 서버에서 다시 확인하고 결과를 'gwanmun report add'로 등록하십시오. 7일이 지난 결과로는 아무것도 보일 수 없습니다.",
                    "Ask again from a machine that is not the gate, and file the answer by 'gwanmun report add': older than 7 days it shows nothing."
                ))
        case .notAsked(let failure):
            return Finding(
                .warning, subject,
                .init("\(url)에 물어보지 못했습니다: \(failure)", "\(url) was not asked: \(failure)"),
                .init("tls.authorities의 파일을 확인하고 다시 물어보십시오.", "Look at the file of tls.authorities, and ask again."))
        }
    }

    /// As anybody may verify it: with the console's authorities, and no certificate of ours.
    private static func peer(_ address: Address) throws(TLSFailure) -> HTTPPeer {
        guard address.url.scheme == .https else { return HTTPPeer(plain: address.url) }
        return HTTPPeer(
            address.url,
            verifiedBy: try TLSClientContext(
                trustFile: address.console.tls?.authorities, certificateChainFile: nil, privateKeyFile: nil))
    }
}
