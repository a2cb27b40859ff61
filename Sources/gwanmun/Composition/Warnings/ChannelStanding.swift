import GatewayIdentity
import Synchronization

/// How a channel stands, for status, metrics and the operator. Written by its courier, read by whoever asks.
final class ChannelStanding: Sendable {
    struct State: Sendable {
        var waiting = 0
        var sent: UInt64 = 0
        /// Attempts that came to nothing; the message waits.
        var failed: UInt64 = 0
        /// Messages that are in the log alone, or set aside.
        var lost: UInt64 = 0
        /// Messages to people without an address on this channel.
        var nowhere: UInt64 = 0
        var lastSent: UnixTime?
        /// Why nothing, or nothing of the officer's, gets through at present; `nil` while it does.
        var problem: String?
    }

    let channel: WarningChannel
    private let state = Mutex(State())

    init(_ channel: WarningChannel) { self.channel = channel }

    var now: State { state.withLock { $0 } }

    func note(_ change: (inout sending State) -> Void) { state.withLock { change(&$0) } }
}
