"""The case behind the pages: changes on disk are seen, and nobody's are overwritten."""

import os
import shutil
import threading

import pytest
from workbench import parsed

from tracktwo.case import CaseError, load, save
from tracktwo.web.served_case import ConflictError, ServedCase, value_text

GRAIN = "levers.grain.schedule.intensity"
RAMP = "levers.grain.schedule.ramp"
WATER = "positions.upper.water.position"


def edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def mode(folder, path):
    """Return the number at a path, without its range and its reasons."""
    value = folder.value(path)
    return value["value"] if isinstance(value, dict) else value


@pytest.fixture
def yaml(small):
    return small / "case.yaml"


def test_without_a_change_on_disk_the_state_is_the_same(served):
    assert served.state is served.state


def test_a_change_on_disk_is_loaded_and_results_are_new(served, yaml):
    before = served.state
    live = before.live
    edit(yaml, "horizon: 36", "horizon: 24")
    after = served.state
    assert (before.folder.case.horizon, after.folder.case.horizon) == (36, 24)
    assert after.number == before.number + 1
    assert after.live is not live


def test_a_change_of_the_same_size_is_seen(served, yaml):
    served.state  # noqa: B018
    edit(yaml, "horizon: 36", "horizon: 63")
    assert served.state.folder.case.horizon == 63


