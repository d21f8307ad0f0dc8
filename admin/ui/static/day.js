/** The day page: opens rows at the side in place, and follows the day. */

const everySeconds = 20;

/** Takes a page's parts into this one, where they differ. */
function take(page) {
  document.title = page.title;
  for (const live of document.querySelectorAll("[data-live]")) {
    const fresh = page.querySelector(`[data-live="${live.dataset.live}"]`);
    if (fresh && fresh.innerHTML !== live.innerHTML) {
      keepingFocus(() => live.innerHTML = fresh.innerHTML);
    }
  }
}

/** Whoever stood on a row stands on it again, and what was unfolded stays so. */
function keepingFocus(change) {
  const row = document.activeElement?.closest("[data-row]")?.dataset.row;
  const unfolded = document.querySelector("details.group")?.open;
  change();
  const details = document.querySelector("details.group");
  if (details && unfolded !== undefined) details.open = unfolded;
  if (row) {
    document.querySelector(`[data-row="${row}"] [data-row-link]`)?.focus();
  }
}

async function pageAt(address) {
  const answer = await fetch(address, { headers: { accept: "text/html" } });
  if (!answer.ok || answer.redirected) throw new Error(`${answer.status}`);
  const text = await answer.text();
  return new DOMParser().parseFromString(text, "text/html");
}

async function follow() {
  if (document.hidden) return;
  try {
    take(await pageAt(location.href));
  } catch {
    // The next round asks again; a reload says what is wrong.
  }
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
    history.pushState(null, "", address);
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
