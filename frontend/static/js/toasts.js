// Notices in the corner: closed by their button; good news leaves by itself, everything else waits to be read.
import { each, element, say } from "./page.js";

const STAYS = 8000;

export const toast = (text, tone = "info") => {
  const close = element("button", { type: "button", "data-toast-close": "", "aria-label": say("close") }, "×");
  const box = element("div", { css: `toast-box toast-${tone}`, "data-toast": "" }, element("p", {}, text), close);
  document.getElementById("toasts").append(box);
  begin(box);
};

const begin = (box) => {
  box.querySelector("[data-toast-close]").addEventListener("click", () => box.remove());
  if (box.matches(".toast-success, .toast-good")) setTimeout(() => box.matches(":hover, :focus-within") || box.remove(), STAYS);
};

export const start = (root) => each(root, "[data-toast]", begin);

document.addEventListener("htmx:sendError", () => toast(say("unreachable"), "bad"));
document.addEventListener("htmx:responseError", (event) => {
  if (!event.detail.xhr.getResponseHeader("HX-Retarget") && event.detail.xhr.status !== 422) toast(say("failed"), "bad");
});
