import GatewayAudit
import GatewayAuditFile
import GatewayNotices
import NIOPosix

/// One way of handing checkpoints to somebody else. One at a time, in order.
protocol CheckpointCarrier: Sendable {
    /// What it hands over at once.
    var batch: Int { get }

    /// Where in the checkpoint file the other side stands, when it can tell by itself; `nil`: as was noted here.
    func alignment(with spool: String) async throws -> Int?
    func carry(_ checkpoints: [(checkpoint: Checkpoint, line: [UInt8])]) async -> Carriage
}

extension CheckpointCarrier {
    var batch: Int { 1 }
    func alignment(with spool: String) async throws -> Int? { nil }
}

/// Posts each line to a receiver, signed as warnings are.
struct CheckpointWebhook: CheckpointCarrier {
    let carrier: WebhookCarrier

    func carry(_ checkpoints: [(checkpoint: Checkpoint, line: [UInt8])]) async -> Carriage {
        for item in checkpoints {
            let carriage = await carrier.post(item.line)
            guard carriage == .accepted else { return carriage }
        }
        return .accepted
    }
}

/// Sends each line as the text of a syslog message of the kind `checkpoint`.
struct CheckpointSyslog: CheckpointCarrier {
    let carrier: SyslogCarrier

    func carry(_ checkpoints: [(checkpoint: Checkpoint, line: [UInt8])]) async -> Carriage {
        for item in checkpoints {
            let message = SyslogMessage(
                .notice, at: item.checkpoint.time, host: item.checkpoint.host, version: Node.version,
                kind: "checkpoint", text: String(decoding: item.line, as: UTF8.self))
            let carriage = await carrier.carry(message)
            guard carriage == .accepted else { return carriage }
        }
        return .accepted
    }
}

/// Appends them to a file on another disk, on threads of its own: a share that hangs holds up nobody else.
final class CheckpointCopy: CheckpointCarrier {
    let batch = 256
    private let path: String
    private let threads = NIOThreadPool(numberOfThreads: 1)

    init(_ path: String) {
        self.path = path
        threads.start()
    }

    deinit { threads.shutdownGracefully { _ in } }

    func alignment(with spool: String) async throws -> Int? {
        try await threads.runIfActive { [path] in try CheckpointOutlet(path).alignment(with: spool) }
    }

    func carry(_ checkpoints: [(checkpoint: Checkpoint, line: [UInt8])]) async -> Carriage {
        var bytes: [UInt8] = []
        for item in checkpoints { bytes += item.line + [0x0A] }
        let lines = bytes
        do {
            try await threads.runIfActive { [path] in try CheckpointOutlet(path).append(lines) }
            return .accepted
        } catch {
            return .unreached("\(error)")
        }
    }
}
