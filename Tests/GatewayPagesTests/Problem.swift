import FoundationEssentials
import GatewayPages
import Testing

/// A problem document as a program reads it.
struct Problem: Decodable, Equatable {
    let type: String
    let title: String
    let status: Int
    let reason: String
    let request_id: String
    let login_url: String?
    let factors: [String]?
}

func problem(_ response: LocalResponse) throws -> Problem {
    #expect(response.header("Content-Type") == "application/problem+json")
    return try JSONDecoder().decode(Problem.self, from: Data(response.body))
}
