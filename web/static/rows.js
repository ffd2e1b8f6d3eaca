// Tables of rows that people work in: keys, a selection, and what changes meanwhile. <table data-rows> has rows with
// data-id; arrows or j and k go from row to row, space selects, Enter opens. A part with data-follow="calls agent" is
// asked for anew when one of these topics changes, but not more often than every two seconds.
"use strict";

(() => {
  const PACE = 2000;
  const selected = new Set();
  let current = 0; // the row that one is at
  let anchor = null; // where a range begins
  let wasIn = false; // whether the keys were in the table before it was asked for anew

  const rows = () => [...document.querySelectorAll("[data-rows] > tbody > tr")];
  const tick = (row) => row.querySelector("[data-tick]");

  // What changes

  let next = 0;
  let timer = 0;
  function refresh() {
    if (timer) return;
    timer = setTimeout(() => {
      timer = 0;
      // Whoever is being asked answers first; closing the question comes here again.
      if (document.querySelector("dialog[open]")) return;
      next = Date.now() + PACE;
      for (const part of document.querySelectorAll("[data-follow]")) htmx.trigger(part, "refresh");
    }, Math.max(0, next - Date.now()));
  }
  for (const topic of ["calls", "agent"]) document.body.addEventListener(`live:${topic}`, refresh);
  // What was refused, or not confirmed, is shown as it is.
  document.body.addEventListener("htmx:responseError", (event) => {
    if (event.detail.requestConfig.verb !== "get") refresh();
  });
  document.addEventListener("close", (event) => {
    if (event.target.returnValue !== "yes") refresh();
  }, true);

  document.body.addEventListener("htmx:beforeSwap", () => {
    wasIn = Boolean(document.activeElement && document.activeElement.closest("[data-rows]"));
  });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target && event.detail.target.id === "outcome") {
      event.detail.target.showModal();
      clear();
      return;
    }
    const there = new Set(rows().map((row) => row.dataset.id));
    for (const id of selected) if (!there.has(id)) selected.delete(id);
    const at = document.activeElement && document.activeElement.closest("[data-rows] > tbody > tr");
    if (at) current = rows().indexOf(at);
    show();
    // Whoever was at a row that is gone is at the one in its place.
    if (wasIn && document.activeElement === document.body) go(current, false);
  });

  // The selection

  function show() {
    const all = rows();
    current = Math.max(0, Math.min(current, all.length - 1));
    all.forEach((row, place) => {
      const on = selected.has(row.dataset.id);
      row.tabIndex = place === current ? 0 : -1;
      if (tick(row)) {
        row.setAttribute("aria-selected", String(on));
        tick(row).checked = on;
        tick(row).tabIndex = -1;
      }
    });
    const whole = document.querySelector("[data-tick-all]");
    if (whole) {
      whole.checked = all.length > 0 && selected.size === all.length;
      whole.indeterminate = selected.size > 0 && !whole.checked;
    }
    for (const button of document.querySelectorAll("button[data-selected]")) button.disabled = selected.size === 0;
    for (const count of document.querySelectorAll("[data-count]")) count.textContent = `(${selected.size})`;
    for (const element of document.querySelectorAll("[data-width]")) element.style.minWidth = `${element.dataset.width}ch`;
  }

  function clear() {
    selected.clear();
    show();
  }

  function select(place, on, range) {
    const all = rows();
    const from = range && anchor !== null ? Math.min(anchor, place) : place;
    const to = range && anchor !== null ? Math.max(anchor, place) : place;
    for (const row of all.slice(from, to + 1)) {
      if (on) selected.add(row.dataset.id);
      else selected.delete(row.dataset.id);
    }
    anchor = place;
    show();
  }

  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const row = event.target.closest("[data-rows] > tbody > tr");
    if (event.target.matches("[data-tick]")) {
      select(rows().indexOf(row), event.target.checked, event.shiftKey);
    } else if (event.target.matches("[data-tick-all]")) {
      for (const one of rows()) {
        if (event.target.checked) selected.add(one.dataset.id);
        else selected.delete(one.dataset.id);
      }
      show();
    } else if (event.target.closest("[data-close]")) {
      event.target.closest("dialog").close();
    } else if (event.target.closest("[data-act]")) {
      const column = event.target.closest("[data-act]").dataset.act;
      const at = rows()[current];
      const button = at && at.querySelector(`[data-column="${column}"]`);
      if (button) button.click();
    } else if (row) {
      current = rows().indexOf(row);
      show();
    }
  });
  document.addEventListener("focusin", (event) => {
    const row = event.target instanceof Element && event.target.closest("[data-rows] > tbody > tr");
    if (!row) return;
    current = rows().indexOf(row);
    show();
  });
  // The ids of the selected rows go with what is asked for.
  document.body.addEventListener("htmx:configRequest", (event) => {
    const name = event.detail.elt.dataset.selected;
    if (name && selected.size) event.detail.parameters[name] = [...selected];
  });

  // Keys

  function go(place, smooth = true) {
    const all = rows();
    if (!all.length) return;
    current = Math.max(0, Math.min(place, all.length - 1));
    show();
    all[current].focus({ preventScroll: !smooth });
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    if (document.querySelector("dialog[open]") || !(event.target instanceof Element)) return;
    const row = event.target.closest("[data-rows] > tbody > tr");
    const free = row || event.target === document.body || event.target.id === "main";
    if (!free || isTyping(event.target) || !rows().length) return;
    const onRow = event.target === row;
    switch (event.key) {
      case "ArrowDown": case "j": go(row ? current + 1 : current); break;
      case "ArrowUp": case "k": go(row ? current - 1 : current); break;
      case "Home": if (!row) return; go(0); break;
      case "End": if (!row) return; go(rows().length - 1); break;
      case " ":
        if (!onRow || !tick(row)) return;
        select(current, !selected.has(row.dataset.id), event.shiftKey);
        break;
      case "Enter": {
        const link = onRow && row.querySelector("[data-open-row]");
        if (!link) return;
        link.click();
        break;
      }
      default: return;
    }
    event.preventDefault();
  });

  show();
})();
