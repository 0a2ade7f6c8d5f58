// How much has been written into a long field, of how much fits. A paste that is too long is kept whole and said.
"use strict";

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
