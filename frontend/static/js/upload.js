// Uploads: sizes are checked before anything is sent, each file shows its progress, and a file that failed stays
// in the list with a button to try again; one that the line broke off is sent again by itself once the line is back.
// Whoever leaves while a file is on its way is asked. The answer of the server replaces the element named in data-target.
import { each, element, number, say, token } from "./page.js";

const MB = 1024 * 1024;
const inMegabytes = (bytes) => number(bytes / MB, 1);

const complaint = (file, form, taken) => {
  const limit = Number(form.dataset.limit);
  const together = Number(form.dataset.together);
  if (limit && file.size > limit) return say("too_large", { name: file.name, size: inMegabytes(file.size), limit: inMegabytes(limit) });
  if (together && taken + file.size > together) {
    return say("too_large_together", { size: inMegabytes(taken + file.size), limit: inMegabytes(together) });
  }
  return "";
};

let underWay = 0;
window.addEventListener("beforeunload", (event) => underWay && event.preventDefault());

const reason = (request, name) => {
  if (!request.status) return say("upload_waits", { name });
  try {
    const document = JSON.parse(request.responseText);
    return document.errors?.[0]?.message ?? document.title;
  } catch {
    return say("failed");
  }
};

/** The same file would be refused again. */
const refused = (status) => status >= 400 && status < 500 && status !== 429;

const send = (form, name, file, line, done) => {
  const bar = line.querySelector("progress");
  const note = line.querySelector("p");
  const request = new XMLHttpRequest();
  const data = new FormData();
  data.append(name, file);
  bar.hidden = false;
  line.dataset.state = "";
  line.querySelector("button")?.remove();
  request.upload.addEventListener("progress", (event) => {
    const percent = Math.round((100 * event.loaded) / event.total);
    bar.value = percent;
    note.textContent = say("uploading", { name: file.name, percent });
  });
  underWay += 1;
  request.addEventListener("loadend", () => {
    underWay -= 1;
    bar.hidden = true;
    const signedOut = request.status && request.responseURL !== form.action;
    if (request.status >= 200 && request.status < 300 && !signedOut) {
      note.textContent = say("uploaded", { name: file.name });
      done(request.responseText, line);
      return;
    }
    line.dataset.state = "bad";
    note.textContent = signedOut ? say("upload_signed_out", { name: file.name }) : reason(request, file.name);
    if (signedOut || refused(request.status)) return;
    const again = element("button", { type: "button", css: "btn btn-outline-secondary" }, say("retry"));
    again.addEventListener("click", () => send(form, name, file, line, done));
    line.append(again);
    if (!request.status) window.addEventListener("online", () => again.isConnected && again.click(), { once: true });
  });
  request.open("POST", form.action);
  request.setRequestHeader("X-CSRFToken", token());
  request.setRequestHeader("HX-Request", "true");
  request.setRequestHeader("Accept", "application/json, text/html");
  request.send(data);
};

// Files that a form sends with its button: one that is too large is named at once, not after minutes on a slow line.
const measure = (input) =>
  input.addEventListener("change", () => {
    const limit = Number(input.dataset.most);
    const large = [...input.files].find((file) => file.size > limit);
    input.setCustomValidity(large ? say("too_large", { name: large.name, size: inMegabytes(large.size), limit: inMegabytes(limit) }) : "");
    input.reportValidity();
  });

const begin = (form) => {
  const input = form.querySelector("input[type=file]");
  const list = form.querySelector("[data-upload-list]");
  const status = form.querySelector("[data-upload-status]");
  const box = form.querySelector(".upload-box");
  let taken = Number(form.dataset.taken || 0);
  form.querySelector("[type=submit]").hidden = true;

  const finished = (html, line) => {
    const target = document.getElementById(form.dataset.target);
    status.textContent = line.querySelector("p").textContent;
    if (target && html.trim()) {
      target.innerHTML = html;
      window.htmx?.process(target);
      document.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: target } }));
      line.remove();
    }
  };
  const add = (file) => {
    const bar = element("progress", { max: 100, value: 0, "aria-label": file.name });
    const note = element("p");
    const line = element("li", {}, element("div", {}, element("strong", {}, file.name), note, bar));
    list.append(line);
    const wrong = complaint(file, form, taken);
    if (wrong) {
      bar.hidden = true;
      line.dataset.state = "bad";
      note.textContent = status.textContent = wrong;
      return;
    }
    taken += file.size;
    send(form, input.name, file, line, finished);
  };

  input.addEventListener("change", () => {
    [...input.files].forEach(add);
    input.value = "";
  });
  for (const name of ["dragover", "dragleave", "drop"]) {
    box.addEventListener(name, (event) => {
      event.preventDefault();
      box.toggleAttribute("data-over", name === "dragover");
      if (name === "drop") [...event.dataTransfer.files].forEach(add);
    });
  }
  form.addEventListener("submit", (event) => event.preventDefault());
};

export const start = (root) => {
  each(root, "[data-upload]", begin);
  each(root, "[data-most]", measure);
};
