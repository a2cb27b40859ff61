extension ParsedRecord {
    /// Everybody who wrote the policy that came into force, where they were several: those in `writers`. Records of before have them in `applicant`,
    /// apart by spaces, which no account's name holds.
    ///
    /// A text of `RecordedText.limit` bytes may have been cut: what it ends with may be the beginning of a name, which may be somebody else's, and is
    /// left out.
    public var writers: [String] {
        if case .array(let values)? = self[.writers] {
            return values.compactMap { value in
                guard case .string(let name) = value else { return nil }
                return name
            }
        }
        guard let text = text(.applicant) else { return [] }
        let names = text.utf8.split(separator: 0x20).map { String(Substring($0)) }
        return text.utf8.count < RecordedText.limit ? names : names.dropLast()
    }
}
