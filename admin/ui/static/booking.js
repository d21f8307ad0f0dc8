/** The booking panel: matches and free times follow what is typed. */

const form = document.querySelector("form.booking");
const restMilliseconds = 250;
let timer;
let asked = 0;

/** Asks for the page as it would be with what is typed, and takes two parts. */
async function refresh(parts) {
  const mine = ++asked;
  const answer = await fetch("/appointments/new", {
    method: "POST",
    body: new FormData(form),
  });
  if (!answer.ok || answer.redirected || mine !== asked) return;
  const page = new DOMParser()
    .parseFromString(await answer.text(), "text/html");
  for (const part of parts) {
    const here = document.querySelector(part);
    const fresh = page.querySelector(part);
    if (here && fresh) here.replaceChildren(...fresh.childNodes);
  }
}

form.addEventListener("input", ({ target }) => {
  clearTimeout(timer);
  if (target.name === "name") {
    timer = setTimeout(
      () => refresh(["[data-matches]"]),
      restMilliseconds,
    );
  } else if (
    ["clinician", "minutes", "place", "from", "patient"].includes(target.name)
  ) {
    timer = setTimeout(() => refresh(["[data-slots]"]), restMilliseconds);
  }
});

/** Arrows go from time to time, as in a grid. */
form.addEventListener("keydown", (event) => {
  if (!event.target.matches(".slot") || event.altKey || event.ctrlKey) return;
  const slots = [...form.querySelectorAll(".slot")];
  const at = slots.indexOf(event.target);
  const to = {
    ArrowRight: slots[at + 1],
    ArrowLeft: slots[at - 1],
    ArrowDown: below(slots, event.target, 1),
    ArrowUp: below(slots, event.target, -1),
    Home: slots[0],
    End: slots.at(-1),
  }[event.key];
  if (!to) return;
  event.preventDefault();
  event.stopPropagation();
  to.focus();
});

/** The nearest slot in the next row, or the row before. */
function below(slots, slot, by) {
  const { top, left } = slot.getBoundingClientRect();
  const rows = slots
    .map((other) => ({ other, box: other.getBoundingClientRect() }))
    .filter(({ box }) => by > 0 ? box.top > top + 4 : box.top < top - 4);
  const next = by > 0
    ? Math.min(...rows.map(({ box }) => box.top))
    : Math.max(...rows.map(({ box }) => box.top));
  return rows.filter(({ box }) => Math.abs(box.top - next) < 4)
    .toSorted((a, b) =>
      Math.abs(a.box.left - left) - Math.abs(b.box.left - left)
    )[0]?.other;
}

/**
 * Going back keeps what was typed. The page is never stored, so the tab's own
 * history holds it, in this entry only; it ends with the tab.
 */
function remember() {
  const typed = [...new FormData(form)].filter(([name]) => name !== "sought");
  history.replaceState({ typed }, "");
}

async function recall() {
  const { typed } = history.state ?? {};
  if (!typed) return;
  for (const [name, value] of typed) {
    const field = form.elements[name];
    if (field && "value" in field && !field.length) field.value = value;
    if (field?.options) field.value = value;
  }
  await refresh(["[data-matches]", "[data-slots]"]);
}

form.addEventListener("input", remember);
form.addEventListener("submit", remember);
recall();
