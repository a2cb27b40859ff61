import GatewayIdentity
import GatewayRoster
import Testing

@Suite struct `A roster` {
    private let header = "name,display_name,organisation,roles,language,active,external_id\n"

    private func entries(_ text: String) throws(RosterProblems) -> [RosterEntry] {
        try RosterFile.entries(in: Array(text.utf8), named: "people.csv")
    }

    private func problems(_ text: String) -> [String] {
        do throws(RosterProblems) {
            _ = try entries(text)
            return []
        } catch {
            return error.all.map(\.description)
        }
    }

    @Test func `says who there is, with commas, quotation marks and line ends of every kind`() throws {
        let text =
            "\u{FEFF}" + header + "kim-7f3a,김하늘,\"한빛, \"\"R&D\"\"\",staff auditor,,,\r\n\n"
            + "meyer-9a1c,Anna Meyer,Meyer Optik GmbH,foreign_partner,en,false,E-17"
        let found = try entries(text)
        #expect(found.map(\.name.text) == ["kim-7f3a", "meyer-9a1c"])
        #expect(found[0].organisation == "한빛, \"R&D\"")
        #expect(found[0].roles == [RoleName("staff"), RoleName("auditor")])
        #expect(found[0].language == .korean && found[0].isActive && found[0].externalID == nil)
        #expect(found[1].language == .english && !found[1].isActive && found[1].externalID == "E-17")
        #expect(found.map(\.line) == [2, 4])
    }

    @Test func `may leave out what has a default, in any order of columns`() throws {
        let found = try entries("roles,name,organisation,display_name\nstaff,kim-7f3a,한빛,김하늘\n")
        #expect(found.first?.displayName == "김하늘")
    }

    @Test func `is refused with every problem at its place`() {
        let text =
            header + "admin,관리자,한빛,staff,ko,true,\n" + "Kim,김하늘,한빛,staff,kr,yes,\n" + "kim-7f3a,,한빛,staff,ko,true,\n"
            + "kim-7f3a,김하늘,한빛\n"
        #expect(
            problems(text) == [
                #"people.csv:2:1: a name that anyone would try, "admin", expected something that cannot be guessed: kim-7f3a"#,
                #"people.csv:3:1: a name, "Kim", expected 3 to 64 of a-z 0-9 . _ -, beginning with a letter"#,
                #"people.csv:3:18: language, "kr", expected ko or en"#,
                #"people.csv:3:21: active, "yes", expected true or false"#,
                #"people.csv:4:10: display_name, "", expected 1 to 200 bytes of text on one line"#,
                "people.csv:5:1: 3 fields, expected 7, as the first line names",
            ])
    }

    @Test func `names each person once`() {
        let text = header + "kim-7f3a,김,한빛,staff,,,E1\nlee-90aa,이,한빛,staff,,,E1\nkim-7f3a,김,한빛,staff,,,E2\n"
        #expect(
            problems(text) == [
                #"people.csv:3:23: a second, "E1", expected one of each; the first is line 2"#,
                #"people.csv:4:1: a second line for, "kim-7f3a", expected one; the first is line 2"#,
            ])
    }

    @Test(arguments: [
        ("", "people.csv:1:1: an empty file, expected a line of names"),
        (
            "name,role\n",
            #"people.csv:1:6: a column, "role", expected one of name, display_name, organisation, roles, language, active, external_id"#
        ),
        ("name,name,display_name,organisation,roles\n", #"people.csv:1:6: a second column, "name", expected one"#),
        ("name,\"display", "people.csv:1:6: a quotation mark that nothing closes, expected another one"),
        ("name,a\"b\n", "people.csv:1:7: a quotation mark inside a field, expected the whole field in quotation marks"),
        ("\"name\"x\n", "people.csv:1:8: something behind a field, expected a comma or the end of the line"),
    ])
    func `is refused where it is no such table`(text: String, problem: String) {
        #expect(problems(text).first == problem)
    }

    @Test func `has a size and is text`() {
        let bytes = [UInt8](repeating: 0x61, count: RosterFile.sizeLimit + 1)
        #expect(throws: RosterProblems.self) { try RosterFile.entries(in: bytes, named: "people.csv") }
        #expect(throws: RosterProblems.self) { try RosterFile.entries(in: [0xFF, 0xFE], named: "people.csv") }
        let many = String(repeating: "x\n", count: 5002)
        #expect(problems(many).first?.contains("one line more") == true)
    }
}
