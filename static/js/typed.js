// What stands in a form's fields: as one text and back, what is wrong with it, how long it is.
"use strict";

const NOT_TYPED = "[type=hidden], [type=file], button";
// A field, or the several of one name, as one text; and back.
const TICKED = "[type=checkbox], [type=radio]";
const several = (field) => (field instanceof RadioNodeList ? Array.from(field) : [field]);
const one = (field) => several(field)[0];

function valueOf(field) {
  const ticked = several(field).filter((each) => !each.matches(TICKED) || each.checked);
  return ticked.map((each) => each.value).join("\u0000");
}

function fill(field, value) {
  for (const each of several(field)) {
    if (each.matches(TICKED)) each.checked = value.split("\u0000").includes(each.value);
    else each.value = value;
  }
}

// As the system keeps it: blanks at the ends of lines do not count.
function same(one, other) {
  const plain = (text) => text.normalize("NFC").replace(/[^\S\n]+$/gm, "").trim();
  return plain(one) === plain(other);
}

function labelOf(field) {
  const own = field.labels && field.labels[0] ? field.labels[0].firstChild.textContent.trim() : "";
  const card = field.closest("section, fieldset");
  const head = card && card.id.startsWith("criterion-") ? card.querySelector("h2").textContent : "";
  return head || own;
}

function inWords(field, value) {
  const option = field.options && Array.from(field.options).find((each) => each.value === value);
  return (option ? option.textContent : value) || "–";
}

// Somebody has typed there, or has left its row with something else in it.
function spokenTo(field, touched) {
  const row = field.closest("fieldset");
  const left = row && !row.contains(document.activeElement);
  return field.value || touched.has(field.name) || (left && all("input, select", row).some((each) => each.value));
}

// What is wrong stands at its field, as after pressing the button; only where somebody has typed.
function markWrong(form, errors, touched) {
  for (const shown of all(".field-error[data-now]", form)) shown.remove();
  for (const field of all("[data-wrong-now]", form)) {
    field.removeAttribute("aria-invalid");
    delete field.dataset.wrongNow;
  }
  let told = 0;
  for (const [name, sentences] of Object.entries(errors || {})) {
    const field = form.elements[name] && one(form.elements[name]);
    if (!field || field.matches("[type=hidden]") || !spokenTo(field, touched)) continue;
    field.setAttribute("aria-invalid", "true");
    field.dataset.wrongNow = "";
    const line = document.createElement("p");
    line.className = "field-error";
    line.dataset.now = "";
    line.innerHTML = '<i class="bi bi-exclamation-circle-fill" aria-hidden="true"></i><span></span>';
    line.lastChild.textContent = sentences.join(" ");
    (field.closest(".field") || field.parentElement).append(line);
    told += 1;
  }
  return told;
}

// How much has been written, of how much fits. A paste that is too long is kept whole and said.
for (const field of all("form[data-count] textarea[maxlength]")) {
  const most = Number(field.getAttribute("maxlength"));
  const words = field.form.dataset;
  const line = document.createElement("p");
  const number = new Intl.NumberFormat("vi-VN");
  const tell = () => {
    const length = Array.from(field.value).length;
    const over = length > most ? `, ${words.over}` : "";
    line.textContent = words.count.replace("%(n)s", number.format(length)).replace("%(most)s", number.format(most)) + over;
    line.classList.toggle("over", length > most);
  };
  field.removeAttribute("maxlength");
  line.className = "count-line hint";
  line.id = `${field.id}_count`;
  field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") || ""} ${line.id}`.trim());
  field.after(line);
  field.addEventListener("input", tell);
  tell();
}

// A long list above what one writes stands folded on a narrow screen, and folds again once something is chosen.
for (const list of all("details[data-folds]")) {
  const narrow = window.matchMedia("(width <= 1100px)");
  list.open = !narrow.matches;
  list.addEventListener("click", (event) => {
    if (narrow.matches && event.target.closest("a")) list.open = false;
  });
}
