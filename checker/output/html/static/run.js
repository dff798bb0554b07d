// Shows how runs get on. Whatever arrives becomes text, never markup; without this script the page is only older.
"use strict";
(() => {
  const over = new Set(["passed", "blocked", "undecided", "failed", "cancelled"]);
  const stages = document.querySelector("[data-stages]");
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
  const follow = (place) => {
    const status = place.querySelector("[data-status]");
    const next = place.querySelector("[data-next]");
    let ended = false;
    const source = new EventSource(place.dataset.events);
    source.addEventListener("step", (event) => {
      const step = JSON.parse(event.data);
      if (stages && step.stage) put(step);
      status.textContent = step.status;
      next.textContent = step.next_stage || "none";
      ended = over.has(step.status);
    });
    // A run that failed may have gone on since, so what was told last counts, once nothing more is told.
    source.addEventListener("error", () => {
      if (!ended) return;
      source.close();
      location.reload();
    });
  };
  document.querySelectorAll("[data-events]").forEach(follow);
})();
