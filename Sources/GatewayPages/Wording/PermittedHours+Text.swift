import GatewayIdentity

extension PermittedHours {
    /// `월–금 08:00–19:00`, `Mon–Fri 08:00–19:00 KST`.
    func text(in language: Language) -> String {
        let hours = minutes.map { Self.clock($0.lowerBound) + "–" + Self.clock($0.upperBound) }
        let zone = offset(in: language)
        return ([dayText(in: language), hours.joined(separator: ", ")] + (zone.isEmpty ? [] : [zone]))
            .joined(separator: " ")
    }

    /// Days that follow each other are drawn together.
    private func dayText(in language: Language) -> String {
        var runs: [ClosedRange<Int>] = []
        for day in days.sorted() {
            if let last = runs.last, last.upperBound + 1 == day {
                runs[runs.count - 1] = last.lowerBound...day
            } else {
                runs.append(day...day)
            }
        }
        let names = Self.names(in: language)
        return runs.map { run in
            let ends = [names[run.lowerBound - 1], names[run.upperBound - 1]]
            switch run.count {
            case 1: return ends[0]
            case 2: return ends.joined(separator: ", ")
            case _: return ends.joined(separator: "–")
            }
        }.joined(separator: ", ")
    }

    private func offset(in language: Language) -> String {
        if offsetMinutes == RFC3339.koreaOffsetMinutes { return language == .english ? "KST" : "" }
        let size = abs(offsetMinutes)
        return "UTC" + (size == 0 ? "" : (offsetMinutes < 0 ? "-" : "+") + Self.clock(size))
    }

    private static func names(in language: Language) -> [String] {
        switch language {
        case .korean: ["월", "화", "수", "목", "금", "토", "일"]
        case .english: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        }
    }

    private static func clock(_ minutes: Int) -> String { "\(two(minutes / 60)):\(two(minutes % 60))" }
    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
