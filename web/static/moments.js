// Moments in forms: typed in the reader's zone, sent as they are everywhere. <input data-moment="from"> is what one
// sees of the hidden field "from".
"use strict";

for (const field of document.querySelectorAll("[data-moment]")) {
  const sent = field.form.elements.namedItem(field.dataset.moment);
  const given = new Date(sent.value);
  if (!Number.isNaN(given.getTime())) {
    const two = (n) => String(n).padStart(2, "0");
    field.value = `${given.getFullYear()}-${two(given.getMonth() + 1)}-${two(given.getDate())}` +
      `T${two(given.getHours())}:${two(given.getMinutes())}`;
  }
  field.addEventListener("change", () => {
    sent.value = field.value ? new Date(field.value).toISOString() : "";
  });
}
