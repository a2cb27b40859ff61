import Dispatch
import GatewayAuditFile
import GatewayCrypto
import GatewayPKCS11
import GatewayVault
import Synchronization

/// A key that a token keeps. Whoever asks waits on a thread of their own, as long as the token's patience allows.
struct TokenCheckpointKey: CheckpointKey {
    let signer: TokenSigner
    let publicKey: DocumentVerificationKey

    func signature(over bytes: [UInt8]) throws(CheckpointKeyFailure) -> [UInt8] {
        let answer = Answer()
        let signer = signer
        Task {
            do throws(KeyPlaceProblem) {
                answer.give(.success(try await signer.signature(over: bytes)))
            } catch {
                answer.give(.failure(CheckpointKeyFailure(error.description)))
            }
        }
        return try answer.wait().get()
    }

    private final class Answer: Sendable {
        private let value = Mutex<Result<[UInt8], CheckpointKeyFailure>?>(nil)
        private let isThere = DispatchSemaphore(value: 0)

        func give(_ result: Result<[UInt8], CheckpointKeyFailure>) {
            value.withLock { $0 = result }
            isThere.signal()
        }

        func wait() -> Result<[UInt8], CheckpointKeyFailure> {
            isThere.wait()
            return value.withLock { $0 } ?? .failure(CheckpointKeyFailure("no answer"))
        }
    }
}
