import GatewayCrypto
import GatewayPAMWire
import GatewayTesting
import Testing

@Suite struct `A message between gate and PAM helper` {
    @Test func `carries a request as it was`() throws {
        let request = try PAMRequest(
            account: "kim-7f3a", source: "2001:db8::7", answers: secrets(["비밀 번호", "123456", ""]))
        let read = try PAMRequest(message: request.message())
        #expect(read.account == "kim-7f3a" && read.source == "2001:db8::7")
        #expect(texts(read.answers) == ["비밀 번호", "123456", ""])
    }

    @Test func `carries a reply as it was`() throws {
        let reply = try PAMReply(answers: secrets(["123456", "", "일이삼"]))
        #expect(texts(try PAMReply(message: reply.message()).answers) == ["123456", "", "일이삼"])
    }

    static let prompts = [
        PAMPrompt(text: "Password: ", isEchoed: false), PAMPrompt(text: "일회용 번호: ", isEchoed: true),
    ]

    @Test(arguments: [PAMQuestion.Stage.authentication, .change])
    func `carries an answer as it was`(stage: PAMQuestion.Stage) throws {
        let question = try PAMQuestion(stage: stage, prompts: Self.prompts)
        for outcome in [.accepted, .changed, .refused(code: 7), .unavailable(code: -1), .asks(question)]
            as [PAMAnswer.Outcome]
        { try expectWhole(outcome) }
    }

    private func expectWhole(_ outcome: PAMAnswer.Outcome) throws {
        let answer = PAMAnswer(outcome: outcome, notices: ["Your password expires in 5 days.", ""])
        #expect(try PAMAnswer(message: answer.message()) == answer)
    }

    @Test func `fits its frame at its longest`() throws {
        let request = try PAMRequest(
            account: String(repeating: "a", count: 256), source: String(repeating: "b", count: 256),
            answers: secrets(Array(repeating: String(repeating: "c", count: 511), count: 8)))
        #expect(request.message().count <= PAMFrame.limit)
        let long = String(repeating: "긴", count: 1000)
        let prompts = Array(repeating: PAMPrompt(text: long, isEchoed: true), count: 8)
        let answer = PAMAnswer(
            outcome: .asks(try PAMQuestion(stage: .change, prompts: prompts)),
            notices: Array(repeating: long, count: 100))
        #expect(answer.message().count <= PAMFrame.limit)
        #expect(try PAMAnswer(message: answer.message()).notices.count == PAMAnswer.noticeCountLimit)
    }

    @Test func `is refused when a piece is missing, or one too many`() throws {
        let request = try PAMRequest(account: "kim-7f3a", source: "::1", answers: secrets(["pw"]))
        let question = try PAMQuestion(stage: .authentication, prompts: Self.prompts)
        let answer = PAMAnswer(outcome: .asks(question), notices: ["x"])
        for count in 0..<request.message().count {
            #expect(throws: PAMWireProblem.self) { try PAMRequest(message: prefix(request.message(), count)) }
        }
        for count in 0..<answer.message().count {
            #expect(throws: PAMWireProblem.self) { try PAMAnswer(message: prefix(answer.message(), count)) }
        }
        #expect(throws: PAMWireProblem.malformed) { try PAMRequest(message: bent(request.message()) { $0 + [0] }) }
        #expect(throws: PAMWireProblem.malformed) { try PAMAnswer(message: bent(answer.message()) { $0 + [0] }) }
    }

