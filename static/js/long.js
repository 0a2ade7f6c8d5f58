// A form that takes long says so while it is under way, and is not sent twice.
"use strict";

for (const form of document.querySelectorAll("form[data-long]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
    document.getElementById(form.dataset.long).hidden = false;
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
