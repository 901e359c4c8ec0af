"""Long work: progress is told, cancelling ends the process, and every end has words."""

import os
import re
import time
from pathlib import Path

import pytest

from tracktwo.questions import question
from tracktwo.web.jobs import KEPT, Jobs
from tracktwo.web.work import asked_here, jobs_of, key_of, offered

HERE = str(Path(__file__).parent)


def until(true, seconds=20):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)


@pytest.fixture
def jobs(small, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", HERE)
    found = Jobs(small)
    yield found
    found.stop()


def start(jobs, name, key=None, **options):
    return jobs.start(key or name, name, f"jobwork:{name}", options)


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_job_tells_its_progress_and_its_result(jobs):
    job = start(jobs, "quick", answer=42)
    until(lambda: job.over)
    assert job.state == "done"
    assert job.value == {"case": "two-valleys", "answer": 42}
    assert (job.task, job.done, job.total) == ("counting", 3, 3)


def test_the_same_question_twice_is_one_job(jobs, tmp_path):
    first = start(jobs, "slow", "q", pid_file=str(tmp_path / "a"))
    assert start(jobs, "slow", "q", pid_file=str(tmp_path / "b")) is first
    assert jobs.find("q") is first
    jobs.cancel(first)
    again = start(jobs, "quick", "q", answer=1)
    assert again is not first
    assert jobs.find("q") is again


def test_cancelling_ends_the_process(jobs, tmp_path):
    pid_file = tmp_path / "pid"
    job = start(jobs, "slow", pid_file=str(pid_file))
    until(lambda: job.done == 1)
    pid = int(pid_file.read_text())
    assert alive(pid)
    jobs.cancel(job)
    assert job.state == "cancelled"
    until(lambda: not alive(pid), 5)
    jobs.cancel(job)  # twice does no harm
    assert job.state == "cancelled"


def test_one_at_a_time_and_a_cancelled_one_in_the_queue_never_starts(jobs, tmp_path):
    running = start(jobs, "slow", "a", pid_file=str(tmp_path / "a"))
    until(lambda: running.state == "running")
    waiting = start(jobs, "slow", "b", pid_file=str(tmp_path / "b"))
    after = start(jobs, "quick", "c", answer=0)
    assert (waiting.state, after.state) == ("waiting", "waiting")
    jobs.cancel(waiting)
    jobs.cancel(running)
    until(lambda: after.over)
    assert after.state == "done"
    assert not (tmp_path / "b").exists()


@pytest.mark.parametrize(
    ("name", "message"),
    [("failing", "the reason <b>why</b>"), ("dying", "ended early"), ("unsendable", "pickle")],
)
def test_a_job_that_fails_says_why(jobs, name, message):
    job = start(jobs, name)
    until(lambda: job.over)
    assert job.state == "failed"
    assert message in job.message


def test_a_broken_case_is_the_reason(jobs, small):
    (small / "case.yaml").write_text("format: [")
    job = start(jobs, "quick", answer=1)
    until(lambda: job.over)
    assert job.state == "failed"
    assert "case.yaml:1" in job.message


def test_stopping_stops_all(jobs, tmp_path):
    every = [start(jobs, "slow", str(n), pid_file=str(tmp_path / str(n))) for n in range(3)]
    until(lambda: every[0].state == "running")
    jobs.stop()
    assert {job.state for job in every} == {"cancelled"}


def test_old_jobs_are_forgotten_and_running_ones_are_not(jobs, tmp_path):
    running = start(jobs, "slow", pid_file=str(tmp_path / "pid"))
    until(lambda: running.state == "running")
    for n in range(KEPT + 5):
        jobs.cancel(start(jobs, "quick", f"k{n}", answer=n))
    assert jobs.get(running.id) is running
    assert len(jobs._jobs) <= KEPT


def test_a_question_is_asked_watched_and_cancelled_from_a_page(client, served, secret):
    form = {"secret": secret, "question": "who", "back": "/levers"}
    answer = client.post("/jobs", data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/levers")
    job = served.jobs.find(key_of(served, "who"))
    assert f'data-job="/jobs/{job.id}"' in client.get(f"/jobs/{job.id}").text
    client.post("/jobs", data=form)
    assert served.jobs.find(key_of(served, "who")) is job
    client.post("/jobs/cancel", data={"secret": secret, "job": job.id})
    assert "cancelled" in client.get(f"/jobs/{job.id}").text
    assert client.get("/jobs/999").status_code == 404
    assert client.post("/jobs", data=form | {"question": "os:system"}).status_code == 404


def test_what_a_job_says_is_escaped(client, served):
    job = served.jobs.start("x", "<script>x</script>", "no_such_module:<i>", {})
    until(lambda: job.over)
    text = client.get(f"/jobs/{job.id}").text
    assert "<script>" not in text
    assert "<i>" not in text


def test_a_form_offers_the_options_of_its_question_with_their_limits(client):
    page = client.get("/questions").text
    form = re.search(r'<form[^>]*>(?:(?!</form>).)*value="agree".*?</form>', page, re.DOTALL)[0]
    for one in question("agree").fields:
        there = f'name="{one.name}"' in form
        assert there == (one.said.part == "asked" and one.name != "threads"), one.name
    assert re.search(r'name="draws" value="512" min="1" max="100000"', form)
    assert "Joint samples in the search" not in form


def test_no_form_names_a_file_or_another_case(client, served, secret):
    for one in asked_here().values():
        assert all(option.type is not Path for option in offered(one)), one.name
    form = {"secret": secret, "question": "what-if", "scenarios": "/etc/passwd", "draws": "4"}
    client.post("/jobs", data=form)
    (job,) = jobs_of(served, "what-if")
    assert job.options["options"] == {"threads": 1, "draws": 4}
    served.jobs.cancel(job)


def test_options_of_a_form_go_to_the_question_and_others_are_refused(client, served, secret):
    form = {"secret": secret, "question": "who", "back": "/questions", "draws": "8", "seed": "1"}
    assert client.post("/jobs", data=form).status_code == 303
    (job,) = jobs_of(served, "who")
    assert job.options == {"name": "who", "options": {"threads": 1, "draws": 8}}
    served.jobs.cancel(job)
    for wrong, said in (("0", "draws should be"), ("many", "a whole number")):
        refused = client.post("/jobs", data=form | {"draws": wrong})
        assert refused.status_code == 400
        assert said in refused.text
    missing = client.post("/jobs", data={"secret": secret, "question": "withdraw"})
    assert missing.status_code == 400
    assert len(jobs_of(served, "who")) == 1


def test_an_error_of_ours_is_said_and_a_fault_is_called_one(jobs, capfd):
    refused = jobs.start(
        "a", "a", "tracktwo.questions.ask:answered", {"name": "why", "options": {}}
    )
    faulty = start(jobs, "failing")
    until(lambda: refused.over and faulty.over)
    assert refused.message.startswith("no question why; there are: odds")
    assert "should not have happened" in faulty.message
    assert "Traceback" in capfd.readouterr().err


def test_an_actor_is_chosen_and_its_leaving_is_said_on_the_page(client, served, secret):
    page = client.get("/questions").text
    assert '<select id="withdraw-actor" name="actor" required>' in page
    form = {"secret": secret, "question": "withdraw", "actor": "upper", "draws": "16"}
    client.post("/jobs", data=form)
    (job,) = jobs_of(served, "withdraw")
    until(lambda: job.over, 60)
    page = client.get("/questions").text
    assert "Without it: " in page
    assert 'href="/roadmap' in page
    assert 'name="actor" required>' in page  # another can be asked about
    refused = {"secret": secret, "question": "withdraw", "actor": "abbey"}
    client.post("/jobs", data=refused)
    job = jobs_of(served, "withdraw")[0]
    until(lambda: job.over, 60)
    assert job.value.why.startswith("without abbey nobody is asked")
