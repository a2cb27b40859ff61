// Small comforts; every page works without them.
"use strict";

// A form is sent once: a second press of the button would only show the first one's code again.
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", () => {
    for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
    form.addEventListener("submit", (again) => again.preventDefault());
  });
}

// Back in the history, the buttons work again.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});

// Codes are digits; apps show them in groups, and pasting may bring more than is asked for.
for (const input of document.querySelectorAll("input[data-digits]")) {
  input.removeAttribute("maxlength");
  input.addEventListener("input", () => {
    input.value = input.value.normalize("NFKC").replace(/[^0-9]/g, "").slice(0, Number(input.dataset.digits));
  });
}

for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Two minutes before the session ends the page says so; when it has ended, the page is asked for again, and says why.
for (const warning of document.querySelectorAll("[data-seconds-left]")) {
  const left = Number(warning.dataset.secondsLeft);
  setTimeout(() => { warning.hidden = false; }, Math.max(0, left - 120) * 1000);
  setTimeout(() => window.location.reload(), (left + 1) * 1000);
}
