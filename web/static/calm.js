// What changes all the time is shown anew once a second at most: for each live:TOPIC of the page, calm:TOPIC follows it,
// and the last change is never left out.
"use strict";

for (const topic of (document.body.dataset.live || "").split(",")) {
  let waiting = 0;
  let told = 0;
  document.body.addEventListener(`live:${topic}`, () => {
    if (waiting) return;
    waiting = setTimeout(() => {
      waiting = 0;
      told = Date.now();
      htmx.trigger(document.body, `calm:${topic}`);
    }, Math.max(0, told + 1000 - Date.now()));
  });
}
