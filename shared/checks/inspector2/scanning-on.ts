import type { Cited, Recorded } from "../../evidence/cited.ts";
import { accountStatus } from "../../sources/inspector2/account-status.ts";
import type { SourceOutput } from "../../sources/source.ts";
import { accountInRegion } from "../account/account-in-region.ts";
import { inUnusedRegion, regionUse, SIGNS_OF_USE } from "../account/region-use.ts";
import {
  type AnyCheck,
  check,
  covers,
  fail,
  indeterminate,
  type Population,
  pass,
} from "../check.ts";

type Page = Recorded<SourceOutput<typeof accountStatus, "BatchGetAccountStatus">>;

const scansByRegion: Population<Cited<Page>> = {
  definition: "the account in every region, by what Inspector scans",
  needs: [accountStatus],
  placedBy: SIGNS_OF_USE,
  *members(context) {
    for (const page of context.evidence.answers(accountStatus, "BatchGetAccountStatus")) {
      yield accountInRegion(page, page, context);
    }
  },
};

interface Row {
  readonly id: string;
  readonly member: "ec2" | "ecr" | "lambda";
  /** Inspector's name of it in the request that switches it on. */
  readonly type: string;
  readonly what: string;
  readonly why: string;
  readonly fsbp: string;
}

const ROWS: readonly Row[] = [
  {
    id: "inspector2.instances-scanned",
    member: "ec2",
    type: "EC2",
    what: "instances",
    why: "New weaknesses are published daily; a scanner says the same day which servers have them.",
    fsbp: "Inspector.1",
  },
  {
    id: "inspector2.images-scanned",
    member: "ecr",
    type: "ECR",
    what: "container images",
    why: "An image that was clean when it was built ages; scanning goes on while it is in use.",
    fsbp: "Inspector.2",
  },
  {
    id: "inspector2.functions-scanned",
    member: "lambda",
    type: "LAMBDA",
    what: "functions",
    why: "Functions carry libraries that nobody updates unless somebody says that they are weak.",
    fsbp: "Inspector.4",
  },
];

/** Inspector scans these kinds of resource: one check for each row. */
export const scanningOn: readonly AnyCheck[] = ROWS.map((row) =>
  check({
    id: row.id,
    title: `Inspector scans ${row.what} in every region`,
    severity: "medium",
    controls: [covers("DT-05", "scanner coverage")],
    why: row.why,
    fix: {
      downtime: "none",
      steps: `Switch Inspector's scanning of ${row.what} on in the region. It costs by what it scans, nothing where there is nothing, and has 15 free days.`,
      cli: `aws inspector2 enable --region REGION --resource-types ${row.type}`,
    },
    references: {
      fsbp: [row.fsbp],
      prowler: ["inspector2_is_enabled"],
      docs: [
        "https://docs.aws.amazon.com/inspector/v2/APIReference/API_BatchGetAccountStatus.html",
        "https://docs.aws.amazon.com/inspector/v2/APIReference/API_ResourceState.html",
      ],
    },
    population: scansByRegion,
    judge(page, { evidence }, { id, region }) {
      const own = page
        .at("accounts")
        .each()
        .find(({ value }) => value.accountId === id);
      const status = own?.at("resourceState").at(row.member).at("status");
      switch (status?.value) {
        case "ENABLED":
          return pass(`Inspector scans ${row.what} in ${region}.`, status);
        case "DISABLED": {
          const use = regionUse(evidence, region);
          const reason = `Inspector does not scan ${row.what} in ${region} of account ${id}.`;
          return inUnusedRegion(fail(reason, status, ...use.cites), use);
        }
        default:
          return indeterminate(
            `Inspector does not say whether it scans ${row.what} in ${region}.`,
            status ?? page,
          );
      }
    },
  }),
);
