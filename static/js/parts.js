// Parts of a form that belong to one choice are shown with it alone. Without script all stand, each under its head.
"use strict";

for (const part of document.querySelectorAll("[data-only-with]")) {
  const choice = part.closest("form").elements.namedItem(part.dataset.onlyWith);
  const follow = () => {
    const unasked = choice.closest("[hidden]") !== null || choice.value !== part.dataset.onlyValue;
    part.hidden = unasked && part.querySelector(".field-error") === null;
  };
  part.closest("form").addEventListener("change", follow);
  follow();
}
