internal import GatewayIdentity

/// What came of everything that was shown at once.
struct Judgement {
    var proofs: [FactorProof] = []
    /// Of what is in `proofs`.
    var right: [FactorCheck.Count] = []
    var failures: [FactorFailure] = []
    /// Nothing was wrong before it.
    var open: OpenPassword?
}

extension FactorCheck {
    /// Judges them one after another. Where not all were right, or something could not be judged, those that were take their own counts
    /// back: they proved nothing, and no lock comes of them.
    ///
    /// - Parameter penalty: how long the answer is held back at least.
    func judge(_ presented: PresentedFactors, penalty: inout Duration) async throws(AccessFailure) -> Judgement {
        var judgement = Judgement()
        do throws(AccessFailure) {
            for kind in presented.kinds {
                let verdict = try await judge(kind, in: presented, isDecided: !judgement.failures.isEmpty)
                penalty = max(penalty, verdict.count.penalty)
                switch verdict.finding {
                case .proved(let proof):
                    judgement.proofs.append(proof)
                    judgement.right.append(verdict.count)
                case .failed(let failure): judgement.failures.append(failure)
                case .asked(let password): judgement.open = password
                }
            }
        } catch {
            judgement.open?.conversation.end()
            try await takeBack(judgement.right)
            throw error
        }
        if !judgement.failures.isEmpty { try await settle(failed: &judgement) }
        return judgement
    }

    /// Another factor has decided it: who is asked more would learn that this one was right so far. It is left unanswered, and counts as such.
    private func settle(failed judgement: inout Judgement) async throws(AccessFailure) {
        if let open = judgement.open {
            open.conversation.end()
            judgement.failures.append(FactorFailure(open.count, .factorMissing))
            judgement.open = nil
        }
        try await takeBack(judgement.right)
    }
}
