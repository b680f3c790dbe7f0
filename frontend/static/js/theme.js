// Light, dark or as the device has it: changed at once, kept by the server's cookie.
import { each } from "./page.js";

const show = (chosen) => {
  if (chosen === "auto") delete document.documentElement.dataset.bsTheme;
  else document.documentElement.dataset.bsTheme = chosen;
  for (const button of document.querySelectorAll("button[name=theme]")) {
    button.setAttribute("aria-pressed", String(button.value === chosen));
  }
  document.dispatchEvent(new CustomEvent("theme"));
};

export const start = (root) =>
  each(root, "[data-choices]", (form) =>
    form.addEventListener("submit", (event) => {
      if (event.submitter?.name !== "theme") return;
      event.preventDefault();
      event.stopPropagation();
      const data = new FormData(form, event.submitter);
      show(data.get("theme"));
      fetch(event.submitter.formAction, { method: "POST", body: data, redirect: "manual" });
    }),
  );

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => document.dispatchEvent(new CustomEvent("theme")));
