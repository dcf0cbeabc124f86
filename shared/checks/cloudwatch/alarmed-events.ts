import { ANY_OTHER, type EventKind } from "./event-match.ts";

/** One family of events that somebody must hear of. */
export interface AlarmedEvents {
  /** `cloudwatch.<id>-alarmed`. */
  readonly id: string;
  /** Completes "an alarm on …". */
  readonly what: string;
  /** The service that CloudTrail names; null where events of every service count. */
  readonly eventSource: string | null;
  /** The kinds of event, each by a word for the reason. All of them must ring. */
  readonly kinds: Readonly<Record<string, EventKind>>;
  /** A pattern that matches them and no others, for the fix. */
  readonly pattern: string;
  /** One such event is worth a call; of the others the company sets how many are too many. */
  readonly ringsOnOne: boolean;
  readonly severity: "medium" | "low";
  readonly why: string;
  /** Its place in section 3 of CIS 1.2.0, which is its place in section 4 of CIS 5.0.0. */
  readonly cisNumber: number;
  readonly prowler: string;
}

type Named = Omit<AlarmedEvents, "kinds" | "pattern" | "ringsOnOne" | "eventSource">;

/** Events that are told by their names: one call, one name. */
function byName(service: string, names: string, rest: Named): AlarmedEvents {
  const eventSource = `${service}.amazonaws.com`;
  const eventNames = names.split(" ");
  const terms = eventNames.map((name) => `($.eventName = ${name})`).join(" || ");
  return {
    ...rest,
    eventSource,
    kinds: Object.fromEntries(
      eventNames.map((eventName) => [eventName, { eventSource, eventName }]),
    ),
    pattern: `{ ($.eventSource = ${eventSource}) && (${terms}) }`,
    ringsOnOne: true,
  };
}

/** A call that was refused; by whom, of whom and from where may be tuned against noise. */
const refused = (errorCode: string): EventKind => ({
  errorCode,
  eventName: ANY_OTHER,
  eventSource: ANY_OTHER,
  sourceIPAddress: ANY_OTHER,
});

/** What root does itself; what AWS does in its name carries `invokedBy` or is a service event. */
const byRoot = (eventType: string): EventKind => ({
  "userIdentity.type": "Root",
  "userIdentity.invokedBy": null,
  eventType,
});

const SIGN_IN = { eventSource: "signin.amazonaws.com", eventName: "ConsoleLogin" } as const;

/**
 * The 14 alarms of the CIS AWS Foundations Benchmark: section 3 of version 1.2.0, in the same order
 * section 4 of version 5.0.0. Where the two differ the newer one counts: it adds
 * `ModifySecurityGroupRules`, which changes a rule without any of the older calls.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html
 */
