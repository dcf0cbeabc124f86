import { reads, source } from "../source.ts";
import { acm } from "./service.ts";

/** Every key type there is: without them ACM lists RSA keys of 1024 and 2048 bits alone. */
const KEY_TYPES = [
  "RSA_1024",
  "RSA_2048",
  "RSA_3072",
  "RSA_4096",
  "EC_prime256v1",
  "EC_secp384r1",
  "EC_secp521r1",
] as const;

/**
 * Every certificate of a region: where it comes from, when it ends and whether something uses it.
 *
 * @see https://docs.aws.amazon.com/acm/latest/APIReference/API_ListCertificates.html
 */
export const certificates = source({
  name: "acm.certificates",
  scope: "regional",
  operations: [reads(acm, "ListCertificates", { actions: ["acm:ListCertificates"] })],
  async gather({ open }) {
    const { client, sdk } = await open(acm);
    let NextToken: string | undefined;
    do {
      // 1,000 is the largest page.
      const page = new sdk.ListCertificatesCommand({
        Includes: { keyTypes: [...KEY_TYPES] },
        MaxItems: 1000,
        NextToken,
      });
      ({ NextToken } = await client.send(page));
    } while (NextToken);
  },
});
