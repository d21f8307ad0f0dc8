/** The day page: opens rows at the side in place, and follows the day. */

const everySeconds = 5;

/** What the server last sent of each part. */
const seen = new WeakMap();

/** Takes a page's parts into this one, where they differ. */
function take(page) {
  document.title = page.title;
  for (const live of document.querySelectorAll("[data-live]")) {
    const fresh = page.querySelector(`[data-live="${live.dataset.live}"]`);
    if (!fresh || fresh.innerHTML === seen.get(live)) continue;
    seen.set(live, fresh.innerHTML);
    keepingFocus(() => live.innerHTML = fresh.innerHTML);
  }
}

/** Whoever stood on a row stands on it again, and what was unfolded stays so. */
function keepingFocus(change) {
  const row = document.activeElement?.closest("[data-row]")?.dataset.row;
  const on = document.activeElement?.matches("button")
    ? "button"
    : "[data-row-link]";
  const unfolded = document.querySelector("details.group")?.open;
  change();
  const details = document.querySelector("details.group");
  if (details && unfolded !== undefined) details.open = unfolded;
  if (row) {
    document.querySelector(`[data-row="${row}"] ${on}`)?.focus();
  }
}

/** A look nobody asked for says so: it does not put off the log-off. */
async function pageAt(address, unasked = false) {
  const headers = { accept: "text/html", ...unasked && { "x-unasked": "1" } };
  const answer = await fetch(address, { headers });
  if (answer.redirected) location.reload();
  if (!answer.ok || answer.redirected) throw new Error(`${answer.status}`);
  const text = await answer.text();
  return new DOMParser().parseFromString(text, "text/html");
}

/**
 * Looks again, without what is opened: a look by itself is not an opening, and
 * each opening is written down. Only when the opened row's state has changed is
 * it opened anew.
 */
async function follow() {
  if (document.hidden) return;
  const address = new URL(location.href);
  const opened = address.searchParams.get("open");
  for (const name of ["open", "undo", "undone"]) {
    address.searchParams.delete(name);
  }
  try {
    const page = await pageAt(address, true);
    const before = stateOf(opened);
    if (isSettled()) take(page);
    mark(opened);
    if (opened && stateOf(opened) !== before) await open(location.href);
  } catch {
    // The next round asks again; a reload says what is wrong.
  }
}

/** Nothing is replaced under a hand that is about to press. */
function isSettled() {
  return !document.querySelector(".row button:active, .row a:active");
}

function rowOf(id) {
  return document.querySelector(`[data-row="${id}"]`);
}

function stateOf(id) {
  return rowOf(id)?.querySelector(".state .status")?.textContent;
}

function mark(id) {
  rowOf(id)?.classList.add("opened");
  rowOf(id)?.querySelector("[data-row-link]")
    ?.setAttribute("aria-current", "true");
}

/** Opens or closes the panel without losing the place in the list. */
async function open(address, focusOn) {
  try {
    const page = await pageAt(address);
    const main = document.querySelector(".day");
    const fresh = page.querySelector(".day");
    keepingFocus(() => {
      main.className = fresh.className;
      main.innerHTML = fresh.innerHTML;
    });
    if (address !== location.href) history.pushState(null, "", address);
    take(page);
    if (focusOn) document.querySelector(focusOn)?.focus();
  } catch {
    location.href = address;
  }
}

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest("a[data-row-link], a[data-close]");
  if (!link) return;
  event.preventDefault();
  const row = document.querySelector(".row.opened")?.dataset.row;
  const back = `[data-row="${row}"] [data-row-link]`;
  const focusOn = link.matches("[data-close]") ? back : "#panel-head";
  open(link.href, focusOn);
});

addEventListener("popstate", () => location.reload());

for (const form of document.querySelectorAll("form[data-auto]")) {
  form.querySelector("button").hidden = true;
  form.addEventListener("change", () => {
    open(`${form.action}?${new URLSearchParams(new FormData(form))}`);
  });
}

setInterval(follow, everySeconds * 1000);
