/** A tag as most services of AWS list it; ECS writes the members small. */
export interface ListedTag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
  readonly key?: string | undefined;
  readonly value?: string | undefined;
}

/** A list of tags by key; none where AWS lists none. */
export function tagsByKey(tags: readonly ListedTag[] | undefined): Record<string, string> {
  return Object.fromEntries(
    (tags ?? []).flatMap(({ Key, Value, key, value }) => {
      const name = Key ?? key;
      return name === undefined ? [] : [[name, Value ?? value ?? ""]];
    }),
  );
}
