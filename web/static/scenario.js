// The form of a call, which is shown anew while it is filled in.
"use strict";

(() => {
  const form = () => document.getElementById("scenario-form");

  // A key leads to the first question that is not answered yet.
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-first-question]")) return;
    const question = form().querySelector("[data-open-question]") || form().querySelector(".question");
    question?.querySelector("input:not([type=hidden]), select, button")?.focus();
  });

  // Requests go one after the other. Whatever was answered until one goes goes with it; and what comes back before
  // all of it went is not shown, because it would take answers back.
  let changed = new Set();
  let sent = [];
  const isOurs = (event) => event.detail.target?.id === "scenario";
  const isAnswer = (field) => field.form === form() && field.name?.startsWith("answer.");
  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, ({ target }) => {
      if (isAnswer(target)) changed.add(target.name);
    }, true);
  }
  document.addEventListener("focusout", ({ target }) => {
    if (isAnswer(target) && target.value === target.dataset.saved) changed.delete(target.name);
  });
  document.body.addEventListener("htmx:configRequest", (event) => {
    if (!isOurs(event) || event.detail.verb !== "post") return;
    sent = [...changed];
    changed = new Set();
    event.detail.parameters.changed = sent;
  });
  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (isOurs(event) && event.detail.requestConfig.verb === "post" && !event.detail.successful) {
      for (const name of sent) changed.add(name);
    }
  });
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (isOurs(event) && changed.size) event.detail.shouldSwap = false;
  });

  // What is saved is not being typed any more (data-keep): it may change again from elsewhere. What was just saved is
  // shown as it is kept.
  document.body.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target?.id !== "scenario" || !form()) return;
    const by = event.detail.requestConfig?.elt;
    for (const field of form().querySelectorAll("[data-saved]")) {
      const saved = field.dataset.saved;
      if (field.id === by?.id && field !== document.activeElement && !field.hasAttribute("aria-invalid")) field.value = saved;
      if (field.value === saved) field.defaultValue = saved;
    }
  });
})();
