/// How names are shown to those who look on (compliance profile nct-2025-04, 2.8; ISMS-P 2.6.3): enough to tell two apart,
/// too little to know who it is.
package enum Masking {
    /// The middle is hidden: `홍*동`, `K** H***l`; of two characters the second.
    package static func name(_ name: String) -> String {
        name.split(separator: " ", omittingEmptySubsequences: false).map { word($0) }.joined(separator: " ")
    }

    private static func word(_ word: Substring) -> String {
        switch word.count {
        case 0: ""
        case 1: "*"
        case 2: word.prefix(1) + "*"
        default: word.prefix(1) + String(repeating: "*", count: word.count - 2) + word.suffix(1)
        }
    }
}
