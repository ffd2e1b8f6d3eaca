// The matrix of skills: a cell is written when it is left, and arrow keys go from one to the next.
"use strict";

document.body.addEventListener("change", (event) => {
  const cell = event.target.closest(".matrix td[data-kind]");
  if (!cell) return;
  const level = cell.querySelector(".level");
  const on = cell.querySelector(".on");
  // A level that is new is switched on.
  const enabled = on.disabled || on.checked;
  htmx.ajax("POST", "/admin/skills/cell", {
    source: cell,
    target: cell,
    swap: "morph:outerHTML",
    values: {
      kind: cell.dataset.kind, agent: cell.dataset.agent, of: cell.dataset.of,
      level: level.value.trim(), enabled: enabled ? "1" : "",
    },
  });
});

// What was written is no longer what somebody has just typed: the answer takes its place.
document.body.addEventListener("htmx:beforeSwap", (event) => {
  const level = event.detail.target.matches?.(".matrix td[data-kind]") && event.detail.target.querySelector(".level");
  if (level && event.detail.shouldSwap) level.defaultValue = level.value;
});

// What was refused is not there.
document.body.addEventListener("htmx:responseError", (event) => {
  const cell = event.detail.elt.closest?.(".matrix td[data-kind]");
  if (!cell) return;
  for (const input of cell.querySelectorAll("input")) {
    input.value = input.defaultValue;
    input.checked = input.defaultChecked;
  }
});

document.body.addEventListener("focusin", (event) => {
  if (event.target.matches(".matrix .level")) event.target.select();
});

document.body.addEventListener("keydown", (event) => {
  const input = event.target;
  const cell = input.closest?.(".matrix td[data-kind]");
  if (!cell || event.altKey || event.ctrlKey || event.metaKey) return;
  const table = cell.closest("table");
  const kind = input.classList.contains("on") ? ".on" : ".level";
  let next = null;
  if (event.key === "ArrowUp" || event.key === "ArrowDown" || event.key === "Enter") {
    const down = event.key === "ArrowUp" ? -1 : 1;
    let row = cell.parentElement;
    do {
      row = table.rows[row.rowIndex + down];
      next = row && row.cells[cell.cellIndex].querySelector(`${kind}:not(:disabled)`);
    } while (row && !next);
  } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
    // Within a number that is being written they go from digit to digit.
    const right = event.key === "ArrowRight";
    if (kind === ".level" && input.selectionStart === input.selectionEnd &&
        input.selectionStart !== (right ? input.value.length : 0)) return;
    const all = [...cell.parentElement.querySelectorAll("input:not(:disabled)")];
    next = all[all.indexOf(input) + (right ? 1 : -1)];
  } else if (event.key === "Escape") {
    input.value = input.defaultValue;
    return;
  } else {
    return;
  }
  event.preventDefault();
  if (next) {
    next.focus();
    next.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
});
