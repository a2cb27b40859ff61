import GatewayJSON
import GatewayWebAuthn

/// The JSON that the script of a page put into a field of its form.
enum PostedCredential {
    static func assertion(in text: String) throws -> AssertionResponse { try AssertionResponse(json(text)) }

    static func registration(in text: String) throws -> PresentedRegistration { try PresentedRegistration(json(text)) }

    private static func json(_ text: String) throws(DocumentProblem) -> JSON {
        guard let json = JSON(Array(text.utf8)) else { throw .malformed }
        return json
    }
}
