// Trusted Types: what scripts (htmx, charts, ours) put into the page as text must not run. Texts that would become code,
// and addresses of scripts, are refused whatever they say: no policy makes them.
const ADDRESSES = ["href", "src", "action", "formaction", "xlink:href", "data"];

const leadsToCode = (value) => value.replace(/[\u0000-\u0020]/g, "").toLowerCase().startsWith("javascript:");

const runs = (element) =>
  element.getAttributeNames().some((name) => name.startsWith("on") || name === "srcdoc") ||
  ADDRESSES.some((name) => leadsToCode(element.getAttribute(name) ?? "")) ||
  (element.localName === "script" && !element.hasAttribute("src") && element.type !== "application/json");

const isSafe = (root) =>
  [...root.querySelectorAll("*")].every((each) => !runs(each) && (each.localName !== "template" || isSafe(each.content)));

if (window.trustedTypes) {
  // Only to read a text into a document that shows and runs nothing.
  const reading = trustedTypes.createPolicy("sangkien-read", { createHTML: (words) => words });
  trustedTypes.createPolicy("default", {
    createHTML: (words) =>
      isSafe(new DOMParser().parseFromString(reading.createHTML(words), "text/html")) ? words : null,
  });
}
