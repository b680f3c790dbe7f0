// What every page needs, and the door to what only some do: a module is fetched when its hook is on the page.
import "./trusted.js";
import { closeOnEscape, ready, say } from "./page.js";

const hooks = {
  "[data-suggest]": () => import("./suggest.js"),
  "[data-autosave]": () => import("./autosave.js"),
  "[data-chart]": () => import("./charts.js"),
  "[data-upload], [data-most]": () => import("./upload.js"),
  "[data-score-sheet]": () => import("./live.js"),
  "[data-live]": () => import("./room.js"),
  "[data-rows]": () => import("./rows.js"),
  "[data-dialog]": () => import("./confirm.js"),
  "[data-choices]": () => import("./theme.js"),
  "[data-counter-of]": () => import("./counter.js"),
  "[data-toast], #toasts": () => import("./toasts.js"),
};

const fetchModules = (root) => {
  for (const [hook, module] of Object.entries(hooks)) {
    if (root.querySelector(hook) || root.matches?.(hook)) module().then((loaded) => loaded.start(root));
  }
};

// Menus are <details>: they open without scripts; scripts only close them.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
closeOnEscape("[data-menu][open]", (menu) => {
  menu.open = false;
  menu.querySelector("summary").focus();
});

// One key leads to a field, unless somebody is typing.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const field = [...document.querySelectorAll("[data-focus-key]")].find((each) => each.dataset.focusKey === event.key);
  if (field) {
    event.preventDefault();
    field.focus();
    field.select();
  }
});

// A filter answers as soon as it is changed; its button remains for everybody without scripts.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-submit-on-change]");
  if (form && event.target.matches("select, [type=checkbox], [type=radio], [type=date]")) form.requestSubmit();
});

// Empty fields have no place in the address of a list.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "get") return;
  for (const field of form.querySelectorAll("input, select")) if (field.name && !field.value) field.disabled = true;
  setTimeout(() => form.querySelectorAll(":disabled").forEach((field) => (field.disabled = false)));
});

// A form is sent once, however often its button is pressed; never without a connection: the browser's page about that
// would take the place of what was filled in.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (!navigator.onLine) {
    event.preventDefault();
    import("./toasts.js").then((toasts) => toasts.toast(say("unsent"), "bad"));
    return;
  }
  if (form.dataset.sending) event.preventDefault();
  form.dataset.sending = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sending]")) {
    delete form.dataset.sending;
    form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  }
});

// What was typed and not saved on this device belongs to the person who signs out.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-sign-out]")) return;
  for (const key of Object.keys(localStorage)) if (key.startsWith("unsaved:")) localStorage.removeItem(key);
});

document.addEventListener("click", (event) => {
  const back = event.target.closest("[data-back]");
  if (back && history.length > 1) {
    event.preventDefault();
    history.back();
  }
});

// Of a row of tabs that is longer than a phone is wide, the open one is in sight.
const showOpenTab = (tabs) => {
  const open = tabs.querySelector("[aria-current]");
  if (open) tabs.scrollLeft = open.offsetLeft - (tabs.clientWidth - open.offsetWidth) / 2;
};

ready(() => {
  document.querySelectorAll(".tabs").forEach(showOpenTab);
  document.querySelector("[data-form-errors]:not([data-quiet] *)")?.focus();
  fetchModules(document);
});
document.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) fetchModules(event.detail.elt);
});
