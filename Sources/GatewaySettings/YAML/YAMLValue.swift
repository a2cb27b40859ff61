/// A YAML value as it was written, each with its place. Scalars are text: no `yes`, `no`, `on` or `1e3` turns into something else.
struct YAMLValue {
    let content: Content
    let position: SourcePosition

    enum Content {
        /// Whether it stands without quotes.
        case scalar(String, isPlain: Bool)
        case list([YAMLValue])
        case mapping([Entry])
    }

    struct Entry {
        let key: String
        let position: SourcePosition
        let value: YAMLValue
    }

    /// `nil` for lists and mappings.
    var scalar: String? {
        switch content {
        case .scalar(let text, _): text
        case .list, .mapping: nil
        }
    }
}
