@_spi(_Unicode) internal import Swift

extension String {
    /// The same text with its characters composed as far as they can be (Unicode normalisation form C): as keyboards give it, and names of files of
    /// some systems do not.
    public var composed: String {
        if utf8.allSatisfy({ $0 < 0x80 }) { return self }
        var scalars = UnicodeScalarView()
        for scalar in _nfc { scalars.append(scalar) }
        return String(scalars)
    }

    /// Whether both are the same bytes. `==` also takes for the same what only looks the same.
    public func isSpelled(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
