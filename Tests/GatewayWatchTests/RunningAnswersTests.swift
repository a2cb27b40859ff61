import GatewayIdentity
import GatewayPolicy
import GatewayWatch
import Testing

@Suite struct `Answers that run` {
    private let one = RequestID(high: 0, low: 1)
    private let two = RequestID(high: 0, low: 2)

    @Test func `count each byte once, while they run or by their record`() {
        var answers = RunningAnswers()
        #expect(answers.look(at: [one: 100]) == [one: 100])
        #expect(answers.look(at: [one: 100]) == [:])
        #expect(answers.look(at: [one: 250, two: 7]) == [one: 150, two: 7])
        #expect(answers.end(one, sent: 300) == 50)
        #expect(answers.end(two, sent: 7) == 0)
        // One that was over before anybody looked.
        #expect(answers.end(RequestID(high: 0, low: 3), sent: 40) == 40)
    }

    @Test func `are not seen as running once they are on record, however late a look arrives`() {
        var answers = RunningAnswers()
        #expect(answers.end(one, sent: 300) == 300)
        #expect(answers.look(at: [one: 290]) == [:])
        #expect(answers.look(at: [one: 290]) == [:])
    }

    @Test func `are an alarm before they end, and not once more when they do (T83)`() {
        let scene = WatchScene(
            .volume(WatchVolume(bytes: 1000, requests: 2, times: nil, within: .seconds(600), learning: .zero)))
        #expect(scene.see(.moved(bytes: 600), at: 1).isEmpty)
        let found = scene.see(.moved(bytes: 600), at: 2)
        #expect(found.map(\.observed) == ["1200 bytes"])
        #expect(scene.see(.answered(path: "/big", status: 200, bytes: 100), at: 3).isEmpty)
        // What moves is no request.
        for second in 4..<10 { #expect(scene.see(.moved(bytes: 1), at: second).isEmpty) }
        #expect(scene.see(.read("/"), at: 11).isEmpty)
        #expect(scene.see(.read("/"), at: 12).map(\.observed) == ["3 requests"])
    }
}
