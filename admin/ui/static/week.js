/**
 * Moving in the week: by dragging, or by `m`, arrows and Enter. Both show and
 * say where the appointment would land and whether the server lets it.
 */

const grid = document.querySelector("[data-grid]");
const form = document.getElementById("move");
const status = document.querySelector("[data-moving].moving");
const stepMinutes = 5;
const columns = [...grid.querySelectorAll("ol[data-day]")];
const first = Number(grid.dataset.first);
const last = Number(grid.dataset.last);

/** The move that goes on: what, where to, and what the server said of it. */
let move;

function begin(link) {
  const { appointment, version, minutes, from } = link.dataset;
  const column = link.closest("ol");
  const ghost = document.createElement("li");
  ghost.className = "block ghost";
  ghost.setAttribute("aria-hidden", "true");
  ghost.style.setProperty("--for", minutes);
  move = {
    link,
    id: appointment,
    version,
    minutes: Number(minutes),
    from: Number(from),
    at: columns.indexOf(column),
    ghost,
  };
}

function place(at, from) {
  const { minutes, ghost } = move;
  move.at = Math.max(0, Math.min(columns.length - 1, at));
  move.from = Math.max(first, Math.min(last - minutes, from));
  columns[move.at].append(ghost);
  ghost.style.setProperty("--from", move.from);
  ghost.textContent = clock(move.from);
  ask();
}

function clock(minute) {
  const two = (number) => String(number).padStart(2, "0");
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** Asks the server; only the answer to the last question counts. */
function ask() {
  const mine = move;
  const query = new URLSearchParams({
    clinician: grid.dataset.clinician,
    day: columns[mine.at].dataset.day,
    time: clock(mine.from),
  });
  const asked = `${query}`;
  mine.asked = asked;
  mine.answer = (async () => {
    await new Promise((done) => setTimeout(done, 120));
    if (mine.asked !== asked || move !== mine) return undefined;
    const answer = await fetch(`/appointments/${mine.id}/landing?${asked}`);
    if (!answer.ok) return undefined;
    const landing = await answer.json();
    if (mine.asked === asked && move === mine) show(landing);
    return landing;
  })();
}

function show({ may, said }) {
  move.ghost.classList.toggle("may-not", !may);
  move.ghost.textContent = said;
  tell(said, !may);
}

function tell(text, mayNot = false) {
  status.textContent = text;
  status.classList.toggle("may-not", mayNot);
}

/** Commits if the server said that it may land; else it stays in the air. */
async function commit() {
  const mine = move;
  const landing = await mine.answer;
  if (!landing?.may || move !== mine) return false;
  form.action = `/appointments/${mine.id}/move`;
  form.elements.slot.value = landing.slot;
  form.elements.version.value = mine.version;
  form.submit();
  return true;
}

function leave() {
  move?.ghost.remove();
  move?.link.focus();
  move = undefined;
  tell(form.dataset.left);
}

/* By keyboard */

const steps = {
  ArrowUp: [0, -stepMinutes],
  ArrowDown: [0, stepMinutes],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  PageUp: [0, -60],
  PageDown: [0, 60],
};

function onMoveKey(event) {
  const step = steps[event.key];
  if (step) {
    place(move.at + step[0], move.from + step[1]);
  } else if (event.key === "Enter") {
    commit();
  } else if (event.key === "Escape" || event.key === "Tab") {
    leave();
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

/** Arrows go from block to block: within the day, or to the one beside. */
function onWalkKey(event) {
  const cell = event.target.closest("[data-cell]");
  const column = cell?.closest("ol");
  if (!cell) return;
  const cells = [...column.querySelectorAll("[data-cell]")];
  const beside = (by) => {
    const other = columns[columns.indexOf(column) + by];
    const top = cell.getBoundingClientRect().top;
    return [...other?.querySelectorAll("[data-cell]") ?? []]
      .toSorted((a, b) =>
        Math.abs(a.getBoundingClientRect().top - top) -
        Math.abs(b.getBoundingClientRect().top - top)
      )[0];
  };
  const at = cells.indexOf(cell);
  const to = {
    ArrowUp: () => cells[at - 1],
    ArrowDown: () => cells[at + 1],
    ArrowLeft: () => beside(-1),
    ArrowRight: () => beside(1),
  }[event.key]?.();
  if (!to) return;
  event.preventDefault();
  event.stopPropagation();
  to.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (move && !move.dragged) return onMoveKey(event);
  if (move && event.key === "Escape") return leave();
  const link = event.target.closest?.("[data-appointment]");
  if (event.key === "m" && link && form) {
    event.preventDefault();
    event.stopPropagation();
    begin(link);
    place(move.at, move.from);
    tell(form.dataset.moving);
  } else onWalkKey(event);
}, true);

/* By dragging; a finger scrolls instead, and uses the page for moving. */

let pressed;

grid.addEventListener("pointerdown", (event) => {
  const link = event.target.closest("[data-appointment]");
  const isPlain = event.button === 0 && event.pointerType !== "touch";
  if (!link || !isPlain || !form || move) return;
  const box = link.getBoundingClientRect();
  pressed = {
    link,
    x: event.clientX,
    y: event.clientY,
    grip: event.clientY - box.top,
  };
});

grid.addEventListener("dragstart", (event) => {
  if (event.target.closest("[data-appointment]")) event.preventDefault();
});

document.addEventListener("pointermove", (event) => {
  if (!pressed) return;
  const { link, x, y, grip } = pressed;
  if (!move) {
    if (Math.hypot(event.clientX - x, event.clientY - y) < 6) return;
    begin(link);
    move.dragged = true;
  }
  const at = columns.findIndex((column) => {
    const { left, right } = column.getBoundingClientRect();
    return left <= event.clientX && event.clientX < right;
  });
  const to = at < 0 ? move.at : at;
  const box = columns[to].getBoundingClientRect();
  const minutes = (event.clientY - grip - box.top) / box.height *
    (last - first);
  const from = first + Math.round(minutes / stepMinutes) * stepMinutes;
  const stays = to === move.at && from === move.from && move.asked;
  if (!stays) place(to, from);
});

document.addEventListener("pointerup", async () => {
  if (!pressed) return;
  pressed = undefined;
  if (!move) return;
  const swallow = (event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => removeEventListener("click", swallow, true), 0);
  const landing = await move.answer;
  const moved = await commit();
  if (moved || !move) return;
  const said = landing?.said;
  leave();
  if (said) tell(`${said} ${form.dataset.left}`, true);
});

/* The line of now moves on by itself. */
setInterval(() => {
  const line = grid.querySelector(".now-line");
  if (line) {
    const minute = Number(line.style.getPropertyValue("--from")) + 1;
    line.style.setProperty("--from", minute);
  }
}, 60_000);
