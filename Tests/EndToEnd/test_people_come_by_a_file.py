"""`gwanmun user import`: a plan first, then all of it or nothing (guide, NCT2-4.2-U3, U5)."""

import json

HEADER = "name,display_name,organisation,roles,language,active\n"


def write(folder, *lines):
    path = folder / "people.csv"
    path.write_text(HEADER + "".join(line + "\n" for line in lines), encoding="utf-8")
    return path


def states(gate):
    return {user["name"]: user["state"] for user in json.loads(gate.command("user", "list", "--json").stdout)}


def test_a_file_is_planned_carried_out_and_then_changes_nothing(own_gate, tmp_path):
    """T97: who left is out with the next request; T23."""
    visit = own_gate.logged_in()
    leaver = visit.person
    file = write(tmp_path, f"{leaver.name},김하늘,관문 데모,staff,ko,false", '"oh-4c1d",오지은,"연구소, 1팀",staff,ko,true')
    dry = own_gate.command("user", "import", file, "--dry-run", "--reason", "personnel file")
    assert dry.returncode == 0, dry.stderr
    assert "oh-4c1d" in dry.stdout and "disable" in dry.stdout
    assert "oh-4c1d" not in states(own_gate) and states(own_gate)[leaver.name] == "active"

    done = own_gate.command("user", "import", file, "--yes", "--reason", "personnel file")
    assert done.returncode == 0, done.stderr
    assert states(own_gate)["oh-4c1d"] == "active" and states(own_gate)[leaver.name] == "disabled"
    assert visit.get("/").status in (401, 403)
    assert own_gate.trail.wait_for(type="disable", object=leaver.name)["stated_reason"] == "personnel file"

    again = json.loads(own_gate.command("user", "import", file, "--yes", "--reason", "again", "--json").stdout)
    assert again["changes"] == 0


def test_a_file_with_a_mistake_is_refused_whole_with_every_place(own_gate, tmp_path):
    file = write(tmp_path, "oh-4c1d,오지은,연구소,staff,ko,true", "admin,관리자,연구소,staff,ko,true", "kang-77aa,강,연구소,staff,kr,maybe")
    done = own_gate.command("user", "import", file, "--yes", "--reason", "personnel file")
    assert done.returncode == 2
    assert f"error: {file}:3:1: a name that anyone would try, \"admin\"" in done.stderr
    assert f"error: {file}:4:23: language, \"kr\", expected ko or en" in done.stderr
    assert f"error: {file}:4:26: active, \"maybe\", expected true or false" in done.stderr
    assert "oh-4c1d" not in states(own_gate)


def test_a_role_that_nobody_knows_changes_nothing_for_anybody(own_gate, tmp_path):
    file = write(tmp_path, "oh-4c1d,오지은,연구소,staff,ko,true", "kang-77aa,강민,연구소,astronaut,ko,true")
    done = own_gate.command("user", "import", file, "--yes", "--reason", "personnel file")
    assert done.returncode == 1
    assert "kang-77aa" in done.stderr
    assert "oh-4c1d" not in states(own_gate)


def test_nothing_is_carried_out_without_a_yes(own_gate, tmp_path):
    file = write(tmp_path, "oh-4c1d,오지은,연구소,staff,ko,true")
    done = own_gate.command("user", "import", file, "--reason", "personnel file")
    assert done.returncode == 2 and "--yes" in done.stderr
    assert "oh-4c1d" not in states(own_gate)
    plan = own_gate.command("user", "import", file, "--reason", "personnel file", "--json")
    assert plan.returncode == 0 and json.loads(plan.stdout)["changes"] == 1, "shown to a program, and not carried out"
    assert "oh-4c1d" not in states(own_gate)
    done = own_gate.command("user", "import", file, "--reason", "personnel file", "--json", "--yes")
    assert done.returncode == 0 and json.loads(done.stdout)["changes"] == 1
    assert "oh-4c1d" in states(own_gate)


def test_five_hundred_people_come_at_once(own_gate, tmp_path):
    file = write(tmp_path, *(f"person-{number:04x}z,사람 {number},연구소,staff,ko,true" for number in range(500)))
    done = own_gate.command("user", "import", file, "--yes", "--reason", "first day")
    assert done.returncode == 0, done.stderr
    assert sum(name.startswith("person-") for name in states(own_gate)) == 500
