// What both servers on Node share: the statements that the program was seen
// to send for one page, names opened, times in the clinic's zone.
import { createDecipheriv, hkdfSync } from "node:crypto";
import postgres from "postgres";

const { url, statements, dataKey, zone, headers } = JSON.parse(
  process.env.DESK,
);
const server = new URL(url);
const sql = postgres({
  host: server.searchParams.get("host") ?? server.hostname,
  port: Number(server.port || 5432),
  username: server.username,
  password: decodeURIComponent(server.password),
  database: server.pathname.slice(1),
  // As many as the program has for statements outside of transactions.
  max: 5,
  onnotice: () => {},
});
const key = new Uint8Array(
  hkdfSync("sha256", Buffer.from(dataKey, "base64"), "", "column", 32),
);

/** The page's rows. The first statement says who asks; the others may overlap. */
export async function rowsOfDay() {
  const [first, ...others] = statements;
  await ask(first);
  const answers = await Promise.all(others.map(ask));
  const [{ lines }] = answers.flatMap((rows) =>
    rows.filter((row) => "lines" in row)
  );
  return JSON.parse(lines).map((row) => ({
    id: row.id,
    patient_name: opened(row.name_sealed),
    starts_at: new Date(row.starts_at),
    clinician_name: row.clinician_name,
  }));
}

function ask({ text, values }) {
  return sql.unsafe(text, values.map(valueOf), { prepare: true });
}

/** The driver writes bytes itself and would write their text once more. */
function valueOf(value) {
  return value?.startsWith("\\x") ? Buffer.from(value.slice(2), "hex") : value;
}

export { headers };

/** The program remembers opened names and said times, so both do here. */
function remembered(idOf, make) {
  const made = new Map();
  return (from) => {
    const id = idOf(from);
    const known = made.get(id);
    if (known !== undefined) return known;
    const value = make(from);
    made.set(id, value);
    return value;
  };
}

const opened = remembered((hex) => hex, (hex) => {
  const sealed = Buffer.from(hex, "hex");
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(2, 14));
  decipher.setAAD(sealed.subarray(0, 2));
  decipher.setAuthTag(sealed.subarray(-16));
  const body = sealed.subarray(14, -16);
  return decipher.update(body, undefined, "utf8") + decipher.final("utf8");
});

const format = new Intl.DateTimeFormat("de", {
  hour: "2-digit",
  minute: "2-digit",
  timeZone: zone,
});

const milliseconds = (instant) => instant.getTime();

export const clock = remembered(
  milliseconds,
  (instant) => format.format(instant),
);

export const isoOf = remembered(
  milliseconds,
  (instant) => instant.toISOString().replace(".000", ""),
);

const entities = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

export function escaped(text) {
  return String(text).replace(/[&<>"]/g, (letter) => entities[letter]);
}