export const ALARMED_EVENTS: readonly AlarmedEvents[] = [
  {
    id: "unauthorized-calls",
    what: "calls that AWS refused",
    eventSource: null,
    kinds: {
      UnauthorizedOperation: refused("Client.UnauthorizedOperation"),
      AccessDenied: refused("AccessDenied"),
      AccessDeniedException: refused("AccessDeniedException"),
    },
    pattern: '{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") }',
    ringsOnOne: false,
    severity: "low",
    why: "Who has stolen a key tries what it opens, and is refused many times before something works: the burst of refusals is often the first trace.",
    cisNumber: 1,
    prowler: "cloudwatch_log_metric_filter_unauthorized_api_calls",
  },
  {
    id: "sign-in-without-mfa",
    what: "console sign-ins without MFA",
    eventSource: SIGN_IN.eventSource,
    kinds: {
      ConsoleLogin: {
        ...SIGN_IN,
        "additionalEventData.MFAUsed": "No",
        "userIdentity.type": "IAMUser",
        "responseElements.ConsoleLogin": "Success",
      },
    },
    pattern:
      '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }',
    ringsOnOne: true,
    severity: "medium",
    why: "A sign-in without MFA means that a password alone was enough, whether its owner typed it or somebody else.",
    cisNumber: 2,
    prowler: "cloudwatch_log_metric_filter_sign_in_without_mfa",
  },
  {
    id: "root-use",
    what: "use of the root user",
    eventSource: null,
    kinds: {
      "calls by root": byRoot("AwsApiCall"),
      "sign-ins by root": byRoot("AwsConsoleSignIn"),
    },
    pattern:
      '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }',
    ringsOnOne: true,
    severity: "medium",
    why: "Root is used a few times a year at most; each time somebody should know of it before they find it in a log.",
    cisNumber: 3,
    prowler: "cloudwatch_log_metric_filter_root_usage",
  },
  byName(
    "iam",
    "DeleteGroupPolicy DeleteRolePolicy DeleteUserPolicy PutGroupPolicy PutRolePolicy PutUserPolicy CreatePolicy DeletePolicy CreatePolicyVersion DeletePolicyVersion AttachRolePolicy DetachRolePolicy AttachUserPolicy DetachUserPolicy AttachGroupPolicy DetachGroupPolicy",
    {
      id: "iam-policy-changes",
      what: "changes of IAM policies",
      severity: "medium",
      why: "Policies say who may do what; a change that nobody expected is how an intruder stays.",
      cisNumber: 4,
      prowler: "cloudwatch_log_metric_filter_policy_changes",
    },
  ),
  byName("cloudtrail", "CreateTrail UpdateTrail DeleteTrail StartLogging StopLogging", {
    id: "trail-changes",
    what: "changes of trails",
    severity: "medium",
    why: "Stopping the record comes before what should not be on it, so this is the last event that a quiet intruder leaves.",
    cisNumber: 5,
    prowler: "cloudwatch_log_metric_filter_and_alarm_for_cloudtrail_configuration_changes_enabled",
  }),
  {
    id: "failed-sign-ins",
    what: "failed console sign-ins",
    eventSource: SIGN_IN.eventSource,
    kinds: { ConsoleLogin: { ...SIGN_IN, errorMessage: "Failed authentication" } },
    pattern: '{ ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") }',
    ringsOnOne: false,
    severity: "low",
    why: "Many failed sign-ins are somebody guessing passwords, and show which person they are after.",
    cisNumber: 6,
    prowler: "cloudwatch_log_metric_filter_authentication_failures",
  },
  byName("kms", "DisableKey ScheduleKeyDeletion", {
    id: "key-deletion",
    what: "keys that are disabled or scheduled for deletion",
    severity: "medium",
    why: "Data under a deleted key is lost for good; the waiting time of 7 to 30 days helps only those who hear of it.",
    cisNumber: 7,
    prowler: "cloudwatch_log_metric_filter_disable_or_scheduled_deletion_of_kms_cmk",
  }),
  byName(
    "s3",
    "PutBucketAcl PutBucketPolicy PutBucketCors PutBucketLifecycle PutBucketReplication DeleteBucketPolicy DeleteBucketCors DeleteBucketLifecycle DeleteBucketReplication",
    {
      id: "bucket-policy-changes",
      what: "changes of bucket policies",
      severity: "low",
      why: "One changed policy makes a bucket public or copies it elsewhere; hours count.",
      cisNumber: 8,
      prowler: "cloudwatch_log_metric_filter_for_s3_bucket_policy_changes",
    },
  ),
  byName(
    "config",
    "StopConfigurationRecorder DeleteDeliveryChannel PutDeliveryChannel PutConfigurationRecorder",
    {
      id: "config-changes",
      what: "changes of AWS Config",
      severity: "low",
      why: "Without the recorder nobody can say afterwards what a resource was set to and when that changed.",
      cisNumber: 9,
      prowler:
        "cloudwatch_log_metric_filter_and_alarm_for_aws_config_configuration_changes_enabled",
    },
  ),
  byName(
    "ec2",
    "AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupIngress RevokeSecurityGroupEgress CreateSecurityGroup DeleteSecurityGroup ModifySecurityGroupRules",
    {
      id: "security-group-changes",
      what: "changes of security groups",
      severity: "medium",
      why: "A rule that opens a port to the world is one call, and scanners find it within minutes.",
      cisNumber: 10,
      prowler: "cloudwatch_log_metric_filter_security_group_changes",
    },
  ),
  byName(
    "ec2",
    "CreateNetworkAcl CreateNetworkAclEntry DeleteNetworkAcl DeleteNetworkAclEntry ReplaceNetworkAclEntry ReplaceNetworkAclAssociation",
    {
      id: "network-acl-changes",
      what: "changes of network ACLs",
      severity: "low",
      why: "Network ACLs change rarely once a network stands, so that a change is worth a look.",
      cisNumber: 11,
      prowler: "cloudwatch_changes_to_network_acls_alarm_configured",
    },
  ),
  byName(
    "ec2",
    "CreateCustomerGateway DeleteCustomerGateway AttachInternetGateway CreateInternetGateway DeleteInternetGateway DetachInternetGateway",
    {
      id: "gateway-changes",
      what: "changes of network gateways",
      severity: "low",
      why: "A gateway is a door of the network: a new one lets traffic in or out where there was none.",
      cisNumber: 12,
      prowler: "cloudwatch_changes_to_network_gateways_alarm_configured",
    },
  ),
  byName(
    "ec2",
    "CreateRoute CreateRouteTable ReplaceRoute ReplaceRouteTableAssociation DeleteRouteTable DeleteRoute DisassociateRouteTable",
    {
      id: "route-table-changes",
      what: "changes of route tables",
      severity: "low",
      why: "One route makes a private subnet public, or sends its traffic past the firewall.",
      cisNumber: 13,
      prowler: "cloudwatch_changes_to_network_route_tables_alarm_configured",
    },
  ),
  byName(
    "ec2",
    "CreateVpc DeleteVpc ModifyVpcAttribute AcceptVpcPeeringConnection CreateVpcPeeringConnection DeleteVpcPeeringConnection RejectVpcPeeringConnection AttachClassicLinkVpc DetachClassicLinkVpc DisableVpcClassicLink EnableVpcClassicLink",
    {
      id: "vpc-changes",
      what: "changes of VPCs",
      severity: "low",
      why: "A peering joins your network to somebody else's; that is a decision people should have made.",
      cisNumber: 14,
      prowler: "cloudwatch_changes_to_vpcs_alarm_configured",
    },
  ),
];

/** Something ordinary: a filter that counts this too makes an alarm that says nothing. */
export function ordinaryEvent({ eventSource }: AlarmedEvents): EventKind {
  return {
    eventSource: eventSource ?? ANY_OTHER,
    eventName: ANY_OTHER,
    eventType: "AwsApiCall",
    errorCode: null,
    errorMessage: null,
    sourceIPAddress: ANY_OTHER,
    "userIdentity.type": "AssumedRole",
    "userIdentity.invokedBy": null,
    "additionalEventData.MFAUsed": null,
    "responseElements.ConsoleLogin": null,
  };
}
