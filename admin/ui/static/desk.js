/** Keys and small comforts on staff pages. Everything works without. */

const $ = (selector, within = document) => within.querySelector(selector);
const $$ = (selector, within = document) => [
  ...within.querySelectorAll(selector),
];

const places = { n: "/appointments/new", t: "/today", w: "/week" };

/** What a key does where nothing is being typed. */
function onKey(event) {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (key === "Escape") return onEscape(target);
  if (isTyping(target) || event.defaultPrevented) return;
  if (key === "/" && $('[role="search"] input')) {
    event.preventDefault();
    $('[role="search"] input').focus();
  } else if (key === "?") {
    $("#keys")?.togglePopover();
  } else if (places[key]) {
    if ($(`a[href^="${places[key]}"]`)) location.href = places[key];
  } else if (key === "u") {
    $('.undo button[aria-keyshortcuts="u"]')?.click();
  } else if (key === "ArrowDown" || key === "ArrowUp") {
    if (step(target, key === "ArrowDown" ? 1 : -1)) event.preventDefault();
  } else if (key.length === 1 && /[a-z]/.test(key)) {
    hotkey(key, target)?.click();
  }
}

/**
 * The button or link of that key, for what is at hand: the row with the focus,
 * else what is open at the side. In a list a key never acts on some other row.
 */
function hotkey(key, target) {
  const wanted = `[data-key="${key}"]`;
  const row = target.closest?.("[data-row]");
  if (row && !row.matches(".opened")) return $(wanted, row);
  if ($("#panel")) return $(`#panel ${wanted}`);
  return $("[data-rows]") && !$("header").contains($(wanted))
    ? row && $(wanted, row)
    : $(wanted);
}

function isTyping(target) {
  return target.matches?.(
    "input:not([type=checkbox], [type=radio], [type=submit]), select, textarea",
  );
}

function onEscape(target) {
  if (isTyping(target)) target.blur();
  else $("#panel [data-close]")?.click();
}

/** Moves from row to row of a list; the first arrow enters it. */
function step(target, by) {
  const rows = $$("[data-rows] a[data-row-link]")
    .filter((row) => row.checkVisibility());
  if (rows.length === 0 || target.closest?.("[data-grid]")) return false;
  const at = rows.indexOf(document.activeElement);
  const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by;
  rows[Math.max(0, Math.min(rows.length - 1, next))].focus();
  return true;
}

/** Copies what the button names, and says so where a screen reader hears it. */
async function copy(button) {
  const field = document.getElementById(button.dataset.copy);
  await navigator.clipboard.writeText(field.value);
  button.nextElementSibling.textContent = button.dataset.copied;
}

document.addEventListener("keydown", onKey);
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) copy(button);
});
