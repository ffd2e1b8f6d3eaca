// Forms of the set-up: lines that are added, what is not saved yet, and a few inputs that show what they mean.
"use strict";

const setup = document.getElementById("form");

// What is not saved yet

let dirty = setup.hasAttribute("data-dirty");

function soil() {
  dirty = true;
  const note = document.getElementById("dirty");
  if (note) note.hidden = false;
}

if (dirty) soil();
setup.addEventListener("input", soil);
setup.addEventListener("submit", () => { dirty = false; });
addEventListener("beforeunload", (event) => {
  if (dirty) event.preventDefault();
});

// Lines of parts

let fresh = 0;
setup.addEventListener("click", (event) => {
  const adds = event.target.closest("[data-adds]");
  if (adds) addLine(adds.closest(".part"));
  const drops = event.target.closest("[data-drop]");
  if (drops) {
    drops.closest("tr, fieldset").remove();
    drawViews();
  }
});

function addLine(part) {
  fresh += 1;
  const made = document.createElement("template");
  made.innerHTML = part.querySelector("template").innerHTML.replaceAll("NEW", `new${fresh}`);
  const home = part.querySelector("tbody, [data-lines]");
  home.append(made.content);
  part.querySelector("[data-empty]")?.remove();
  part.querySelector("table")?.removeAttribute("hidden");
  home.lastElementChild.querySelector("select, input:not([type=hidden]), textarea")?.focus();
  soil();
}

setup.addEventListener("change", (event) => {
  if (event.target.matches("[data-removes]")) {
    event.target.closest("tr, fieldset").classList.toggle("removed", event.target.checked);
  }
});

// Long lists to choose from are on the page once, and come to a field when somebody goes there.

function fillOptions(select) {
  const chosen = select.value;
  for (const one of document.getElementById(select.dataset.options).content.children) {
    if (one.value !== chosen) select.append(one.cloneNode(true));
  }
  delete select.dataset.options;
}

for (const name of ["pointerdown", "focusin"]) {
  setup.addEventListener(name, (event) => {
    if (event.target.matches("select[data-options]")) fillOptions(event.target);
  });
}

// Colours: the text is what is saved.

setup.addEventListener("input", (event) => {
  const { colors } = event.target.dataset;
  if (colors) document.getElementById(colors).value = event.target.value;
  const picker = setup.querySelector(`[data-colors="${CSS.escape(event.target.id)}"]`);
  if (picker && /^#[0-9a-f]{6}$/i.test(event.target.value)) picker.value = event.target.value;
});

// Limits and actions of a rule: those that say nothing wait in a list.

for (const select of setup.querySelectorAll("[data-wants]")) {
  const silent = select.closest("section").querySelectorAll("[data-silent]");
  silent.forEach((field, place) => {
    field.hidden = true;
    const label = field.querySelector("label, .label").textContent.trim();
    select.add(new Option(label, String(place)));
  });
  select.closest("p").hidden = silent.length === 0;
  select.addEventListener("change", () => {
    if (!select.value) return;
    const field = silent[Number(select.value)];
    field.hidden = false;
    select.selectedOptions[0].remove();
    select.value = "";
    field.querySelector("input, select, textarea").focus();
  });
}

// Capacity: another channel is another row and another column.

setup.querySelector("[data-channel]")?.addEventListener("click", () => {
  const input = document.getElementById("channel");
  const channel = input.value.trim();
  const matrix = setup.querySelector("[data-matrix]");
  const names = [...matrix.querySelectorAll("tbody th")].map((one) => one.textContent.trim());
  if (!channel || names.includes(channel)) {
    input.focus();
    return;
  }
  const heading = document.createElement("th");
  heading.scope = "col";
  heading.textContent = channel;
  matrix.tHead.rows[0].append(heading);
  const cell = (row, column, offered, handled) => {
    const made = document.createElement("td");
    const figure = document.createElement("input");
    figure.name = `capacity.${row}.${column}`;
    figure.className = "percent";
    figure.inputMode = "numeric";
    figure.setAttribute("aria-label", input.dataset.words.replace("OFFERED", offered).replace("HANDLED", handled));
    made.append(figure);
    return made;
  };
  [...matrix.tBodies[0].rows].forEach((row, place) => row.append(cell(place, names.length, names[place], channel)));
  const row = matrix.tBodies[0].insertRow();
  const name = document.createElement("th");
  name.scope = "row";
  name.textContent = channel;
  const hidden = document.createElement("input");
  hidden.type = "hidden";
  hidden.name = "capacity.channel";
  hidden.value = channel;
  name.prepend(hidden);
  row.append(name);
  [...names, channel].forEach((handled, place) => row.append(cell(names.length, place, channel, handled)));
  input.value = "";
  row.querySelector("input.percent").focus();
  soil();
});

// A statement with a mistake: the cursor stands where it is.

for (const text of setup.querySelectorAll("textarea[data-position]")) {
  const place = Math.max(0, Number(text.dataset.position) - 1);
  text.focus();
  text.setSelectionRange(place, Math.min(text.value.length, place + 1));
}

// A week of opening hours

const HOUR = 4; // percent of the width, beside the names of days
function minutes(text) {
  const found = /^(\d?\d):(\d\d)/.exec(text.trim());
  return found ? Number(found[1]) * 60 + Number(found[2]) : NaN;
}

function svg(name, attributes, text) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text) made.textContent = text;
  return made;
}

function drawWeek(view) {
  const days = JSON.parse(view.dataset.days);
  const picture = svg("svg", { viewBox: "0 0 780 190", role: "img", class: "week" });
  picture.setAttribute("aria-label", view.getAttribute("aria-label"));
  const at = (minute) => 84 + (minute / 1440) * 690;
  for (let hour = 0; hour <= 24; hour += HOUR) {
    picture.append(svg("line", { x1: at(hour * 60), x2: at(hour * 60), y1: 16, y2: 188, class: "grid" }));
    picture.append(svg("text", { x: at(hour * 60), y: 11, "text-anchor": "middle" }, String(hour)));
  }
  days.forEach((day, place) => {
    picture.append(svg("text", { x: 78, y: 34 + place * 24, "text-anchor": "end" }, day));
    picture.append(svg("rect", { x: at(0), y: 20 + place * 24, width: 690, height: 20, class: "closed" }));
  });
  for (const row of view.closest(".part").querySelectorAll("tbody tr")) {
    if (row.querySelector("[data-removes]")?.checked) continue;
    const value = (name) => row.querySelector(`[name$=".${name}"]`).value;
    const from = minutes(value("TimeFrom"));
    const to = minutes(value("TimeTo"));
    if (!(from < to)) continue;
    const place = Number(value("Weekday")) - 1;
    if (!(place >= 0)) continue;
    picture.append(svg("rect", { x: at(from), y: 20 + place * 24, width: at(to) - at(from), height: 20, rx: 3, class: "open" }));
  }
  view.replaceChildren(picture);
}

function drawViews() {
  for (const view of setup.querySelectorAll('[data-view="week"]')) drawWeek(view);
}

setup.addEventListener("input", drawViews);
drawViews();
