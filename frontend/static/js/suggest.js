// Suggestions as one types (the combobox pattern): arrows move, Enter takes, Escape closes.
// htmx fetches the options; a picker keeps the chosen value in its hidden input, the search box follows the address.
import { each, say } from "./page.js";

const begin = (box) => {
  const input = box.querySelector("[role=combobox]");
  const list = document.getElementById(input.getAttribute("aria-controls"));
  const value = box.querySelector("[data-suggest-value]");
  const status = box.querySelector("[data-suggest-status]");
  const options = () => [...list.querySelectorAll("[role=option]")];
  const current = () => list.querySelector("[aria-selected=true]");

  const show = (open) => {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) mark(null);
  };
  const mark = (option) => {
    current()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  };
  const move = (step) => {
    const all = options();
    if (!all.length) return;
    const at = all.indexOf(current());
    mark(all[(at + step + all.length + (at < 0 && step < 0 ? 1 : 0)) % all.length]);
  };
  const take = (option) => {
    if (option.dataset.address) {
      location.assign(option.dataset.address);
      return;
    }
    input.value = option.firstElementChild.textContent;
    if (value) {
      value.value = option.dataset.value;
      value.dispatchEvent(new Event("change", { bubbles: true }));
    }
    show(false);
  };

  input.addEventListener("htmx:configRequest", (event) => {
    event.detail.parameters.q = input.value;
    if (!input.value.trim()) event.preventDefault();
  });
  list.addEventListener("htmx:afterSwap", () => {
    options().forEach((option, at) => (option.id = `${list.id}-${at}`));
    const count = options().length;
    status.textContent = count ? say("results", { count }) : say("no_results");
    show(count > 0 && document.activeElement === input);
  });
  input.addEventListener("input", () => {
    if (value) value.value = "";
    if (!input.value.trim()) show(false);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") show(false);
    else if (list.hidden && options().length && event.key === "ArrowDown") show(true);
    else if (list.hidden) return;
    else if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Enter" && current()) take(current());
    else return;
    event.preventDefault();
  });
  // mousedown, for a click would come after the field has lost the focus
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    event.preventDefault();
    if (option) take(option);
  });
  input.addEventListener("blur", () => show(false));
};

export const start = (root) => each(root, "[data-suggest]", begin);
