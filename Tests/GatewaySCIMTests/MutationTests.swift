import Testing

@Suite struct `The readers of SCIM` {
    private static let seeds = [
        #"userName eq "kim" and not (roles[value sw "st" or value pr] or active eq true)"#,
        #"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:organization co "a\"b\\""#,
        #"roles[value eq "staff"].value"#, "name.familyName",
        #"{"a": [1, -2.5e3, "\ud83d\ude00\n", null, {"b": true}]}"#,
    ]

    /// The same texts on every run (SplitMix64).
    @Test(arguments: seeds) func `hold what they promise for any text`(seed: String) {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        func next(_ limit: Int) -> Int {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return Int((mixed ^ (mixed >> 31)) % UInt64(limit))
        }
        let letters = Array("()[]\".:\\ aeqornt{},\u{0}9-".utf8)
        for _ in 0..<2000 {
            var bytes = Array(seed.utf8)
            for _ in 0...next(4) {
                let place = next(bytes.count)
                switch next(3) {
                case 0: bytes[place] = letters[next(letters.count)]
                case 1: bytes.insert(letters[next(letters.count)], at: place)
                case _: if bytes.count > 1 { bytes.remove(at: place) }
                }
            }
            #expect(SCIMProperties.violation(in: bytes) == nil, "\(String(decoding: bytes, as: UTF8.self))")
        }
    }
}
