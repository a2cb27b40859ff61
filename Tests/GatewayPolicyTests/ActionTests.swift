import GatewayPolicy
import Testing

/// A record has room for one word on what a request does.
@Suite struct `The weightiest of actions` {
    @Test(arguments: Action.allCases)
    func `is the only one where there is one`(action: Action) {
        #expect(ActionSet([action]).weightiest == action)
    }

    @Test func `is never hidden by what is looked at besides`() {
        #expect(ActionSet([.view, .download]).weightiest == .download)
        #expect(ActionSet([.view, .upload, .change]).weightiest == .upload)
        #expect(ActionSet([.view, .create, .delete]).weightiest == .delete)
        #expect(ActionSet.every.weightiest == .admin)
        #expect(ActionSet([]).weightiest == nil)
    }
}
