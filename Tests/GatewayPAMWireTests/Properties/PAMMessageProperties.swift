import GatewayCrypto
import GatewayPAMWire

/// What must hold for messages between gate and PAM helper whatever the bytes. Fuzzed, and replayed by ordinary tests.
package enum PAMMessageProperties {
    /// - Returns: what does not hold, or `nil`.
    package static func violation(in input: [UInt8]) -> String? {
        let message = SecretBytes(copying: input)
        return reading("request", { () throws(PAMWireProblem) in try PAMRequest(message: message).message() }, input)
            ?? reading("reply", { () throws(PAMWireProblem) in try PAMReply(message: message).message() }, input)
            ?? answer(message) ?? frame(input)
    }

    /// What can be read is written again byte for byte: there is one spelling of a request and of a reply.
    private static func reading(
        _ what: String, _ again: () throws(PAMWireProblem) -> SecretBytes, _ input: [UInt8]
    ) -> String? {
        do throws(PAMWireProblem) {
            return try again().equals(input) ? nil : "a \(what) in another spelling"
        } catch {
            return nil
        }
    }

    /// An answer is made fit to be shown while it is read, and is that for good.
    private static func answer(_ message: SecretBytes) -> String? {
        do throws(PAMWireProblem) {
            let answer = try PAMAnswer(message: message)
            let written = answer.message()
            guard written.count <= PAMFrame.limit else { return "an answer longer than a frame" }
            return try PAMAnswer(message: written) == answer ? nil : "an answer that reads differently"
        } catch {
            return nil
        }
    }

    private static func frame(_ input: [UInt8]) -> String? {
        do throws(PAMWireProblem) {
            let length = try PAMFrame.length(from: Array(input.prefix(PAMFrame.headSize)))
            return (0...PAMFrame.limit).contains(length) ? nil : "a frame of \(length) bytes"
        } catch {
            return nil
        }
    }
}
