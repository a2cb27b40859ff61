public import GatewayPAMWire
internal import Synchronization

/// How far a transaction has come.
public enum PAMStep: Sendable {
    /// At its end. `asks` is not among the outcomes.
    case finished(PAMAnswer)
    /// Modules want to know something; the transaction waits for it.
    case asks(PAMQuestion, notices: [String], PAMDialogue)
}

/// A transaction that waits for a person, and the helper that it has to itself.
///
/// To be gone on with once, or to be ended; one that is dropped ends the helper where it is dropped.
public final class PAMDialogue: Sendable {
    private let helper: Mutex<HelperProcess?>

    init(_ helper: HelperProcess) { self.helper = Mutex(helper) }

    /// `nil` when it was gone on with or ended already.
    func take() -> HelperProcess? {
        helper.withLock { held in
            defer { held = nil }
            return held
        }
    }
}
