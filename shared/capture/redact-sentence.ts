import { cutSecrets } from "./secret-detectors.ts";

/** A sentence of our own about a call, in which a resource's name may be a secret. */
export function redactSentence(sentence: string): string {
  return cutSecrets(sentence, new Set(["aws-access-key-id"])).text;
}
