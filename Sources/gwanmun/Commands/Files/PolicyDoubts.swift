import GatewayIdentity
import GatewayPolicy
import GatewaySettings

/// What is allowed in a policy and probably not meant, for people and for programs.
struct PolicyDoubts {
    let doubts: [LocatedDoubt]

    struct Document: Encodable {
        let level = "warning"
        let code: String
        /// `FILE:LINE:COLUMN`
        let position: String
        /// `rules.build-staff.paths`
        let place: String
        let finding: String
        let why: String
        let remedy: String
    }

    func documents(in language: Language) -> [Document] {
        doubts.map { located in
            let advice = located.doubt.advice(in: language)
            return Document(
                code: located.doubt.code, position: located.position.description,
                place: located.doubt.place.description, finding: advice.finding, why: advice.why,
                remedy: advice.remedy)
        }
    }

    /// `FILE:LINE:COLUMN: warning [code]: place: finding`, why below it, and what to do.
    func lines(in language: Language) -> [String] {
        documents(in: language).flatMap { doubt in
            [
                "\(doubt.position): \(worded("경고", "warning")) [\(doubt.code)]: \(doubt.place): \(doubt.finding)"
                    .onOneLine,
                "    \(doubt.why)".onOneLine, "    \(doubt.remedy)".onOneLine,
            ]
        }
    }
}
