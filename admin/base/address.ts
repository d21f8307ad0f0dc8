/** Where a request came from, as the site tells every room: `c.var.address`. */
export interface Addressed {
  readonly Variables: { readonly address: string };
}

/** A block of addresses: `10.0.0.0/8`, `fd00::/8`. */
export interface Block {
  readonly bits: bigint;
  readonly prefix: number;
  readonly length: 32 | 128;
}

/** Reads `address/prefix` or a single address; undefined for anything else. */
export function blockOf(text: string): Block | undefined {
  const [address = "", prefixText, ...more] = text.split("/");
  const parsed = addressBits(address);
  if (!parsed || more.length > 0) return undefined;
  const prefix = prefixText === undefined ? parsed.length : Number(prefixText);
  if (!/^\d{1,3}$/.test(prefixText ?? "0") || prefix > parsed.length) {
    return undefined;
  }
  return { ...parsed, prefix };
}

/** Whether the address lies in one of the blocks. */
export function isWithin(blocks: readonly Block[], address: string): boolean {
  const parsed = blocks.length > 0 ? addressBits(address) : undefined;
  if (!parsed) return false;
  return blocks.some(({ bits, prefix, length }) => {
    const rest = BigInt(length - prefix);
    return length === parsed.length && bits >> rest === parsed.bits >> rest;
  });
}

/**
 * Who really asks: the connection's own address, unless that is a trusted
 * proxy; then the last forwarded address which is not a trusted proxy either.
 */
export function visitorAddress(
  trusted: readonly Block[],
  connection: string,
  forwardedFor: string | undefined,
): string {
  const hops = (forwardedFor ?? "").split(",").map(bareAddress);
  let address = connection;
  while (isWithin(trusted, address)) {
    const before = hops.pop();
    // What stands further left may be the visitor's own invention.
    if (before === undefined || !addressBits(before)) break;
    address = before;
  }
  return address;
}

/** A hop without its port: `203.0.113.9:4711`, `[2001:db8::1]:443`. */
function bareAddress(hop: string): string {
  const text = hop.trim();
  return /^\[(.*)\](:\d+)?$/.exec(text)?.[1] ??
    /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
}

/** Whether the host name stands for this machine itself. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, "");
  return bare === "localhost" || bare === "::1" || /^127(\.\d+){3}$/.test(bare);
}

/** What counts as one network: an IPv4 address, the /64 of an IPv6 one. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped || !address.includes(":")) return mapped ?? address;
  const [head = "", tail = ""] = address.toLowerCase().split("%")[0]
    ?.split("::") ?? [];
  const before = head.split(":").filter(Boolean);
  const after = tail.split(":").filter(Boolean);
  const zeros = Array(Math.max(0, 8 - before.length - after.length)).fill("0");
  return [...before, ...zeros, ...after].slice(0, 4).join(":");
}

function addressBits(text: string): Pick<Block, "bits" | "length"> | undefined {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(text)?.[1] ?? text;
  const four = mapped.includes(":") ? undefined : fourBits(mapped);
  if (four !== undefined) return { bits: four, length: 32 };
  const six = sixBits(text);
  return six === undefined ? undefined : { bits: six, length: 128 };
}

function fourBits(text: string): bigint | undefined {
  const parts = text.split(".");
  const isFour = parts.length === 4 &&
    parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256);
  return isFour ? joined(parts.map(Number), 8n) : undefined;
}

function sixBits(text: string): bigint | undefined {
  const halves = text.split("::").map((half) => half ? half.split(":") : []);
  const [head = [], tail = []] = halves;
  const missing = 8 - head.length - tail.length;
  const isWhole = halves.length === 1 ? missing === 0 : missing > 0;
  if (halves.length > 2 || !isWhole || !text.includes(":")) return undefined;
  const groups = [...head, ...Array(missing).fill("0"), ...tail];
  if (!groups.every((group) => /^[\da-f]{1,4}$/i.test(group))) return undefined;
  return joined(groups.map((group) => parseInt(group, 16)), 16n);
}

function joined(parts: readonly number[], width: bigint): bigint {
  return parts.reduce((bits, part) => bits << width | BigInt(part), 0n);
}
