import postgres from "postgres";
import type { Database } from "../base/sql.ts";

/** Where the database is: a URL, or the socket of the embedded server. */
export type Address = string | {
  readonly socket: string;
  readonly user: string;
  readonly password: string;
  readonly database: string;
};

/** Opens the pool. Columns read as camelCase, times as Temporal's. */
export function openDatabase(address: Address, connectionsMax = 10): Database {
  const options = {
    max: connectionsMax,
    transform: postgres.camel,
    onnotice: () => {},
    connection: { application_name: "visite", TimeZone: "UTC" },
    types: {
      instant: {
        to: 1184,
        from: [1184],
        serialize: (instant: Temporal.Instant) => instant.toString(),
        parse: (text: string) => Temporal.Instant.from(text.replace(" ", "T")),
      },
      day: {
        to: 1082,
        from: [1082],
        serialize: (day: Temporal.PlainDate) => day.toString(),
        parse: (text: string) => Temporal.PlainDate.from(text),
      },
      wallTime: {
        to: 1083,
        from: [1083],
        serialize: (time: Temporal.PlainTime) => time.toString(),
        parse: (text: string) => Temporal.PlainTime.from(text),
      },
    },
  };
  if (typeof address === "string") return postgres(address, options);
  return postgres({
    ...options,
    path: address.socket,
    user: address.user,
    password: address.password,
    database: address.database,
  });
}
