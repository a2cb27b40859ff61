import FoundationEssentials
import Testing

/// Replays what the fuzzers have kept (`Tests/Fuzz/Corpus`) through the very functions they call.
@Suite struct `What the fuzzers of WebAuthn found interesting` {
    @Test func `still holds for attestation objects`() throws {
        try replay("AttestationObject", AttestationObjectProperties.violation)
    }

    @Test func `still holds for authenticator data`() throws {
        try replay("AuthenticatorData", AuthenticatorDataProperties.violation)
    }

    @Test func `still holds for client data`() throws { try replay("ClientData", ClientDataProperties.violation) }

    private func replay(_ folder: String, _ violation: ([UInt8]) -> String?) throws {
        let corpus = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fuzz/Corpus/\(folder)")
        let files = try FileManager.default.contentsOfDirectory(atPath: corpus.path)
        #expect(!files.isEmpty)
        for file in files.sorted() {
            let input = [UInt8](try Data(contentsOf: corpus.appending(path: file)))
            #expect(violation(input) == nil, "\(folder)/\(file)")
        }
    }
}
