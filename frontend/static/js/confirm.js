// Dialogs: a link to `#name` with data-dialog opens the <dialog> of that name over the page.
// Without scripts the same link shows it in the page (`:target`).
import { each } from "./page.js";

export const start = (root) => {
  each(root, "a[data-dialog]", (link) =>
    link.addEventListener("click", (event) => {
      const dialog = document.querySelector(link.getAttribute("href"));
      if (!dialog) return;
      event.preventDefault();
      dialog.showModal();
      dialog.querySelector("textarea, input:not([type=hidden]), select")?.focus();
      dialog.addEventListener("close", () => link.focus(), { once: true });
    }),
  );
  each(document, "dialog", (dialog) =>
    dialog.addEventListener("click", (event) => {
      if (event.target.closest("[data-dialog-close]")) event.preventDefault();
      if (event.target === dialog || event.target.closest("[data-dialog-close]")) dialog.close();
    }),
  );
};
