// The keypad of a conversation: what is typed or clicked goes to the customer's side, in its order. It is shown nowhere,
// as it may be the number of a card; only how many keys were sent.
"use strict";

(() => {
  const dialog = document.getElementById("keypad");
  const sent = document.getElementById("keys-sent");
  const wrong = document.getElementById("keys-wrong");
  const MOST = 32; // at once
  let waiting = "";
  let sending = false;

  function refused(said) {
    waiting = "";
    wrong.textContent = said;
    wrong.hidden = !said;
  }

  function press(key) {
    waiting += key;
    if (!sending) send();
  }

  async function send() {
    sending = true;
    while (waiting) {
      const keys = waiting.slice(0, MOST);
      waiting = waiting.slice(MOST);
      const body = new URLSearchParams({ Cmd: "SendKeys", OutboundCallId: dialog.dataset.call, Keys: keys });
      try {
        const response = await fetch("/ReactClient/api/bar/web", { method: "POST", body });
        if (response.ok) {
          sent.value = Number(sent.value) + keys.length;
          wrong.hidden = true;
        } else {
          const problem = await response.json().catch(() => ({ detail: response.statusText }));
          refused([problem.detail, problem.hint].filter(Boolean).join(" "));
        }
      } catch {
        // Whether they were sent is not known: nothing is sent twice by itself.
        refused(words.failed);
      }
    }
    sending = false;
  }

  dialog.addEventListener("click", (event) => {
    const button = event.target.closest("button[value]");
    if (button) press(button.value);
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
    // Where digits need Shift, they do not here.
    const digit = event.shiftKey ? null : event.code.match(/^Digit(\d)$/);
    const key = /^[0-9*#A-Da-d]$/.test(event.key) ? event.key : digit && digit[1];
    if (!key) return;
    event.preventDefault();
    press(key);
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest('[data-open="keypad"]')) return;
    sent.value = "0";
    refused("");
    dialog.dataset.call = document.getElementById("desk").dataset.call;
  });
})();
