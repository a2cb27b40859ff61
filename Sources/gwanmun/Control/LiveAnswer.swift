/// Who is connected, as far as the command shows it.
struct LiveAnswer: Decodable {
    let rows: [Row]
    let gone: [String]?
    let leftOut: Int

    struct Row: Decodable {
        let id: String
        let user: String
        let partner: Bool
        let organisation: String?
        let places: [Place]
        let source: String?
        let connections: Int
        let streams: [Stream]
        let requests: Int
        let denials: Int
        let bytesIn: Int
        let bytesOut: Int
        let last: Action?
    }

    struct Place: Decodable {
        let kind: String
        let console: String?
    }

    struct Stream: Decodable {
        let kind: String
        let console: String
    }

    struct Action: Decodable {
        let at: String
        let user: String?
        let type: String
        let reason: String?
        let console: String?
        let method: String?
        let path: String?
        let decision: String?
    }

    struct Actions: Decodable {
        let actions: [Action]
    }
}
