import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { redact } from "../../shared/capture/redaction.ts";
import { certificateCurrent } from "../../shared/checks/acm/certificate-current.ts";
import { restApisGuarded } from "../../shared/checks/apigateway/rest-apis-guarded.ts";
import { apiTlsVersionsCurrent } from "../../shared/checks/apigateway/tls-version-current.ts";
import { apisGuarded } from "../../shared/checks/apigatewayv2/apis-guarded.ts";
import { type AnyCheck, sourcesOf } from "../../shared/checks/check.ts";
import { distributionAccessLogged } from "../../shared/checks/cloudfront/access-logged.ts";
import { distributionsEncrypted } from "../../shared/checks/cloudfront/distributions-encrypted.ts";
import { distributionWebAclAttached } from "../../shared/checks/cloudfront/web-acl-attached.ts";
import { classicLoadBalancersProtected } from "../../shared/checks/elb/classic-load-balancers-protected.ts";
import { loadBalancerAccessLogged } from "../../shared/checks/elbv2/access-logged.ts";
import { loadBalancerDeletionProtected } from "../../shared/checks/elbv2/deletion-protected.ts";
import { listenerEncrypted } from "../../shared/checks/elbv2/listener-encrypted.ts";
import { listenerTlsVersionCurrent } from "../../shared/checks/elbv2/tls-version-current.ts";
import { loadBalancerWebAclAttached } from "../../shared/checks/elbv2/web-acl-attached.ts";
import type { StoredEvidence } from "../../shared/evidence/cited.ts";
import { judged } from "../checks/judging.ts";
import { gatherEvidence } from "../sources/s3/gathered-evidence.ts";
import { emulatorClients } from "./company-clients.ts";
import { buildEdge, mendEdge } from "./company-edge.ts";
import { edgeGaps } from "./company-edge-gaps.ts";
import { createNetworks } from "./company-network.ts";
import { type Moto, startMoto } from "./moto-server.ts";

const REGIONS = ["eu-central-1", "eu-west-1", "us-east-1"];
const CHECKS: readonly AnyCheck[] = [
  listenerEncrypted,
  listenerTlsVersionCurrent,
  loadBalancerAccessLogged,
  loadBalancerDeletionProtected,
  loadBalancerWebAclAttached,
  ...classicLoadBalancersProtected,
  ...distributionsEncrypted,
  distributionAccessLogged,
  distributionWebAclAttached,
  ...apiTlsVersionsCurrent,
  ...restApisGuarded,
  ...apisGuarded,
  certificateCurrent,
];
/** What the company says of its certificates, which the load balancers put into use. */
const policy = {
  certificateRenewalMinDays: { value: 14, document: "Encryption Policy §3.2" },
};

let moto: Moto;
let before: readonly StoredEvidence[];
let after: readonly StoredEvidence[];

beforeAll(async () => {
  moto = await startMoto({ clock: "2023-02-13T18:00:00Z", withDistributionSettings: true });
  const networks = await createNetworks(moto, emulatorClients(moto.endpoint));
  const edge = await buildEdge(moto, networks);
  before = await gathered();
  await mendEdge(moto, edge);
  after = await gathered();
}, 120_000);

afterAll(() => moto.stop());

/** As a snapshot stores it: secrets are cut out, and checks see what is left. */
async function gathered(): Promise<StoredEvidence[]> {
  const stored = await gatherEvidence(moto.endpoint, CHECKS.flatMap(sourcesOf), REGIONS);
  return stored.map(({ path, object }) => ({
    path,
    object: { ...object, calls: object.calls.map((call) => redact(call).call) },
  }));
}

/** Every failure, as check and resource. */
function failures(stored: readonly StoredEvidence[]): string[] {
  return CHECKS.flatMap((check) => judged(check, stored, { policy }).findings)
    .filter(({ status }) => status === "fail")
    .map(({ check, resource }) => `${check} ${resource.id}`)
    .sort();
}

function planted(state: "before" | "after"): string[] {
  return edgeGaps
    .filter(({ states }) => states.includes(state))
    .map(({ check, resource }) => `${check} ${"name" in resource ? resource.name : ""}`)
    .sort();
}

describe("the edge in the emulator", () => {
  it("is gathered completely", () => {
    for (const { object } of [...before, ...after]) {
      expect(object.incompleteReason, object.source).toBeUndefined();
    }
  });

  it("gives away no secret", () => {
    expect(JSON.stringify([before, after])).not.toContain("made-up-for-redaction");
  });

  it("costs one call for each service in a region where there is nothing", () => {
    const asked = after
      .filter(({ object }) => object.region === "eu-central-1")
      .flatMap(({ object }) => object.calls.map((call) => `${call.service} ${call.operation}`));
    expect([...new Set(asked)].sort()).toEqual([
      "acm ListCertificates",
      "apigateway GetRestApis",
      "apigatewayv2 GetApis",
      "elb DescribeLoadBalancers",
      "elbv2 DescribeLoadBalancers",
    ]);
  });

  it("shows each planted gap, and none besides", () => {
    expect(failures(before)).toEqual(planted("before"));
    expect(failures(after)).toEqual(planted("after"));
  });

  it("leaves nothing undecided", () => {
    const undecided = [before, after].flatMap((stored) =>
      CHECKS.flatMap((check) => judged(check, stored, { policy }).findings)
        .filter(({ status }) => status === "indeterminate")
        .map(({ check, reason }) => `${check}: ${reason}`),
    );
    expect(undecided).toEqual([]);
  });
});
