import GatewayIdentity
import Testing

@Suite struct `What a client is told` {
    @Test(arguments: [Reason.factorFailed, .otpReplayed, .accountLocked])
    func `is the same for wrong, replayed and locked`(reason: Reason) {
        #expect(reason.publicReason == .factorFailed)
        #expect(reason.publicReason.status == 401)
    }

    /// Contract, "HTTP on the gate".
    @Test(arguments: [
        (PublicReason.noClientCertificate, 403), (.certificateUnusable, 403), (.factorRequired, 401),
        (.factorFailed, 401),
        (.notAllowed, 403), (.downloadDenied, 403), (.sourceThrottled, 429), (.hostMismatch, 421), (.badRequest, 400),
        (.tooLarge, 413), (.upstreamUnreachable, 502), (.upstreamTimeout, 504), (.notRecorded, 503), (.overloaded, 503),
    ])
    func `comes with the status of the contract`(reason: PublicReason, status: Int) {
        #expect(reason.status == status)
    }

    @Test func `never names a rule, a zone or a window`() {
        for reason in [
            Reason.zoneDenied, .timeWindowDenied, .denyRule, .roleConflict, .accountDisabled, .deviceNotDesignated,
        ] {
            #expect(reason.publicReason == .notAllowed)
        }
    }
}

@Suite struct `A request id` {
    @Test func `is 32 lower-case hexadecimal digits`() {
        let id = RequestID(high: 0x0123_4567_89AB_CDEF, low: 0xF0)
        #expect(id.description == "0123456789abcdef00000000000000f0")
    }
}
