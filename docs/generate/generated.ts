/** A file of the repository that is made from code, never typed. */
export interface Generated {
  /** From the top of the repository. */
  readonly path: string;
  readonly content: string;
}
