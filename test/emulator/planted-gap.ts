/** A resource by the name that people at the company use. */
export type PlantedResource =
  | { readonly kind: "root" | "customer-data-key" }
  /** The account as a whole, or what it has set in one region. */
  | { readonly kind: "account"; readonly region?: string }
  | { readonly kind: "role" | "user" | "bucket" | "data-service"; readonly name: string }
  /** The first or second key of a user, as the credential report counts them. */
  | { readonly kind: "access-key"; readonly user: string; readonly number: 1 | 2 }
  | { readonly kind: "trail"; readonly name: string; readonly region: string }
  | { readonly kind: "detector"; readonly region: string }
  | { readonly kind: "security-group"; readonly network: string; readonly name: string }
  | {
      readonly kind: "vpc" | "default-security-group" | "default-network-acl";
      readonly network: string;
    };

/** One gap that was put into the company on purpose: the check fails on the resource. */
export interface PlantedGap {
  readonly states: readonly ("before" | "after")[];
  /** The id of the check. */
  readonly check: string;
  /** What is wrong, in a sentence. */
  readonly topic: string;
  readonly resource: PlantedResource;
}

/** When a gap is there; what is there after was left open, or opened, on purpose. */
export const BEFORE = ["before"] as const;
export const AFTER = ["after"] as const;
export const BOTH = ["before", "after"] as const;

export const ACCOUNT: PlantedResource = { kind: "account" };
export const ROOT: PlantedResource = { kind: "root" };

/** The check fails on the resource in these states. */
export function gap(
  states: PlantedGap["states"],
  check: string,
  topic: string,
  resource: PlantedResource,
): PlantedGap {
  return { states, check, topic, resource };
}

/** The same gap in what the account has set in each of both regions. */
export function inBothRegions(
  states: PlantedGap["states"],
  check: string,
  topic: string,
): readonly PlantedGap[] {
  return ["eu-west-1", "us-east-1"].map((region) =>
    gap(states, check, topic, { kind: "account", region }),
  );
}

export function user(name: string): PlantedResource {
  return { kind: "user", name };
}

export function role(name: string): PlantedResource {
  return { kind: "role", name };
}

export function accessKey(name: string, number: 1 | 2 = 1): PlantedResource {
  return { kind: "access-key", user: name, number };
}

export function bucket(name: string): PlantedResource {
  return { kind: "bucket", name };
}

/** Whatever else has a name of its own: a database, a function, a queue, a log group. */
export function dataService(name: string): PlantedResource {
  return { kind: "data-service", name };
}

export function group(network: string, name: string): PlantedResource {
  return { kind: "security-group", network, name };
}

export function trail(name: string, region: string): PlantedResource {
  return { kind: "trail", name, region };
}
