export type { Actor, Deed, KeptDeed } from "./deed.ts";
export { theHouse } from "./deed.ts";
export type { Head } from "./chain.ts";
export { headFrom, headText } from "./chain.ts";
export type { DeedFilter, Scribe, WriteDown } from "./queries.ts";
export { deedsIn, purgeListViews, scribe } from "./queries.ts";
export type { Finding, Verdict } from "./verification.ts";
export { told } from "./verification.ts";
