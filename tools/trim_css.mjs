// Cuts a style sheet down to the classes that pages may use, and minifies it.
// Reads {css, keep: [regular expressions], browsers: {name: version}} as JSON on standard input; prints the style sheet.
import fs from "node:fs";
import { PurgeCSS } from "purgecss";
import { transform } from "lightningcss";

const { css, keep, browsers } = JSON.parse(fs.readFileSync(0, "utf8"));

const packed = (version) => {
  const [major, minor = 0] = String(version).split(".").map(Number);
  return (major << 16) | (minor << 8);
};

const [cut] = await new PurgeCSS().purge({
  content: [{ raw: "", extension: "html" }],
  css: [{ raw: css }],
  safelist: { standard: keep.map((pattern) => new RegExp(`^(?:${pattern})$`)), variables: [] },
  dynamicAttributes: ["data-bs-theme", "type", "disabled"],
  variables: true,
  keyframes: true,
  fontFace: true,
});
const targets = Object.fromEntries(Object.entries(browsers).map(([name, version]) => [name, packed(version)]));
const { code } = transform({ filename: "trimmed.css", code: Buffer.from(cut.css), minify: true, targets });
process.stdout.write(code);
