// A year's totals, portion by portion, with a bar that says how far it is. Without script the form does it in one go.
"use strict";

for (const form of document.querySelectorAll("[data-recount]")) {
  form.addEventListener("submit", (event) => counting(event, form));
}

function counting(event, form) {
  event.preventDefault();
  const button = form.querySelector("button");
  const shown = document.querySelector("[data-recount-progress]");
  const words = shown.querySelector("[role=status]");
  button.disabled = true;
  shown.hidden = false;
  recount(form, shown.querySelector("progress"), words)
    .catch(() => {
      words.textContent = words.dataset.stopped;
    })
    .finally(() => {
      button.disabled = false;
    });
}

async function recount(form, bar, words) {
  const lines = [];
  let behind = 0;
  while (behind !== null) {
    const body = new FormData(form);
    body.set("behind", behind);
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.status);
    const step = await answer.json();
    bar.max = Math.max(1, step.total);
    bar.value = step.done;
    words.textContent = `${step.done} / ${step.total} ${words.dataset.words}`;
    lines.push(...step.lines);
    behind = step.last;
  }
  tell(document.querySelector("[data-recount-result]"), lines);
}

function tell(result, lines) {
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  said.textContent = lines.length ? `${lines.length} ${result.dataset.some}` : result.dataset.none;
  const list = document.createElement("ul");
  list.className = "plain";
  for (const [who, unit, before, after] of lines) {
    const line = document.createElement("li");
    line.textContent = `${who}, ${unit}: ${before} → ${after}`;
    list.append(line);
  }
  result.replaceChildren(said, list);
}
