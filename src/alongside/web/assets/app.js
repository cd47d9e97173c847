// What JavaScript adds; every page works without it. Text size changes in place (so nothing typed is lost), and
// GOV.UK Frontend's components come to life: error summaries take focus, passwords can be shown.
import { createAll, Button, CharacterCount, Checkboxes, ErrorSummary, PasswordInput, Radios, SkipLink } from "./govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

for (const Component of [CharacterCount, Checkboxes, ErrorSummary, PasswordInput, Radios, SkipLink]) {
  createAll(Component);
}
createAll(Button, { preventDoubleClick: true });

const SIZES = ["normal", "large", "larger"];

document.querySelectorAll("[data-text-size]").forEach((link) => {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const chosen = link.dataset.textSize;
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `text_size=${chosen}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
    SIZES.forEach((size) => document.documentElement.classList.toggle(`text-${size}`, size === chosen));
    document.querySelectorAll("[data-text-size]").forEach((other) => {
      if (other === link) {
        other.setAttribute("aria-current", "true");
      } else {
        other.removeAttribute("aria-current");
      }
    });
  });
});

// A menu made with <details> closes on Escape and when the focus leaves it.
document.querySelectorAll("details[data-menu]").forEach((menu) => {
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) {
      menu.open = false;
    }
  });
});

// A long page of results or a letter can be printed with one press; without JavaScript the browser's menu does it.
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

// Single keys on working pages: never while somebody types, never with a modifier, and off where the cookie says so.
const shortcuts = document.querySelector("[data-shortcuts]");
if (shortcuts && !/(?:^|; )keys=off(?:;|$)/.test(document.cookie)) {
  const leads = new Map([...shortcuts.children].map((one) => [one.dataset.key, one.dataset.to]));
  let first = "";
  let since = 0;

  const move = (by) => {
    const rows = [...document.querySelectorAll(".as-row .as-row__who a, .as-table tbody th a")];
    const at = rows.indexOf(document.activeElement);
    const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by];
    if (next) {
      next.focus();
    }
    return Boolean(rows.length);
  };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, summary, [contenteditable], [role=textbox], [role=application]");
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing) {
      return;
    }
    const key = event.timeStamp - since < 1500 && first ? `${first} ${event.key}` : event.key;
    first = event.key === "g" ? "g" : "";
    since = event.timeStamp;
    const here = key === "/" ? document.getElementById("id_q") : null;
    if (here) {
      here.focus();
    } else if (key === "j" || key === "k") {
      if (!move(key === "j" ? 1 : -1)) {
        return;
      }
    } else if (leads.has(key)) {
      location.assign(leads.get(key));
    } else {
      return;
    }
    event.preventDefault();
  });
}
