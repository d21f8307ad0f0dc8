import { v7 } from "uuid";
import type { NewId } from "../base/id.ts";

/** Ids that sort by age: UUIDs of version 7 (RFC 9562). */
export const newUuid: NewId = () => v7();
