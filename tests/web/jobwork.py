"""Work for jobs of the tests; each is called in a process of its own."""

import os
import time


def quick(folder, *, progress, answer):
    for n in range(3):
        progress("counting", n + 1, 3)
    return {"case": folder.case.id, "answer": answer}


def slow(folder, *, progress, pid_file):
    with open(pid_file, "w", encoding="utf-8") as out:  # noqa: PTH123
        out.write(str(os.getpid()))
    progress("waiting", 1, 1000)
    time.sleep(60)


def failing(folder, *, progress):
    raise RuntimeError("the reason <b>why</b>")


def dying(folder, *, progress):
    progress("dying", 1, 2)
    os._exit(9)


def unsendable(folder, *, progress):
    return lambda: None
