import Glibc

/// What can be seen of a private CA from its folder.
enum PrivateCA {
    /// Whether a CA issues from here.
    static func isKept(in folder: String) -> Bool { access(folder + "/issued.jsonl", F_OK) == 0 }

    /// The root's private key, where it lies beside the root.
    static func rootKey(in folder: String) -> String? {
        let file = folder + "/root.key"
        return access(file, F_OK) == 0 ? file : nil
    }
}
