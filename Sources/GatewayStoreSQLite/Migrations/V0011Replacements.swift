/// Which authenticator a new one takes the place of, once it is confirmed.
enum V0011Replacements {
    static let sql = "ALTER TABLE authenticators ADD COLUMN replaces TEXT;"
}
