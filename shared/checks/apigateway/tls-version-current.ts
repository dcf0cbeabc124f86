import type { Cited, Recorded } from "../../evidence/cited.ts";
import { domainNames } from "../../sources/apigateway/domain-names.ts";
import type { SourceOutput } from "../../sources/source.ts";
import {
  type AnyCheck,
  check,
  covers,
  fail,
  indeterminate,
  type Judgement,
  notApplicable,
  type Population,
  pass,
} from "../check.ts";
import { everyRestApi, reachedFromVpcsAlone } from "./every-rest-api.ts";
import { demandsCurrentTls } from "./tls-version.ts";

type DomainName = NonNullable<
  Recorded<SourceOutput<typeof domainNames, "GetDomainNames">>["items"]
>[number];

const everyDomainName: Population<Cited<DomainName>> = {
  definition: "the custom domain names of API Gateway",
  needs: [domainNames],
  *members({ evidence, partition }) {
    for (const entry of evidence.items(domainNames, "GetDomainNames", "items")) {
      const { domainName: name, domainNameArn, tags } = entry.value;
      const { region } = entry.file;
      const ownArn =
        name === undefined ? null : `arn:${partition}:apigateway:${region}::/domainnames/${name}`;
      yield {
        of: entry,
        resource: {
          id: name ?? entry.citation.pointer,
          // Only private names have an ARN in the answer; several may have the same name.
          arn: domainNameArn ?? ownArn,
          type: "AWS::ApiGateway::DomainName",
          region,
        },
        at: entry,
        tags: tags ?? {},
      };
    }
  },
};

/** Every way to an API that the internet can take demands TLS 1.2 or later. */
export const apiTlsVersionsCurrent: readonly AnyCheck[] = [
  check({
    id: "apigateway.domain-tls-version-current",
    title: "Every custom domain name of an API demands TLS 1.2 or later",
    severity: "medium",
    controls: [covers("DP-02", "APIs")],
    why: "TLS 1.0 has known weaknesses and is withdrawn as a standard; the domain name is what customers' programs call.",
    fix: {
      downtime: "none",
      steps:
        "Set the security policy to TLS_1_2. The access logs tell beforehand, by $context.tlsVersion, whether a client still comes with less.",
      cli: "aws apigateway update-domain-name --domain-name NAME --patch-operations op=replace,path=/securityPolicy,value=TLS_1_2",
      cdk: 'new apigateway.DomainName(this, "Domain", { domainName: "NAME", certificate, securityPolicy: apigateway.SecurityPolicy.TLS_1_2 });',
    },
    references: {
      docs: [
        "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html",
        "https://docs.aws.amazon.com/apigateway/latest/api/API_DomainName.html",
      ],
    },
    population: everyDomainName,
    judge: (domain, _context, { id }) =>
      judgePolicy(`The domain name ${id}`, domain.at("securityPolicy")),
  }),
  check({
    id: "apigateway.default-endpoint-tls-version-current",
    title: "Every default endpoint of a REST API demands TLS 1.2 or later, or is switched off",
    severity: "low",
    controls: [covers("DP-02", "APIs")],
    why: "Beside its domain name an API answers at the address that AWS gave it, by rules of its own; what is forbidden at the front door is open there.",
    fix: {
      downtime: "none",
      steps:
        "Switch the default endpoint off where a domain name stands in front of the API, or choose a security policy for the API that takes TLS 1.2 and later.",
      cli: "aws apigateway update-rest-api --rest-api-id API --patch-operations op=replace,path=/disableExecuteApiEndpoint,value=True",
      cdk: 'new apigateway.RestApi(this, "Api", { disableExecuteApiEndpoint: true });',
    },
    references: {
      docs: [
        "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies.html",
        "https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-disable-default-endpoint.html",
        "https://docs.aws.amazon.com/apigateway/latest/api/API_RestApi.html",
      ],
    },
    population: everyRestApi,
    judge(api, _context, { id }) {
      const isPrivate = reachedFromVpcsAlone(api, id);
      if (isPrivate !== null) return isPrivate;
      const disabled = api.at("disableExecuteApiEndpoint");
      if (disabled.value === true) {
        return notApplicable(
          `The default endpoint of the REST API ${id} is switched off.`,
          disabled,
        );
      }
      return judgePolicy(`The default endpoint of the REST API ${id}`, api.at("securityPolicy"));
    },
  }),
];

function judgePolicy(what: string, policy: Cited<string | undefined>): Judgement {
  switch (demandsCurrentTls(policy.value)) {
    case true:
      return pass(`${what} demands TLS 1.2 or later by its policy ${policy.value}.`, policy);
    case false:
      return fail(`${what} takes TLS 1.0 by its policy ${policy.value}.`, policy);
    default:
      return indeterminate(
        policy.value === undefined
          ? `${what} has a security policy that API Gateway does not name.`
          : `${what} has the security policy ${policy.value}, whose TLS versions are not known.`,
        policy,
      );
  }
}
