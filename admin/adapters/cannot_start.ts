/**
 * Something an operator must put right before the program can start: said in
 * one sentence that names it and the remedy, without a stack.
 */
export class CannotStart extends Error {
  override readonly name = "CannotStart";
  /** 2 for a wrong setting, 1 for a wrong world. */
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}
