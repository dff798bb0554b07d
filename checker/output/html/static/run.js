// Shows how a run gets on. Whatever arrives becomes text, never markup; without this script the page is only older.
"use strict";
(() => {
  const place = document.querySelector("[data-events]");
  const stages = document.querySelector("[data-stages]");
  const status = document.querySelector("[data-status]");
  const next = document.querySelector("[data-next]");
  if (!place || !stages || !status || !next) return;
  const over = new Set(["passed", "blocked", "undecided", "failed", "cancelled"]);
  const part = (name, text, soft) => {
    const element = document.createElement(name);
    element.textContent = text;
    if (soft) element.className = "soft";
    return element;
  };
  const put = (step) => {
    const line = document.createElement("li");
    line.dataset.stage = step.stage;
    line.append(part("b", step.stage), " ", part("span", step.outcome), " ", part("span", step.at, true));
    const known = [...stages.children].find((one) => one.dataset.stage === step.stage);
    if (known) known.replaceWith(line);
    else stages.append(line);
  };
  const source = new EventSource(place.dataset.events);
  source.addEventListener("step", (event) => {
    const step = JSON.parse(event.data);
    if (step.stage) put(step);
    status.textContent = step.status;
    next.textContent = step.next_stage || "none";
    if (over.has(step.status)) {
      source.close();
      location.reload();
    }
  });
})();
