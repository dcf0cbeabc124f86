import { source } from "../source.ts";
import { bucketListing, eachBucket } from "./each-bucket.ts";

/** The general purpose buckets that the account owns, in all regions, and where each lies. */
export const buckets = source({
  name: "s3.buckets",
  scope: "global",
  operations: bucketListing,
  gather: (context) => eachBucket(context, async () => {}),
});
