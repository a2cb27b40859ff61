internal import CPAM
internal import GatewayCrypto
internal import Glibc

/// Answers as modules take them over: an array, and every answer in it, that they free. `calloc` is their contract (pam_conv(3)).
enum PAMResponses {
    /// - Parameter answers: one a message, `nil` where a message wants none.
    /// - Returns: `PAM_SUCCESS`, or `PAM_BUF_ERR` with nothing written.
    static func write(
        _ answers: [SecretBytes?], to replies: UnsafeMutablePointer<UnsafeMutablePointer<pam_response>?>
    ) -> Int32 {
        guard let block = calloc(answers.count, MemoryLayout<pam_response>.stride) else { return PAM_BUF_ERR }
        let responses = block.bindMemory(to: pam_response.self, capacity: answers.count)
        for (index, answer) in answers.enumerated() {
            guard let answer else { continue }
            guard let text = terminated(answer) else {
                discard(responses, count: index)
                return PAM_BUF_ERR
            }
            responses[index].resp = text
        }
        replies.pointee = responses
        return PAM_SUCCESS
    }

    private static func terminated(_ secret: SecretBytes) -> UnsafeMutablePointer<CChar>? {
        guard let block = calloc(secret.count + 1, 1) else { return nil }
        secret.withUnsafeBytes { UnsafeMutableRawBufferPointer(start: block, count: secret.count).copyMemory(from: $0) }
        return block.bindMemory(to: CChar.self, capacity: secret.count + 1)
    }

    /// What no module gets to see is ours to wipe and to free.
    private static func discard(_ responses: UnsafeMutablePointer<pam_response>, count: Int) {
        for index in 0..<count {
            guard let text = responses[index].resp else { continue }
            explicit_bzero(text, strlen(text))
            free(text)
        }
        free(responses)
    }
}