    @Test func `is refused when it is of another kind`() throws {
        let request = try PAMRequest(account: "kim-7f3a", source: "::1", answers: [])
        #expect(throws: PAMWireProblem.unknownKind) { try PAMAnswer(message: request.message()) }
        #expect(throws: PAMWireProblem.unknownKind) {
            try PAMRequest(message: PAMAnswer(outcome: .accepted, notices: []).message())
        }
        #expect(throws: PAMWireProblem.unknownKind) { try PAMReply(message: request.message()) }
        #expect(throws: PAMWireProblem.unknownKind) {
            try PAMRequest(message: PAMReply(answers: []).message())
        }
    }

    /// An acceptance is one byte value of 256, and nothing is next to it.
    @Test func `is an acceptance by one value alone`() throws {
        for byte in UInt8.min...UInt8.max {
            do throws(PAMWireProblem) {
                let answer = try PAMAnswer(message: SecretBytes(copying: [byte, 0]))
                #expect((answer.outcome == .accepted) == (byte == 0x21))
            } catch {
                #expect(byte != 0x21)
            }
        }
    }

    @Test func `holds nothing that C would read otherwise`() {
        for (account, source, answer) in [
            ("", "::1", "pw"), ("a\0b", "::1", "pw"), ("kim-7f3a", "\0", "pw"), ("kim-7f3a", "::1", "p\0w"),
            (String(repeating: "a", count: 257), "::1", "pw"), ("kim-7f3a", String(repeating: "a", count: 257), "pw"),
            ("kim-7f3a", "::1", String(repeating: "a", count: 512)),
        ] {
            #expect(throws: PAMWireProblem.unfit) {
                try PAMRequest(account: account, source: source, answers: secrets([answer]))
            }
        }
        for answers in [Array(repeating: "a", count: 9), ["p\0w"], [String(repeating: "a", count: 512)]] {
            #expect(throws: PAMWireProblem.unfit) { try PAMReply(answers: secrets(answers)) }
        }
    }

    @Test(arguments: [0, 9])
    func `asks for as many answers as there can be`(count: Int) {
        #expect(throws: PAMWireProblem.unfit) {
            try PAMQuestion(stage: .change, prompts: Array(repeating: Self.prompts[0], count: count))
        }
    }

    /// What a module says is shown to people, between words of ours.
    @Test func `brings what modules say as one line that rearranges nothing`() {
        let said = "Code\nfor\r\u{202E}kim\u{2066}\u{200B}\u{85}\u{1B}[1m\u{2028}:"
        #expect(PAMPrompt(text: said, isEchoed: true).text == "Code for  kim    [1m :")
        #expect(PAMAnswer(outcome: .accepted, notices: [said]).notices == ["Code for  kim    [1m :"])
    }

    @Test func `is framed by its length, which is believed up to a limit`() throws {
        let message = SecretBytes(copying: [1, 2, 3])
        let frame = PAMFrame.framed(message).withUnsafeBytes { Array($0) }
        #expect(frame == [0, 0, 0, 3, 1, 2, 3])
        #expect(try PAMFrame.length(from: [0, 0, 0x40, 0]) == PAMFrame.limit)
        for head in [[0, 0, 0x40, 1], [255, 255, 255, 255], [0x80, 0, 0, 0]] as [[UInt8]] {
            #expect(throws: PAMWireProblem.tooLong) { try PAMFrame.length(from: head) }
        }
        #expect(throws: PAMWireProblem.malformed) { try PAMFrame.length(from: [0, 0, 0]) }
    }

    @Test func `says the same after it was read and written again, whatever its bytes`() {
        let random = SeededRandom(seed: 16)
        for _ in 0..<20_000 {
            var bytes = (0..<random.int(below: 60)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            if !bytes.isEmpty { bytes[0] = [0x12, 0x13, 0x21, 0x24, 0x27][random.int(below: 5)] }
            #expect(PAMMessageProperties.violation(in: bytes) == nil)
        }
    }

    private func secrets(_ texts: [String]) -> [SecretBytes] { texts.map { SecretBytes(copying: Array($0.utf8)) } }

    private func texts(_ secrets: [SecretBytes]) -> [String] {
        secrets.map { $0.withUnsafeBytes { String(decoding: $0, as: UTF8.self) } }
    }

    private func prefix(_ message: SecretBytes, _ count: Int) -> SecretBytes {
        bent(message) { Array($0.prefix(count)) }
    }

    private func bent(_ message: SecretBytes, _ bend: ([UInt8]) -> [UInt8]) -> SecretBytes {
        SecretBytes(copying: bend(message.withUnsafeBytes { Array($0) }))
    }
}
