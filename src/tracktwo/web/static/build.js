// The page on which a case is built: what is typed is checked, and nothing typed is lost.
"use strict";

let waiting = null;

function sayProblems(form, lines, fine) {
  const place = form.querySelector(".said");
  if (!place) return;
  place.classList.toggle("bad", lines.length > 0);
  place.textContent = lines.length ? lines.join(" ") : fine;
}

async function problemsOf(form) {
  const answer = await fetch("/build/check", { method: "POST", body: new FormData(form) });
  if (!answer.ok) return ["The page was too old: load it again."];
  return (await answer.json()).problems;
}

document.addEventListener("input", (event) => {
  const form = event.target.closest("form.build");
  if (!form) return;
  clearTimeout(waiting);
  waiting = setTimeout(async () => {
    if (!form.checkValidity()) {
      sayProblems(form, [], "");
      return;
    }
    try {
      sayProblems(form, await problemsOf(form), "This can be saved.");
    } catch {
      sayProblems(form, ["The server does not answer. Is it still running?"], "");
    }
  }, 350);
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form.build")) return;
  event.preventDefault();
  clearTimeout(waiting);
  try {
    const lines = await problemsOf(form);
    if (lines.length) {
      sayProblems(form, lines, "");
      return;
    }
    form.submit();
  } catch {
    sayProblems(form, ["The server does not answer. Is it still running?"], "");
  }
});
