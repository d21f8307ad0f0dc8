/** The HTTP status each kind of refusal is answered with. */
export const refusalStatus = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  stale: 412,
  too_large: 413,
  unsupported: 415,
  invalid: 422,
  version_missing: 428,
  too_many: 429,
  unavailable: 503,
} as const;

export type RefusalKind = keyof typeof refusalStatus;

/** What a refusal may carry besides its sentence. */
export interface RefusalOptions extends ErrorOptions {
  /** Stable last part of the problem's `type`; the kind where it is absent. */
  readonly problem?: string;
  /** JSON pointers into the request, each with what would do. */
  readonly fields?: readonly { pointer: string; detail: string }[];
  /** Whether the sentence already is in the reader's language. */
  readonly isSaid?: true;
  /** Seconds after which asking again can help. */
  readonly retryAfterSeconds?: number;
  /** More members of the problem, such as the alternatives of a conflict. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/**
 * A request turned down on purpose, in words its reader can act on.
 *
 * Anything else that is thrown is a fault: it is logged with its cause, and the
 * reader sees only a reference number.
 */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly kind: RefusalKind;
  readonly options: RefusalOptions;

  constructor(
    kind: RefusalKind,
    message: string,
    options: RefusalOptions = {},
  ) {
    super(message, options);
    this.kind = kind;
    this.options = options;
  }
}
