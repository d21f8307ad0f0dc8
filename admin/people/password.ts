/** Hashes passwords; an adapter does it, because it takes the machine a while. */
export interface Passwords {
  hash(password: string): Promise<string>;
  /** Does the same work whether or not there is a hash. */
  isRight(password: string, hash: string | null): Promise<boolean>;
}

export const passwordLetters = { min: 12, max: 200 } as const;

/** What is wrong with a new password, if anything. */
export function passwordFault(
  password: string,
  login: string,
): "short" | "long" | "login" | "same" | undefined {
  const letters = [...password];
  if (letters.length < passwordLetters.min) return "short";
  if (letters.length > passwordLetters.max) return "long";
  if (new Set(letters).size < 5) return "same";
  const low = password.toLowerCase();
  return login.length > 2 && low.includes(login.toLowerCase())
    ? "login"
    : undefined;
}