def test_a_file_renamed_into_its_place_is_seen(served, yaml, tmp_path):
    new = tmp_path / "new.yaml"
    shutil.copy2(yaml, new)
    stat = yaml.stat()
    edit(new, "horizon: 36", "horizon: 48")
    os.utime(new, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    new.replace(yaml)
    assert served.state.folder.case.horizon == 48


def test_a_new_comment_keeps_what_was_computed(served, yaml):
    before = served.state
    live, result = before.live, before.compute()
    yaml.write_text("# Another comment.\n" + yaml.read_text())
    after = served.state
    assert after is not before
    assert after.number == before.number
    assert after.live is live
    assert after.compute() is result
    assert after.folder.stamps != before.folder.stamps


def test_a_half_written_file_keeps_the_last_case_and_says_so(served, client, yaml, secret):
    whole = yaml.read_text()
    before = served.state.folder.case
    yaml.write_text(whole[: len(whole) // 2])
    state = served.state
    assert state.folder.case == before
    assert state.problems
    assert state.problems[0].file == "case.yaml"
    page = client.get("/").text
    assert "no valid case at the moment" in page
    assert "case.yaml" in page
    answer = client.post("/case/write", data={
        "secret": secret, "query": f"set={GRAIN}%3D0.4",
        "was": f"{GRAIN}={value_text(state.folder, GRAIN)}",
    })  # fmt: skip
    assert answer.status_code == 400
    assert yaml.read_text() == whole[: len(whole) // 2]
    yaml.write_text(whole)
    assert served.state.problems == ()
    assert "no valid case" not in client.get("/").text


def test_a_folder_that_is_gone_keeps_the_last_case(served, client, small):
    shutil.rmtree(small)
    assert served.state.problems
    assert client.get("/").status_code == 200


def test_a_folder_that_is_no_case_cannot_be_served(tmp_path):
    with pytest.raises(CaseError):
        ServedCase(tmp_path)


def test_writing_changes_the_characters_of_the_values_and_no_more(served, small):
    before = {file: (small / file).read_text() for file in ("case.yaml", "positions.csv")}
    served.write({GRAIN: 0.4, WATER: [10, 20, 30]}, served.was([GRAIN, WATER]))
    after = {file: (small / file).read_text() for file in before}
    for file, text in before.items():
        old, new = text.splitlines(), after[file].splitlines()
        assert len(old) == len(new)
        assert sum(a != b for a, b in zip(old, new, strict=True)) == 1
    folder = load(small)
    assert folder.case.levers[0].schedule.intensity.mode == 0.4
    assert served.state.folder.case == folder.case
    assert after["case.yaml"].count("#") == before["case.yaml"].count("#")


def test_comments_written_meanwhile_survive(served, yaml):
    was = served.was([GRAIN])
    edit(yaml, "half_life: {range", "half_life:   # a thought\n        {range")
    served.write({GRAIN: 0.4}, was)
    assert "# a thought" in yaml.read_text()
    assert load(yaml.parent).case.levers[0].schedule.intensity.mode == 0.4


def test_another_value_changed_meanwhile_is_kept_with_ours(served, yaml):
    was = served.was([GRAIN])
    edit(yaml, "ramp: 3 ", "ramp: 5 ")
    served.write({GRAIN: 0.4}, was)
    schedule = load(yaml.parent).case.levers[0].schedule
    assert (schedule.intensity.mode, schedule.ramp.mode) == (0.4, 5)


@pytest.mark.parametrize(
    ("file", "path", "old", "new", "mine"),
    [
        ("case.yaml", RAMP, "ramp: 3 ", "ramp: 5 ", 8),
        ("positions.csv", WATER, "upper,water,40,50,60", "upper,water,40,55,60", 20),
    ],
)
def test_the_same_value_changed_meanwhile_is_a_conflict(served, small, file, path, old, new, mine):
    was = served.was([path])
    edit(small / file, old, new)
    before = (small / file).read_text()
    with pytest.raises(ConflictError) as caught:
        served.write({path: mine, GRAIN: 0.4}, was | served.was([GRAIN]))
    (clash,) = caught.value.clashes
    assert clash.path == path
    assert clash.mine == str(mine)
    assert clash.was == was[path]
    assert clash.now == value_text(served.state.folder, path) != clash.was
    assert (small / file).read_text() == before


@pytest.mark.parametrize("theirs", [GRAIN, RAMP])
def test_a_change_that_the_times_of_files_do_not_tell_is_seen_all_the_same(
    served, small, monkeypatch, theirs
):
    was = served.was([RAMP, GRAIN])
    save(load(small), {theirs: 0.45 if theirs == GRAIN else 5})
    known = served._state.stamp
    monkeypatch.setattr(served, "_stamp", lambda: known)
    if theirs == RAMP:
        with pytest.raises(ConflictError):
            served.write({RAMP: 8}, was)
    else:
        served.write({RAMP: 8}, was)
    now = load(small).case.levers[0].schedule
    assert now.ramp.mode == (5 if theirs == RAMP else 8)
    assert (now.intensity.mode == 0.45) == (theirs == GRAIN)


def test_what_somebody_else_set_to_the_same_is_no_conflict(served, yaml):
    was = served.was([RAMP])
    edit(yaml, "ramp: 3 ", "ramp: 5 ")
    served.write({RAMP: 5}, was)
    assert load(yaml.parent).case.levers[0].schedule.ramp.mode == 5


def test_without_what_it_was_nothing_is_written(served):
    with pytest.raises(ConflictError):
        served.write({RAMP: 8}, {})


@pytest.mark.parametrize("value", [float("inf"), float("nan"), "much", 1e300, [3, 2, 1], {"a": 1}])
def test_what_makes_no_case_is_not_written(served, yaml, value):
    before = yaml.read_text()
    with pytest.raises(CaseError):
        served.write({RAMP: value}, served.was([RAMP]))
    assert yaml.read_text() == before


def test_two_writers_at_once_lose_nothing(served, small):
    paths = [GRAIN, RAMP, "levers.grain.harm", WATER, "positions.lower.water.salience", "horizon"]
    values = [0.45, 7, 22, 35, 61, 30]
    was = served.was(paths)
    failed, barrier = [], threading.Barrier(len(paths))

    def put(path, value):
        barrier.wait()
        try:
            served.write({path: value}, {path: was[path]})
        except (CaseError, ConflictError) as error:  # pragma: no cover
            failed.append((path, error))

    threads = [threading.Thread(target=put, args=pair) for pair in zip(paths, values, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    folder = load(small)
    assert [mode(folder, path) for path in paths] == values


# --- the same, from the pages ------------------------------------------------------------------


def written(client, secret, query, was, **more):
    return client.post("/case/write", data={
        "secret": secret, "query": query, "back": "/levers", "was": was, **more})  # fmt: skip


def test_a_conflict_has_a_page_to_decide_on(served, client, secret, yaml):
    was = [f"{path}={text}" for path, text in served.was([RAMP, GRAIN]).items()]
    edit(yaml, "ramp: 3 ", "ramp: 5 ")
    query = f"set={RAMP}%3D8&set={GRAIN}%3D0.4"
    answer = written(client, secret, query, was)
    assert answer.status_code == 409
    assert "Somebody else changed the same meanwhile" in answer.text
    for text in (RAMP, '<td dir="auto">3</td>', '<td dir="auto">5</td>', '<td dir="auto">8</td>'):
        assert text in answer.text
    assert load(yaml.parent).case.levers[0].schedule.ramp.mode == 5
    # "Put mine in its place" sends the fields of the page.
    page = parsed(answer.text)
    fields = page.fields("/case/write")
    body = {}
    for name, value in fields:
        body.setdefault(name, []).append(value)
    assert client.post("/case/write", data=body).status_code == 303
    schedule = load(yaml.parent).case.levers[0].schedule
    assert (schedule.ramp.mode, schedule.intensity.mode) == (8, 0.4)
    # "Keep theirs" leads to the changes without the one in conflict.
    (theirs,) = [a["href"] for a in page.find("a") if GRAIN in a["href"]]
    assert RAMP not in theirs
    assert client.get(theirs).status_code == 200


def test_a_third_change_while_deciding_is_a_conflict_again(served, client, secret, yaml):
    was = [f"{RAMP}={served.was([RAMP])[RAMP]}"]
    edit(yaml, "ramp: 3 ", "ramp: 5 ")
    query = f"set={RAMP}%3D8"
    assert written(client, secret, query, was).status_code == 409
    edit(yaml, "ramp: 5 ", "ramp: 6 ")
    assert written(client, secret, query, [f"{RAMP}=5"]).status_code == 409


def test_writing_from_a_page_goes_back_without_the_changes(served, client, secret, small):
    page = client.get(f"/levers?set={GRAIN}=0.4&set={WATER}=44")
    body = {}
    for name, value in parsed(page.text).fields("/case/write"):
        body.setdefault(name, []).append(value)
    answer = client.post("/case/write", data=body)
    assert (answer.status_code, answer.headers["location"]) == (303, "/levers")
    folder = load(small)
    assert (mode(folder, GRAIN), mode(folder, WATER)) == (0.4, 44)


def test_one_value_is_edited_with_its_reason(served, client, secret, small):
    form = {"secret": secret, "path": "levers.grain.harm", "value": "[1, 4, 9]", "back": "/",
            "why": "A closer look: less bread, no hunger.", "evidence": ["bread"],
            "was": f"levers.grain.harm={served.was(['levers.grain.harm'])['levers.grain.harm']}",
            "query": f"set=levers.grain.harm%3D5&set={GRAIN}%3D0.4"}  # fmt: skip
    answer = client.post("/case/edit", data=form)
    assert answer.status_code == 303
    assert "levers.grain.harm" not in answer.headers["location"]
    assert GRAIN in answer.headers["location"]
    harm = load(small).case.levers[0].harm
    assert (harm.low, harm.mode, harm.high) == (1, 4, 9)
    assert harm.why == "A closer look: less bread, no hunger."
    assert harm.evidence == ["bread"]


@pytest.mark.parametrize("value", ["", "[", ".inf", "1e400", "*x", "1\nid: x", "{a: 1}", "9" * 50])
def test_a_bad_value_is_refused_with_words(client, served, secret, yaml, value):
    before = yaml.read_text()
    form = {
        "secret": secret,
        "path": RAMP,
        "value": value,
        "was": f"{RAMP}={served.was([RAMP])[RAMP]}",
    }
    answer = client.post("/case/edit", data=form)
    assert answer.status_code == 400
    assert "Nothing was saved" in answer.text
    assert yaml.read_text() == before


def test_leaving_out_is_not_written(client, secret, yaml):
    before = yaml.read_text()
    assert written(client, secret, "drop=levers.grain", []).status_code == 400
    assert written(client, secret, "", []).status_code == 400
    assert yaml.read_text() == before


def test_scenarios_are_kept_tried_and_forgotten_from_pages(client, secret, small):
    query = f"set={GRAIN}%3D0.4&drop=levers.grain"
    form = {
        "secret": secret,
        "back": "/levers",
        "query": f"set={GRAIN}%3D0.4",
        "name": "Mehr: Druck",
    }
    assert client.post("/scenarios/keep", data=form).status_code == 303
    again = client.post("/scenarios/keep", data=form)
    assert again.status_code == 400
    assert "already" in again.text
    form |= {"replace": "1", "query": f"set={GRAIN}%3D0.45"}
    assert client.post("/scenarios/keep", data=form).status_code == 303
    tried = client.post(
        "/scenarios/try", data={"secret": secret, "name": "Mehr: Druck", "back": "/"}
    )
    assert tried.headers["location"] == f"/?set={GRAIN}%3D0.45"
    bad = client.post("/scenarios/keep", data=form | {"query": query, "name": "x"})
    assert bad.status_code == 400
    gone = {"secret": secret, "name": "Mehr: Druck", "back": "/"}
    assert client.post("/scenarios/forget", data=gone).status_code == 303
    assert client.post("/scenarios/forget", data=gone).status_code == 400
    assert client.post("/scenarios/try", data=gone).status_code == 404
