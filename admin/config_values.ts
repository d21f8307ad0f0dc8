/**
 * How the text of a setting becomes a value. Each function answers undefined
 * when the text is not of its form; config.ts says what would do instead.
 */
import { type Block, blockOf } from "./base/address.ts";
import type { Limit } from "./base/limit.ts";

/** Where to listen. */
export interface Listen {
  readonly hostname: string;
  readonly port: number;
}

/** An absolute path, without a slash at its end. */
export function folderFrom(text: string): string | undefined {
  return text.startsWith("/") ? text.replace(/(?<=.)\/+$/, "") : undefined;
}

/** `address:port`; an IPv6 address stands in brackets. */
export function listenFrom(text: string): Listen | undefined {
  const [, host = "", digits = ""] =
    /^(\[[\da-f:.]+\]|[\w.-]+):(\d{1,5})$/i.exec(text) ?? [];
  const port = Number(digits);
  if (!host || port > 65_535) return undefined;
  return { hostname: host.replace(/^\[|\]$/g, ""), port };
}

/** An http or https URL that is nothing but an origin. */
export function originFrom(text: string): URL | undefined {
  const url = URL.parse(text);
  const isOrigin = url && /^https?:$/.test(url.protocol) &&
    url.href === `${url.origin}/`;
  return isOrigin ? url : undefined;
}

/** The address of a PostgreSQL database. */
export function databaseFrom(text: string): string | undefined {
  const isOne = /^postgres(ql)?:\/\//.test(text) && URL.canParse(text);
  return isOne ? text : undefined;
}

/** One or more certificates, as a text file holds them. */
export function certificatesFrom(text: string): string | undefined {
  return /-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----/.test(
      text,
    )
    ? text
    : undefined;
}

/** Seconds, with a fraction or without. */
export function secondsFrom(text: string): number | undefined {
  return /^\d{1,7}(\.\d{1,3})?$/.test(text) ? Number(text) : undefined;
}

/** 1 or 0. */
export function switchFrom(text: string): boolean | undefined {
  return text === "1" ? true : text === "0" ? false : undefined;
}

/** `times/seconds`. */
export function limitFrom(text: string): Limit | undefined {
  const [, most, seconds] = /^([1-9]\d{0,6})\/([1-9]\d{0,4})$/.exec(text) ?? [];
  return most === undefined
    ? undefined
    : { most: Number(most), seconds: Number(seconds) };
}

/** Addresses and CIDR blocks, with commas or blanks between. */
export function blocksFrom(text: string): readonly Block[] | undefined {
  const blocks = text.split(/[\s,]+/).filter(Boolean).map(blockOf);
  const known = blocks.filter((block) => block !== undefined);
  return known.length === blocks.length ? known : undefined;
}
