// Files to be imported: dropped or chosen, and sent with a bar that shows how far it is.
"use strict";

(() => {
  function formOf(event) {
    return event.target instanceof Element ? event.target.closest("form[data-upload]") : null;
  }

  function send(form) {
    const bar = form.querySelector("progress");
    const said = form.querySelector(".said");
    const request = new XMLHttpRequest();
    form.classList.add("sending");
    bar.hidden = false;
    said.textContent = `${form.dataset.sending} ${form.elements.file.files[0].name} …`;
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = 100 * event.loaded / event.total;
    });
    request.addEventListener("load", () => {
      if (request.status < 400) {
        location.href = request.responseURL;
        return;
      }
      // The same page, with what is wrong.
      const answer = new DOMParser().parseFromString(request.responseText, "text/html").querySelector("main");
      if (answer) {
        document.querySelector("main").replaceWith(answer);
        htmx.process(answer);
        showTimes();
      } else {
        failed(form);
      }
    });
    request.addEventListener("error", () => failed(form));
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "text/html");
    request.send(new FormData(form));
  }

  function failed(form) {
    form.classList.remove("sending");
    form.querySelector("progress").hidden = true;
    form.querySelector(".said").textContent = "";
    say(form.dataset.failed, "bad");
  }

  // Whoever has a script needs no button.
  for (const button of document.querySelectorAll("form[data-upload] > button")) button.hidden = true;

  document.addEventListener("change", (event) => {
    const form = formOf(event);
    if (form && event.target.files && event.target.files.length) send(form);
  });
  document.addEventListener("submit", (event) => {
    const form = formOf(event);
    if (!form || !form.elements.file.files.length) return;
    event.preventDefault();
    send(form);
  });
  document.addEventListener("dragover", (event) => {
    if (!document.querySelector("form[data-upload]")) return;
    event.preventDefault();
    document.querySelector("form[data-upload]").classList.add("over");
  });
  document.addEventListener("dragleave", (event) => {
    const form = document.querySelector("form[data-upload]");
    if (form && !event.relatedTarget) form.classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    const form = document.querySelector("form[data-upload]");
    if (!form || !event.dataTransfer.files.length) return;
    event.preventDefault();
    form.classList.remove("over");
    form.elements.file.files = event.dataTransfer.files;
    send(form);
  });
})();
