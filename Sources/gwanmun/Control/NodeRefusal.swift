import FoundationEssentials
import Glibc

/// Why the node did not do it (RFC 9457).
struct NodeRefusal {
    let status: Int
    /// A public reason; empty when the answer was no problem document.
    let reason: String
    let detail: String
    let requestID: String?

    private struct Document: Decodable {
        let title: String?
        let reason: String?
        let detail: String?
        let request_id: String?
    }

    init(_ answer: HTTPAnswer) {
        status = answer.status
        do {
            let document = try JSONDecoder().decode(Document.self, from: Data(answer.body))
            reason = document.reason ?? ""
            detail = document.detail ?? document.title ?? "status \(answer.status)"
            requestID = document.request_id
        } catch {
            // A server that does not speak our language still said no.
            (reason, detail, requestID) = ("", "status \(answer.status)", nil)
        }
    }
}

extension CommandFailure {
    init(_ refusal: NodeRefusal) {
        let said =
            refusal.requestID.map { "The record holds it under request \($0)." }
            ?? "'--help' tells what the command takes."
        let hint =
            switch (refusal.status, refusal.reason) {
            case (400, _): "'--help' tells what the command takes."
            case (401, _): "Run it again with a fresh code of your authenticator."
            case (403, _):
                "\(refusal.reason.isEmpty ? "" : "Reason: \(refusal.reason). ")Who may do what at the desk is in docs/people.md. \(said)"
            case (404, _):
                "The command's 'list' shows what there is: 'gwanmun user list', 'grant list', 'measure list', 'review list', 'report list', 'audit hold list' and so on."
            case (409, _): "Nothing was changed. \(said)"
            case (422, _):
                "Nothing was changed. \(said)"
            case (503, _): "Nothing was changed; the node's log says why. \(said)"
            case (_, _): said
            }
        self.init(
            refusal.status == 400 ? .badInput : .failed,
            refusal.detail.split(separator: "\n").map { String($0).onOneLine }, hint: hint.onOneLine)
    }

    /// - Parameter place: the control socket or the desk's URL.
    init(reaching place: String, _ failure: HTTPFailure) {
        switch failure {
        case .system(ENOENT, _):
            self.init(
                "no node is running: there is no control socket at \(place)",
                hint: "Start it with 'gwanmun serve', or name its configuration with --config.")
        case .system(ECONNREFUSED, _):
            self.init(
                "no node is running: nobody answers at \(place)",
                hint: "Start it with 'gwanmun serve'; its log says why it ended.")
        case .system(EACCES, _), .system(EPERM, _):
            self.init(
                "\(place): permission denied",
                hint:
                    "The control socket is for the node's own user and root: use sudo, or --desk with your certificate."
            )
        case .tls(let problem):
            self.init(
                "\(place): \(problem)",
                hint: "--ca names who issued the desk's certificate; --cert and --key are yours.")
        case .system, .unreachable:
            self.init("\(place): \(failure)", hint: "Is the address right, and does the node run?")
        case .timeout, .malformed, .cutShort, .tooLarge:
            self.init("\(place): \(failure)", hint: "Whether it was done is in the node's record and log.")
        }
    }
}
