// Comfort only: every page works without it.
"use strict";

const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));

// Confirmations open as popovers by themselves; with script they are true dialogs that hold the focus.
for (const dialog of all("dialog[popover]")) {
  dialog.removeAttribute("popover");
  for (const button of all(`[popovertarget="${dialog.id}"]`)) {
    const closes = dialog.contains(button);
    button.removeAttribute("popovertarget");
    button.addEventListener("click", () => (closes ? dialog.close() : dialog.showModal()));
  }
}

// The account menu closes on Escape and when something else is chosen.
for (const menu of all("details.account")) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

// Buttons that only a script can serve stand hidden in the page.
for (const button of all("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
for (const button of all("[data-shows]")) {
  const field = document.getElementById(button.dataset.shows);
  button.hidden = false;
  button.addEventListener("click", () => {
    const hidden = field.type === "password";
    field.type = hidden ? "text" : "password";
    button.textContent = hidden ? button.dataset.hide : button.dataset.show;
  });
}

// A filter applies as soon as it is chosen: the new rows are put in place, the focus stays where it is.
for (const form of all("[data-live-form]")) {
  form.addEventListener("change", () => renew(form).catch(() => form.submit()));
}

async function renew(form) {
  const address = `?${new URLSearchParams(new FormData(form))}`;
  form.dataset.asked = address;
  const answer = await fetch(address);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (form.dataset.asked !== address) return; // something else was chosen meanwhile
  if (!page.querySelector("[data-live]")) throw new Error("signed out");
  for (const part of all("[data-live]")) {
    const fresh = page.querySelector(`[data-live="${part.dataset.live}"]`);
    part.innerHTML = fresh.innerHTML;
    if (part.href) part.href = fresh.getAttribute("href");
  }
  window.history.replaceState(null, "", address);
}

// The browser's own file button speaks the browser's language: ours takes its place.
for (const box of all(".file")) {
  const field = box.querySelector("input");
  const name = box.querySelector(".file-name");
  const none = name.textContent;
  field.classList.add("visually-hidden");
  box.querySelector("label").hidden = name.hidden = false;
  field.addEventListener("change", () => {
    name.textContent = Array.from(field.files, (file) => file.name).join(", ") || none;
  });
}

// After a refused send the cursor stands in the first field to mend.
const wrong = document.querySelector('[aria-invalid="true"]');
if (wrong) wrong.focus();

// Toasts: put in again so that they are read out, gone after six seconds unless somebody is reading.
for (const region of all(".toasts")) {
  const sayings = all(".saying", region);
  sayings.forEach((saying) => saying.remove());
  window.setTimeout(() => sayings.forEach((saying) => region.append(saying)), 100);
  sayings.forEach(letGo);
}

function letGo(saying) {
  const close = saying.querySelector("button");
  const leave = () => {
    saying.classList.add("leaving");
    window.setTimeout(() => saying.remove(), 150);
  };
  const time = saying.querySelector("form") ? 10000 : 6000; // longer where it can be taken back
  let timer = window.setTimeout(leave, time);
  const stay = () => window.clearTimeout(timer);
  const resume = () => {
    stay();
    timer = window.setTimeout(leave, time);
  };
  saying.addEventListener("mouseenter", stay);
  saying.addEventListener("mouseleave", resume);
  saying.addEventListener("focusin", stay);
  saying.addEventListener("focusout", resume);
  close.hidden = false;
  close.addEventListener("click", leave);
}
