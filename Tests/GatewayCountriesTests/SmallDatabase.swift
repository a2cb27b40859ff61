import GatewayIdentity

/// A MaxMind DB file (format 2.0) in bytes, of a few networks: tree, 16 zeros, records, marker, metadata.
struct SmallDatabase {
    private(set) var bytes: [UInt8]

    /// - Parameters:
    ///   - networks: IPv4 prefixes stand below `::/96`.
    ///   - recordSize: 24, 28 or 32 bits for one branch of a node.
    init(_ networks: [(network: NetworkAddress, length: Int, code: String)], recordSize: Int = 24) {
        var tree: [[Child]] = [[.nothing, .nothing]]
        var data: [UInt8] = []
        for (network, length, code) in networks {
            let place = data.count
            data += Self.map(["country": Self.map(["iso_code": Self.text(code)])])
            Self.insert(.data(place), at: network, length, into: &tree)
        }
        bytes = tree.flatMap { Self.packed($0.map { $0.pointer(nodes: tree.count) }, recordSize) }
        bytes += [UInt8](repeating: 0, count: 16) + data + [0xAB, 0xCD, 0xEF] + "MaxMind.com".utf8
        bytes += Self.map([
            "node_count": Self.number(6, tree.count), "record_size": Self.number(5, recordSize),
            "ip_version": Self.number(5, 6), "database_type": Self.text("Small-Country"),
            "languages": [0x00, 0x04],  // an empty list
            "binary_format_major_version": Self.number(5, 2), "binary_format_minor_version": Self.number(5, 0),
            "build_epoch": [0x04, 0x02, 0x6A, 0xB1, 0x3B, 0x80],  // 64 bits wide: 4 bytes of an extended type
            "description": Self.map(["en": Self.text("a few networks")]),
        ])
    }

    private enum Child {
        case nothing
        case node(Int)
        case data(Int)

        func pointer(nodes: Int) -> Int {
            switch self {
            case .nothing: nodes
            case .node(let index): index
            case .data(let place): nodes + 16 + place
            }
        }
    }

    private static func insert(_ leaf: Child, at network: NetworkAddress, _ length: Int, into tree: inout [[Child]]) {
        // IPv4 lies in the upper half of nothing here: its tree begins at ::/96.
        let low = network.isIPv4 ? network.low & 0xFFFF_FFFF : network.low
        let depth = network.isIPv4 ? length + 96 : length
        var at = 0
        for level in 0..<depth {
            let half = level < 64 ? network.high : low
            let bit = Int(half >> UInt64(63 - level % 64) & 1)
            if level == depth - 1 {
                tree[at][bit] = leaf
            } else if case .node(let next) = tree[at][bit] {
                at = next
            } else {
                tree.append([.nothing, .nothing])
                tree[at][bit] = .node(tree.count - 1)
                at = tree.count - 1
            }
        }
    }

    private static func packed(_ branches: [Int], _ size: Int) -> [UInt8] {
        func big(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
        }
        guard size == 28 else { return branches.flatMap { big($0, size / 8) } }
        return big(branches[0], 3) + [UInt8((branches[0] >> 24) << 4 | branches[1] >> 24)] + big(branches[1], 3)
    }

    // MARK: Values: a control byte of type and size, then the content

    private static func text(_ text: String) -> [UInt8] {
        let utf8 = Array(text.utf8)
        return (utf8.count < 29 ? [0x40 | UInt8(utf8.count)] : [0x40 | 29, UInt8(utf8.count - 29)]) + utf8
    }

    private static func number(_ type: UInt8, _ value: Int) -> [UInt8] {
        [type << 5 | 2, UInt8(truncatingIfNeeded: value >> 8), UInt8(truncatingIfNeeded: value)]
    }

    private static func map(_ entries: KeyValuePairs<String, [UInt8]>) -> [UInt8] {
        [0xE0 | UInt8(entries.count)] + entries.flatMap { text($0.key) + $0.value }
    }
}
