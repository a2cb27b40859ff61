internal import GatewaySettings
internal import Synchronization

/// The connections that one plain listener has at a time. A few machines and commands ask here; whoever comes beyond that is closed.
final class PlainSlots: Sendable {
    private let taken = Atomic<Int>(0)

    /// - Returns: whether there was one; then it is to be given back.
    func take() -> Bool {
        if taken.add(1, ordering: .relaxed).newValue <= DescriptorBudget.plainConnections { return true }
        giveBack()
        return false
    }

    func giveBack() { taken.subtract(1, ordering: .relaxed) }
}
